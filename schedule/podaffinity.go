package schedule

// filterPodAffinity rejects nodes that are not near enough to the Pods which
// the Pod must be near to, or too near to others.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/interpodaffinity/filtering.go, Filter.
func (x *cycle) filterPodAffinity() {
	if len(x.near) > 0 {
		x.filterNear()
	}
	for i := range x.anti {
		t := &x.anti[i]
		k := x.c.class(false, t.part)
		x.rejectDomains(t.key, func(slot int) bool { return k.counts[slot] > 0 }, k.total, "node(s) didn't match pod anti-affinity rules")
	}
	for _, k := range x.c.carried {
		if k.kind == requiredAnti && k.carrier > 0 && k.covers(x.c, x.group) {
			x.rejectDomains(k.keyName, func(slot int) bool { return k.weights[slot] > 0 }, k.carrier, "node(s) didn't satisfy existing pods anti-affinity rules")
		}
	}
}

// rejectDomains rejects the nodes that have the same value of a label as one
// with Pods of some kind, of which there are total.
func (x *cycle) rejectDomains(key string, with func(slot int) bool, total int64, reason string) {
	if key == "" || total == 0 {
		return
	}
	label := x.c.column(key)
	has := make([]bool, len(label.values))
	any := false
	for slot, id := range label.ids {
		if id != 0 && with(slot) {
			has[id], any = true, true
		}
	}
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
		for slot, id := range label.ids {
			if id != 0 && k.counts[slot] > 0 {
				domains[i][id], any = true, true
			}
		}
	}
	first := !any && k.has(x.c, x.group)
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
		return &column{ids: make([]int32, len(x.c.nodes)), values: []string{""}}
	}
	return x.c.column(key)
}

// scorePodAffinity adds up the wishes of the Pod for Pods near to a node, and
// theirs for it. Nil: nobody has any.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/interpodaffinity/scoring.go, PreScore, Score.
func (x *cycle) scorePodAffinity() []int64 {
	args := &x.pr.PodAffinity
	if args.IgnorePreferredTermsOfExistingPods && len(x.wishes) == 0 {
		return nil
	}
	var sums []int64
	for i := range x.wishes {
		t := &x.wishes[i]
		k := x.c.class(false, t.part)
		if k.total > 0 {
			sums = x.addDomains(sums, t.key, func(slot int) int64 { return t.weight * int64(k.counts[slot]) })
		}
	}
	for _, k := range x.c.carried {
		weight := int64(1)
		if k.kind == requiredNear {
			weight = args.HardPodAffinityWeight
		}
		if k.kind != requiredAnti && weight > 0 && k.carrier > 0 && k.covers(x.c, x.group) {
			sums = x.addDomains(sums, k.keyName, func(slot int) int64 { return weight * k.weights[slot] })
		}
	}
	if sums == nil {
		return nil
	}
	return x.pick(sums)
}

// addDomains adds to each node the sum of what those with the same value of a
// label have.
func (x *cycle) addDomains(sums []int64, key string, of func(slot int) int64) []int64 {
	if key == "" {
		return sums
	}
	label := x.c.column(key)
	domains := make([]int64, len(label.values))
	any := false
	for slot, id := range label.ids {
		if n := of(slot); id != 0 && n != 0 {
			domains[id] += n
			any = true
		}
	}
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
	if highest > lowest {
		for i, s := range raw {
			out[i] = int64(maxScore * (float64(s-lowest) / float64(highest-lowest)))
		}
	}
	return out
}
