package podtest

import (
	"slices"
	"strings"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// initializing reports a Pod at one of its init containers: those before it
// are done, those after it and the main containers wait.
func (k *kubelet) initializing() {
	p := k.pod
	current := rapid.IntRange(0, len(p.Spec.InitContainers)-1).Draw(k.T, "current")
	for i := range p.Spec.InitContainers {
		c := &p.Spec.InitContainers[i]
		var s podlife.ContainerStatus
		switch {
		case i < current:
			s = k.passed(c)
		case i > current:
			s = k.notMade(c)
		case c.IsSidecar():
			s = k.beginning(c)
		default:
			s = k.initRun(c)
		}
		p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, s)
	}
	for i := range p.Spec.Containers {
		p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, k.notMade(&p.Spec.Containers[i]))
	}
	k.sortMains()
	// One failure that will not be retried fails the Pod. Which sidecars run
	// already is of no account; the kubelet ends them.
	s := &p.Status.InitContainerStatuses[current]
	if c := &p.Spec.InitContainers[current]; s.State.Failed() && !runsAgain(&p.Spec, c, s.State.ExitCode) {
		k.pod.Status.Phase = podlife.PodFailed
		k.endSidecars()
	}
}

// started reports a Pod whose init containers are done.
func (k *kubelet) started() {
	p := k.pod
	for i := range p.Spec.InitContainers {
		p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, k.passed(&p.Spec.InitContainers[i]))
	}
	settled := rapid.Bool().Draw(k.T, "settled")
	for i := range p.Spec.Containers {
		p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, k.mainRun(&p.Spec.Containers[i], settled))
	}
	k.sortMains()
	p.Status.Phase = k.phase()
	if p.Status.Phase.IsTerminal() {
		k.endSidecars()
	}
	k.restartAll()
}

// sortMains brings the main statuses into the kubelet's order, that of their
// names.
func (k *kubelet) sortMains() {
	slices.SortFunc(k.pod.Status.ContainerStatuses, func(a, b podlife.ContainerStatus) int { return strings.Compare(a.Name, b.Name) })
}

// passed reports an init container that those after it need not wait for.
func (k *kubelet) passed(c *podlife.Container) podlife.ContainerStatus {
	if !c.IsSidecar() {
		s := k.made(c)
		s.State = ran(k.T, terminatedWith(k.T, 0), k.clock)
		s.State.ContainerID = s.ContainerID
		s.RestartCount = k.restarts(c)
		s.Ready = true
		k.clock = s.State.FinishedAt
		return s
	}
	if oneIn(k.T, 5, c.Name+" ended") {
		return k.ended(c, ExitCode().Draw(k.T, "exitCode"))
	}
	s := k.running(c)
	if s.RestartCount == 0 && !s.HasStarted() {
		*s.Started = true // it passed, and did not begin anew since
		s.Ready = c.ReadinessProbe == nil
	}
	k.clock = s.State.StartedAt
	return s
}

// beginning reports a sidecar whose start the containers after it wait for.
func (k *kubelet) beginning(c *podlife.Container) podlife.ContainerStatus {
	if c.StartupProbe == nil || rapid.Bool().Draw(k.T, "not made") {
		return k.starting(c)
	}
	s := k.running(c)
	*s.Started, s.Ready = false, false
	return s
}

// initRun reports the ordinary init container whose turn it is.
func (k *kubelet) initRun(c *podlife.Container) podlife.ContainerStatus {
	switch rapid.IntRange(0, 2).Draw(k.T, c.Name+" does") {
	case 0:
		return k.starting(c)
	case 1:
		return k.running(c)
	default:
		return k.ended(c, ExitCode().Filter(func(code int32) bool { return code != 0 }).Draw(k.T, "exitCode"))
	}
}

// mainRun reports a main container once its turn came. In a settled Pod every
// main container was made, and most have ended.
func (k *kubelet) mainRun(c *podlife.Container, settled bool) podlife.ContainerStatus {
	does := rapid.IntRange(0, 7).Draw(k.T, c.Name+" does")
	switch {
	case settled && does == 0, !settled && does < 4:
		return k.running(c)
	case !settled && does < 6:
		return k.starting(c)
	default:
		return k.ended(c, ExitCode().Draw(k.T, "exitCode"))
	}
}
