package podlife

import (
	"encoding/json"
	"maps"
	"slices"
)

// Pod is a group of containers that share one life.
//
// Source: API type Pod (core/v1). Fields that decide nothing in this library
// are left out and skipped when decoding.
type Pod struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec is what was asked for.
	Spec PodSpec `json:"spec,omitzero"`
	// Status is what was reported last. It may be out of date.
	Status PodStatus `json:"status,omitzero"`
}

// PodSpec is what somebody asked a Pod to be.
//
// Source: API type PodSpec (core/v1).
type PodSpec struct {
	// InitContainers run before the main containers: ordinary ones one after
	// the other to completion, sidecars (restart policy Always) from their
	// turn on for the rest of the Pod's life.
	InitContainers []Container `json:"initContainers,omitempty"`
	// Containers are the main containers; a valid Pod has at least one.
	Containers []Container `json:"containers,omitempty"`
	// EphemeralContainers were added to a running Pod to look into it.
	EphemeralContainers []EphemeralContainer `json:"ephemeralContainers,omitempty"`
	// RestartPolicy holds for every container without one of its own. Empty
	// means Always.
	RestartPolicy RestartPolicy `json:"restartPolicy,omitempty"`
	// TerminationGracePeriodSeconds is how long containers may take to stop.
	// Nil: not set (the API server makes it 30); 0: kill at once.
	TerminationGracePeriodSeconds *int64 `json:"terminationGracePeriodSeconds,omitempty"`
	// ActiveDeadlineSeconds is how long after its start time the Pod may be
	// active before the kubelet fails it. Nil: for ever.
	ActiveDeadlineSeconds *int64 `json:"activeDeadlineSeconds,omitempty"`
	// NodeName is the node the Pod is bound to. Empty: not bound yet.
	NodeName string `json:"nodeName,omitempty"`
	// HostNetwork: the Pod uses the node's network instead of its own.
	HostNetwork bool `json:"hostNetwork,omitempty"`
	// ReadinessGates are conditions that must be True, besides all containers
	// being ready, for the Pod to be ready.
	ReadinessGates []PodReadinessGate `json:"readinessGates,omitempty"`
	// SchedulingGates keep the scheduler from looking at the Pod while any is
	// left.
	SchedulingGates []PodSchedulingGate `json:"schedulingGates,omitempty"`
	// Tolerations let the Pod stay on nodes with taints.
	Tolerations []Toleration `json:"tolerations,omitempty"`
	// Priority says who goes first where there is not room, or time, for all.
	// Nil: not set, which counts as 0.
	Priority *int32 `json:"priority,omitempty"`
	// PriorityClassName is the class that Priority came from.
	PriorityClassName string `json:"priorityClassName,omitempty"`
	// PreemptionPolicy says whether the Pod may drive others away. Empty:
	// PreemptLowerPriority.
	PreemptionPolicy PreemptionPolicy `json:"preemptionPolicy,omitempty"`
	// SchedulerName is the scheduler, or profile of one, that places the Pod.
	SchedulerName string `json:"schedulerName,omitempty"`
	// NodeSelector are labels that the node must have.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`
	// Affinity says near or far from what the Pod is placed.
	Affinity *Affinity `json:"affinity,omitempty"`
	// TopologySpreadConstraints say how evenly Pods like this one are spread.
	TopologySpreadConstraints []TopologySpreadConstraint `json:"topologySpreadConstraints,omitempty"`
	// Resources is what the Pod as a whole needs, in place of the sum over its
	// containers. Nil: the sum.
	Resources *ResourceRequirements `json:"resources,omitempty"`
	// Overhead is what the sandbox takes on top of the containers.
	Overhead ResourceList `json:"overhead,omitempty"`
	// Volumes that the containers may mount.
	Volumes []Volume `json:"volumes,omitempty"`
	// HostUsers: false gives the Pod a user namespace of its own. Nil: true.
	HostUsers *bool `json:"hostUsers,omitempty"`
	// ResourceClaims are claims for devices.
	ResourceClaims []PodResourceClaim `json:"resourceClaims,omitempty"`
	// SchedulingGroup is the group that the Pod is placed with. Nil: alone.
	SchedulingGroup *PodSchedulingGroup `json:"schedulingGroup,omitempty"`
}

// PodReadinessGate names a condition that readiness waits for.
//
// Source: API type PodReadinessGate (core/v1).
type PodReadinessGate struct {
	// ConditionType is looked up in the Pod's conditions.
	ConditionType ConditionType `json:"conditionType,omitempty"`
}

