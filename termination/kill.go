package termination

import (
	"slices"
	"time"
)

// step is one Step under way: the state as far as it has come, on containers
// of its own, and the effects so far.
type step struct {
	State
	at         time.Time
	wakeBefore time.Time
	effects    []Effect
}

func (s State) begin(at time.Time) step {
	wake := s.WakeAt()
	s.Containers = slices.Clone(s.Containers)
	return step{State: s, at: at, wakeBefore: wake}
}

func (s *step) emit(e Effect) {
	if s.effects == nil {
		s.effects = make([]Effect, 0, 4)
	}
	s.effects = append(s.effects, e)
}

// enter brings c to the next step of its kill.
func (s *step) enter(c *Container, p Progress) { c.Progress, c.Since = p, s.at }

// kill begins the kill of c: its preStop hook, if there is time for it, else
// its turn.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer.
func (s *step) kill(c *Container) {
	c.Remaining = c.GracePeriodSeconds
	if s.GracePeriodSeconds != 0 {
		c.Remaining = s.GracePeriodSeconds
	}
	if c.PreStop && c.Remaining > 0 {
		s.enter(c, InPreStop)
		s.emit(RunPreStop{At: s.at, Container: c.Name})
		return
	}
	s.awaitTurn(c)
}

// preStopOver goes on after the hook of c ended or ran out of time.
func (s *step) preStopOver(c *Container) {
	c.Remaining -= wholeSeconds(c.Since, s.at)
	s.awaitTurn(c)
}

// awaitTurn makes c wait for those that end before it while it has time left,
// and stops it if it has not.
func (s *step) awaitTurn(c *Container) {
	if s.Stage == Terminating && c.Remaining > 0 && !s.turn(c) {
		s.enter(c, AwaitingTurn)
		return
	}
	s.stop(c)
}

// turnOver goes on after the turn of c came or its time to wait ran out.
func (s *step) turnOver(c *Container) {
	c.Remaining -= wholeSeconds(c.Since, s.at)
	s.stop(c)
}

// turn reports whether nothing that c waits for is left.
func (s *step) turn(c *Container) bool {
	if c.Kind != Sidecar {
		return true
	}
	for i := range s.Containers {
		if o := &s.Containers[i]; o.Progress != Ended && (o.Kind == Main || o.Kind == Sidecar && o.Name == c.After) {
			return false
		}
	}
	return true
}

// stop sends c its stop signal. Whatever was used up, it has 2 s from here.
func (s *step) stop(c *Container) {
	if c.Exited {
		s.enter(c, Ended)
		return
	}
	c.Remaining = max(c.Remaining, MinimumGracePeriodSeconds)
	s.enter(c, Stopping)
	s.emit(SendSignal{At: s.at, Container: c.Name, Signal: c.StopSignal, GracePeriodSeconds: c.Remaining})
}

// expire does what is due to c by now.
func (s *step) expire(c *Container) {
	if d := c.Deadline(); d.IsZero() || s.at.Before(d) {
		return
	}
	switch c.Progress {
	case InPreStop:
		s.preStopOver(c)
	case AwaitingTurn:
		s.turnOver(c)
	case Stopping:
		s.enter(c, Killed)
		s.emit(SendSignal{At: s.at, Container: c.Name, Signal: "SIGKILL"})
	}
}
