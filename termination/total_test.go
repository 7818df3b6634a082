package termination_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

// TestEverythingIsTotal gives Pods and nodes that no cluster would have to
// everything that takes one: nothing panics, and nothing is changed.
func TestEverythingIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, n := podtest.Nasty().Draw(t, "pod"), podtest.Node().Draw(t, "node")
		pod, node := p.Clone(), n.Clone()
		now := podtest.Time().Draw(t, "now")
		asked := rapid.Ptr(rapid.Int64(), true).Draw(t, "asked")
		c := podtest.Container("app").Draw(t, "container")

		_, _ = termination.Delete(p, termination.DeleteOptions{GracePeriodSeconds: asked}, now)
		_ = termination.Endpoint(p)
		_ = termination.HasEndpoint(p)
		e := termination.Evict(p, n.Spec.Taints, time.Time{}, now)
		_ = e.Update(p, n.Spec.Taints, now.Add(time.Second))
		_ = termination.DefaultTolerations(p.Spec.Tolerations)
		s := termination.Cluster{Pods: []*podlife.Pod{p, nil}, Nodes: []*podlife.Node{n, nil}, Now: now, TerminatedPodThreshold: 1}
		s.Missing = s.Quarantine()
		s.Now = now.Add(time.Hour)
		_ = termination.Collect(s)
		_ = termination.Deadline(p, termination.Surroundings{Node: n}, now)
		_ = termination.ContainerGrace(p, &c, termination.KillLivenessProbe)
		_ = termination.PodGrace(0, p, asked)
		_, _ = termination.ShutdownGrace(p, []termination.ShutdownGroup{{}, {Priority: 5, GracePeriodSeconds: 5}})
		_ = termination.SoftEvictionGrace(p, 5)
		state := termination.State{}
		for _, event := range everyEvent(p) {
			state, _, _ = termination.Step(state, now, event)
		}
		_ = state.Bound()
		if d := cmp.Diff(pod, p) + cmp.Diff(node, n); d != "" {
			t.Fatalf("an argument was changed:\n%s", d)
		}
	})
}

// TestAnyState: no state panics, not even those that never come up, and no
// effect is nil.
func TestAnyState(t *testing.T) { rapid.Check(t, inAnyState) }

func FuzzAnyState(f *testing.F) { f.Fuzz(rapid.MakeFuzz(inAnyState)) }

func inAnyState(t *rapid.T) {
	s := anyState(t)
	all := everyEvent(endingPod(t))
	for range rapid.IntRange(1, 4).Draw(t, "steps") {
		e, at := rapid.SampledFrom(all).Draw(t, "event"), podtest.Time().Draw(t, "at")
		next, err := anyStep(termination.Step, s, at, e)
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
}

// anyStep takes a step, and returns what is wrong with it.
func anyStep(step stepFunc, s termination.State, at time.Time, e termination.Event) (termination.State, error) {
	before := s.Clone()
	next, effects, err := step(s, at, e)
	switch {
	case slices.Contains(effects, nil):
		return next, fmt.Errorf("a nil effect of %T in %v: %v", e, before.Stage, effects)
	case !sameState(before, s), err != nil && !sameState(s, next):
		return next, fmt.Errorf("%T changed %+v to %+v, error %v", e, before, next, err)
	default:
		return next, nil
	}
}

func TestAnyStateCatches(t *testing.T) {
	addsNil := func(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
		next, effects, err := termination.Step(s, at, e)
		return next, append(effects, nil), err
	}
	for name, broken := range map[string]stepFunc{"adds a nil effect": addsNil, "writes to the state": writesToState, "forgets on error": forgetsOnError} {
		caught := slices.ContainsFunc(rapid.SliceOfN(rapid.Custom(anyState), 100, 100).Example(1), func(s termination.State) bool {
			_, err := anyStep(broken, s, start, termination.ContainerExited{Container: "a"})
			return err != nil
		})
		if !caught {
			t.Errorf("lets pass a rule that %s", name)
		}
	}
}

func anyState(t *rapid.T) termination.State {
	number := rapid.SampledFrom([]int64{0, 1, 2, 30, -1, 1<<63 - 1, -1 << 63})
	flag := func(label string) bool { return rapid.Bool().Draw(t, label) }
	s := termination.State{
		Stage: termination.Stage(rapid.Uint8Range(0, 10).Draw(t, "stage")), Deleted: flag("deleted"), Withdrawn: flag("withdrawn"),
		Removed: flag("removed"), Held: flag("held"), UID: "1", GracePeriodSeconds: number.Draw(t, "grace"),
	}
	for range rapid.IntRange(0, 6).Draw(t, "containers") {
		s.Containers = append(s.Containers, termination.Container{
			Name: rapid.SampledFrom(names).Draw(t, "name"), Kind: termination.ContainerKind(rapid.Uint8Range(0, 4).Draw(t, "kind")),
			After: rapid.SampledFrom(names).Draw(t, "after"), PreStop: flag("hook"), StopSignal: "SIGTERM",
			GracePeriodSeconds: number.Draw(t, "own grace"), Progress: termination.Progress(rapid.Uint8Range(0, 8).Draw(t, "progress")),
			Since: podtest.Time().Draw(t, "since"), Remaining: number.Draw(t, "remaining"), Exited: flag("exited"),
		})
	}
	return s
}
