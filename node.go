package podlife

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Node is a machine that runs Pods.
//
// Source: API type Node (core/v1). Fields that decide nothing in this library
// are left out and skipped when decoding.
type Node struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec is what was asked of the node.
	Spec NodeSpec `json:"spec,omitzero"`
	// Status is what the node, or the controller that watches it, reported.
	Status NodeStatus `json:"status,omitzero"`
}

// NodeSpec is what somebody asked of a node.
//
// Source: API type NodeSpec (core/v1).
type NodeSpec struct {
	// Unschedulable: no new Pod is placed on the node.
	Unschedulable bool `json:"unschedulable,omitempty"`
	// Taints keep Pods off the node or drive them away.
	Taints []Taint `json:"taints,omitempty"`
}

// NodeStatus is what was last reported about a node.
//
// Source: API type NodeStatus (core/v1).
type NodeStatus struct {
	// Capacity is all that the node has.
	Capacity ResourceList `json:"capacity,omitempty"`
	// Allocatable is what Pods may use of it.
	Allocatable ResourceList `json:"allocatable,omitempty"`
	// Images that are on the node.
	Images []ContainerImage `json:"images,omitempty"`
	// DeclaredFeatures are optional features that the node has.
	DeclaredFeatures []string `json:"declaredFeatures,omitempty"`
	// Conditions are single aspects of the state, at most one of each type.
	Conditions []NodeCondition `json:"conditions,omitempty"`
}

// ContainerImage is an image on a node.
//
// Source: API type ContainerImage (core/v1).
type ContainerImage struct {
	// Names by which the image is known, with tag or digest.
	Names []string `json:"names,omitempty"`
	// SizeBytes is how large it is.
	SizeBytes int64 `json:"sizeBytes,omitempty"`
}

func (i ContainerImage) clone() ContainerImage {
	i.Names = slices.Clone(i.Names)
	return i
}

// NodeCondition is one aspect of a node's state.
//
// Source: API type NodeCondition (core/v1).
type NodeCondition struct {
	// Type says which aspect.
	Type NodeConditionType `json:"type,omitempty"`
	// Status says whether the aspect holds.
	Status ConditionStatus `json:"status,omitempty"`
	// LastHeartbeatTime is when the node last reported the condition.
	LastHeartbeatTime time.Time `json:"lastHeartbeatTime,omitzero"`
	// LastTransitionTime is when Status last changed.
	LastTransitionTime time.Time `json:"lastTransitionTime,omitzero"`
	// Reason says in one word why Status is what it is.
	Reason string `json:"reason,omitempty"`
	// Message says it for people.
	Message string `json:"message,omitempty"`
}

// NodeConditionType names an aspect of a node's state.
//
// Source: API type NodeConditionType (core/v1).
type NodeConditionType string

// NodeReady is the condition that the kubelet is well and accepts Pods. Its
// status turns Unknown when the node has not reported for a while.
const NodeReady NodeConditionType = "Ready"

// IsLost reports whether the node stopped reporting: its Ready condition is
// Unknown.
//
// Source: kubernetes v1.37 pkg/controller/nodelifecycle/node_lifecycle_controller.go.
func (n *Node) IsLost() bool {
	return slices.ContainsFunc(n.Status.Conditions, func(c NodeCondition) bool {
		return c.Type == NodeReady && c.Status == ConditionUnknown
	})
}

// Clone returns a copy that shares nothing with n. The clone of nil is nil.
func (n *Node) Clone() *Node {
	if n == nil {
		return nil
	}
	return &Node{
		ObjectMeta: n.ObjectMeta.clone(),
		Spec:       NodeSpec{Unschedulable: n.Spec.Unschedulable, Taints: slices.Clone(n.Spec.Taints)},
		Status: NodeStatus{
			Capacity:         maps.Clone(n.Status.Capacity),
			Allocatable:      maps.Clone(n.Status.Allocatable),
			Images:           cloneEach(n.Status.Images, ContainerImage.clone),
			DeclaredFeatures: slices.Clone(n.Status.DeclaredFeatures),
			Conditions:       slices.Clone(n.Status.Conditions),
		},
	}
}

// MarshalJSON writes the Node as the API does, kind and version included.
func (n Node) MarshalJSON() ([]byte, error) {
	type fields Node // without this method
	return json.Marshal(struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		fields
	}{"v1", "Node", fields(n)})
}
