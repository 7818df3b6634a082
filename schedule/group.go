package schedule

import (
	"maps"
	"strconv"

	"github.com/podlife/podlife"
)

// group is Pods on nodes that are alike in what others see of them: the
// namespace, the labels, whether they are being deleted, and their terms about
// other Pods. So a selector is tried once for all of them.
type group struct {
	namespace string
	labels    map[string]string
	deleted   bool
	carries   []carry
	members   []member
}

// member is a Pod of a group.
type member struct {
	pod  int32 // its number
	slot int32 // its node
}

// carry is a term that the Pods of a group have.
type carry struct {
	term   int32
	weight int64
}

// groupOf returns the number of a Pod's group, which it makes for the first of
// them. Groups are never taken away, even if they lose their last Pod: those that
// come back later, as when a Deployment is rolled out and back, find it there.
func (c *Cluster) groupOf(p *podlife.Pod, terms ...[]podTerm) int32 {
	b := appendLabels(c.keyBuffer[:0], p)
	b = strconv.AppendBool(b, p.IsDeleted())
	for _, list := range terms {
		for i := range list {
			b = strconv.AppendInt(append(list[i].appendKey(b), '*'), list[i].weight, 10)
		}
	}
	c.keyBuffer = b
	if n, ok := c.groupIndex.get(string(b)); ok {
		return n
	}
	n := int32(len(c.groups))
	c.groupIndex.set(string(b), n)
	g := group{namespace: p.Namespace, labels: maps.Clone(p.Labels), deleted: p.IsDeleted()}
	for _, list := range terms {
		for i := range list {
			g.carries = append(g.carries, carry{c.termOf(&list[i], n), list[i].weight})
		}
	}
	c.groups = append(c.groups, g)
	for key, value := range g.labels {
		c.keyBuffer = c.groupLabels.add(c.keyBuffer, key, value, n)
	}
	return n
}

// appendLabels writes down what selectors see of a Pod, in an order of its own.
func appendLabels(b []byte, p *podlife.Pod) []byte {
	b = strconv.AppendQuote(b, p.Namespace)
	for _, key := range sortedKeys(p.Labels) {
		b = strconv.AppendQuote(b, key)
		b = strconv.AppendQuote(b, p.Labels[key])
	}
	return b
}

// join adds a Pod to its group and returns its place there.
func (c *Cluster) join(g, pod, slot int32) int32 {
	of := &c.groups[g]
	of.members = append(of.members, member{pod, slot})
	for _, k := range of.carries {
		c.carried[k.term].carriers++
	}
	return int32(len(of.members) - 1)
}

// quit takes the Pod at a place out of its group. The last one takes the place.
func (c *Cluster) quit(g, at int32) {
	of := &c.groups[g]
	last := len(of.members) - 1
	of.members[at] = of.members[last]
	c.pods[of.members[at].pod].member = at
	of.members = of.members[:last]
	for _, k := range of.carries {
		c.carried[k.term].carriers--
	}
}
