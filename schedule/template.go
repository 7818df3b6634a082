package schedule

import (
	"slices"

	"github.com/podlife/podlife"
)

// textKey writes down what Pods have in common that were made from one
// template: all that decides where they go. Texts and lists begin with their
// length, so that different Pods have different keys.
type textKey struct{ b []byte }

// number writes small numbers as one byte, and all so that none is the
// beginning of another.
func (k *textKey) number(n int64) {
	u := uint64(n)<<1 ^ uint64(n>>63)
	for u >= 0x80 {
		k.b = append(k.b, byte(u)|0x80)
		u >>= 7
	}
	k.b = append(k.b, byte(u))
}

// text writes a text behind its length, so that no text runs into the next.
func (k *textKey) text(s string) {
	k.number(int64(len(s)))
	k.b = append(k.b, s...)
}

// texts writes a list.
func (k *textKey) texts(s []string) {
	k.number(int64(len(s)))
	k.fields(s...)
}

// fields writes texts of which there are always as many.
func (k *textKey) fields(s ...string) {
	for i := range s {
		k.text(s[i])
	}
}

// pairs writes a map in the order of its keys.
func (k *textKey) pairs(m map[string]string) {
	k.number(int64(len(m)))
	if len(m) == 1 { // no need to sort
		for key, value := range m {
			k.text(key)
			k.text(value)
		}
		return
	}
	for _, key := range sortedKeys(m) {
		k.text(key)
		k.text(m[key])
	}
}

// optional tells nil from 0.
func (k *textKey) optional(n *int32) {
	if n == nil {
		k.number(0)
		return
	}
	k.number(1)
	k.number(int64(*n))
}

// template writes down a Pod that requests a. What isQuick is about, and what
// the scheduler does not look at, is not in it: names, probes, priorities.
func (k *textKey) template(p *podlife.Pod, a *amounts, ports []hostPort) {
	k.text(p.Namespace)
	k.pairs(p.Labels)
	k.owner(p)
	// Not what each container requests, but what comes of it: the same sums are
	// the same to a scheduler.
	for _, n := range []int64{a.cpu, a.memory, a.ephemeral, a.nonZeroCPU, a.nonZeroMemory, int64(len(a.scalars))} {
		k.number(n)
	}
	for _, s := range a.scalars {
		k.number(int64(s.id))
		k.number(s.n)
	}
	k.number(int64(len(ports)))
	for i := range ports {
		k.text(ports[i].ip)
		k.text(ports[i].protocol)
		k.number(int64(ports[i].port))
	}
	k.texts(podImages(p))
	k.number(int64(needed(&p.Spec)))
	k.pairs(p.Spec.NodeSelector)
	k.number(int64(len(p.Spec.Tolerations)))
	for i := range p.Spec.Tolerations {
		t := &p.Spec.Tolerations[i]
		k.fields(t.Key, string(t.Operator), t.Value, string(t.Effect))
	}
	k.affinity(p.Spec.Affinity)
	k.constraints(p.Spec.TopologySpreadConstraints)
}

// owner writes down the controller, whose selector may spread its Pods. Its UID
// does not matter: Kubernetes looks it up by name. Owners that are no controllers
// do not matter either.
func (k *textKey) owner(p *podlife.Pod) {
	at := slices.IndexFunc(p.OwnerReferences, func(o podlife.OwnerReference) bool { return o.Controller })
	if at < 0 {
		k.number(0)
		return
	}
	k.number(1)
	o := &p.OwnerReferences[at]
	k.fields(o.APIVersion, o.Kind, o.Name)
}

// constraints writes topology spread constraints. Their order matters, as they
// are added up in it.
func (k *textKey) constraints(list []podlife.TopologySpreadConstraint) {
	k.number(int64(len(list)))
	for i := range list {
		c := &list[i]
		k.number(int64(c.MaxSkew))
		k.fields(c.TopologyKey, string(c.WhenUnsatisfiable), string(c.NodeAffinityPolicy), string(c.NodeTaintsPolicy))
		k.selector(c.LabelSelector)
		k.optional(c.MinDomains)
		k.texts(c.MatchLabelKeys)
	}
}

// selector tells nil, which matches nothing, from empty, which matches all. The
// order of expressions is kept: Pods of one template have it in common.
func (k *textKey) selector(s *podlife.LabelSelector) {
	if s == nil {
		k.number(0)
		return
	}
	k.number(1)
	k.pairs(s.MatchLabels)
	k.number(int64(len(s.MatchExpressions)))
	for _, e := range s.MatchExpressions {
		k.text(e.Key)
		k.text(string(e.Operator))
		k.texts(e.Values)
	}
}

