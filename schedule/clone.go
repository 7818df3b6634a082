package schedule

import (
	"maps"
	"slices"
)

// Clone returns a cluster that answers as c does and goes its own way from
// here. It costs as much as copying a few numbers for each node and Pod. To try
// something and go back, [Cluster.Begin] is far cheaper.
//
// What is never written to is shared: the objects, the world, the greater part
// of each index. Lists that only grow are clipped, so that to append to one
// makes a copy; all others are copied. What placing Pods has taught stays with
// c, and so do open transactions: the clone knows of neither.
func (c *Cluster) Clone() *Cluster {
	out := *c
	out.nodes = slices.Clone(c.nodes)
	out.rooms = slices.Clone(c.rooms)
	out.onNode = slices.Clone(c.onNode)
	for slot, list := range out.onNode {
		out.onNode[slot] = slices.Clip(list) // c may append where out sees nothing
	}
	out.nodeIndex = c.nodeIndex.clone()
	out.order = c.order.clone()
	out.freeSlots = slices.Clone(c.freeSlots)
	out.podIndex = c.podIndex.clone()
	out.pods = slices.Clone(c.pods)
	out.freePods = slices.Clone(c.freePods)
	out.groups = cloneGroups(c.groups)
	out.groupIndex = c.groupIndex.clone()
	out.groupLabels = c.groupLabels.clone()
	out.carried = slices.Clone(c.carried)
	for i := range out.carried {
		out.carried[i].by = slices.Clip(out.carried[i].by)
	}
	out.termIndex = c.termIndex.clone()
	out.termLabels = c.termLabels.clone()
	out.freeTerms = slices.Clip(c.freeTerms)
	out.columns = make(map[string]*column, len(c.columns))
	for key, k := range c.columns {
		out.columns[key] = k.clone()
	}
	out.nothing = c.nothing.clone()
	out.taintSets = slices.Clip(c.taintSets)
	out.taintIndex = maps.Clone(c.taintIndex)
	out.resources = slices.Clip(c.resources)
	out.scalars = make([]scalarColumn, len(c.scalars))
	for i, s := range c.scalars {
		out.scalars[i] = scalarColumn{slices.Clone(s.have), slices.Clone(s.used)}
	}
	out.images = make(map[string]image, len(c.images))
	for name, i := range c.images {
		out.images[name] = image{i.size, slices.Clip(i.on)}
	}
	// A chain of its own: the clone cannot go back behind this moment.
	out.last, out.open, out.kept, out.keeping = &change{}, nil, nil, nil
	out.keyBuffer = nil
	return &out
}

// cloneGroups copies groups with their members, which lie in one piece: there
// are thousands of small groups, and one allocation is cheaper than one for
// each. The pieces are cut so that to add to one does not run into the next.
func cloneGroups(groups []group) []group {
	out := slices.Clone(groups)
	total := 0
	for i := range out {
		total += len(out[i].members)
	}
	all := make([]member, 0, total)
	for i := range out {
		from := len(all)
		all = append(all, out[i].members...)
		out[i].members = all[from:len(all):len(all)]
	}
	return out
}
