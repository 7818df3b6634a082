package main

import (
	"strings"

	"github.com/podlife/podlife"
)

// requests returns what is set aside for a Pod: the sum over the containers that
// run side by side, or what an init container needs in its turn if that is more;
// in its place what is asked for the Pod as a whole; and the sandbox. The status
// of a resize is not looked at.
//
// Source: staging/src/k8s.io/component-helpers/resource/helpers.go, PodRequests.
func requests(p *podlife.Pod) podlife.ResourceList {
	total, sidecars, peak := podlife.ResourceList{}, podlife.ResourceList{}, podlife.ResourceList{}
	for i := range p.Spec.Containers {
		add(total, p.Spec.Containers[i].Resources.Requests)
	}
	for i := range p.Spec.InitContainers {
		c := &p.Spec.InitContainers[i]
		if c.IsSidecar() {
			add(total, c.Resources.Requests)
			add(sidecars, c.Resources.Requests)
			raise(peak, sidecars)
			continue
		}
		turn := podlife.ResourceList{}
		add(turn, c.Resources.Requests)
		add(turn, sidecars)
		raise(peak, turn)
	}
	raise(total, peak)
	if p.Spec.Resources != nil {
		for name, q := range p.Spec.Resources.Requests {
			if name == podlife.ResourceCPU || name == podlife.ResourceMemory || strings.HasPrefix(string(name), podlife.ResourceHugePagesPrefix) {
				total[name] = q
			}
		}
	}
	add(total, p.Spec.Overhead)
	return total
}

func add(to, more podlife.ResourceList) {
	for name, q := range more {
		to[name] = to[name].Add(q)
	}
}

// raise makes each amount at least that of least.
func raise(to, least podlife.ResourceList) {
	for name, q := range least {
		if old, ok := to[name]; !ok || q.Cmp(old) > 0 {
			to[name] = q
		}
	}
}
