package restart

import "github.com/podlife/podlife"

// mainContainers plans for the main containers of an initialized Pod.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions.
func (pl *planner) mainContainers() {
	kept := false
	for i := range pl.pod.Spec.Containers {
		c := &pl.pod.Spec.Containers[i]
		s := pl.seen.newest(c.Name)
		if s == nil || s.State != StateRunning {
			pl.stoppedMain(i, c, s)
			continue
		}
		// A changed definition comes before the policy; with a probe's verdict
		// there is no exit code yet, so restart rules are not asked.
		switch again := pl.policy(c) != podlife.RestartPolicyNever; {
		case changed(c, s):
			pl.killMain(i, s, ReasonDefinitionChanged, true)
		case s.Liveness == VerdictFailure:
			pl.killMain(i, s, ReasonLivenessFailed, again)
		case s.Startup == VerdictFailure:
			pl.killMain(i, s, ReasonStartupFailed, again)
		default:
			pl.note(mainList, i, ReasonRuns, MoveNone)
			kept = true
		}
	}
	if !kept && len(pl.do.ContainersToStart) == 0 {
		pl.end(ReasonNothingLeft)
	}
}

// stoppedMain plans for main container i, whose newest run is s, or nil, and
// does not run for sure.
func (pl *planner) stoppedMain(i int, c *podlife.Container, s *RuntimeStatus) {
	switch {
	case s != nil && s.State == StateExited:
		pl.restartStopped(mainList, i, c, ReasonExited)
	case pl.pod.IsDeleted(): // no note: what is explained is Plan, which stops before
	case s == nil:
		pl.startMain(i, ReasonNotMade)
	case s.State == StateCreated:
		pl.startMain(i, ReasonCreated)
	default:
		pl.killMain(i, s, ReasonUnknown, true) // lest it run twice
	}
}

// restartStopped starts container c again, which is number i of the list and
// ended in this sandbox, if it may be, and reports whether it may.
//
// It asks about the newest run of all sandboxes, as the kubelet does. That is
// the same run unless the runtime's clock went backwards.
//
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go, ShouldContainerBeRestarted.
func (pl *planner) restartStopped(l specList, i int, c *podlife.Container, reason Reason) bool {
	if pl.pod.IsDeleted() {
		return false
	}
	again := true
	if s := pl.seen.newest(c.Name); s.State == StateRunning {
		again = false
	} else if s.State == StateExited {
		ruling := whyByPolicy(&pl.pod.Spec, c, s.ExitCode)
		again = ruling.Action != Stay
		pl.noteRuling(l, i, ruling)
	}
	switch {
	case !again:
		pl.note(l, i, reason, MoveNone)
	case l == initList:
		pl.startInit(i, reason)
	default:
		pl.startMain(i, reason)
	}
	return again
}

// startMain plans the start of main container i.
func (pl *planner) startMain(i int, reason Reason) {
	pl.do.ContainersToStart = appendIndex(pl.do.ContainersToStart, i, len(pl.pod.Spec.Containers))
	pl.note(mainList, i, reason, MoveStart)
}

// killMain plans to kill run s of main container i, and perhaps to start it
// again.
func (pl *planner) killMain(i int, s *RuntimeStatus, reason Reason, again bool) {
	pl.kill(Kill{ID: s.ID, Name: s.Name, Reason: reason, Restart: again})
	if again {
		pl.startMain(i, reason)
		pl.note(mainList, i, reason, MoveKillAndStart)
	} else {
		pl.note(mainList, i, reason, MoveKill)
	}
}

// kill plans to kill one run.
func (pl *planner) kill(k Kill) {
	if pl.do.ContainersToKill == nil {
		spec := &pl.pod.Spec
		pl.do.ContainersToKill = make([]Kill, 0, len(spec.InitContainers)+len(spec.Containers))
	}
	pl.do.ContainersToKill = append(pl.do.ContainersToKill, k)
}

// ephemeralContainers plans for the ephemeral containers, each of which is
// started once, whether or not the Pod is initialized.
func (pl *planner) ephemeralContainers() {
	list := pl.pod.Spec.EphemeralContainers
	for i := range list {
		if pl.seen.newest(list[i].Name) != nil {
			pl.note(ephemeralList, i, ReasonRunsOnce, MoveNone)
			continue
		}
		pl.do.EphemeralContainersToStart = appendIndex(pl.do.EphemeralContainersToStart, i, len(list))
		pl.note(ephemeralList, i, ReasonNotMade, MoveStart)
	}
}

// policy returns the restart policy that holds for c where rules are not asked.
func (pl *planner) policy(c *podlife.Container) podlife.RestartPolicy {
	if c.RestartPolicy != "" {
		return c.RestartPolicy
	}
	return pl.pod.Spec.RestartPolicy
}

// changed reports whether run s was made from another definition than c.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, containerChanged.
func changed(c *podlife.Container, s *RuntimeStatus) bool {
	switch {
	case s.Image != "":
		return s.Image != c.Image // the hash covers the name besides, by which s was found
	case s.Hash != 0:
		return !hasHash(c, s.Hash)
	default:
		return false
	}
}

// appendIndex appends i to a list that holds at most most indexes.
func appendIndex(list []int, i, most int) []int {
	if list == nil {
		list = make([]int, 0, most)
	}
	return append(list, i)
}
