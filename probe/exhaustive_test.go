package probe_test

import (
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
)

// TestAllAnswers puts each kind of worker, with thresholds from 1 to 3, through
// every sequence of up to ten outcomes, and compares its verdicts with those
// read off the whole sequence at once.
func TestAllAnswers(t *testing.T) {
	length := 10
	if testing.Short() {
		length = 7
	}
	sequences := 0
	for _, kind := range []probe.Kind{probe.Liveness, probe.Readiness, probe.Startup} {
		for success := range int32(3) {
			for failure := range int32(3) {
				w := walker{t: t, kind: kind, success: int(success + 1), failure: int(failure + 1)}
				s := probe.New(kind, podlife.Probe{SuccessThreshold: success + 1, FailureThreshold: failure + 1})
				s = w.step(s, podtest.Epoch(), probe.ContainerStarted{ID: "c1", Started: kind != probe.Startup})
				s = w.step(s, podtest.Epoch(), probe.WorkerStarted{})
				w.walk(s, "", length)
				sequences += w.sequences
			}
		}
	}
	if want := 27 * 88_573; !testing.Short() && sequences != want { // 1 + 3 + 9 + ... + 3^10 each
		t.Errorf("%d sequences, want %d", sequences, want)
	}
}

type walker struct {
	t                *testing.T
	kind             probe.Kind
	success, failure int
	sequences        int
}

// walk tries all outcomes after those in seen, of which s is the result. An
// outcome is one letter; one that does not count is not written down.
func (w *walker) walk(s probe.State, seen string, left int) {
	w.sequences++
	want, held := w.read(seen)
	if s.Verdict != want || s.OnHold != held || s.Asking == held {
		w.t.Fatalf("%v, thresholds %d and %d, after %q: verdict %v, hold %v, asking %v, want %v and hold %v",
			w.kind, w.success, w.failure, seen, s.Verdict, s.OnHold, s.Asking, want, held)
	}
	if left == 0 {
		return
	}
	for outcome, letter := range map[probe.Result]string{probe.Success: "s", probe.Failure: "f", probe.Unknown: ""} {
		next, at := s, s.NextAt
		if s.Asking {
			next = w.step(next, at.Add(-time.Second), probe.Answered{Outcome: outcome})
			letter = seen + letter
		} else {
			letter = seen // on hold: nobody is asked
		}
		w.walk(w.step(next, at, probe.Tick{}), letter, left-1)
	}
}

func (w *walker) step(s probe.State, at time.Time, e probe.Event) probe.State {
	s, _, err := probe.Step(s, at, e)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// read returns the verdict after the answers in seen, and whether the worker is
// on hold. It counts nothing: it looks for runs as pieces of the text. Of
// verdicts that put the worker on hold the first holds, of others the last.
func (w *walker) read(seen string) (verdict probe.Result, held bool) {
	good, bad := strings.Repeat("s", w.success), strings.Repeat("f", w.failure)
	switch w.kind {
	case probe.Liveness:
		if strings.Contains(seen, bad) {
			return probe.Failure, true
		}
		return probe.Success, false
	case probe.Startup:
		g, b := strings.Index(seen+good, good)+w.success, strings.Index(seen+bad, bad)+w.failure
		switch {
		case g <= len(seen) && (g < b || b > len(seen)):
			return probe.Success, true
		case b <= len(seen):
			return probe.Failure, true
		}
		return probe.Unknown, false
	default:
		g, b := strings.LastIndex(seen, good), strings.LastIndex(seen, bad)
		if g >= 0 && (b < 0 || g+w.success > b+w.failure) {
			return probe.Success, false
		}
		return probe.Failure, false
	}
}
