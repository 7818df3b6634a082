package schedule

import (
	"maps"
	"strconv"

	"github.com/podlife/podlife"
)

// group is what selectors see of a Pod: its namespace and its labels. Pods that
// are alike in both are in one group, so that a selector is tried once for all
// of them.
type group struct {
	namespace string
	labels    map[string]string
}

// groupOf returns the number of a Pod's group.
func (c *Cluster) groupOf(p *podlife.Pod) int32 {
	c.keyBuffer = appendGroupKey(c.keyBuffer[:0], p)
	if n, ok := c.groupIndex.get(string(c.keyBuffer)); ok {
		return n
	}
	n := int32(len(c.groups))
	c.groups = append(c.groups, group{p.Namespace, maps.Clone(p.Labels)})
	c.groupIndex.set(string(c.keyBuffer), n)
	return n
}

func appendGroupKey(b []byte, p *podlife.Pod) []byte {
	b = strconv.AppendQuote(b, p.Namespace)
	for _, key := range sortedKeys(p.Labels) {
		b = strconv.AppendQuote(b, key)
		b = strconv.AppendQuote(b, p.Labels[key])
	}
	return b
}
