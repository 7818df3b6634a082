package schedule

import (
	"slices"

	"github.com/podlife/podlife"
)

// column is one label of all nodes: for each node a small number that stands
// for the label's value.
type column struct {
	owner  *owner
	key    string
	ids    []int32 // by node; 0: the node has no such label
	values []string
	index  map[string]int32
}

// nameField is the key under which node names are kept as if they were a
// label. No label has it.
const nameField = "\x00metadata.name"

func (k *column) id(value string) int32 {
	if id, ok := k.index[value]; ok {
		return id
	}
	id := int32(len(k.values))
	k.values = append(k.values, value)
	k.index[value] = id
	return id
}

func (k *column) put(slot int32, value string, present bool) {
	for len(k.ids) <= int(slot) {
		k.ids = append(k.ids, 0)
	}
	k.ids[slot] = 0
	if present {
		k.ids[slot] = k.id(value)
	}
}

// labelOf returns a label, or the name, of a node.
func labelOf(n *podlife.Node, key string) (string, bool) {
	if key == nameField {
		return n.Name, true
	}
	value, ok := n.Labels[key]
	return value, ok
}

// column returns the column of a label, which it makes when the label is asked
// for the first time.
func (c *Cluster) column(key string) *column {
	if k, ok := c.columns[key]; ok {
		return k
	}
	k := &column{owner: c.owner, key: key, values: []string{""}, index: map[string]int32{}, ids: make([]int32, len(c.nodes))}
	for slot := range c.nodes {
		if c.nodes[slot].object != nil {
			value, ok := labelOf(c.nodes[slot].object, key)
			k.put(int32(slot), value, ok)
		}
	}
	c.columns[key] = k
	return k
}

// setColumns writes a node's labels, or that it is gone, into all columns.
func (c *Cluster) setColumns(slot int32, n *podlife.Node) {
	for key, k := range c.columns {
		if k.owner != c.owner {
			k = k.clone(c.owner)
			c.columns[key] = k
		}
		if n == nil {
			k.put(slot, "", false)
			continue
		}
		value, ok := labelOf(n, key)
		k.put(slot, value, ok)
	}
}

func (k *column) clone(o *owner) *column {
	index := make(map[string]int32, len(k.index))
	for value, id := range k.index {
		index[value] = id
	}
	return &column{o, k.key, slices.Clone(k.ids), slices.Clone(k.values), index}
}
