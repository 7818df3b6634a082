package schedule

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/podlife/podlife"
)

// carried is a pod (anti-)affinity term that Pods on nodes have, with the
// weight of it on each node. Pods made from one template share their terms, so
// there are few, and whom a term is about is found out once for each group.
type carried struct {
	owner   *owner
	key     string
	kind    termKind
	parts   [1]part
	keyName string  // topology key
	weights []int64 // by node: Pods with the term, or the sum of their weights
	carrier int64   // how many Pods have it
	memo    []membership
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

// carry adds a placed Pod's terms to the nodes' weights, or takes them away.
func (c *Cluster) carry(p *placed, by int64) {
	for i := range p.terms {
		t := &p.terms[i]
		k := c.carriedTerm(t)
		k.weights[p.node] += by * t.weight
		k.carrier += by
	}
}

// carriedTerm returns the term for writing, which it makes when the first Pod
// comes that has it.
func (c *Cluster) carriedTerm(t *podTerm) *carried {
	b := append(c.keyBuffer[:0], byte('0'+t.kind))
	b = strconv.AppendQuote(b, t.key)
	c.keyBuffer = t.part.appendKey(b)
	i, ok := c.carriedIndex[string(c.keyBuffer)]
	if !ok {
		key := string(c.keyBuffer)
		i = len(c.carried)
		c.carriedIndex[key] = i
		c.carried = append(c.carried, &carried{
			owner: c.owner, key: key, kind: t.kind, parts: [1]part{t.part}, keyName: t.key, weights: make([]int64, len(c.nodes)),
		})
	}
	k := c.carried[i]
	if k.owner != c.owner {
		fresh := *k
		fresh.owner, fresh.weights, fresh.memo = c.owner, slices.Clone(k.weights), slices.Clone(k.memo)
		k = &fresh
		c.carried[i] = k
	}
	return k
}

// covers reports whether the term is about the Pods of a group.
func (k *carried) covers(c *Cluster, g int32) bool {
	if int(g) < len(k.memo) && k.memo[g] != unknown {
		return k.memo[g] == inside
	}
	of := &c.groups[g]
	is := k.parts[0].namespaces.contain(of.namespace, c.world.namespaces) && k.parts[0].selector.matches(of.labels)
	if k.owner == c.owner {
		k.memo = append(k.memo, make([]membership, max(0, len(c.groups)-len(k.memo)))...)
		k.memo[g] = outside
		if is {
			k.memo[g] = inside
		}
	}
	return is
}
