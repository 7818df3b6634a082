package schedule_test

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

// What follows finds the answers of the two plugins that look at other Pods in
// the plainest way: for each node, over all Pods, with maps.

// selects reports whether labels match. Nil matches nothing.
func selects(s *podlife.LabelSelector, labels map[string]string) bool {
	if s == nil {
		return false
	}
	for key, value := range s.MatchLabels {
		if have, ok := labels[key]; !ok || have != value {
			return false
		}
	}
	for _, e := range s.MatchExpressions {
		if !holds(e.Key, e.Operator, e.Values, labels) {
			return false
		}
	}
	return true
}

func holds(key string, op podlife.SelectorOperator, values []string, labels map[string]string) bool {
	have, ok := labels[key]
	switch op {
	case podlife.SelectorOpIn:
		return ok && slices.Contains(values, have)
	case podlife.SelectorOpNotIn:
		return !ok || !slices.Contains(values, have)
	case podlife.SelectorOpExists:
		return ok
	case podlife.SelectorOpDoesNotExist:
		return !ok
	default:
		a, err := strconv.Atoi(have)
		b, _ := strconv.Atoi(values[0])
		return ok && err == nil && (op == podlife.SelectorOpGt && a > b || op == podlife.SelectorOpLt && a < b)
	}
}

// plain is a cluster, read plainly.
type plain struct {
	*podlife.Objects
	pending *podlife.Pod
}

func (w plain) namespaceLabels(name string) (map[string]string, bool) {
	for _, n := range w.Namespaces {
		if n.Name == name {
			return n.Labels, true
		}
	}
	return nil, false
}

// covers reports whether a term of the owner is about p.
func (w plain) covers(t *podlife.PodAffinityTerm, owner, p *podlife.Pod) bool {
	if !selects(t.LabelSelector, p.Labels) {
		return false
	}
	if len(t.Namespaces) == 0 && t.NamespaceSelector == nil {
		return owner.Namespace == p.Namespace
	}
	if slices.Contains(t.Namespaces, p.Namespace) {
		return true
	}
	s := t.NamespaceSelector
	if s == nil {
		return false
	}
	labels, known := w.namespaceLabels(p.Namespace)
	everything := len(s.MatchLabels)+len(s.MatchExpressions) == 0
	return everything || (known || owner != w.pending) && selects(s, labels)
}

func (w plain) nodeOf(p *podlife.Pod) *podlife.Node {
	for _, n := range w.Nodes {
		if n.Name == p.Spec.NodeName {
			return n
		}
	}
	return nil
}

// together reports whether two nodes have the same value of a label.
func together(a, b *podlife.Node, key string) bool {
	x, okX := a.Labels[key]
	y, okY := b.Labels[key]
	return okX && okY && x == y
}

func terms(p *podlife.Pod) (near, anti podlife.PodAffinity) {
	if a := p.Spec.Affinity; a != nil {
		if a.PodAffinity != nil {
			near = *a.PodAffinity
		}
		if a.PodAntiAffinity != nil {
			anti = *a.PodAntiAffinity
		}
	}
	return near, anti
}

func (w plain) podAffinity(n *podlife.Node) string {
	near, anti := terms(w.pending)
	all := func(p *podlife.Pod) bool {
		for i := range near.Required {
			if !w.covers(&near.Required[i], w.pending, p) {
				return false
			}
		}
		return true
	}
	recorded := false
	for _, p := range w.Pods {
		for _, t := range near.Required {
			_, ok := w.nodeOf(p).Labels[t.TopologyKey]
			recorded = recorded || ok && all(p)
		}
	}
	for _, t := range near.Required {
		_, ok := n.Labels[t.TopologyKey]
		found := !recorded && all(w.pending)
		for _, p := range w.Pods {
			found = found || all(p) && together(n, w.nodeOf(p), t.TopologyKey)
		}
		if !ok || !found {
			return notNear[1:]
		}
	}
	for _, p := range w.Pods {
		for i, t := range anti.Required {
			if w.covers(&anti.Required[i], w.pending, p) && together(n, w.nodeOf(p), t.TopologyKey) {
				return tooNear
			}
		}
	}
	for _, p := range w.Pods {
		_, theirs := terms(p)
		for i, t := range theirs.Required {
			if w.covers(&theirs.Required[i], p, w.pending) && together(n, w.nodeOf(p), t.TopologyKey) {
				return unwanted
			}
		}
	}
	return ""
}

