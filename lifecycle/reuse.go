package lifecycle

import (
	"slices"
	"time"

	"github.com/podlife/podlife/restart"
)

// reuse is room for what a step makes, used again and again: most steps of an
// exploration come to a state that is known.
type reuse struct {
	block      block
	seen       []restart.RuntimeStatus
	containers []container
}

// step is [Step]. What it returns holds until the next step, unless it is kept.
func (r *reuse) step(s State, at time.Time, e Event) (State, []Effect, error) {
	return stepIn(r, s, at, e)
}

// effectBlock returns room for effects.
func (r *reuse) effectBlock(containers int) *block {
	r.block = block{}
	r.seen = slices.Grow(r.seen[:0], containers)
	r.block.seen = r.seen
	return &r.block
}

// takeContainers copies containers, to be written to.
func (r *reuse) takeContainers(from []container) []container {
	r.containers = append(r.containers[:0], from...)
	return slices.Clip(r.containers)
}

// keep gives a state that came of before what it holds.
func (r *reuse) keep(after *State, before *State) {
	if !same(after.containers, before.containers) {
		after.containers = slices.Clone(after.containers)
	}
	if !same(after.workers, before.workers) {
		after.workers = slices.Clone(after.workers)
	}
}

// same reports whether two lists lie in one place.
func same[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
