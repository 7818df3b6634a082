package podtest

import (
	"math"
	"time"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// ContainerStatus generates any status called name: every kind of state now
// and last, in every combination, with and without the other fields. Some a
// kubelet would write, most it would not.
func ContainerStatus(name string) *rapid.Generator[podlife.ContainerStatus] {
	return rapid.Custom(func(t *rapid.T) podlife.ContainerStatus {
		return podlife.ContainerStatus{
			Name:                 name,
			State:                anyState().Draw(t, "state"),
			LastTerminationState: anyState().Draw(t, "lastState"),
			Ready:                rapid.Bool().Draw(t, "ready"),
			RestartCount:         anyInt32().Draw(t, "restartCount"),
			Image:                pick(t, "image", "", "app:1"),
			ContainerID:          pick(t, "containerID", "", "containerd://0a", "0a"),
			Started:              maybe(rapid.Bool()).Draw(t, "started"),
		}
	})
}

// anyState generates [State], and states with unknown reasons, odd codes and
// odd times.
func anyState() *rapid.Generator[podlife.ContainerState] {
	return rapid.OneOf(State(), rapid.Custom(func(t *rapid.T) podlife.ContainerState {
		switch rapid.IntRange(0, 2).Draw(t, "odd kind") {
		case 0:
			return podlife.Waiting(anyWord().Draw(t, "reason"), anyWord().Draw(t, "message"))
		case 1:
			return podlife.Running(anyTime().Draw(t, "startedAt"))
		default:
			s := podlife.Terminated(anyExitCode().Draw(t, "exitCode"), anyWord().Draw(t, "reason"))
			s.Signal = pick[int32](t, "signal", 0, 9, 15, -1, math.MaxInt32)
			s.StartedAt = anyTime().Draw(t, "startedAt")
			s.FinishedAt = anyTime().Draw(t, "finishedAt")
			return s
		}
	}))
}

// nastyStatus draws a status whose parts know nothing of each other. names are
// those that a container status may have. Phases and reasons are those that
// readers branch on, and some that are none.
func nastyStatus(t *rapid.T, names []string) podlife.PodStatus {
	// Among right ones there are Ready conditions with a status that is none.
	conditions := rapid.OneOf(Condition(), rapid.Map(Condition(), func(c podlife.Condition) podlife.Condition {
		c.Status, c.Type = "Perhaps", podlife.PodReady
		return c
	}))
	return podlife.PodStatus{
		ObservedGeneration: anyInt64().Draw(t, "observedGeneration"),
		Phase: pick(t, "phase", "", podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed,
			podlife.PodUnknown, "CrashLoopBackOff"),
		Conditions:                 list(conditions, 0, 4).Draw(t, "conditions"),
		Reason:                     pick(t, "reason", "", podlife.ReasonEvicted, podlife.ReasonNodeLost, "Whim"),
		Message:                    anyWord().Draw(t, "message"),
		NominatedNodeName:          anyWord().Draw(t, "nominatedNodeName"),
		PodIP:                      anyWord().Draw(t, "podIP"),
		PodIPs:                     pick(t, "podIPs", nil, []podlife.PodIP{{}}, []podlife.PodIP{{IP: "10.0.0.1"}, {IP: "10.0.0.1"}}),
		StartTime:                  anyTime().Draw(t, "startTime"),
		InitContainerStatuses:      nastyStatuses(t, "initContainerStatuses", names),
		ContainerStatuses:          nastyStatuses(t, "containerStatuses", names),
		EphemeralContainerStatuses: nastyStatuses(t, "ephemeralContainerStatuses", names),
		QOSClass:                   pick(t, "qosClass", "", "BestEffort", "Best"),
	}
}

// nastyStatuses draws statuses by name, some more than once, some not at all. The
// same name may stand in all three lists.
func nastyStatuses(t *rapid.T, label string, names []string) []podlife.ContainerStatus {
	one := rapid.Custom(func(t *rapid.T) podlife.ContainerStatus {
		return ContainerStatus(pick(t, "name", names...)).Draw(t, "status")
	})
	return list(one, 0, 5).Draw(t, label)
}

// nastyMeta draws an identity that no API server would store. Every second Pod
// was asked to go.
func nastyMeta(t *rapid.T) podlife.ObjectMeta {
	return podlife.ObjectMeta{
		Name:                       anyWord().Draw(t, "name"),
		GenerateName:               anyWord().Draw(t, "generateName"),
		Namespace:                  anyWord().Draw(t, "namespace"),
		UID:                        anyWord().Draw(t, "uid"),
		ResourceVersion:            anyWord().Draw(t, "resourceVersion"),
		Generation:                 anyInt64().Draw(t, "generation"),
		CreationTimestamp:          anyTime().Draw(t, "creationTimestamp"),
		DeletionTimestamp:          rapid.OneOf(rapid.Just(time.Time{}), anyTime()).Draw(t, "deletionTimestamp"),
		DeletionGracePeriodSeconds: maybe(anyInt64()).Draw(t, "deletionGracePeriodSeconds"),
		Finalizers:                 list(anyWord(), 0, 2).Draw(t, "finalizers"),
		Labels:                     pick(t, "labels", nil, map[string]string{"": " "}),
		Annotations: pick(t, "annotations", nil,
			map[string]string{podlife.ConfigSourceAnnotation: ""}, map[string]string{"": "", podlife.ConfigSourceAnnotation: "http"}),
		OwnerReferences: pick(t, "ownerReferences", nil, []podlife.OwnerReference{{}},
			[]podlife.OwnerReference{{Kind: "Job", Name: "sum"}, {Kind: "Job", Name: "sum", Controller: true}}),
	}
}
