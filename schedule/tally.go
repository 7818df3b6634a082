package schedule

import (
	"strings"

	"github.com/podlife/podlife"
)

// tally is an amount of each of a few resources. It is exact; the rounding to
// whole units happens once, at the end: two containers of 500u cpu are 1m, not
// 2m. It is a list and no map, for two or three entries are found faster so.
type tally []namedAmount

type namedAmount struct {
	name   podlife.ResourceName
	amount podlife.Quantity
}

// find returns the amount of a resource, to be changed in place. Nil: none.
func (t tally) find(name podlife.ResourceName) *podlife.Quantity {
	for i := range t {
		if t[i].name == name {
			return &t[i].amount
		}
	}
	return nil
}

// get returns the amount of a resource, 0 if there is none.
func (t tally) get(name podlife.ResourceName) podlife.Quantity {
	if q := t.find(name); q != nil {
		return *q
	}
	return podlife.Quantity{}
}

// set puts an amount in the place of what there is.
func (t *tally) set(name podlife.ResourceName, q podlife.Quantity) {
	if old := t.find(name); old != nil {
		*old = q
		return
	}
	*t = append(*t, namedAmount{name, q})
}

// addOne adds an amount to what there is.
func (t *tally) addOne(name podlife.ResourceName, q podlife.Quantity) {
	if old := t.find(name); old != nil {
		*old = old.Add(q)
		return
	}
	*t = append(*t, namedAmount{name, q})
}

// addAll adds each amount of other.
func (t *tally) addAll(other tally) {
	for _, a := range other {
		t.addOne(a.name, a.amount)
	}
}

// raise makes each amount at least that of other.
func (t *tally) raise(other tally) {
	for _, a := range other {
		if old := t.find(a.name); old == nil {
			*t = append(*t, a)
		} else if a.amount.Cmp(*old) > 0 {
			*old = a.amount
		}
	}
}

// tallyOf makes a tally, with room for the two defaults. Its order is that of a Go
// map, so nothing may depend on it.
func tallyOf(list podlife.ResourceList) tally {
	t := make(tally, 0, len(list)+2)
	for name, q := range list {
		t = append(t, namedAmount{name, q})
	}
	return t
}

// view is one of the ways in which the scheduler adds a Pod's requests up.
type view struct {
	status      bool // a placed Pod: what the kubelet reported counts too
	noPodLevel  bool // spec.resources is not looked at
	cpu, memory bool // containers that do not say count with a default
}

// What containers that request no cpu or memory count with when nodes are
// scored.
//
// Source: kubernetes v1.37 pkg/scheduler/util/pod_resources.go.
const (
	defaultMilliCPU = 100
	defaultMemory   = 200 << 20
)

// podRequests adds up what a Pod requests. What is asked for the Pod as a whole
// stands in for what its containers ask, resource by resource, and not for the
// sandbox, which comes on top.
//
// Source: staging/src/k8s.io/component-helpers/resource/helpers.go, PodRequests.
func podRequests(p *podlife.Pod, v view) tally {
	total := containerRequests(p, v)
	if r := p.Spec.Resources; r != nil && !v.noPodLevel && podLevelSet(p) {
		level := tallyOf(r.Requests)
		if v.status && p.Status.Resources != nil {
			level = tally{}
			if !resizeInfeasible(p) {
				level = tallyOf(r.Requests)
			}
			level.raise(tallyOf(p.Status.Resources.Requests))
			level.raise(tallyOf(p.Status.AllocatedResources))
		}
		for _, a := range level {
			if isPodLevel(a.name) {
				total.set(a.name, a.amount)
			}
		}
	}
	for name, q := range p.Spec.Overhead {
		total.addOne(name, q)
	}
	return total
}

// podLevelSet reports whether requests of the Pod as a whole count.
func podLevelSet(p *podlife.Pod) bool {
	if p.Spec.Resources == nil {
		return false
	}
	for name := range p.Spec.Resources.Requests {
		if isPodLevel(name) {
			return true
		}
	}
	return false
}

// isPodLevel reports whether a Pod as a whole can request the resource.
func isPodLevel(name podlife.ResourceName) bool {
	return name == podlife.ResourceCPU || name == podlife.ResourceMemory ||
		strings.HasPrefix(string(name), podlife.ResourceHugePagesPrefix)
}

