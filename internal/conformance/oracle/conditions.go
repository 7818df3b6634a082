package oracle

import (
	v1 "k8s.io/api/core/v1"

	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/status"
)

// ContainersReady is the condition of that name. statuses are the init containers' and the
// main containers'; nil means that none is known, which is not the same as an empty list.
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go, GenerateContainersReadyCondition.
func ContainersReady(pod *v1.Pod, old *v1.PodStatus, statuses []v1.ContainerStatus, phase v1.PodPhase) v1.PodCondition {
	return status.GenerateContainersReadyCondition(pod, old, statuses, phase)
}

// Ready is the condition of that name. Readiness gates are looked up in conditions.
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go, GeneratePodReadyCondition.
func Ready(pod *v1.Pod, old *v1.PodStatus, conditions []v1.PodCondition, statuses []v1.ContainerStatus, phase v1.PodPhase) v1.PodCondition {
	return status.GeneratePodReadyCondition(pod, old, conditions, statuses, phase)
}

// Initialized is the condition of that name.
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go, GeneratePodInitializedCondition.
func Initialized(pod *v1.Pod, old *v1.PodStatus, statuses []v1.ContainerStatus, phase v1.PodPhase) v1.PodCondition {
	return status.GeneratePodInitializedCondition(pod, old, statuses, phase)
}

// ReadyToStartContainers is the condition PodReadyToStartContainers, read from the sandboxes.
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go, GeneratePodReadyToStartContainersCondition.
func ReadyToStartContainers(pod *v1.Pod, old *v1.PodStatus, runtime *kubecontainer.PodStatus) v1.PodCondition {
	return status.GeneratePodReadyToStartContainersCondition(pod, old, runtime)
}

// AllContainersRestarting is the condition of that name. The kubelet asks for it only if a
// restart rule of the pod has the action RestartAllContainers.
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go, GenerateAllContainersRestartingCondition.
func AllContainersRestarting(pod *v1.Pod, runtime *kubecontainer.PodStatus, old *v1.PodStatus, phase v1.PodPhase) v1.PodCondition {
	return status.GenerateAllContainersRestartingCondition(pod, runtime, old, phase)
}
