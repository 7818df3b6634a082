package podlife

import "time"

// Condition is one aspect of a Pod's state.
//
// Source: API type PodCondition (core/v1).
type Condition struct {
	// Type says which aspect.
	Type ConditionType `json:"type,omitempty"`
	// ObservedGeneration is the metadata.generation that the condition is
	// about.
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`
	// Status says whether the aspect holds.
	Status ConditionStatus `json:"status,omitempty"`
	// LastProbeTime is when the condition was last looked at. Mostly unset.
	LastProbeTime time.Time `json:"lastProbeTime,omitzero"`
	// LastTransitionTime is when Status last changed.
	LastTransitionTime time.Time `json:"lastTransitionTime,omitzero"`
	// Reason says in one word why Status is what it is.
	Reason string `json:"reason,omitempty"`
	// Message says it for people.
	Message string `json:"message,omitempty"`
}

// ConditionType names an aspect of a Pod's state. Readiness gates add types of
// their own.
//
// Source: API type PodConditionType (core/v1).
type ConditionType string

// The condition types that Kubernetes itself writes on Pods.
const (
	// PodScheduled: the Pod is bound to a node.
	PodScheduled ConditionType = "PodScheduled"
	// PodReadyToStartContainers: the Pod's sandbox and network are there.
	PodReadyToStartContainers ConditionType = "PodReadyToStartContainers"
	// PodInitialized: the init containers are done and the sidecars started.
	PodInitialized ConditionType = "Initialized"
	// ContainersReady: every main container and sidecar is ready.
	ContainersReady ConditionType = "ContainersReady"
	// PodReady: the Pod may serve requests.
	PodReady ConditionType = "Ready"
	// DisruptionTarget: the Pod is about to end for a reason outside it.
	DisruptionTarget ConditionType = "DisruptionTarget"
	// PodResizePending: a change of resources waits for room.
	PodResizePending ConditionType = "PodResizePending"
	// PodResizeInProgress: a change of resources is being carried out.
	PodResizeInProgress ConditionType = "PodResizeInProgress"
	// AllContainersRestarting: a restart rule makes the Pod start anew.
	AllContainersRestarting ConditionType = "AllContainersRestarting"
)

// ConditionStatus is whether an aspect holds. It serves Pods and Nodes.
//
// Source: API type ConditionStatus (core/v1).
type ConditionStatus string

// The condition statuses.
const (
	// ConditionTrue: the aspect holds.
	ConditionTrue ConditionStatus = "True"
	// ConditionFalse: it does not.
	ConditionFalse ConditionStatus = "False"
	// ConditionUnknown: nobody can tell, as of a node that does not answer.
	ConditionUnknown ConditionStatus = "Unknown"
)

// FindCondition returns the first condition of type t in list, or nil. The
// result points into list.
func FindCondition(list []Condition, t ConditionType) *Condition {
	for i := range list {
		if list[i].Type == t {
			return &list[i]
		}
	}
	return nil
}
