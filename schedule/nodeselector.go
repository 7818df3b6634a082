package schedule

import (
	"fmt"
	"slices"

	"github.com/podlife/podlife"
)

// termRequirements reads the requirements of a term: those on labels, and those
// on fields, of which only the name is known. A problem means that the term
// cannot be read; an empty term matches no node.
//
// Source: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go, newNodeSelectorTerm.
func termRequirements(t *podlife.NodeSelectorTerm) (reqs []labelRequirement, field, problem string) {
	for i, e := range t.MatchExpressions {
		r := labelRequirement{e.Key, e.Operator, slices.Sorted(slices.Values(e.Values))}
		if problem := r.problem(); problem != "" {
			return nil, fmt.Sprintf("matchExpressions[%d]", i), problem
		}
		reqs = append(reqs, r)
	}
	for i, e := range t.MatchFields {
		if e.Operator != podlife.SelectorOpIn && e.Operator != podlife.SelectorOpNotIn {
			return nil, fmt.Sprintf("matchFields[%d].operator", i), fmt.Sprintf("not a valid selector operator: %q", e.Operator)
		}
		if len(e.Values) != 1 {
			return nil, fmt.Sprintf("matchFields[%d].values", i), "must have one element"
		}
		r := labelRequirement{nameField, e.Operator, e.Values}
		if e.Key != "metadata.name" { // other fields are as if empty
			r = labelRequirement{nameField, podlife.SelectorOpNotIn, nil} // of no values: always
			if (e.Values[0] == "") != (e.Operator == podlife.SelectorOpIn) {
				r.op = podlife.SelectorOpIn // never
			}
		}
		reqs = append(reqs, r)
	}
	return reqs, "", ""
}

// isEmptyTerm reports whether a term asks for nothing. Such a term matches no node,
// where one would expect all.
func isEmptyTerm(t *podlife.NodeSelectorTerm) bool {
	return len(t.MatchExpressions) == 0 && len(t.MatchFields) == 0
}

// narrow clears in out the nodes that a requirement does not hold for. It is tried
// once on each value of the label, and once on nodes that lack it.
func (c *Cluster) narrow(out []bool, r *labelRequirement) {
	k := c.column(r.key)
	holds := make([]bool, len(k.values))
	holds[0] = r.matches("", false)
	for id := 1; id < len(holds); id++ {
		holds[id] = r.matches(k.values[id], true)
	}
	for slot, id := range k.ids {
		if !holds[id] {
			out[slot] = false
		}
	}
}

// matchTerm returns for which nodes all requirements hold.
func (c *Cluster) matchTerm(reqs []labelRequirement) []bool {
	out := make([]bool, len(c.nodes))
	for i := range out {
		out[i] = true
	}
	for i := range reqs {
		c.narrow(out, &reqs[i])
	}
	return out
}

// matchTerms returns for which nodes one of the terms holds. A term that
// cannot be read never holds.
//
// Source: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go, LazyErrorNodeSelector.
func (c *Cluster) matchTerms(s *podlife.NodeSelector) []bool {
	out := make([]bool, len(c.nodes))
	for i := range s.NodeSelectorTerms {
		t := &s.NodeSelectorTerms[i]
		reqs, _, problem := termRequirements(t)
		if isEmptyTerm(t) || problem != "" {
			continue
		}
		for slot, holds := range c.matchTerm(reqs) {
			out[slot] = out[slot] || holds
		}
	}
	return out
}

// matchRequired returns for which nodes the Pod's nodeSelector and required
// node affinity hold, or nil if it has neither.
//
// Source: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go, GetRequiredNodeAffinity.
func (c *Cluster) matchRequired(p *podlife.Pod) []bool {
	var required *podlife.NodeSelector
	if a := p.Spec.Affinity; a != nil && a.NodeAffinity != nil {
		required = a.NodeAffinity.Required
	}
	if len(p.Spec.NodeSelector) == 0 && required == nil {
		return nil
	}
	sel := mapSelector(p.Spec.NodeSelector)
	out := c.matchTerm(sel.reqs)
	if required != nil {
		for slot, holds := range c.matchTerms(required) {
			out[slot] = out[slot] && holds
		}
	}
	return out
}

// matchRequired is computed once in a cycle.
func (x *cycle) matchRequired() []bool {
	if !x.known {
		x.required, x.known = x.c.matchRequired(x.pod), true
	}
	return x.required
}

// selectorProblem says what cannot be read in a NodeSelector, of which every
// term must be readable. Empty: nothing.
//
// Source: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go, NewNodeSelector.
func selectorProblem(s *podlife.NodeSelector) (field, problem string) {
	for i := range s.NodeSelectorTerms {
		if _, field, problem := termRequirements(&s.NodeSelectorTerms[i]); problem != "" {
			return fmt.Sprintf("nodeSelectorTerms[%d].%s", i, field), problem
		}
	}
	return "", ""
}

// termMatchesLabels reports whether a term holds for a node of which only the
// labels are known. What it says about fields must be readable, but is passed
// over: a node without a name has no fields.
//
// Source: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go, nodeSelectorTerm.match.
func termMatchesLabels(t *podlife.NodeSelectorTerm, labels map[string]string) bool {
	reqs, _, problem := termRequirements(t)
	if isEmptyTerm(t) || problem != "" {
		return false
	}
	for i := range reqs[:len(t.MatchExpressions)] { // those about fields come after
		value, present := labels[reqs[i].key]
		if !reqs[i].matches(value, present) {
			return false
		}
	}
	return true
}
