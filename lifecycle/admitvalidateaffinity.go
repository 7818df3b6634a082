package lifecycle

import (
	"slices"
	"strconv"

	"github.com/podlife/podlife"
)

// Fields of an affinity.
const (
	requiredTerms  = ".requiredDuringSchedulingIgnoredDuringExecution"
	preferredTerms = ".preferredDuringSchedulingIgnoredDuringExecution"
)

// affinity checks what the Pod must and wants to be near to, or far from.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateAffinity.
func (a *admission) affinity(f *podlife.Affinity, path string) {
	if f == nil {
		return
	}
	if n := f.NodeAffinity; n != nil {
		a.nodeAffinity(n, path+".nodeAffinity")
	}
	a.podAffinity(f.PodAffinity, path+".podAffinity")
	a.podAffinity(f.PodAntiAffinity, path+".podAntiAffinity")
}

// nodeAffinity checks conditions on nodes. A wish may have values that no label
// can have.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateNodeAffinity and
// ValidatePreferredSchedulingTerms.
func (a *admission) nodeAffinity(n *podlife.NodeAffinity, path string) {
	if n.Required != nil {
		path := path + requiredTerms + ".nodeSelectorTerms"
		if len(n.Required.NodeSelectorTerms) == 0 {
			a.required(path, "must have at least one node selector term")
		}
		for i := range n.Required.NodeSelectorTerms {
			a.nodeTerm(&n.Required.NodeSelectorTerms[i], true, indexed(path, i))
		}
	}
	for i := range n.Preferred {
		path := indexed(path+preferredTerms, i)
		a.weight(n.Preferred[i].Weight, path+".weight")
		a.nodeTerm(&n.Preferred[i].Preference, false, path+".preference")
	}
}

// weight checks how much a wish counts.
func (a *admission) weight(w int32, path string) {
	if w <= 0 || w > 100 {
		a.invalid(path, strconv.Itoa(int(w)), "must be in the range 1-100")
	}
}

// nodeTerm checks one of the alternatives. strict: values must be those of labels.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidateNodeSelectorTerm and
// ValidateNodeSelectorRequirement.
func (a *admission) nodeTerm(t *podlife.NodeSelectorTerm, strict bool, path string) {
	for i := range t.MatchExpressions {
		r, path := &t.MatchExpressions[i], indexed(path+".matchExpressions", i)
		if r.Operator == podlife.SelectorOpGt || r.Operator == podlife.SelectorOpLt {
			if len(r.Values) != 1 {
				a.required(path+".values", "must be specified single value when `operator` is 'Lt' or 'Gt'")
			}
		} else {
			a.selectorOperator(r.Operator, r.Values, path)
		}
		a.invalidText(path+".key", r.Key, labelKeyFaults(r.Key))
		if strict {
			a.labelValues(r.Values, path+".values")
		}
	}
	for i := range t.MatchFields {
		a.nodeField(&t.MatchFields[i], indexed(path+".matchFields", i))
	}
}

// nodeField checks a condition on a field of the node, of which there is one: its
// name, which is one value or is not.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidateNodeFieldSelectorRequirement.
func (a *admission) nodeField(r *podlife.NodeSelectorRequirement, path string) {
	switch r.Operator {
	case podlife.SelectorOpIn, podlife.SelectorOpNotIn:
		if len(r.Values) != 1 {
			a.required(path+".values", "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")
		}
	case podlife.SelectorOpExists, podlife.SelectorOpDoesNotExist, podlife.SelectorOpGt, podlife.SelectorOpLt:
		fallthrough
	default:
		a.badOperator(r.Operator, path)
	}
	if r.Key != "metadata.name" {
		a.invalid(path+".key", strconv.Quote(r.Key), "not a valid field selector key")
		return
	}
	for i, value := range r.Values {
		a.invalidText(indexed(path+".values", i), value, objectNameFaults(value))
	}
}

// badOperator refuses an operator that this kind of condition does not have.
func (a *admission) badOperator(o podlife.SelectorOperator, path string) {
	a.invalid(path+".operator", printed(o), "not a valid selector operator")
}

