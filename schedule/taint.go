package schedule

import (
	"slices"
	"strconv"

	"github.com/podlife/podlife"
)

// taintSet returns the number of a list of taints. Nodes share few lists, so a
// toleration is tried once for each list and not for each node. Lists are never
// taken away: what no node has any more costs a look and is of no effect.
func (c *Cluster) taintSet(taints []podlife.Taint) int32 {
	b := c.keyBuffer[:0]
	for i := range taints {
		b = strconv.AppendQuote(b, taints[i].Key)
		b = strconv.AppendQuote(b, taints[i].Value)
		b = strconv.AppendQuote(b, string(taints[i].Effect))
	}
	c.keyBuffer = b
	if n, ok := c.taintIndex[string(b)]; ok {
		return n
	}
	n := int32(len(c.taintSets))
	c.taintSets = append(c.taintSets, taints)
	c.taintIndex[string(b)] = n
	return n
}

// blocks reports whether a taint keeps new Pods off a node.
func blocks(t *podlife.Taint) bool {
	return t.Effect == podlife.TaintEffectNoSchedule || t.Effect == podlife.TaintEffectNoExecute
}

// tolerated reports whether one of some tolerations is for a taint. For how long
// does not matter to a scheduler: that is for who evicts.
func tolerated(t *podlife.Taint, by []podlife.Toleration) bool {
	for i := range by {
		if by[i].Tolerates(t, false) {
			return true
		}
	}
	return false
}

// untolerated reports, for each set of taints, whether one of them keeps p off.
func (c *Cluster) untolerated(p *podlife.Pod) []bool {
	out := make([]bool, len(c.taintSets))
	for i, taints := range c.taintSets {
		for j := range taints {
			out[i] = out[i] || blocks(&taints[j]) && !tolerated(&taints[j], p.Spec.Tolerations)
		}
	}
	return out
}

// filterTaints rejects nodes with a taint that the Pod does not tolerate.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go, Filter.
func (x *cycle) filterTaints() {
	bad := x.c.untolerated(x.pod)
	any := false
	for _, b := range bad {
		any = any || b
	}
	if !any {
		return
	}
	verdict := x.rejection(TaintToleration, true, "node(s) had untolerated taint(s)")
	for slot, v := range x.verdicts {
		if v == 0 && bad[x.c.nodes[slot].taints] {
			x.verdicts[slot] = verdict
		}
	}
}

// scoreTaints counts the taints that would rather have the Pod elsewhere. Nil:
// there are none on the feasible nodes.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go, Score.
func (x *cycle) scoreTaints() []int64 {
	count := x.softTaints()
	if count == nil {
		return nil
	}
	raw := x.each(func(slot int32) int64 { return count[x.c.nodes[slot].taints] })
	if slices.Max(raw) == 0 { // the taints are those of other nodes, or of none any more
		return nil
	}
	return raw
}

// softTaints counts them for each set of taints. Nil: there are none. Tolerations
// for the other effects do not count, not even for a taint of the same key.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go, getAllTolerationPreferNoSchedule.
func (x *cycle) softTaints() []int64 {
	var soft []podlife.Toleration
	for _, t := range x.pod.Spec.Tolerations {
		if t.Effect == "" || t.Effect == podlife.TaintEffectPreferNoSchedule {
			soft = append(soft, t)
		}
	}
	var count []int64
	for i, taints := range x.c.taintSets {
		for j := range taints {
			if taints[j].Effect != podlife.TaintEffectPreferNoSchedule || tolerated(&taints[j], soft) {
				continue
			}
			if count == nil {
				count = make([]int64, len(x.c.taintSets))
			}
			count[i]++
		}
	}
	return count
}

// filterUnschedulable rejects nodes that are closed to new Pods, unless the
// Pod tolerates the taint that stands for it.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodeunschedulable/node_unschedulable.go, Filter.
func (x *cycle) filterUnschedulable() {
	closed := podlife.Taint{Key: "node.kubernetes.io/unschedulable", Effect: podlife.TaintEffectNoSchedule}
	if tolerated(&closed, x.pod.Spec.Tolerations) {
		return
	}
	verdict := uint32(0)
	for slot, v := range x.verdicts {
		if v == 0 && x.c.nodes[slot].closed {
			if verdict == 0 {
				verdict = x.rejection(NodeUnschedulable, true, "node(s) were unschedulable")
			}
			x.verdicts[slot] = verdict
		}
	}
}
