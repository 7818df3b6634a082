package conformance

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
	testingclock "k8s.io/utils/clock/testing"
	"pgregory.net/rapid"
)

// PullEvent is an attempt to pull an image.
type PullEvent struct {
	// After is the time since the end of the attempt before.
	After time.Duration `json:"after"`
	// Takes is how long the pull takes if there is one.
	Takes time.Duration `json:"takes,omitempty"`
	// Fails: the pull fails.
	Fails bool `json:"fails,omitempty"`
}

// PullStep is what an attempt comes to: whether it had to wait, and the delay from then on.
type PullStep struct {
	Waits bool
	Delay time.Duration
}

// pullArea compares when an image may be pulled: the zero restart.Backoff with a
// flowcontrol.Backoff that is configured and called as the image manager does.
// Source: kubernetes v1.37 pkg/kubelet/images/image_manager.go, pullImage.
func pullArea() *Area[[]PullEvent, []PullStep] {
	return &Area[[]PullEvent, []PullStep]{
		Name: "pull-backoff",
		Gen: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) PullEvent {
			return PullEvent{
				After: gap(t, restart.DefaultMax), Takes: gap(t, 0) / 20, Fails: !oneIn(t, 6, "succeeds"),
			}
		}), 1, 20),
		Ours:   ourPulls,
		Theirs: theirPulls,
		Pod:    func([]PullEvent) *podlife.Pod { return crashingPod() },
	}
}

func ourPulls(in []PullEvent) (out []PullStep) {
	var rule restart.Backoff
	var entry restart.Entry
	now := podtest.Epoch()
	for _, e := range in {
		now = now.Add(e.After)
		waits := rule.IsInBackOffSinceUpdate(entry, now)
		if !waits {
			if now = now.Add(e.Takes); e.Fails {
				entry = rule.Next(entry, now, now)
			} else {
				entry = rule.Collect(entry, now)
			}
		}
		out = append(out, PullStep{waits, entry.Delay})
	}
	return out
}

func theirPulls(in []PullEvent) (out []PullStep) {
	clock := testingclock.NewFakeClock(podtest.Epoch())
	backoff := oracle.NewImageBackoff(clock)
	const key = "1_app:1"
	for _, e := range in {
		clock.Step(e.After)
		waits := backoff.IsInBackOffSinceUpdate(key, clock.Now())
		if !waits {
			if clock.Step(e.Takes); e.Fails {
				backoff.Next(key, clock.Now())
			} else {
				backoff.GC()
			}
		}
		out = append(out, PullStep{waits, backoff.Get(key)})
	}
	return out
}
