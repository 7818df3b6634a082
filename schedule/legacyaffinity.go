package schedule

// legacyTerm is an affinity term of the Pod, with where the Pods are that it
// is about.
type legacyTerm struct {
	pods  class
	parts []part
	here  []int32 // by slot: how many of the Pods are there
	label *column
	with  []bool // by value of the label: is one of the Pods there
	// hostname: the term is about single nodes, so only the Pods of a node
	// count there, and those elsewhere are as if they did not exist.
	hostname bool
}

// legacyTerms reads terms of the Pod. Each is held against the Pods by itself: in
// 1.10 two Pods that are each half of what is asked for will do together, as they
// do not today.
func (x *cycle) legacyTerms(terms []podTerm) []legacyTerm {
	out := make([]legacyTerm, len(terms))
	for i := range terms {
		label := x.topology(terms[i].key)
		parts := []part{terms[i].part}
		pods := x.c.class(false, parts...)
		t := legacyTerm{pods, parts, pods.counts(x.c), label, make([]bool, len(label.values)), terms[i].key == "kubernetes.io/hostname"}
		for slot, id := range label.ids {
			t.with[id] = t.with[id] || id != 0 && t.here[slot] > 0
		}
		out[i] = t
	}
	return out
}

// at reports whether one of the Pods is where a node is, and whether there is
// one at all.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, anyPodMatchesPodAffinityTerm.
func (t *legacyTerm) at(slot int) (near, exists bool) {
	id := t.label.ids[slot]
	if t.hostname {
		here := t.here[slot] > 0
		return here && id != 0, here
	}
	return t.with[id], len(t.pods.groups) > 0
}

// matchPodAffinity rejects nodes too near to Pods that do not want that, then
// those not near enough to others, then those that the Pod itself is too near
// to others on. Each term of the Pod may be met by another Pod, and where
// nobody meets one, the Pod may be the first.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, InterPodAffinityMatches.
func (x *cycle) matchPodAffinity() legacyCheck {
	unwanted := x.apart((*cycle).rejectUnwanted)
	near, anti := x.legacyTerms(x.near), x.legacyTerms(x.anti)
	return func(slot int) []legacyReason {
		if unwanted[slot] != 0 {
			return affinityReasons("node(s) didn't satisfy existing pods anti-affinity rules")
		}
		for i := range near {
			if x.near[i].key == "" {
				x.failLegacy(MatchInterPodAffinity, emptyKey)
				return nil
			}
			is, exists := near[i].at(slot)
			if !is && (exists || !x.c.covers(near[i].parts, x.pod.Namespace, x.pod.Labels)) {
				return affinityReasons("node(s) didn't match pod affinity rules")
			}
		}
		for i := range anti {
			if is, _ := anti[i].at(slot); is || x.anti[i].key == "" {
				return affinityReasons("node(s) didn't match pod anti-affinity rules")
			}
		}
		return nil
	}
}

// emptyKey is the failure of a term without a topology key, which the API server
// no longer lets in.
const emptyKey = "empty topologyKey is not allowed except for PreferredDuringScheduling pod anti-affinity"

// affinityReasons gives two reasons, as 1.10 does: one for all that is wrong with
// affinity, and the one that says which.
func affinityReasons(which string) []legacyReason {
	return []legacyReason{{"node(s) didn't match pod affinity/anti-affinity", false}, {which, false}}
}

// rejectUnwanted rejects nodes where the Pods that are there do not want the
// Pod. It fails if a term of theirs has no topology key.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, satisfiesExistingPodsAntiAffinity.
func (x *cycle) rejectUnwanted() {
	for _, k := range x.about() {
		if k.kind != requiredAnti {
			continue
		}
		if k.key == "" {
			x.failLegacy(MatchInterPodAffinity, emptyKey)
		}
		x.rejectDomains(k.key, k.nodes(x.c), "")
	}
}
