package schedule

import (
	"math"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// legacyAmounts is what containers request, in whole units. Each container is
// rounded up by itself.
type legacyAmounts struct {
	cpu, memory, ephemeral int64
	scalars                map[podlife.ResourceName]int64 // those of 0 too; nil: none
	// With the defaults for containers that do not say, for the scores.
	nonZeroCPU, nonZeroMemory int64
}

// isLegacyScalar reports whether 1.10 counts a resource that it has no field
// of its own for. It drops all others.
//
// Source: kubernetes v1.10 pkg/apis/core/v1/helper/helpers.go, IsScalarResourceName.
func isLegacyScalar(name podlife.ResourceName) bool {
	return isExtended(name) || strings.HasPrefix(string(name), podlife.ResourceHugePagesPrefix) || name == "alpha.kubernetes.io/nvidia-gpu"
}

func (a *legacyAmounts) addContainer(list podlife.ResourceList) {
	own := amountsOfList(list)
	a.cpu, a.memory, a.ephemeral = add(a.cpu, own.cpu), add(a.memory, own.memory), add(a.ephemeral, own.ephemeral)
	a.nonZeroCPU, a.nonZeroMemory = add(a.nonZeroCPU, own.nonZeroCPU), add(a.nonZeroMemory, own.nonZeroMemory)
	for name, n := range own.scalars {
		a.setScalar(name, add(a.scalars[name], n))
	}
}

func (a *legacyAmounts) setScalar(name podlife.ResourceName, n int64) {
	if a.scalars == nil {
		a.scalars = map[podlife.ResourceName]int64{}
	}
	a.scalars[name] = n
}

func amountsOfList(list podlife.ResourceList) legacyAmounts {
	a := legacyAmounts{nonZeroCPU: defaultMilliCPU, nonZeroMemory: defaultMemory}
	for name, q := range list {
		switch {
		case name == podlife.ResourceCPU:
			a.cpu = q.MilliValue()
			a.nonZeroCPU = a.cpu
		case name == podlife.ResourceMemory:
			a.memory = q.Value()
			a.nonZeroMemory = a.memory
		case name == podlife.ResourceEphemeralStorage:
			a.ephemeral = q.Value()
		case isLegacyScalar(name):
			a.setScalar(name, q.Value())
		}
	}
	return a
}

// addMain adds what the main containers of a Pod request. That is all that a
// Pod on a node counts with.
func (a *legacyAmounts) addMain(p *podlife.Pod) {
	for i := range p.Spec.Containers {
		a.addContainer(p.Spec.Containers[i].Resources.Requests)
	}
}

// raise makes each amount at least that of an init container.
func (a *legacyAmounts) raise(list podlife.ResourceList) {
	own := amountsOfList(list)
	a.cpu, a.memory, a.ephemeral = max(a.cpu, own.cpu), max(a.memory, own.memory), max(a.ephemeral, own.ephemeral)
	for name, n := range own.scalars {
		if n > a.scalars[name] {
			a.setScalar(name, n)
		}
	}
}

// legacyRooms returns what the Pods on each node request.
func (x *cycle) legacyRooms() []legacyAmounts {
	if x.legacy.rooms == nil {
		x.legacy.rooms = make([]legacyAmounts, len(x.c.nodes))
		for slot, pods := range x.c.onNode {
			for _, p := range pods {
				x.legacy.rooms[slot].addMain(p.pod)
			}
		}
	}
	return x.legacy.rooms
}

// podFitsResources rejects nodes without enough left. A Pod that requests
// anything is kept off nodes that lack cpu, memory or storage, even if it is
// not that which it requests.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, PodFitsResources.
func (x *cycle) podFitsResources() legacyCheck {
	var want legacyAmounts
	want.addMain(x.pod)
	for i := range x.pod.Spec.InitContainers {
		want.raise(x.pod.Spec.InitContainers[i].Resources.Requests)
	}
	nothing := want.cpu == 0 && want.memory == 0 && want.ephemeral == 0 && len(want.scalars) == 0
	scalars := slices.DeleteFunc(sortedKeys(want.scalars), func(name podlife.ResourceName) bool {
		return isExtended(name) && slices.Contains(x.pr.Fit.IgnoredResources, string(name))
	})
	used := x.legacyRooms()
	return func(slot int) []legacyReason {
		var reasons []legacyReason
		short := func(name podlife.ResourceName, have, used, want int64) {
			if have < add(used, want) {
				reasons = append(reasons, legacyReason{"Insufficient " + string(name), false})
			}
		}
		r, u := &x.c.rooms[slot], &used[slot]
		short(podlife.ResourcePods, r.maxPods, r.pods, 1)
		if nothing {
			return reasons
		}
		short(podlife.ResourceCPU, r.cpu, u.cpu, want.cpu)
		short(podlife.ResourceMemory, r.memory, u.memory, want.memory)
		short(podlife.ResourceEphemeralStorage, r.ephemeral, u.ephemeral, want.ephemeral)
		for _, name := range scalars {
			have := x.c.nodes[slot].object.Status.Allocatable[name]
			short(name, have.Value(), u.scalars[name], want.scalars[name])
		}
		return reasons
	}
}

// usage is what a node has of cpu and memory, and what is in use of it once
// the Pod is there.
type usage struct {
	haveCPU, haveMemory, useCPU, useMemory int64
}

// usages returns the usage of each feasible node. Init containers do not count:
// they are gone when the Pod runs.
func (x *cycle) usages() []usage {
	var want legacyAmounts
	want.addMain(x.pod)
	used := x.legacyRooms()
	out := make([]usage, len(x.feasible))
	for i, slot := range x.feasible {
		r, u := &x.c.rooms[slot], &used[slot]
		out[i] = usage{r.cpu, r.memory, add(u.nonZeroCPU, want.nonZeroCPU), add(u.nonZeroMemory, want.nonZeroMemory)}
	}
	return out
}

// scoreUsage scores each feasible node by its usage.
func (x *cycle) scoreUsage(score func(u usage) int64) []int64 {
	out := make([]int64, len(x.feasible))
	for i, u := range x.usages() {
		out[i] = score(u)
	}
	return out
}

// leastRequested gives more to nodes of which less is in use.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/least_requested.go, leastResourceScorer.
func leastRequested(u usage) int64 {
	part := func(use, have int64) int64 {
		if have == 0 || use > have {
			return 0
		}
		return percent(have-use, have) / 10
	}
	return (part(u.useCPU, u.haveCPU) + part(u.useMemory, u.haveMemory)) / 2
}

// mostRequested gives more to nodes of which more is in use, and nothing to
// those of which too much is.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/most_requested.go, mostResourceScorer.
func mostRequested(u usage) int64 {
	part := func(use, have int64) int64 {
		if have == 0 || use > have {
			return 0
		}
		return percent(use, have) / 10
	}
	return (part(u.useCPU, u.haveCPU) + part(u.useMemory, u.haveMemory)) / 2
}

// balanced gives more to nodes of which as much cpu is in use as memory.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/balanced_resource_allocation.go, balancedResourceScorer.
func balanced(u usage) int64 {
	fraction := func(use, have int64) float64 {
		if have == 0 {
			return 1
		}
		return float64(use) / float64(have)
	}
	cpu, memory := fraction(u.useCPU, u.haveCPU), fraction(u.useMemory, u.haveMemory)
	if cpu >= 1 || memory >= 1 {
		return 0
	}
	return int64((1 - math.Abs(cpu-memory)) * maxPriority)
}
