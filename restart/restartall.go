package restart

import "github.com/podlife/podlife"

// ShouldRestartAll reports whether the Pod's condition AllContainersRestarting
// is to be True now, which is what [Observed].RestartAll tells the plan. It is
// while the Pod has not ended, the runtime still knows a run of its init or main
// containers, and one of these holds:
//
//   - the condition is True in p's status;
//   - the newest run of some container exited with a code that a restart rule
//     answers with RestartAllContainers;
//   - so did the run that p's status reports, and the newest run exited too.
//
// So it turns True when a container ends, stays so until the plan that follows
// has removed every run, and then turns False, upon which the plan begins with
// the first init container. No run is left to count a back-off from.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GenerateAllContainersRestartingCondition; pkg/kubelet/container/helpers.go,
// ShouldAllContainersRestart, AllContainersRestartCleanedUp. KEP-5307.
func ShouldRestartAll(p *podlife.Pod, o Observed) bool {
	if p.Status.Phase.IsTerminal() {
		return false
	}
	init := asksForRestartAll(p.Spec.InitContainers, p.Status.InitContainerStatuses, &o)
	main := asksForRestartAll(p.Spec.Containers, p.Status.ContainerStatuses, &o)
	c := podlife.FindCondition(p.Status.Conditions, podlife.AllContainersRestarting)
	began := c != nil && c.Status == podlife.ConditionTrue
	return (init.known || main.known) && (began || init.asked || main.asked)
}

// restartAllSigns are what a list of containers says about a restart of all.
type restartAllSigns struct {
	known bool // the runtime knows a run of one of them
	asked bool // one of them ended with a code that asks for it
}

func asksForRestartAll(list []podlife.Container, reported []podlife.ContainerStatus, o *Observed) (r restartAllSigns) {
	for i := range list {
		c := &list[i]
		s := o.newest(c.Name)
		if s == nil {
			continue
		}
		r.known = true
		if s.State != StateExited {
			continue // the API's status of it is not asked, either
		}
		old := podlife.FindStatus(reported, c.Name)
		if restartsAll(c, s.ExitCode) ||
			old != nil && old.State.Kind == podlife.StateTerminated && restartsAll(c, old.State.ExitCode) {
			r.asked = true
		}
	}
	return r
}

// restartsAll reports whether a rule of c answers exitCode with a restart of
// all containers. Unlike elsewhere, rules count without a policy beside them.
func restartsAll(c *podlife.Container, exitCode int32) bool {
	return RuleAction(c, exitCode) == podlife.RestartActionRestartAllContainers
}

// resetAll plans to remove every run of the init and main containers. Those
// that asked for it go last, so that an interrupted removal is found again.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go,
// computePodActions, getContainersToReset.
func (pl *planner) resetAll() {
	pl.do.Reason = ReasonRestartAll
	spec := &pl.pod.Spec
	for _, askers := range []bool{false, true} {
		pl.reset(spec.Containers, askers)
		pl.reset(spec.InitContainers, askers)
	}
}

// reset plans to remove all runs of the listed containers that asked for the
// restart of all, or all the others.
func (pl *planner) reset(list []podlife.Container, askers bool) {
	for i := range list {
		c := &list[i]
		for k := range pl.seen.Containers {
			s := &pl.seen.Containers[k]
			exited := s.State == StateExited
			if s.Name == c.Name && askers == (exited && restartsAll(c, s.ExitCode)) {
				pl.do.ContainersToReset = append(pl.do.ContainersToReset, Reset{ID: s.ID, Name: s.Name, Kill: !exited})
			}
		}
	}
}