// selectorOperator checks whether there are values where there must be.
func (a *admission) selectorOperator(o podlife.SelectorOperator, values []string, path string) {
	switch o {
	case podlife.SelectorOpIn, podlife.SelectorOpNotIn:
		if len(values) == 0 {
			a.required(path+".values", "must be specified when `operator` is 'In' or 'NotIn'")
		}
	case podlife.SelectorOpExists, podlife.SelectorOpDoesNotExist:
		if len(values) > 0 {
			a.forbidden(path+".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
		}
	case podlife.SelectorOpGt, podlife.SelectorOpLt: // are for nodes alone
		fallthrough
	default:
		a.badOperator(o, path)
	}
}

// labelValues asks for what a label can hold.
func (a *admission) labelValues(values []string, path string) {
	for i, value := range values {
		a.invalidText(indexed(path, i), value, labelValueFaults(value))
	}
}

// labelSelector checks a condition on labels. Nil is right, and so is an empty one.
//
// Source: apimachinery v0.37 pkg/apis/meta/v1/validation/validation.go,
// ValidateLabelSelector.
func (a *admission) labelSelector(s *podlife.LabelSelector, path string) {
	if s == nil {
		return
	}
	a.labels(s.MatchLabels, path+".matchLabels")
	for i := range s.MatchExpressions {
		r, path := &s.MatchExpressions[i], indexed(path+".matchExpressions", i)
		a.selectorOperator(r.Operator, r.Values, path)
		a.invalidText(path+".key", r.Key, labelKeyFaults(r.Key))
		a.labelValues(r.Values, path+".values")
	}
}

// podAffinity checks conditions on Pods, near or far. Nil is right.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validatePodAffinity and
// validatePodAntiAffinity.
func (a *admission) podAffinity(p *podlife.PodAffinity, path string) {
	if p == nil {
		return
	}
	for i := range p.Required {
		a.podTerm(&p.Required[i], indexed(path+requiredTerms, i))
	}
	for i := range p.Preferred {
		path := indexed(path+preferredTerms, i)
		a.weight(p.Preferred[i].Weight, path+".weight")
		a.podTerm(&p.Preferred[i].PodAffinityTerm, path+".podAffinityTerm")
	}
}

// podTerm checks a set of Pods. The API server spells the field of the namespaces
// wrong.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validatePodAffinityTerm.
func (a *admission) podTerm(t *podlife.PodAffinityTerm, path string) {
	a.labelSelector(t.LabelSelector, path+".labelSelector")
	a.labelSelector(t.NamespaceSelector, path+".namespaceSelector")
	for _, name := range t.Namespaces {
		a.invalidText(path+".namespace", name, dnsLabelFaults(name)) // sic
	}
	a.labelKeys(t.MatchLabelKeys, t.MismatchLabelKeys, t.LabelSelector, path)
	if t.TopologyKey == "" {
		a.required(path+".topologyKey", "can not be empty")
	}
	a.invalidText(path+".topologyKey", t.TopologyKey, labelKeyFaults(t.TopologyKey))
}

// labelKeys checks the keys whose values [mergeLabelKeys] has written into s: no
// key may stand there beside that, nor in both lists.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go,
// ValidateMatchLabelKeysAndMismatchLabelKeys.
func (a *admission) labelKeys(match, mismatch []string, s *podlife.LabelSelector, path string) {
	a.labelKeyNames(match, s, path+".matchLabelKeys")
	a.labelKeyNames(mismatch, s, path+".mismatchLabelKeys")
	if s != nil {
		last, seen := map[string]int{}, map[string]bool{}
		for i, key := range match {
			last[key] = i
		}
		for key := range s.MatchLabels {
			seen[key] = true
		}
		for _, r := range s.MatchExpressions {
			if i, ok := last[r.Key]; ok && seen[r.Key] {
				a.invalid(indexed(path, i), strconv.Quote(r.Key), "exists in both matchLabelKeys and labelSelector") // sic
			}
			seen[r.Key] = true
		}
	}
	for i, key := range match {
		if slices.Contains(mismatch, key) {
			a.invalid(indexed(path+".matchLabelKeys", i), strconv.Quote(key), "exists in both matchLabelKeys and mismatchLabelKeys")
		}
	}
}

// labelKeyNames asks for keys of labels, and for a selector to write them into.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateLabelKeys.
func (a *admission) labelKeyNames(keys []string, s *podlife.LabelSelector, path string) {
	switch {
	case len(keys) == 0:
	case s == nil:
		a.forbidden(path, "must not be specified when labelSelector is not set")
	default:
		for i, key := range keys {
			a.invalidText(indexed(path, i), key, labelKeyFaults(key))
		}
	}
}
