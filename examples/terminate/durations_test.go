package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDurations(t *testing.T) {
	var d durations
	for _, s := range []string{"web=5s,7s", "db=never", "web=1m"} {
		if err := d.Set(s); err != nil {
			t.Fatal(err)
		}
	}
	got := []time.Duration{d.of("web", time.Hour), d.of("db", time.Hour), d.of("other", time.Hour), (&durations{}).of("web", time.Hour)}
	if diff := cmp.Diff([]time.Duration{time.Minute, never, 7 * time.Second, time.Hour}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What is taken as a duration lies within bounds, and is read back as it was.
func FuzzDuration(f *testing.F) {
	for _, s := range []string{"", "never", "5s", "1m30s", "-1s", "8760h", "8760h0.1s", "1e9h", "web=5s,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var all durations
		_ = all.Set(s) // it may refuse, and does not panic
		var d, again duration
		if d.Set(s) != nil {
			return
		}
		if v := time.Duration(d); v != never && (v < 0 || v > longest) {
			t.Errorf("%q: %v", s, v)
		}
		if err := again.Set(d.String()); err != nil || again != d {
			t.Errorf("%q: %v, then %v, %v", s, d.String(), again.String(), err)
		}
	})
}
