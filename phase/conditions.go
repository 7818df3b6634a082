package phase

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
)

// Reasons of the conditions that the kubelet writes.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go.
const (
	ReasonUnknownContainerStatuses    = "UnknownContainerStatuses"
	ReasonPodCompleted                = "PodCompleted"
	ReasonPodFailed                   = "PodFailed"
	ReasonContainersNotReady          = "ContainersNotReady"
	ReasonContainersNotInitialized    = "ContainersNotInitialized"
	ReasonReadinessGatesNotReady      = "ReadinessGatesNotReady"
	ReasonPodSandboxNotReady          = "PodSandboxNotReady"
	ReasonRestartAllContainersStarted = "RestartAllContainersStarted"
	ReasonSchedulingGated             = "SchedulingGated"
)

// Conditions returns the conditions that the kubelet would report for p now,
// for the phase [Of] and the container statuses of p, in its order:
// DisruptionTarget if p has it, PodReadyToStartContainers, Initialized, Ready,
// ContainersReady, PodScheduled, and AllContainersRestarting if a restart rule
// of p can ask for it. Conditions of others, which the kubelet keeps, are not
// among them.
//
// LastTransitionTime is that of p's condition of the same type and status, or
// zero where the status is new: whoever writes it knows the time.
//
// Two conditions rest on what the object does not hold. Whether the sandbox is
// ready is taken from p's own PodReadyToStartContainers, or guessed from the
// containers if p has none. And a Pod that is not bound, for which no kubelet
// speaks yet, keeps its PodScheduled, or gets the one that scheduling gates
// give; a kubelet would say True.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go; the order from
// pkg/kubelet/kubelet_pods.go, generateAPIPodStatus.
func Conditions(p *podlife.Pod) []podlife.Condition {
	ph := Of(p)
	out := make([]podlife.Condition, 0, 7)
	if c := podlife.FindCondition(p.Status.Conditions, podlife.DisruptionTarget); c != nil {
		out = append(out, *c)
	}
	out = append(out,
		stamped(p, readyToStart(p, ph)),
		stamped(p, initialized(p, ph)))
	containers := containersReady(p, ph)
	out = append(out,
		stamped(p, ready(p, containers, out)),
		stamped(p, containers),
		stamped(p, scheduled(p)))
	if canRestartAll(&p.Spec) {
		c := keepTransition(p, allRestarting(p, ph))
		out = append(out, c)
	}
	return out
}

// stamped fills in what does not depend on the kind of condition.
func stamped(p *podlife.Pod, c podlife.Condition) podlife.Condition {
	c.ObservedGeneration = p.Generation
	return keepTransition(p, c)
}

func keepTransition(p *podlife.Pod, c podlife.Condition) podlife.Condition {
	if old := podlife.FindCondition(p.Status.Conditions, c.Type); old != nil && old.Status == c.Status {
		c.LastTransitionTime = old.LastTransitionTime
	}
	return c
}

func condition(t podlife.ConditionType, s podlife.ConditionStatus, reason, message string) podlife.Condition {
	return podlife.Condition{Type: t, Status: s, Reason: reason, Message: message}
}

// initialized is the condition Initialized. Once true it stays true.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GeneratePodInitializedCondition.
func initialized(p *podlife.Pod, ph podlife.Phase) podlife.Condition {
	const t = podlife.PodInitialized
	if len(p.Spec.InitContainers) > 0 && noStatuses(p) {
		return condition(t, podlife.ConditionFalse, ReasonUnknownContainerStatuses, "")
	}
	var unknown, incomplete []string
	for i := range p.Spec.InitContainers {
		c := &p.Spec.InitContainers[i]
		switch s := statusInitFirst(p, c.Name); {
		case s == nil:
			unknown = append(unknown, c.Name)
		case c.IsSidecar() && !s.HasStarted(), !c.IsSidecar() && !s.Ready:
			incomplete = append(incomplete, c.Name)
		}
	}
	message := names("incomplete", unknown, incomplete)
	switch {
	case ph == podlife.PodSucceeded && unknown == nil:
		return condition(t, podlife.ConditionTrue, ReasonPodCompleted, "")
	case message == "", mainHasRun(p), anyTrue(p.Status.Conditions, t):
		return condition(t, podlife.ConditionTrue, "", "")
	default:
		return condition(t, podlife.ConditionFalse, ReasonContainersNotInitialized, message)
	}
}

// scheduled is the condition PodScheduled.
func scheduled(p *podlife.Pod) podlife.Condition {
	const t = podlife.PodScheduled
	if p.Spec.NodeName != "" {
		return condition(t, podlife.ConditionTrue, "", "")
	}
	if len(p.Spec.SchedulingGates) > 0 {
		return condition(t, podlife.ConditionFalse, ReasonSchedulingGated, "Scheduling is blocked due to non-empty scheduling gates")
	}
	if old := podlife.FindCondition(p.Status.Conditions, t); old != nil {
		return condition(t, old.Status, old.Reason, old.Message)
	}
	return condition(t, podlife.ConditionTrue, "", "")
}

// mainHasRun reports whether some main container runs or has ended.
//
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go,
// HasAnyRegularContainerStarted.
func mainHasRun(p *podlife.Pod) bool {
	for i := range p.Spec.Containers {
		for _, list := range [...][]podlife.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
			for j := range list {
				if list[j].Name == p.Spec.Containers[i].Name && isCreated(&list[j]) {
					return true
				}
			}
		}
	}
	return false
}

// isCreated reports whether the status shows a container that the runtime has:
// one that runs or has ended.
func isCreated(s *podlife.ContainerStatus) bool {
	return s.State.Kind == podlife.StateRunning || s.State.Kind == podlife.StateTerminated
}

func noStatuses(p *podlife.Pod) bool {
	return len(p.Status.InitContainerStatuses) == 0 && len(p.Status.ContainerStatuses) == 0
}

// statusInitFirst returns the status called name, looking at init containers
// first, as the kubelet does for conditions.
func statusInitFirst(p *podlife.Pod, name string) *podlife.ContainerStatus {
	if s := podlife.FindStatus(p.Status.InitContainerStatuses, name); s != nil {
		return s
	}
	return podlife.FindStatus(p.Status.ContainerStatuses, name)
}

// names says which containers have no status and which are in the bad state,
// as the kubelet's conditions put it. Empty: there are none of either.
func names(state string, unknown, bad []string) string {
	var parts []string
	if len(unknown) > 0 {
		parts = append(parts, fmt.Sprintf("containers with unknown status: %s", unknown))
	}
	if len(bad) > 0 {
		parts = append(parts, fmt.Sprintf("containers with %s status: %s", state, bad))
	}
	return strings.Join(parts, ", ")
}
