package phase

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// View is what a kubelet knows beside the container statuses when it computes
// a phase. The zero View is that of an ordinary sync of a Pod that has not
// run a main container in its present sandbox.
type View struct {
	// Terminal: every container of the Pod has been stopped for good, so no
	// restart policy counts any more.
	Terminal bool
	// Initialized: the present sandbox is ready and has held a main container,
	// so a sidecar that starts again does not put the Pod back to Pending.
	Initialized bool
	// Static: the kubelet read the Pod from a file or a URL, not from the API.
	Static bool
}

// Project returns the phase that a kubelet computes from container statuses:
// those of the main containers followed by those of the init containers.
// Statuses of other containers, ephemeral ones among them, never matter.
//
// Statuses are found by name; of two with one name the first counts. The names
// of the spec's containers are unique, as the API server demands.
//
// The first rule that holds decides:
//
//  1. An init container failed and will not be started again: Failed.
//  2. An init container has not been started, or is running: Pending.
//  3. A sidecar has not started, and View.Initialized is false: Pending.
//  4. A main container or sidecar waits for its first run: Pending.
//  5. A container runs, and the state of none is unknown: Running.
//  6. From here on none runs, a main container ended and the state of none is
//     unknown. View.Terminal, and the Pod is not static: Succeeded if all
//     main containers ended in success, else Failed.
//  7. Some main container that ended will be started again: Running.
//  8. All ended in success: Succeeded.
//  9. Failed.
//
// Where none holds, because a status is missing or empty: Pending.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, getPhase.
func Project(spec *podlife.PodSpec, statuses []podlife.ContainerStatus, v View) podlife.Phase {
	return project(spec, statuses, nil, v)
}

// project is [Project] over two lists, as a Pod's status holds them.
func project(spec *podlife.PodSpec, mains, inits []podlife.ContainerStatus, v View) podlife.Phase {
	var n tally
	inOrder := mains // mostly the statuses stand as the spec does, and none is missing
	for i := range spec.Containers {
		c := &spec.Containers[i]
		s, behind := take(inOrder, c.Name)
		if inOrder = behind; s == nil {
			s = findEither(mains, inits, c.Name)
		}
		n.main(spec, c, s)
	}
	for i := range spec.InitContainers {
		c := &spec.InitContainers[i]
		s, behind := take(inOrder, c.Name)
		if inOrder = behind; s == nil {
			s = findEither(mains, inits, c.Name)
		}
		if c.IsSidecar() {
			n.sidecar(s)
		} else {
			n.init(spec, c, s)
		}
	}
	return n.phase(v)
}

// tally counts the containers in the states that decide the phase.
type tally struct {
	pendingInit    int // ordinary init containers that must still end
	failedInit     int // ordinary init containers that failed for good
	pendingSidecar int // sidecars that run and have not started

	// main containers and, in the first three, sidecars
	running     int
	waiting     int // for their first run
	unknown     int // no status, or an empty one
	stopped     int
	stoppedGood int // of stopped: will not be started again
	succeeded   int // of stopped: and shown with exit code 0
}

func (n *tally) init(spec *podlife.PodSpec, c *podlife.Container, s *podlife.ContainerStatus) {
	ended := lastEnd(s)
	switch {
	case ended == nil:
		n.pendingInit++
	case ended.ExitCode != 0 && !startsAgain(spec, c, ended):
		n.failedInit++
	}
}

func (n *tally) sidecar(s *podlife.ContainerStatus) {
	if s == nil {
		n.unknown++
		return
	}
	switch s.State.Kind {
	case podlife.StateRunning:
		n.running++
		if !s.HasStarted() {
			n.pendingSidecar++
		}
	case podlife.StateTerminated: // started again, or not needed any more
	case podlife.StateWaiting:
		if s.LastTerminationState.Kind != podlife.StateTerminated {
			n.waiting++
		}
	case podlife.StateUnset:
		fallthrough
	default:
		n.unknown++
	}
}

