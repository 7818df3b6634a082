package schedule

import (
	"slices"
	"strconv"

	"github.com/podlife/podlife"
)

// class is a set of Pods that some term or constraint is about, with the
// number of them on each node, kept up as Pods come and go. So a question costs
// a run along the nodes, however many Pods there are; sums over the nodes of a
// zone, or whatever else the topology key is, are made on that run. That also
// serves constraints which leave some nodes out, as they do for each Pod
// differently.
type class struct {
	owner *owner
	key   string
	// A Pod belongs if all parts match. One part, but for the required
	// affinity terms of a Pod, which one Pod must match all together.
	parts []part
	// living: Pods that somebody asked to delete do not belong.
	living bool
	memo   []membership // by group
	counts []int32      // by node
	total  int64
}

// part is a set of namespaces and a selector.
type part struct {
	namespaces namespaces
	selector   selector
}

// membership is what is known about a group.
type membership uint8

const (
	unknown membership = iota
	outside
	inside
)

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

func (p *part) appendKey(b []byte) []byte {
	n := &p.namespaces
	b = strconv.AppendBool(b, n.all)
	b = strconv.AppendBool(b, n.known)
	for _, name := range n.names {
		b = strconv.AppendQuote(b, name)
	}
	b = append(b, '|')
	if n.match != nil {
		b = n.match.appendKey(b)
	}
	b = append(b, '|')
	return append(p.selector.appendKey(b), '|')
}

// class returns the class of some parts. A new one is counted over all Pods.
func (c *Cluster) class(living bool, parts ...part) *class {
	b := strconv.AppendBool(nil, living)
	for i := range parts {
		b = parts[i].appendKey(b)
	}
	key := string(b)
	if i, ok := c.classIndex[key]; ok {
		return c.classes[i]
	}
	k := &class{owner: c.owner, key: key, parts: parts, living: living, counts: make([]int32, len(c.nodes))}
	for _, pods := range c.onNode {
		for _, p := range pods {
			k.move(c, p, 1)
		}
	}
	c.classIndex[key] = len(c.classes)
	c.classes = append(c.classes, k)
	return k
}

// has reports whether the Pods of a group belong to the class, living or not.
// The answer is noted down, for there are far fewer groups than Pods.
func (k *class) has(c *Cluster, g int32) bool {
	if int(g) < len(k.memo) && k.memo[g] != unknown {
		return k.memo[g] == inside
	}
	is := k.covers(c, &c.groups[g])
	if k.owner == c.owner { // else others read it too
		k.memo = append(k.memo, make([]membership, max(0, len(c.groups)-len(k.memo)))...)
		k.memo[g] = outside
		if is {
			k.memo[g] = inside
		}
	}
	return is
}

func (k *class) covers(c *Cluster, g *group) bool {
	for i := range k.parts {
		p := &k.parts[i]
		if !p.namespaces.contain(g.namespace, c.world.namespaces) || !p.selector.matches(g.labels) {
			return false
		}
	}
	return true
}

// move adds a Pod to the counts, or takes it away.
func (k *class) move(c *Cluster, p *placed, by int32) {
	if (k.living && p.pod.IsDeleted()) || !k.has(c, p.group) {
		return
	}
	k.counts[p.node] += by
	k.total += int64(by)
}

func (k *class) clone(o *owner) *class {
	out := *k
	out.owner = o
	out.memo = slices.Clone(k.memo)
	out.counts = slices.Clone(k.counts)
	return &out
}

// moveClasses keeps all classes up as a Pod comes or goes. A class that clones
// share is copied before it is written to, and only if the Pod belongs to it.
func (c *Cluster) moveClasses(p *placed, by int32) {
	for i, k := range c.classes {
		if (k.living && p.pod.IsDeleted()) || !k.has(c, p.group) {
			continue
		}
		if k.owner != c.owner {
			k = k.clone(c.owner)
			c.classes[i] = k
		}
		k.move(c, p, by)
	}
}
