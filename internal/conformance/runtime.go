package conformance

import (
	"github.com/podlife/podlife"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
)

// runtimeOf is what the container runtime would have to report for the kubelet to write
// the statuses of p: a container for each status that runs, has ended or, with a container
// ID, waits.
func runtimeOf(p *podlife.Pod) *kubecontainer.PodStatus {
	out := &kubecontainer.PodStatus{}
	for _, list := range [][]podlife.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for i := range list {
			if c := containerOf(&list[i]); c != nil {
				out.ContainerStatuses = append(out.ContainerStatuses, c)
			}
		}
	}
	out.ActiveContainerStatuses = out.ContainerStatuses
	return out
}

// containerOf is the runtime's container behind s, or nil if none is left.
func containerOf(s *podlife.ContainerStatus) *kubecontainer.Status {
	switch last := &s.LastTerminationState; {
	case s.State.Kind == podlife.StateRunning:
		return container(s, &s.State, kubecontainer.ContainerStateRunning)
	case s.State.Kind == podlife.StateTerminated:
		return container(s, &s.State, kubecontainer.ContainerStateExited)
	case s.State.Kind != podlife.StateWaiting || s.ContainerID == "":
		return nil
	case last.Kind == podlife.StateTerminated:
		return container(s, last, kubecontainer.ContainerStateExited)
	default:
		return container(s, &podlife.ContainerState{}, kubecontainer.ContainerStateCreated)
	}
}

func container(s *podlife.ContainerStatus, is *podlife.ContainerState, state kubecontainer.State) *kubecontainer.Status {
	return &kubecontainer.Status{
		Name:         s.Name,
		ID:           kubecontainer.ContainerID{Type: "containerd", ID: s.Name},
		State:        state,
		RestartCount: int(s.RestartCount),
		StartedAt:    is.StartedAt,
		FinishedAt:   is.FinishedAt,
		ExitCode:     int(is.ExitCode),
		Reason:       is.Reason,
		Message:      is.Message,
	}
}

// sandbox is the only sandbox of a Pod, with an address if it is ready.
func sandbox(p *podlife.Pod, ready bool) []*runtimeapi.PodSandboxStatus {
	s := &runtimeapi.PodSandboxStatus{
		Id:       "sandbox",
		Metadata: &runtimeapi.PodSandboxMetadata{},
		State:    runtimeapi.PodSandboxState_SANDBOX_NOTREADY,
		Linux:    &runtimeapi.LinuxPodSandboxStatus{Namespaces: &runtimeapi.Namespace{Options: &runtimeapi.NamespaceOption{}}},
	}
	if ready {
		s.State = runtimeapi.PodSandboxState_SANDBOX_READY
		s.Network = &runtimeapi.PodSandboxNetworkStatus{Ip: "10.0.0.1"}
	}
	if p.Spec.HostNetwork {
		s.Linux.Namespaces.Options.Network = runtimeapi.NamespaceMode_NODE
	}
	return []*runtimeapi.PodSandboxStatus{s}
}
