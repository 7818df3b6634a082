package termination_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife/termination"
)

// TestManyContainers looks at the step in which more is to be done than in
// most: everything once, in the order of the containers.
func TestManyContainers(t *testing.T) {
	var lines []string
	want := []string{"0 WithdrawEndpoint"}
	for i := range 12 {
		line, effect := fmt.Sprintf("main c%d", i), fmt.Sprintf("0 SIGTERM c%d 30s", i)
		if i%3 == 0 {
			line, effect = line+" hook", fmt.Sprintf("0 preStop c%d", i)
		}
		lines, want = append(lines, line), append(want, effect)
	}
	event := termination.Requested{Pod: with(podOfContainers(lines...), deleted(30))}
	_, got := transcript(t, at{0, event})
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	_, effects, _ := termination.Step(termination.State{}, start, event)
	if d := cmp.Diff(termination.Effect(&termination.Wake{At: sec(30)}), effects[len(effects)-1]); d != "" {
		t.Errorf("the last effect (-want +got):\n%s", d)
	}
}

// TestLongGrace checks that a grace period beyond all time does not overflow.
func TestLongGrace(t *testing.T) {
	for _, period := range []int64{1 << 62, -1 << 62} {
		s, effects, err := termination.Step(termination.State{}, start, termination.Requested{Pod: podOfContainers("main app hook"), GracePeriodSeconds: &period})
		if err != nil || len(effects) == 0 || s.Bound().Before(start) {
			t.Errorf("%d s: %v, bound %v", period, err, s.Bound())
		}
	}
}
