package conformance

import (
	"slices"
	"testing"

	"github.com/podlife/podlife"
)

func TestAdmit(t *testing.T) {
	s := admitArea().Run(Budget{Seed: 1, Cases: 5_000})
	t.Log(s)
	if s.Disagreement != "" {
		t.Error(s.Disagreement)
	}
}

// brokenAdmits are wrong versions of Admit, made by giving the right one something else, or
// by changing its answer.
func brokenAdmits() map[string]func(AdmitInput) AdmitAnswer {
	given := func(change func(*podlife.Pod)) func(AdmitInput) AdmitAnswer {
		return func(in AdmitInput) AdmitAnswer {
			in.Pod = in.Pod.Clone()
			change(in.Pod)
			return ourAdmit(in)
		}
	}
	answered := func(change func([]string) []string) func(AdmitInput) AdmitAnswer {
		return func(in AdmitInput) AdmitAnswer {
			out := ourAdmit(in)
			out.Fields = change(out.Fields)
			return out
		}
	}
	return map[string]func(AdmitInput) AdmitAnswer{
		"owners named twice stay away": given(func(p *podlife.Pod) { p.OwnerReferences = p.OwnerReferences[:min(1, len(p.OwnerReferences))] }),
		"init containers have no limits": given(func(p *podlife.Pod) {
			for i := range p.Spec.InitContainers {
				p.Spec.InitContainers[i].Resources.Limits = nil
			}
		}),
		"an unbound Pod has no gates": given(func(p *podlife.Pod) {
			if p.Spec.NodeName == "" {
				p.Spec.SchedulingGates = nil
			}
		}),
		"label keys are not merged": given(func(p *podlife.Pod) {
			for i := range p.Spec.TopologySpreadConstraints {
				p.Spec.TopologySpreadConstraints[i].MatchLabelKeys = nil
			}
		}),
		"a sidecar may have no probes": answered(func(list []string) []string {
			return slices.DeleteFunc(list, func(s string) bool {
				return s == "spec.initContainers[0].livenessProbe: Required value: must specify a handler type"
			})
		}),
		"the first error ends it": answered(func(list []string) []string { return list[:min(1, len(list))] }),
		"errors come in another order": answered(func(list []string) []string {
			slices.Reverse(list)
			return list
		}),
	}
}

// Wrong versions of Admit are caught.
func TestAdmitBroken(t *testing.T) {
	for name, wrong := range brokenAdmits() {
		t.Run(name, func(t *testing.T) {
			area := admitArea()
			for seed := 1; seed <= 20_000; seed++ {
				if in := area.Gen.Example(seed); !slices.Equal(area.Theirs(in).Fields, wrong(in).Fields) || area.Theirs(in).Pod != wrong(in).Pod {
					t.Logf("caught by case %d", seed)
					return
				}
			}
			t.Error("no case catches it")
		})
	}
}

// The generator reaches Pods that are admitted, and every reason to refuse one.
func TestAdmitSometimes(t *testing.T) {
	admitted, fields, others := 0, 0, map[string]int{}
	area := admitArea()
	for seed := 1; seed <= 2000; seed++ {
		switch a := area.Ours(area.Gen.Example(seed)); {
		case a.Error == "":
			admitted++
		case a.Fields != nil:
			fields++
		default:
			others[a.Error]++
		}
	}
	if admitted < 200 || fields < 500 || len(others) < 10 {
		t.Errorf("%d admitted, %d invalid, %d other reasons", admitted, fields, len(others))
	}
}
