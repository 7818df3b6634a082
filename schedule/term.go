package schedule

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/podlife/podlife"
)

// carried is a pod (anti-)affinity term that Pods on nodes have. Pods made from
// one template share their terms, so there are few.
type carried struct {
	kind     termKind
	parts    [1]part
	key      string // topology key
	by       []carrier
	carriers int // how many Pods have it
}

// carrier is a group of Pods with a term.
type carrier struct {
	group  int32
	weight int64
}

// termKind says what a term is for.
type termKind uint8

const (
	requiredAnti termKind = iota
	requiredNear
	preferred // anti-affinity has negative weights
)

// podTerm is a term of one Pod, read.
type podTerm struct {
	kind   termKind
	part   part
	key    string // topology key
	weight int64
}

// podTerms reads the terms of a Pod. owned says that the Pod is placed: a
// namespace without an object is then one without labels.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/types.go, newAffinityTerm.
func podTerms(p *podlife.Pod, owned bool) (near, anti, wishes []podTerm, errs []error) {
	a := p.Spec.Affinity
	if a == nil {
		return nil, nil, nil, nil
	}
	read := func(t *podlife.PodAffinityTerm, field string, kind termKind, weight int64, to *[]podTerm) {
		part, at, problem := newPart(t, p.Namespace, owned)
		if problem != "" {
			errs = append(errs, podError(p, "spec.affinity."+field+"."+at, problem))
			return
		}
		*to = append(*to, podTerm{kind, part, t.TopologyKey, weight})
	}
	both := func(a *podlife.PodAffinity, name string, kind termKind, sign int64, to *[]podTerm) {
		if a == nil {
			return
		}
		for i := range a.Required {
			read(&a.Required[i], fmt.Sprintf("%s.requiredDuringSchedulingIgnoredDuringExecution[%d]", name, i), kind, 1, to)
		}
		for i := range a.Preferred {
			w := &a.Preferred[i]
			read(&w.PodAffinityTerm, fmt.Sprintf("%s.preferredDuringSchedulingIgnoredDuringExecution[%d].podAffinityTerm", name, i),
				preferred, sign*int64(w.Weight), &wishes)
		}
	}
	both(a.PodAffinity, "podAffinity", requiredNear, 1, &near)
	both(a.PodAntiAffinity, "podAntiAffinity", requiredAnti, -1, &anti)
	return near, anti, wishes, errs
}

// newPart reads which Pods a term is about. If it says nothing about namespaces, it
// means that of its own Pod. An empty selector of namespaces means all; one that is
// not empty is looked up when the term is matched, beside the names.
func newPart(t *podlife.PodAffinityTerm, namespace string, owned bool) (p part, field, problem string) {
	sel, field, problem := newSelector(t.LabelSelector)
	if problem != "" {
		return p, "labelSelector." + field, problem
	}
	ns, field, problem := newSelector(t.NamespaceSelector)
	if problem != "" {
		return p, "namespaceSelector." + field, problem
	}
	p.selector = sel
	p.namespaces.names = slices.Compact(slices.Sorted(slices.Values(t.Namespaces)))
	switch {
	case t.NamespaceSelector == nil && len(t.Namespaces) == 0:
		p.namespaces.names = []string{namespace}
	case ns.isEmpty():
		p.namespaces = namespaces{all: true}
	case t.NamespaceSelector != nil:
		p.namespaces.match, p.namespaces.known = &ns, !owned
	}
	return p, "", ""
}

// appendKey writes down all of a term but its weight, with which Pods that share
// the term may differ.
func (t *podTerm) appendKey(b []byte) []byte {
	return t.part.appendKey(strconv.AppendQuote(append(b, byte(t.kind)), t.key))
}

// termOf returns the number of a term that a new group has. To find later which
// terms are about a Pod without trying all, a term is filed under the labels that
// it asks for, if it asks for some value; else among the free ones, which are
// tried on every Pod.
func (c *Cluster) termOf(t *podTerm, group int32) int32 {
	c.keyBuffer = t.appendKey(c.keyBuffer[:0])
	n, ok := c.termIndex.get(string(c.keyBuffer))
	if !ok {
		n = int32(len(c.carried))
		c.termIndex.set(string(c.keyBuffer), n)
		c.carried = append(c.carried, carried{kind: t.kind, parts: [1]part{t.part}, key: t.key})
		if r := t.part.selector.leading(); r != nil {
			for _, value := range slices.Compact(slices.Clone(r.values)) {
				c.keyBuffer = c.termLabels.add(c.keyBuffer, r.key, value, n)
			}
		} else {
			c.freeTerms = append(c.freeTerms, n)
		}
	}
	k := &c.carried[n]
	k.by = append(k.by, carrier{group, t.weight})
	return n
}

// about returns the terms of Pods on nodes that are about Pods of a namespace
// with labels.
func (c *Cluster) about(namespace string, labels map[string]string) []*carried {
	if len(c.carried) == 0 {
		return nil
	}
	numbers := slices.Clone(c.freeTerms)
	for key, value := range labels {
		numbers = c.termLabels.find(numbers, key, value)
	}
	slices.Sort(numbers) // and not as the labels came
	var out []*carried
	for _, n := range numbers {
		if k := &c.carried[n]; k.carriers > 0 && c.covers(k.parts[:], namespace, labels) {
			out = append(out, k)
		}
	}
	return out
}

// each calls f with the node of each Pod that has the term, and the weight that
// it has there.
func (k *carried) each(c *Cluster, f func(slot int32, weight int64)) {
	for _, by := range k.by {
		for _, m := range c.groups[by.group].members {
			f(m.slot, by.weight)
		}
	}
}

// nodes returns each without the weights.
func (k *carried) nodes(c *Cluster) func(func(slot int32)) {
	return func(f func(slot int32)) {
		k.each(c, func(slot int32, _ int64) { f(slot) })
	}
}
