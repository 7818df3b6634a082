package phase

import "github.com/podlife/podlife"

// Textbook returns the phase by the four definitions that textbooks give, and
// whether one of them holds:
//
//   - Pending, if and only if no init container has terminated in failure and
//     every main container is waiting.
//   - Running, if and only if every init container has terminated in success,
//     at least one main container is running, and no main container has
//     terminated in failure.
//   - Succeeded, if and only if every init and every main container has
//     terminated in success.
//   - Failed, if and only if every container has terminated and at least one
//     in failure.
//
// They know init and main containers; sidecars and ephemeral containers are
// left out. A container without a status is in none of the states. No two of
// the definitions hold at once, because every Pod has a main container; for
// one without, none holds. Where they differ from what Kubernetes reports, see
// the package documentation.
func Textbook(p *podlife.Pod) (podlife.Phase, bool) {
	if len(p.Spec.Containers) == 0 {
		return "", false
	}
	var inits, mains textbookCount
	for i := range p.Spec.InitContainers {
		if c := &p.Spec.InitContainers[i]; !c.IsSidecar() {
			inits.add(podlife.FindStatus(p.Status.InitContainerStatuses, c.Name))
		}
	}
	for i := range p.Spec.Containers {
		mains.add(podlife.FindStatus(p.Status.ContainerStatuses, p.Spec.Containers[i].Name))
	}
	switch {
	case inits.failure == 0 && mains.waiting == mains.all:
		return podlife.PodPending, true
	case inits.success == inits.all && mains.running > 0 && mains.failure == 0:
		return podlife.PodRunning, true
	case inits.success == inits.all && mains.success == mains.all:
		return podlife.PodSucceeded, true
	case inits.terminated() == inits.all && mains.terminated() == mains.all:
		return podlife.PodFailed, true
	default:
		return "", false
	}
}

// textbookCount counts containers by what they do now.
type textbookCount struct{ all, waiting, running, success, failure int }

func (n *textbookCount) terminated() int { return n.success + n.failure }

func (n *textbookCount) add(s *podlife.ContainerStatus) {
	n.all++
	switch {
	case s == nil:
	case s.State.Kind == podlife.StateWaiting:
		n.waiting++
	case s.State.Kind == podlife.StateRunning:
		n.running++
	case s.State.Failed():
		n.failure++
	case s.State.Kind == podlife.StateTerminated:
		n.success++
	}
}
