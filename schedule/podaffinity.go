package schedule

// filterPodAffinity rejects nodes that are not near enough to the Pods which
// the Pod must be near to, or too near to others. The order is that in which
// kube-scheduler looks, so that a node with which several things are wrong has the
// same reason: near, then the Pod's own anti-affinity, then that of others.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/interpodaffinity/filtering.go, Filter.
func (x *cycle) filterPodAffinity() {
	if len(x.near) > 0 {
		x.filterNear()
	}
	for i := range x.anti {
		t := &x.anti[i]
		k := x.c.class(false, t.part)
		x.rejectDomains(t.key, func(f func(int32)) { k.each(x.c, f) }, "node(s) didn't match pod anti-affinity rules")
	}
	for _, k := range x.about() {
		if k.kind == requiredAnti {
			x.rejectDomains(k.key, k.nodes(x.c), "node(s) didn't satisfy existing pods anti-affinity rules")
		}
	}
}

// rejectDomains rejects the nodes that have the same value of a label as one
// that each calls back with.
func (x *cycle) rejectDomains(key string, each func(func(slot int32)), reason string) {
	label := x.topology(key)
	has := make([]bool, len(label.values))
	any := false
	each(func(slot int32) {
		if id := label.ids[slot]; id != 0 {
			has[id], any = true, true
		}
	})
	if !any {
		return
	}
	verdict := x.rejection(InterPodAffinity, false, reason)
	for slot, v := range x.verdicts {
		if v == 0 && has[label.ids[slot]] {
			x.verdicts[slot] = verdict
		}
	}
}

// filterNear rejects nodes without the Pods that the Pod must be near to. Where
// there is none anywhere, the Pod may be the first, if it is one of them.
func (x *cycle) filterNear() {
	parts := make([]part, len(x.near))
	for i := range x.near {
		parts[i] = x.near[i].part
	}
	// One Pod must be what all terms ask for; two that are each half of it do
	// not do. So the terms are one class, not several.
	k := x.c.class(false, parts...)
	labels := make([]*column, len(x.near))
	domains := make([][]bool, len(x.near))
	any := false
	for i := range x.near {
		label := x.topology(x.near[i].key)
		labels[i], domains[i] = label, make([]bool, len(label.values))
		k.each(x.c, func(slot int32) {
			if id := label.ids[slot]; id != 0 {
				domains[i][id], any = true, true
			}
		})
	}
	first := !any && x.c.covers(parts, x.pod.Namespace, x.pod.Labels)
	verdict := x.rejection(InterPodAffinity, true, "node(s) didn't match pod affinity rules")
	for slot, v := range x.verdicts {
		if v != 0 {
			continue
		}
		for i, label := range labels {
			if id := label.ids[slot]; id == 0 || !first && !domains[i][id] {
				x.verdicts[slot] = verdict
				break
			}
		}
	}
}

// topology returns the column of a topology key. No node has the empty one.
func (x *cycle) topology(key string) *column {
	if key == "" {
		return x.c.nothing
	}
	return x.c.column(key)
}

// scorePodAffinity adds up the wishes of the Pod for Pods near to a node, and
// theirs for it. Nil: nobody has any.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/interpodaffinity/scoring.go, PreScore, Score.
func (x *cycle) scorePodAffinity() []int64 {
	args := &x.pr.PodAffinity
	// A Pod with wishes of its own has those of others counted all the same.
	if args.IgnorePreferredTermsOfExistingPods && len(x.wishes) == 0 {
		return nil
	}
	var sums []int64
	for i := range x.wishes {
		t := &x.wishes[i]
		k := x.c.class(false, t.part)
		sums = x.addDomains(sums, t.key, func(f func(int32, int64)) {
			k.each(x.c, func(slot int32) { f(slot, t.weight) })
		})
	}
	for _, k := range x.about() {
		weight := int64(1)
		if k.kind == requiredNear {
			weight = args.HardPodAffinityWeight
		}
		if k.kind != requiredAnti {
			sums = x.addDomains(sums, k.key, func(f func(int32, int64)) {
				k.each(x.c, func(slot int32, n int64) { f(slot, n*weight) })
			})
		}
	}
	if sums == nil {
		return nil
	}
	return x.ofFeasible(sums)
}

// addDomains adds to each node the sum of what those with the same value of a
// label have. each calls back with a node and what it has.
func (x *cycle) addDomains(sums []int64, key string, each func(func(slot int32, n int64))) []int64 {
	label := x.topology(key)
	domains := make([]int64, len(label.values))
	any := false
	each(func(slot int32, n int64) {
		if id := label.ids[slot]; id != 0 && n != 0 {
			domains[id] += n
			any = true
		}
	})
	if !any {
		return sums
	}
	if sums == nil {
		sums = x.wide()
	}
	for slot, id := range label.ids {
		sums[slot] += domains[id]
	}
	return sums
}

// normalizePodAffinity stretches the scores from 0 for the least to 100 for
// the greatest. If all are equal they are 0.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/interpodaffinity/scoring.go, NormalizeScore.
func normalizePodAffinity(raw []int64) []int64 {
	lowest, highest := raw[0], raw[0]
	for _, s := range raw {
		lowest, highest = min(lowest, s), max(highest, s)
	}
	out := make([]int64, len(raw))
	for i, s := range raw {
		out[i] = affinityShare(s, lowest, highest)
	}
	return out
}

// affinityShare is the share of one node. The fraction is cut off and not rounded,
// and is made of floating numbers, as in Kubernetes: the last unit depends on it.
func affinityShare(s, lowest, highest int64) int64 {
	if highest == lowest {
		return 0
	}
	return int64(maxScore * (float64(s-lowest) / float64(highest-lowest)))
}
