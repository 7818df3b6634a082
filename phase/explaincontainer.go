package phase

import (
	"slices"

	"github.com/podlife/podlife"
)

// initialization gives the init container that holds the main ones back, and
// reports whether there is one. While a main container runs, only an init
// container that failed for good does.
func (e *explainer) initialization() bool {
	if f := e.work.failedInit(); f.state != nil {
		r := e.reasonFor(f.container.Name)
		r.Cause, r.Condition, r.Next = f.cause(), podlife.PodInitialized, "the kubelet must report the Pod's end"
		e.add(r)
		return true
	}
	for i := range e.pod.Spec.InitContainers {
		c := &e.pod.Spec.InitContainers[i]
		if e.passed(c) {
			continue
		}
		r := e.reasonFor(c.Name)
		r.Condition = podlife.PodInitialized
		if r.Cause, r.Next = initCause(c, r.State); !c.IsSidecar() && initStuck(e.pod, c) {
			r.Cause, r.Next = CauseOOMKilled, "the kubelet takes it for failed, and neither goes on nor ends the Pod"
		}
		e.addUnlessCreating(r)
		return true
	}
	return false
}

// passed reports whether the containers after init container c need not wait
// for it: it is done, or a sidecar that has started, or the kubelet does not
// look back to it any more.
func (e *explainer) passed(c *podlife.Container) bool {
	if c.IsSidecar() {
		s := statusMainFirst(e.pod, c.Name)
		return s != nil && s.State.Kind == podlife.StateRunning && s.HasStarted() || e.work.reached()
	}
	return initDone(e.pod, c) || e.mainRuns()
}

// mainRuns reports whether some main container runs: then the init containers
// are behind the Pod, whatever their statuses say.
func (e *explainer) mainRuns() bool {
	return slices.ContainsFunc(e.pod.Status.ContainerStatuses, func(s podlife.ContainerStatus) bool {
		return s.State.Kind == podlife.StateRunning
	})
}

// initCause says why init container c, whose turn it is, is not passed, and
// what must happen. An ordinary one has to end in success, a sidecar to start.
func initCause(c *podlife.Container, state podlife.ContainerState) (Cause, string) {
	switch {
	case state.Kind == podlife.StateUnset:
		return CauseNoStatus, "the kubelet must report it"
	case state.Kind == podlife.StateWaiting:
		return CauseContainerWaiting, nextForWaiting(state.Reason)
	case state.Kind == podlife.StateRunning && c.IsSidecar():
		return CauseContainerNotStarted, nextForStart(c)
	case state.Kind == podlife.StateRunning:
		return CauseInitializing, "it must end with exit code 0"
	default:
		return CauseContainerRestarting, "the kubelet must start it again"
	}
}

// containers gives the main containers and sidecars that are not ready, which
// are those that the kubelet's condition ContainersReady looks at.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GenerateContainersReadyCondition.
func (e *explainer) containers() {
	var found []Explanation
	e.eachContainer(func(r Explanation) {
		switch r.Role {
		case RoleMain:
			e.unready(&r)
		case RoleSidecar:
			e.unready(&r)
			r.Number, r.Count = 0, 0 // its turn is over
		case RoleNone, RoleInit, RoleEphemeral:
		}
		if r.Cause != "" {
			r.Condition = podlife.ContainersReady
			found = append(found, r)
		}
	})
	slices.SortStableFunc(found, func(a, b Explanation) int { return weight(a.Cause) - weight(b.Cause) })
	for _, r := range found {
		e.addUnlessCreating(r)
	}
}

// unready sets in r why its container is not ready and what must happen, or
// leaves both empty if it is.
//
// Started that was never reported counts as started, as kubelets before 1.18
// did not write it.
func (e *explainer) unready(r *Explanation) {
	c, s := e.container(r.Container), statusMainFirst(e.pod, r.Container)
	end := lastEnd(s)
	switch {
	case r.State.Kind == podlife.StateUnset:
		r.Cause, r.Next = CauseNoStatus, "the kubelet must report it"
	case r.State.Kind == podlife.StateRunning && s.Started != nil && !*s.Started:
		r.Cause, r.Next = CauseContainerNotStarted, nextForStart(c)
	case r.State.Kind == podlife.StateRunning && !s.Ready:
		r.Cause, r.Next = CauseContainerNotReady, nextForReady(c)
	case r.State.Kind == podlife.StateRunning: // and ready
	case end == nil: // it waits for its first run
		r.Cause, r.Next = CauseContainerWaiting, nextForWaiting(r.State.Reason)
	case r.State.Kind == podlife.StateWaiting && startsAgain(&e.pod.Spec, c, end):
		r.Cause, r.Next = CauseContainerRestarting, nextForWaiting(r.State.Reason)
	case startsAgain(&e.pod.Spec, c, end):
		r.Cause, r.Next = CauseContainerRestarting, "the kubelet must start it again"
	case end.ExitCode == 0:
		r.Cause, r.Next = CauseContainerEnded, e.nextForEnd()
	default:
		r.Cause, r.Next = ending{state: end}.cause(), e.nextForEnd()
	}
}

