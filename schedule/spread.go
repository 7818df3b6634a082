package schedule

import (
	"fmt"
	"math"

	"github.com/podlife/podlife"
)

// hostnameLabel is the label that every node has its own value of.
const hostnameLabel = "kubernetes.io/hostname"

// spreadRule is a topology spread constraint, read.
type spreadRule struct {
	maxSkew    int64
	label      *column
	hostname   bool
	minDomains int64
	self       int64  // 1: the Pod itself counts
	parts      []part // which Pods count; nil: none
	pods       class  // those that do
	coming     int64  // Pods that are to come and that pods leaves out
	affinity   bool   // nodes that the Pod's node affinity excludes are left out
	taints     bool   // nodes with taints that the Pod does not tolerate are left out
}

// spreadProblems reports selectors of spread constraints that cannot be read.
func spreadProblems(p *podlife.Pod) []error {
	var errs []error
	for i := range p.Spec.TopologySpreadConstraints {
		if _, field, problem := newSelector(p.Spec.TopologySpreadConstraints[i].LabelSelector); problem != "" {
			errs = append(errs, podError(p, fmt.Sprintf("spec.topologySpreadConstraints[%d].labelSelector.%s", i, field), problem))
		}
	}
	return errs
}

// spreadRules reads the Pod's constraints of one kind, or the default ones if
// it has none of any kind.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/common.go, filterTopologySpreadConstraints.
func (x *cycle) spreadRules(action podlife.UnsatisfiableAction) []spreadRule {
	constraints := x.pod.Spec.TopologySpreadConstraints
	var common *selector
	if len(constraints) == 0 {
		if constraints = x.pr.Spread.defaults(); len(constraints) == 0 {
			return nil
		}
		sel := x.c.defaultSelector(x.pod)
		if sel.isEmpty() {
			return nil
		}
		common = &sel
	}
	var out []spreadRule
	for i := range constraints {
		if constraints[i].WhenUnsatisfiable == action {
			out = append(out, x.spreadRule(&constraints[i], common))
		}
	}
	return out
}

// spreadRule reads one constraint. common is the selector of those that have none
// of their own, because they are the defaults for all Pods; else it is nil.
// matchLabelKeys narrow the selector to Pods with the values that this one has, as
// those of one revision.
func (x *cycle) spreadRule(c *podlife.TopologySpreadConstraint, common *selector) spreadRule {
	var sel selector
	if common != nil {
		sel = *common
	} else {
		sel, _, _ = newSelector(c.LabelSelector) // was checked before
		for _, key := range c.MatchLabelKeys {
			if value, ok := x.pod.Labels[key]; ok && !sel.nothing {
				sel.reqs = append(sel.reqs, labelRequirement{key, podlife.SelectorOpIn, []string{value}})
			}
		}
	}
	r := spreadRule{
		maxSkew: int64(c.MaxSkew), label: x.topology(c.TopologyKey), hostname: c.TopologyKey == hostnameLabel, minDomains: 1,
		affinity: c.NodeAffinityPolicy == "" || c.NodeAffinityPolicy == podlife.NodeInclusionHonor,
		taints:   c.NodeTaintsPolicy == podlife.NodeInclusionHonor,
	}
	if c.MinDomains != nil {
		r.minDomains = int64(*c.MinDomains)
	}
	if sel.matches(x.pod.Labels) {
		r.self = 1
	}
	r.coming = x.coming.missedBy(x.pod, &sel)
	if !sel.isEmpty() { // an empty one counts nobody, though it matches the Pod itself
		r.parts = []part{{namespaces{names: []string{x.pod.Namespace}}, sel}}
		r.pods = x.c.class(true, r.parts...)
	}
	return r
}

