package podtest

import "github.com/podlife/podlife"

// restartsAll reports whether a rule makes the whole Pod start anew when c
// ends with code.
func restartsAll(c *podlife.Container, code int32) bool {
	if c.RestartPolicy == "" {
		return false
	}
	for _, rule := range c.RestartPolicyRules {
		if rule.ExitCodes.Contains(code) {
			return rule.Action == podlife.RestartActionRestartAllContainers
		}
	}
	return false
}

// ruled visits the init and the main containers whose rules can make the
// whole Pod start anew, with their statuses.
func (k *kubelet) ruled(visit func(*podlife.Container, *podlife.ContainerStatus)) {
	spec, status := &k.pod.Spec, &k.pod.Status
	lists := []struct {
		containers []podlife.Container
		statuses   []podlife.ContainerStatus
	}{{spec.InitContainers, status.InitContainerStatuses}, {spec.Containers, status.ContainerStatuses}}
	for _, l := range lists {
		for i := range l.containers {
			for _, rule := range l.containers[i].RestartPolicyRules {
				if rule.Action == podlife.RestartActionRestartAllContainers {
					visit(&l.containers[i], podlife.FindStatus(l.statuses, l.containers[i].Name))
					break
				}
			}
		}
	}
}

// restartAll reports the moment, drawn every third time in a started Pod with
// such a rule, when every container was removed so that all begin anew. The Pod
// stays initialized, and there is no back-off: no container is left to count from.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go,
// convertToAPIContainerStatuses; KEP-5532.
func (k *kubelet) restartAll() {
	can := false
	k.ruled(func(*podlife.Container, *podlife.ContainerStatus) { can = true })
	if !can || k.pod.IsDeleted() || k.pod.Status.Phase.IsTerminal() || !oneIn(k.T, 3, "all restart") {
		return
	}
	for _, list := range [][]podlife.ContainerStatus{k.pod.Status.InitContainerStatuses, k.pod.Status.ContainerStatuses} {
		for i := range list {
			s := &list[i]
			if s.State.Kind == podlife.StateWaiting {
				continue // nothing was removed
			}
			why := waitingFor("RestartingAllContainers")
			// Nobody knows how they ended, so the kubelet says they were killed.
			s.LastTerminationState = podlife.Terminated(137, why.Reason)
			s.LastTerminationState.Message = why.Message
			s.State, s.ContainerID, s.Ready, s.Started = why, "", false, new(bool)
			s.RestartCount++
		}
	}
	k.pod.Status.Phase = k.phase()
}

// restartingCondition returns what the kubelet says about a start of all
// containers, where some rule could lead to one: True from the end that
// triggers it until the containers have been removed.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GenerateAllContainersRestartingCondition.
func (k *kubelet) restartingCondition() []podlife.Condition {
	can, triggered := false, false
	k.ruled(func(c *podlife.Container, s *podlife.ContainerStatus) {
		can = true
		triggered = triggered || s.State.Kind == podlife.StateTerminated && restartsAll(c, s.State.ExitCode)
	})
	reason, message := "", ""
	switch {
	case !can:
		return nil
	case k.pod.Status.Phase == podlife.PodSucceeded:
		triggered, reason = false, "PodCompleted"
	case k.pod.Status.Phase == podlife.PodFailed:
		triggered, reason = false, "PodFailed"
	case triggered:
		reason, message = "RestartAllContainersStarted", "container exited with restart policy rule"
	}
	c := k.condition(podlife.AllContainersRestarting, triggered, reason, message)
	c.ObservedGeneration = 0 // the only one of its conditions without
	return []podlife.Condition{c}
}
