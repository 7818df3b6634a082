package phase

import "github.com/podlife/podlife"

// Of returns the phase that the kubelet would report for p now, going by the
// object alone: the phase of its container statuses under [ViewOf], unless the
// reported phase is terminal, which stays (so an evicted Pod is Failed whatever
// its containers say).
//
// A Pod whose status says NodeLost and that had not ended is Unknown: the
// kubelet that would report does not answer. Differs from the kubelet: no part
// of Kubernetes 1.37 writes Unknown. [OnNode] looks at the node itself, [At]
// at the active deadline.
func Of(p *podlife.Pod) podlife.Phase {
	if p.Status.Reason == podlife.ReasonNodeLost && !p.Status.Phase.IsTerminal() {
		return podlife.PodUnknown
	}
	return Next(p.Status, computed(p))
}

// OnNode is [Of] for a Pod bound to node n: Unknown when n stopped reporting
// and the Pod had not ended. A nil node is one that answers.
//
// Differs from Kubernetes, which leaves the phase of such a Pod as it was last
// reported and turns its Ready condition to False.
func OnNode(p *podlife.Pod, n *podlife.Node) podlife.Phase {
	if n != nil && n.IsLost() && !p.Status.Phase.IsTerminal() {
		return podlife.PodUnknown
	}
	return Of(p)
}

// computed is what the statuses of p alone add up to.
func computed(p *podlife.Pod) podlife.Phase {
	return project(&p.Spec, p.Status.ContainerStatuses, p.Status.InitContainerStatuses, ViewOf(p))
}

// ViewOf returns what can be told from the object alone of the things that a
// kubelet knows beside the statuses:
//
//   - Terminal: deletion was asked for and no container runs any more, or the
//     reported phase is terminal.
//   - Initialized: a main container runs; or one was created, and the sandbox
//     is not said to be gone.
//   - Static: as [podlife.Pod.IsStatic] says.
func ViewOf(p *podlife.Pod) View {
	return View{
		Terminal:    p.Status.Phase.IsTerminal() || p.IsDeleted() && !anyRuns(p),
		Initialized: mainCreated(p),
		Static:      p.IsStatic(),
	}
}

func anyRuns(p *podlife.Pod) bool {
	for _, list := range [...][]podlife.ContainerStatus{
		p.Status.InitContainerStatuses, p.Status.ContainerStatuses, p.Status.EphemeralContainerStatuses,
	} {
		for i := range list {
			if list[i].State.Kind == podlife.StateRunning {
				return true
			}
		}
	}
	return false
}

// mainCreated tells whether the present sandbox has held a main container, as
// far as statuses can tell: they do not say in which sandbox a container was.
func mainCreated(p *podlife.Pod) bool {
	created := false
	for i := range p.Status.ContainerStatuses {
		s := &p.Status.ContainerStatuses[i]
		if s.State.Kind == podlife.StateRunning {
			return true
		}
		created = created || wasCreated(s)
	}
	return created && !sandboxGone(p)
}

// wasCreated reports whether the runtime ever made the container.
func wasCreated(s *podlife.ContainerStatus) bool {
	return s.ContainerID != "" || isCreated(s) || s.LastTerminationState.Kind == podlife.StateTerminated
}

func sandboxGone(p *podlife.Pod) bool {
	c := podlife.FindCondition(p.Status.Conditions, podlife.PodReadyToStartContainers)
	return c != nil && c.Status == podlife.ConditionFalse
}
