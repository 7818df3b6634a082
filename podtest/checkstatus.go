package podtest

import (
	"errors"
	"fmt"
	"time"

	"github.com/podlife/podlife"
)

// role is what a container is in its Pod, as far as the laws of statuses tell them
// apart.
type role uint8

const (
	// ordinaryInit runs to its end before others begin.
	ordinaryInit role = iota
	// mainOrSidecar runs with the Pod, and probes ask it.
	mainOrSidecar
	// ephemeralRole is that of a container which somebody added to look around.
	ephemeralRole
)

// forEachStatus joins what check finds wrong with each container status of p that
// belongs to a container. Of two with one name it sees the first; that there are
// two is for another law to tell.
func forEachStatus(p *podlife.Pod, check func(*podlife.ContainerStatus, role) error) error {
	var errs []error
	one := func(list []podlife.ContainerStatus, name string, r role) {
		if s := podlife.FindStatus(list, name); s != nil {
			if err := check(s, r); err != nil {
				errs = append(errs, fmt.Errorf("%s %w", name, err))
			}
		}
	}
	for i := range p.Spec.InitContainers {
		c := &p.Spec.InitContainers[i]
		r := ordinaryInit
		if c.IsSidecar() {
			r = mainOrSidecar
		}
		one(p.Status.InitContainerStatuses, c.Name, r)
	}
	for i := range p.Spec.Containers {
		one(p.Status.ContainerStatuses, p.Spec.Containers[i].Name, mainOrSidecar)
	}
	for i := range p.Spec.EphemeralContainers {
		one(p.Status.EphemeralContainerStatuses, p.Spec.EphemeralContainers[i].Name, ephemeralRole)
	}
	return errors.Join(errs...)
}

// stateFits is the law StateFits. The first thing wrong with a container is told.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go,
// convertToAPIContainerStatuses; pkg/kubelet/prober/prober_manager.go,
// UpdatePodStatus.
func stateFits(p *podlife.Pod) error {
	return forEachStatus(p, func(s *podlife.ContainerStatus, r role) error {
		kind, last := s.State.Kind, s.LastTerminationState.Kind
		succeeded := kind == podlife.StateTerminated && s.State.ExitCode == 0
		switch {
		case s.RestartCount < 0:
			return fmt.Errorf("was restarted %d times", s.RestartCount)
		case kind == podlife.StateUnset:
			return errors.New("has no state")
		case last != podlife.StateUnset && last != podlife.StateTerminated:
			return fmt.Errorf("has a last state that is %v", last)
		case kind == podlife.StateRunning && s.ContainerID == "":
			return errors.New("runs and has no ID")
		case kind == podlife.StateWaiting && s.State.Reason == "CrashLoopBackOff" && last == podlife.StateUnset:
			return errors.New("is in a crash loop and has not crashed")
		case r == ephemeralRole:
			return nil // nobody asks it anything
		case s.Started == nil:
			return errors.New("does not say whether it has started")
		case *s.Started && kind != podlife.StateRunning && s.State.Reason != reasonLost:
			// Where the end was made up, the rest of the status stays.
			return errors.New("has started and does not run")
		case r == ordinaryInit && s.Ready != succeeded && kind != podlife.StateWaiting && s.State.Reason != reasonLost:
			// Where all containers restart, what was ready may stay so while it waits.
			return fmt.Errorf("is an init container that is %v with exit code %d, and its ready is %v", kind, s.State.ExitCode, s.Ready)
		}
		return nil
	})
}

// timesInOrder is the law TimesInOrder. All these times are by the clock of one
// node. Those of the API server's clock, like the creation, are left out: two
// clocks may differ.
func timesInOrder(p *podlife.Pod) error {
	return forEachStatus(p, func(s *podlife.ContainerStatus, _ role) error {
		last, now := &s.LastTerminationState, &s.State
		if now.Kind == podlife.StateTerminated && now.StartedAt.Equal(last.StartedAt) && now.FinishedAt.Equal(last.FinishedAt) {
			// One run is shown twice by a Pod that ended while the container waited.
			last = &podlife.ContainerState{}
		}
		var before time.Time
		for _, at := range [...]struct {
			what string
			time time.Time
		}{
			{"the kubelet saw the Pod", p.Status.StartTime}, {"the run before began", last.StartedAt},
			{"the run before ended", last.FinishedAt}, {"it began", now.StartedAt}, {"it ended", now.FinishedAt},
		} {
			if at.time.IsZero() {
				continue // not known, or not yet
			}
			if at.time.Before(before) {
				return fmt.Errorf("says that %s at %v, which is before what came before, at %v", at.what, at.time, before)
			}
			before = at.time
		}
		return nil
	})
}
