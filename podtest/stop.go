package podtest

import (
	"github.com/podlife/podlife"
)

// stop reports a Pod that the kubelet ended: it was deleted, evicted or ran
// out of time. Every container that existed has a last word; the ones that
// never came to be are called unknown. The Pod is Succeeded only where every
// main container ended well, evicted or not, and Failed where it had not begun.
//
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, TerminatePod.
func (k *kubelet) stop() {
	p := k.pod
	k.stopped = true
	k.endInits()
	failed := !k.initialized
	if k.initialized {
		for i := range p.Status.ContainerStatuses {
			s := &p.Status.ContainerStatuses[i]
			k.end(s)
			failed = failed || s.State.Failed()
		}
	}
	k.endAll(p.Status.EphemeralContainerStatuses)
	if !failed {
		p.Status.Phase = podlife.PodSucceeded
		return
	}
	p.Status.Phase = podlife.PodFailed
	if !p.IsDeleted() || oneIn(k.T, 3, "two causes") {
		k.cause()
	}
}

// cause draws why the kubelet ended the Pod of its own accord.
func (k *kubelet) cause() {
	s := &k.pod.Status
	reasons := []string{podlife.ReasonEvicted, podlife.ReasonPreempting, podlife.ReasonTerminated}
	if k.pod.Spec.ActiveDeadlineSeconds != nil {
		reasons = append(reasons, podlife.ReasonDeadlineExceeded, podlife.ReasonDeadlineExceeded)
	}
	s.Reason = pick(k.T, "cause", reasons...)
	switch s.Reason {
	case podlife.ReasonEvicted:
		s.Message = "The node was low on resource: memory. "
	case podlife.ReasonPreempting:
		s.Message = "Preempted in order to admit critical pod"
	case podlife.ReasonTerminated:
		s.Message = "Pod was terminated in response to imminent node shutdown."
	case podlife.ReasonDeadlineExceeded:
		s.Message = "Pod was active on the node longer than the specified deadline"
		return // which is no disruption
	}
	target := k.condition(podlife.DisruptionTarget, true, "TerminationByKubelet", s.Message)
	s.Conditions = append(s.Conditions, target)
}

// endInits ends the init containers up to the one whose turn it was, or the
// first where none had its turn. Those behind it still wait.
//
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go,
// initializedContainers.
func (k *kubelet) endInits() {
	statuses := k.pod.Status.InitContainerStatuses
	reached := 0
	for i := range statuses {
		if s := &statuses[i]; s.State.Kind != podlife.StateWaiting || s.LastTerminationState.Kind == podlife.StateTerminated {
			reached = i
		}
	}
	for i := range statuses {
		if i <= reached {
			k.end(&statuses[i])
		}
	}
}

// endSidecars ends the sidecars that still go, as the kubelet does once
// nothing but them is left.
func (k *kubelet) endSidecars() {
	for i := range k.pod.Spec.InitContainers {
		s := &k.pod.Status.InitContainerStatuses[i]
		if k.pod.Spec.InitContainers[i].IsSidecar() && s.ContainerID != "" {
			k.end(s)
		}
	}
}

// endAll ends the containers of a list, those that never began included.
func (k *kubelet) endAll(statuses []podlife.ContainerStatus) {
	for i := range statuses {
		k.end(&statuses[i])
	}
}

// end makes s the status of a container that has ended, however it was.
func (k *kubelet) end(s *podlife.ContainerStatus) {
	switch s.State.Kind {
	case podlife.StateRunning:
		code := pick[int32](k.T, "end of "+s.Name, 0, 0, 143, 137)
		began := s.State.StartedAt
		s.State = terminatedWith(k.T, code) // 143 after SIGTERM, 137 after SIGKILL, or in peace
		if s.State.Reason != reasonLost {
			s.State.StartedAt, s.State.FinishedAt, s.State.ContainerID = began, later(k.T, began, 900), s.ContainerID
		}
	case podlife.StateWaiting:
		if s.ContainerID != "" && s.LastTerminationState.Kind == podlife.StateTerminated {
			s.State, s.LastTerminationState = s.LastTerminationState, podlife.ContainerState{}
			break
		}
		s.State = lost()
	case podlife.StateUnset, podlife.StateTerminated:
		return
	default:
		return
	}
	*s.Started = false
	s.Ready = s.State.ExitCode == 0 && k.isOrdinaryInit(s.Name)
}
