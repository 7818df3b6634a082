package schedule

import (
	"cmp"
	"strconv"
)

// Criterion is what sets nodes apart from others on which room can be made. The
// first that tells nodes apart keeps only the best, and so on until one node is
// left.
type Criterion uint8

// The criteria, in their order.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/preemption/preemption.go, pickOneNodeForPreemption.
const (
	// NoCriterion: there was only one node, or all were equal.
	NoCriterion Criterion = iota
	// FewestViolations: the fewest victims that a PodDisruptionBudget would
	// have kept.
	FewestViolations
	// LowestPriority: the highest priority among the victims is the lowest.
	LowestPriority
	// LowestSum: the sum of the victims' priorities, each raised to be no less
	// than 0, is the smallest.
	LowestSum
	// FewestVictims: the smallest number of them.
	FewestVictims
	// LatestStart: of the victims with the highest priority, the one that
	// started first did so the latest.
	LatestStart
)

// String returns the criterion in Kubernetes' words.
func (c Criterion) String() string {
	switch c {
	case NoCriterion:
		return "none"
	case FewestViolations:
		return "minimum number of PDB violations"
	case LowestPriority:
		return "minimum highest priority victim"
	case LowestSum:
		return "smallest sum of priorities"
	case FewestVictims:
		return "minimum number of victims"
	case LatestStart:
		return "latest start time of all highest priority victims"
	default:
		return "Criterion(" + strconv.Itoa(int(c)) + ")"
	}
}

// pickNodes returns the best of some candidates, and the last criterion that
// told any of them apart.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/preemption/preemption.go, pickOneNodeForPreemption.
func pickNodes(candidates []*Trial) ([]*Trial, Criterion) {
	by := NoCriterion
	for c := FewestViolations; c <= LatestStart; c++ {
		best := candidates[:1:1]
		for _, t := range candidates[1:] {
			switch d := c.compare(t, best[0]); {
			case d < 0:
				best = []*Trial{t}
			case d == 0:
				best = append(best, t)
			}
		}
		if len(best) < len(candidates) {
			candidates, by = best, c
		}
	}
	return candidates, by
}

// compare returns a negative number if a is better than b.
func (c Criterion) compare(a, b *Trial) int {
	switch c {
	case FewestViolations:
		return cmp.Compare(a.Violations, b.Violations)
	case LowestPriority:
		return cmp.Compare(priority(a.Victims[0].Pod), priority(b.Victims[0].Pod))
	case LowestSum:
		return cmp.Compare(a.sum(), b.sum())
	case FewestVictims:
		return cmp.Compare(len(a.Victims), len(b.Victims))
	case LatestStart:
		// The first victim has the highest priority, and of those with it the
		// earliest start.
		return compareStarts(b.Victims[0].Pod, a.Victims[0].Pod)
	case NoCriterion:
	}
	return 0
}

// sum adds up the victims' priorities. Each is raised so that none is negative:
// else many victims could be better than few.
func (t *Trial) sum() int64 {
	sum := int64(0)
	for _, v := range t.Victims {
		sum += int64(priority(v.Pod)) + 1<<31
	}
	return sum
}
