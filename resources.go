package podlife

import (
	"maps"
	"slices"
)

// ResourceName names a kind of resource: cpu, memory, ephemeral-storage, pods,
// hugepages-2Mi, or one that somebody added, like example.com/gpu.
//
// Source: API type ResourceName (core/v1).
type ResourceName string

// The resources that the scheduler knows by name.
const (
	// ResourceCPU is processor time, in cores.
	ResourceCPU ResourceName = "cpu"
	// ResourceMemory is memory, in bytes.
	ResourceMemory ResourceName = "memory"
	// ResourceStorage is the size of a volume, in bytes.
	ResourceStorage ResourceName = "storage"
	// ResourceEphemeralStorage is room on the node's own disk, in bytes.
	ResourceEphemeralStorage ResourceName = "ephemeral-storage"
	// ResourcePods is how many Pods a node takes.
	ResourcePods ResourceName = "pods"
)

// ResourceHugePagesPrefix begins the name of every size of huge pages.
const ResourceHugePagesPrefix = "hugepages-"

// ResourceList is an amount of each of some resources.
//
// Source: API type ResourceList (core/v1).
type ResourceList map[ResourceName]Quantity

// ResourceRequirements is what a container, or a Pod as a whole, needs.
//
// Source: API type ResourceRequirements (core/v1).
type ResourceRequirements struct {
	// Limits is the most that it may use.
	Limits ResourceList `json:"limits,omitempty"`
	// Requests is what is set aside for it.
	Requests ResourceList `json:"requests,omitempty"`
	// Claims names entries of the Pod's resourceClaims that it uses.
	Claims []ResourceClaim `json:"claims,omitempty"`
}

// ResourceClaim refers to an entry of the Pod's resourceClaims.
//
// Source: API type ResourceClaim (core/v1).
type ResourceClaim struct {
	// Name of the entry.
	Name string `json:"name"`
	// Request is the one request of the claim that is meant. Empty: all.
	Request string `json:"request,omitempty"`
}

// PodResourceClaim says where a claim for devices comes from: from an object
// that exists, or from a template.
//
// Source: API type PodResourceClaim (core/v1).
type PodResourceClaim struct {
	// Name by which containers refer to the claim.
	Name string `json:"name"`
	// ResourceClaimName is the object's name. Nil: made from the template.
	ResourceClaimName *string `json:"resourceClaimName,omitempty"`
	// ResourceClaimTemplateName is the template's name.
	ResourceClaimTemplateName *string `json:"resourceClaimTemplateName,omitempty"`
}

func (c PodResourceClaim) clone() PodResourceClaim {
	c.ResourceClaimName = clonePtr(c.ResourceClaimName)
	c.ResourceClaimTemplateName = clonePtr(c.ResourceClaimTemplateName)
	return c
}

func (r ResourceRequirements) clone() ResourceRequirements {
	r.Limits = maps.Clone(r.Limits)
	r.Requests = maps.Clone(r.Requests)
	r.Claims = slices.Clone(r.Claims)
	return r
}

// clonePtrDeep copies what p points to and everything that points to.
func clonePtrDeep[T any](p *T, clone func(T) T) *T {
	if p == nil {
		return nil
	}
	v := clone(*p)
	return &v
}
