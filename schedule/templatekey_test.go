package schedule

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/podlife/podlife"
)

// Numbers have different keys, of which none is the beginning of another.
func TestNumbersApart(t *testing.T) {
	var keys [][]byte
	for _, n := range []int64{math.MinInt64, math.MinInt64 + 1, -1 << 40, -8193, -8192, -65, -64, -2, -1, 0, 1, 2, 63, 64, 65, 127, 128, 129, 255, 256, 8191, 8192, 16384, 1 << 40, math.MaxInt64} {
		k := textKey{}
		k.number(n)
		for _, other := range keys {
			if bytes.HasPrefix(k.b, other) || bytes.HasPrefix(other, k.b) {
				t.Errorf("the key of %d is %v, and another is %v", n, k.b, other)
			}
		}
		keys = append(keys, k.b)
	}
}

// dice makes small things of few words, so that many of them are nearly alike.
type dice struct{ *rand.Rand }

func (d dice) word() string { return []string{"", "a", "b", "ab"}[d.IntN(4)] }

func (d dice) some() bool { return d.IntN(3) == 0 }

func (d dice) words() (out []string) {
	for range d.IntN(3) {
		out = append(out, d.word())
	}
	return out
}

func (d dice) labels() map[string]string {
	var out map[string]string
	for range d.IntN(3) {
		if out == nil {
			out = map[string]string{}
		}
		out[d.word()] = d.word()
	}
	return out
}

func (d dice) selector() *podlife.LabelSelector {
	if d.some() {
		return nil
	}
	s := &podlife.LabelSelector{MatchLabels: d.labels()}
	for range d.IntN(2) {
		s.MatchExpressions = append(s.MatchExpressions, podlife.LabelSelectorRequirement{Key: d.word(), Operator: podlife.SelectorOperator(d.word()), Values: d.words()})
	}
	return s
}

func (d dice) requirements() (out []podlife.NodeSelectorRequirement) {
	for range d.IntN(2) {
		out = append(out, podlife.NodeSelectorRequirement{Key: d.word(), Operator: podlife.SelectorOperator(d.word()), Values: d.words()})
	}
	return out
}

func (d dice) nodeTerm() podlife.NodeSelectorTerm {
	return podlife.NodeSelectorTerm{MatchExpressions: d.requirements(), MatchFields: d.requirements()}
}

func (d dice) nodeAffinity() *podlife.NodeAffinity {
	if d.some() {
		return nil
	}
	a := &podlife.NodeAffinity{}
	if d.some() {
		a.Required = &podlife.NodeSelector{}
		for range d.IntN(2) {
			a.Required.NodeSelectorTerms = append(a.Required.NodeSelectorTerms, d.nodeTerm())
		}
	}
	for range d.IntN(2) {
		a.Preferred = append(a.Preferred, podlife.PreferredSchedulingTerm{Weight: int32(d.IntN(3)), Preference: d.nodeTerm()})
	}
	return a
}

func (d dice) podAffinity() *podlife.PodAffinity {
	if d.some() {
		return nil
	}
	a := &podlife.PodAffinity{}
	term := func() podlife.PodAffinityTerm {
		return podlife.PodAffinityTerm{TopologyKey: d.word(), LabelSelector: d.selector(), Namespaces: d.words(), NamespaceSelector: d.selector()}
	}
	for range d.IntN(2) {
		a.Required = append(a.Required, term())
	}
	for range d.IntN(2) {
		a.Preferred = append(a.Preferred, podlife.WeightedPodAffinityTerm{Weight: int32(d.IntN(3)), PodAffinityTerm: term()})
	}
	return a
}

func (d dice) constraints() (out []podlife.TopologySpreadConstraint) {
	for range d.IntN(2) {
		c := podlife.TopologySpreadConstraint{MaxSkew: int32(d.IntN(3)), TopologyKey: d.word(), LabelSelector: d.selector(), MatchLabelKeys: d.words()}
		if n := int32(d.IntN(3)); d.some() {
			c.MinDomains = &n
		}
		out = append(out, c)
	}
	return out
}

