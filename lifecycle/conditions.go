package lifecycle

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// setConditions brings the conditions up to date: of each, whether it is True
// and since when. Reason and message follow from the rest of the status, so
// [State.Pod] has package phase work them out.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go.
func (s *step) setConditions(restarting bool) {
	now := seconds(s.at)
	c := &s.conditions
	changed := c.scheduled.update(true, now)
	changed = c.sandbox.update(s.kubelet.sandbox.ready, now) || changed
	changed = c.initialized.update(s.initialized(), now) || changed
	if s.facts.canReset {
		ended := s.kubelet.judged.IsTerminal()
		changed = c.restarting.update(restarting && !ended && s.anyRun(), now) || changed
	}
	if s.setReady() || changed {
		s.changed = true
	}
}

// setReady brings Ready and ContainersReady up to date, and reports whether they
// changed.
func (s *step) setReady() bool {
	now := seconds(s.at)
	ready := s.containersReady()
	changed := s.conditions.containersReady.update(ready, now)
	return s.conditions.ready.update(ready && s.gatesOpen(), now) || changed
}

// initialized reports whether Initialized is True. Once True it stays so.
func (s *State) initialized() bool {
	if s.conditions.initialized.yes {
		return true
	}
	for i := s.facts.mains; i < s.facts.others; i++ {
		if k := s.containers[i].shown.state.kind; k == podlife.StateRunning || k == podlife.StateTerminated {
			return true
		}
	}
	if s.kubelet.judged == podlife.PodSucceeded {
		return true
	}
	for i := range s.facts.mains {
		n := &s.containers[i].shown
		if s.facts.list[i].role == phase.RoleSidecar && !n.started || s.facts.list[i].role == phase.RoleInit && !n.ready {
			return false
		}
	}
	return true
}

// containersReady reports whether ContainersReady is True.
func (s *State) containersReady() bool {
	if s.kubelet.judged.IsTerminal() || s.facts.others == 0 {
		return false
	}
	for i := range s.containers[:s.facts.others] {
		if s.facts.list[i].role != phase.RoleInit && !s.containers[i].shown.ready && !s.facts.isUnread(i) {
			return false
		}
	}
	return true
}

// gatesOpen reports whether every readiness gate is True.
func (s *State) gatesOpen() bool {
	for _, gate := range s.facts.pod.Spec.ReadinessGates {
		switch t := gate.ConditionType; {
		case t == podlife.PodReadyToStartContainers && s.conditions.sandbox.yes,
			t == podlife.PodInitialized && s.conditions.initialized.yes,
			t == podlife.DisruptionTarget && s.object.disruption.reason != "":
		default:
			c := podlife.FindCondition(s.others, t)
			if c == nil || c.Status != podlife.ConditionTrue {
				return false
			}
		}
	}
	return true
}

// anyRun reports whether the runtime has a run of an init or main container.
func (s *State) anyRun() bool {
	for i := range s.containers[:s.facts.others] {
		if s.containers[i].run.id != 0 {
			return true
		}
	}
	return false
}
