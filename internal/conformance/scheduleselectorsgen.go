package conformance

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// words draws labels and selectors from few words, so that they meet. What is odd about them,
// one case in three has.
type words struct {
	*rapid.T
	odd bool
}

func drawSelectors(t *rapid.T) SelectorsInput {
	w := &words{t, rapid.IntRange(0, 2).Draw(t, "odd") == 2}
	in := SelectorsInput{
		Node:     &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: "n0", Labels: w.labels()}},
		Labels:   w.labels(),
		Selector: w.selector(),
		Pod:      &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"}},
	}
	in.Node.Spec.Taints = listOf(w, 3, w.taint)
	in.Pod.Spec.Tolerations = listOf(w, 3, w.toleration)
	if w.upTo(3) == 3 {
		in.Pod.Spec.NodeSelector = w.labels()
	}
	if w.upTo(3) > 0 {
		wishes := &podlife.NodeAffinity{Preferred: listOf(w, 2, w.preferred)}
		if w.upTo(3) > 0 {
			wishes.Required = &podlife.NodeSelector{NodeSelectorTerms: listOf(w, 2, w.term)}
		}
		in.Pod.Spec.Affinity = &podlife.Affinity{NodeAffinity: wishes}
	}
	return in
}

func (w *words) upTo(n int) int { return rapid.IntRange(0, n).Draw(w.T, "n") }

func (w *words) of(values ...string) string { return values[w.upTo(len(values)-1)] }

func listOf[T any](w *words, n int, draw func() T) []T {
	var out []T
	for range w.upTo(n) {
		out = append(out, draw())
	}
	return out
}

// key is the key of a label. Odd ones are at the limits of what a key may be, or beyond.
func (w *words) key() string {
	if w.odd && w.upTo(3) == 3 {
		return w.of("", "a b", "/a", "a/", "a/b/c", "-a", "a-", ".a", "a_.-b", "A/a", "a..b/c", "-a/b", "a.b-c.d/E_f.G",
			strings.Repeat("k", 63), strings.Repeat("k", 64), "é", "a\n",
			strings.Repeat("a", 253)+"/b", strings.Repeat("a", 254)+"/b", strings.Repeat("a", 63)+".b/c", strings.Repeat("a", 64)+".b/c")
	}
	return w.of("app", "size", "example.com/disk")
}

func (w *words) value() string {
	if w.odd && w.upTo(2) == 2 {
		return w.of("-1", "+5", "-", "a b", "-a", "a-", "_", "A_b.c-D", ".", "é", "a\n", strings.Repeat("v", 63), strings.Repeat("v", 64),
			"9223372036854775807", "9223372036854775808", "-9223372036854775808", "0x5", "5.0", "1e1", "1_0", " 5", "00")
	}
	return w.of("web", "db", "5", "6", "05", "")
}

func (w *words) labels() map[string]string {
	var out map[string]string
	for range w.upTo(3) {
		if out == nil {
			out = map[string]string{}
		}
		out[w.key()] = w.value()
	}
	return out
}

func (w *words) selector() *podlife.LabelSelector {
	if w.upTo(12) == 12 {
		return nil
	}
	s := &podlife.LabelSelector{MatchExpressions: listOf(w, 2, func() podlife.LabelSelectorRequirement {
		key, operator, values := w.requirement(podlife.SelectorOpIn, podlife.SelectorOpNotIn, podlife.SelectorOpExists, podlife.SelectorOpDoesNotExist)
		return podlife.LabelSelectorRequirement{Key: key, Operator: operator, Values: values}
	})}
	if w.upTo(1) == 1 {
		s.MatchLabels = w.labels()
	}
	return s
}

// requirement has, unless it is odd, as many values as its operator wants.
func (w *words) requirement(operators ...podlife.SelectorOperator) (string, podlife.SelectorOperator, []string) {
	operator := operators[w.upTo(len(operators)-1)]
	var values []string
	switch operator {
	case podlife.SelectorOpIn, podlife.SelectorOpNotIn:
		values = append(listOf(w, 2, w.value), w.value())
	case podlife.SelectorOpGt, podlife.SelectorOpLt:
		values = []string{w.of("5", "05", "-1", "6", "0")}
	}
	if w.odd && w.upTo(5) == 5 {
		values = listOf(w, 2, w.value)
	}
	if w.odd && w.upTo(11) == 11 {
		operator = podlife.SelectorOperator(w.of("Bogus", "in", "", "Gt"))
	}
	return w.key(), operator, values
}

func (w *words) term() podlife.NodeSelectorTerm {
	out := podlife.NodeSelectorTerm{MatchExpressions: listOf(w, 2, func() podlife.NodeSelectorRequirement {
		key, operator, values := w.requirement(podlife.SelectorOpIn, podlife.SelectorOpNotIn, podlife.SelectorOpExists,
			podlife.SelectorOpDoesNotExist, podlife.SelectorOpGt, podlife.SelectorOpLt)
		return podlife.NodeSelectorRequirement{Key: key, Operator: operator, Values: values}
	})}
	if w.upTo(3) == 3 {
		out.MatchFields = append(listOf(w, 1, w.field), w.field())
	}
	return out
}

