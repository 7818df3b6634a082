package probe

import "time"

// Step returns the state after e happened at time at, and the work to do, in
// order. It never changes s. An event that cannot happen in s is an
// *[EventError], with s returned as it was.
//
// Events about the Pod and its container only change what the worker will see
// when its next round begins, as in a kubelet: a container that came and went
// between two rounds was never there.
//
// Where a kubelet's worker finds several things to do at once, it takes any of
// them first. Step takes the request to stop, then the trigger, then the round
// that is due.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, run.
func Step(s State, at time.Time, e Event) (State, []Effect, error) {
	if !s.accepts(e) {
		return s, nil, &EventError{State: s, Event: e}
	}
	switch e := e.(type) {
	case WorkerStarted:
		return s.started(at, e)
	case ContainerStarted:
		s.Target = Target{ID: e.ID, Running: true, StartedAt: e.StartedAt, Started: e.Started}
		if e.StartedAt.IsZero() {
			s.Target.StartedAt = at
		}
	case ContainerStopped:
		s.Target = Target{ID: e.ID, Final: e.Final}
	case ContainerGone:
		s.Target = Target{}
	case StartedChanged:
		s.Target.Started = e.Started
	case DeletionRequested:
		s.Deleting = true
	case PodEnded:
		s.PodEnded = true
	case Tick:
		return s.tick(at)
	case Trigger:
		s.Triggered = true
		return s.proceed(at, nil)
	case Answered:
		return s.answered(at, e.Outcome)
	case StopRequested:
		s.Stopping = true
		return s.proceed(at, nil)
	}
	return s, nil, nil
}

// accepts reports whether e can happen in s.
func (s State) accepts(e Event) bool {
	if !s.known() {
		return false
	}
	if s.Ended {
		return e == Tick{} // one that was asked for earlier
	}
	switch e := e.(type) {
	case WorkerStarted:
		return s.NextAt.IsZero() && e.Offset >= 0 && e.Offset < s.Period
	case ContainerStarted:
		return e.ID != ""
	case ContainerStopped:
		return e.ID != ""
	case StartedChanged:
		return s.Target.Running
	case ContainerGone, DeletionRequested, PodEnded, Tick:
		return true
	case Trigger:
		return s.begun() && s.Kind == Readiness
	case Answered:
		return s.Asking && (e.Outcome == Success || e.Outcome == Failure || e.Outcome == Unknown)
	case StopRequested:
		return s.begun()
	default: // nil, or a pointer to a variant
		return false
	}
}

func (s State) started(at time.Time, e WorkerStarted) (State, []Effect, error) {
	s.Sidecar, s.KubeletStart = e.Sidecar, e.KubeletStart
	if e.Offset > 0 && s.Period > at.Sub(e.KubeletStart) {
		s.Delayed, s.NextAt = true, at.Add(e.Offset)
		return s, add(nil, Wake{At: s.NextAt}), nil
	}
	return s.firstRound(at)
}

// firstRound starts the worker's ticker. The first round does not wait for it.
func (s State) firstRound(at time.Time) (State, []Effect, error) {
	s.Delayed, s.NextAt = false, at.Add(s.Period)
	s, effects := s.round(at, nil)
	return s.proceed(at, effects)
}

func (s State) tick(at time.Time) (State, []Effect, error) {
	switch {
	case s.NextAt.IsZero() || at.Before(s.NextAt):
		return s, nil, nil
	case s.Delayed:
		return s.firstRound(at)
	default:
		return s.proceed(at, nil)
	}
}

// proceed does what is due at time at, until the worker has to wait: for an
// answer, for its next round, or for nothing any more. It always ends: each of
// the cases that go on happens at most once.
func (s State) proceed(at time.Time, effects []Effect) (State, []Effect, error) {
	ticked := false
	for !s.Asking && !s.Delayed && !s.Ended {
		switch {
		case s.Stopping:
			s, effects = s.end(effects)
		case s.Triggered:
			s.Triggered, s.NextAt = false, at.Add(s.Period)
			s, effects = s.round(at, effects)
		case !ticked && !at.Before(s.NextAt):
			ticked, s.NextAt = true, s.tickAfter(at)
			s, effects = s.round(at, effects)
		default:
			return s, add(effects, Wake{At: s.NextAt}), nil
		}
	}
	return s, effects, nil
}

// tickAfter returns the first time after at that is a whole number of periods
// after the round that was due. That time is not after at.
func (s State) tickAfter(at time.Time) time.Time {
	late := at.Sub(s.NextAt)
	return s.NextAt.Add(late - late%s.Period).Add(s.Period)
}
