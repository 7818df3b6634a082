package schedule

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

// sample forgets the verdicts about nodes that a scheduler would not have
// looked at, because enough before them will do. It returns where to go on.
// Nodes that the Pod's names leave out are not among those that are looked at.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, findNodesThatPassFilters.
func (x *cycle) sample() int {
	s := x.pr.Sampling
	if !s.On {
		return 0
	}
	order := make([]int, 0, x.c.alive)
	for slot, v := range x.verdicts {
		if v != gone && (v == 0 || v != x.unnamed) {
			order = append(order, slot)
		}
	}
	start := ((s.Start % x.c.alive) + x.c.alive) % x.c.alive
	left, n := sampleSize(len(order), s.Percentage), len(order)
	for i := range n {
		if x.verdicts[order[(start+i)%n]] != 0 {
			continue
		}
		if left > 0 {
			left--
			continue
		}
		for j := i; j < n; j++ {
			x.verdicts[order[(start+j)%n]] = unseen
		}
		return (start + i) % x.c.alive
	}
	return (start + n) % x.c.alive
}
