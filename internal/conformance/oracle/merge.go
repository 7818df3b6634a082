package oracle

import (
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"

	_ "k8s.io/kubernetes/pkg/kubelet/status" // mergePodStatus, checkContainerStateTransition
)

// MergeStatus is what the kubelet writes to the API server, given the status there (old),
// the one it has generated (updated), and whether a container could still be running.
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, mergePodStatus.
func MergeStatus(pod *v1.Pod, old, updated v1.PodStatus, couldRun bool) v1.PodStatus {
	return mergePodStatus(pod, *old.DeepCopy(), *updated.DeepCopy(), couldRun)
}

// CheckContainerTransition is the kubelet's own check that no container leaves the
// terminated state without the right to restart.
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, checkContainerStateTransition.
func CheckContainerTransition(old, updated *v1.PodStatus, spec *v1.PodSpec) error {
	return checkContainerStateTransition(old, updated, spec)
}

//go:linkname mergePodStatus k8s.io/kubernetes/pkg/kubelet/status.mergePodStatus
func mergePodStatus(pod *v1.Pod, oldPodStatus, newPodStatus v1.PodStatus, couldHaveRunningContainers bool) v1.PodStatus

//go:linkname checkContainerStateTransition k8s.io/kubernetes/pkg/kubelet/status.checkContainerStateTransition
func checkContainerStateTransition(oldStatuses, newStatuses *v1.PodStatus, podSpec *v1.PodSpec) error
