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
	// ReasonUnknownContainerStatuses: nothing is known of any container.
	ReasonUnknownContainerStatuses = "UnknownContainerStatuses"
	// ReasonPodCompleted: the phase is Succeeded.
	ReasonPodCompleted = "PodCompleted"
	// ReasonPodFailed: the phase is Failed.
	ReasonPodFailed = "PodFailed"
	// ReasonContainersNotReady: a main container or sidecar is not ready.
	ReasonContainersNotReady = "ContainersNotReady"
	// ReasonContainersNotInitialized: an init container is not done, or a
	// sidecar has not started.
	ReasonContainersNotInitialized = "ContainersNotInitialized"
	// ReasonReadinessGatesNotReady: the condition of a readiness gate is not
	// True.
	ReasonReadinessGatesNotReady = "ReadinessGatesNotReady"
	// ReasonPodSandboxNotReady: there is no sandbox with a network.
	ReasonPodSandboxNotReady = "PodSandboxNotReady"
	// ReasonRestartAllContainersStarted: a rule restarts all containers.
	ReasonRestartAllContainersStarted = "RestartAllContainersStarted"
	// ReasonSchedulingGated: scheduling gates are left.
	ReasonSchedulingGated = "SchedulingGated"
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
	disruption := podlife.FindCondition(p.Status.Conditions, podlife.DisruptionTarget)
	restartsAll := canRestartAll(&p.Spec)
	n := 5
	if disruption != nil {
		n++
	}
	if restartsAll {
		n++
	}
	out := make([]podlife.Condition, 0, n) // of the exact size: that memory is what costs most
	if disruption != nil {
		out = append(out, *disruption)
	}
	made := len(out)
	out = added(out, podlife.PodReadyToStartContainers, readyToStart(p, ph))
	out = added(out, podlife.PodInitialized, initialized(p, ph))
	containers := containersReady(p, ph)
	out = added(out, podlife.PodReady, ready(p, containers, out))
	out = added(out, podlife.ContainersReady, containers)
	out = added(out, podlife.PodScheduled, scheduled(p))
	for i := made; i < len(out); i++ {
		out[i].ObservedGeneration = p.Generation
	}
	if restartsAll {
		out = added(out, podlife.AllContainersRestarting, allRestarting(p, ph))
	}
	for i := made; i < len(out); i++ {
		keepTransition(p, &out[i])
	}
	return out
}

// finding is what a condition says.
type finding struct {
	status          podlife.ConditionStatus
	reason, message string
}

func yes(reason string) finding { return finding{podlife.ConditionTrue, reason, ""} }

func no(reason, message string) finding { return finding{podlife.ConditionFalse, reason, message} }

// added returns the list with one more condition. That is filled in where it
// lies, for a Condition is large.
func added(list []podlife.Condition, t podlife.ConditionType, f finding) []podlife.Condition {
	list = append(list, podlife.Condition{})
	c := &list[len(list)-1]
	c.Type, c.Status, c.Reason, c.Message = t, f.status, f.reason, f.message
	return list
}

// keepTransition gives c the time of p's condition of its type and status.
func keepTransition(p *podlife.Pod, c *podlife.Condition) {
	if old := podlife.FindCondition(p.Status.Conditions, c.Type); old != nil && old.Status == c.Status {
		c.LastTransitionTime = old.LastTransitionTime
	}
}

// initialized is the condition Initialized. Once true it stays true.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GeneratePodInitializedCondition.
func initialized(p *podlife.Pod, ph podlife.Phase) finding {
	const t = podlife.PodInitialized
	if len(p.Spec.InitContainers) > 0 && noStatuses(p) {
		return no(ReasonUnknownContainerStatuses, "")
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
		return yes(ReasonPodCompleted)
	case message == "", mainHasRun(p), anyTrue(p.Status.Conditions, t):
		return yes("")
	default:
		return no(ReasonContainersNotInitialized, message)
	}
}

// scheduled is the condition PodScheduled.
func scheduled(p *podlife.Pod) finding {
	const t = podlife.PodScheduled
	if p.Spec.NodeName != "" {
		return yes("")
	}
	if len(p.Spec.SchedulingGates) > 0 {
		return no(ReasonSchedulingGated, "Scheduling is blocked due to non-empty scheduling gates")
	}
	if old := podlife.FindCondition(p.Status.Conditions, t); old != nil {
		return finding{old.Status, old.Reason, old.Message}
	}
	return yes("")
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
