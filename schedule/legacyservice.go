package schedule

import "github.com/podlife/podlife"

// servicesOf returns the selectors of the Services that are for a Pod.
//
// Source: kubernetes v1.10 staging/src/k8s.io/client-go/listers/core/v1/service_expansion.go, GetPodServices.
func (c *Cluster) servicesOf(p *podlife.Pod) []selector {
	var out []selector
	for _, s := range c.world.services[p.Namespace] {
		if sel := mapSelector(s.Spec.Selector); s.Spec.Selector != nil && sel.matches(p.Labels) {
			out = append(out, sel)
		}
	}
	return out
}

// spreadSelectors returns the selectors of all Services, controllers and sets
// that match a Pod, whether they own it or not.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/metadata.go, getSelectors.
func (c *Cluster) spreadSelectors(p *podlife.Pod) []selector {
	out := c.servicesOf(p)
	if len(p.Labels) == 0 {
		return out // controllers have no Pods without labels
	}
	try := func(namespace string, sel selector) {
		if namespace == p.Namespace && !sel.isEmpty() && sel.matches(p.Labels) {
			out = append(out, sel)
		}
	}
	read := func(s *podlife.LabelSelector) selector {
		sel, _, _ := newSelector(s) // was checked when the cluster was made
		return sel
	}
	for _, o := range c.world.controllers {
		try(o.Namespace, mapSelector(o.Spec.Selector))
	}
	for _, o := range c.world.replicaSets {
		try(o.Namespace, read(o.Spec.Selector))
	}
	for _, o := range c.world.statefuls {
		try(o.Namespace, read(o.Spec.Selector))
	}
	return out
}

// serviceLabels returns what a node's labels must be so that all Pods of a
// Service have them in common: what the Pod's nodeSelector says, and else what
// the node of a Pod like it has.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, checkServiceAffinity.
func (x *cycle) serviceLabels() selector {
	wanted := map[string]string{}
	missing := false
	for _, key := range x.pr.legacyArgs().ServiceAffinityLabels {
		value, ok := x.pod.Spec.NodeSelector[key]
		if ok {
			wanted[key] = value
		}
		missing = missing || !ok
	}
	if !missing || len(x.c.servicesOf(x.pod)) == 0 {
		return mapSelector(wanted)
	}
	if first := x.firstAlike(); first != nil {
		labels := x.c.nodes[first.node].object.Labels
		for _, key := range x.pr.legacyArgs().ServiceAffinityLabels {
			value, has := labels[key]
			if _, set := wanted[key]; has && !set {
				wanted[key] = value
			}
		}
	}
	return mapSelector(wanted)
}

// firstAlike returns the first Pod by name that has all labels of the Pod, or
// nil.
func (x *cycle) firstAlike() *placed {
	sel := mapSelector(x.pod.Labels)
	var first *placed
	for _, e := range x.c.pods {
		p := e.placed
		if p != nil && p.pod.Namespace == x.pod.Namespace && sel.matches(p.pod.Labels) && (first == nil || p.pod.Name < first.pod.Name) {
			first = p
		}
	}
	return first
}

// countSpread counts on each feasible node the Pods that a selector matches,
// each Pod once, and not those that are being deleted.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/selector_spreading.go, CalculateSpreadPriorityMap.
func (x *cycle) countSpread() []int64 {
	selectors := x.c.spreadSelectors(x.pod)
	out := make([]int64, len(x.feasible))
	for i, slot := range x.feasible {
		for _, p := range x.c.onNode[slot] {
			if p.pod.Namespace == x.pod.Namespace && !p.pod.IsDeleted() && matchesAny(selectors, p.pod.Labels) {
				out[i]++
			}
		}
	}
	return out
}

// matchesAny reports whether one of some selectors matches labels.
func matchesAny(selectors []selector, labels map[string]string) bool {
	for i := range selectors {
		if selectors[i].matches(labels) {
			return true
		}
	}
	return false
}

// spreadOverZones turns counts into scores: fewer Pods on the node are better,
// and twice as much in its zone.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/selector_spreading.go, CalculateSpreadPriorityReduce.
func (x *cycle) spreadOverZones(counts []int64) []int64 {
	const zoneWeight = 2.0 / 3.0
	byZone := map[string]int64{}
	zones := make([]string, len(counts))
	highest, highestZone := int64(0), int64(0)
	for i, n := range counts {
		highest = max(highest, n)
		if zones[i] = zoneOf(x.c.nodes[x.feasible[i]].object); zones[i] != "" {
			byZone[zones[i]] += n
			highestZone = max(highestZone, byZone[zones[i]])
		}
	}
	out := make([]int64, len(counts))
	for i, n := range counts {
		score := share(n, highest)
		if zones[i] != "" {
			// The conversions keep processors from rounding once instead of twice.
			score = float64(score*(1-zoneWeight)) + float64(zoneWeight*share(byZone[zones[i]], highestZone))
		}
		out[i] = int64(score)
	}
	return out
}

// share returns 10 for no Pods, and 0 for the most.
func share(n, highest int64) float64 {
	if highest == 0 {
		return maxPriority
	}
	return maxPriority * (float64(highest-n) / float64(highest))
}

// zoneOf returns a name for a node's zone. Empty: it has none.
//
// Source: kubernetes v1.10 pkg/util/node/node.go, GetZoneKey.
func zoneOf(n *podlife.Node) string {
	region, zone := n.Labels[legacyRegion], n.Labels[legacyZone]
	if region == "" && zone == "" {
		return ""
	}
	return region + ":\x00:" + zone
}
