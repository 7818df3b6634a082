package podtest

import "github.com/podlife/podlife"

// runsAgain reports whether the kubelet starts c again after an end with code.
// It is written apart from package restart on purpose, as the generators must
// not follow the rules that they help to test: whatever speaks against it, in
// turn, instead of a policy looked up.
func runsAgain(spec *podlife.PodSpec, c *podlife.Container, code int32) bool {
	policy := spec.RestartPolicy
	if c.RestartPolicy != "" {
		policy = c.RestartPolicy
		for _, rule := range c.RestartPolicyRules {
			if rule.ExitCodes.Contains(code) {
				return true // both actions start it again
			}
		}
	}
	switch policy {
	case podlife.RestartPolicyNever:
		return false
	case podlife.RestartPolicyOnFailure:
		return code != 0
	case podlife.RestartPolicyAlways:
		fallthrough
	default:
		return true
	}
}

// again is [runsAgain] for a container wherever it stands: an ordinary init
// container that succeeded is done.
func (k *kubelet) again(c *podlife.Container, code int32) bool {
	return !(code == 0 && k.isOrdinaryInit(c.Name)) && runsAgain(&k.pod.Spec, c, code)
}

// isOrdinaryInit reports whether the container called name is an init container
// and no sidecar.
func (k *kubelet) isOrdinaryInit(name string) bool {
	for i := range k.pod.Spec.InitContainers {
		if c := &k.pod.Spec.InitContainers[i]; c.Name == name {
			return !c.IsSidecar()
		}
	}
	return false
}

// phase returns the phase of a started Pod. A main container that never ran
// makes it Pending, whatever the others do. One that runs, or will run again,
// makes it Running, and so does a sidecar that is still to be ended. Once all
// is over, one failure makes it Failed.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, getPhase.
func (k *kubelet) phase() podlife.Phase {
	p := k.pod
	running, again, failed := false, false, false
	for i := range p.Spec.Containers {
		c := &p.Spec.Containers[i]
		s := podlife.FindStatus(p.Status.ContainerStatuses, c.Name)
		last := s.LastTerminationState.Kind == podlife.StateTerminated
		switch {
		case s.State.Kind == podlife.StateWaiting && !last:
			return podlife.PodPending
		case s.State.Kind == podlife.StateRunning:
			running = true
		case s.State.Kind == podlife.StateWaiting:
			again = true // only those that will run again wait
		default:
			again = again || runsAgain(&p.Spec, c, s.State.ExitCode)
			failed = failed || s.State.Failed()
		}
	}
	for i := range p.Status.InitContainerStatuses {
		running = running || p.Status.InitContainerStatuses[i].State.Kind == podlife.StateRunning
	}
	switch {
	case running || again:
		return podlife.PodRunning
	case failed:
		return podlife.PodFailed
	default:
		return podlife.PodSucceeded
	}
}
