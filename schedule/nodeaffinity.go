package schedule

import (
	"fmt"

	"github.com/podlife/podlife"
)

// namedNodes returns the nodes that the Pod's required node affinity names by
// metadata.name, or restricts false if a term names none. conflict: the terms
// name nodes that cannot be one.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go, PreFilter.
func namedNodes(p *podlife.Pod) (names map[string]bool, restricts, conflict bool) {
	a := p.Spec.Affinity
	if a == nil || a.NodeAffinity == nil || a.NodeAffinity.Required == nil || len(a.NodeAffinity.Required.NodeSelectorTerms) == 0 {
		return nil, false, false
	}
	names = map[string]bool{}
	for _, t := range a.NodeAffinity.Required.NodeSelectorTerms {
		var of map[string]bool
		for _, r := range t.MatchFields {
			if r.Key != "metadata.name" || r.Operator != podlife.SelectorOpIn {
				continue
			}
			both := map[string]bool{}
			for _, name := range r.Values {
				if of == nil || of[name] {
					both[name] = true
				}
			}
			of = both
		}
		if of == nil {
			return nil, false, false
		}
		for name := range of {
			names[name] = true
		}
	}
	return names, true, len(names) == 0
}

// filterNodeAffinity rejects nodes that the profile or the Pod does not want.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go, Filter.
func (x *cycle) filterNodeAffinity() {
	if added := x.pr.NodeAffinity.AddedAffinity; added != nil && added.Required != nil {
		x.keep(x.c.matchTerms(added.Required), x.rejection(NodeAffinity, true, "node(s) didn't match scheduler-enforced node affinity"))
	}
	if required := x.matchRequired(); required != nil {
		x.keep(required, x.rejection(NodeAffinity, true, "node(s) didn't match Pod's node affinity/selector"))
	}
}

// keep rejects all nodes but some.
func (x *cycle) keep(some []bool, verdict uint32) {
	for slot, v := range x.verdicts {
		if v == 0 && !some[slot] {
			x.verdicts[slot] = verdict
		}
	}
}

// scoreNodeAffinity adds up the weights of the preferred terms that hold.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go, Score.
func (x *cycle) scoreNodeAffinity() (raw []int64, err error) {
	sums, err := x.nodeAffinitySums()
	if sums == nil || err != nil {
		return nil, err
	}
	return x.ofFeasible(sums), nil
}

// nodeAffinitySums is scoreNodeAffinity by slot, for all nodes. Nil: nobody
// prefers any.
func (x *cycle) nodeAffinitySums() (sums []int64, err error) {
	var own []podlife.PreferredSchedulingTerm
	if a := x.pod.Spec.Affinity; a != nil && a.NodeAffinity != nil {
		own = a.NodeAffinity.Preferred
	}
	var added []podlife.PreferredSchedulingTerm
	if a := x.pr.NodeAffinity.AddedAffinity; a != nil {
		added = a.Preferred
	}
	if own == nil && added == nil {
		return nil, nil
	}
	sums = x.wide()
	for _, terms := range [][]podlife.PreferredSchedulingTerm{added, own} {
		for i := range terms {
			t := &terms[i].Preference
			if terms[i].Weight == 0 || isEmptyTerm(t) {
				continue
			}
			reqs, field, problem := termRequirements(t)
			if problem != "" {
				return nil, &CycleError{NodeAffinity, fmt.Sprintf("preferred term %d: %s: %s", i, field, problem)}
			}
			for slot, holds := range x.c.matchTerm(reqs) {
				if holds {
					sums[slot] += int64(terms[i].Weight)
				}
			}
		}
	}
	return sums, nil
}

// ofFeasible returns the numbers of the feasible nodes.
func (x *cycle) ofFeasible(by []int64) []int64 {
	out := make([]int64, len(x.feasible))
	for i, slot := range x.feasible {
		out[i] = by[slot]
	}
	return out
}
