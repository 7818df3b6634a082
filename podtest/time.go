package podtest

import (
	"time"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Epoch returns the instant from which every generated time is an offset:
// midnight UTC of 1 January 2026. A fixed instant keeps a seed reproducible.
func Epoch() time.Time { return time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC) }

// Time generates instants of the first day after [Epoch], in UTC and whole
// seconds as the API writes them, and now and then the zero time, which means
// "not set".
func Time() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		if oneIn(t, 8, "unset") {
			return time.Time{}
		}
		return later(t, Epoch(), 24*60*60)
	})
}

// anyTime generates what JSON can hold: [Time], and the far ends of RFC 3339.
func anyTime() *rapid.Generator[time.Time] {
	return rapid.OneOf(Time(), rapid.SampledFrom([]time.Time{
		{},
		time.Unix(0, 0).UTC(),
		Epoch().Add(-time.Second),
		time.Date(1, time.January, 1, 0, 0, 1, 0, time.UTC),
		time.Date(1938, time.April, 24, 22, 13, 20, 0, time.UTC),
		time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC),
	}))
}

// later draws an instant up to so many seconds after start.
func later(t *rapid.T, start time.Time, seconds int) time.Time {
	return start.Add(time.Duration(rapid.IntRange(0, seconds).Draw(t, "seconds")) * time.Second)
}

// ran draws when the run of a container that ended with s began and ended,
// from start on, and returns s with both set. Of a container that the kubelet
// lost sight of it knows neither.
func ran(t *rapid.T, s podlife.ContainerState, start time.Time) podlife.ContainerState {
	if s.Reason == reasonLost {
		return s
	}
	s.StartedAt = later(t, start, 60)
	s.FinishedAt = later(t, s.StartedAt, 900)
	return s
}
