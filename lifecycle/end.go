package lifecycle

import (
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// seeDeletion has the kubelet look at a deletion.
func (s *step) seeDeletion() {
	switch {
	case s.node.lost || s.stage == Unbound:
	case s.stage != Ending:
		s.dirty = true
	case s.object.removed:
		s.ending(termination.ObjectRemoved{Pod: s.podForEnd()})
	default:
		s.ending(termination.Requested{Pod: s.podForEnd()})
	}
}

// beginEnd has the kubelet end the Pod: it was deleted or removed, is evicted, or
// its work is over.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, SyncTerminatingPod.
func (s *step) beginEnd() {
	s.stage, s.kubelet.retryAt = Ending, time.Time{}
	evicted := s.kubelet.evicted
	if !s.object.removed {
		s.generate(false)
	}
	var override *int64
	if evicted != nil {
		override = evicted.GracePeriodSeconds
		s.kubelet.report.Phase = podlife.PodFailed
		s.kubelet.report.Reason, s.kubelet.report.Message = evicted.Reason, evicted.Message
		if evicted.Reason == "" {
			s.kubelet.report.Reason = podlife.ReasonEvicted
		}
	}
	s.stopWorkers(false)
	switch {
	case s.object.removed:
		s.ending(termination.ObjectRemoved{Pod: s.podForEnd()})
	case s.object.deleted || evicted != nil:
		s.ending(termination.Requested{Pod: s.podForEnd(), GracePeriodSeconds: override})
	default:
		s.ending(termination.Completed{Pod: s.podForEnd()})
	}
}

// ending gives package termination an event, and does what follows. It reports
// whether the event can happen.
func (s *step) ending(e termination.Event) bool {
	old := s.end
	next, _, err := termination.Step(old, s.at, e)
	if err != nil {
		return false
	}
	s.end = next
	if s.kubelet.work == idle && next.Withdrawn && !old.Withdrawn {
		s.emit(&WithdrawEndpoint{})
	}
	for i := range next.Containers {
		s.signal(old.Containers, &next.Containers[i])
	}
	switch s.kubelet.work {
	case killingOne:
		if next.Stage == termination.Living {
			s.killedOne()
		}
	case killingAll:
		s.endedAll(next.Stage)
	case idle, sandboxing, pulling, starting, postStarting:
		s.ended(old.Stage, next.Stage)
	}
	return true
}

// signal asks for what the kill of c has come to.
func (s *step) signal(old []termination.Container, c *termination.Container) {
	i := slices.IndexFunc(old, func(o termination.Container) bool { return o.Name == c.Name })
	if i >= 0 && old[i].Progress == c.Progress && old[i].Since.Equal(c.Since) {
		return
	}
	switch c.Progress {
	case termination.InPreStop:
		s.emit(&RunPreStop{c.Name})
	case termination.Stopping:
		s.emit(&SendSignal{c.Name, c.StopSignal, c.Remaining})
	case termination.Killed:
		s.emit(&SendSignal{Container: c.Name, Signal: "SIGKILL"})
	case termination.Queued, termination.AwaitingTurn, termination.StopGivenUp, termination.Ended: // nothing to do
	}
}

// endedAll goes on with a sync that kills everything.
func (s *step) endedAll(now termination.Stage) {
	switch now {
	case termination.Cleaning:
		s.end = termination.State{}
		s.killedAll()
	case termination.Retrying:
		s.end = termination.State{}
		s.abort()
	case termination.Living, termination.KillingOne, termination.Asked, termination.Terminating, // not over
		termination.Deleting, termination.Finished, termination.Gone: // it is not the Pod that ends
	}
}

// ended goes on with the end of the Pod, if it reached another stage.
func (s *step) ended(before, now termination.Stage) {
	if now == before {
		return
	}
	switch now {
	case termination.Retrying:
		s.stopSandbox()
		s.kubelet.retryAt = s.at.Add(retryAfter)
	case termination.Cleaning:
		s.stopSandbox()
		s.stopWorkers(true)
		if !s.object.removed {
			s.generate(true)
		}
		s.emit(&CleanUp{})
	case termination.Finished:
		s.stage = Finished
	case termination.Gone:
		s.stage = Gone
	case termination.Living, termination.KillingOne, termination.Asked, termination.Terminating, termination.Deleting: // not over
	}
}

// cleanedUp writes the last status and deletes the object if that was asked for.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, SyncTerminatedPod;
// pkg/kubelet/status/status_manager.go, TerminatePod, syncPod.
func (s *step) cleanedUp() bool {
	if s.stage != Ending || s.end.Stage != termination.Cleaning {
		return false
	}
	if !s.object.removed {
		s.settleStatus()
	}
	s.ending(termination.CleanedUp{})
	if s.end.Stage == termination.Deleting && !s.object.removed {
		uid := s.facts.pod.UID
		s.deleteRequested(DeleteRequested{Options: termination.DeleteOptions{
			GracePeriodSeconds: new(int64), Preconditions: termination.Preconditions{UID: &uid},
		}})
	}
	return true
}

// settleStatus makes the phase terminal, whatever the containers came to. What
// becomes of their statuses shows in [State.Pod].
func (s *step) settleStatus() {
	s.publish(false)
	s.object.settled = true
	if !s.object.report.Phase.IsTerminal() && !s.facts.static && !s.facts.leavesOpen() {
		s.object.report.Phase, s.changed = podlife.PodFailed, true
	}
	for i := range s.containers {
		if s.containers[i].shown.state.kind != podlife.StateTerminated {
			s.changed = true
		}
	}
}
