package schedule

// kinds are the kinds of nodes that a query tells apart. A kind is a list of
// numbers, one for each facet; kinds are found along a tree with a branching
// for each facet. In a cluster of ten thousand nodes there are often ten kinds: as
// many as zones, times as many as there are sets of taints.
type kinds struct {
	facets []facet
	tree   []branching
	count  int
	values []int64 // those of the first kind, of the second, and so on
	sizes  []int32 // nodes by kind
}

// facet is one of the things in which nodes differ. It has one of the lists.
type facet struct {
	bySlot  []int64
	byTaint []int64 // by set of taints
	nodes   []node
	bySum   *domainSum
	byLabel *column
}

// without is the value of a facet for nodes that lack its label.
const without = -1 << 62

// value is what the facet says of a node.
func (f *facet) value(slot int32) int64 {
	switch {
	case f.bySlot != nil:
		return f.bySlot[slot]
	case f.byTaint != nil:
		return f.byTaint[f.nodes[slot].taints]
	case f.bySum != nil:
		return f.bySum.at(slot)
	default:
		return int64(f.byLabel.ids[slot])
	}
}

// branching leads from the kinds, as far as they were told apart by the facets
// before, to those that one facet more makes of them.
type branching struct {
	near  [][]int32          // by kind and value, plus one; 0: none yet
	far   map[[2]int64]int32 // the same for values that are no small numbers
	width int
	count int32
}

// maxNear is about how many numbers near may have.
const maxNear = 1 << 18

// addFacet adds a facet. Most of its values are numbers below width.
func (k *kinds) addFacet(f facet, width int) int {
	k.facets = append(k.facets, f)
	k.tree = append(k.tree, branching{width: width})
	return len(k.facets) - 1
}

// of returns the kind of a node, which it makes when the first comes that is
// so.
func (k *kinds) of(slot int32) int32 {
	at := int32(0)
	for i := range k.tree {
		at = k.tree[i].follow(at, k.facets[i].value(slot))
	}
	if int(at) == k.count { // the tree numbers them in the order in which they come
		k.count++
		k.sizes = append(k.sizes, 0)
		for i := range k.facets {
			k.values = append(k.values, k.facets[i].value(slot))
		}
	}
	return at
}

// follow returns where the nodes of a kind go that have a value. Small values are
// found in a list and others in a map, for a list of all would be too long.
func (b *branching) follow(from int32, value int64) int32 {
	if value < 0 || value >= int64(b.width) || int(from)*b.width > maxNear {
		key := [2]int64{int64(from), value}
		to, ok := b.far[key]
		if !ok {
			if b.far == nil {
				b.far = map[[2]int64]int32{}
			}
			to = b.count
			b.far[key] = to
			b.count++
		}
		return to
	}
	for len(b.near) <= int(from) {
		b.near = append(b.near, nil)
	}
	if b.near[from] == nil {
		b.near[from] = make([]int32, b.width)
	}
	to := &b.near[from][value]
	if *to == 0 {
		b.count++
		*to = b.count
	}
	return *to - 1
}

// facetsOf returns the values of a kind.
func (k *kinds) facetsOf(kind int) []int64 {
	n := len(k.facets)
	return k.values[kind*n : kind*n+n]
}
