package lifecycle_test

import (
	"errors"
	"testing"

	"github.com/podlife/podlife/lifecycle"
	"pgregory.net/rapid"
)

// steps is how long a walk is.
const steps = 80

// TestLaws holds every law of CheckStep, along random lives.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := startWalk(t, lifecycle.State{})
		w.walk(steps, func(before lifecycle.State, e lifecycle.Event, after lifecycle.State, effects []lifecycle.Effect) {
			if err := lifecycle.CheckStep(before, e, after, effects); err != nil {
				t.Fatalf("at %v, %T%+v: %v", w.at, e, e, err)
			}
		})
	})
}

func TestTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := startWalk(t, lifecycle.State{})
		for range steps {
			e := w.draw()
			before := w.state.Clone()
			next, effects, err := lifecycle.Step(w.state, w.at, e)
			if !lifecycle.Equal(before, w.state) { // Pure
				t.Fatalf("%T%+v changed the state that it happened in", e, e)
			}
			var refused *lifecycle.EventError
			if err != nil && (!errors.As(err, &refused) || effects != nil || !lifecycle.Equal(next, before)) { // ErrorKeepsState
				t.Fatalf("refused %T%+v left other traces: %v", e, e, err)
			}
			if wake := next.WakeAt(); err == nil && wake.After(w.at) { // EarlyTickIsNothing
				early, effects, err := lifecycle.Step(next, wake.Add(-1), lifecycle.Tick{})
				if err != nil || effects != nil || !lifecycle.Equal(early, next) {
					t.Fatalf("an early Tick did something: %v %v", effects, err)
				}
			}
			w.state = next
		}
	})
}
