package phase

import (
	"iter"
	"strings"

	"github.com/podlife/podlife"
)

// Set is a set of phases. The zero Set is empty.
type Set uint8

// setOrder are the phases that a Set can hold, in their order in a Pod's life.
// The place of each is its bit.
func setOrder() [5]podlife.Phase {
	return [...]podlife.Phase{podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed, podlife.PodUnknown}
}

// SetOf returns the set of the phases. One that Kubernetes does not have is left
// out.
func SetOf(phases ...podlife.Phase) Set {
	var s Set
	for _, p := range phases {
		for i, o := range setOrder() {
			if o == p {
				s |= 1 << i
			}
		}
	}
	return s
}

// Has reports whether the phase is in the set.
func (s Set) Has(p podlife.Phase) bool { return s&SetOf(p) != 0 }

// All returns the phases in the set: Pending, Running, Succeeded, Failed,
// Unknown, in this order.
func (s Set) All() iter.Seq[podlife.Phase] {
	return func(yield func(podlife.Phase) bool) {
		for i, p := range setOrder() {
			if s&(1<<i) != 0 && !yield(p) {
				return
			}
		}
	}
}

// String returns the phases, joined by commas. The empty set is "none".
func (s Set) String() string {
	var names []string
	for p := range s.All() {
		names = append(names, string(p))
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
