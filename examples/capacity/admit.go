package main

import (
	"cmp"
	"fmt"
	"maps"
	"time"

	"github.com/podlife/podlife"
)

// admitter makes Pods as the API server would store them, as far as the
// scheduler sees it.
type admitter struct {
	classes map[string]*podlife.PriorityClass
	// usual is the class of Pods that name none, or nil.
	usual *podlife.PriorityClass
	// taken are the names of Pods, with their namespaces.
	taken map[string]bool
}

func newAdmitter(found *podlife.Objects) *admitter {
	a := &admitter{classes: map[string]*podlife.PriorityClass{}, taken: map[string]bool{}}
	for name, value := range map[string]int32{"system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000} {
		a.classes[name] = &podlife.PriorityClass{ObjectMeta: podlife.ObjectMeta{Name: name}, Value: value}
	}
	for _, c := range found.PriorityClasses {
		a.classes[c.Name] = c
		if c.GlobalDefault {
			a.usual = c
		}
	}
	for _, p := range found.Pods {
		a.taken[p.Namespace+"/"+p.Name] = true
	}
	return a
}

// fill returns the Pods that an order asks for.
func (a *admitter) fill(o order, replicas int) []*podlife.Pod {
	n := o.number
	if replicas > 0 {
		n = replicas
	}
	if n == single || n == 1 && o.number == single {
		return []*podlife.Pod{a.admit(o.pod, "")}
	}
	pods := make([]*podlife.Pod, max(n, 0))
	for i := range pods {
		pods[i] = a.admit(o.pod, fmt.Sprintf("-%d", i))
	}
	return pods
}

// admit returns a Pod like p that waits for a node. What became of p is
// forgotten.
func (a *admitter) admit(p *podlife.Pod, suffix string) *podlife.Pod {
	p = p.Clone()
	p.Name = a.name(p, suffix)
	p.UID, p.DeletionTimestamp, p.DeletionGracePeriodSeconds = "", time.Time{}, nil
	p.Spec.NodeName = ""
	p.Status = podlife.PodStatus{Phase: podlife.PodPending}
	a.prioritize(&p.Spec)
	for _, list := range [][]podlife.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range list {
			setRequests(&list[i])
			if p.Spec.HostNetwork {
				setHostPorts(list[i].Ports)
			}
		}
	}
	return p
}

// name returns one that no other Pod has.
func (a *admitter) name(p *podlife.Pod, suffix string) string {
	base := cmp.Or(p.Name, p.GenerateName, "pod")
	name := base + suffix
	for i := 0; a.taken[p.Namespace+"/"+name]; i++ {
		name = fmt.Sprintf("%s%s-%d", base, suffix, i)
	}
	a.taken[p.Namespace+"/"+name] = true
	return name
}

// Source: kubernetes v1.37 plugin/pkg/admission/priority/admission.go, admitPod.
func (a *admitter) prioritize(s *podlife.PodSpec) {
	class := a.usual
	if s.PriorityClassName != "" {
		class = a.classes[s.PriorityClassName]
	}
	if class == nil || s.Priority != nil {
		return
	}
	s.Priority = &class.Value
	s.PreemptionPolicy = podlife.PreemptionPolicy(cmp.Or(string(s.PreemptionPolicy), string(class.PreemptionPolicy)))
}

// setRequests requests what a container is limited to and does not request.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/defaults.go, SetDefaults_Pod.
func setRequests(c *podlife.Container) {
	if len(c.Resources.Limits) == 0 {
		return
	}
	requests := maps.Clone(c.Resources.Limits)
	maps.Copy(requests, c.Resources.Requests)
	c.Resources.Requests = requests
}

// setHostPorts gives ports on the node to a Pod on the node's network.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/defaults.go, defaultHostNetworkPorts.
func setHostPorts(ports []podlife.ContainerPort) {
	for i := range ports {
		if ports[i].HostPort == 0 {
			ports[i].HostPort = ports[i].ContainerPort
		}
	}
}