// checkApart checks that things have the same key only if they are alike, and that
// no key is the beginning of another: so a part that follows cannot make two keys
// one, whatever is in it. Only one part is drawn at a time, as things that differ
// in many are seldom confused.
func checkApart(t *testing.T, name string, draw func(d dice) (what any, key []byte)) {
	t.Helper()
	d, texts, keys := dice{rand.New(rand.NewPCG(1, 2))}, map[string]string{}, map[string]string{}
	for range 4000 {
		what, b := draw(d)
		text, err := json.Marshal(what)
		if err != nil {
			t.Fatal(err)
		}
		key := string(b)
		if other, ok := texts[key]; ok && other != string(text) {
			t.Errorf("%s: one key for\n%s\n%s", name, other, text)
			return
		}
		if other, ok := keys[string(text)]; ok && other != key {
			t.Errorf("%s: two keys for\n%s", name, text)
			return
		}
		texts[key], keys[string(text)] = string(text), key
	}
	sorted := slices.Sorted(maps.Keys(texts)) // the first that one begins stands behind it
	for i := 1; i < len(sorted); i++ {
		if strings.HasPrefix(sorted[i], sorted[i-1]) {
			t.Errorf("%s: the key of\n%s\nis the beginning of that of\n%s", name, texts[sorted[i-1]], texts[sorted[i]])
			return
		}
	}
	if len(texts) < 20 {
		t.Errorf("%s: only %d keys", name, len(texts))
	}
}

// Pods that a scheduler may treat differently have different keys, however alike
// the texts in them are.
func TestTemplatesApart(t *testing.T) {
	key := func(p *podlife.Pod) []byte {
		k := textKey{}
		k.template(p, &amounts{}, hostPorts(p))
		return k.b
	}
	type part = func(d dice, p *podlife.Pod)
	for name, parts := range map[string][]part{
		"labels": {func(d dice, p *podlife.Pod) {
			p.Namespace, p.Labels, p.Spec.NodeSelector = d.word(), d.labels(), d.labels()
		}},
		"owners": {func(d dice, p *podlife.Pod) {
			p.Labels = d.labels()
			if d.some() {
				p.OwnerReferences = []podlife.OwnerReference{{APIVersion: d.word(), Kind: d.word(), Name: d.word(), Controller: true}}
			}
		}},
		"ports and images": {func(d dice, p *podlife.Pod) {
			for range d.IntN(3) {
				c := podlife.Container{Image: d.word() + ":x"}
				for range d.IntN(2) {
					c.Ports = append(c.Ports, podlife.ContainerPort{HostPort: int32(1 + d.IntN(3)), HostIP: "1" + d.word(), Protocol: "p" + d.word()})
				}
				p.Spec.Containers = append(p.Spec.Containers, c)
			}
		}},
		"tolerations": {func(d dice, p *podlife.Pod) {
			for range d.IntN(3) {
				p.Spec.Tolerations = append(p.Spec.Tolerations, podlife.Toleration{Key: d.word(), Operator: podlife.TolerationOperator(d.word()), Value: d.word(), Effect: podlife.TaintEffect(d.word())})
			}
		}},
		"node affinity": {func(d dice, p *podlife.Pod) { p.Spec.Affinity = &podlife.Affinity{NodeAffinity: d.nodeAffinity()} }},
		"affinity": {func(d dice, p *podlife.Pod) {
			if !d.some() {
				p.Spec.Affinity = &podlife.Affinity{PodAffinity: d.podAffinity(), PodAntiAffinity: d.podAffinity()}
				if d.some() {
					p.Spec.Affinity.NodeAffinity = &podlife.NodeAffinity{}
				}
			}
			p.Spec.TopologySpreadConstraints = d.constraints()
		}},
	} {
		checkApart(t, name, func(d dice) (any, []byte) {
			p := &podlife.Pod{}
			for _, part := range parts {
				part(d, p)
			}
			if name == "ports and images" { // in which container they stand does not matter
				return []any{hostPortTexts(p), podImages(p)}, key(p)
			}
			return p, key(p)
		})
	}
	checkApart(t, "amounts", func(d dice) (any, []byte) {
		p := &podlife.Pod{}
		if d.some() {
			p.OwnerReferences = []podlife.OwnerReference{{Controller: true}}
		}
		a := amounts{cpu: int64(d.IntN(3)), memory: int64(d.IntN(3)), nonZeroCPU: int64(100 * d.IntN(3))}
		scalars, ports := []int64{}, []any{}
		for id := range d.IntN(3) {
			s := scalarAmount{int32(id + d.IntN(2)), int64(d.IntN(3))}
			a.scalars, scalars = append(a.scalars, s), append(scalars, int64(s.id), s.n)
		}
		var taken []hostPort
		for range d.IntN(3) {
			h := hostPort{ip: d.word(), protocol: d.word(), port: int32(d.IntN(2))}
			taken, ports = append(taken, h), append(ports, h.ip, h.protocol, h.port)
		}
		k := textKey{}
		k.template(p, &a, taken)
		return []any{p, a.cpu, a.memory, a.nonZeroCPU, scalars, ports}, k.b
	})
}

