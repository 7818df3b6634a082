package schedule

import (
	"math"
	"math/bits"
	"slices"

	"github.com/podlife/podlife"
)

// scored is one resource that is scored, with where its numbers are. It is read
// once for all nodes, for a name is found in a map and a number in a list.
type scored struct {
	kind   resourceKind
	weight int64
	want   int64        // what the Pod adds
	scalar scalarColumn // for kind scalar
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
		case podlife.ResourceStorage, podlife.ResourcePods:
			continue // no container has them
		default:
			if s.want == 0 || !isScalar(r.Name) {
				continue
			}
			s.scalar = x.scalar(x.resourceID(r.Name))
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
	case scalarKind:
	}
	return s.scalar.have[slot], s.scalar.used[slot]
}

// nonZero is used with the defaults for containers that do not say.
func (s *scored) nonZero(r *room, slot int32) (have, used int64) {
	switch s.kind {
	case cpuKind:
		return r.cpu, r.nonZeroCPU
	case memoryKind:
		return r.memory, r.nonZeroMemory
	case ephemeralKind, scalarKind: // no default
	}
	return s.used(r, slot)
}

// fitScore scores how much of the resources is in use on a node once the Pod is
// there.
type fitScore struct {
	args      *FitArgs
	rooms     []room
	resources []scored
	least     bool // LeastAllocated, the usual
}

func (x *cycle) fitScore() fitScore {
	requests := podRequests(x.pod, view{noPodLevel: true, cpu: true, memory: true})
	least := x.pr.Fit.Strategy == "" || x.pr.Fit.Strategy == LeastAllocated
	return fitScore{&x.pr.Fit, x.c.rooms, x.scoredResources(x.pr.Fit.resources(), requests), least}
}

// at returns the score of one node: the mean over the resources that it has, by
// weight. With RequestedToCapacityRatio those that score nothing are left out of
// the mean, and it is rounded; with the others it is cut off.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/noderesources/resource_allocation.go, score.
func (f *fitScore) at(slot int32) int64 {
	room := &f.rooms[slot]
	ratio := f.args.Strategy == RequestedToCapacityRatio
	sum, weights := int64(0), int64(0)
	for i := range f.resources {
		r := &f.resources[i]
		have, used := r.nonZero(room, slot)
		if have == 0 {
			continue
		}
		var s int64
		if f.least {
			s = leftOver(used+r.want, have)
		} else {
			s = f.args.score(used+r.want, have)
		}
		if ratio && s <= 0 {
			continue
		}
		sum += s * r.weight
		weights += r.weight
	}
	switch {
	case weights == 0:
		return 0
	case ratio:
		return int64(math.Round(float64(sum) / float64(weights)))
	default:
		return sum / weights
	}
}

// score returns the score of one resource, 0 to 100.
func (a *FitArgs) score(want, have int64) int64 {
	switch a.Strategy {
	case MostAllocated:
		return percent(min(want, have), have)
	case RequestedToCapacityRatio:
		return shapeScore(a.Shape, want, have)
	case LeastAllocated: // an empty strategy is the same
	}
	return leftOver(want, have)
}

// leftOver is the score of LeastAllocated.
func leftOver(want, have int64) int64 {
	if want > have {
		return 0
	}
	return percent(have-want, have)
}

// percent returns n in hundredths of all, rounded down. The product of an amount
// and a hundred may take more than 64 bits; such amounts are rare, and the plain
// way is much faster.
func percent(n, all int64) int64 {
	if n < math.MaxInt64/maxScore {
		return n * maxScore / all
	}
	high, low := bits.Mul64(uint64(n), maxScore)
	quotient, _ := bits.Div64(high, low, uint64(all)) // n ≤ all, so it fits
	return int64(quotient)
}

// shapeScore returns what a shape says of a utilization: on the line between two
// corners, or as the first or last corner beyond them. What is more than there is
// counts as full. The scores of a shape go to 10, those of plugins to 100.
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

// balanceScore scores whether the Pod makes the shares that are in use of the
// resources of a node more alike, or less.
type balanceScore struct {
	rooms         []room
	resources     []scored // none: the Pod requests nothing, and all score 0
	before, after []float64
}

func (x *cycle) balanceScore() balanceScore {
	resources := x.scoredResources(x.pr.Balance.resources(), podRequests(x.pod, view{status: true}))
	if !slices.ContainsFunc(resources, func(r scored) bool { return r.want != 0 }) {
		return balanceScore{}
	}
	return balanceScore{rooms: x.c.rooms, resources: resources}
}

// at returns the score of one node: 50 and half of what the Pod changes, so that a
// node is better the more it gains, and not the more balanced it was.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go, Score.
func (b *balanceScore) at(slot int32) int64 {
	if b.resources == nil {
		return 0
	}
	room := &b.rooms[slot]
	b.before, b.after = b.before[:0], b.after[:0]
	for i := range b.resources {
		have, used := b.resources[i].used(room, slot)
		if have == 0 {
			continue
		}
		b.before = append(b.before, min(float64(used)/float64(have), 1))
		b.after = append(b.after, min(float64(used+b.resources[i].want)/float64(have), 1))
	}
	return maxScore/2 + (maxScore/2+balance(b.after)-balance(b.before))/2
}

// balance returns 100 where all shares are equal, and less where they are not: what
// the standard deviation leaves of 1. For two shares there is a shorter way to it,
// which Kubernetes takes; the last bit may differ from that of the long one.
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
