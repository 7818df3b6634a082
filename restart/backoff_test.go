package restart_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
	"pgregory.net/rapid"
)

func seconds(list ...int) []time.Duration {
	out := make([]time.Duration, len(list))
	for i, s := range list {
		out[i] = time.Duration(s) * time.Second
	}
	return out
}

// delays returns how long after its end a container that ends at once is
// started again, n times over.
func delays(b restart.Backoff, n int) []time.Duration {
	var out []time.Duration
	var e restart.Entry
	now := epoch
	for range n {
		ended := now
		var retryAt time.Time
		if e, retryAt = b.Step(e, ended, now); !retryAt.IsZero() {
			now = retryAt
			e, _ = b.Step(e, ended, now)
		}
		out = append(out, now.Sub(ended))
	}
	return out
}

func TestBackoffSequences(t *testing.T) {
	tests := []struct {
		name    string
		backoff restart.Backoff
		want    []time.Duration
	}{
		{"default", restart.Backoff{}, seconds(0, 10, 20, 40, 80, 160, 300, 300)},
		{"node maximum of 300 s", restart.NodeMaximum(300 * time.Second), seconds(0, 10, 20, 40, 80, 160, 300, 300)},
		{"node maximum of 60 s", restart.NodeMaximum(60 * time.Second), seconds(0, 10, 20, 40, 60, 60)},
		{"node maximum of 5 s", restart.NodeMaximum(5 * time.Second), seconds(0, 5, 5, 5)},
		{"reduced", restart.ReducedDefault(), seconds(0, 1, 2, 4, 8, 16, 32, 60, 60)},
		{"reduced, node maximum of 300 s", restart.ReducedNodeMaximum(300 * time.Second), seconds(0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300)},
		{"first delay above the maximum", restart.Backoff{Initial: 9 * time.Second, Max: 4 * time.Second}, seconds(0, 9, 4, 4)},
		{"odd maximum", restart.Backoff{Initial: 3 * time.Second, Max: 7 * time.Second}, seconds(0, 3, 6, 7)},
		{"never begins anew", restart.Backoff{ResetAfter: math.MaxInt64}, seconds(0, 10, 20, 40, 80, 160, 300, 300)},
		{"as long as can be", restart.Backoff{Initial: math.MaxInt64 / 2, Max: math.MaxInt64}, []time.Duration{0, math.MaxInt64 / 2, math.MaxInt64 - 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, delays(test.backoff, len(test.want))); diff != "" {
				t.Errorf("delays (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStep(t *testing.T) {
	at := func(seconds int) time.Time { return epoch.Add(time.Duration(seconds) * time.Second) }
	known := restart.Entry{Delay: 40 * time.Second, UpdatedAt: at(0)}
	tests := []struct {
		name            string
		e               restart.Entry
		finishedAt, now time.Time
		want            restart.Entry
		wantRetryAt     time.Time
	}{
		{"nothing ended", known, time.Time{}, at(5), known, time.Time{}},
		{"first end", restart.Entry{}, at(5), at(5), restart.Entry{Delay: 10 * time.Second, UpdatedAt: at(5)}, time.Time{}},
		{"in back-off", known, at(5), at(44), known, at(45)},
		{"back-off over", known, at(5), at(45), restart.Entry{Delay: 80 * time.Second, UpdatedAt: at(45)}, time.Time{}},
		{"an end before the last decision", known, at(-30), at(5), known, at(10)},
		{"ran 600 s", known, at(600), at(600), known, at(640)},
		{"ran more than 600 s", known, at(600).Add(1), at(601), restart.Entry{Delay: 10 * time.Second, UpdatedAt: at(601)}, time.Time{}},
		{"late, but quiet time counts to the end only", known, at(5), at(5000), restart.Entry{Delay: 80 * time.Second, UpdatedAt: at(5000)}, time.Time{}},
		{"clock before the end", known, at(50), at(20), known, at(90)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, retryAt := restart.Backoff{}.Step(test.e, test.finishedAt, test.now)
			if diff := cmp.Diff(test.want, got); diff != "" || !retryAt.Equal(test.wantRetryAt) {
				t.Errorf("retry at %v, want %v; entry (-want +got):\n%s", retryAt, test.wantRetryAt, diff)
			}
		})
	}
}

func TestMessage(t *testing.T) {
	p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "shop", Namespace: "default", UID: "1"}}
	got := restart.Entry{Delay: 80 * time.Second}.Message(p, "web")
	if want := "back-off 1m20s restarting failed container=web pod=shop_default(1)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCollect(t *testing.T) {
	e := restart.Entry{Delay: 40 * time.Second, UpdatedAt: epoch}
	var b restart.Backoff
	if got := b.Collect(e, epoch.Add(600*time.Second)); got != e {
		t.Errorf("after 600 s: %+v, want it kept", got)
	}
	if got := b.Collect(e, epoch.Add(601*time.Second)); got != (restart.Entry{}) {
		t.Errorf("after 601 s: %+v, want it dropped", got)
	}
}

// TestImagePull fails to pull an image again and again, as soon as it may.
func TestImagePull(t *testing.T) {
	var b restart.Backoff
	var e restart.Entry
	var got []time.Duration
	now := epoch
	for range 8 {
		failedAt := now.Add(3 * time.Second) // a pull takes its time
		e = b.Next(e, failedAt, failedAt)
		now = failedAt
		for b.IsInBackOffSinceUpdate(e, now) {
			now = now.Add(time.Second)
		}
		got = append(got, now.Sub(failedAt))
	}
	if diff := cmp.Diff(seconds(10, 20, 40, 80, 160, 300, 300, 300), got); diff != "" {
		t.Errorf("delays (-want +got):\n%s", diff)
	}
	if b.IsInBackOffSinceUpdate(restart.Entry{}, now) {
		t.Error("in back-off without an entry")
	}
}

// TestStepIsTotal draws whatever fits the types.
func TestStepIsTotal(t *testing.T) {
	instant := rapid.Custom(func(t *rapid.T) time.Time {
		return rapid.SampledFrom([]time.Time{{}, epoch, time.Unix(0, 0), time.Unix(math.MaxInt32, 0)}).Draw(t, "base").
			Add(time.Duration(rapid.Int64().Draw(t, "offset")))
	})
	span := rapid.Custom(func(t *rapid.T) time.Duration { return time.Duration(rapid.Int64().Draw(t, "span")) })
	rapid.Check(t, func(t *rapid.T) {
		b := restart.Backoff{Initial: span.Draw(t, "initial"), Max: span.Draw(t, "max"), ResetAfter: span.Draw(t, "reset")}
		e := restart.Entry{Delay: max(0, span.Draw(t, "delay")), UpdatedAt: instant.Draw(t, "updated")}
		finishedAt, now := instant.Draw(t, "finished"), instant.Draw(t, "now")
		got, retryAt := b.Step(e, finishedAt, now)
		again, retryAgainAt := b.Step(e, finishedAt, now)
		if got != again || retryAt != retryAgainAt {
			t.Fatal("two answers")
		}
		if got.Delay < 0 {
			t.Fatalf("negative delay: %+v", got)
		}
		if !retryAt.IsZero() && got != e {
			t.Fatalf("the entry changed in back-off: %+v", got)
		}
	})
}
