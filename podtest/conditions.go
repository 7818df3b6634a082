package podtest

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// condition returns a condition of the Pod that changed after its start.
func (k *kubelet) condition(c podlife.ConditionType, holds bool, reason, message string) podlife.Condition {
	status := podlife.ConditionFalse
	if holds {
		status = podlife.ConditionTrue
	}
	return podlife.Condition{
		Type: c, Status: status, Reason: reason, Message: message,
		LastTransitionTime: later(k.T, k.start, 3600), ObservedGeneration: k.pod.Generation,
	}
}

// conditions reports the kubelet's own conditions in its order, after those
// that others wrote for the readiness gates.
func (k *kubelet) conditions() {
	s := &k.pod.Status
	s.Conditions = append(k.gateConditions(), s.Conditions...) // a DisruptionTarget may stand there
	switch {
	case k.stopped || s.Phase.IsTerminal():
		s.Conditions = append(s.Conditions, k.condition(podlife.PodReadyToStartContainers, false, "PodSandboxNotReady", "pod sandbox is not ready"))
	case !k.anyMade() && rapid.Bool().Draw(k.T, "no sandbox"):
		// Where containers exist their sandbox does too.
		s.Conditions = append(s.Conditions, k.condition(podlife.PodReadyToStartContainers, false, "PodSandboxNotReady", "no pod sandbox exists"))
	default:
		s.Conditions = append(s.Conditions, k.condition(podlife.PodReadyToStartContainers, true, "", ""))
	}
	s.Conditions = append(s.Conditions, k.initializedCondition())
	containers := k.containersReady()
	ready := k.ready(containers) // which sees the conditions so far, not these two
	s.Conditions = append(s.Conditions, ready, containers)
	k.scheduled()
	s.Conditions = append(s.Conditions, k.restartingCondition()...)
}

// gateConditions reports what somebody outside Kubernetes says about each
// readiness gate: that it holds, that it does not, or nothing.
func (k *kubelet) gateConditions() []podlife.Condition {
	var out []podlife.Condition
	for _, gate := range k.pod.Spec.ReadinessGates {
		if status := pick(k.T, "gate status", podlife.ConditionTrue, podlife.ConditionFalse, ""); status != "" {
			out = append(out, k.condition(gate.ConditionType, status == podlife.ConditionTrue, "", ""))
		}
	}
	return out
}

// anyMade reports whether some container exists.
func (k *kubelet) anyMade() bool {
	for _, list := range [][]podlife.ContainerStatus{k.pod.Status.InitContainerStatuses, k.pod.Status.ContainerStatuses} {
		for i := range list {
			if list[i].ContainerID != "" {
				return true
			}
		}
	}
	return false
}

// initializedCondition is True once a main container could start, and stays so
// when a sidecar begins anew. An init container is complete when it is ready, a
// sidecar when it has started.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GeneratePodInitializedCondition.
func (k *kubelet) initializedCondition() podlife.Condition {
	var incomplete []string
	for i := range k.pod.Spec.InitContainers {
		c, s := &k.pod.Spec.InitContainers[i], &k.pod.Status.InitContainerStatuses[i]
		if c.IsSidecar() && !s.HasStarted() || !c.IsSidecar() && !s.Ready {
			incomplete = append(incomplete, c.Name)
		}
	}
	switch {
	case k.pod.Status.Phase == podlife.PodSucceeded:
		return k.condition(podlife.PodInitialized, true, "PodCompleted", "")
	case k.initialized || len(incomplete) == 0:
		return k.condition(podlife.PodInitialized, true, "", "")
	default:
		return k.condition(podlife.PodInitialized, false, "ContainersNotInitialized",
			fmt.Sprintf("containers with incomplete status: %v", incomplete))
	}
}

// containersReady is False in a Pod that is over, whatever its containers say,
// and else True when no container is missing.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GenerateContainersReadyCondition.
func (k *kubelet) containersReady() podlife.Condition {
	switch k.pod.Status.Phase {
	case podlife.PodSucceeded:
		return k.condition(podlife.ContainersReady, false, "PodCompleted", "")
	case podlife.PodFailed:
		return k.condition(podlife.ContainersReady, false, "PodFailed", "")
	case podlife.PodPending, podlife.PodRunning, podlife.PodUnknown:
	}
	if unready := k.unready(); unready != nil {
		return k.condition(podlife.ContainersReady, false, "ContainersNotReady",
			fmt.Sprintf("containers with unready status: %v", unready))
	}
	return k.condition(podlife.ContainersReady, true, "", "")
}

// unready lists the sidecars, then the main containers, that are not ready.
func (k *kubelet) unready() []string {
	var out []string
	for i := range k.pod.Spec.InitContainers {
		c, s := &k.pod.Spec.InitContainers[i], &k.pod.Status.InitContainerStatuses[i]
		if c.IsSidecar() && !s.Ready {
			out = append(out, c.Name)
		}
	}
	for i := range k.pod.Spec.Containers {
		name := k.pod.Spec.Containers[i].Name
		if !podlife.FindStatus(k.pod.Status.ContainerStatuses, name).Ready {
			out = append(out, name)
		}
	}
	return out
}

// ready is the condition containers, or what the readiness gates object.
func (k *kubelet) ready(containers podlife.Condition) podlife.Condition {
	holds := containers.Status == podlife.ConditionTrue
	if !holds {
		return k.condition(podlife.PodReady, false, containers.Reason, containers.Message)
	}
	var objections []string
	for _, gate := range k.pod.Spec.ReadinessGates {
		switch c := podlife.FindCondition(k.pod.Status.Conditions, gate.ConditionType); {
		case c == nil:
			objections = append(objections, fmt.Sprintf("corresponding condition of pod readiness gate %q does not exist.", gate.ConditionType))
		case c.Status != podlife.ConditionTrue:
			objections = append(objections, fmt.Sprintf("the status of pod readiness gate %q is not \"True\", but %v", gate.ConditionType, c.Status))
		}
	}
	if objections != nil {
		return k.condition(podlife.PodReady, false, "ReadinessGatesNotReady", strings.Join(objections, ", "))
	}
	return k.condition(podlife.PodReady, true, "", "")
}
