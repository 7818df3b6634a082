package phase

import "github.com/podlife/podlife"

// nextForWaiting says what has to happen to a container that waits for this
// reason.
//
// Source: kubernetes v1.37 pkg/kubelet/images/types.go,
// pkg/kubelet/kuberuntime/kuberuntime_container.go, pkg/kubelet/container/sync_result.go.
func nextForWaiting(reason string) string {
	switch reason {
	case "ErrImagePull", "ImagePullBackOff", "RegistryUnavailable":
		return "the image must become pullable"
	case "ErrImageNeverPull":
		return "the image must be put on the node, or the pull policy be another"
	case "InvalidImageName":
		return "the image's name must be corrected"
	case "ImageInspectError":
		return "the runtime must be able to look at the image"
	case "SignatureValidationFailed":
		return "the image's signature must become valid"
	case "CreateContainerConfigError":
		return "what its configuration refers to must exist"
	case "CreateContainerError", "PreCreateHookError":
		return "the runtime must be able to create it"
	case "RunContainerError", "PreStartHookError":
		return "the runtime must be able to start it"
	case "PostStartHookError":
		return "its postStart hook must succeed"
	case "CrashLoopBackOff":
		return "it is started again when the back-off is over"
	default:
		return "the kubelet must start it"
	}
}

// isDefaultWaiting reports whether the reason says no more than that the
// container does not run yet.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go.
func isDefaultWaiting(reason string) bool {
	return reason == "" || reason == "ContainerCreating" || reason == "PodInitializing"
}

// nextForStart says what has to happen before container c counts as started.
// Without a startup probe it does as soon as it runs.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, isContainerStarted.
func nextForStart(c *podlife.Container) string {
	if c.StartupProbe == nil {
		return "the kubelet must report it started"
	}
	return "its startup probe must succeed"
}

// nextForReady says what has to happen before container c, which has started,
// is ready. Without a readiness probe it is as soon as it has started.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, UpdatePodStatus.
func nextForReady(c *podlife.Container) string {
	if c.ReadinessProbe == nil {
		return "the kubelet must report it ready"
	}
	return "its readiness probe must succeed"
}

// nextForPlacement says what has to happen to a Pod that no node has reported.
func nextForPlacement(c Cause, reason string) string {
	switch {
	case c == CauseSchedulingGated:
		return "whoever set it must remove it"
	case c == CauseUnschedulable && reason == "SchedulerError":
		return "the scheduler must try again"
	case c == CauseUnschedulable:
		return "a node must come to fit"
	case c == CauseNotScheduled:
		return "the scheduler must look at the Pod"
	default:
		return "the kubelet of its node must take it up"
	}
}

// nextForResize says what has to happen to a resize. One that is Deferred may
// still be granted, one that is Infeasible never.
//
// Source: API type PodCondition (core/v1), KEP-1287.
func nextForResize(t podlife.ConditionType, reason string) string {
	switch {
	case t == podlife.PodResizeInProgress:
		return "the kubelet must finish it"
	case reason == "Infeasible":
		return "ask for less: the node can never grant it"
	default:
		return "the node must have room"
	}
}
