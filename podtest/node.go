package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Node generates Nodes that are ready, not ready, lost, or say nothing of
// it, with and without taints.
func Node() *rapid.Generator[*podlife.Node] {
	return rapid.Custom(func(t *rapid.T) *podlife.Node {
		return &podlife.Node{
			ObjectMeta: podlife.ObjectMeta{
				Name:              pick(t, "name", "node-a", "node-b", "node-c"),
				UID:               pick(t, "uid", "", "n"),
				CreationTimestamp: Time().Draw(t, "creationTimestamp"),
			},
			Spec: podlife.NodeSpec{Taints: list(Taint(), 0, 2).Draw(t, "taints")},
			Status: podlife.NodeStatus{
				Conditions:       list(nodeCondition(), 0, 3).Draw(t, "conditions"),
				Capacity:         Requests().Draw(t, "capacity"),
				DeclaredFeatures: list(anyWord(), 0, 2).Draw(t, "declaredFeatures"),
			},
		}
	})
}

// nodeCondition generates conditions of few types, so that doubled ones occur.
func nodeCondition() *rapid.Generator[podlife.NodeCondition] {
	return rapid.Custom(func(t *rapid.T) podlife.NodeCondition {
		return podlife.NodeCondition{
			Type:               pick(t, "type", podlife.NodeReady, "MemoryPressure", "DiskPressure", ""),
			Status:             conditionStatus(t),
			LastHeartbeatTime:  Time().Draw(t, "lastHeartbeatTime"),
			LastTransitionTime: Time().Draw(t, "lastTransitionTime"),
			Reason:             pick(t, "reason", "", "KubeletReady", "NodeStatusUnknown"),
			Message:            pick(t, "message", "", "Kubelet stopped posting node status."),
		}
	})
}
