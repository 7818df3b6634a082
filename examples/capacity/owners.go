package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// ownerGroup is Pods of one owner that found nodes.
type ownerGroup struct {
	name string
	pods int
	// on is how many of them are on each node.
	on map[string]int
}

// byOwner groups the placements, in the order in which the first of each came.
// Pods without an owner are groups by themselves, or with others of their order.
func (r *report) byOwner() []*ownerGroup {
	var out []*ownerGroup
	index := map[string]*ownerGroup{}
	for _, p := range r.placements {
		name := cmp.Or(r.program.copies[p.pod], qualified(p.pod))
		if owner := ownerOf(p.pod); owner != "" {
			name = p.pod.Namespace + "/" + owner
		}
		g := index[name]
		if g == nil {
			g = &ownerGroup{name: name, on: map[string]int{}}
			index[name] = g
			out = append(out, g)
		}
		g.pods++
		g.on[p.node]++
	}
	return out
}

// nodes lists the nodes, those with the most Pods first.
func (g *ownerGroup) nodes(most int) string {
	names := slices.Sorted(maps.Keys(g.on))
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(g.on[b], g.on[a]) })
	if g.pods > 1 {
		for i, name := range names {
			names[i] = fmt.Sprintf("%s ×%d", name, g.on[name])
		}
	}
	return some(names, most)
}