func hostPortTexts(p *podlife.Pod) (out []any) {
	for _, h := range hostPorts(p) {
		out = append(out, []any{h.ip, h.protocol, h.port})
	}
	return out
}

// So have profiles.
func TestProfilesApart(t *testing.T) {
	weights := func(d dice) (out []ResourceWeight) {
		for range d.IntN(3) {
			out = append(out, ResourceWeight{podlife.ResourceName(d.word()), int64(d.IntN(3))})
		}
		return out
	}
	shape := func(d dice) (out []UtilizationPoint) {
		for range d.IntN(3) {
			out = append(out, UtilizationPoint{int64(d.IntN(3)), int64(d.IntN(3))})
		}
		return out
	}
	for name, part := range map[string]func(d dice, pr *Profile){
		"plugins": func(d dice, pr *Profile) {
			pr.Filters = d.words()
			for range d.IntN(3) {
				pr.Scores = append(pr.Scores, PluginWeight{d.word(), int64(d.IntN(3))})
			}
			pr.Fit.Strategy = Strategy(d.word())
		},
		"fit": func(d dice, pr *Profile) {
			pr.Fit = FitArgs{Resources: weights(d), Shape: shape(d), IgnoredResources: d.words(), IgnoredResourceGroups: d.words()}
			pr.Balance.Resources = weights(d)
		},
		"affinity": func(d dice, pr *Profile) {
			pr.NodeAffinity.AddedAffinity = d.nodeAffinity()
			pr.PodAffinity = PodAffinityArgs{int64(d.IntN(3)), d.some()}
		},
		"flags": func(d dice, pr *Profile) {
			pr.Preemption, pr.DynamicResources, pr.PodAffinity.IgnorePreferredTermsOfExistingPods, pr.Spread.ListDefaulting = d.some(), d.some(), d.some(), d.some()
			pr.PodAffinity.HardPodAffinityWeight = int64(d.IntN(3))
		},
		"spread": func(d dice, pr *Profile) {
			pr.Spread.DefaultConstraints, pr.Volumes.Shape = d.constraints(), shape(d)
		},
	} {
		checkApart(t, name, func(d dice) (any, []byte) {
			pr := Profile{Legacy: &LegacyArgs{}} // with all else 0 so is the key, the beginning of others if a length is missing
			part(d, &pr)
			k := textKey{}
			k.profile(&pr)
			return pr, k.b
		})
	}
}
