package schedule

import "math"

// judge finds out of each kind of nodes whether it will do, and what its nodes
// score beside their local part. It returns how many nodes will do. ok is false
// if a score is not one: the cycle knows what to say about that.
func (q *query) judge() (feasible int, ok bool) {
	n := q.kinds.count
	// Both are used again from one Pod to the next, as long as they suffice.
	q.open = append(q.open[:0], make([]bool, n)...)
	q.offset = append(q.offset[:0], make([]int64, n)...)
	q.judgeHard()
	q.judgeAffinity()
	for k, size := range q.kinds.sizes {
		if q.open[k] {
			feasible += int(size)
		}
	}
	if feasible <= 1 {
		return feasible, true // one is chosen without a score
	}
	for _, s := range q.x.pr.Scores {
		switch s.Plugin {
		case TaintToleration:
			ok = q.scoreFacet(q.taints, s.Weight, true)
		case NodeAffinity:
			ok = q.scoreFacet(q.affinity, s.Weight, false)
		case PodTopologySpread:
			ok = q.scoreSoft(s.Weight)
		case InterPodAffinity:
			ok = q.scoreWishes(s.Weight)
		default:
			ok = true
		}
		if !ok {
			return feasible, false
		}
	}
	return feasible, true
}

// judgeHard is the first to say something about each kind. It
// opens the kinds that there are nodes of and that meet the spread
// constraints: one Pod more makes the domain no fuller than the emptiest one and
// the skew. A node without the label meets none.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/filtering.go, Filter.
func (q *query) judgeHard() {
	for k, size := range q.kinds.sizes {
		q.open[k] = size > 0
	}
	for i := range q.hard {
		h := &q.hard[i]
		most := h.fewest() + h.rule.maxSkew - h.rule.self
		for k, open := range q.open {
			if open {
				sum, has := h.of(q.kinds.facetsOf(k))
				q.open[k] = has && sum <= most
			}
		}
	}
}

// judgeAffinity closes the kinds that are too near to other Pods, or not near
// enough. Who must be near to Pods of its own like may be the first of them,
// where there is none on any node with one of the labels.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/interpodaffinity/filtering.go, Filter.
func (q *query) judgeAffinity() {
	first := q.first
	for _, d := range q.near {
		first = first && d.total == 0
	}
	for k, open := range q.open {
		if !open {
			continue
		}
		facets := q.kinds.facetsOf(k)
		for _, d := range q.near {
			sum, has := d.of(facets)
			open = open && has && (first || sum > 0)
		}
		for _, d := range q.apart {
			sum, has := d.of(facets)
			open = open && !(has && sum > 0)
		}
		q.open[k] = open
	}
}

// add adds normalized scores, made of raw ones, to those of the open kinds. It
// stops and returns false if one is no score: that is a failure, for which the
// cycle has the words.
func (q *query) add(weight int64, normalized func(raw int64) int64) bool {
	for k, open := range q.open {
		if !open {
			continue
		}
		n := normalized(q.raw[k])
		if n < 0 || n > maxScore {
			return false
		}
		q.offset[k] += n * weight
	}
	return true
}

// rawScores returns room for a raw score of each kind, all 0. It is the same room
// for each plugin, one after the other, and from one Pod to the next.
func (q *query) rawScores() []int64 {
	q.raw = append(q.raw[:0], make([]int64, len(q.open))...)
	return q.raw
}

// scoreFacet scores what a facet is, as normalize does. Facet -1: all have 0, and
// so the same, which changes nothing about who is best.
func (q *query) scoreFacet(facet int, weight int64, reverse bool) bool {
	if facet < 0 {
		return true
	}
	raw, highest := q.rawScores(), int64(0)
	for k, open := range q.open {
		if open {
			raw[k] = q.kinds.facetsOf(k)[facet]
			highest = max(highest, raw[k])
		}
	}
	return q.add(weight, func(s int64) int64 { return stretch(s, highest, reverse) })
}

// scoreSoft scores the spread constraints that may be broken. What a Pod in a
// domain counts depends on how many domains the feasible nodes are in, so raw
// scores are found anew even where no sum has changed. The sums of fractions are
// made in the order of the constraints, as in scoreSpread, for the order decides
// about the last bit.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/scoring.go, Score, NormalizeScore.
func (q *query) scoreSoft(weight int64) bool {
	if len(q.soft) == 0 {
		return true
	}
	raw, scored := q.rawScores(), 0
	for k, open := range q.open {
		if !open {
			continue
		}
		if q.complete && q.lacksLabel(k) {
			raw[k] = ignoredNode
		} else {
			scored += int(q.kinds.sizes[k])
		}
	}
	factors := make([]float64, len(q.soft))
	for i := range q.soft {
		factors[i] = math.Log(float64(q.soft[i].size(q, scored) + 2))
	}
	lowest, highest := int64(math.MaxInt64), int64(0)
	for k, open := range q.open {
		if !open || raw[k] == ignoredNode {
			continue
		}
		sum, facets := 0.0, q.kinds.facetsOf(k)
		for i := range q.soft {
			s := &q.soft[i]
			if n, has := s.of(facets); has {
				sum += spreadScore(n, s.rule.maxSkew, factors[i])
			}
		}
		raw[k] = int64(math.Round(sum))
		lowest, highest = min(lowest, raw[k]), max(highest, raw[k])
	}
	return q.add(weight, func(s int64) int64 { return spreadShare(s, lowest, highest) })
}

// lacksLabel reports whether the nodes of a kind lack the label of a constraint.
func (q *query) lacksLabel(kind int) bool {
	facets := q.kinds.facetsOf(kind)
	for i := range q.soft {
		if _, has := q.soft[i].of(facets); !has {
			return true
		}
	}
	return false
}

// size is how many domains there are among the scored nodes.
func (s *softRule) size(q *query, scored int) int {
	if s.single {
		return scored
	}
	clear(s.seen) // kinds that differ in other things may be in one domain
	n := 0
	for k, open := range q.open {
		if !open || q.raw[k] == ignoredNode {
			continue
		}
		if id := s.label.domain(int32(q.kinds.facetsOf(k)[s.facet])); !s.seen[id] {
			s.seen[id] = true
			n++
		}
	}
	return n
}

// scoreWishes scores the wishes of the Pod and of the others. Only the distance
// to the least and the greatest counts.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/interpodaffinity/scoring.go, Score, NormalizeScore.
func (q *query) scoreWishes(weight int64) bool {
	if len(q.wishes) == 0 {
		return true
	}
	raw := q.rawScores()
	lowest, highest := int64(math.MaxInt64), int64(math.MinInt64)
	for k, open := range q.open {
		if !open {
			continue
		}
		facets := q.kinds.facetsOf(k)
		for _, d := range q.wishes {
			if sum, has := d.of(facets); has {
				raw[k] += sum
			}
		}
		lowest, highest = min(lowest, raw[k]), max(highest, raw[k])
	}
	return q.add(weight, func(s int64) int64 { return affinityShare(s, lowest, highest) })
}
