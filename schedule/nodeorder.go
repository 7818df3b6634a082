package schedule

import (
	"slices"
	"strings"
)

// nameOrder is the order of the nodes by name. Of several best nodes one is
// picked by its place in this order, so it is kept and not found anew.
type nameOrder struct {
	slots []int32 // in order of their names
	ranks []int32 // by slot: the place in slots; of free slots nothing
}

// orderNames puts all nodes in order, when a cluster is made. Later ones are put in
// one by one.
func orderNames(nodes []node) nameOrder {
	o := nameOrder{ranks: make([]int32, len(nodes))}
	for slot := range nodes {
		if nodes[slot].object != nil {
			o.slots = append(o.slots, int32(slot))
		}
	}
	slices.SortFunc(o.slots, func(a, b int32) int { return strings.Compare(nodes[a].name, nodes[b].name) })
	o.number(0)
	return o
}

// number writes the ranks from a place on.
func (o *nameOrder) number(from int) {
	for i := from; i < len(o.slots); i++ {
		o.ranks[o.slots[i]] = int32(i)
	}
}

// insert adds a slot whose node has come. It costs as much as there are nodes
// after it.
func (o *nameOrder) insert(nodes []node, slot int32) {
	for len(o.ranks) < len(nodes) {
		o.ranks = append(o.ranks, 0)
	}
	at, _ := slices.BinarySearchFunc(o.slots, nodes[slot].name, func(s int32, name string) int {
		return strings.Compare(nodes[s].name, name)
	})
	o.slots = slices.Insert(o.slots, at, slot)
	o.number(at)
}

// remove takes out a slot whose node goes.
func (o *nameOrder) remove(slot int32) {
	at := int(o.ranks[slot])
	o.slots = slices.Delete(o.slots, at, at+1)
	o.number(at)
}

func (o *nameOrder) clone() nameOrder {
	return nameOrder{slices.Clone(o.slots), slices.Clone(o.ranks)}
}
