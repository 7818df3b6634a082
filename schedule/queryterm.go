package schedule

import (
	"math"

	"github.com/podlife/podlife"
)

// queryTerms are the rules of a query that are about where other Pods are.
type queryTerms struct {
	hard     []hardRule
	soft     []softRule
	complete bool         // nodes without one of the labels of soft are not scored
	near     []*domainSum // required affinity, by term: the Pods that are what all terms ask for
	first    bool         // the Pod is that itself, so it may be the first
	apart    []*domainSum // required anti-affinity, the Pod's and that of others, by label
	wishes   []*domainSum // preferred terms, the Pod's and those of others, by label

	wishing bool         // wishes are scored
	about   []membership // by term of Pods on nodes: is it about the Pod
}

// hardRule is a spread constraint that must be met. Whether a domain will do
// depends on the one with the fewest Pods, so that is kept up too: not by looking
// at all domains, of which there may be as many as nodes, but by counting how many
// have each number.
type hardRule struct {
	domainSum
	rule    spreadRule
	exists  []bool // by value: is it one to choose
	domains int64  // how many are

	having []int32 // by sum, how many domains have it; nil: it is not kept up
	lowest int64   // sum that one has
}

// softRule is a spread constraint that is scored.
type softRule struct {
	domainSum
	rule spreadRule
	seen []bool // by value; for judge
}

// readTerms reads what the Pod and the Pods on nodes say about where others
// are. What the profile does not ask for is not read: no sum has to be kept up for
// it.
func (q *query) readTerms() {
	if q.filters(PodTopologySpread) {
		q.readHard()
	}
	if q.scores(PodTopologySpread) {
		q.readSoft()
	}
	if q.filters(InterPodAffinity) {
		q.readNear()
		for i := range q.x.anti {
			t := &q.x.anti[i]
			q.countPods(q.sumFor(&q.apart, t.key, true), t, 1)
		}
	}
	args := &q.x.pr.PodAffinity
	q.wishing = q.scores(InterPodAffinity) && !(args.IgnorePreferredTermsOfExistingPods && len(q.x.wishes) == 0)
	// The sums over one label are one sum: whoever is kept off, or wished for, by
	// whichever term, is so in the same domains.
	if q.wishing {
		for i := range q.x.wishes {
			t := &q.x.wishes[i]
			q.countPods(q.sumFor(&q.wishes, t.key, false), t, t.weight)
		}
	}
	for _, k := range q.x.about() {
		if list, weight := q.listOf(k); list != nil {
			d := q.sumFor(list, k.key, k.kind == requiredAnti)
			k.each(q.x.c, func(slot int32, n int64) { d.add(slot, n*weight) })
		}
	}
	for _, list := range [][]*domainSum{q.near, q.apart, q.wishes} {
		for _, d := range list {
			q.tellApart(d)
		}
	}
}

// tellApart makes kinds of nodes of what a sum has about them. Small domains are
// told apart by their sums: two with equally many Pods are one kind, and few kinds
// are left. Large ones are told apart by their names, so that a Pod more changes
// the sum of one kind and moves no node to another.
func (q *query) tellApart(d *domainSum) {
	if d.fine {
		d.facet = q.kinds.addFacet(facet{bySum: d}, 64)
		return
	}
	for i := range q.kinds.facets {
		if q.kinds.facets[i].byLabel == d.label {
			d.facet = i
			return
		}
	}
	d.facet = q.kinds.addFacet(facet{byLabel: d.label}, len(d.label.values))
}

// newSum returns a sum over the domains of a label, which none counts for yet.
func (q *query) newSum(key string) domainSum {
	label := q.x.topology(key)
	return domainSum{label: label, fine: isFine(label, q.x.c.alive)}
}

// sumFor returns the sum over a label in a list, which it adds if it is new. capped
// is said of it: of Pods that must not be near, or must, one is as good as many.
func (q *query) sumFor(list *[]*domainSum, key string, capped bool) *domainSum {
	if d := findSum(*list, q.x.topology(key)); d != nil {
		return d
	}
	d := q.newSum(key)
	d.capped = capped
	d.init(q.x.c)
	*list = append(*list, &d)
	return &d
}

// findSum returns the sum over a label, or nil.
func findSum(list []*domainSum, label *column) *domainSum {
	for _, d := range list {
		if d.label == label {
			return d
		}
	}
	return nil
}

// listOf returns where the sum is that a term of Pods on nodes counts for, if
// it is about the Pod, and what it is multiplied with. Nil: it counts for none.
func (q *query) listOf(k *carried) (*[]*domainSum, int64) {
	switch {
	case k.kind == requiredAnti && q.filters(InterPodAffinity):
		return &q.apart, 1
	case k.kind == preferred && q.wishing:
		return &q.wishes, 1
	case k.kind == requiredNear && q.wishing:
		return &q.wishes, q.x.pr.PodAffinity.HardPodAffinityWeight
	default:
		return nil, 0
	}
}

