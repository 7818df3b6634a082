package schedule

import "slices"

// unseen is the verdict about a node that was not looked at.
const unseen = gone - 1

// sampleSize returns how many of n nodes must be feasible to stop.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, numFeasibleNodesToFind.
func sampleSize(n, percentage int) int {
	const least = 100
	if n < least || percentage >= 100 {
		return n
	}
	if percentage <= 0 {
		percentage = max(50-n/125, 5)
	}
	return max(n*percentage/100, least)
}

// unmoved is where to go on if the nodes were not looked at in turn.
func (s *Sampling) unmoved() int {
	if !s.On {
		return 0
	}
	return s.Start
}

// sample forgets the verdicts about nodes that a scheduler would not have
// looked at, because enough before them will do, and finds out where to go on.
// Nodes that the Pod's names leave out are not among those that are looked at.
//
// The node on which room is kept for the Pod itself was looked at before. What
// was wrong with it is remembered, and Kubernetes counts it as if it had been
// looked at in turn.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, findNodesThatFitPod, findNodesThatPassFilters.
func (x *cycle) sample() {
	s := x.pr.Sampling
	if !s.On {
		return
	}
	order := make([]int32, 0, x.c.alive)
	for slot, v := range x.verdicts {
		if v != gone && (x.names == nil || x.names[x.c.nodes[slot].name]) {
			order = append(order, int32(slot))
		}
	}
	start, n := ((s.Start%x.c.alive)+x.c.alive)%x.c.alive, len(order)
	looked := x.enough(order, start)
	x.next = (start + looked) % x.c.alive
	own, kept := x.c.nodeIndex.get(x.pod.Status.NominatedNodeName)
	kept = kept && x.verdicts[own] != 0 && x.pr.Legacy == nil
	if kept && !slices.Contains(order, own) {
		x.next = (x.next + 1) % x.c.alive
	}
	for i := looked; i < n; i++ {
		if slot := order[(start+i)%n]; kept && slot == own {
			x.next = (x.next + 1) % x.c.alive
		} else {
			x.verdicts[slot] = unseen
		}
	}
}

// enough returns how many nodes are looked at until enough will do.
func (x *cycle) enough(order []int32, start int) int {
	left := sampleSize(len(order), x.pr.Sampling.Percentage)
	for i := range order {
		if x.verdicts[order[(start+i)%len(order)]] != 0 {
			continue
		}
		if left == 0 {
			return i
		}
		left--
	}
	return len(order)
}
