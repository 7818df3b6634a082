package termination

import "slices"

// done closes the step: turns that came are taken, the stage follows from the
// containers, and time is asked for.
func (s *step) done() {
	for s.Stage <= Terminating && (s.takeTurn() || s.killsOver() && s.advance()) {
	}
	if s.wake = s.WakeAt(); !s.wake.IsZero() && !s.wake.Equal(s.wakeBefore) {
		s.emit(wake, 0)
	}
}

// takeTurn stops one container whose turn came, and reports whether there was
// one. That may end it, and be the turn of another.
func (s *step) takeTurn() bool {
	for i := range s.Containers {
		if c := &s.Containers[i]; c.Progress == AwaitingTurn && s.turn(c) {
			s.turnOver(i)
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
		case Queued, StopGivenUp, Ended:
		}
	}
	return true
}

// launch begins the kill of all containers that run and are not being killed.
func (s *step) launch() {
	s.Stage = Terminating
	for i := range s.Containers {
		if c := &s.Containers[i]; c.Exited && c.Progress != Ended {
			s.enter(i, Ended)
		}
	}
	for i := range s.Containers {
		if s.Containers[i].Progress != Ended {
			s.kill(i)
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
		s.emit(stopSandbox, 0)
		if slices.ContainsFunc(s.Containers, func(c Container) bool { return c.Progress == StopGivenUp }) {
			s.Stage = Retrying
			s.emit(retry, 0)
			break
		}
		s.Stage = Cleaning
		if !s.Removed {
			s.emit(writeStatus, 0)
		}
		s.withdraw() // a Pod that has ended is no endpoint, deleted or not
		s.emit(cleanUp, 0)
	case Living, Retrying, Cleaning, Finished, Deleting, Gone: // nothing is being killed
	}
	return false
}

// deleteObject asks for the object's removal. The API server grants it when no
// finalizer is left.
func (s *step) deleteObject() {
	s.Stage = Deleting
	s.emit(deleteObject, 0)
	if !s.Held {
		s.emit(removeObject, 0)
	}
}
