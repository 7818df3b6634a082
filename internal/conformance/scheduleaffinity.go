package conformance

import (
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func (s *scenery) drawNodeAffinity(pod *v1.Pod) {
	if s.one(4) {
		pod.Spec.NodeSelector = map[string]string{s.of("disk", v1.LabelTopologyZone, v1.LabelHostname): s.of("ssd", "z0", "z1", "n0", "")}
	}
	if s.one(4) {
		return
	}
	affinity := &v1.NodeAffinity{}
	if s.coin() {
		affinity.RequiredDuringSchedulingIgnoredDuringExecution = s.nodeSelector()
	}
	for range s.upTo(3) {
		term := v1.PreferredSchedulingTerm{Weight: pick(s, int32(80), 20, 1, 100), Preference: s.nodeTerm()}
		if s.nasty && s.one(3) {
			term.Weight = 0
		}
		affinity.PreferredDuringSchedulingIgnoredDuringExecution = append(affinity.PreferredDuringSchedulingIgnoredDuringExecution, term)
	}
	pod.Spec.Affinity = &v1.Affinity{NodeAffinity: affinity}
}

func (s *scenery) nodeSelector() *v1.NodeSelector {
	selector := &v1.NodeSelector{NodeSelectorTerms: []v1.NodeSelectorTerm{s.nodeTerm()}}
	selector.NodeSelectorTerms = append(selector.NodeSelectorTerms, some(s, 2, s.nodeTerm)...)
	if s.nasty && s.one(8) {
		selector.NodeSelectorTerms = nil
	}
	return selector
}

func (s *scenery) nodeTerm() v1.NodeSelectorTerm {
	term := v1.NodeSelectorTerm{MatchExpressions: some(s, 2, s.nodeRequirement)}
	if s.one(5) {
		term.MatchFields = append(some(s, 1, s.nodeField), s.nodeField())
	}
	return term
}

func (s *scenery) nodeRequirement() v1.NodeSelectorRequirement {
	r := v1.NodeSelectorRequirement{
		Key:      s.of("disk", v1.LabelTopologyZone, "size", v1.LabelHostname),
		Operator: pick(s, v1.NodeSelectorOpIn, v1.NodeSelectorOpNotIn, v1.NodeSelectorOpExists, v1.NodeSelectorOpDoesNotExist, v1.NodeSelectorOpGt, v1.NodeSelectorOpLt),
	}
	switch r.Operator {
	case v1.NodeSelectorOpIn, v1.NodeSelectorOpNotIn:
		r.Values = append(some(s, 2, s.nodeValue), s.nodeValue())
	case v1.NodeSelectorOpGt, v1.NodeSelectorOpLt:
		r.Key, r.Values = "size", []string{s.of("5", "06", "0", "9223372036854775806")}
		if s.nasty {
			r.Values = []string{s.of("5", "-1", "+5", "x", "")}
		}
	}
	if s.nasty && s.one(12) {
		switch s.upTo(3) {
		case 0:
			r.Operator = "Bogus"
		case 1:
			r.Values = some(s, 2, s.nodeValue)
		case 2:
			r.Key = s.of("", "a b", "x/y/z")
		case 3:
			r.Values = []string{"not a label value"}
		}
	}
	return r
}

func (s *scenery) nodeValue() string { return s.of("ssd", "hdd", "z0", "z1", "", "n0", "5") }

func (s *scenery) nodeField() v1.NodeSelectorRequirement {
	r := v1.NodeSelectorRequirement{
		Key: metav1.ObjectNameField, Operator: pick(s, v1.NodeSelectorOpIn, v1.NodeSelectorOpNotIn), Values: []string{s.node()},
	}
	if s.nasty {
		switch s.upTo(8) {
		case 1:
			r.Values = append(r.Values, s.node())
		case 2:
			r.Key = "spec.x"
		case 3:
			r.Operator = v1.NodeSelectorOpExists
		case 4:
			r.Values = []string{""}
		}
	}
	return r
}

func (s *scenery) drawPodAffinity(pod *v1.Pod) {
	if s.one(3) {
		return
	}
	if pod.Spec.Affinity == nil {
		pod.Spec.Affinity = &v1.Affinity{}
	}
	if s.coin() {
		pod.Spec.Affinity.PodAffinity = &v1.PodAffinity{
			RequiredDuringSchedulingIgnoredDuringExecution:  s.required(),
			PreferredDuringSchedulingIgnoredDuringExecution: some(s, 2, s.weighted),
		}
	}
	if s.coin() {
		pod.Spec.Affinity.PodAntiAffinity = &v1.PodAntiAffinity{
			RequiredDuringSchedulingIgnoredDuringExecution:  s.required(),
			PreferredDuringSchedulingIgnoredDuringExecution: some(s, 2, s.weighted),
		}
	}
}

// required is no term, more often than one or two.
func (s *scenery) required() []v1.PodAffinityTerm {
	if s.coin() {
		return nil
	}
	return append(some(s, 1, s.podTerm), s.podTerm())
}

func (s *scenery) weighted() v1.WeightedPodAffinityTerm {
	return v1.WeightedPodAffinityTerm{Weight: pick(s, int32(10), 1, 100, 50), PodAffinityTerm: s.podTerm()}
}

func (s *scenery) podTerm() v1.PodAffinityTerm {
	term := v1.PodAffinityTerm{TopologyKey: s.topologyKey(), LabelSelector: s.labelSelector()}
	if s.one(3) {
		term.Namespaces = append(some(s, 1, func() string { return s.of(s.sources...) }), s.of("default", "other", "gone"))
	}
	if s.one(3) {
		term.NamespaceSelector = &metav1.LabelSelector{}
		if s.coin() {
			term.NamespaceSelector.MatchLabels = map[string]string{"team": s.of("x", "y")}
		}
		if s.one(4) {
			term.NamespaceSelector = s.labelSelector()
		}
	}
	if s.one(8) { // the API server has merged them into the selector; alone they mean nothing
		term.MatchLabelKeys = []string{"hash"}
	}
	return term
}

func (s *scenery) topologyKey() string {
	if s.nasty && s.one(16) {
		return ""
	}
	if s.one(16) {
		return "absent"
	}
	return s.of(v1.LabelTopologyZone, v1.LabelHostname, v1.LabelTopologyZone, v1.LabelHostname, v1.LabelTopologyRegion, "disk")
}

// labelSelector is a selector of Pods. None and an empty one are rare.
func (s *scenery) labelSelector() *metav1.LabelSelector {
	switch s.upTo(11) {
	case 11:
		return nil
	case 10:
		return &metav1.LabelSelector{}
	case 8, 9:
		return &metav1.LabelSelector{MatchExpressions: append(some(s, 1, s.podRequirement), s.podRequirement())}
	case 7:
		return &metav1.LabelSelector{
			MatchLabels:      map[string]string{"app": s.of("a", "b", "c")},
			MatchExpressions: some(s, 1, s.podRequirement),
		}
	default:
		return &metav1.LabelSelector{MatchLabels: map[string]string{"app": s.of("a", "b", "c")}}
	}
}

func (s *scenery) podRequirement() metav1.LabelSelectorRequirement {
	r := metav1.LabelSelectorRequirement{
		Key:      s.of("app", "tier", "hash"),
		Operator: pick(s, metav1.LabelSelectorOpIn, metav1.LabelSelectorOpNotIn, metav1.LabelSelectorOpExists, metav1.LabelSelectorOpDoesNotExist),
	}
	if r.Operator == metav1.LabelSelectorOpIn || r.Operator == metav1.LabelSelectorOpNotIn {
		r.Values = append(some(s, 1, s.podValue), s.podValue())
	}
	if s.nasty && s.one(12) {
		switch s.upTo(3) {
		case 0:
			r.Operator = metav1.LabelSelectorOperator(s.of("Bogus", "Gt"))
		case 1:
			r.Values = some(s, 2, s.podValue)
		case 2:
			r.Key = s.of("", "a b", "x/y/z")
		case 3:
			r.Values = []string{"not a label value"}
		}
	}
	return r
}

func (s *scenery) podValue() string { return s.of("a", "b", "front", "1", "") }
