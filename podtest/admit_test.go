package podtest_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// specs generates the specs that the API server is said to accept, as new Pods.
func specs() *rapid.Generator[*podlife.Pod] {
	spec := rapid.Map(podtest.Spec(), func(s podlife.PodSpec) *podlife.Pod { return &podlife.Pod{Spec: s} })
	return rapid.Map(rapid.OneOf(spec, podtest.Lifelike(), podtest.Unbound("web")), func(p *podlife.Pod) *podlife.Pod {
		p.Name, p.ResourceVersion = "web", ""
		p.Spec.EphemeralContainers = nil // which come later, by an update
		return p
	})
}

// admitted is the law that the API server takes what is drawn, after change.
func admitted(change func(*podlife.Pod)) func(*rapid.T) {
	return func(t *rapid.T) {
		p := specs().Draw(t, "pod")
		change(p)
		if _, err := lifecycle.Admit(p, lifecycle.AdmitOptions{}, podtest.Epoch()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSpecsAreAdmitted(t *testing.T) {
	rapid.Check(t, admitted(func(*podlife.Pod) {}))
}

// TestAdmittedCatches breaks what the generators see to.
func TestAdmittedCatches(t *testing.T) {
	for name, breakIt := range map[string]func(*podlife.Pod){
		"ports clash": func(p *podlife.Pod) {
			for i := range p.Spec.Containers {
				for j := range p.Spec.Containers[i].Ports {
					p.Spec.Containers[i].Ports[j].ContainerPort = 8080
				}
			}
		},
		"sleeps for too long": func(p *podlife.Pod) { p.Spec.TerminationGracePeriodSeconds = new(int64) },
		"no image": func(p *podlife.Pod) {
			for i := range p.Spec.InitContainers {
				p.Spec.InitContainers[i].Image = ""
			}
		},
		"no limits": func(p *podlife.Pod) {
			for i := range p.Spec.Containers {
				p.Spec.Containers[i].Resources.Limits = nil
			}
		},
		"spread twice": func(p *podlife.Pod) {
			c := p.Spec.TopologySpreadConstraints
			p.Spec.TopologySpreadConstraints = append(c, c...)
		},
	} {
		t.Run(name, func(t *testing.T) { lawtest.Catches(t, admitted(breakIt)) })
	}
}
