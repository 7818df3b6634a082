package schedule

import (
	"math"
	"math/bits"

	"github.com/podlife/podlife"
)

// scored is one resource that is scored, with where its numbers are.
type scored struct {
	kind   resourceKind
	weight int64
	want   int64         // what the Pod adds
	scalar *scalarColumn // for kind scalar
}

// resourceKind says where the numbers of a resource are kept.
type resourceKind uint8

const (
	scalarKind resourceKind = iota
	cpuKind
	memoryKind
	ephemeralKind
)

// scoredResources finds the resources of a profile. A resource that the
// scheduler has no field for is left out if the Pod requests none of it.
func (x *cycle) scoredResources(specs []ResourceWeight, requests tally) []scored {
	var out []scored
	for _, r := range specs {
		s := scored{weight: r.Weight, want: inUnits(r.Name, requests.get(r.Name))}
		switch r.Name {
		case podlife.ResourceCPU:
			s.kind = cpuKind
		case podlife.ResourceMemory:
			s.kind = memoryKind
		case podlife.ResourceEphemeralStorage:
			s.kind = ephemeralKind
		default:
			if s.want == 0 || !isScalar(r.Name) {
				continue
			}
			s.scalar = x.c.scalars[x.c.resourceID(r.Name)]
		}
		out = append(out, s)
	}
	return out
}

// used returns what a node has of the resource, and what its Pods take.
func (s *scored) used(r *room, slot int32) (have, used int64) {
	switch s.kind {
	case cpuKind:
		return r.cpu, r.usedCPU
	case memoryKind:
		return r.memory, r.usedMemory
	case ephemeralKind:
		return r.ephemeral, r.usedEphemeral
	default:
		return s.scalar.have[slot], s.scalar.used[slot]
	}
}

// nonZero is used with the defaults for containers that do not say.
func (s *scored) nonZero(r *room, slot int32) (have, used int64) {
	switch s.kind {
	case cpuKind:
		return r.cpu, r.nonZeroCPU
	case memoryKind:
		return r.memory, r.nonZeroMemory
	default:
		return s.used(r, slot)
	}
}

// scoreFit scores how much of the resources is in use once the Pod is there.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/noderesources/resource_allocation.go, score.
func (x *cycle) scoreFit() []int64 {
	requests := podRequests(x.pod, view{noPodLevel: true, cpu: true, memory: true})
	resources := x.scoredResources(x.pr.Fit.resources(), requests)
	out := make([]int64, len(x.feasible))
	ratio := x.pr.Fit.Strategy == RequestedToCapacityRatio
	least := x.pr.Fit.Strategy == "" || x.pr.Fit.Strategy == LeastAllocated
	for i, slot := range x.feasible {
		at := &x.c.rooms[slot]
		sum, weights := int64(0), int64(0)
		for j := range resources {
			r := &resources[j]
			have, used := r.nonZero(at, slot)
			if have == 0 {
				continue
			}
			var s int64
			if least {
				s = leftOver(used+r.want, have)
			} else {
				s = x.pr.Fit.score(used+r.want, have)
			}
			if ratio && s <= 0 {
				continue
			}
			sum += s * r.weight
			weights += r.weight
		}
		switch {
		case weights == 0:
		case ratio:
			out[i] = int64(math.Round(float64(sum) / float64(weights)))
		default:
			out[i] = sum / weights
		}
	}
	return out
}

// score returns the score of one resource, 0 to 100.
func (a *FitArgs) score(want, have int64) int64 {
	switch a.Strategy {
	case MostAllocated:
		return percent(min(want, have), have)
	case RequestedToCapacityRatio:
		return shapeScore(a.Shape, want, have)
	default:
		return leftOver(want, have)
	}
}

// leftOver is the score of LeastAllocated.
func leftOver(want, have int64) int64 {
	if want > have {
		return 0
	}
	return percent(have-want, have)
}

// percent returns n in hundredths of all, rounded down.
func percent(n, all int64) int64 {
	if n < math.MaxInt64/maxScore {
		return n * maxScore / all
	}
	high, low := bits.Mul64(uint64(n), maxScore)
	quotient, _ := bits.Div64(high, low, uint64(all)) // n ≤ all, so it fits
	return int64(quotient)
}

// shapeScore returns what a shape says of a utilization.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/helper/shape_score.go, BuildBrokenLinearFunction.
func shapeScore(shape []UtilizationPoint, want, have int64) int64 {
	u := int64(100)
	if have > 0 && want <= have {
		u = percent(want, have)
	}
	for i, p := range shape {
		if u > p.Utilization {
			continue
		}
		if i == 0 {
			return p.Score * 10
		}
		before := shape[i-1]
		return before.Score*10 + (p.Score*10-before.Score*10)*(u-before.Utilization)/(p.Utilization-before.Utilization)
	}
	return shape[len(shape)-1].Score * 10
}

// scoreBalance scores whether the Pod makes the shares that are in use of the
// resources more alike, or less. Nil: the Pod requests nothing.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go, Score.
func (x *cycle) scoreBalance() []int64 {
	requests := podRequests(x.pod, view{status: true})
	resources := x.scoredResources(x.pr.Balance.resources(), requests)
	any := false
	for i := range resources {
		any = any || resources[i].want != 0
	}
	if !any {
		return nil
	}
	out := make([]int64, len(x.feasible))
	before, after := make([]float64, 0, len(resources)), make([]float64, 0, len(resources))
	for i, slot := range x.feasible {
		at := &x.c.rooms[slot]
		before, after = before[:0], after[:0]
		for j := range resources {
			have, used := resources[j].used(at, slot)
			if have == 0 {
				continue
			}
			before = append(before, min(float64(used)/float64(have), 1))
			after = append(after, min(float64(used+resources[j].want)/float64(have), 1))
		}
		out[i] = maxScore/2 + (maxScore/2+balance(after)-balance(before))/2
	}
	return out
}

// balance returns 100 where all shares are equal, and less where they are not.
func balance(shares []float64) int64 {
	deviation := 0.0
	if len(shares) == 2 {
		deviation = math.Abs((shares[0] - shares[1]) / 2)
	} else if len(shares) > 2 {
		total, sum := 0.0, 0.0
		for _, s := range shares {
			total += s
		}
		mean := total / float64(len(shares))
		for _, s := range shares {
			sum = sum + (s-mean)*(s-mean)
		}
		deviation = math.Sqrt(sum / float64(len(shares)))
	}
	return int64((1 - deviation) * maxScore)
}
