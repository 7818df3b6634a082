package podtest

import (
	"slices"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// labels of a few keys and values, so that selectors often match.
func labels(t *rapid.T, label string) map[string]string {
	out := map[string]string{}
	if app := pick(t, label+" app", "web", "db", ""); app != "" {
		out["app"] = app
	}
	if tier := pick(t, label+" tier", "", "", "front", "back"); tier != "" {
		out["tier"] = tier
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// LabelSelector generates selectors that the API server accepts, over the
// labels of [Unbound] Pods: of labels, of expressions, of both, and empty ones.
func LabelSelector() *rapid.Generator[*podlife.LabelSelector] {
	return rapid.Custom(func(t *rapid.T) *podlife.LabelSelector {
		s := &podlife.LabelSelector{}
		if oneIn(t, 2, "by label") {
			s.MatchLabels = map[string]string{"app": pick(t, "app", "web", "db")}
		}
		if oneIn(t, 2, "by expression") {
			r := podlife.LabelSelectorRequirement{
				Key: pick(t, "key", "app", "tier"),
				Operator: pick(t, "operator", podlife.SelectorOpIn, podlife.SelectorOpNotIn, podlife.SelectorOpExists,
					podlife.SelectorOpDoesNotExist),
			}
			if r.Operator == podlife.SelectorOpIn || r.Operator == podlife.SelectorOpNotIn {
				r.Values = list(rapid.SampledFrom([]string{"web", "db", "front"}), 1, 2).Draw(t, "values")
			}
			s.MatchExpressions = []podlife.LabelSelectorRequirement{r}
		}
		return s
	})
}

// NodeSelectorTerm generates terms over the labels of [ClusterNode] nodes: all
// operators, and now and then a node by name. Some are empty.
func NodeSelectorTerm() *rapid.Generator[podlife.NodeSelectorTerm] {
	return rapid.Custom(func(t *rapid.T) podlife.NodeSelectorTerm {
		var out podlife.NodeSelectorTerm
		switch rapid.IntRange(0, 5).Draw(t, "about") { // 5: nothing, which no node matches
		case 0:
			out.MatchExpressions = []podlife.NodeSelectorRequirement{{Key: "disk", Operator: podlife.SelectorOpIn, Values: []string{pick(t, "disk", "ssd", "hdd")}}}
		case 1:
			out.MatchExpressions = []podlife.NodeSelectorRequirement{{Key: "disk", Operator: podlife.SelectorOpNotIn, Values: []string{"hdd"}}}
		case 2:
			out.MatchExpressions = []podlife.NodeSelectorRequirement{{Key: zoneLabel, Operator: pick(t, "operator", podlife.SelectorOpExists, podlife.SelectorOpDoesNotExist)}}
		case 3:
			out.MatchExpressions = []podlife.NodeSelectorRequirement{{Key: "size", Operator: pick(t, "operator", podlife.SelectorOpGt, podlife.SelectorOpLt), Values: []string{"4"}}}
		case 4:
			out.MatchFields = []podlife.NodeSelectorRequirement{{Key: "metadata.name", Operator: pick(t, "operator", podlife.SelectorOpIn, podlife.SelectorOpNotIn), Values: []string{"node-a"}}}
		}
		return out
	})
}

// PodAffinityTerm generates terms over Pods of [Unbound], near by host or by
// zone, in their own namespace, in others by name or by label, or in all.
func PodAffinityTerm() *rapid.Generator[podlife.PodAffinityTerm] {
	return rapid.Custom(func(t *rapid.T) podlife.PodAffinityTerm {
		out := podlife.PodAffinityTerm{TopologyKey: pick(t, "topologyKey", zoneLabel, hostLabel)}
		if !oneIn(t, 8, "nil selector") {
			out.LabelSelector = LabelSelector().Draw(t, "labelSelector")
		}
		switch rapid.IntRange(0, 5).Draw(t, "namespaces") { // up to 2: the Pod's own
		case 3:
			out.Namespaces = []string{"shop"}
		case 4:
			out.NamespaceSelector = &podlife.LabelSelector{MatchLabels: map[string]string{"team": "a"}}
		case 5: // every namespace
			out.NamespaceSelector = &podlife.LabelSelector{}
		}
		return out
	})
}

// SpreadConstraint generates spread constraints over Pods of [Unbound].
func SpreadConstraint() *rapid.Generator[podlife.TopologySpreadConstraint] {
	return rapid.Custom(func(t *rapid.T) podlife.TopologySpreadConstraint {
		out := podlife.TopologySpreadConstraint{
			MaxSkew:            pick[int32](t, "maxSkew", 1, 2, 3),
			TopologyKey:        pick(t, "topologyKey", zoneLabel, hostLabel),
			WhenUnsatisfiable:  pick(t, "whenUnsatisfiable", podlife.DoNotSchedule, podlife.ScheduleAnyway),
			LabelSelector:      LabelSelector().Draw(t, "labelSelector"),
			NodeAffinityPolicy: pick(t, "nodeAffinityPolicy", "", podlife.NodeInclusionHonor, podlife.NodeInclusionIgnore),
			NodeTaintsPolicy:   pick(t, "nodeTaintsPolicy", "", podlife.NodeInclusionHonor, podlife.NodeInclusionIgnore),
		}
		if out.WhenUnsatisfiable == podlife.DoNotSchedule && oneIn(t, 3, "has minDomains") {
			n := pick[int32](t, "minDomains", 1, 2, 3)
			out.MinDomains = &n
		}
		// A key may not stand in both.
		if oneIn(t, 4, "has matchLabelKeys") && !selects(out.LabelSelector, "tier") {
			out.MatchLabelKeys = []string{"tier"}
		}
		return out
	})
}

// selects reports whether some expression of s is about the label called key.
func selects(s *podlife.LabelSelector, key string) bool {
	return slices.ContainsFunc(s.MatchExpressions, func(r podlife.LabelSelectorRequirement) bool { return r.Key == key })
}

// The labels that nodes have of where they are.
const (
	zoneLabel = "topology.kubernetes.io/zone"
	hostLabel = "kubernetes.io/hostname"
)
