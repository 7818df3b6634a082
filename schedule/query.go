package schedule

import (
	"math"
	"slices"

	"github.com/podlife/podlife"
)

// query is a Pod, read and held against a cluster, in a form in which the
// choice is found without a verdict about each node.
//
// What a node scores depends in part on itself alone: how much room it has,
// which images. That part is one number. The rest it has in common with others:
// its taints, the zone that it is in, how many Pods of some kind are on it.
// Nodes that are alike in all of that are of one kind. Whether a kind will do,
// and what it scores beside the part of its nodes, is found once for all of
// them, and scores are normalized over kinds, of which there are few.
//
// A query answers as the cycle does, which is the plain way, and finds the
// reasons besides. What is rare is left to the cycle, see isQuick.
type query struct {
	x *cycle
	localRules
	queryTerms

	kinds  kinds
	kindOf []uint32 // by slot; gone: there is no node, or it will never do; full: it will not do now
	local  []int64  // by slot

	// Facets with raw scores. -1: none.
	taints, affinity int

	// What judge found out, by kind.
	open   []bool
	offset []int64
	raw    []int64
}

// localRules are those about a node by itself that change as Pods come and go.
type localRules struct {
	fits    bool // fit is to be looked at
	fit     fitRule
	ports   []hostPort
	fitness fitScore
	balance balanceScore
	images  []int64 // by slot; nil: all 0
	// Weights of the scores.
	fitWeight, balanceWeight, imageWeight int64
}

// full stands for the kind of a node that has no room for the Pod. It may have room
// again, unlike one that is gone from the question for good.
const full = gone - 1

// isQuickPod reports whether the choice can be left to a query, as far as that
// is about the Pod. It cannot where the Pod has volumes that the scheduler looks
// at or names its node, and where room is kept for it or before it.
func (c *Cluster) isQuickPod(p *podlife.Pod, pr *Profile) bool {
	if p.Spec.NodeName != "" || p.Status.NominatedNodeName != "" {
		return false
	}
	for _, v := range p.Spec.Volumes {
		if v != (podlife.Volume{Name: v.Name, Image: v.Image}) {
			return false
		}
	}
	if _, restricts, _ := namedNodes(p); restricts {
		return false
	}
	if len(c.nominated) == 0 {
		return true
	}
	x := cycle{c: c, pod: p, pr: pr}
	return len(x.reserved()) == 0
}

// isLegacy reports whether anything in the profile is of 1.10.
func (pr *Profile) isLegacy() bool {
	return pr.Legacy != nil || slices.ContainsFunc(pr.Filters, func(name string) bool { return legacyFilterOf(name) != nil }) ||
		slices.ContainsFunc(pr.Scores, func(s PluginWeight) bool { return isPriority(s.Plugin) })
}

// filters reports whether a plugin filters in the profile.
func (q *query) filters(plugin string) bool { return slices.Contains(q.x.pr.Filters, plugin) }

// scores reports whether a plugin scores in the profile.
func (q *query) scores(plugin string) bool { return q.weight(plugin) > 0 }

// weight returns how much a score counts. 0: it does not.
func (q *query) weight(plugin string) int64 {
	for _, s := range q.x.pr.Scores {
		if s.Plugin == plugin {
			return s.Weight
		}
	}
	return 0
}

// newQuery holds the Pod of a cycle against all nodes. Nil: it is left to the
// cycle, for there may be an error.
func newQuery(x *cycle) *query {
	q := &query{x: x, taints: -1, affinity: -1}
	if !q.readScores() {
		return nil
	}
	q.readTerms()
	for _, name := range x.pr.Filters {
		switch name {
		case NodeUnschedulable, TaintToleration, NodeAffinity, NodeDeclaredFeatures:
			filterOf(name)(x)
		}
	}
	q.readLocal()
	q.kindOf = x.verdicts
	q.local = make([]int64, len(q.kindOf))
	for slot, v := range q.kindOf {
		if v != 0 {
			q.kindOf[slot] = gone
			continue
		}
		kind := q.look(int32(slot))
		if q.kindOf[slot] = kind; kind != full {
			q.kinds.sizes[kind]++
		}
	}
	return q
}

// readScores reads the scores that nodes have from the start.
func (q *query) readScores() bool {
	x := q.x
	if q.scores(TaintToleration) {
		if count := x.softTaints(); count != nil {
			q.taints = q.kinds.addFacet(facet{byTaint: count, nodes: x.c.nodes}, 16)
		}
	}
	if q.scores(NodeAffinity) {
		sums, err := x.nodeAffinitySums()
		if err != nil {
			return false
		}
		if sums != nil {
			x.scratch = nil // sums is kept
			q.affinity = q.kinds.addFacet(facet{bySlot: sums}, 128)
		}
	}
	return true
}

// readLocal reads the rules about single nodes. Those that nothing changes, as what
// labels a node has, were asked before and have left their verdicts.
func (q *query) readLocal() {
	x := q.x
	if q.fits = q.filters(NodeResourcesFit); q.fits {
		q.fit = x.fitRule()
	}
	if q.filters(NodePorts) {
		q.ports = hostPorts(x.pod)
	}
	if q.fitWeight = q.weight(NodeResourcesFit); q.fitWeight > 0 {
		q.fitness = x.fitScore()
	}
	if q.balanceWeight = q.weight(BalancedAllocation); q.balanceWeight > 0 {
		q.balance = x.balanceScore()
	}
	if q.imageWeight = q.weight(ImageLocality); q.imageWeight > 0 {
		q.images = x.imageSums()
		x.scratch = nil
	}
}

// look finds out the kind and the local part of a node that nothing that stays
// speaks against.
func (q *query) look(slot int32) uint32 {
	if q.fits && q.fit.shortage(int(slot)) != (shortage{}) {
		return full
	}
	if len(q.ports) > 0 && taken(q.ports, q.x.c.onNode[slot]) {
		return full
	}
	sum := int64(0)
	if q.fitWeight > 0 {
		sum += q.fitWeight * q.fitness.at(slot)
	}
	if q.balanceWeight > 0 {
		sum += q.balanceWeight * q.balance.at(slot)
	}
	if q.images != nil {
		sum += q.imageWeight * q.images[slot]
	}
	q.local[slot] = sum
	return uint32(q.kinds.of(slot))
}

// decide writes down the choice. found is false if it must be left to the
// cycle: no node will do, or there is an error. It goes along the nodes twice, once
// for the highest total and once, by name, for the one that tie picks: a list of
// the best is not made, as all nodes may be among them.
func (q *query) decide(d *Decision, tie uint64) (found bool) {
	feasible, ok := q.judge()
	if feasible == 0 || !ok {
		return false
	}
	highest, best := int64(math.MinInt64), 0
	for slot, k := range q.kindOf {
		if k >= full || !q.open[k] {
			continue
		}
		switch total := q.local[slot] + q.offset[k]; {
		case total > highest:
			highest, best = total, 1
		case total == highest:
			best++
		}
	}
	d.Feasible, d.Best = feasible, best
	left := int(tie % uint64(best))
	for _, slot := range q.x.c.order.slots {
		k := q.kindOf[slot]
		if k >= full || !q.open[k] || q.local[slot]+q.offset[k] != highest {
			continue
		}
		if left == 0 {
			d.Node = q.x.c.nodes[slot].name
			return true
		}
		left--
	}
	return false
}
