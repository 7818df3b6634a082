package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// texts copies a list of strings of types with different names.
func texts[P, K ~string](d direction, p *[]P, k *[]K) { each(d, p, k, text[P, K], nil) }

// pointerText copies what a pointer to a string type points to.
func pointerText[P, K ~string](d direction, p **P, k **K) { object(d, p, k, text[P, K]) }

func labelSelectorFields(d direction, p *podlife.LabelSelector, k *metav1.LabelSelector) {
	dict(d, &p.MatchLabels, &k.MatchLabels)
	each(d, &p.MatchExpressions, &k.MatchExpressions, labelRequirementFields, nil)
}

func labelRequirementFields(d direction, p *podlife.LabelSelectorRequirement, k *metav1.LabelSelectorRequirement) {
	value(d, &p.Key, &k.Key)
	text(d, &p.Operator, &k.Operator)
	list(d, &p.Values, &k.Values)
}

func nodeSelectorFields(d direction, p *podlife.NodeSelector, k *corev1.NodeSelector) {
	each(d, &p.NodeSelectorTerms, &k.NodeSelectorTerms, nodeSelectorTermFields, nil)
}

func nodeSelectorTermFields(d direction, p *podlife.NodeSelectorTerm, k *corev1.NodeSelectorTerm) {
	each(d, &p.MatchExpressions, &k.MatchExpressions, nodeRequirementFields, nil)
	each(d, &p.MatchFields, &k.MatchFields, nodeRequirementFields, nil)
}

func nodeRequirementFields(d direction, p *podlife.NodeSelectorRequirement, k *corev1.NodeSelectorRequirement) {
	value(d, &p.Key, &k.Key)
	text(d, &p.Operator, &k.Operator)
	list(d, &p.Values, &k.Values)
}

func topologyTermFields(d direction, p *podlife.TopologySelectorTerm, k *corev1.TopologySelectorTerm) {
	each(d, &p.MatchLabelExpressions, &k.MatchLabelExpressions, topologyRequirementFields, nil)
}

func topologyRequirementFields(d direction, p *podlife.TopologySelectorLabelRequirement, k *corev1.TopologySelectorLabelRequirement) {
	value(d, &p.Key, &k.Key)
	list(d, &p.Values, &k.Values)
}

func affinityFields(d direction, p *podlife.Affinity, k *corev1.Affinity) {
	object(d, &p.NodeAffinity, &k.NodeAffinity, nodeAffinityFields)
	object(d, &p.PodAffinity, &k.PodAffinity, podAffinityFields)
	object(d, &p.PodAntiAffinity, &k.PodAntiAffinity, podAntiAffinityFields)
}

func nodeAffinityFields(d direction, p *podlife.NodeAffinity, k *corev1.NodeAffinity) {
	object(d, &p.Required, &k.RequiredDuringSchedulingIgnoredDuringExecution, nodeSelectorFields)
	each(d, &p.Preferred, &k.PreferredDuringSchedulingIgnoredDuringExecution, preferredTermFields, nil)
}

func preferredTermFields(d direction, p *podlife.PreferredSchedulingTerm, k *corev1.PreferredSchedulingTerm) {
	value(d, &p.Weight, &k.Weight)
	nodeSelectorTermFields(d, &p.Preference, &k.Preference)
}

func podAffinityFields(d direction, p *podlife.PodAffinity, k *corev1.PodAffinity) {
	each(d, &p.Required, &k.RequiredDuringSchedulingIgnoredDuringExecution, podTermFields, nil)
	each(d, &p.Preferred, &k.PreferredDuringSchedulingIgnoredDuringExecution, weightedTermFields, nil)
}

func podAntiAffinityFields(d direction, p *podlife.PodAffinity, k *corev1.PodAntiAffinity) {
	each(d, &p.Required, &k.RequiredDuringSchedulingIgnoredDuringExecution, podTermFields, nil)
	each(d, &p.Preferred, &k.PreferredDuringSchedulingIgnoredDuringExecution, weightedTermFields, nil)
}

func weightedTermFields(d direction, p *podlife.WeightedPodAffinityTerm, k *corev1.WeightedPodAffinityTerm) {
	value(d, &p.Weight, &k.Weight)
	podTermFields(d, &p.PodAffinityTerm, &k.PodAffinityTerm)
}

func podTermFields(d direction, p *podlife.PodAffinityTerm, k *corev1.PodAffinityTerm) {
	object(d, &p.LabelSelector, &k.LabelSelector, labelSelectorFields)
	list(d, &p.Namespaces, &k.Namespaces)
	value(d, &p.TopologyKey, &k.TopologyKey)
	object(d, &p.NamespaceSelector, &k.NamespaceSelector, labelSelectorFields)
	list(d, &p.MatchLabelKeys, &k.MatchLabelKeys)
	list(d, &p.MismatchLabelKeys, &k.MismatchLabelKeys)
}

func spreadFields(d direction, p *podlife.TopologySpreadConstraint, k *corev1.TopologySpreadConstraint) {
	value(d, &p.MaxSkew, &k.MaxSkew)
	value(d, &p.TopologyKey, &k.TopologyKey)
	text(d, &p.WhenUnsatisfiable, &k.WhenUnsatisfiable)
	object(d, &p.LabelSelector, &k.LabelSelector, labelSelectorFields)
	pointer(d, &p.MinDomains, &k.MinDomains)
	optional(d, &p.NodeAffinityPolicy, &k.NodeAffinityPolicy)
	optional(d, &p.NodeTaintsPolicy, &k.NodeTaintsPolicy)
	list(d, &p.MatchLabelKeys, &k.MatchLabelKeys)
}
