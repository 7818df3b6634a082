package schedule

import "github.com/podlife/podlife"

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

	requests amounts
	// strange are the resources that the Pod requests and the cluster does not
	// know. Their numbers follow those of the cluster.
	strange []podlife.ResourceName

	// verdicts is by slot: 0 as long as no plugin rejected the node, else one
	// more than an index into rejections. gone: there is no node.
	verdicts   []uint32
	rejections []Rejection
	names      map[string]bool // nodes that the Pod names; nil: it names none
	feasible   []int32         // slots, in order; nil: the filters did not come to an end
	next       int             // where sampling goes on
	scores     []PluginScore
	totals     []int64 // by place in feasible

	required []bool // by slot: does the Pod's required node affinity match; nil: it has none
	known    bool   // required was computed

	near, anti, wishes []podTerm

	volumes volumeState
	coming  comingPods
	legacy  legacyState
	scratch []int64
	zeros   []int64 // by slot; nobody writes to it

	aboutPod   []*carried // terms of Pods on nodes that are about this one
	aboutKnown bool
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
	x.requests = amountsOf(podRequests(p, view{}), podRequests(p, view{noPodLevel: true, cpu: true, memory: true}), x.resourceID)
	x.verdicts = make([]uint32, len(c.nodes))
	if c.alive < len(c.nodes) {
		for slot := range c.nodes {
			if c.nodes[slot].object == nil {
				x.verdicts[slot] = gone
			}
		}
	}
	return x, nil
}

// resourceID returns a number of a resource. One that is strange may have several.
func (x *cycle) resourceID(name podlife.ResourceName) int32 {
	if id, ok := x.c.knownResource(name); ok {
		return id
	}
	x.strange = append(x.strange, name)
	return int32(len(x.c.resources) + len(x.strange) - 1)
}

func (x *cycle) resourceName(id int32) podlife.ResourceName {
	if known := len(x.c.resources); int(id) >= known {
		return x.strange[int(id)-known]
	}
	return x.c.resources[id]
}

// scalar returns what nodes have of a resource, and what is in use.
func (x *cycle) scalar(id int32) scalarColumn {
	if int(id) < len(x.c.scalars) {
		return x.c.scalars[id]
	}
	if x.zeros == nil {
		x.zeros = make([]int64, len(x.c.nodes))
	}
	return scalarColumn{x.zeros, x.zeros}
}

// about returns the terms of Pods on nodes that are about the Pod.
func (x *cycle) about() []*carried {
	if !x.aboutKnown {
		x.aboutPod, x.aboutKnown = x.c.about(x.pod.Namespace, x.pod.Labels), true
	}
	return x.aboutPod
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
	n := 0
	for _, v := range x.verdicts {
		if v == 0 {
			n++
		}
	}
	x.feasible = make([]int32, 0, n)
	for slot, v := range x.verdicts {
		if v == 0 {
			x.feasible = append(x.feasible, int32(slot))
		}
	}
}

// each scores the feasible nodes one by one.
func (x *cycle) each(score func(slot int32) int64) []int64 {
	out := make([]int64, len(x.feasible))
	for i, slot := range x.feasible {
		out[i] = score(slot)
	}
	return out
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
		out[i] = stretch(s, highest, reverse)
	}
	return out
}

func stretch(s, highest int64, reverse bool) int64 {
	if highest > 0 {
		s = maxScore * s / highest
	}
	if reverse {
		return maxScore - s
	}
	return s
}