// nextForEnd says what has to happen after a main container ended for good.
func (e *explainer) nextForEnd() string {
	if e.work.tally().open > 0 {
		return "the Pod ends when the other main containers have ended"
	}
	return "the kubelet must stop what still runs and report the end"
}

// weight orders the causes that a container may have: what stands still before
// what goes on by itself.
func weight(c Cause) int {
	//exhaustive:ignore the others do not stand in a container's way
	switch c {
	case CauseOOMKilled, CauseContainerFailed, CauseContainerStatusUnknown:
		return 0
	case CauseContainerWaiting, CauseContainerRestarting:
		return 1
	case CauseNoStatus:
		return 2
	case CauseContainerNotStarted:
		return 3
	case CauseContainerNotReady:
		return 4
	default:
		return 5
	}
}

// addUnlessCreating adds r, unless it says only that a container is not made
// yet and a missing sandbox, which is among the reasons, is why.
func (e *explainer) addUnlessCreating(r Explanation) {
	sandbox := slices.ContainsFunc(e.reasons, func(r Explanation) bool { return r.Cause == CauseSandboxNotReady })
	if sandbox && r.Cause == CauseContainerWaiting && isDefaultWaiting(r.State.Reason) {
		return
	}
	e.add(r)
}

// eachContainer visits the containers in the order of the spec, init
// containers first and ephemeral ones last.
func (e *explainer) eachContainer(visit func(Explanation)) {
	spec := &e.pod.Spec
	for i := range spec.InitContainers {
		c := &spec.InitContainers[i]
		role := RoleInit
		if c.IsSidecar() {
			role = RoleSidecar
		}
		r := reasonAbout(role, c.Name, statusMainFirst(e.pod, c.Name))
		r.Number, r.Count = i+1, len(spec.InitContainers)
		visit(r)
	}
	for i := range spec.Containers {
		name := spec.Containers[i].Name
		visit(reasonAbout(RoleMain, name, statusMainFirst(e.pod, name)))
	}
	for i := range spec.EphemeralContainers {
		name := spec.EphemeralContainers[i].Name
		visit(reasonAbout(RoleEphemeral, name, find(e.pod.Status.EphemeralContainerStatuses, name)))
	}
}

// reasonFor returns a reason about the container called name, its cause and
// what is next still to be set.
func (e *explainer) reasonFor(name string) Explanation {
	out := Explanation{Container: name}
	e.eachContainer(func(r Explanation) {
		if r.Container == name && out.Role == RoleNone {
			out = r
		}
	})
	return out
}

// reasonAbout returns a reason about a container with what its status tells,
// which may be nothing.
func reasonAbout(role Role, name string, s *podlife.ContainerStatus) Explanation {
	r := Explanation{Role: role, Container: name}
	if s == nil {
		return r
	}
	r.State, r.Reason, r.Message = s.State, s.State.Reason, s.State.Message
	if s.LastTerminationState.Kind == podlife.StateTerminated {
		r.Last = s.LastTerminationState
	}
	return r
}

// container returns the main or init container called name, or nil.
func (e *explainer) container(name string) *podlife.Container {
	for _, list := range [...][]podlife.Container{e.pod.Spec.Containers, e.pod.Spec.InitContainers} {
		for i := range list {
			if list[i].Name == name {
				return &list[i]
			}
		}
	}
	return nil
}

// countReady counts the containers that have to be ready.
func (e *explainer) countReady() int {
	n := len(e.pod.Spec.Containers)
	for i := range e.pod.Spec.InitContainers {
		if e.pod.Spec.InitContainers[i].IsSidecar() {
			n++
		}
	}
	return n
}
