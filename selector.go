package podlife

import (
	"maps"
	"slices"
)

// LabelSelector is a condition on labels: all of MatchLabels and all of
// MatchExpressions hold. An empty one holds for every object; a nil one for
// none.
//
// Source: API type LabelSelector (meta/v1).
type LabelSelector struct {
	// MatchLabels are labels that must be there with these values.
	MatchLabels map[string]string `json:"matchLabels,omitempty"`
	// MatchExpressions are further conditions.
	MatchExpressions []LabelSelectorRequirement `json:"matchExpressions,omitempty"`
}

// LabelSelectorRequirement is a condition on one label.
//
// Source: API type LabelSelectorRequirement (meta/v1).
type LabelSelectorRequirement struct {
	// Key of the label.
	Key string `json:"key"`
	// Operator says how the label is compared with Values.
	Operator SelectorOperator `json:"operator"`
	// Values: at least one for In and NotIn, none for the others.
	Values []string `json:"values,omitempty"`
}

// SelectorOperator is how a label is compared with values. A LabelSelector
// knows the first four.
//
// Source: API types LabelSelectorOperator (meta/v1), NodeSelectorOperator (core/v1).
type SelectorOperator string

// The operators.
const (
	// SelectorOpIn: the label is there with one of the values.
	SelectorOpIn SelectorOperator = "In"
	// SelectorOpNotIn: the label is not there with one of the values. It need
	// not be there at all.
	SelectorOpNotIn SelectorOperator = "NotIn"
	// SelectorOpExists: the label is there.
	SelectorOpExists SelectorOperator = "Exists"
	// SelectorOpDoesNotExist: the label is not there.
	SelectorOpDoesNotExist SelectorOperator = "DoesNotExist"
	// SelectorOpGt: the label is an integer above the one value.
	SelectorOpGt SelectorOperator = "Gt"
	// SelectorOpLt: the label is an integer below the one value.
	SelectorOpLt SelectorOperator = "Lt"
)

// NodeSelector is a condition on nodes: one of its terms holds. Without terms
// it holds for no node.
//
// Source: API type NodeSelector (core/v1).
type NodeSelector struct {
	// NodeSelectorTerms are alternatives.
	NodeSelectorTerms []NodeSelectorTerm `json:"nodeSelectorTerms"`
}

// NodeSelectorTerm holds if all its requirements do. An empty one never does.
//
// Source: API type NodeSelectorTerm (core/v1).
type NodeSelectorTerm struct {
	// MatchExpressions are conditions on the node's labels.
	MatchExpressions []NodeSelectorRequirement `json:"matchExpressions,omitempty"`
	// MatchFields are conditions on the node's fields, of which there is one:
	// metadata.name.
	MatchFields []NodeSelectorRequirement `json:"matchFields,omitempty"`
}

// NodeSelectorRequirement is a condition on one label, or field, of a node.
//
// Source: API type NodeSelectorRequirement (core/v1).
type NodeSelectorRequirement struct {
	// Key of the label or path of the field.
	Key string `json:"key"`
	// Operator says how it is compared with Values.
	Operator SelectorOperator `json:"operator"`
	// Values: at least one for In and NotIn, exactly one for Gt and Lt, none
	// for the others.
	Values []string `json:"values,omitempty"`
}

// TopologySelectorTerm is a condition on a node's labels: all of its
// requirements hold. An empty one never does.
//
// Source: API type TopologySelectorTerm (core/v1).
type TopologySelectorTerm struct {
	// MatchLabelExpressions are the requirements.
	MatchLabelExpressions []TopologySelectorLabelRequirement `json:"matchLabelExpressions,omitempty"`
}

// TopologySelectorLabelRequirement asks for a label with one of some values.
//
// Source: API type TopologySelectorLabelRequirement (core/v1).
type TopologySelectorLabelRequirement struct {
	// Key of the label.
	Key string `json:"key"`
	// Values of which the label must have one.
	Values []string `json:"values"`
}

func (s LabelSelector) clone() LabelSelector {
	s.MatchLabels = maps.Clone(s.MatchLabels)
	s.MatchExpressions = cloneEach(s.MatchExpressions, LabelSelectorRequirement.clone)
	return s
}

func (r LabelSelectorRequirement) clone() LabelSelectorRequirement {
	r.Values = slices.Clone(r.Values)
	return r
}

func (s NodeSelector) clone() NodeSelector {
	s.NodeSelectorTerms = cloneEach(s.NodeSelectorTerms, NodeSelectorTerm.clone)
	return s
}

func (t NodeSelectorTerm) clone() NodeSelectorTerm {
	t.MatchExpressions = cloneEach(t.MatchExpressions, NodeSelectorRequirement.clone)
	t.MatchFields = cloneEach(t.MatchFields, NodeSelectorRequirement.clone)
	return t
}

func (r NodeSelectorRequirement) clone() NodeSelectorRequirement {
	r.Values = slices.Clone(r.Values)
	return r
}

func (t TopologySelectorTerm) clone() TopologySelectorTerm {
	t.MatchLabelExpressions = cloneEach(t.MatchLabelExpressions, TopologySelectorLabelRequirement.clone)
	return t
}

func (r TopologySelectorLabelRequirement) clone() TopologySelectorLabelRequirement {
	r.Values = slices.Clone(r.Values)
	return r
}
