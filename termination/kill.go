package termination

import (
	"slices"
	"time"
)

// step is one Step under way: the state as far as it has come, and what it is
// to cause.
type step struct {
	State
	owned      bool // the containers are the step's own
	at         time.Time
	wakeBefore time.Time
	wake       time.Time
	caused
}

// own returns container i to write to. The first time, it copies them all.
func (s *step) own(i int) *Container {
	if !s.owned {
		s.Containers, s.owned = slices.Clone(s.Containers), true
	}
	return &s.Containers[i]
}

// enter brings container i to the next step of its kill.
func (s *step) enter(i int, p Progress) {
	c := s.own(i)
	c.Progress, c.Since = p, s.at
}

// kill begins the kill of container i: its preStop hook, if there is time for
// it, else its turn.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer.
func (s *step) kill(i int) {
	c := s.own(i)
	c.Remaining = c.GracePeriodSeconds
	if s.GracePeriodSeconds != 0 {
		c.Remaining = s.GracePeriodSeconds
	}
	if c.PreStop && c.Remaining > 0 {
		s.enter(i, InPreStop)
		s.emit(runPreStop, i)
		return
	}
	s.awaitTurn(i)
}

// preStopOver goes on after the hook of container i ended or ran out of time.
func (s *step) preStopOver(i int) {
	c := s.own(i)
	c.Remaining -= wholeSeconds(c.Since, s.at)
	s.awaitTurn(i)
}

// awaitTurn makes container i wait for those that end before it while it has
// time left, and stops it if it has not.
func (s *step) awaitTurn(i int) {
	if c := s.own(i); s.Stage == Terminating && c.Remaining > 0 && !s.turn(c) {
		s.enter(i, AwaitingTurn)
		return
	}
	s.stop(i)
}

// turnOver goes on after the turn of container i came or its time to wait ran
// out.
func (s *step) turnOver(i int) {
	c := s.own(i)
	c.Remaining -= wholeSeconds(c.Since, s.at)
	s.stop(i)
}

// stop sends container i its stop signal. Whatever was used up, it has 2 s from
// here.
func (s *step) stop(i int) {
	c := s.own(i)
	if c.Exited {
		s.enter(i, Ended)
		return
	}
	c.Remaining = max(c.Remaining, MinimumGracePeriodSeconds)
	s.enter(i, Stopping)
	s.emit(sendStop, i)
}

// expire does what is due to container i by now.
func (s *step) expire(i int) {
	c := &s.Containers[i]
	if d := c.Deadline(); d.IsZero() || s.at.Before(d) {
		return
	}
	switch c.Progress {
	case InPreStop:
		s.preStopOver(i)
	case AwaitingTurn:
		s.turnOver(i)
	case Stopping:
		s.enter(i, Killed)
		s.emit(sendKill, i)
	case Queued, Killed, StopGivenUp, Ended: // have no deadline
	}
}
