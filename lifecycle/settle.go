package lifecycle

import "github.com/podlife/podlife"

// settleStatuses says of every container that may have run, and of which nobody
// knows how it ended, that it failed: the kubelet's last word on a Pod.
//
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, TerminatePod,
// hasPodInitialized, initializedContainers.
func settleStatuses(p *podlife.Pod) {
	lost := podlife.ContainerState{
		Kind: podlife.StateTerminated, ExitCode: killedCode, Reason: reasonUnknown, Message: textLocate,
	}
	inits := p.Status.InitContainerStatuses
	if hasInitialized(p) {
		for i := range p.Status.ContainerStatuses {
			if s := &p.Status.ContainerStatuses[i].State; s.Kind != podlife.StateTerminated {
				*s = lost
			}
		}
	}
	for i := range inits[:begun(inits)] {
		if s := &inits[i].State; s.Kind != podlife.StateTerminated {
			*s = lost
		}
	}
}

// hasInitialized reports whether the statuses show that the main containers' turn
// came.
func hasInitialized(p *podlife.Pod) bool {
	inits := p.Status.InitContainerStatuses
	if len(p.Spec.InitContainers) == 0 {
		return true
	}
	for i := range p.Status.ContainerStatuses {
		s := &p.Status.ContainerStatuses[i]
		if s.LastTerminationState.Kind == podlife.StateTerminated || s.State.Kind != podlife.StateWaiting {
			return true
		}
	}
	if len(inits) != len(p.Spec.InitContainers) {
		return false
	}
	last := &inits[len(inits)-1]
	if p.Spec.InitContainers[len(inits)-1].IsSidecar() {
		return last.State.Kind == podlife.StateRunning && last.HasStarted()
	}
	succeeded := func(s *podlife.ContainerState) bool { return s.Kind == podlife.StateTerminated && s.ExitCode == 0 }
	return succeeded(&last.LastTerminationState) || succeeded(&last.State)
}

// begun returns how many init containers may have run: all up to the last that
// did, and at least the first.
func begun(inits []podlife.ContainerStatus) int {
	for i := len(inits) - 1; i >= 0; i-- {
		if inits[i].State.Kind != podlife.StateWaiting || inits[i].LastTerminationState.Kind == podlife.StateTerminated {
			return i + 1
		}
	}
	return min(len(inits), 1)
}
