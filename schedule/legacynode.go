package schedule

import "github.com/podlife/podlife"

// nodeConditions rejects a node that is not ready, is full, has no network or
// takes no new Pods. No toleration helps. A condition that is not there says
// nothing.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, CheckNodeConditionPredicate.
func (x *cycle) nodeConditions(slot int) []legacyReason {
	n := x.c.nodes[slot].object
	var reasons []legacyReason
	for i := range n.Status.Conditions {
		switch c := &n.Status.Conditions[i]; {
		case c.Type == podlife.NodeReady && c.Status != podlife.ConditionTrue:
			reasons = append(reasons, legacyReason{"node(s) were not ready", true})
		case c.Type == "OutOfDisk" && c.Status != podlife.ConditionFalse:
			reasons = append(reasons, legacyReason{"node(s) were out of disk space", false})
		case c.Type == "NetworkUnavailable" && c.Status != podlife.ConditionFalse:
			reasons = append(reasons, legacyReason{"node(s) had unavailable network", true})
		}
	}
	if n.Spec.Unschedulable {
		reasons = append(reasons, legacyReason{"node(s) were unschedulable", true})
	}
	return reasons
}

// pressure rejects nodes that report a condition, if that concerns the Pod. Of
// two conditions of one type the last counts.
//
// Source: kubernetes v1.10 pkg/scheduler/schedulercache/node_info.go, SetNode;
// v1.11 pkg/scheduler/algorithm/predicates/predicates.go, CheckNodePIDPressurePredicate.
func (x *cycle) pressure(condition podlife.NodeConditionType, reason string, concerned bool) legacyCheck {
	return func(slot int) []legacyReason {
		under := false
		for _, c := range x.c.nodes[slot].object.Status.Conditions {
			if c.Type == condition {
				under = c.Status == podlife.ConditionTrue
			}
		}
		if !concerned || !under {
			return nil
		}
		return []legacyReason{{reason, false}}
	}
}

// isBestEffort reports whether no main container requests cpu or memory, or
// has a limit for them.
//
// Source: kubernetes v1.10 pkg/apis/core/v1/helper/qos/qos.go, GetPodQOS.
func isBestEffort(p *podlife.Pod) bool {
	for i := range p.Spec.Containers {
		r := &p.Spec.Containers[i].Resources
		for _, list := range []podlife.ResourceList{r.Requests, r.Limits} {
			if positive(list, podlife.ResourceCPU) || positive(list, podlife.ResourceMemory) {
				return false
			}
		}
	}
	return true
}

// positive reports whether more than nothing of a resource is in a list.
func positive(list podlife.ResourceList, name podlife.ResourceName) bool {
	q := list[name]
	return q.Sign() > 0
}
