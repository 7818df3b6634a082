package schedule

import (
	"slices"

	"github.com/podlife/podlife"
)

// column is one label of all nodes: for each node a small number that stands
// for the label's value. To hold a selector against ten thousand nodes, it is
// tried on each value once, and then a list of numbers is run along.
//
// A value keeps its number as long as the column lives, even if no node has it any
// more. Number 0 is that of nodes without the label; values[0] is not theirs.
type column struct {
	key    string
	ids    []int32 // by slot; 0: the node has no such label
	values []string
	index  index
}

// maxColumns is for how many labels a column is kept up. Nodes have some tens
// of labels in common; where there are more, the rest are read when asked for.
const maxColumns = 256

// nameField is the key under which the names of nodes are found as if they were
// a label. No label has it.
const nameField = "\x00metadata.name"

// newColumn returns a column of no nodes.
func newColumn(key string) *column { return &column{key: key, values: []string{""}} }

// id returns the number of a value, which it makes for a new one.
func (k *column) id(value string) int32 {
	if id, ok := k.index.get(value); ok {
		return id
	}
	id := int32(len(k.values))
	k.values = append(k.values, value)
	k.index.set(value, id)
	return id
}

// put writes down the value that a node has, if it has any.
func (k *column) put(slot int32, value string, present bool) {
	for len(k.ids) <= int(slot) {
		k.ids = append(k.ids, 0)
	}
	k.ids[slot] = 0
	if present {
		k.ids[slot] = k.id(value)
	}
}

func (k *column) clone() *column {
	return &column{k.key, slices.Clone(k.ids), slices.Clip(k.values), k.index.clone()}
}

// labelOf returns a label, or the name, of a node.
func labelOf(n *podlife.Node, key string) (string, bool) {
	if key == nameField {
		return n.Name, true
	}
	value, ok := n.Labels[key]
	return value, ok
}

// column returns the column of a label. Where all labels are kept up, one that is
// not among them is on no node. A question must not change the cluster, so a
// column that is made for it is not kept.
func (c *Cluster) column(key string) *column {
	if k, ok := c.columns[key]; ok {
		return k
	}
	if key != nameField && len(c.columns) < maxColumns {
		return c.nothing
	}
	return c.readColumn(key)
}

// readColumn makes the column of a label.
func (c *Cluster) readColumn(key string) *column {
	k := newColumn(key)
	k.ids = make([]int32, len(c.nodes))
	for slot := range c.nodes {
		if c.nodes[slot].object != nil {
			value, ok := labelOf(c.nodes[slot].object, key)
			k.put(int32(slot), value, ok)
		}
	}
	return k
}

// setColumns writes a node's labels into all columns.
func (c *Cluster) setColumns(slot int32, n *podlife.Node) {
	c.nothing.put(slot, "", false)
	for key, k := range c.columns {
		value, ok := n.Labels[key]
		k.put(slot, value, ok)
	}
	for key := range n.Labels {
		if c.columns[key] == nil && len(c.columns) < maxColumns {
			c.columns[key] = c.readColumn(key)
		}
	}
}