// PodSchedulingGate is a reason not to schedule the Pod yet.
//
// Source: API type PodSchedulingGate (core/v1), KEP-3521.
type PodSchedulingGate struct {
	// Name identifies the gate to whoever removes it.
	Name string `json:"name,omitempty"`
}

// PodSchedulingGroup names the group of Pods that are placed together.
//
// Source: API type PodSchedulingGroup (core/v1).
type PodSchedulingGroup struct {
	// PodGroupName is the group's name.
	PodGroupName string `json:"podGroupName,omitempty"`
}

// RestartPolicy says which ends of a container lead to a new start. The same
// values serve the Pod and the single container.
//
// Source: API types RestartPolicy and ContainerRestartPolicy (core/v1).
type RestartPolicy string

// The restart policies. On a container, the empty policy means: as the Pod.
const (
	// RestartPolicyAlways: after every end. An init container with this policy
	// of its own is a sidecar. The Pod's default.
	RestartPolicyAlways RestartPolicy = "Always"
	// RestartPolicyOnFailure: after an exit code other than zero.
	RestartPolicyOnFailure RestartPolicy = "OnFailure"
	// RestartPolicyNever: after none.
	RestartPolicyNever RestartPolicy = "Never"
)

// Annotations by which a kubelet marks the Pods that it did not get from the
// API server.
//
// Source: kubernetes v1.37 pkg/kubelet/types/pod_update.go.
const (
	// ConfigSourceAnnotation holds where the kubelet read the Pod: "file",
	// "http" or "api".
	ConfigSourceAnnotation = "kubernetes.io/config.source"
	// ConfigMirrorAnnotation is on the API object that mirrors a static Pod.
	ConfigMirrorAnnotation = "kubernetes.io/config.mirror"
)

// IsStatic reports whether a kubelet read the Pod from a file or a URL, so
// that the API holds only its mirror: some source is named, and it is not the
// API server.
//
// Source: kubernetes v1.37 pkg/kubelet/types/pod_update.go, IsStaticPod.
func (p *Pod) IsStatic() bool {
	source, ok := p.Annotations[ConfigSourceAnnotation]
	return ok && source != "api"
}

// Clone returns a copy that shares nothing with p. The clone of nil is nil.
func (p *Pod) Clone() *Pod {
	if p == nil {
		return nil
	}
	return &Pod{ObjectMeta: p.ObjectMeta.clone(), Spec: p.Spec.Clone(), Status: p.Status.Clone()}
}

// Clone returns a copy that shares nothing with s.
func (s *PodSpec) Clone() PodSpec {
	c := *s
	c.InitContainers = cloneEach(s.InitContainers, Container.clone)
	c.Containers = cloneEach(s.Containers, Container.clone)
	c.EphemeralContainers = cloneEach(s.EphemeralContainers, EphemeralContainer.clone)
	c.TerminationGracePeriodSeconds = clonePtr(s.TerminationGracePeriodSeconds)
	c.ActiveDeadlineSeconds = clonePtr(s.ActiveDeadlineSeconds)
	c.ReadinessGates = slices.Clone(s.ReadinessGates)
	c.SchedulingGates = slices.Clone(s.SchedulingGates)
	c.Tolerations = cloneEach(s.Tolerations, Toleration.clone)
	c.Priority = clonePtr(s.Priority)
	c.NodeSelector = maps.Clone(s.NodeSelector)
	c.Affinity = clonePtrDeep(s.Affinity, Affinity.clone)
	c.TopologySpreadConstraints = cloneEach(s.TopologySpreadConstraints, TopologySpreadConstraint.clone)
	c.Resources = clonePtrDeep(s.Resources, ResourceRequirements.clone)
	c.Overhead = maps.Clone(s.Overhead)
	c.Volumes = cloneEach(s.Volumes, Volume.clone)
	c.HostUsers = clonePtr(s.HostUsers)
	c.ResourceClaims = cloneEach(s.ResourceClaims, PodResourceClaim.clone)
	c.SchedulingGroup = clonePtr(s.SchedulingGroup)
	return c
}

// MarshalJSON writes the Pod as the API does, kind and version included, so
// that [ParseObjects] and kubectl read it back.
func (p Pod) MarshalJSON() ([]byte, error) {
	type fields Pod // without this method
	return json.Marshal(struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		fields
	}{"v1", "Pod", fields(p)})
}
