package probe_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	"pgregory.net/rapid"
)

// TestTotal: no input panics, not even states and times that never come up.
func TestTotal(t *testing.T) { rapid.Check(t, total(probe.Step)) }

func FuzzTotal(f *testing.F) { f.Fuzz(rapid.MakeFuzz(total(probe.Step))) }

func total(m machine) func(*rapid.T) {
	return func(t *rapid.T) {
		s := anyState(t)
		for range rapid.IntRange(1, 5).Draw(t, "events") {
			s, _, _ = m(s, anyInstant(t, "at"), anyEvent(t))
		}
	}
}

func TestTotalCatchesBrokenMachine(t *testing.T) {
	panicking := func(s probe.State, at time.Time, e probe.Event) (probe.State, []probe.Effect, error) {
		_ = e.(probe.Answered)
		return probe.Step(s, at, e)
	}
	caught := func(e probe.Event) (caught bool) {
		defer func() { caught = recover() != nil }()
		_, _, _ = panicking(probe.State{}, podtest.Epoch(), e)
		return false
	}
	for seed := range 100 {
		if caught(rapid.Custom(anyEvent).Example(seed)) {
			return
		}
	}
	t.Error("no event makes the broken machine panic")
}

func anyInstant(t *rapid.T, label string) time.Time {
	return rapid.SampledFrom([]time.Time{{}, podtest.Epoch(), podtest.Epoch().Add(time.Second), podtest.Epoch().Add(-time.Hour),
		time.Unix(1<<62, 0), time.Unix(-1<<62, 0), time.Unix(1<<63-1, 999999999), time.Unix(-1<<63, 0)}).Draw(t, label)
}

func anyState(t *rapid.T) probe.State {
	flag := func(label string) bool { return rapid.Bool().Draw(t, label) }
	span := rapid.SampledFrom([]time.Duration{0, -1, 1, time.Second, 10 * time.Second, 1<<31 - 1, 1<<63 - 1})
	count := rapid.Int32()
	ids := rapid.SampledFrom([]string{"", "c1", "c2"})
	return probe.State{
		Kind: probe.Kind(rapid.Uint8Range(0, 4).Draw(t, "kind")), InitialDelay: span.Draw(t, "delay"), Period: span.Draw(t, "period"),
		Timeout: span.Draw(t, "timeout"), SuccessThreshold: count.Draw(t, "success"), FailureThreshold: count.Draw(t, "failure"),
		Sidecar: flag("sidecar"), KubeletStart: anyInstant(t, "kubelet"), Deleting: flag("deleting"), PodEnded: flag("pod ended"),
		Target:      probe.Target{ID: ids.Draw(t, "target"), Running: flag("running"), StartedAt: anyInstant(t, "startedAt"), Started: flag("started")},
		ContainerID: ids.Draw(t, "container"), Verdict: probe.Result(rapid.Uint8().Draw(t, "verdict")),
		Last: probe.Result(rapid.Uint8().Draw(t, "last")), Run: count.Draw(t, "run"), OnHold: flag("hold"),
		NextAt: anyInstant(t, "next"), Delayed: flag("delayed"), Asking: flag("asking"),
		Triggered: flag("triggered"), Stopping: flag("stopping"), Ended: flag("ended"),
	}
}

func anyEvent(t *rapid.T) probe.Event {
	flag := rapid.Bool().Draw(t, "flag")
	return rapid.SampledFrom([]probe.Event{nil, (*probe.Tick)(nil), probe.WorkerStarted{}, probe.ContainerStopped{ID: "c2", Final: flag},
		probe.ContainerStarted{ID: "c1", StartedAt: anyInstant(t, "startedAt"), Started: flag}, probe.ContainerGone{},
		probe.StartedChanged{Started: flag}, probe.DeletionRequested{}, probe.PodEnded{}, probe.Tick{}, probe.Trigger{},
		probe.Answered{Outcome: probe.Result(rapid.Uint8Range(0, 5).Draw(t, "outcome"))}, probe.StopRequested{}}).Draw(t, "event")
}

// TestStateIsFlat: no field of a State or an Event can be shared between two of
// them, so Step cannot change an argument. Only time.Time has a pointer inside,
// to a location that nobody changes.
func TestStateIsFlat(t *testing.T) {
	type broken struct{ List []int }
	if isFlat(reflect.TypeFor[broken]()) {
		t.Error("a struct with a slice passes as flat")
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[probe.State](), reflect.TypeFor[probe.WorkerStarted](), reflect.TypeFor[probe.ContainerStarted]()} {
		if !isFlat(typ) {
			t.Errorf("%v is not flat", typ)
		}
	}
}

func isFlat(t reflect.Type) bool {
	switch {
	case t == reflect.TypeFor[time.Time](), t.Kind() == reflect.String, t.Kind() <= reflect.Float64 && t.Kind() >= reflect.Bool:
		return true
	case t.Kind() != reflect.Struct:
		return false
	}
	for i := range t.NumField() {
		if !isFlat(t.Field(i).Type) {
			return false
		}
	}
	return true
}

// TestSometimes: the scripts reach every event, effect, verdict and flag.
func TestSometimes(t *testing.T) {
	seen := map[string]int{}
	for seed := range 2000 {
		for _, m := range play(probe.Step, scripts().Example(seed)) {
			note(seen, m)
		}
	}
	want := []string{"Delayed", "Triggered", "Stopping", "OnHold", "two verdicts", "ended by answer", "refused <nil>",
		"late tick", "count carried over"}
	for _, k := range []probe.Kind{probe.Liveness, probe.Readiness, probe.Startup} {
		for _, r := range []probe.Result{probe.Success, probe.Failure} {
			want = append(want, fmt.Sprint(k, r))
		}
	}
	for _, e := range []any{probe.WorkerStarted{}, probe.ContainerStarted{}, probe.ContainerStopped{}, probe.ContainerGone{},
		probe.StartedChanged{}, probe.DeletionRequested{}, probe.PodEnded{}, probe.Trigger{}, probe.Answered{}, probe.StopRequested{}} {
		want = append(want, fmt.Sprintf("%T", e), fmt.Sprintf("refused %T", e))
	}
	for _, e := range []any{probe.Tick{}, &probe.Ask{}, &probe.VerdictChanged{}, &probe.Wake{}, &probe.WorkerEnded{}} {
		want = append(want, fmt.Sprintf("%T", e))
	}
	for _, w := range want {
		if seen[w] == 0 {
			t.Errorf("never reached: %s", w)
		}
	}
}

func note(seen map[string]int, m move) {
	name := fmt.Sprintf("%T", m.Event)
	if m.Err != nil {
		seen["refused "+name]++
		return
	}
	seen[name]++
	for _, e := range m.Effects {
		seen[fmt.Sprintf("%T", e)]++
	}
	a, b := m.After, m.Before
	seen[fmt.Sprint(a.Kind, a.Verdict)]++
	_, isAnswer := m.Event.(probe.Answered)
	_, isTick := m.Event.(probe.Tick)
	for name, reached := range map[string]bool{
		"Delayed": a.Delayed, "Triggered": a.Triggered, "Stopping": a.Stopping, "OnHold": a.OnHold,
		"two verdicts":       len(m.verdicts(a.ContainerID)) > 1,
		"ended by answer":    isAnswer && a.Ended,
		"late tick":          isTick && !b.NextAt.IsZero() && m.At.After(b.NextAt.Add(b.Period)),
		"count carried over": b.ContainerID != "" && m.isNewContainer() && a.Run > 0,
	} {
		if reached {
			seen[name]++
		}
	}
}
