package schedule

import (
	"slices"

	"github.com/podlife/podlife"
)

// maxScore is the greatest score that a plugin gives.
const maxScore = 100

// cycle is one question about one Pod: the state that the plugins share.
//
// Where Kubernetes asks all plugins about one node and then goes on to the
// next, a plugin here goes along all nodes that are left before the next plugin
// has its turn. The verdicts are the same, as no filter depends on another's,
// and what a plugin knows about the Pod is at hand on the way.
type cycle struct {
	c   *Cluster
	pod *podlife.Pod
	pr  *Profile

	group    int32
	requests amounts

	// verdicts is by slot: 0 as long as no plugin rejected the node, else one
	// more than an index into rejections. gone: there is no node.
	verdicts   []uint32
	rejections []Rejection
	unnamed    uint32  // the verdict about nodes that the Pod's names leave out; 0: they leave out none
	feasible   []int32 // slots, in order

	required []bool // by slot: does the Pod's required node affinity match; nil: it has none
	known    bool   // required was computed

	near, anti, wishes []podTerm

	volumes volumeState
	legacy  legacyState
	scratch []int64
}

// gone is the verdict about a slot without a node.
const gone = 1<<32 - 1

// Rejection is why a plugin keeps a Pod off a node.
type Rejection struct {
	// Plugin that rejected the node: the first one, in the profile's order.
	Plugin string
	// Reasons of the plugin, in the scheduler's words. Empty: it gave none.
	Reasons []string
	// Unresolvable: the node would not do either if Pods of lower priority
	// were driven away.
	Unresolvable bool
}

// newCycle reads the Pod.
func newCycle(c *Cluster, p *podlife.Pod, pr *Profile) (*cycle, []error) {
	x := &cycle{c: c, pod: p, pr: pr}
	var errs []error
	x.near, x.anti, x.wishes, errs = podTerms(p, false)
	errs = append(errs, requestProblems(p)...)
	errs = append(errs, spreadProblems(p)...)
	if len(errs) > 0 {
		return nil, errs
	}
	x.group = c.groupOf(p)
	x.requests = c.amountsOf(podRequests(p, view{}), podRequests(p, view{noPodLevel: true, cpu: true, memory: true}))
	c.verdicts = slices.Grow(c.verdicts[:0], len(c.nodes))[:len(c.nodes)]
	x.verdicts = c.verdicts
	clear(x.verdicts)
	if c.alive < len(c.nodes) {
		for slot := range c.nodes {
			if c.nodes[slot].object == nil {
				x.verdicts[slot] = gone
			}
		}
	}
	return x, nil
}

// rejection returns the verdict for a rejection, the same one for the same.
// Thousands of nodes share a few of them, so no text is made by node.
func (x *cycle) rejection(plugin string, unresolvable bool, reasons ...string) uint32 {
	for i := range x.rejections {
		r := &x.rejections[i]
		if r.Plugin == plugin && r.Unresolvable == unresolvable && equalStrings(r.Reasons, reasons) {
			return uint32(i + 1)
		}
	}
	x.rejections = append(x.rejections, Rejection{plugin, reasons, unresolvable})
	return uint32(len(x.rejections))
}

func equalStrings(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// rejectAll rejects all nodes that are left.
func (x *cycle) rejectAll(verdict uint32) {
	for slot, v := range x.verdicts {
		if v == 0 {
			x.verdicts[slot] = verdict
		}
	}
}

// wide returns a number for each slot, all 0. The next call reuses them.
func (x *cycle) wide() []int64 {
	if x.scratch == nil {
		x.scratch = make([]int64, len(x.c.nodes))
	} else {
		clear(x.scratch)
	}
	return x.scratch
}

// collect lists the nodes that no plugin rejected.
func (x *cycle) collect() {
	x.feasible = x.c.feasible[:0]
	for slot, v := range x.verdicts {
		if v == 0 {
			x.feasible = append(x.feasible, int32(slot))
		}
	}
	x.c.feasible = x.feasible
}

// normalize stretches raw scores so that the greatest is 100, and turns them
// round if less is better.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/helper/normalize_score.go, DefaultNormalizeScore.
func normalize(raw []int64, reverse bool) []int64 {
	highest := int64(0)
	for _, s := range raw {
		highest = max(highest, s)
	}
	out := make([]int64, len(raw))
	for i, s := range raw {
		if highest > 0 {
			s = maxScore * s / highest
		}
		switch {
		case reverse:
			out[i] = maxScore - s
		default:
			out[i] = s
		}
	}
	return out
}
