package schedule

import (
	"slices"
	"strconv"

	"github.com/podlife/podlife"
)

// class is a set of Pods that some term or constraint is about: groups, of
// which each belongs to it as a whole. So a question costs a look at the groups
// that may belong, and then at the Pods that do, however many others there are.
type class struct {
	groups []int32 // those with Pods
}

// part is a set of namespaces and a selector.
type part struct {
	namespaces namespaces
	selector   selector
}

// namespaces is a set of namespaces.
type namespaces struct {
	all   bool
	names []string  // sorted
	match *selector // further ones, by their labels
	// known: match looks only at namespaces that there is an object of. That
	// is so for the terms of the Pod to be placed. In those of Pods that are
	// placed, a namespace without an object has no labels.
	known bool
}

func (n *namespaces) contain(name string, objects map[string]*podlife.Namespace) bool {
	if n.all {
		return true
	}
	if _, ok := slices.BinarySearch(n.names, name); ok {
		return true
	}
	if n.match == nil {
		return false
	}
	object := objects[name]
	if object == nil {
		return !n.known && n.match.matches(nil)
	}
	return n.match.matches(object.Labels)
}

// appendKey appends a text that no other part has. All namespaces are the set with
// neither names nor a selector; whether match is known is not said, for only the
// terms of placed Pods have keys.
func (p *part) appendKey(b []byte) []byte {
	n := &p.namespaces
	for _, name := range n.names {
		b = strconv.AppendQuote(b, name)
	}
	if n.match != nil {
		b = n.match.appendKey(b)
	}
	b = append(b, '|')
	return append(p.selector.appendKey(b), '|')
}

// class returns the Pods that all parts match, without those that somebody
// asked to delete, if only the living are wanted. One part is usual, but the
// required affinity terms of a Pod must match one Pod all together.
func (c *Cluster) class(living bool, parts ...part) class {
	var k class
	for _, g := range c.groupsFor(parts) {
		of := &c.groups[g]
		if len(of.members) > 0 && !(living && of.deleted) && c.covers(parts, of.namespace, of.labels) {
			k.groups = append(k.groups, g)
		}
	}
	return k
}

// groupsFor returns the groups that parts may match: those with a label that
// one of them asks for, or all.
func (c *Cluster) groupsFor(parts []part) []int32 {
	for i := range parts {
		if r := parts[i].selector.leading(); r != nil {
			var out []int32
			for _, value := range slices.Compact(slices.Clone(r.values)) {
				out = c.groupLabels.find(out, r.key, value)
			}
			return out
		}
	}
	out := make([]int32, len(c.groups))
	for g := range out {
		out[g] = int32(g)
	}
	return out
}

// covers reports whether all parts match Pods of a namespace with labels.
func (c *Cluster) covers(parts []part, namespace string, labels map[string]string) bool {
	for i := range parts {
		p := &parts[i]
		if !p.namespaces.contain(namespace, c.world.namespaces) || !p.selector.matches(labels) {
			return false
		}
	}
	return true
}

// each calls f with the node of each Pod of the class.
func (k *class) each(c *Cluster, f func(slot int32)) {
	for _, g := range k.groups {
		for _, m := range c.groups[g].members {
			f(m.slot)
		}
	}
}

// counts returns how many of the Pods are on each node.
func (k *class) counts(c *Cluster) []int32 {
	out := make([]int32, len(c.nodes))
	for _, g := range k.groups {
		for _, m := range c.groups[g].members {
			out[m.slot]++
		}
	}
	return out
}
