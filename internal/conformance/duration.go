package conformance

import (
	"time"

	"github.com/podlife/podlife/phase"
	"k8s.io/apimachinery/pkg/util/duration"
	"pgregory.net/rapid"
)

// durationArea compares how kubectl writes ages.
func durationArea() *Area[time.Duration, string] {
	return &Area[time.Duration, string]{
		Name:   "duration",
		Gen:    rapid.OneOf(age(), rapid.Map(rapid.Int64(), func(n int64) time.Duration { return time.Duration(n) })),
		Ours:   phase.HumanDuration,
		Theirs: duration.HumanDuration,
		Vectors: &Vectors[time.Duration, string]{
			Edges: durationEdges(),
			Class: func(_ time.Duration, answer string) (group, shape string) { return noDigits(answer), answer },
			Max:   200,
		},
	}
}

// durationEdges are the bounds of the formats, one nanosecond below, on and above.
func durationEdges() []Edge[time.Duration] {
	const day, year = 24 * time.Hour, 365 * 24 * time.Hour
	var out []Edge[time.Duration]
	for _, bound := range []time.Duration{
		-2 * time.Second, -time.Second, 0, time.Second, 2 * time.Minute, 3 * time.Minute, 10 * time.Minute, time.Hour, 3 * time.Hour,
		4 * time.Hour, 8 * time.Hour, 2 * day, 3 * day, 8 * day, year, 2 * year, 3 * year, 8 * year, 9 * year, 292 * year,
	} {
		for _, d := range []time.Duration{bound - 1, bound, bound + 1} {
			out = append(out, Edge[time.Duration]{d.String(), d})
		}
	}
	return out
}
