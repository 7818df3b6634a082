package lifecycle_test

import (
	"errors"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// steps is how long a walk is.
const steps = 80

// lifeLaws holds every law of CheckStep along a random life.
func lifeLaws(step lifecycle.Stepper, unborn lifecycle.State) func(*rapid.T) {
	return func(t *rapid.T) {
		w := startWalk(t, step, unborn)
		w.walk(steps, func(before lifecycle.State, e lifecycle.Event, after lifecycle.State, effects []lifecycle.Effect) {
			if err := lifecycle.CheckStep(before, e, after, effects); err != nil {
				t.Fatalf("at %v, %T%+v: %v", w.at, e, e, err)
			}
		})
	}
}

// reducerLaws holds the laws of every reducer: Total, Pure, ErrorKeepsState,
// EarlyTickIsNothing.
func reducerLaws(step lifecycle.Stepper, unborn lifecycle.State) func(*rapid.T) {
	return func(t *rapid.T) {
		w := startWalk(t, step, unborn)
		for range steps {
			e := w.draw()
			before := w.state.Clone()
			next, effects, err := step(w.state, w.at, e)
			if !lifecycle.Equal(before, w.state) {
				t.Fatalf("%T%+v changed the state that it happened in", e, e)
			}
			var refused *lifecycle.EventError
			if err != nil && (!errors.As(err, &refused) || effects != nil || !lifecycle.Equal(next, before)) {
				t.Fatalf("refused %T%+v left traces: %v", e, e, err)
			}
			if wake := next.WakeAt(); err == nil && wake.After(w.at) {
				early, effects, err := step(next, wake.Add(-1), lifecycle.Tick{})
				if err != nil || effects != nil || !lifecycle.Equal(early, next) {
					t.Fatalf("an early Tick did something: %v %v", effects, err)
				}
			}
			w.state = next
		}
	}
}

func TestLaws(t *testing.T) {
	rapid.Check(t, lifeLaws(lifecycle.Step, lifecycle.State{}))
}

func TestReducerLaws(t *testing.T) {
	rapid.Check(t, reducerLaws(lifecycle.Step, lifecycle.State{}))
}

// TestBrokenSteps shows that each law catches a Step that breaks it.
func TestBrokenSteps(t *testing.T) {
	for name, broken := range lifecycle.Broken() {
		t.Run(name, func(t *testing.T) {
			law := lifeLaws
			switch name {
			case "Total", "Pure", "ErrorKeepsState", "EarlyTickIsNothing":
				law = reducerLaws
			}
			lawtest.Catches(t, law(broken.Step, broken.Unborn))
		})
	}
}

// TestCheckPod breaks each law of objects once.
func TestCheckPod(t *testing.T) {
	good := running(t, podlife.RestartPolicyAlways).state.Pod()
	if err := lifecycle.CheckPod(good); err != nil {
		t.Fatal(err)
	}
	initStatus := func(p *podlife.Pod, i int) *podlife.ContainerState { return &p.Status.InitContainerStatuses[i].State }
	for _, c := range []struct {
		law    string
		breaks func(*podlife.Pod)
	}{
		{"ReadyMeansReady", func(p *podlife.Pod) { p.Status.Phase = podlife.PodPending }},
		{"ReadyMeansReady", func(p *podlife.Pod) {
			podlife.FindCondition(p.Status.Conditions, podlife.ContainersReady).Status = podlife.ConditionFalse
		}},
		{"ContainersReadyMeansReady", func(p *podlife.Pod) { p.Status.ContainerStatuses[0].Ready = false }},
		{"ContainersReadyMeansReady", func(p *podlife.Pod) { p.Status.InitContainerStatuses = nil }},
		{"OneInitRuns", func(p *podlife.Pod) {
			*initStatus(p, 0), *initStatus(p, 1) = podlife.Running(podtest.Epoch()), podlife.Running(podtest.Epoch())
		}},
		{"EndedIsStill", func(p *podlife.Pod) { p.Status.Phase, p.Status.Conditions = podlife.PodFailed, nil }},
		{"ReadyMeansReady", func(p *podlife.Pod) { // no excuse: an ordinary init container
			p.Status.Phase, p.Status.InitContainerStatuses[0].RestartCount = podlife.PodPending, 1
		}},
		{"ReadyMeansReady", func(p *podlife.Pod) { // nor a sidecar that nobody speaks of
			p.Status.Phase, p.Status.InitContainerStatuses = podlife.PodPending, nil
		}},
		{"ReadyMeansReady", func(p *podlife.Pod) { // the excuse is for Pending alone
			p.Status.Phase, p.Status.InitContainerStatuses[2].RestartCount = podlife.PodUnknown, 1
		}},
	} {
		p := good.Clone()
		c.breaks(p)
		var got *lifecycle.LawError
		if err := lifecycle.CheckPod(p); !errors.As(err, &got) || got.Law != c.law {
			t.Errorf("want a breach of %s, got %v", c.law, err)
		}
	}
}

// TestBeganAgain holds the one case in which a Pod is ready and Pending.
func TestBeganAgain(t *testing.T) {
	p := running(t, podlife.RestartPolicyAlways).state.Pod()
	p.Status.Phase, p.Status.InitContainerStatuses[2].RestartCount = podlife.PodPending, 1
	if err := lifecycle.CheckPod(p); err != nil || !p.Spec.InitContainers[2].IsSidecar() {
		t.Errorf("a sidecar that was started again: %v", err)
	}
}

// TestLifelikePods holds the laws of objects for Pods that package podtest takes
// for lifelike.
func TestLifelikePods(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Lifelike().Draw(t, "pod")
		if err := lifecycle.CheckPod(p); err != nil {
			t.Fatal(err)
		}
	})
}
