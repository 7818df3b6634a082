package restart

import (
	"slices"

	"github.com/podlife/podlife"
)

// initContainers plans for the init containers and sidecars, and reports
// whether the main containers may be looked at.
//
// It goes from the last to the first, because the runs of those that completed
// may have been removed: the last one that has a run in this sandbox tells how
// far the Pod is. Before it, sidecars alone are kept running.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go,
// computeInitContainerActions.
func (pl *planner) initContainers() (initialized bool) {
	if len(pl.pod.Spec.InitContainers) == 0 {
		return true
	}
	initialized = pl.lastToFirstInit()
	slices.Sort(pl.do.InitContainersToStart) // each at most once
	slices.Reverse(pl.do.ContainersToKill)
	return initialized
}

// lastToFirstInit is initContainers but for the order of its plan.
func (pl *planner) lastToFirstInit() (initialized bool) {
	list := pl.pod.Spec.InitContainers
	initialized = pl.anyMainActive()
	reached := initialized // what comes after i in the list was begun
	for i := len(list) - 1; i >= 0; i-- {
		c := &list[i]
		s := pl.seen.newestActive(c.Name)
		switch {
		case s == nil && !reached:
			pl.note(initList, i, ReasonNotReached, MoveNone) // or to be begun, say those before it
			continue
		case s == nil && c.IsSidecar():
			pl.startInit(i, ReasonNotMade)
			continue
		case s == nil || reached && !c.IsSidecar():
			pl.note(initList, i, ReasonPassed, MoveNone)
			continue
		}
		done, failed := false, false
		if c.IsSidecar() {
			done = pl.sidecar(i, c, s)
		} else {
			done, failed = pl.ordinaryInit(i, c, s)
		}
		switch {
		case failed:
			pl.end(ReasonInitFailed)
			return false
		case done && i == len(list)-1:
			initialized = true
		case done && !reached:
			pl.startInit(i+1, ReasonNext)
		}
		reached = true
	}
	if !reached {
		pl.startInit(0, ReasonFirst)
	}
	return initialized
}

// anyMainActive reports whether some main container has a run in the present
// sandbox. Then the Pod is initialized, whatever is left of its init containers.
//
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go, HasAnyActiveRegularContainerStarted.
func (pl *planner) anyMainActive() bool {
	for i := range pl.pod.Spec.Containers {
		if pl.seen.newestActive(pl.pod.Spec.Containers[i].Name) != nil {
			return true
		}
	}
	return false
}

// ordinaryInit plans for init container i, which is no sidecar and has run s,
// and after which none was begun. It reports whether it is done, and whether
// it failed for good.
func (pl *planner) ordinaryInit(i int, c *podlife.Container, s *RuntimeStatus) (done, failed bool) {
	oom := s.Reason == "OOMKilled"
	switch s.State {
	case StateCreated:
		pl.startInit(i, ReasonCreated)
	case StateRunning:
		pl.note(initList, i, ReasonRuns, MoveNone)
	case StateExited:
		if s.ExitCode == 0 && !oom {
			pl.note(initList, i, ReasonCompleted, MoveNone)
			return true, false
		}
		reason := ReasonExited
		if oom {
			reason = ReasonOOMKilled
		}
		return false, !pl.restartStopped(initList, i, c, reason)
	case StateUnknown:
		fallthrough
	default:
		// Nobody knows how it ended, so rules are not asked.
		if pl.policy(c) == podlife.RestartPolicyNever {
			pl.note(initList, i, ReasonUnknown, MoveNone)
			return false, true
		}
		pl.killInit(i, s, ReasonUnknown)
	}
	return false, false
}

// sidecar plans for init container i, which is a sidecar and has run s. It
// reports whether it has started, so that its successor may.
func (pl *planner) sidecar(i int, c *podlife.Container, s *RuntimeStatus) (started bool) {
	switch s.State {
	case StateCreated:
		pl.startInit(i, ReasonCreated)
		return false
	case StateExited:
		pl.startInit(i, ReasonExited)
		return false
	case StateRunning:
	case StateUnknown:
		fallthrough
	default:
		pl.killInit(i, s, ReasonUnknown)
		return false
	}
	if c.StartupProbe != nil && s.Startup != VerdictSuccess {
		if s.Startup == VerdictFailure {
			pl.killInit(i, s, ReasonStartupFailed)
		} else {
			pl.note(initList, i, ReasonStarting, MoveNone)
		}
		return false
	}
	// It has started. That it is killed now does not hold its successor up.
	switch {
	case changed(c, s):
		pl.killInit(i, s, ReasonDefinitionChanged)
	case c.LivenessProbe != nil && s.Liveness == VerdictFailure:
		pl.killInit(i, s, ReasonLivenessFailed)
	default:
		pl.note(initList, i, ReasonRuns, MoveNone)
	}
	return true
}

// startInit plans the start of init container i.
func (pl *planner) startInit(i int, reason Reason) {
	pl.do.InitContainersToStart = appendIndex(pl.do.InitContainersToStart, i, len(pl.pod.Spec.InitContainers))
	pl.note(initList, i, reason, MoveStart)
}

// killInit plans to kill run s of init container i and to start it again.
func (pl *planner) killInit(i int, s *RuntimeStatus, reason Reason) {
	name := pl.pod.Spec.InitContainers[i].Name
	pl.kill(Kill{ID: s.ID, Name: name, Reason: reason, Init: true, Restart: true})
	pl.startInit(i, reason)
	pl.note(initList, i, reason, MoveKillAndStart)
}