// defaults returns the constraints of Pods that have none.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/plugin.go, systemDefaultConstraints.
func (a *SpreadArgs) defaults() []podlife.TopologySpreadConstraint {
	if a.ListDefaulting {
		return a.DefaultConstraints
	}
	return []podlife.TopologySpreadConstraint{
		{TopologyKey: hostnameLabel, WhenUnsatisfiable: podlife.ScheduleAnyway, MaxSkew: 3},
		{TopologyKey: "topology.kubernetes.io/zone", WhenUnsatisfiable: podlife.ScheduleAnyway, MaxSkew: 5},
	}
}

// haveKeys returns which nodes have the labels of all rules.
func (x *cycle) haveKeys(rules []spreadRule) []bool {
	out := make([]bool, len(x.c.nodes))
	for slot := range out {
		out[slot] = x.c.nodes[slot].object != nil
	}
	for i := range rules {
		for slot, id := range rules[i].label.ids {
			if id == 0 {
				out[slot] = false
			}
		}
	}
	return out
}

// included returns which of some nodes a rule looks at.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/common.go, matchNodeInclusionPolicies.
func (x *cycle) included(r *spreadRule, of []bool) []bool {
	var required []bool
	if r.affinity {
		required = x.matchRequired()
	}
	if required == nil && !r.taints {
		return of
	}
	var bad []bool
	if r.taints {
		bad = x.c.untolerated(x.pod)
	}
	out := make([]bool, len(of))
	for slot := range of {
		out[slot] = of[slot] && (required == nil || required[slot]) && (bad == nil || !bad[x.c.nodes[slot].taints])
	}
	return out
}

// filterSpread rejects nodes with whose labels too many Pods would be alike.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/filtering.go, Filter.
func (x *cycle) filterSpread() {
	rules := x.spreadRules(podlife.DoNotSchedule)
	if len(rules) == 0 {
		return
	}
	// A node without one of the labels counts for none of the rules.
	eligible := x.haveKeys(rules)
	limits := make([][]bool, len(rules)) // by rule and value: too many
	for i := range rules {
		limits[i] = x.overSkew(&rules[i], x.included(&rules[i], eligible))
	}
	missing := x.rejection(PodTopologySpread, true, "node(s) didn't match pod topology spread constraints (missing required label)")
	skewed := x.rejection(PodTopologySpread, false, "node(s) didn't match pod topology spread constraints")
	for slot, v := range x.verdicts {
		if v != 0 {
			continue
		}
		for i := range rules {
			id := rules[i].label.ids[slot]
			if id == 0 {
				x.verdicts[slot] = missing
				break
			}
			if limits[i][id] {
				x.verdicts[slot] = skewed
				break
			}
		}
	}
}

// overSkew returns for which values of a rule's label one Pod more is too many:
// the domain would have more than the skew above the emptiest one. Where there are
// fewer domains than are asked for, one without Pods is still to come, and the
// emptiest has none.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/filtering.go, minMatchNum.
func (x *cycle) overSkew(r *spreadRule, included []bool) []bool {
	counts := make([]int64, len(r.label.values))
	r.pods.each(x.c, func(slot int32) {
		if included[slot] {
			counts[r.label.ids[slot]]++
		}
	})
	if r.coming != 0 && included[x.coming.slot] {
		counts[r.label.ids[x.coming.slot]] += r.coming
	}
	exists, domains := r.domains(included)
	fewest := int64(math.MaxInt32)
	for id, e := range exists {
		if e {
			fewest = min(fewest, counts[id])
		}
	}
	if domains < r.minDomains {
		fewest = 0
	}
	// A value that only nodes have which are left out counts 0 Pods, and may be
	// chosen all the same.
	out := make([]bool, len(counts))
	for id := range out {
		out[id] = counts[id]+r.self-fewest > r.maxSkew
	}
	return out
}

// domains returns which values of the label some nodes have, and how many.
func (r *spreadRule) domains(included []bool) (exists []bool, n int64) {
	exists = make([]bool, len(r.label.values))
	for slot, id := range r.label.ids {
		if included[slot] && !exists[id] {
			exists[id] = true
			n++
		}
	}
	return exists, n
}
