package podlife_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/podlife/podlife"
)

func TestHasStarted(t *testing.T) {
	yes, no := true, false
	for _, test := range []struct {
		started *bool
		want    bool
	}{{nil, false}, {&no, false}, {&yes, true}} {
		s := podlife.ContainerStatus{Started: test.started}
		if got := s.HasStarted(); got != test.want {
			t.Errorf("HasStarted with %v: %v", test.started, got)
		}
	}
}

func TestFindStatus(t *testing.T) {
	list := []podlife.ContainerStatus{{Name: "db"}, {Name: "web", RestartCount: 1}, {Name: "web", RestartCount: 2}}
	got := podlife.FindStatus(list, "web")
	if got != &list[1] {
		t.Errorf("found %+v, want the first web", got)
	}
	if got := podlife.FindStatus(list, "cache"); got != nil {
		t.Errorf("found %+v for a name that is not there", got)
	}
	if got := podlife.FindStatus(nil, ""); got != nil {
		t.Errorf("found %+v in nothing", got)
	}
}

func TestStateKindString(t *testing.T) {
	for kind, want := range map[podlife.StateKind]string{
		podlife.StateUnset:      "unset",
		podlife.StateWaiting:    "waiting",
		podlife.StateRunning:    "running",
		podlife.StateTerminated: "terminated",
		4:                       "StateKind(4)",
		255:                     "StateKind(255)",
	} {
		if got := kind.String(); got != want {
			t.Errorf("kind %d prints %q, want %q", uint8(kind), got, want)
		}
	}
}

func TestFailed(t *testing.T) {
	for _, test := range []struct {
		state podlife.ContainerState
		want  bool
	}{
		{podlife.ContainerState{}, false},
		{podlife.Waiting("CrashLoopBackOff", ""), false},
		{podlife.Running(time.Time{}), false},
		{podlife.Terminated(0, "Completed"), false},
		{podlife.Terminated(1, "Error"), true},
		{podlife.Terminated(-1, ""), true},
		{podlife.ContainerState{ExitCode: 1}, false},
	} {
		if got := test.state.Failed(); got != test.want {
			t.Errorf("Failed of %+v: %v", test.state, got)
		}
	}
}

// fieldsOf says which fields of a state mean something in each kind.
func fieldsOf(kind podlife.StateKind) []string {
	switch kind {
	case podlife.StateWaiting:
		return []string{"Reason", "Message"}
	case podlife.StateRunning:
		return []string{"StartedAt"}
	case podlife.StateTerminated:
		return []string{"ExitCode", "Signal", "Reason", "Message", "StartedAt", "FinishedAt", "ContainerID"}
	default:
		return nil
	}
}

// For every kind, one that does not exist included, and every field: the state
// with only this field set is written if the field belongs to the kind.
func TestStateErrorForEachForeignField(t *testing.T) {
	full := reflect.ValueOf(podlife.ContainerState{
		ExitCode: 1, Signal: 9, Reason: "Error", Message: "m", ContainerID: "containerd://0a",
		StartedAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), FinishedAt: time.Date(2026, 1, 1, 0, 1, 0, 0, time.UTC),
	})
	for kind := range podlife.StateTerminated + 2 {
		for i := range full.NumField() {
			name := full.Type().Field(i).Name
			if name == "Kind" {
				continue
			}
			state := podlife.ContainerState{Kind: kind}
			reflect.ValueOf(&state).Elem().Field(i).Set(full.Field(i))
			_, err := json.Marshal(state)
			belongs := slices.Contains(fieldsOf(kind), name)
			var fault *podlife.StateError
			switch {
			case belongs && err != nil:
				t.Errorf("%v with %s: %v", kind, name, err)
			case !belongs && !errors.As(err, &fault):
				t.Errorf("%v with %s is written, error %v", kind, name, err)
			case !belongs && fault.State != state:
				t.Errorf("%v with %s: the error holds %+v", kind, name, fault.State)
			}
		}
	}
}

func TestStateErrorText(t *testing.T) {
	err := &podlife.StateError{State: podlife.ContainerState{Kind: podlife.StateRunning, ExitCode: 3}}
	want := "podlife: a container state of kind running has fields of another kind: {Kind:running ExitCode:3 Signal:0 " +
		"Reason: Message: StartedAt:0001-01-01 00:00:00 +0000 UTC FinishedAt:0001-01-01 00:00:00 +0000 UTC ContainerID:}"
	if got := err.Error(); got != want {
		t.Errorf("text %q, want %q", got, want)
	}
}

// Of the API's three pointers any may be set; one state comes of it.
func TestStateFromAllMembers(t *testing.T) {
	const waiting, running, terminated = `"waiting":{"reason":"ContainerCreating"}`, `"running":{}`, `"terminated":{"exitCode":1}`
	for _, test := range []struct {
		json string
		want podlife.StateKind
	}{
		{`{}`, podlife.StateUnset},
		{`null`, podlife.StateUnset},
		{`{"waiting":null,"running":null,"terminated":null}`, podlife.StateUnset},
		{`{` + waiting + `}`, podlife.StateWaiting},
		{`{` + running + `}`, podlife.StateRunning},
		{`{` + terminated + `}`, podlife.StateTerminated},
		{`{` + waiting + `,` + running + `}`, podlife.StateRunning},
		{`{` + waiting + `,` + terminated + `}`, podlife.StateTerminated},
		{`{` + terminated + `,` + running + `}`, podlife.StateRunning},
		{`{` + waiting + `,` + terminated + `,` + running + `}`, podlife.StateRunning},
	} {
		state := podlife.Terminated(9, "Error") // which must not shine through
		if err := json.Unmarshal([]byte(test.json), &state); err != nil {
			t.Errorf("%s: %v", test.json, err)
		}
		if state.Kind != test.want || state.Kind != podlife.StateTerminated && state.ExitCode != 0 {
			t.Errorf("%s is read %+v, want %v", test.json, state, test.want)
		}
	}
}
