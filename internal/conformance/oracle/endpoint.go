package oracle

import (
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	_ "k8s.io/endpointslice" // podToEndpoint
	endpointutil "k8s.io/endpointslice/util"
)

// Endpoint is the pod as an IPv4 endpoint of the service.
// Source: kubernetes v1.37 staging/src/k8s.io/endpointslice/utils.go, podToEndpoint.
func Endpoint(pod *v1.Pod, service *v1.Service) discovery.Endpoint {
	return podToEndpoint(pod, nil, service, discovery.AddressTypeIPv4)
}

// HasEndpoint reports whether the pod is in the EndpointSlices of its services.
// Source: kubernetes v1.37 staging/src/k8s.io/endpointslice/util/controller_utils.go, ShouldPodBeInEndpoints.
func HasEndpoint(pod *v1.Pod) bool {
	return endpointutil.ShouldPodBeInEndpoints(pod, true)
}

//go:linkname podToEndpoint k8s.io/endpointslice.podToEndpoint
func podToEndpoint(pod *v1.Pod, node *v1.Node, service *v1.Service, addressType discovery.AddressType) discovery.Endpoint
