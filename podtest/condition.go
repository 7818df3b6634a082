package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Condition generates single Pod conditions of every type that Kubernetes
// writes, of a readiness gate's and of none, with every status.
func Condition() *rapid.Generator[podlife.Condition] {
	return rapid.Custom(func(t *rapid.T) podlife.Condition {
		return podlife.Condition{
			Type: pick(t, "type",
				podlife.PodScheduled, podlife.PodReadyToStartContainers, podlife.PodInitialized, podlife.ContainersReady,
				podlife.PodReady, podlife.DisruptionTarget, podlife.PodResizePending, podlife.PodResizeInProgress,
				podlife.AllContainersRestarting, "example.com/warm", ""),
			Status:             conditionStatus(t),
			Reason:             pick(t, "reason", "", "PodCompleted", "ContainersNotReady", "Unschedulable"),
			Message:            pick(t, "message", "", "something is up"),
			ObservedGeneration: pick[int64](t, "observedGeneration", 0, 1, 2),
			LastProbeTime:      Time().Draw(t, "lastProbeTime"),
			LastTransitionTime: Time().Draw(t, "lastTransitionTime"),
		}
	})
}

// conditionStatus draws the three statuses, and none at all, as a broken writer
// leaves it.
func conditionStatus(t *rapid.T) podlife.ConditionStatus {
	return pick(t, "status", podlife.ConditionTrue, podlife.ConditionFalse, podlife.ConditionUnknown, "")
}
