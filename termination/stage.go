package termination

import (
	"slices"
	"time"
)

// Between two attempts to stop a Pod's containers the kubelet waits 10 s to
// 15 s.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, backOffPeriod;
// pkg/kubelet/pod_workers.go, completeWork.
const (
	retryAfter  = 10 * time.Second
	retryJitter = 5 * time.Second
)

// done closes the step: turns that came are taken, the stage follows from the
// containers, and time is asked for.
func (s *step) done() (State, []Effect) {
	for s.takeTurn() || s.killsOver() && s.advance() {
	}
	if wake := s.WakeAt(); !wake.IsZero() && !wake.Equal(s.wakeBefore) {
		s.emit(Wake{At: wake})
	}
	return s.State, s.effects
}

// takeTurn stops one container whose turn came, and reports whether there was
// one. That may end it, and be the turn of another.
func (s *step) takeTurn() bool {
	for i := range s.Containers {
		if c := &s.Containers[i]; c.Progress == AwaitingTurn && s.turn(c) {
			s.turnOver(c)
			return true
		}
	}
	return false
}

// killsOver reports whether all kills that began are over, one way or the
// other.
func (s *step) killsOver() bool {
	for i := range s.Containers {
		switch s.Containers[i].Progress {
		case InPreStop, AwaitingTurn, Stopping, Killed:
			return false
		}
	}
	return true
}

// launch begins the kill of all containers that run and are not being killed.
func (s *step) launch() {
	s.Stage = Terminating
	for i := range s.Containers {
		if c := &s.Containers[i]; c.Exited && c.Progress != Ended {
			s.enter(c, Ended)
		}
	}
	for i := range s.Containers {
		if c := &s.Containers[i]; c.Progress != Ended {
			s.kill(c)
		}
	}
}

// advance goes to the next stage, now that all kills are over, and reports
// whether it began others.
func (s *step) advance() bool {
	switch s.Stage {
	case KillingOne:
		s.State = State{}
	case Asked:
		s.launch()
		return true
	case Terminating:
		s.emit(StopSandbox{At: s.at})
		if slices.ContainsFunc(s.Containers, func(c Container) bool { return c.Progress == StopGivenUp }) {
			s.Stage = Retrying
			s.emit(Retry{At: s.at, Earliest: s.at.Add(retryAfter), Latest: s.at.Add(retryAfter + retryJitter)})
			break
		}
		s.Stage = Cleaning
		if !s.Removed {
			s.emit(WriteStatus{At: s.at})
		}
		s.withdraw() // a Pod that has ended is no endpoint, deleted or not
		s.emit(CleanUp{At: s.at})
	}
	return false
}

// deleteObject asks for the object's removal. The API server grants it when no
// finalizer is left.
func (s *step) deleteObject() {
	s.Stage = Deleting
	s.emit(DeleteObject{At: s.at, UID: s.UID})
	if !s.Held {
		s.emit(RemoveObject{At: s.at})
	}
}
