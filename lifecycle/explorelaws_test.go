package lifecycle

import (
	"errors"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// wrongRule is a rule that breaks a law.
type wrongRule struct {
	name   string
	law    string // that it breaks
	events int    // of the shortest history that shows it
	shape  shape
	rules  rules
}

func wrongRules() []wrongRule {
	plan := func(change func(p *podlife.Pod, o restart.Observed, do *restart.Actions)) rules {
		return rules{compute: func(p *podlife.Pod, o restart.Observed) restart.Actions {
			do := restart.Compute(p, o)
			change(p, o, &do)
			return do
		}}
	}
	return []wrongRule{
		{"main containers do not wait", "MainsWait", 5, shape{"i", "m", "Always"},
			plan(func(_ *podlife.Pod, o restart.Observed, do *restart.Actions) {
				if len(o.Containers) == 1 {
					do.ContainersToStart = []int{0}
				}
			})},
		{"a sidecar is not waited for", "MainsWait", 3, shape{"s", "m", "Never"},
			plan(func(_ *podlife.Pod, o restart.Observed, do *restart.Actions) {
				do.InitContainersToStart, do.ContainersToStart = nil, nil
				if len(o.Sandboxes) > 0 {
					do.ContainersToStart = []int{0}
				}
			})},
		{"all init containers start", "OneInitRuns", 7, shape{"ij", "m", "OnFailure"},
			plan(func(_ *podlife.Pod, _ restart.Observed, do *restart.Actions) {
				if len(do.InitContainersToStart) > 0 {
					do.InitContainersToStart = []int{0, 1}
				}
			})},
		{"a failed container is forgotten", "NoDeadlock", 6, shape{"", "m", "OnFailure"},
			plan(func(_ *podlife.Pod, o restart.Observed, do *restart.Actions) {
				if len(o.Containers) > 0 {
					do.ContainersToStart = nil
				}
			})},
		{"no sandbox is made", "NoDeadlock", 2, shape{"i", "m", "Always"},
			plan(func(_ *podlife.Pod, _ restart.Observed, do *restart.Actions) { *do = restart.Actions{} })},
		{"counts begin anew", "Accepted", 9, shape{"", "m", "Always"},
			rules{shown: func(_ *fact, old, next shown) shown {
				if old.restarts > 0 {
					next.restarts = 0
				}
				return next
			}}},
		{"what waits is ready", "ReadyMeansReady", 1, shape{"", "m", "Always"},
			rules{shown: func(_ *fact, _, next shown) shown {
				next.ready = true
				return next
			}}},
	}
}

// TestWrongRules holds that Explore finds the law that each wrong rule breaks,
// with the shortest history, and that the history can be replayed up to the step
// that breaks it.
func TestWrongRules(t *testing.T) {
	for _, w := range wrongRules() {
		unborn := State{facts: &facts{rules: &w.rules}}
		g, err := explore(unborn, w.shape.pod(), ExploreOptions{Laws: Laws()})
		if err == nil {
			err = g.CheckLive()
		}
		var found *Counterexample
		if !errors.As(err, &found) {
			t.Errorf("%s: nobody notices: %v", w.name, err)
			continue
		}
		if found.Law != w.law || len(found.Trace.Events) != w.events {
			t.Errorf("%s breaks %s after %d events, want %s after %d\n%v", w.name, found.Law, len(found.Trace.Events), w.law, w.events, err)
		}
		t.Logf("%s: %s after %d events", w.name, found.Law, len(found.Trace.Events))
		if !breaksAgain(unborn, found) {
			t.Errorf("%s: the history does not break the law again", w.name)
		}
	}
}

// breaksAgain gives the events of a history to Step once more. All steps but the
// last hold the laws of steps.
func breaksAgain(s State, found *Counterexample) bool {
	for i, e := range found.Trace.Events {
		next, effects, err := Step(s, e.At, e.Event)
		if err != nil {
			return false
		}
		if broken := CheckStep(s, e.Event, next, effects); broken != nil {
			return i == len(found.Trace.Events)-1
		}
		s = next
	}
	return found.Law == "NoDeadlock" && !s.IsFinal() && s.WakeAt().IsZero()
}

// TestOwnLaw holds that a law of the caller's is checked on every step, and that
// what breaks it is found as early as can be.
func TestOwnLaw(t *testing.T) {
	steps := 0
	never := Law{Name: "NeverTwice", Check: func(_ State, _ Event, after State, _ []Effect) error {
		steps++
		for i := range after.containers {
			if after.containers[i].runs > 1 {
				return errors.New("a container runs again")
			}
		}
		return nil
	}}
	_, err := Explore(shape{"", "m", "Always"}.pod(), ExploreOptions{Laws: []Law{never}})
	var found *Counterexample
	if !errors.As(err, &found) || found.Law != "NeverTwice" || len(found.Trace.Events) != 8 {
		t.Errorf("a container runs again after 8 events, and: %v", err)
	}
	steps = 0
	g, err := Explore(shape{"", "m", "Never"}.pod(), ExploreOptions{Laws: []Law{never}, Outside: []Event{}})
	if err != nil || steps < g.States()-1 {
		t.Errorf("%d steps of %d states are checked: %v", steps, g.States(), err)
	}
}

// TestTrap holds that a Pod which is deleted and goes on for ever is found, and
// one that only somebody else keeps is not.
func TestTrap(t *testing.T) {
	p := shape{"", "m", "Always"}.pod()
	p.Finalizers = []string{"example.com/hold"}
	if g := mustHold(t, "held", p, ExploreOptions{}); g == nil {
		t.Fatal("no graph")
	}
	g, err := Explore(p, ExploreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range g.edges { // nobody removes the finalizer any more
		if g.edges[i].letter == finalizersLetter {
			g.edges[i].duty = mischief
		}
	}
	var found *Counterexample
	if err := g.CheckLive(); !errors.As(err, &found) || found.Law != "DeletedIsRemoved" && found.Law != "NoDeadlock" {
		t.Errorf("a Pod that its finalizer keeps for ever: %v", err)
	}
	for i := range g.edges { // a killed container does not end
		if _, ok := g.letters[g.edges[i].letter].event.(ContainerExited); ok {
			g.edges[i].duty = mischief
		}
		if g.edges[i].letter == finalizersLetter {
			g.edges[i].duty = owed
		}
	}
	if err := g.CheckLive(); !errors.As(err, &found) || found.Law != "DeletedIsRemoved" {
		t.Errorf("a container that does not end: %v", err)
	}
}
