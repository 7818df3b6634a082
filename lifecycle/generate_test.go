package lifecycle

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// TestMainMade holds whether the runtime has a main container, which tells that init
// containers it has forgotten were done.
func TestMainMade(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(s *State)
		want   bool
	}{
		{"both", func(*State) {}, true},
		{"the first", func(s *State) { s.containers[2].run = run{} }, true},
		{"the second", func(s *State) { s.containers[1].run = run{} }, true},
		{"an init container alone", func(s *State) { s.containers[1].run, s.containers[2].run = run{}, run{} }, false},
	} {
		s := livingState(t, shape{"i", "mn", "Always"}).Clone()
		c.change(&s)
		if got := (&step{State: s}).converting().mainMade; got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestRestarting holds when all containers restart: a rule asks for it because of the run
// that ended last, or of the one that the status shows, until all have begun anew.
func TestRestarting(t *testing.T) {
	p := shape{"", "m", "Never"}.pod()
	p.Spec.Containers[0].RestartPolicy = podlife.RestartPolicyNever
	p.Spec.Containers[0].RestartPolicyRules = []podlife.ContainerRestartRule{{
		Action: podlife.RestartActionRestartAllContainers, ExitCodes: podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{42}},
	}}
	for _, c := range []struct {
		name   string
		change func(s *State, c *container)
		want   bool
	}{
		{"it runs", func(*State, *container) {}, false},
		{"it runs after such an end", func(_ *State, c *container) { c.ended.exitCode = 42 }, false},
		{"it ended so", func(_ *State, c *container) { c.run.state, c.ended.exitCode = restart.StateExited, 42 }, true},
		{"it ended in another way", func(_ *State, c *container) { c.run.state, c.ended.exitCode = restart.StateExited, 1 }, false},
		{"it is shown to have ended so", func(_ *State, c *container) {
			c.run.state, c.shown.state = restart.StateExited, condition{kind: podlife.StateTerminated, exitCode: 42}
		}, true},
		{"it waits after such an end", func(_ *State, c *container) {
			c.run.state, c.shown.state = restart.StateExited, condition{kind: podlife.StateWaiting, exitCode: 42}
		}, false},
		{"it was removed", func(_ *State, c *container) { c.run, c.ended.exitCode = run{}, 42 }, false},
		{"they do already", func(s *State, _ *container) { s.conditions.restarting.yes = true }, true},
		{"nobody can ask for it", func(s *State, _ *container) {
			s.conditions.restarting.yes, s.facts = true, newFacts(shape{"", "m", "Never"}.pod(), nil)
		}, false},
	} {
		s := livingState(t, shape{"", "m", "Never"}).Clone()
		s.facts = newFacts(p, nil)
		c.change(&s, &s.containers[0])
		if got := s.restarting(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestMainActive holds whether main containers had their turn in the present sandbox. If
// they had, a sidecar that has not started again does not make the Pod Pending.
func TestMainActive(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(s *State)
		started bool
		active  bool
		phase   podlife.Phase
	}{
		{"it runs", func(*State) {}, false, true, podlife.PodRunning},
		{"no sandbox stands", func(s *State) { s.kubelet.sandbox.ready = false }, false, false, podlife.PodPending},
		{"no sandbox stands, and the sidecar has started", func(s *State) { s.kubelet.sandbox.ready = false }, true, false, podlife.PodRunning},
		{"the main container is of another sandbox", func(s *State) { s.containers[1].run.stray = true }, false, false, podlife.PodPending},
		{"there is none", func(s *State) { s.containers[1].run = run{} }, false, false, podlife.PodPending},
	} {
		s := livingState(t, shape{"s", "m", "Always"}).Clone()
		c.change(&s)
		next := []shown{s.containers[0].shown, s.containers[1].shown}
		next[0].started = c.started
		if got := s.mainActive(); got != c.active {
			t.Errorf("%s: %v", c.name, got)
		}
		if got := (&step{State: s}).computePhase(next, false); got != c.phase {
			t.Errorf("%s: phase %s, want %s", c.name, got, c.phase)
		}
	}
}
