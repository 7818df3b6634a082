package schedule

// domainSum is a sum for each domain: how many Pods of some kind there are on
// the nodes with one value of a label, or the sum of what they wish.
type domainSum struct {
	label *column
	sums  []int64 // by value; by slot if single
	total int64   // of sums
	facet int     // of the kinds of nodes

	// single: each node with the label is a domain of its own.
	single bool
	// merged: a label that is empty counts as one that is not there, and the
	// nodes without it are a domain too.
	merged bool
	// capped: it only matters whether the sum is 0.
	capped bool
	// fine: the domains are small. The facet says what the sum is, so nodes
	// change their kind with it. Otherwise it says which domain it is.
	fine bool
	// only: the nodes whose Pods count, by slot. Nil: all.
	only []bool

	sources []podSource
	// slots has those of one domain after those of another, which begin at
	// starts. Nil: nobody has asked yet.
	slots, starts []int32
}

// podSource is Pods that count, each with a weight.
type podSource struct {
	parts  []part
	living bool
	weight int64
	memo   []membership // by group
}

// membership is what is known about a group of Pods, or a term.
type membership uint8

const (
	unknown membership = iota
	outside
	inside
)

// isFine reports whether the domains of a label are small, or so many that few
// nodes are in one.
func isFine(label *column, nodes int) bool {
	values := len(label.values) - 1
	return values > 256 || values*4 > nodes
}

// init makes room for the sums, which begin at 0.
func (d *domainSum) init(c *Cluster) {
	n := len(d.label.values)
	if d.single {
		n = len(c.nodes)
	}
	d.sums = make([]int64, n)
}

// domain returns where the sum for a node is, and whether the node is in a
// domain at all.
func (d *domainSum) domain(slot int32) (int32, bool) {
	id := d.label.ids[slot]
	switch {
	case d.single:
		return slot, id != 0
	case d.merged:
		return d.label.domain(id), true
	default:
		return id, id != 0
	}
}

// at is the sum for a node, as the facet has it.
func (d *domainSum) at(slot int32) int64 {
	i, ok := d.domain(slot)
	if !ok {
		return without
	}
	return d.cap(d.sums[i])
}

// cap is what of a sum matters.
func (d *domainSum) cap(sum int64) int64 {
	if d.capped {
		return min(sum, 1)
	}
	return sum
}

// of returns the sum for a kind of nodes with those facets. ok: they have the
// label.
func (d *domainSum) of(facets []int64) (sum int64, ok bool) {
	v := facets[d.facet]
	switch {
	case d.fine:
		return v, v != without
	case d.merged:
		return d.sums[d.label.domain(int32(v))], v != 0
	default:
		return d.sums[v], v != 0
	}
}

// add adds to the sum of a node's domain. It returns the domain if the facet
// changes with it, else -1.
func (d *domainSum) add(slot int32, n int64) int32 {
	i, ok := d.domain(slot)
	if !ok || d.only != nil && !d.only[slot] {
		return -1
	}
	before := d.cap(d.sums[i])
	d.sums[i] += n
	d.total += n
	if !d.fine || before == d.cap(d.sums[i]) {
		return -1
	}
	return i
}

// count adds a source, with the Pods that are on nodes now.
func (d *domainSum) count(c *Cluster, pods *class, s podSource) {
	d.sources = append(d.sources, s)
	pods.each(c, func(slot int32) { d.add(slot, s.weight) })
}

// weight returns what the Pods of a group count.
func (d *domainSum) weight(c *Cluster, g int32) int64 {
	sum := int64(0)
	for i := range d.sources {
		if s := &d.sources[i]; s.counts(c, g) {
			sum += s.weight
		}
	}
	return sum
}

// counts reports whether the Pods of a group count. A selector is tried once for a
// group, and then never again: a group does not change.
func (s *podSource) counts(c *Cluster, g int32) bool {
	if int(g) >= len(s.memo) {
		s.memo = append(s.memo, make([]membership, len(c.groups)-len(s.memo))...)
	}
	if s.memo[g] == unknown {
		of := &c.groups[g]
		s.memo[g] = outside
		if !(s.living && of.deleted) && c.covers(s.parts, of.namespace, of.labels) {
			s.memo[g] = inside
		}
	}
	return s.memo[g] == inside
}

// members returns the slots of a domain.
func (d *domainSum) members(domain int32) []int32 {
	if d.single {
		return []int32{domain}
	}
	if d.starts == nil {
		d.sortSlots()
	}
	return d.slots[d.starts[domain]:d.starts[domain+1]]
}

// sortSlots puts the slots in the order of their domains, by counting them.
func (d *domainSum) sortSlots() {
	d.starts = make([]int32, len(d.sums)+2)
	for slot := range d.label.ids {
		if i, ok := d.domain(int32(slot)); ok {
			d.starts[i+2]++
		}
	}
	for i := range d.sums {
		d.starts[i+2] += d.starts[i+1]
	}
	d.slots = make([]int32, d.starts[len(d.sums)+1])
	for slot := range d.label.ids {
		if i, ok := d.domain(int32(slot)); ok {
			d.slots[d.starts[i+1]] = int32(slot)
			d.starts[i+1]++ // in the end the start of the next
		}
	}
}