// podAffinityScore adds up wishes for one node.
func (w plain) podAffinityScore(n *podlife.Node) (sum int64) {
	wishes := func(owner, about *podlife.Pod, at *podlife.Node) {
		near, anti := terms(owner)
		for i, t := range near.Preferred {
			if w.covers(&near.Preferred[i].PodAffinityTerm, owner, about) && together(n, at, t.PodAffinityTerm.TopologyKey) {
				sum += int64(t.Weight)
			}
		}
		for i, t := range anti.Preferred {
			if w.covers(&anti.Preferred[i].PodAffinityTerm, owner, about) && together(n, at, t.PodAffinityTerm.TopologyKey) {
				sum -= int64(t.Weight)
			}
		}
	}
	for _, p := range w.Pods {
		at := w.nodeOf(p)
		wishes(w.pending, p, at)
		wishes(p, w.pending, at)
		near, _ := terms(p)
		for i, t := range near.Required {
			if w.covers(&near.Required[i], p, w.pending) && together(n, at, t.TopologyKey) {
				sum++
			}
		}
	}
	return sum
}

// wanted reports whether the node's labels and name are what the Pod requires.
func (w plain) wanted(n *podlife.Node) bool {
	for key, value := range w.pending.Spec.NodeSelector {
		if n.Labels[key] != value {
			return false
		}
	}
	a := w.pending.Spec.Affinity
	if a == nil || a.NodeAffinity == nil || a.NodeAffinity.Required == nil {
		return true
	}
	for _, t := range a.NodeAffinity.Required.NodeSelectorTerms {
		good := len(t.MatchExpressions)+len(t.MatchFields) > 0
		for _, e := range t.MatchExpressions {
			good = good && holds(e.Key, e.Operator, e.Values, n.Labels)
		}
		for _, e := range t.MatchFields {
			good = good && holds("name", e.Operator, e.Values, map[string]string{"name": n.Name})
		}
		if good {
			return true
		}
	}
	return false
}

func (w plain) tolerates(n *podlife.Node) bool {
	for i := range n.Spec.Taints {
		good := n.Spec.Taints[i].Effect == podlife.TaintEffectPreferNoSchedule
		for j := range w.pending.Spec.Tolerations {
			good = good || w.pending.Spec.Tolerations[j].Tolerates(&n.Spec.Taints[i], false)
		}
		if !good {
			return false
		}
	}
	return true
}

// counts reports whether a Pod counts for a constraint.
func (w plain) counts(c *podlife.TopologySpreadConstraint, p *podlife.Pod) bool {
	keyed := false
	for _, key := range c.MatchLabelKeys {
		if value, ok := w.pending.Labels[key]; ok {
			keyed = true
			if have, ok := p.Labels[key]; !ok || have != value {
				return false
			}
		}
	}
	empty := c.LabelSelector != nil && len(c.LabelSelector.MatchLabels)+len(c.LabelSelector.MatchExpressions) == 0 && !keyed
	return selects(c.LabelSelector, p.Labels) && (p == w.pending || !empty && p.Namespace == w.pending.Namespace && !p.IsDeleted())
}

func (w plain) includes(c *podlife.TopologySpreadConstraint, n *podlife.Node) bool {
	return (c.NodeAffinityPolicy == podlife.NodeInclusionIgnore || w.wanted(n)) && (c.NodeTaintsPolicy != podlife.NodeInclusionHonor || w.tolerates(n))
}

// constraints lists those of one kind, and reports whether a node has the
// labels of all of them.
func (w plain) constraints(action podlife.UnsatisfiableAction) ([]podlife.TopologySpreadConstraint, func(*podlife.Node) bool) {
	var out []podlife.TopologySpreadConstraint
	for _, c := range w.pending.Spec.TopologySpreadConstraints {
		if c.WhenUnsatisfiable == action {
			out = append(out, c)
		}
	}
	return out, func(n *podlife.Node) bool {
		return !slices.ContainsFunc(out, func(c podlife.TopologySpreadConstraint) bool { _, ok := n.Labels[c.TopologyKey]; return !ok })
	}
}

// domains counts Pods by the values of a label, over some nodes.
func (w plain) domains(c *podlife.TopologySpreadConstraint, over func(*podlife.Node) bool) map[string]int {
	out := map[string]int{}
	for _, n := range w.Nodes {
		if !over(n) {
			continue
		}
		out[n.Labels[c.TopologyKey]] += 0
		for _, p := range w.Pods {
			if p.Spec.NodeName == n.Name && w.counts(c, p) {
				out[n.Labels[c.TopologyKey]]++
			}
		}
	}
	return out
}

