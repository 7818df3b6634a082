package podtest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"pgregory.net/rapid"
)

// CheckHistory fails t for each law that pods break, which are one Pod as it was
// seen time after time: each by itself, as [CheckLaws] has it, and each after the
// one before. What was not seen in between does not matter, so it serves what a
// watch told as well as what a program wrote. t is a *testing.T or a *rapid.T.
//
//   - Accepted: phase.CheckTransition holds, but a Pod without a node may be
//     bound to one. So a terminal phase stays, restart counts do not fall, what
//     has ended for good stays so, and what identifies the Pod never changes.
//   - DeletionStays: a deletion is not taken back, and its grace period does not
//     grow.
//   - SpecStays: no container leaves the spec, and its generation does not fall.
//   - RunsStay: a run that is over is not running again, and began when it began.
//   - ConditionsMove: the time of a condition that a kubelet owns does not go
//     back. Ready is the exception: where a node was given up and answers again,
//     its kubelet says what it said before.
func CheckHistory(t rapid.TB, pods []*podlife.Pod) {
	t.Helper()
	for i, p := range pods {
		for _, broken := range brokenLaws(p) {
			t.Errorf("%s/%s breaks a law, %d of %d: %v", p.Namespace, p.Name, i+1, len(pods), broken)
		}
		if i == 0 {
			continue
		}
		for _, broken := range brokenSteps(pods[i-1], p) {
			t.Errorf("%s/%s breaks a law from %d to %d of %d: %v", p.Namespace, p.Name, i, i+1, len(pods), broken)
		}
	}
}

// brokenSteps returns what is wrong with seeing now after old.
func brokenSteps(old, now *podlife.Pod) []error {
	var out []error
	for _, law := range [...]struct {
		name  string
		check func(old, now *podlife.Pod) error
	}{
		{"Accepted", accepted}, {"DeletionStays", deletionStays}, {"SpecStays", specStays},
		{"RunsStay", runsStay}, {"ConditionsMove", conditionsMove},
	} {
		if err := law.check(old, now); err != nil {
			out = append(out, fmt.Errorf("%s: %w", law.name, err))
		}
	}
	return out
}

// accepted is the law Accepted. Binding is the scheduler's step, which
// phase.CheckTransition leaves out, so it is taken as done.
func accepted(old, now *podlife.Pod) error {
	if old.Spec.NodeName == "" {
		bound := *old
		bound.Spec.NodeName = now.Spec.NodeName
		old = &bound
	}
	return phase.CheckTransition(withMissedEnds(old, now), now)
}

// withMissedEnds returns old as it was just before now, as far as now tells of a
// run that began and ended in between: its end was written, if nobody saw it. An
// end may follow an end where no new run may.
func withMissedEnds(old, now *podlife.Pod) *podlife.Pod {
	seen := old.Clone()
	for _, list := range [][]podlife.ContainerStatus{seen.Status.InitContainerStatuses, seen.Status.ContainerStatuses} {
		for i := range list {
			then := statusOf(now, list[i].Name)
			if then == nil || list[i].State.Kind != podlife.StateTerminated {
				continue
			}
			last := then.LastTerminationState
			if last.Kind == podlife.StateTerminated && last.ContainerID != list[i].State.ContainerID && last != list[i].LastTerminationState {
				list[i].State, list[i].LastTerminationState = last, list[i].State
			}
		}
	}
	return seen
}

// deletionStays is the law DeletionStays. The time itself may be put off, if
// another request comes when it has passed.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go,
// BeforeDelete.
func deletionStays(old, now *podlife.Pod) error {
	switch {
	case !old.IsDeleted():
	case !now.IsDeleted():
		return errors.New("it was to be deleted, and is not any more")
	case old.DeletionGracePeriodSeconds == nil || now.DeletionGracePeriodSeconds == nil:
		// which DeletionIsWhole tells
	case *now.DeletionGracePeriodSeconds > *old.DeletionGracePeriodSeconds:
		return fmt.Errorf("its grace period grew from %d s to %d s", *old.DeletionGracePeriodSeconds, *now.DeletionGracePeriodSeconds)
	}
	return nil
}

// specStays is the law SpecStays. What else of a spec may not change is none of a
// kubelet's business.
func specStays(old, now *podlife.Pod) error {
	if now.Generation < old.Generation {
		return fmt.Errorf("the generation fell from %d to %d", old.Generation, now.Generation)
	}
	left := containerNames(&old.Spec)
	for _, name := range containerNames(&now.Spec) {
		left = slices.DeleteFunc(left, func(n string) bool { return n == name })
	}
	if len(left) > 0 {
		return fmt.Errorf("containers left the spec: %v", left)
	}
	return nil
}

// containerNames returns the names of all containers of a spec.
func containerNames(spec *podlife.PodSpec) []string {
	var out []string
	for i := range spec.InitContainers {
		out = append(out, spec.InitContainers[i].Name)
	}
	for i := range spec.Containers {
		out = append(out, spec.Containers[i].Name)
	}
	for i := range spec.EphemeralContainers {
		out = append(out, spec.EphemeralContainers[i].Name)
	}
	return out
}

// runsStay is the law RunsStay. A run is known by the container's ID: what is
// started again has another one.
func runsStay(old, now *podlife.Pod) error {
	return forEachStatus(now, func(s *podlife.ContainerStatus, _ role) error {
		was := statusOf(old, s.Name)
		if was == nil || was.ContainerID == "" || was.ContainerID != s.ContainerID {
			return nil
		}
		runs, ran := s.State.Kind == podlife.StateRunning, was.State.Kind
		switch {
		case runs && ran == podlife.StateTerminated:
			return fmt.Errorf("runs again as %s, which is over", s.ContainerID)
		case runs && ran == podlife.StateRunning && !s.State.StartedAt.Equal(was.State.StartedAt):
			return fmt.Errorf("began at %v, and now at %v", was.State.StartedAt, s.State.StartedAt)
		}
		return nil
	})
}

// statusOf returns the status of the container called name, whatever it is.
func statusOf(p *podlife.Pod, name string) *podlife.ContainerStatus {
	for _, list := range [...][]podlife.ContainerStatus{
		p.Status.InitContainerStatuses, p.Status.ContainerStatuses, p.Status.EphemeralContainerStatuses,
	} {
		if s := podlife.FindStatus(list, name); s != nil {
			return s
		}
	}
	return nil
}

// conditionsMove is the law ConditionsMove. The status itself may come back to
// what it was in what was not seen.
func conditionsMove(old, now *podlife.Pod) error {
	for _, c := range now.Status.Conditions {
		//exhaustive:ignore the others may go back, or are somebody else's
		switch c.Type {
		case podlife.PodScheduled, podlife.PodReadyToStartContainers, podlife.PodInitialized, podlife.ContainersReady:
		default:
			continue
		}
		was := podlife.FindCondition(old.Status.Conditions, c.Type)
		if was != nil && c.LastTransitionTime.Before(was.LastTransitionTime) {
			return fmt.Errorf("%s changed at %v, and now before that, at %v", c.Type, was.LastTransitionTime, c.LastTransitionTime)
		}
	}
	return nil
}