// countPods lets the Pods that a term of the Pod is about count for a sum.
func (q *query) countPods(d *domainSum, t *podTerm, weight int64) {
	pods := q.x.c.class(false, t.part)
	d.count(q.x.c, &pods, podSource{parts: []part{t.part}, weight: weight})
}

// readNear reads the required affinity terms. One Pod must be what all of them
// ask for, so the same Pods count for each, over the label of the term.
func (q *query) readNear() {
	if len(q.x.near) == 0 {
		return
	}
	parts := make([]part, len(q.x.near))
	for i := range q.x.near {
		parts[i] = q.x.near[i].part
	}
	pods := q.x.c.class(false, parts...)
	q.first = q.x.c.covers(parts, q.x.pod.Namespace, q.x.pod.Labels)
	for i := range q.x.near {
		d := q.newSum(q.x.near[i].key)
		d.capped = true
		d.init(q.x.c)
		d.count(q.x.c, &pods, podSource{parts: parts, weight: 1})
		q.near = append(q.near, &d)
	}
}

// readHard reads the spread constraints that must be met. Only nodes that have
// the labels of all of them, and that the constraint does not leave out, have
// Pods that count.
func (q *query) readHard() {
	rules := q.x.spreadRules(podlife.DoNotSchedule)
	if len(rules) == 0 {
		return
	}
	eligible := q.x.haveKeys(rules)
	q.hard = make([]hardRule, len(rules))
	for i, r := range rules {
		h := &q.hard[i]
		h.rule = r
		h.label, h.fine, h.only = r.label, isFine(r.label, q.x.c.alive), q.x.included(&r, eligible)
		h.init(q.x.c)
		if r.parts != nil {
			h.count(q.x.c, &r.pods, podSource{parts: r.parts, living: true, weight: 1})
		}
		h.exists, h.domains = r.domains(h.only)
		q.tellApart(&h.domainSum)
	}
}

// readSoft reads the spread constraints that are scored. Over hostnames each node
// counts for itself, even if two have the same.
func (q *query) readSoft() {
	rules := q.x.spreadRules(podlife.ScheduleAnyway)
	if len(rules) == 0 {
		return
	}
	q.complete = q.x.isComplete()
	counted := q.x.haveKeys(nil)
	if q.complete {
		counted = q.x.haveKeys(rules)
	}
	q.soft = make([]softRule, len(rules))
	for i, r := range rules {
		s := &q.soft[i]
		s.rule, s.label = r, r.label
		if r.hostname {
			s.single, s.fine = true, true
		} else {
			s.merged, s.only, s.seen = true, q.x.included(&r, counted), make([]bool, len(r.label.values))
		}
		s.init(q.x.c)
		if r.parts != nil {
			s.count(q.x.c, &r.pods, podSource{parts: r.parts, living: true, weight: 1})
		}
		q.tellApart(&s.domainSum)
	}
}

// fewest returns how many Pods the domain has that has the fewest.
func (h *hardRule) fewest() int64 {
	if h.domains < h.rule.minDomains {
		return 0
	}
	if h.having != nil {
		return h.lowest
	}
	fewest := int64(math.MaxInt32)
	for id, e := range h.exists {
		if e {
			fewest = min(fewest, h.sums[id])
		}
	}
	return fewest
}

// track begins to keep up fewest, where there are many domains.
func (h *hardRule) track() {
	if h.domains <= 8 {
		return
	}
	for id, e := range h.exists {
		if e {
			h.have(h.sums[id], 1)
		}
	}
	for h.having[h.lowest] == 0 {
		h.lowest++
	}
}

// have notes that one domain more (by is 1), or one less (-1), has a sum. Sums are
// numbers of Pods, so they are small and never below 0.
func (h *hardRule) have(sum int64, by int32) {
	for len(h.having) <= int(sum) {
		h.having = append(h.having, 0)
	}
	h.having[sum] += by
}

// move is add, with fewest kept up. The lowest sum changes by steps of one Pod, so
// the way up to the next that some domain has is short.
func (h *hardRule) move(slot int32, n int64) int32 {
	if n == 0 {
		return -1
	}
	id := h.label.ids[slot]
	before := h.sums[id]
	changed := h.add(slot, n)
	if after := h.sums[id]; h.having != nil && h.exists[id] && after != before {
		h.have(before, -1)
		h.have(after, 1)
		h.lowest = min(h.lowest, after)
		for h.having[h.lowest] == 0 {
			h.lowest++
		}
	}
	return changed
}
