package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// notMade reports a container that does not exist and whose turn has not come.
// The reason is the same for every container of the Pod.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go,
// convertToAPIContainerStatuses.
func (k *kubelet) notMade(c *podlife.Container) podlife.ContainerStatus {
	reason := "ContainerCreating"
	if len(k.pod.Spec.InitContainers) > 0 {
		reason = "PodInitializing"
	}
	return podlife.ContainerStatus{Name: c.Name, Image: c.Image, State: waitingFor(reason), Started: new(bool)}
}

// starting reports a container whose turn it is and that never ran: it is
// being made, was just made, or cannot be. Of a Pod that was deleted the
// kubelet does not say why.
func (k *kubelet) starting(c *podlife.Container) podlife.ContainerStatus {
	s := k.notMade(c)
	if k.pod.IsDeleted() {
		return s
	}
	switch rapid.IntRange(0, 2).Draw(k.T, c.Name+" is") {
	case 1:
		s.State = waitingFor(pick(k.T, "reason", startReasons()...))
	case 2:
		s = k.made(c)
		s.State = waitingFor("")
	}
	return s
}

// made reports a container that exists; its state is still to be set.
func (k *kubelet) made(c *podlife.Container) podlife.ContainerStatus {
	return podlife.ContainerStatus{Name: c.Name, Image: c.Image, ContainerID: "containerd://" + c.Name, Started: new(bool)}
}

// running reports a container that runs, the first time or once more. Without a
// startup probe it has started at once, without a readiness probe it is ready
// when it has started. An ordinary init container is ready only when done.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go,
// UpdatePodStatus.
func (k *kubelet) running(c *podlife.Container) podlife.ContainerStatus {
	s := k.made(c)
	from := k.clock
	if code := ExitCode().Draw(k.T, "last exitCode"); oneIn(k.T, 3, "ran before") && k.again(c, code) {
		s.LastTerminationState = ran(k.T, terminatedWith(k.T, code), from)
		if s.LastTerminationState.Reason != reasonLost {
			s.LastTerminationState.ContainerID = s.ContainerID + "-before"
			from = s.LastTerminationState.FinishedAt
		}
		s.RestartCount = 1 + k.restarts(c)
	}
	s.State = podlife.Running(later(k.T, from, 300))
	*s.Started = c.StartupProbe == nil || rapid.Bool().Draw(k.T, "started")
	s.Ready = *s.Started && !k.isOrdinaryInit(c.Name) && (c.ReadinessProbe == nil || rapid.Bool().Draw(k.T, "ready"))
	return s
}

// ended reports a container whose run ended with code. One that will run
// again waits, or is about to; where the Pod was deleted nothing waits, and
// where a rule makes the whole Pod start anew there is no back-off to wait for.
func (k *kubelet) ended(c *podlife.Container, code int32) podlife.ContainerStatus {
	s := k.made(c)
	s.State = ran(k.T, terminatedWith(k.T, code), k.clock)
	s.RestartCount = k.restarts(c)
	if s.State.Reason != reasonLost {
		s.State.ContainerID = s.ContainerID
	}
	if !k.again(c, code) || k.pod.IsDeleted() || restartsAll(c, code) || rapid.Bool().Draw(k.T, "stays") {
		return s
	}
	s.LastTerminationState = s.State
	s.RestartCount++ // the first end leads to a start without a wait
	if s.State.Reason == reasonLost {
		s.State, s.ContainerID = k.notMade(c).State, ""
	} else {
		s.State = waitingFor(pick(k.T, "reason", retryReasons()...))
	}
	return s
}

// restarts draws how often c was started again: never where nothing could
// have led to it.
func (k *kubelet) restarts(c *podlife.Container) int32 {
	if !runsAgain(&k.pod.Spec, c, 1) && len(c.RestartPolicyRules) == 0 {
		return 0
	}
	return pick[int32](k.T, "restarts", 0, 0, 1, 2, 7, 100)
}
