package termination_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
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
