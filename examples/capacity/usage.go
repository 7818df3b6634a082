package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/heatmap"
	"github.com/podlife/podlife/schedule"
)

// amount is how much of a resource there is, and how much of it is requested:
// cpu in thousandths, all else in whole units.
type amount struct {
	Allocatable int64 `json:"allocatable"`
	Before      int64 `json:"before"`
	After       int64 `json:"after"`
}

func (a *amount) add(b amount) {
	a.Allocatable += b.Allocatable
	a.Before += b.Before
	a.After += b.After
}

// level is the amount as shares of what there is. In a cluster that was empty
// there is no before to speak of.
func (l *ledger) level(a amount) heatmap.Level {
	if a.Allocatable == 0 {
		return heatmap.Level{None: true}
	}
	if l.wasEmpty {
		a.Before = a.After
	}
	have := float64(a.Allocatable)
	return heatmap.Level{Before: float64(a.Before) / have, After: float64(a.After) / have}
}

// nodeUse is how full a node is.
type nodeUse struct {
	name, group string
	// amounts, one for each resource of the ledger.
	amounts []amount
}

// groupUse is how full some nodes are.
type groupUse struct {
	name    string
	nodes   []nodeUse
	amounts []amount
}

// ledger keeps the books of a cluster.
type ledger struct {
	// resources that are counted: pods, cpu, memory, and what else there is on
	// nodes that some Pod requests.
	resources []podlife.ResourceName
	nodes     []nodeUse
	index     map[string]int // by name, of nodes
	// wasEmpty: there was no Pod on any node.
	wasEmpty bool
}

// newLedger opens the books: before and after are what is in the cluster.
func newLedger(nodes []*podlife.Node, c *schedule.Cluster, toPlace []*podlife.Pod, by string) *ledger {
	l := &ledger{index: map[string]int{}, wasEmpty: true}
	extended := map[podlife.ResourceName]bool{}
	note := func(p *podlife.Pod) {
		for name := range schedule.Requests(p) {
			extended[name] = extended[name] || strings.Contains(string(name), "/")
		}
	}
	for _, n := range nodes {
		for _, p := range c.Pods(n.Name) {
			note(p)
		}
	}
	for _, p := range toPlace {
		note(p)
	}
	maps.DeleteFunc(extended, func(name podlife.ResourceName, is bool) bool { return !is || !anyHas(nodes, name) })
	l.resources = append([]podlife.ResourceName{podlife.ResourcePods, podlife.ResourceCPU, podlife.ResourceMemory}, slices.Sorted(maps.Keys(extended))...)
	for _, n := range nodes {
		l.index[n.Name] = len(l.nodes)
		use := nodeUse{name: n.Name, group: groupOf(n, by), amounts: make([]amount, len(l.resources))}
		for i, name := range l.resources {
			use.amounts[i].Allocatable = units(name, n.Status.Allocatable[name])
		}
		l.nodes = append(l.nodes, use)
		for _, p := range c.Pods(n.Name) {
			l.book(p, n.Name, true)
		}
	}
	return l
}

func anyHas(nodes []*podlife.Node, name podlife.ResourceName) bool {
	return slices.ContainsFunc(nodes, func(n *podlife.Node) bool { return !n.Status.Allocatable[name].IsZero() })
}

// book counts a Pod on a node: from the beginning, or as one that came.
func (l *ledger) book(p *podlife.Pod, node string, before bool) {
	for i, n := range l.entry(p) {
		a := &l.nodes[l.index[node]].amounts[i]
		a.After += n
		if before {
			a.Before += n
		}
	}
	l.wasEmpty = l.wasEmpty && !before
}

// leave takes a Pod off a node.
func (l *ledger) leave(p *podlife.Pod, node string) {
	for i, n := range l.entry(p) {
		l.nodes[l.index[node]].amounts[i].After -= n
	}
}

// entry is what a Pod counts for, one number for each resource.
func (l *ledger) entry(p *podlife.Pod) []int64 {
	out := make([]int64, len(l.resources))
	want := schedule.Requests(p)
	for i, name := range l.resources {
		out[i] = units(name, want[name])
		if name == podlife.ResourcePods {
			out[i] = 1
		}
	}
	return out
}

// units is a quantity in the units in which a resource is counted.
func units(name podlife.ResourceName, q podlife.Quantity) int64 {
	if name == podlife.ResourceCPU {
		return q.MilliValue()
	}
	return q.Value()
}

// The labels that tell a node's zone, the present one first.
const (
	zoneLabel    = "topology.kubernetes.io/zone"
	oldZoneLabel = "failure-domain.beta.kubernetes.io/zone"
)

// groupOf returns the group of a node by a label, or by its zone if that is
// empty.
func groupOf(n *podlife.Node, by string) string {
	if by == "" {
		return cmp.Or(n.Labels[zoneLabel], n.Labels[oldZoneLabel])
	}
	return n.Labels[by]
}

// groups returns the groups by name, that without a name last.
func (l *ledger) groups() []groupUse {
	byName := map[string]*groupUse{}
	for _, n := range l.nodes {
		g := byName[n.group]
		if g == nil {
			g = &groupUse{name: n.group, amounts: make([]amount, len(l.resources))}
			byName[n.group] = g
		}
		g.nodes = append(g.nodes, n)
		for i := range n.amounts {
			g.amounts[i].add(n.amounts[i])
		}
	}
	var out []groupUse
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		slices.SortFunc(byName[name].nodes, func(a, b nodeUse) int { return cmp.Compare(a.name, b.name) })
		out = append(out, *byName[name])
	}
	if len(out) > 1 && out[0].name == "" {
		out = append(out[1:], out[0])
	}
	return out
}

// changed reports whether Pods came to a cluster that was not empty, or left it.
func (l *ledger) changed() bool {
	return !l.wasEmpty && slices.ContainsFunc(l.nodes, func(n nodeUse) bool {
		return slices.ContainsFunc(n.amounts, func(a amount) bool { return a.Before != a.After })
	})
}

// total returns the sums over all nodes.
func (l *ledger) total() []amount {
	sum := make([]amount, len(l.resources))
	for _, n := range l.nodes {
		for i := range n.amounts {
			sum[i].add(n.amounts[i])
		}
	}
	return sum
}
