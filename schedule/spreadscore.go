package schedule

import (
	"math"

	"github.com/podlife/podlife"
)

// ignoredNode is the raw score of a node that lacks a label and is not scored.
const ignoredNode = -1

// scoreSpread scores how many Pods are alike with a node's labels; less is
// better. Nil: there is no constraint to score.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/scoring.go, PreScore, Score.
func (x *cycle) scoreSpread() []int64 {
	rules := x.spreadRules(podlife.ScheduleAnyway)
	if len(rules) == 0 {
		return nil
	}
	counted := x.haveKeys(nil)
	scored := len(x.feasible)
	out := make([]int64, len(x.feasible))
	if x.isComplete() {
		counted = x.haveKeys(rules)
		for i, slot := range x.feasible {
			if !counted[slot] {
				out[i] = ignoredNode
				scored--
			}
		}
	}
	sums := make([]float64, len(x.feasible))
	for i := range rules {
		x.addSpread(sums, out, &rules[i], counted, scored)
	}
	for i := range out {
		if out[i] != ignoredNode {
			out[i] = int64(math.Round(sums[i]))
		}
	}
	return out
}

// isComplete reports whether nodes without one of the labels are not scored.
// With the constraints that Kubernetes has for all Pods, a node without a zone
// is scored by its hostname alone.
func (x *cycle) isComplete() bool {
	return len(x.pod.Spec.TopologySpreadConstraints) > 0 || x.pr.Spread.ListDefaulting
}

// addSpread adds what one rule says to the scores of the nodes. A label with many
// values, as the hostname, would weigh more than one with few, since a Pod more or
// less matters more among few; the logarithm of their number evens that out.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/scoring.go, topologyNormalizingWeight.
func (x *cycle) addSpread(sums []float64, out []int64, r *spreadRule, counted []bool, scored int) {
	if r.hostname {
		weight := math.Log(float64(scored + 2))
		counts := r.pods.counts(x.c)
		for i, slot := range x.feasible {
			if r.label.ids[slot] != 0 && out[i] != ignoredNode {
				sums[i] += spreadScore(int64(counts[slot]), r.maxSkew, weight)
			}
		}
		return
	}
	byValue := x.spreadByValue(r, out, x.included(r, counted))
	for i, slot := range x.feasible {
		if id := r.label.ids[slot]; id != 0 && out[i] != ignoredNode {
			sums[i] += byValue[r.label.domain(id)]
		}
	}
}

// spreadByValue returns what a rule adds for each value of its label.
func (x *cycle) spreadByValue(r *spreadRule, out []int64, included []bool) []float64 {
	counts := make([]int64, len(r.label.values))
	exists := make([]bool, len(counts))
	size := 0
	for i, slot := range x.feasible {
		if id := r.label.domain(r.label.ids[slot]); out[i] != ignoredNode && !exists[id] {
			exists[id] = true
			size++
		}
	}
	r.pods.each(x.c, func(slot int32) {
		if included[slot] {
			counts[r.label.domain(r.label.ids[slot])]++
		}
	})
	weight := math.Log(float64(size + 2))
	scores := make([]float64, len(counts))
	for id := range scores {
		scores[id] = spreadScore(counts[id], r.maxSkew, weight)
	}
	return scores
}

// domain returns the number under which a value is counted. A label that is
// not there is counted as one that is empty.
func (k *column) domain(id int32) int32 {
	if k.values[id] == "" {
		return 0
	}
	return id
}

// spreadScore is what the Pods of a domain count. The greater the skew that is
// allowed, the less they matter beside it.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/scoring.go, scoreForCount.
func spreadScore(pods, maxSkew int64, weight float64) float64 {
	return float64(pods)*weight + float64(maxSkew-1)
}

// normalizeSpread turns the scores round: the fewest Pods give 100. Nodes that
// are not scored get 0.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/scoring.go, NormalizeScore.
func normalizeSpread(raw []int64) []int64 {
	lowest, highest := int64(math.MaxInt64), int64(0)
	for _, s := range raw {
		if s != ignoredNode {
			lowest, highest = min(lowest, s), max(highest, s)
		}
	}
	out := make([]int64, len(raw))
	for i, s := range raw {
		out[i] = spreadShare(s, lowest, highest)
	}
	return out
}

// spreadShare is the share of one node: the least gets 100, the greatest what the
// least is of it. Where no Pod counts anywhere, all get 100.
func spreadShare(s, lowest, highest int64) int64 {
	switch {
	case s == ignoredNode:
		return 0
	case highest == 0:
		return maxScore
	default:
		return maxScore * (highest + lowest - s) / highest
	}
}

// defaultSelector returns what the Services that match the Pod, and its
// controller, have for a selector, all together. An empty one: they have none.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/helper/spread.go, DefaultSelector.
func (c *Cluster) defaultSelector(p *podlife.Pod) selector {
	labels := map[string]string{}
	merge := func(more map[string]string) {
		for key, value := range more {
			labels[key] = value
		}
	}
	for _, s := range c.world.services[p.Namespace] {
		if sel := mapSelector(s.Spec.Selector); s.Spec.Selector != nil && sel.matches(p.Labels) {
			merge(s.Spec.Selector)
		}
	}
	var more *podlife.LabelSelector
	for _, o := range p.OwnerReferences {
		if !o.Controller {
			continue
		}
		key := qualified(p.Namespace, o.Name)
		switch o.APIVersion + " " + o.Kind {
		case "v1 ReplicationController":
			if rc := c.world.controllers[key]; rc != nil {
				merge(rc.Spec.Selector)
			}
		case "apps/v1 ReplicaSet":
			if rs := c.world.replicaSets[key]; rs != nil {
				more = rs.Spec.Selector
			}
		case "apps/v1 StatefulSet":
			if s := c.world.statefuls[key]; s != nil {
				more = s.Spec.Selector
			}
		}
		break // there is one controller
	}
	sel := mapSelector(labels)
	if more != nil {
		added, _, _ := newSelector(more) // was checked when the cluster was made
		sel.reqs = append(sel.reqs, added.reqs...)
	}
	return sel
}