// affinity writes what the Pod wants to be near to and far from.
func (k *textKey) affinity(a *podlife.Affinity) {
	if a == nil {
		k.number(0)
		return
	}
	k.number(1)
	k.nodeAffinity(a.NodeAffinity)
	for _, pods := range []*podlife.PodAffinity{a.PodAffinity, a.PodAntiAffinity} {
		if pods == nil {
			k.number(0)
			continue
		}
		k.number(1)
		k.number(int64(len(pods.Required)))
		for i := range pods.Required {
			k.podTerm(&pods.Required[i])
		}
		k.number(int64(len(pods.Preferred)))
		for i := range pods.Preferred {
			k.number(int64(pods.Preferred[i].Weight))
			k.podTerm(&pods.Preferred[i].PodAffinityTerm)
		}
	}
}

// podTerm writes a term. The API server has put matchLabelKeys into its selector.
func (k *textKey) podTerm(t *podlife.PodAffinityTerm) {
	k.text(t.TopologyKey)
	k.selector(t.LabelSelector)
	k.texts(t.Namespaces)
	k.selector(t.NamespaceSelector)
}

// nodeAffinity writes required and preferred terms. A NodeSelector without terms
// matches no node, none at all matches every node: the two are told apart.
func (k *textKey) nodeAffinity(a *podlife.NodeAffinity) {
	if a == nil {
		k.number(0)
		return
	}
	k.number(1)
	if a.Required == nil {
		k.number(0)
	} else {
		k.number(1)
		k.number(int64(len(a.Required.NodeSelectorTerms)))
		for i := range a.Required.NodeSelectorTerms {
			k.nodeTerm(&a.Required.NodeSelectorTerms[i])
		}
	}
	k.number(int64(len(a.Preferred)))
	for i := range a.Preferred {
		k.number(int64(a.Preferred[i].Weight))
		k.nodeTerm(&a.Preferred[i].Preference)
	}
}

// nodeTerm writes a term: what it asks of labels, then of fields.
func (k *textKey) nodeTerm(t *podlife.NodeSelectorTerm) {
	for _, list := range [][]podlife.NodeSelectorRequirement{t.MatchExpressions, t.MatchFields} {
		k.number(int64(len(list)))
		for i := range list {
			k.text(list[i].Key)
			k.text(string(list[i].Operator))
			k.texts(list[i].Values)
		}
	}
}

// profile writes down a profile, without what nothing is kept for: the arguments
// of 1.10, and where sampling begins.
func (k *textKey) profile(pr *Profile) {
	k.texts(pr.Filters)
	k.number(int64(len(pr.Scores)))
	for _, s := range pr.Scores {
		k.text(s.Plugin)
		k.number(s.Weight)
	}
	k.text(string(pr.Fit.Strategy))
	k.weights(pr.Fit.Resources)
	k.shape(pr.Fit.Shape)
	k.texts(pr.Fit.IgnoredResources)
	k.texts(pr.Fit.IgnoredResourceGroups)
	k.weights(pr.Balance.Resources)
	k.nodeAffinity(pr.NodeAffinity.AddedAffinity)
	k.number(pr.PodAffinity.HardPodAffinityWeight)
	k.flags(pr.Preemption, pr.DynamicResources, pr.PodAffinity.IgnorePreferredTermsOfExistingPods, pr.Spread.ListDefaulting, pr.Legacy == nil, pr.Sampling.On)
	k.constraints(pr.Spread.DefaultConstraints)
	k.shape(pr.Volumes.Shape)
}

// flags writes each as a number of its own, for there are few profiles.
func (k *textKey) flags(list ...bool) {
	for _, is := range list {
		if is {
			k.number(1)
		} else {
			k.number(0)
		}
	}
}

// weights writes resources in their order, in which scores are added up.
func (k *textKey) weights(list []ResourceWeight) {
	k.number(int64(len(list)))
	for _, r := range list {
		k.text(string(r.Name))
		k.number(r.Weight)
	}
}

// shape writes the corners of a shape.
func (k *textKey) shape(shape []UtilizationPoint) {
	k.number(int64(len(shape)))
	for _, p := range shape {
		k.number(p.Utilization)
		k.number(p.Score)
	}
}
