package mismatch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
)

// rejectedPrefix begins the message of a Pod that was not admitted.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, rejectPod.
const rejectedPrefix = "Pod was rejected: "

// admissionReasons are those for which a kubelet does not admit a Pod, beside
// "OutOf" and a resource. They tell where an older kubelet's message does not.
//
// Source: kubernetes v1.37 pkg/kubelet/lifecycle, pkg/kubelet/eviction,
// pkg/kubelet/nodeshutdown, pkg/kubelet/sysctl, pkg/kubelet/cm.
var admissionReasons = []string{
	"AppArmor", "InvalidNodeInfo", "NodeAffinity", "NodeName", "NodePorts", "NodeShutdown",
	"PodFeatureUnsupported", "PodLevelResourcesNotSupported", "PodOSNotSupported",
	"PodOSSelectorNodeLabelDoesNotMatch", "SupplementalGroupsPolicyNotSupported", "SysctlForbidden",
	"TaintToleration", "TopologyAffinityError", "UnexpectedAdmissionError",
	"UnexpectedPredicateFailureType", "UnknownReason", "VolumeAttachmentLimitExceeded",
}

// Evidence: Failed, no statuses, and a reason or message of admission.
func rejected(e *evidence) string {
	reason := e.Status.Reason
	known := strings.HasPrefix(e.Status.Message, rejectedPrefix) ||
		strings.HasPrefix(reason, "OutOf") || slices.Contains(admissionReasons, reason)
	if !e.failedFor(reason) || !known || len(e.statuses()) > 0 {
		return ""
	}
	return fmt.Sprintf("the kubelet did not admit the Pod (%s), so it is Failed and has no container statuses", reason)
}

// Evidence: Failed, reason Evicted.
func evicted(e *evidence) string {
	if !e.failedFor(podlife.ReasonEvicted) {
		return ""
	}
	return "the kubelet evicted the Pod, which makes it Failed whatever the containers say"
}

// Evidence: Failed, reason Preempting.
func preempted(e *evidence) string {
	if !e.failedFor(podlife.ReasonPreempting) {
		return ""
	}
	return "the kubelet made room for a critical Pod, which makes this one Failed whatever the containers say"
}

// Evidence: Failed, reason Terminated, or Shutdown as kubelets before 1.22
// wrote.
func shutdown(e *evidence) string {
	if !e.failedFor(podlife.ReasonTerminated) && !e.failedFor("Shutdown") {
		return ""
	}
	return "the node was shutting down, which makes the Pod Failed whatever the containers say"
}

// Evidence: Failed, reason DeadlineExceeded, and a deadline in the spec.
func deadline(e *evidence) string {
	seconds := e.Spec.ActiveDeadlineSeconds
	if !e.failedFor(podlife.ReasonDeadlineExceeded) || seconds == nil {
		return ""
	}
	return fmt.Sprintf("its activeDeadlineSeconds (%d) had passed, which makes the Pod Failed whatever the containers say", *seconds)
}

func (e *evidence) failedFor(reason string) bool {
	return e.Status.Phase == podlife.PodFailed && reason != "" && e.Status.Reason == reason
}

// Evidence: Failed, and the condition that the Pod garbage collector writes
// with it.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go, gcOrphaned.
func nodeGone(e *evidence) string {
	c := e.condition(podlife.DisruptionTarget)
	if e.Status.Phase != podlife.PodFailed || c.Status != podlife.ConditionTrue || c.Reason != "DeletionByPodGC" {
		return ""
	}
	return "the Pod garbage collector made it Failed because its node is gone"
}

// Evidence: Failed, deleted, bound to no node.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go,
// gcUnscheduledTerminating.
func neverScheduled(e *evidence) string {
	if e.Status.Phase != podlife.PodFailed || !e.IsDeleted() || e.Spec.NodeName != "" {
		return ""
	}
	return "deleted before it was bound to a node, so the Pod garbage collector made it Failed"
}

// Evidence: a sign that the kubelet stopped the Pod, no container runs, and the
// phase follows from the exit codes once no restart policy counts.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, getPhase.
func stopped(e *evidence) string {
	sign := e.givenUp()
	if sign == "" || e.runs() || e.stopped() != e.Status.Phase {
		return ""
	}
	return sign + ", and every container has stopped: no restart policy counts any more"
}

// Evidence: a sign that the kubelet stopped the Pod, no container runs, the Pod
// is Failed and had not ended by itself.
//
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, TerminatePod.
func unfinished(e *evidence) string {
	sign := e.givenUp()
	if sign == "" || e.runs() || e.IsStatic() || e.Status.Phase != podlife.PodFailed || e.stopped().IsTerminal() {
		return ""
	}
	return sign + " before its containers had run to an end, which makes it Failed"
}

// givenUp returns how it shows that the kubelet stopped the Pod for good, "" if
// it does not.
func (e *evidence) givenUp() string {
	if e.IsDeleted() {
		return "deletion was asked for (due " + e.DeletionTimestamp.UTC().Format(time.RFC3339) + ")"
	}
	if c := e.condition(podlife.DisruptionTarget); c.Status == podlife.ConditionTrue && c.Reason == "TerminationByKubelet" {
		return "the kubelet ended the Pod (condition DisruptionTarget)"
	}
	for _, s := range e.statuses() {
		if s.State.Reason == "ContainerStatusUnknown" && s.State.Message == "The container could not be located when the pod was terminated" {
			return "the kubelet ended the Pod (it could not locate container " + s.Name + " then)"
		}
	}
	return ""
}
