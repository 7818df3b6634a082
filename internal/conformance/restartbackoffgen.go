package conformance

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// backoffInputs generates nodes and up to 40 events. Three of four attempts are close to a
// bound: a delay, or the time after which all is forgotten.
func backoffInputs() *rapid.Generator[BackoffInput] {
	return rapid.Custom(func(t *rapid.T) BackoffInput {
		in := BackoffInput{Node: rapid.SampledFrom([]string{
			"maximum", "maximum", "reduced maximum", "reduced",
		}).Draw(t, "node")}
		if in.Node != "reduced" {
			in.Max = nodeMaximum().Draw(t, "max")
		}
		for range rapid.IntRange(1, 20).Draw(t, "rounds") {
			if oneIn(t, 8, "other event") {
				e := BackoffEvent{After: gap(t, in.Max), Do: rapid.SampledFrom([]string{"collect", "forget"}).Draw(t, "do")}
				in.Events = append(in.Events, e)
			}
			if !oneIn(t, 3, "same run") {
				e := BackoffEvent{After: gap(t, in.Max), Do: "end"}
				if oneIn(t, 3, "not now") { // the kubelet notices late, or the clocks differ
					e.At = rapid.SampledFrom([]time.Duration{-1, -time.Second, -90 * time.Second, -601 * time.Second, time.Second, 20 * time.Second, -56 * 365 * 24 * time.Hour}).Draw(t, "at")
				}
				in.Events = append(in.Events, e)
			}
			in.Events = append(in.Events, BackoffEvent{After: gap(t, in.Max), Do: "attempt"})
		}
		return in
	})
}

// nodeMaximum generates what crashLoopBackOff.maxContainerRestartPeriod may be.
func nodeMaximum() *rapid.Generator[time.Duration] {
	return rapid.OneOf(
		rapid.SampledFrom([]time.Duration{
			300 * time.Second, time.Second, 5 * time.Second, 9999 * time.Millisecond, 10 * time.Second, 10001 * time.Millisecond,
			60 * time.Second, 299 * time.Second,
		}),
		rapid.Map(rapid.IntRange(1, 300), func(n int) time.Duration { return time.Duration(n) * time.Second }),
	)
}

// gap draws a time between two events.
func gap(t *rapid.T, longest time.Duration) time.Duration {
	seconds := rapid.SampledFrom([]time.Duration{0, 0, 0, 1, 2, 4, 5, 8, 10, 20, 32, 40, 60, 80, 160, 300, 600, 600, 1000}).Draw(t, "seconds")
	d := seconds * time.Second
	switch rapid.IntRange(0, 7).Draw(t, "off") {
	case 0:
		d = max(0, d-1)
	case 1:
		d++
	case 2:
		d = longest
	case 3:
		d += 300 * time.Millisecond
	}
	return d
}

func backoffVectors() *Vectors[BackoffInput, []BackoffStep] {
	return &Vectors[BackoffInput, []BackoffStep]{
		Edges: backoffEdges(),
		Class: func(in BackoffInput, answer []BackoffStep) (group, shape string) {
			for i := range answer {
				shape += fmt.Sprint(answer[i].Waits)
			}
			return fmt.Sprint(in.Node, in.Max < 10*time.Second, len(answer) < 8), shape
		},
		Max: 150,
	}
}

// backoffEdges are containers that crash as soon as they have started: attempts one
// nanosecond before the end of each delay and at it.
func backoffEdges() (out []Edge[BackoffInput]) {
	for _, e := range []struct {
		node   string
		max    time.Duration
		delays []time.Duration
	}{
		{"maximum", 300 * time.Second, []time.Duration{10, 20, 40, 80, 160, 300, 300}},
		{"maximum", 60 * time.Second, []time.Duration{10, 20, 40, 60, 60}},
		{"maximum", 17 * time.Second, []time.Duration{10, 17, 17}},
		{"maximum", 10 * time.Second, []time.Duration{10, 10}},
		{"maximum", 3 * time.Second, []time.Duration{3, 3}},
		{"maximum", time.Second, []time.Duration{1, 1}},
		{"reduced", 0, []time.Duration{1, 2, 4, 8, 16, 32, 60, 60}},
		{"reduced maximum", 300 * time.Second, []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}},
		{"reduced maximum", time.Second, []time.Duration{1, 1}},
	} {
		in := BackoffInput{Node: e.node, Max: e.max, Events: []BackoffEvent{{Do: "attempt"}, {Do: "end"}, {Do: "attempt"}}}
		for _, delay := range e.delays {
			in.Events = append(in.Events, BackoffEvent{Do: "end"},
				BackoffEvent{After: delay*time.Second - 1, Do: "attempt"}, BackoffEvent{After: 1, Do: "attempt"})
		}
		out = append(out, Edge[BackoffInput]{fmt.Sprintf("crashes at once, %s %v", e.node, e.max), in})
	}
	for _, ran := range []time.Duration{600 * time.Second, 600*time.Second + 1} {
		out = append(out, Edge[BackoffInput]{fmt.Sprintf("has run for %v", ran), BackoffInput{Node: "maximum", Max: 300 * time.Second,
			Events: []BackoffEvent{
				{Do: "end"}, {Do: "attempt"}, {Do: "end"}, {After: 10 * time.Second, Do: "attempt"},
				{After: ran, Do: "end"}, {Do: "attempt"}, {Do: "end"}, {After: 10 * time.Second, Do: "attempt"},
			}}})
	}
	return out
}