func (w plain) spread(n *podlife.Node) string {
	rules, complete := w.constraints(podlife.DoNotSchedule)
	for _, c := range rules {
		counts := w.domains(&c, func(n *podlife.Node) bool { return complete(n) && w.includes(&c, n) })
		fewest := math.MaxInt
		for _, k := range counts {
			fewest = min(fewest, k)
		}
		if len(counts) == 0 || c.MinDomains != nil && len(counts) < int(*c.MinDomains) {
			fewest = 0
		}
		value, ok := n.Labels[c.TopologyKey]
		self := 0
		if w.counts(&c, w.pending) {
			self = 1
		}
		if !ok {
			return unlabeled[1:]
		}
		if counts[value]+self-fewest > int(c.MaxSkew) {
			return skewed
		}
	}
	return ""
}

// spreadScores are the raw scores by feasible node; nodes that are not scored
// have none.
func (w plain) spreadScores(feasible []string) map[string]int64 {
	rules, complete := w.constraints(podlife.ScheduleAnyway)
	out := map[string]int64{}
	scored := func(n *podlife.Node) bool { return slices.Contains(feasible, n.Name) && complete(n) }
	for _, n := range w.Nodes {
		if !scored(n) || len(rules) == 0 {
			continue
		}
		sum := 0.0
		for _, c := range rules {
			size := len(w.domains(&c, scored))
			over := func(n *podlife.Node) bool { return complete(n) && w.includes(&c, n) }
			if c.TopologyKey == host {
				over = complete
			}
			sum += float64(w.domains(&c, over)[n.Labels[c.TopologyKey]])*math.Log(float64(size+2)) + float64(c.MaxSkew-1)
		}
		out[n.Name] = int64(math.Round(sum))
	}
	return out
}

// asPlain: the fast way to the answers of PodTopologySpread and
// InterPodAffinity is as good as the plain one.
func asPlain(by decider, q question) string {
	w := plain{q.o, q.p}
	wrong := ""
	for filter, verdict := range map[string]func(*podlife.Node) string{schedule.InterPodAffinity: w.podAffinity, schedule.PodTopologySpread: w.spread} {
		d, _ := by(q.o, q.p, schedule.Profile{Filters: []string{filter}}, 0)
		for i, v := range d.Verdicts {
			got := ""
			if v.Rejection != nil {
				got = v.Rejection.Reasons[0]
			}
			wrong += cmp.Diff(verdict(q.o.Nodes[i]), got)
		}
	}
	pr := schedule.Profile{
		Scores:      []schedule.PluginWeight{{Plugin: schedule.InterPodAffinity, Weight: 1}, {Plugin: schedule.PodTopologySpread, Weight: 1}},
		PodAffinity: schedule.PodAffinityArgs{HardPodAffinityWeight: 1},
	}
	d, _ := by(q.o, q.p, pr, 0)
	var names []string
	for _, n := range q.o.Nodes {
		names = append(names, n.Name)
	}
	spread := w.spreadScores(names)
	for i, n := range q.o.Nodes {
		if raw := d.Scores[0].Raw; raw != nil && raw[i] != w.podAffinityScore(n) || raw == nil && w.podAffinityScore(n) != 0 {
			wrong += "affinity of " + n.Name
		}
		want, ok := spread[n.Name]
		if !ok {
			want = -1
		}
		if len(q.p.Spec.TopologySpreadConstraints) > 0 && d.Scores[1].Raw != nil {
			wrong += cmp.Diff(want, d.Scores[1].Raw[i])
		}
	}
	return wrong
}

func TestAsPlain(t *testing.T) {
	checkLaw(t, asPlain)
	relabeled := func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
		p = p.Clone()
		p.Labels = nil
		return decide(o, p, pr, tie)
	}
	checkCatches(t, "a Pod without its labels", asPlain, relabeled)
	checkCatches(t, "one namespace for all", asPlain, func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
		moved := *o
		moved.Pods = slices.Clone(o.Pods)
		for i, p := range moved.Pods {
			moved.Pods[i] = p.Clone()
			moved.Pods[i].Namespace = "default"
		}
		return decide(&moved, p, pr, tie)
	})
}

// FuzzAsPlain looks for questions that rapid's own draws do not reach.
func FuzzAsPlain(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		if wrong := asPlain(decide, questions().Draw(t, "question")); wrong != "" {
			t.Fatal(wrong)
		}
	}))
}