// containerRequests adds up what the containers request. Of a placed Pod the
// greatest counts of what the spec says, what the kubelet set aside and what
// the containers have; a resize that can never happen does not count.
//
// Source: staging/src/k8s.io/component-helpers/resource/helpers.go, AggregateContainerRequests.
func containerRequests(p *podlife.Pod, v view) tally {
	if !v.status {
		return aggregate(p, v, specified)
	}
	infeasible := resizeInfeasible(p)
	var total tally
	if !infeasible {
		total = aggregate(p, v, specified)
	}
	if !hasStatusResources(p) {
		return total // the kubelet reported nothing: all three are equal
	}
	if r := p.Status.Resources; p.Status.AllocatedResources != nil && r != nil && r.Requests != nil {
		total.raise(tallyOf(r.Requests))
		total.raise(tallyOf(p.Status.AllocatedResources))
		return total
	}
	total.raise(aggregate(p, v, actuated))
	total.raise(aggregate(p, v, allocated))
	return total
}

// hasStatusResources reports whether the status can make a difference.
func hasStatusResources(p *podlife.Pod) bool {
	if resizeInfeasible(p) || p.Status.AllocatedResources != nil || p.Status.Resources != nil {
		return true
	}
	for _, list := range [][]podlife.ContainerStatus{p.Status.ContainerStatuses, p.Status.InitContainerStatuses} {
		for i := range list {
			if list[i].AllocatedResources != nil || list[i].Resources != nil {
				return true
			}
		}
	}
	return false
}

// source says where a container's requests are taken from.
type source uint8

const (
	specified source = iota // the spec
	allocated               // what the kubelet set aside, else the spec
	actuated                // what the container has, else the former
)

// aggregate adds up what the containers request from one source. What an init
// container needs beside the sidecars before it is a minimum.
//
// Source: staging/src/k8s.io/component-helpers/resource/helpers.go, aggregateContainerResourcesByFn.
func aggregate(p *podlife.Pod, v view, from source) tally {
	if len(p.Spec.Containers) == 1 && len(p.Spec.InitContainers) == 0 {
		return requestsOf(p, &p.Spec.Containers[0], v, from) // as most Pods are
	}
	var total, sidecars, peak tally
	for i := range p.Spec.Containers {
		total.addAll(requestsOf(p, &p.Spec.Containers[i], v, from))
	}
	// An ordinary init container runs beside the sidecars that stand before
	// it, a sidecar beside all that runs later.
	for i := range p.Spec.InitContainers {
		c := &p.Spec.InitContainers[i]
		own := requestsOf(p, c, v, from)
		if c.IsSidecar() {
			total.addAll(own)
			sidecars.addAll(own)
			peak.raise(sidecars)
			continue
		}
		own.addAll(sidecars)
		peak.raise(own)
	}
	total.raise(peak)
	return total
}

// requestsOf returns what one container requests, as a new tally.
func requestsOf(p *podlife.Pod, c *podlife.Container, v view, from source) tally {
	list := c.Resources.Requests
	if from != specified {
		list = reported(p, c, from)
	}
	t := tallyOf(list)
	if _, ok := list[podlife.ResourceCPU]; v.cpu && !ok {
		t = append(t, namedAmount{podlife.ResourceCPU, podlife.NewMilliQuantity(defaultMilliCPU)})
	}
	if _, ok := list[podlife.ResourceMemory]; v.memory && !ok {
		t = append(t, namedAmount{podlife.ResourceMemory, podlife.NewQuantity(defaultMemory)})
	}
	return t
}

// reported returns what the status says a container requests, or else the
// spec, unless that can never come true.
func reported(p *podlife.Pod, c *podlife.Container, from source) podlife.ResourceList {
	s := podlife.FindStatus(p.Status.ContainerStatuses, c.Name)
	if s == nil {
		s = podlife.FindStatus(p.Status.InitContainerStatuses, c.Name)
	}
	switch {
	case s != nil && from == actuated && s.Resources != nil && s.Resources.Requests != nil:
		return s.Resources.Requests
	case s != nil && s.AllocatedResources != nil:
		return s.AllocatedResources
	case resizeInfeasible(p):
		return nil
	default:
		return c.Resources.Requests
	}
}

// resizeInfeasible reports whether the kubelet can never do the resize that
// the spec asks for.
func resizeInfeasible(p *podlife.Pod) bool {
	c := podlife.FindCondition(p.Status.Conditions, podlife.PodResizePending)
	return c != nil && c.Reason == "Infeasible"
}