func (n *tally) main(spec *podlife.PodSpec, c *podlife.Container, s *podlife.ContainerStatus) {
	if s != nil && s.State.Kind == podlife.StateRunning {
		n.running++
		return
	}
	n.mainDown(spec, c, s)
}

func (n *tally) mainDown(spec *podlife.PodSpec, c *podlife.Container, s *podlife.ContainerStatus) {
	if s == nil {
		n.unknown++
		return
	}
	switch s.State.Kind {
	case podlife.StateTerminated:
		n.mainEnded(spec, c, &s.State)
		if s.State.ExitCode == 0 {
			n.succeeded++
		}
	case podlife.StateWaiting:
		if last := &s.LastTerminationState; last.Kind == podlife.StateTerminated {
			n.mainEnded(spec, c, last)
		} else {
			n.waiting++
		}
	case podlife.StateUnset, podlife.StateRunning: // the latter is counted already
		fallthrough
	default:
		n.unknown++
	}
}

func (n *tally) mainEnded(spec *podlife.PodSpec, c *podlife.Container, ended *podlife.ContainerState) {
	n.stopped++
	if !startsAgain(spec, c, ended) {
		n.stoppedGood++
	}
}

// phase applies the rules in the order of [Project].
func (n *tally) phase(v View) podlife.Phase {
	switch {
	case n.failedInit > 0:
		return podlife.PodFailed
	case n.pendingInit > 0,
		n.pendingSidecar > 0 && !v.Initialized,
		n.waiting > 0:
		return podlife.PodPending
	case n.unknown > 0:
		return podlife.PodPending
	case n.running > 0:
		return podlife.PodRunning
	case n.stopped == 0:
		return podlife.PodPending
	case v.Terminal && !v.Static:
		return succeededOrFailed(n)
	case n.stoppedGood < n.stopped:
		return podlife.PodRunning
	default:
		return succeededOrFailed(n)
	}
}

func succeededOrFailed(n *tally) podlife.Phase {
	if n.succeeded == n.stopped {
		return podlife.PodSucceeded
	}
	return podlife.PodFailed
}

// lastEnd returns how the container ended if it is down: its state, or, while
// it waits to be started again, the state before. It is nil for a container
// that runs, waits for its first run or reports nothing.
func lastEnd(s *podlife.ContainerStatus) *podlife.ContainerState {
	switch {
	case s == nil:
		return nil
	case s.State.Kind == podlife.StateTerminated:
		return &s.State
	case s.State.Kind == podlife.StateWaiting && s.LastTerminationState.Kind == podlife.StateTerminated:
		return &s.LastTerminationState
	default:
		return nil
	}
}

// reasonRestartingAll is the reason of a termination that a RestartAllContainers
// rule of some container caused, so that a start follows whatever the policy.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go.
const reasonRestartingAll = "RestartingAllContainers"

func startsAgain(spec *podlife.PodSpec, c *podlife.Container, ended *podlife.ContainerState) bool {
	return ended.Reason == reasonRestartingAll || restart.ByPolicy(spec, c, ended.ExitCode) != restart.Stay
}

// take returns the first status of list if it is called name, and those behind
// it. Otherwise it returns nil and no list.
func take(list []podlife.ContainerStatus, name string) (s *podlife.ContainerStatus, behind []podlife.ContainerStatus) {
	if len(list) > 0 && list[0].Name == name {
		return &list[0], list[1:]
	}
	return nil, nil
}

// findEither returns the first status called name, looking at main containers
// first, or nil.
func findEither(mains, inits []podlife.ContainerStatus, name string) *podlife.ContainerStatus {
	if s := find(mains, name); s != nil {
		return s
	}
	return find(inits, name)
}

// find is podlife.FindStatus for names that mostly differ in their last byte,
// like web-1 and web-2, or in their length.
func find(list []podlife.ContainerStatus, name string) *podlife.ContainerStatus {
	if name == "" {
		return podlife.FindStatus(list, name)
	}
	end := len(name) - 1
	for i := range list {
		if s := &list[i]; len(s.Name) == len(name) && s.Name[end] == name[end] && s.Name == name {
			return s
		}
	}
	return nil
}
