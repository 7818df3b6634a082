package main

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// event says what happened.
func (t *teller) event(e *lifecycle.Entry) string {
	switch v := e.Event.(type) {
	case lifecycle.ContainerStarted, lifecycle.ContainerExited, lifecycle.ContainerLost, lifecycle.ImagePulled,
		lifecycle.ImagePullFailed, lifecycle.StartFailed, lifecycle.PostStartFinished, lifecycle.ProbeAnswered,
		lifecycle.PreStopFinished, lifecycle.StopFailed, lifecycle.ImageChanged:
		return t.containerEvent(e)
	case lifecycle.MountFailed:
		return t.failed("volumes cannot be mounted")
	case lifecycle.SandboxFailed:
		return t.failed("sandbox cannot be created")
	case lifecycle.SandboxLost:
		return t.failed("sandbox lost")
	case lifecycle.NodeLost:
		return t.failed(t.node() + " does not answer any more")
	case lifecycle.NodeRebooted:
		return t.failed(t.node() + " was restarted")
	case lifecycle.Unschedulable:
		return t.failed(strings.TrimSuffix("unschedulable: "+v.Message, ": "))
	case lifecycle.Rejected:
		return t.failed(strings.TrimSuffix("rejected by the kubelet: "+v.Reason, ": "))
	case lifecycle.Evicted:
		return t.failed(strings.TrimSpace("evicted by the kubelet: " + v.Message))
	default:
		return t.quietEvent(e)
	}
}

// failed returns text, which tells of something that went wrong.
func (t *teller) failed(text string) string {
	t.bad = true
	return text
}

// node returns the name of the node.
func (s *story) node() string {
	for i := range s.Entries {
		if e, ok := s.Entries[i].Event.(lifecycle.Bound); ok {
			return e.Binding.TargetName
		}
	}
	if n := s.pod.Spec.NodeName; n != "" {
		return n
	}
	return "the node"
}

// quietEvent says what happened where nothing went wrong.
func (t *teller) quietEvent(e *lifecycle.Entry) string {
	switch v := e.Event.(type) {
	case lifecycle.Created:
		return "created"
	case lifecycle.GatesRemoved:
		return "scheduling gates removed"
	case lifecycle.Bound:
		return "bound to " + v.Binding.TargetName
	case lifecycle.SandboxCreated:
		return "sandbox ready"
	case lifecycle.EphemeralContainerAdded:
		return "ephemeral container " + v.Container.Name + " added"
	case lifecycle.ConditionSet:
		return fmt.Sprintf("condition %s: %s", v.Condition.Type, v.Condition.Status)
	case lifecycle.DeleteRequested:
		return t.request(e.Pod, v)
	case lifecycle.FinalizersRemoved:
		return "finalizers removed"
	case lifecycle.Collected:
		return "collected by the Pod garbage collector"
	case lifecycle.TaintsChanged:
		return t.node() + " has other taints"
	case lifecycle.NodeReturned:
		return t.node() + " answers again"
	case lifecycle.KubeletRestarted:
		return "kubelet restarted"
	case lifecycle.CleanedUp:
		return "volumes unmounted"
	default: // a Tick shows in what follows
		return ""
	}
}

// request says what a delete request came to. p is the Pod after it, if it
// changed anything.
func (t *teller) request(p *podlife.Pod, e lifecycle.DeleteRequested) string {
	text := "delete request"
	if e.Disruption.Reason != "" {
		text += " (" + e.Disruption.Reason + ")"
	}
	if asked := e.Options.GracePeriodSeconds; asked != nil && *asked == 0 {
		return text + " by force"
	}
	if p != nil && p.DeletionGracePeriodSeconds != nil {
		text += ", " + seconds(*p.DeletionGracePeriodSeconds) + " of grace"
	}
	return text
}
