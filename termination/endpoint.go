package termination

import "github.com/podlife/podlife"

// EndpointConditions is what an EndpointSlice says about one Pod. Traffic goes
// to ready endpoints; where there are none, to those that serve though they
// are terminating.
//
// Source: API type EndpointConditions (discovery/v1).
type EndpointConditions struct {
	// Ready: serving and not terminating, unless the Service publishes all
	// addresses.
	Ready bool
	// Serving: the Pod is ready, whether or not it is being deleted.
	Serving bool
	// Terminating: the Pod is being deleted.
	Terminating bool
}

// Endpoint returns the conditions of p's endpoint. They mean something while
// [HasEndpoint] is true. A Pod that the kubelet ends without a delete request,
// as evictions do, stays ready until its probes or its containers say
// otherwise.
//
// Source: kubernetes v1.37 staging/src/k8s.io/endpointslice/utils.go, podToEndpoint.
func Endpoint(p *podlife.Pod) EndpointConditions {
	if p == nil {
		return EndpointConditions{}
	}
	ready := podlife.FindCondition(p.Status.Conditions, podlife.PodReady)
	serving := ready != nil && ready.Status == podlife.ConditionTrue
	return EndpointConditions{
		Ready:       serving && !p.IsDeleted(),
		Serving:     serving,
		Terminating: p.IsDeleted(),
	}
}

// Published returns the conditions in the EndpointSlice of a Service with
// publishNotReadyAddresses, where every endpoint is ready.
func (c EndpointConditions) Published() EndpointConditions {
	c.Ready = true
	return c
}

// HasEndpoint reports whether p is in the EndpointSlices of its Services at
// all: it has not ended and it has an address. Pods that are being deleted are.
//
// Source: kubernetes v1.37 staging/src/k8s.io/endpointslice/util/controller_utils.go,
// ShouldPodBeInEndpoints.
func HasEndpoint(p *podlife.Pod) bool {
	return p != nil && !p.Status.Phase.IsTerminal() && (p.Status.PodIP != "" || len(p.Status.PodIPs) > 0)
}
