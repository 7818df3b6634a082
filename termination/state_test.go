package termination_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

func TestClone(t *testing.T) {
	full := termination.State{
		Stage: termination.Terminating, Deleted: true, Withdrawn: true, Removed: true, Held: true, UID: "1",
		GracePeriodSeconds: 30,
		Containers: []termination.Container{{
			Name: "app", Kind: termination.Sidecar, After: "s", PreStop: true, StopSignal: "SIGTERM",
			GracePeriodSeconds: 5, Progress: termination.Stopping, Since: start, Remaining: 3, Exited: true,
		}},
	}
	for _, v := range []reflect.Value{reflect.ValueOf(full), reflect.ValueOf(full.Containers[0])} {
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("%s of %s is not set by the test", v.Type().Field(i).Name, v.Type())
			}
		}
	}
	clone := full.Clone()
	if d := cmp.Diff(full, clone); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	clone.Containers[0].Name = "other"
	if full.Containers[0].Name != "app" {
		t.Error("the clone shares its containers")
	}
}

// TestNames checks that every value of an enumeration has a name of its own and
// that a bad one prints itself.
func TestNames(t *testing.T) {
	for name, c := range map[string]struct {
		name  func(uint8) string
		count uint8
	}{
		"Stage":         {func(n uint8) string { return termination.Stage(n).String() }, 9},
		"Progress":      {func(n uint8) string { return termination.Progress(n).String() }, 7},
		"ContainerKind": {func(n uint8) string { return termination.ContainerKind(n).String() }, 3},
		"KillReason":    {func(n uint8) string { return termination.KillReason(n).String() }, 3},
		"Outcome":       {func(n uint8) string { return termination.Outcome(n).String() }, 4},
		"WaitFor":       {func(n uint8) string { return termination.WaitFor(n).String() }, 8},
	} {
		seen := map[string]bool{}
		for n := range 256 {
			got, bad := c.name(uint8(n)), fmt.Sprintf("%s(%d)", name, n)
			if seen[got] || (got == bad) == (n < int(c.count)) {
				t.Errorf("%s %d is called %q", name, n, got)
			}
			seen[got] = true
		}
	}
}

// TestBound checks the bound of a fresh end against the slowest world.
func TestBound(t *testing.T) {
	for _, c := range []struct {
		pod  *podlife.Pod
		want float64
	}{
		{podOfContainers("main app"), 30},
		{podOfContainers("main app hook"), 32},
		{podOfContainers("main app", "sidecar s"), 32},
		{podOfContainers("main app", "sidecar s hook"), 33},
		{podOfContainers("main app waiting", "sidecar s"), 30},
		{podOfContainers("main app waiting", "sidecar s hook"), 32}, // it waits for nobody
		{podOfContainers("main app waiting"), -1},
	} {
		s, _, _ := termination.Step(termination.State{}, start, termination.Requested{Pod: with(c.pod, deleted(30))})
		if got := s.Bound(); c.want < 0 && !got.IsZero() || c.want >= 0 && !got.Equal(sec(c.want)) {
			t.Errorf("bound %v, want %g s", got.Sub(start), c.want)
		}
	}
}

// TestSame holds the fast comparison of states and effects against cmp.
func TestSame(t *testing.T) {
	s := termination.State{Containers: []termination.Container{{}}}
	for i := range reflect.TypeFor[termination.State]().NumField() {
		other := s.Clone()
		switch f := reflect.ValueOf(&other).Elem().Field(i); f.Kind() {
		case reflect.Bool:
			f.SetBool(true)
		case reflect.String:
			f.SetString("x")
		case reflect.Int64:
			f.SetInt(1)
		case reflect.Uint8:
			f.SetUint(1)
		default:
			other.Containers[0].Exited = true
		}
		if sameState(s, other) || !sameState(s, s.Clone()) || !sameState(other, other) {
			t.Errorf("%s makes no difference", reflect.TypeFor[termination.State]().Field(i).Name)
		}
	}
	all := everyEffect()
	for i, a := range all {
		for j, b := range all {
			if sameEffect(a, b) != (i == j) {
				t.Errorf("%v and %v", a, b)
			}
		}
	}
}

// everyEffect returns one of each kind.
func everyEffect() []termination.Effect {
	return []termination.Effect{
		&termination.WithdrawEndpoint{}, &termination.RunPreStop{Container: "app"},
		&termination.SendSignal{Container: "app", Signal: "SIGTERM", GracePeriodSeconds: 30},
		&termination.SendSignal{Container: "app", Signal: "SIGKILL"},
		&termination.StopSandbox{}, &termination.WriteStatus{}, &termination.CleanUp{},
		&termination.Retry{Earliest: sec(10), Latest: sec(15)}, &termination.DeleteObject{UID: "1"},
		&termination.RemoveObject{}, &termination.Wake{At: sec(30)},
	}
}

func TestEffectStrings(t *testing.T) {
	want := []string{
		"withdraw the endpoint", "run the preStop hook of app", "SIGTERM to app", "SIGKILL to app", "stop the sandbox",
		"write the last status", "clean up", "try again from 2026-01-01T12:00:10Z", "delete the object", "remove the object",
		"wake at 2026-01-01T12:00:30Z",
	}
	var got []string
	for _, e := range everyEffect() {
		got = append(got, fmt.Sprint(e))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
