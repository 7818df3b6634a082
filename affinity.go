package podlife

import "slices"

// Affinity says near or far from what a Pod wants to be placed.
//
// Source: API type Affinity (core/v1).
type Affinity struct {
	// NodeAffinity is about nodes.
	NodeAffinity *NodeAffinity `json:"nodeAffinity,omitempty"`
	// PodAffinity is about Pods to be near to.
	PodAffinity *PodAffinity `json:"podAffinity,omitempty"`
	// PodAntiAffinity is about Pods to be far from.
	PodAntiAffinity *PodAffinity `json:"podAntiAffinity,omitempty"`
}

// NodeAffinity says which nodes a Pod may and wants to be placed on.
//
// Source: API type NodeAffinity (core/v1).
type NodeAffinity struct {
	// Required must hold for the node. Nil: nothing is required.
	Required *NodeSelector `json:"requiredDuringSchedulingIgnoredDuringExecution,omitempty"`
	// Preferred adds its weights to the score of the nodes it holds for.
	Preferred []PreferredSchedulingTerm `json:"preferredDuringSchedulingIgnoredDuringExecution,omitempty"`
}

// PreferredSchedulingTerm is a wish for nodes.
//
// Source: API type PreferredSchedulingTerm (core/v1).
type PreferredSchedulingTerm struct {
	// Weight is 1 to 100. With 0 the term does nothing.
	Weight int32 `json:"weight"`
	// Preference is the condition. An empty one does nothing.
	Preference NodeSelectorTerm `json:"preference"`
}

// PodAffinity says which Pods a Pod must and wants to be near to, or far from.
//
// Source: API types PodAffinity and PodAntiAffinity (core/v1).
type PodAffinity struct {
	// Required must hold, all of it.
	Required []PodAffinityTerm `json:"requiredDuringSchedulingIgnoredDuringExecution,omitempty"`
	// Preferred adds its weights to the scores.
	Preferred []WeightedPodAffinityTerm `json:"preferredDuringSchedulingIgnoredDuringExecution,omitempty"`
}

// WeightedPodAffinityTerm is a wish for Pods to be near to, or far from.
//
// Source: API type WeightedPodAffinityTerm (core/v1).
type WeightedPodAffinityTerm struct {
	// Weight is 1 to 100.
	Weight int32 `json:"weight"`
	// PodAffinityTerm says which Pods.
	PodAffinityTerm PodAffinityTerm `json:"podAffinityTerm"`
}

// PodAffinityTerm is a set of Pods, and what near means: on a node with the
// same value of TopologyKey.
//
// Source: API type PodAffinityTerm (core/v1).
type PodAffinityTerm struct {
	// LabelSelector says which Pods. Nil: none.
	LabelSelector *LabelSelector `json:"labelSelector,omitempty"`
	// Namespaces that the Pods are in, beside those of NamespaceSelector.
	// Neither set: the namespace of the Pod that has the term.
	Namespaces []string `json:"namespaces,omitempty"`
	// TopologyKey is the label of the nodes that is compared.
	TopologyKey string `json:"topologyKey"`
	// NamespaceSelector says which namespaces, by their labels.
	NamespaceSelector *LabelSelector `json:"namespaceSelector,omitempty"`
	// MatchLabelKeys are labels in which the Pods must be like this one. The
	// API server writes them into LabelSelector; the scheduler skips them.
	MatchLabelKeys []string `json:"matchLabelKeys,omitempty"`
	// MismatchLabelKeys are labels in which they must differ, likewise.
	MismatchLabelKeys []string `json:"mismatchLabelKeys,omitempty"`
}

func (a Affinity) clone() Affinity {
	a.NodeAffinity = clonePtrDeep(a.NodeAffinity, NodeAffinity.clone)
	a.PodAffinity = clonePtrDeep(a.PodAffinity, PodAffinity.clone)
	a.PodAntiAffinity = clonePtrDeep(a.PodAntiAffinity, PodAffinity.clone)
	return a
}

func (a NodeAffinity) clone() NodeAffinity {
	a.Required = clonePtrDeep(a.Required, NodeSelector.clone)
	a.Preferred = cloneEach(a.Preferred, PreferredSchedulingTerm.clone)
	return a
}

// Clone returns a copy that shares nothing with a. The clone of nil is nil.
func (a *NodeAffinity) Clone() *NodeAffinity { return clonePtrDeep(a, NodeAffinity.clone) }

func (t PreferredSchedulingTerm) clone() PreferredSchedulingTerm {
	t.Preference = t.Preference.clone()
	return t
}

func (a PodAffinity) clone() PodAffinity {
	a.Required = cloneEach(a.Required, PodAffinityTerm.clone)
	a.Preferred = cloneEach(a.Preferred, WeightedPodAffinityTerm.clone)
	return a
}

func (t WeightedPodAffinityTerm) clone() WeightedPodAffinityTerm {
	t.PodAffinityTerm = t.PodAffinityTerm.clone()
	return t
}

func (t PodAffinityTerm) clone() PodAffinityTerm {
	t.LabelSelector = clonePtrDeep(t.LabelSelector, LabelSelector.clone)
	t.Namespaces = slices.Clone(t.Namespaces)
	t.NamespaceSelector = clonePtrDeep(t.NamespaceSelector, LabelSelector.clone)
	t.MatchLabelKeys = slices.Clone(t.MatchLabelKeys)
	t.MismatchLabelKeys = slices.Clone(t.MismatchLabelKeys)
	return t
}
