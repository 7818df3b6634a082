package conformance_test

import (
	"flag"
	"runtime"
	"testing"
	"time"

	"github.com/podlife/podlife/internal/conformance"
)

var (
	cases  = flag.Int("cases", 20_000, "`number` of cases per area")
	budget = flag.Duration("budget", 0, "`time` for all areas together, in place of -cases")
	seed   = flag.Int("seed", 1, "seed of the first case")
)

// Every area agrees with Kubernetes.
func TestAreas(t *testing.T) {
	areas := conformance.Areas()
	b := conformance.Budget{Seed: *seed, Cases: *cases}
	if *budget > 0 {
		b.Cases = 0
		b.Time = *budget * time.Duration(min(runtime.GOMAXPROCS(0), len(areas))) / time.Duration(len(areas))
	}
	for _, area := range areas {
		t.Run(area.Title(), func(t *testing.T) {
			t.Parallel() // one area runs in one goroutine
			s := area.Run(b)
			t.Log(s)
			if area, ok := area.(interface{ Details() string }); ok && testing.Verbose() {
				t.Log(area.Details())
			}
			if s.Disagreement != "" {
				t.Error(s.Disagreement)
			}
		})
	}
}