func (w *words) field() podlife.NodeSelectorRequirement {
	r := podlife.NodeSelectorRequirement{Key: "metadata.name", Operator: podlife.SelectorOpIn, Values: []string{w.of("n0", "n1")}}
	if w.upTo(2) == 2 {
		r.Operator = podlife.SelectorOpNotIn
	}
	if w.odd {
		r.Key = w.of("metadata.name", "metadata.name", "spec.unschedulable", "", "metadata.namespace")
		if w.upTo(3) == 3 {
			r.Values = listOf(w, 2, func() string { return w.of("", "n0", "true") })
		}
		if w.upTo(5) == 5 {
			r.Operator = podlife.SelectorOperator(w.of("Exists", "Gt", ""))
		}
	}
	return r
}

func (w *words) preferred() podlife.PreferredSchedulingTerm {
	out := podlife.PreferredSchedulingTerm{Weight: int32(1 + w.upTo(99)), Preference: w.term()}
	if w.odd && w.upTo(3) == 3 {
		out.Weight = 0
	}
	return out
}

func (w *words) effect() podlife.TaintEffect {
	return podlife.TaintEffect(w.of("NoSchedule", "NoExecute", "PreferNoSchedule", "NoSchedule"))
}

func (w *words) taint() podlife.Taint {
	t := podlife.Taint{Key: w.key(), Value: w.value(), Effect: w.effect()}
	if w.odd && w.upTo(5) == 5 {
		t.Effect = podlife.TaintEffect(w.of("", "Bogus"))
	}
	return t
}

func (w *words) toleration() podlife.Toleration {
	t := podlife.Toleration{
		Key: w.key(), Operator: podlife.TolerationOperator(w.of("Equal", "Exists", "", "Gt", "Lt")), Value: w.value(),
	}
	if w.upTo(1) == 1 {
		t.Effect = w.effect()
	}
	if w.upTo(5) == 5 {
		t.Key = ""
	}
	if w.odd && w.upTo(5) == 5 {
		t.Operator = podlife.TolerationOperator(w.of("Bogus", "exists"))
	}
	return t
}

// selectorsVectors are about one thing each, so that they can be read.
func selectorsVectors() *Vectors[SelectorsInput, SelectorsAnswer] {
	return &Vectors[SelectorsInput, SelectorsAnswer]{
		Slim: func(in SelectorsInput) SelectorsInput {
			out := SelectorsInput{Node: bare(), Selector: &podlife.LabelSelector{}, Pod: &podlife.Pod{ObjectMeta: in.Pod.ObjectMeta}}
			switch affinity := in.Pod.Spec.Affinity; len(asJSON(in)) % 4 {
			case 0:
				out.Labels, out.Selector = in.Labels, in.Selector
			case 1:
				out.Node.Spec.Taints, out.Pod.Spec.Tolerations = in.Node.Spec.Taints, in.Pod.Spec.Tolerations
			case 2:
				out.Node.ObjectMeta, out.Pod.Spec.NodeSelector = in.Node.ObjectMeta, in.Pod.Spec.NodeSelector
				if affinity != nil {
					out.Pod.Spec.Affinity = &podlife.Affinity{NodeAffinity: &podlife.NodeAffinity{Required: affinity.NodeAffinity.Required}}
				}
			default:
				out.Node.ObjectMeta = in.Node.ObjectMeta
				if affinity != nil {
					out.Pod.Spec.Affinity = &podlife.Affinity{NodeAffinity: &podlife.NodeAffinity{Preferred: affinity.NodeAffinity.Preferred}}
				}
			}
			return out
		},
		Class: func(in SelectorsInput, answer SelectorsAnswer) (group, shape string) {
			scored := answer.Preferred != nil && answer.Preferred[0] != answer.Preferred[1]
			group = fmt.Sprint(answer.Selected, answer.Node, answer.Added, answer.Preferred == nil, scored, answer.Tolerated)
			return group, shapeOf(in)
		},
		Max: 240,
	}
}

// shapeOf names the operators and how many values they have.
func shapeOf(in SelectorsInput) string {
	var out []string
	add := func(operator podlife.SelectorOperator, values []string) {
		out = append(out, fmt.Sprint(operator, len(values)))
	}
	if in.Selector != nil {
		for _, r := range in.Selector.MatchExpressions {
			add(r.Operator, r.Values)
		}
	}
	var terms []podlife.NodeSelectorTerm
	if a := in.Pod.Spec.Affinity; a != nil {
		if a.NodeAffinity.Required != nil {
			terms = a.NodeAffinity.Required.NodeSelectorTerms
		}
		for _, p := range a.NodeAffinity.Preferred {
			terms = append(terms, p.Preference)
		}
	}
	for _, t := range terms {
		for _, r := range append(t.MatchExpressions, t.MatchFields...) {
			add(r.Operator, r.Values)
		}
		out = append(out, ";")
	}
	for _, t := range in.Pod.Spec.Tolerations {
		out = append(out, fmt.Sprint(t.Operator, t.Key == "", t.Effect == ""))
	}
	return strings.Join(out, " ")
}
