package openb

import "fmt"

// Share says what becomes of a Pod that wants a part of one GPU. The scheduler
// can count the GPUs of a node but knows nothing of single ones, so it cannot
// tell whether two parts fit into the same. None of the three is what a cluster
// with GPU sharing does; its answer is somewhere between those of Pool and Whole.
type Share uint8

const (
	// Pool takes the parts from all GPUs of a node together, as if a part could
	// lie across two GPUs: more fits than in truth.
	Pool Share = iota
	// Whole gives the Pod a GPU for itself: less fits than in truth.
	Whole
	// Skip leaves the Pod out.
	Skip
)

// String returns the name by which people ask for s.
func (s Share) String() string {
	switch s {
	case Pool:
		return "pool"
	case Whole:
		return "whole"
	case Skip:
		return "skip"
	default:
		return fmt.Sprintf("Share(%d)", uint8(s))
	}
}

// ParseShare returns the Share of that name, and whether there is one.
func ParseShare(name string) (Share, bool) {
	for s := Pool; s <= Skip; s++ {
		if s.String() == name {
			return s, true
		}
	}
	return Pool, false
}
