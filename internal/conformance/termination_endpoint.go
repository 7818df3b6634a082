package conformance

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/termination"
	v1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"
)

// EndpointInput is a Pod and a Service that selects it.
type EndpointInput struct {
	Pod *podlife.Pod `json:"pod"`
	// Published: the Service publishes addresses that are not ready.
	Published bool `json:"published"`
}

// EndpointAnswer is what the EndpointSlices say about the Pod.
type EndpointAnswer struct {
	// Listed: they have it at all.
	Listed bool `json:"listed"`
	// Conditions of its endpoint if they had.
	Conditions Conditions `json:"conditions"`
}

// Conditions is a [termination.EndpointConditions] in JSON.
type Conditions struct {
	Ready       bool `json:"ready"`
	Serving     bool `json:"serving"`
	Terminating bool `json:"terminating"`
}

// endpointArea compares a Pod's endpoint.
func endpointArea() *Area[EndpointInput, EndpointAnswer] {
	return &Area[EndpointInput, EndpointAnswer]{
		Name:    "endpoint",
		Gen:     rapid.Custom(drawEndpoint),
		Ours:    ourEndpoint,
		Theirs:  theirEndpoint,
		Pod:     func(in EndpointInput) *podlife.Pod { return in.Pod },
		Vectors: endpointVectors(),
	}
}

func ourEndpoint(in EndpointInput) EndpointAnswer {
	c := termination.Endpoint(in.Pod)
	if in.Published {
		c = c.Published()
	}
	return EndpointAnswer{termination.HasEndpoint(in.Pod), Conditions(c)}
}

func theirEndpoint(in EndpointInput) EndpointAnswer {
	pod := kube.ToPod(in.Pod)
	c := oracle.Endpoint(pod, &v1.Service{Spec: v1.ServiceSpec{PublishNotReadyAddresses: in.Published}}).Conditions
	return EndpointAnswer{oracle.HasEndpoint(pod), Conditions{*c.Ready, *c.Serving, *c.Terminating}}
}

func drawEndpoint(t *rapid.T) EndpointInput {
	return EndpointInput{Pod: pods().Draw(t, "pod"), Published: rapid.IntRange(0, 2).Draw(t, "published") == 2}
}
