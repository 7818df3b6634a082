package schedule

import "math"

// keeper keeps a query up as Pods come and go, so that the next Pod that is
// like the last costs a look at what has changed.
//
// A Pod that comes changes the room on its node: that node is looked at again.
// Where it counts for a sum of the query, so does the sum. Kinds of nodes that
// say in which domain they are need no more than that; of those that say what
// the sum is, the nodes of the domain are looked at again. A change of a node,
// or more changes than half of the nodes, and the query is made anew.
type keeper struct {
	*query
	at      *change // up to here the query knows
	seen    int64   // how many changes there were then
	nodes   int64   // and how many of nodes
	ladders []ladder
	touched []int32 // slots to look at again
	marked  []bool  // by slot: is it among them
	tops    []*rankSet
}

// keep begins to keep up a query that was just made.
func keep(q *query) *keeper {
	k := &keeper{query: q, at: q.x.c.last, seen: q.x.c.changes, nodes: q.x.c.nodeChanges, marked: make([]bool, len(q.kindOf))}
	for _, slot := range q.x.c.order.slots {
		k.climb(slot)
	}
	for i := range k.hard {
		k.hard[i].track()
	}
	return k
}

// climb puts a node on the ladder of its kind.
func (k *keeper) climb(slot int32) {
	kind := k.kindOf[slot]
	if kind >= full {
		return
	}
	for len(k.ladders) <= int(kind) {
		k.ladders = append(k.ladders, ladder{})
	}
	k.ladders[kind].add(k.local[slot], k.x.c.order.ranks[slot])
}

// touch notes that a node must be looked at again.
func (k *keeper) touch(slot int32) {
	if !k.marked[slot] {
		k.marked[slot] = true
		k.touched = append(k.touched, slot)
	}
}

// catchUp learns what has changed since the query was asked the last time. It
// reports whether that was worth it; if not, the query must be made anew.
func (k *keeper) catchUp() bool {
	if k.nodes != k.x.c.nodeChanges {
		return false // labels, slots and names may all be others now
	}
	most := len(k.kindOf)/2 + 16
	for ch := k.at.next; ch != nil; ch = ch.next {
		if ch.world != nil {
			continue // budgets are nothing to a query
		}
		by := int64(-1)
		if ch.came {
			by = 1
		}
		if !k.apply(ch.pod, by) || len(k.touched) > most {
			return false
		}
	}
	k.at, k.seen = k.x.c.last, k.x.c.changes
	for _, slot := range k.touched {
		k.marked[slot] = false
		k.relook(slot)
	}
	k.touched = k.touched[:0]
	return k.kinds.count <= 2*len(k.kindOf)+256 // of most kinds there was a node once
}

// relook looks at a node again: it leaves its place on a ladder and takes the one
// that is its now. Nodes that something speaks against that stays are left out.
func (k *keeper) relook(slot int32) {
	old := k.kindOf[slot]
	if old == gone {
		return
	}
	if old != full {
		k.kinds.sizes[old]--
		k.ladders[old].remove(k.local[slot], k.x.c.order.ranks[slot])
	}
	k.kindOf[slot] = k.look(slot)
	if kind := k.kindOf[slot]; kind != full {
		k.kinds.sizes[kind]++
		k.climb(slot)
	}
}

// apply counts a Pod that came or went. It reports whether the query has a sum
// for all that the Pod counts for.
func (k *keeper) apply(p *placed, by int64) bool {
	k.touch(p.node)
	for i := range k.hard {
		h := &k.hard[i] // move keeps up which domain has the fewest
		k.spread(&h.domainSum, h.move(p.node, by*h.weight(k.x.c, p.group)))
	}
	for i := range k.soft {
		k.count(&k.soft[i].domainSum, p, by)
	}
	for _, list := range [][]*domainSum{k.near, k.apart, k.wishes} {
		for _, d := range list {
			k.count(d, p, by)
		}
	}
	// The terms that the Pod itself has about others may be about this one.
	for _, carried := range k.x.c.groups[p.group].carries {
		if !k.isAbout(carried.term) {
			continue
		}
		term := &k.x.c.carried[carried.term]
		list, weight := k.listOf(term)
		if list == nil {
			continue
		}
		label := k.x.topology(term.key)
		d := findSum(*list, label)
		switch {
		case d != nil:
			k.spread(d, d.add(p.node, by*weight*carried.weight))
		case label != k.x.c.nothing: // it is the first term over this label
			return false
		}
	}
	return true
}

// count counts a Pod for a sum, if it does.
func (k *keeper) count(d *domainSum, p *placed, by int64) {
	if len(d.sources) == 0 {
		return
	}
	if weight := d.weight(k.x.c, p.group); weight != 0 {
		k.spread(d, d.add(p.node, by*weight))
	}
}

// spread notes that the nodes of a domain must be looked at again. -1: none.
func (k *keeper) spread(d *domainSum, domain int32) {
	if domain < 0 {
		return
	}
	for _, slot := range d.members(domain) {
		k.touch(slot)
	}
}

// isAbout reports whether a term of Pods on nodes is about the Pod.
func (k *keeper) isAbout(term int32) bool {
	c := k.x.c
	if int(term) >= len(k.about) {
		k.about = append(k.about, make([]membership, len(c.carried)-len(k.about))...)
	}
	if k.about[term] == unknown {
		k.about[term] = outside
		if c.covers(c.carried[term].parts[:], k.x.pod.Namespace, k.x.pod.Labels) {
			k.about[term] = inside
		}
	}
	return k.about[term] == inside
}

// decide writes down the choice, as query.decide does, without a look at every
// node.
func (k *keeper) decide(d *Decision, tie uint64) (found bool) {
	feasible, ok := k.judge()
	if feasible == 0 || !ok {
		return false
	}
	highest, best := int64(math.MinInt64), 0
	for kind, open := range k.open {
		if !open {
			continue
		}
		top := k.ladders[kind].top() // all others of the kind have less
		total := top.local + k.offset[kind]
		if total > highest {
			highest, best, k.tops = total, 0, k.tops[:0]
		}
		if total == highest {
			best += top.ranks.size
			k.tops = append(k.tops, &top.ranks)
		}
	}
	c := k.x.c
	slot := c.order.slots[pickRank(k.tops, int(tie%uint64(best)))]
	d.Feasible, d.Best, d.Node = feasible, best, c.nodes[slot].name
	return true
}
