package podlife

import (
	"maps"
	"slices"
	"time"
)

// Phase is the coarsest summary of where a Pod is in its life.
//
// Source: API type PodPhase (core/v1).
type Phase string

// The phases. Kubernetes 1.37 writes all but Unknown, which it only reads.
const (
	// PodPending: accepted, but some container has not been started yet.
	PodPending Phase = "Pending"
	// PodRunning: bound, all containers created, some running or about to run
	// again.
	PodRunning Phase = "Running"
	// PodSucceeded: all main containers ended in success and none will run
	// again.
	PodSucceeded Phase = "Succeeded"
	// PodFailed: all main containers ended, some in failure, and none will
	// run again; or the Pod was refused, evicted or ran out of time.
	PodFailed Phase = "Failed"
	// PodUnknown: nobody can say, because the node does not answer.
	PodUnknown Phase = "Unknown"
)

// IsTerminal reports whether the phase is one that a Pod never leaves:
// Succeeded or Failed.
func (p Phase) IsTerminal() bool { return p == PodSucceeded || p == PodFailed }

// PodStatus is what was last reported about a Pod.
//
// Source: API type PodStatus (core/v1).
type PodStatus struct {
	// ObservedGeneration is the metadata.generation that the status is about.
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`
	// Phase sums the Pod up. Empty: never written.
	Phase Phase `json:"phase,omitempty"`
	// Conditions are single aspects of the state, at most one of each type.
	Conditions []Condition `json:"conditions,omitempty"`
	// Message says for people why the Pod is in this state.
	Message string `json:"message,omitempty"`
	// Reason says it in one word, like Evicted.
	Reason string `json:"reason,omitempty"`
	// NominatedNodeName is the node where the scheduler makes room.
	NominatedNodeName string `json:"nominatedNodeName,omitempty"`
	// PodIP is the Pod's first address. Empty: it has none yet.
	PodIP string `json:"podIP,omitempty"`
	// PodIPs are all its addresses, PodIP first.
	PodIPs []PodIP `json:"podIPs,omitempty"`
	// StartTime is when the kubelet first saw the Pod. Zero: it has not.
	StartTime time.Time `json:"startTime,omitzero"`
	// InitContainerStatuses has an entry for each init container, in the
	// order of the spec.
	InitContainerStatuses []ContainerStatus `json:"initContainerStatuses,omitempty"`
	// ContainerStatuses has an entry for each main container, in the order of
	// their names.
	ContainerStatuses []ContainerStatus `json:"containerStatuses,omitempty"`
	// EphemeralContainerStatuses has an entry for each ephemeral container.
	EphemeralContainerStatuses []ContainerStatus `json:"ephemeralContainerStatuses,omitempty"`
	// QOSClass is Guaranteed, Burstable or BestEffort. It never changes.
	QOSClass string `json:"qosClass,omitempty"`
	// AllocatedResources is what the kubelet set aside for the Pod as a whole.
	// Nil: not reported.
	AllocatedResources ResourceList `json:"allocatedResources,omitempty"`
	// Resources is what the running Pod as a whole has. Nil: not reported.
	Resources *ResourceRequirements `json:"resources,omitempty"`
}

// PodIP is one address of a Pod.
//
// Source: API type PodIP (core/v1).
type PodIP struct {
	// IP is the address.
	IP string `json:"ip"`
}

// Reasons that stand in PodStatus.Reason.
//
// Source: kubernetes v1.37 pkg/kubelet/eviction, pkg/kubelet/active_deadline.go,
// pkg/kubelet/preemption, pkg/kubelet/nodeshutdown, pkg/util/node.
const (
	// ReasonEvicted: the node was short of memory, disk or process ids.
	ReasonEvicted = "Evicted"
	// ReasonDeadlineExceeded: activeDeadlineSeconds have passed.
	ReasonDeadlineExceeded = "DeadlineExceeded"
	// ReasonPreempting: the Pod made way for a critical one.
	ReasonPreempting = "Preempting"
	// ReasonTerminated: the node was shutting down.
	ReasonTerminated = "Terminated"
	// ReasonNodeLost: the node does not answer. Kubernetes 1.37 only reads it.
	ReasonNodeLost = "NodeLost"
)

// Clone returns a copy that shares nothing with s.
func (s *PodStatus) Clone() PodStatus {
	c := *s
	c.Conditions = slices.Clone(s.Conditions)
	c.PodIPs = slices.Clone(s.PodIPs)
	c.InitContainerStatuses = cloneEach(s.InitContainerStatuses, ContainerStatus.clone)
	c.ContainerStatuses = cloneEach(s.ContainerStatuses, ContainerStatus.clone)
	c.EphemeralContainerStatuses = cloneEach(s.EphemeralContainerStatuses, ContainerStatus.clone)
	c.AllocatedResources = maps.Clone(s.AllocatedResources)
	c.Resources = clonePtrDeep(s.Resources, ResourceRequirements.clone)
	return c
}
