package probe

import "time"

// Step returns the state after e happened at time at, and what must now be
// done, in order. It never changes s. An event that cannot happen in s is an
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
// A step allocates once, and not at all if it has no effects.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, run.
func Step(s State, at time.Time, e Event) (State, []Effect, error) {
	if !s.accepts(e) {
		return s, nil, &EventError{State: s, Event: e}
	}
	w := step{State: s, at: at}
	w.happen(e)
	return w.State, w.effects(), nil
}

// step is one Step under way: the state as far as it has come, and what will be
// its effects.
type step struct {
	State
	at time.Time
	// changes are those of the verdict, as many as told says. There are no
	// more than four: an answer's, and in one round those of a container that
	// is new (a sidecar that has started; the first verdict) and of its end.
	changes [4]VerdictChanged
	told    int
	next    next
}

// next is what the worker waits for at the end of a step.
type next uint8

const (
	nothing next = iota // but what an earlier step asked for
	answer
	tick
	nobody // it has ended
)

// happen lets e happen. It can.
func (s *step) happen(e Event) {
	switch e := e.(type) {
	case WorkerStarted:
		s.started(e)
	case ContainerStarted:
		s.Target = Target{ID: e.ID, Running: true, StartedAt: e.StartedAt, Started: e.Started}
		if e.StartedAt.IsZero() {
			s.Target.StartedAt = s.at
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
		s.tick()
	case Trigger:
		s.Triggered = true
		s.proceed()
	case Answered:
		s.answered(e.Outcome)
	case StopRequested:
		s.Stopping = true
		s.proceed()
	}
}

// accepts reports whether e can happen in s.
func (s *State) accepts(e Event) bool {
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

func (s *step) started(e WorkerStarted) {
	s.Sidecar, s.KubeletStart = e.Sidecar, e.KubeletStart
	if e.Offset > 0 && s.Period > s.at.Sub(e.KubeletStart) {
		s.Delayed, s.NextAt, s.next = true, s.at.Add(e.Offset), tick
		return
	}
	s.firstRound()
}

// firstRound starts the worker's ticker. The first round does not wait for it.
func (s *step) firstRound() {
	s.Delayed, s.NextAt = false, s.at.Add(s.Period)
	s.round()
	s.proceed()
}

func (s *step) tick() {
	switch {
	case s.NextAt.IsZero() || s.at.Before(s.NextAt):
	case s.Delayed:
		s.firstRound()
	default:
		s.proceed()
	}
}

// proceed does what is due, until the worker has to wait: for an answer, for
// its next round, or for nothing any more. It always ends: each of the cases
// that go on happens at most once.
func (s *step) proceed() {
	ticked := false
	for !s.Asking && !s.Delayed && !s.Ended {
		switch {
		case s.Stopping:
			s.end()
		case s.Triggered:
			s.Triggered, s.NextAt = false, s.at.Add(s.Period)
			s.round()
		case !ticked && !s.at.Before(s.NextAt):
			ticked, s.NextAt = true, s.tickAfter(s.at)
			s.round()
		default:
			s.next = tick
			return
		}
	}
}

// tickAfter returns the first time after at that is a whole number of periods
// after the round that was due. That time is not after at.
func (s *State) tickAfter(at time.Time) time.Time {
	late := at.Sub(s.NextAt)
	return s.NextAt.Add(late - late%s.Period).Add(s.Period)
}
