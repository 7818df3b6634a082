package termination

import (
	"time"

	"github.com/podlife/podlife"
)

// Step returns the state after e happened at time at, and what must now be
// done, in order. It never changes s. An event that cannot happen in s is an
// *[EventError], with s returned as it was.
//
// A step copies the containers if they change, and makes its effects in one
// piece of memory for up to four signals and hooks: two allocations at most. For
// more there are up to four more, however many they are.
//
// Source: kubernetes v1.37 pkg/kubelet/pod_workers.go, UpdatePod;
// pkg/kubelet/kubelet.go, SyncTerminatingPod, SyncTerminatedPod;
// pkg/kubelet/status/status_manager.go, canBeDeleted.
func Step(s State, at time.Time, e Event) (State, []Effect, error) {
	if _, ok := e.(Tick); ok {
		if wake := s.WakeAt(); wake.IsZero() || at.Before(wake) {
			return s, nil, nil
		}
	}
	w := step{State: s, at: at, wakeBefore: s.WakeAt()}
	if !w.apply(e) {
		return s, nil, &EventError{State: s, Event: e}
	}
	w.done()
	return w.State, w.effects(), nil
}

// apply does what e asks for, and reports whether e can happen.
func (s *step) apply(e Event) bool {
	switch e := e.(type) {
	case Requested:
		return s.is(e.Pod) && s.requested(e.Pod, e.GracePeriodSeconds)
	case Completed:
		return s.is(e.Pod) && s.completed(e.Pod)
	case ObjectRemoved:
		return (e.Pod == nil || s.is(e.Pod)) && s.removed(e.Pod)
	case KillRequested:
		return s.is(e.Pod) && s.killRequested(e)
	case PreStopFinished:
		return s.preStopFinished(e.Container)
	case ContainerExited:
		return s.exited(e.Container)
	case StopFailed:
		return s.stopFailed(e.Container)
	case Retried:
		return s.retried()
	case CleanedUp:
		return s.cleanedUp()
	case FinalizersRemoved:
		return s.finalizersRemoved()
	case Tick:
		return s.tick()
	default: // nil, or a variant nobody handled
		return false
	}
}

// is reports whether p can be the Pod that the state is about.
func (s *step) is(p *podlife.Pod) bool { return p != nil && (s.Stage == Living || p.UID == s.UID) }

func (s *step) requested(p *podlife.Pod, override *int64) bool {
	if s.Stage == Gone {
		return false
	}
	s.see(p)
	if s.Stage <= Retrying {
		s.GracePeriodSeconds = PodGrace(s.GracePeriodSeconds, p, override)
	}
	switch s.Stage {
	case Living, KillingOne:
		s.end(p)
	case Finished:
		if s.Deleted && !s.Removed {
			s.deleteObject()
		}
	case Asked, Terminating, Retrying, Cleaning, Deleting, Gone: // nothing new begins
	}
	return true
}

// see takes over what the object says about its deletion.
func (s *step) see(p *podlife.Pod) {
	s.UID, s.Held = p.UID, len(p.Finalizers) > 0
	if p.IsDeleted() {
		s.Deleted = true
		s.withdraw()
	}
}

func (s *step) withdraw() {
	if !s.Withdrawn {
		s.Withdrawn = true
		s.emit(withdrawEndpoint, 0)
	}
}

// end begins the end of a living Pod, or notes it down for when the kill of one
// container is over.
func (s *step) end(p *podlife.Pod) {
	list := running(p)
	s.owned = true
	if s.Stage == Living || len(s.Containers) == 0 {
		s.Stage, s.Containers = Terminating, list
		s.launch()
		return
	}
	one := s.Containers[0]
	s.Stage, s.Containers = Asked, list
	if i := s.find(one.Name); i >= 0 {
		one.After = list[i].After
		list[i] = one
	} else { // it ended already, and its kill goes on
		s.Containers = append(s.Containers, one)
	}
}

func (s *step) completed(p *podlife.Pod) bool {
	if s.Stage != Living {
		return false
	}
	s.see(p)
	s.end(p)
	return true
}

func (s *step) removed(p *podlife.Pod) bool {
	if s.Stage == Gone || s.Stage <= KillingOne && p == nil {
		return false
	}
	s.Removed = true
	if p != nil {
		s.requested(p, nil)
	}
	s.Held = false
	s.withdraw()
	if s.Stage == Finished || s.Stage == Deleting {
		s.Stage = Gone
	}
	return true
}

func (s *step) killRequested(e KillRequested) bool {
	spec, ok := specOf(e.Pod, e.Container)
	if s.Stage != Living || !ok {
		return false
	}
	c := newContainer(e.Pod, &spec, kindOf(e.Pod, &spec))
	c.GracePeriodSeconds = ContainerGrace(e.Pod, &spec, e.Reason)
	if e.GracePeriodSeconds != nil {
		c.GracePeriodSeconds = *e.GracePeriodSeconds
	}
	s.Stage, s.UID, s.Containers, s.owned = KillingOne, e.Pod.UID, []Container{c}, true
	s.kill(0)
	return true
}

func (s *step) preStopFinished(name string) bool {
	i := s.find(name)
	if i < 0 || !s.Containers[i].PreStop || s.Containers[i].Progress == Queued {
		return false
	}
	if s.Containers[i].Progress == InPreStop {
		s.preStopOver(i)
	}
	return true // one that nobody waits for any more changes nothing
}

func (s *step) exited(name string) bool {
	i := s.find(name)
	if i < 0 || s.Containers[i].Exited {
		return false
	}
	c := s.own(i)
	c.Exited = true
	if c.Progress == Stopping || c.Progress == Killed {
		s.enter(i, Ended)
	}
	return true
}

func (s *step) stopFailed(name string) bool {
	i := s.find(name)
	if i < 0 {
		return false
	}
	if c := &s.Containers[i]; c.Progress != Stopping && c.Progress != Killed {
		return false
	}
	s.enter(i, StopGivenUp)
	return true
}

func (s *step) retried() bool {
	if s.Stage != Retrying {
		return false
	}
	s.launch()
	return true
}

func (s *step) cleanedUp() bool {
	if s.Stage != Cleaning {
		return false
	}
	switch {
	case s.Removed:
		s.Stage = Gone
	case s.Deleted:
		s.deleteObject()
	default:
		s.Stage = Finished
	}
	return true
}

func (s *step) finalizersRemoved() bool {
	if !s.Held {
		return false
	}
	s.Held = false
	if s.Stage == Deleting {
		s.emit(removeObject, 0)
	}
	return true
}

func (s *step) tick() bool {
	for i := range s.Containers {
		s.expire(i)
	}
	return true
}
