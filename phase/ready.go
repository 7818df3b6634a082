package phase

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
)

// containersReady is the condition ContainersReady: of sidecars and main
// containers.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GenerateContainersReadyCondition.
func containersReady(p *podlife.Pod, ph podlife.Phase) finding {
	if noStatuses(p) {
		return no(ReasonUnknownContainerStatuses, "")
	}
	var unknown, unready []string
	look := func(name string) {
		if s := statusInitFirst(p, name); s == nil {
			unknown = append(unknown, name)
		} else if !s.Ready {
			unready = append(unready, name)
		}
	}
	for i := range p.Spec.InitContainers {
		if c := &p.Spec.InitContainers[i]; c.IsSidecar() {
			look(c.Name)
		}
	}
	for i := range p.Spec.Containers {
		look(p.Spec.Containers[i].Name)
	}
	message := names("unready", unknown, unready)
	switch {
	case ph == podlife.PodSucceeded && unknown == nil:
		return no(ReasonPodCompleted, "")
	case ph == podlife.PodFailed:
		return no(ReasonPodFailed, "")
	case message != "":
		return no(ReasonContainersNotReady, message)
	default:
		return yes("")
	}
}

// ready is the condition Ready: ContainersReady and every readiness gate. Gates
// see the conditions that others wrote and those the kubelet has made so far,
// which are the ones before Ready in its order.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GeneratePodReadyCondition.
func ready(p *podlife.Pod, containers finding, soFar []podlife.Condition) finding {
	if containers.status != podlife.ConditionTrue {
		return containers
	}
	var problems []string
	for _, gate := range p.Spec.ReadinessGates {
		switch c := gateCondition(p, soFar, gate.ConditionType); {
		case c == nil:
			problems = append(problems, fmt.Sprintf("corresponding condition of pod readiness gate %q does not exist.", string(gate.ConditionType)))
		case c.Status != podlife.ConditionTrue:
			problems = append(problems, fmt.Sprintf("the status of pod readiness gate %q is not \"True\", but %v", string(gate.ConditionType), c.Status))
		}
	}
	if problems != nil {
		return no(ReasonReadinessGatesNotReady, strings.Join(problems, ", "))
	}
	return yes("")
}

func gateCondition(p *podlife.Pod, soFar []podlife.Condition, t podlife.ConditionType) *podlife.Condition {
	if !byKubelet(t) {
		return podlife.FindCondition(p.Status.Conditions, t)
	}
	if t == podlife.PodResizePending || t == podlife.PodResizeInProgress {
		return podlife.FindCondition(p.Status.Conditions, t) // made first of all, and kept as they are here
	}
	return podlife.FindCondition(soFar, t)
}

// byKubelet reports whether the kubelet alone writes conditions of type t.
//
// Source: kubernetes v1.37 pkg/kubelet/types/pod_status.go, PodConditionByKubelet.
func byKubelet(t podlife.ConditionType) bool {
	switch t {
	case podlife.PodScheduled, podlife.PodReady, podlife.PodInitialized, podlife.ContainersReady,
		podlife.PodReadyToStartContainers, podlife.PodResizePending, podlife.PodResizeInProgress,
		podlife.AllContainersRestarting:
		return true
	case podlife.DisruptionTarget: // others write it, too
		return false
	default:
		return false
	}
}
