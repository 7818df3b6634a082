package phase

import "github.com/podlife/podlife"

// readyToStart is the condition PodReadyToStartContainers.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GeneratePodReadyToStartContainersCondition; messages from
// pkg/kubelet/kuberuntime/util/util.go, PodSandboxChanged.
func readyToStart(p *podlife.Pod, ph podlife.Phase) finding {
	const t = podlife.PodReadyToStartContainers
	if old := podlife.FindCondition(p.Status.Conditions, t); old != nil {
		return finding{old.Status, old.Reason, old.Message}
	}
	created := false
	for _, list := range [...][]podlife.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for i := range list {
			created = created || wasCreated(&list[i])
		}
	}
	switch {
	case !created:
		return no(ReasonPodSandboxNotReady, "no pod sandbox exists")
	case ph.IsTerminal():
		return no(ReasonPodSandboxNotReady, "pod sandbox is not ready")
	default:
		return yes("")
	}
}
