package restart_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// TestSometimes checks that the lives which the laws are proved on reach every
// reason, every move, every event and every ruling.
func TestSometimes(t *testing.T) {
	reasons := map[restart.Reason]bool{}
	moves := map[restart.Move]bool{}
	causes := map[restart.Cause]bool{}
	actions := map[restart.Action]bool{}
	events := map[eventKind]bool{}
	explain := func(p *podlife.Pod, o restart.Observed) {
		for _, e := range restart.Explain(p, o) {
			reasons[e.Reason], moves[e.Move], causes[e.Ruling.Cause] = true, true, true
		}
	}
	look := func(w *world, _ record, _ restart.Actions) string {
		explain(w.pod, w.seen)
		return ""
	}
	fresh, anyLife, endings := freshLives(), anyLives(), endings()
	for seed := range 2000 {
		fresh.Example(seed).live(restart.Plan, look)
		l := anyLife.Example(seed)
		if seed%10 == 0 {
			l.Pod.DeletionTimestamp = epoch
		}
		explain(l.Pod, l.Seen) // even if it has ended, and nobody has noticed
		l.live(restart.Plan, look)
		for _, e := range l.Events {
			events[e.Kind] = true
		}
		e := endings.Example(seed)
		why := restart.Why(&e.Spec, e.container(), e.Code)
		causes[why.Cause], actions[why.Action] = true, true
	}
	for r := restart.ReasonNone; r <= restart.ReasonRunsOnce; r++ {
		if !reasons[r] {
			t.Errorf("reason %v was never given", r)
		}
	}
	for m := restart.MoveNone; m <= restart.MoveNewSandbox; m++ {
		if !moves[m] {
			t.Errorf("move %v was never made", m)
		}
	}
	for c := restart.CauseNone; c <= restart.CausePodPolicy; c++ {
		if !causes[c] {
			t.Errorf("cause %v never fired", c)
		}
	}
	for a := restart.Stay; a <= restart.RestartAll; a++ {
		if !actions[a] {
			t.Errorf("action %v was never decided", a)
		}
	}
	for k := range eventKinds {
		if !events[k] {
			t.Errorf("event %d never happened", k)
		}
	}
}
