package lifecycle

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
)

const (
	never     = podlife.RestartPolicyNever
	onFailure = podlife.RestartPolicyOnFailure
	always    = podlife.RestartPolicyAlways
)

// bugs are the past bugs of Kubernetes that are found again.
func bugs() []bug {
	return slices.Concat(phaseBugs(), statusBugs(), planBugs())
}

// phaseBugs are those in how the phase is computed and kept.
func phaseBugs() []bug {
	return []bug{{
		issues: "58711, 59767", name: "failed-to-succeeded",
		rule:  "A Succeeded that the container statuses add up to replaces a Failed that was reported.",
		rules: rules{merge: mergeSucceeded}, law: named("Accepted"), pod: held(smallPod(never, 0, 0, 1)),
		with: ExploreOptions{Outside: []Event{NodeLost{}, Collected{}}},
	}, {
		issues: "54499", name: "terminal-to-pending",
		rule:  "The phase is what the container statuses add up to, whatever was reported.",
		rules: rules{merge: mergeNothing}, law: named("Accepted"), pod: held(smallPod(always, 0, 0, 1)),
		with: ExploreOptions{Outside: []Event{NodeLost{}, Collected{}}},
	}, {
		issues: "126650", name: "running-while-init-runs",
		rule:  "Init containers do not count for the phase once a main container has run, in whatever sandbox.",
		rules: rules{project: projectWithoutInits}, law: runningIsInitialized(), pod: smallPod(always, 1, 0, 1),
		with: ExploreOptions{Outside: []Event{NodeRebooted{}}},
	}, {
		issues: "127793", name: "running-before-sidecar-started",
		rule:  "A sidecar does not count for the phase once a main container has run, in whatever sandbox.",
		rules: rules{project: projectInitialized}, law: runningIsInitialized(), pod: probedSidecar(),
		with: ExploreOptions{Outside: []Event{NodeRebooted{}}},
	}, {
		issues: "107845", name: "succeeded-without-a-run",
		rule:  "A container that was made and never started has ended with exit code 0.",
		rules: rules{shown: showCreatedAsDone}, law: succeededIsDone(), pod: smallPod(always, 0, 0, 1),
		with: ExploreOptions{Outside: []Event{DeleteRequested{}}, Failures: 1},
	}, {
		issues: "115331", name: "deleted-and-not-terminal",
		rule:  "The phase of a Pod that is deleted is what its container statuses add up to, though nothing runs any more.",
		rules: rules{open: true, project: projectLiving}, law: endedIsTerminal(), pod: held(smallPod(always, 0, 0, 1)),
		with: ExploreOptions{Outside: []Event{DeleteRequested{}}},
	}}
}

func projectLiving(spec *podlife.PodSpec, list []podlife.ContainerStatus, v phase.View) podlife.Phase {
	v.Terminal = false
	return phase.Project(spec, list, v)
}

// mergeSucceeded is phase.Merge with one rule too many.
func mergeSucceeded(computed podlife.Phase, cached, api phase.Report, override *phase.Report) phase.Report {
	if computed == podlife.PodSucceeded {
		return phase.Report{Phase: computed}
	}
	return phase.Merge(computed, cached, api, override)
}

// mergeNothing is phase.Merge without the rules by which a phase stays.
func mergeNothing(computed podlife.Phase, _, _ phase.Report, override *phase.Report) phase.Report {
	if override != nil {
		return *override
	}
	return phase.Report{Phase: computed}
}

// anyMainRan reports whether the statuses tell that a main container has run.
func anyMainRan(spec *podlife.PodSpec, list []podlife.ContainerStatus) bool {
	for i := range spec.Containers {
		s := podlife.FindStatus(list, spec.Containers[i].Name)
		if s != nil && (s.State.Kind > podlife.StateWaiting || s.LastTerminationState.Kind == podlife.StateTerminated) {
			return true
		}
	}
	return false
}

func projectWithoutInits(spec *podlife.PodSpec, list []podlife.ContainerStatus, v phase.View) podlife.Phase {
	if anyMainRan(spec, list) {
		mains := *spec
		mains.InitContainers = nil
		return phase.Project(&mains, list, v)
	}
	return phase.Project(spec, list, v)
}

func projectInitialized(spec *podlife.PodSpec, list []podlife.ContainerStatus, v phase.View) podlife.Phase {
	v.Initialized = v.Initialized || anyMainRan(spec, list)
	return phase.Project(spec, list, v)
}

func showCreatedAsDone(_ *fact, _, next shown) shown {
	if next.id != 0 && next.state.kind == podlife.StateWaiting && next.last.kind != podlife.StateTerminated {
		next.state = condition{kind: podlife.StateTerminated, reason: "Completed", id: next.id}
	}
	return next
}

// probedSidecar returns a Pod whose sidecar has a startup probe.
func probedSidecar() *podlife.Pod {
	p := smallPod(always, 0, 1, 1)
	p.Spec.InitContainers[0].StartupProbe = &podlife.Probe{
		ProbeHandler:  podlife.ProbeHandler{Exec: &podlife.ExecAction{Command: []string{"true"}}},
		PeriodSeconds: 10, TimeoutSeconds: 1, SuccessThreshold: 1, FailureThreshold: 3,
	}
	return p
}

// statusBugs are those in how container statuses are made.
func statusBugs() []bug {
	return []bug{{
		issues: "123709, 123323", name: "sidecar-shown-as-ended",
		rule:  "A sidecar that has ended does not leave that state if the Pod's policy would not start it again.",
		rules: rules{shown: showSidecarEnded}, law: runsAreShown(), pod: smallPod(never, 0, 1, 1),
	}, {
		issues: "135762", name: "restart-not-counted",
		rule:  "The first restart of a container is not counted.",
		rules: rules{shown: showOneLess}, law: everyRunCounts(), pod: smallPod(onFailure, 0, 0, 1),
	}, {
		issues: "12485, 13103", name: "restart-count-falls",
		rule:  "The restart count is that of the run that the runtime shows, and nothing of a container that waits.",
		rules: rules{shown: showCountOfRun}, law: named("Accepted"), pod: smallPod(onFailure, 0, 0, 1),
		with: ExploreOptions{Restarts: 2},
	}, {
		issues: "88440, 95364", name: "end-lost-on-deletion",
		rule:  "Of a container that the runtime has forgotten nobody says that it ran.",
		rules: rules{shown: showNothing}, law: endIsTold(), pod: smallPod(always, 0, 0, 1),
		with: ExploreOptions{Outside: []Event{DeleteRequested{}, ContainerLost{"web-a"}}},
	}, {
		issues: "122902", name: "sidecar-readiness-not-counted",
		rule:  "Unless the Pod's policy is Always, a sidecar need not be ready for the Pod to be.",
		rules: rules{unread: func(f *fact) bool { return f.role == phase.RoleSidecar }}, law: readyIsReady(), pod: smallPod(never, 0, 1, 1),
	}}
}

func showSidecarEnded(f *fact, old, next shown) shown {
	if f.role == phase.RoleSidecar && old.state.kind == podlife.StateTerminated && next.state.kind != podlife.StateTerminated {
		return old
	}
	return next
}

func showOneLess(_ *fact, _, next shown) shown {
	next.restarts = max(next.restarts-1, 0)
	return next
}

func showCountOfRun(_ *fact, _, next shown) shown {
	if next.state.kind == podlife.StateWaiting {
		next.restarts = 0
	}
	return next
}

func showNothing(_ *fact, _, next shown) shown {
	if next.id == 0 {
		next.last = condition{}
	}
	return next
}

// planBugs are those in what a sync does.
func planBugs() []bug {
	return []bug{{
		issues: "126543", name: "init-stuck-in-created",
		rule:  "An init container that was made and did not start is left alone.",
		rules: rules{compute: computeCreated}, law: nothingForgotten(), pod: smallPod(always, 1, 0, 1),
		with: ExploreOptions{Failures: 1},
	}, {
		issues: "136969, 137146", name: "mains-stay-down-beside-sidecar",
		rule:  "If every main container has ended, the Pod counts as not initialized, and only a running sidecar is looked at.",
		rules: rules{compute: computeMainsEnded}, law: nothingForgotten(), pod: smallPod(always, 0, 1, 1),
	}, {
		issues: "48506, 7250", name: "completed-comes-back",
		rule:  "Without a sandbox every container is started, those that have completed too.",
		rules: rules{compute: computeAll}, law: endedStays(), pod: smallPod(onFailure, 0, 0, 2),
		with: ExploreOptions{Outside: []Event{NodeRebooted{}}},
	}, {
		issues: "83705, 21478", name: "never-runs-twice",
		rule:  "After the sandbox was lost, a Pod that never restarts is begun anew.",
		rules: rules{compute: computeNeverAsAlways}, law: endedStays(), pod: smallPod(never, 0, 0, 2),
		with: ExploreOptions{Outside: []Event{SandboxLost{}}},
	}, {
		issues: "120247", name: "mains-start-before-init",
		rule:  "In a new sandbox a Pod counts as initialized, because its main containers have ended in the old one.",
		rules: rules{compute: computeInitialized}, law: named("Starts"), pod: smallPod(always, 1, 0, 1),
		with: ExploreOptions{Outside: []Event{NodeRebooted{}}},
	}, {
		issues: "79398", name: "no-second-sandbox",
		rule:  "A Pod that never restarts gets no second sandbox, though nothing has run in the first.",
		rules: rules{compute: computeOneSandbox}, law: nothingForgotten(), pod: smallPod(never, 0, 0, 1),
		with: ExploreOptions{Outside: []Event{SandboxLost{}}, Failures: 1},
	}}
}

// stateOf returns what the newest run of a container does.
func stateOf(o *restart.Observed, name string) (restart.RuntimeState, bool) {
	for i := range o.Containers {
		if o.Containers[i].Name == name {
			return o.Containers[i].State, true
		}
	}
	return 0, false
}

func computeCreated(p *podlife.Pod, o restart.Observed) restart.Actions {
	do := restart.Compute(p, o)
	do.InitContainersToStart = slices.DeleteFunc(do.InitContainersToStart, func(i int) bool {
		s, ok := stateOf(&o, p.Spec.InitContainers[i].Name)
		return ok && s == restart.StateCreated && !do.CreateSandbox
	})
	return do
}

func computeMainsEnded(p *podlife.Pod, o restart.Observed) restart.Actions {
	do := restart.Compute(p, o)
	for i := range p.Spec.Containers {
		if s, ok := stateOf(&o, p.Spec.Containers[i].Name); !ok || s != restart.StateExited {
			return do
		}
	}
	if s, ok := stateOf(&o, p.Spec.InitContainers[0].Name); ok && s == restart.StateRunning && !do.KillPod {
		do.ContainersToStart = nil
	}
	return do
}

func computeAll(p *podlife.Pod, o restart.Observed) restart.Actions {
	do := restart.Compute(p, o)
	if do.CreateSandbox {
		do.ContainersToStart = nil
		for i := range p.Spec.Containers {
			do.ContainersToStart = append(do.ContainersToStart, i)
		}
	}
	return do
}

func computeNeverAsAlways(p *podlife.Pod, o restart.Observed) restart.Actions {
	if len(o.Sandboxes) > 0 && !o.Sandboxes[0].Ready {
		p = p.Clone()
		p.Spec.RestartPolicy = always
	}
	return restart.Compute(p, o)
}

func computeInitialized(p *podlife.Pod, o restart.Observed) restart.Actions {
	do := restart.Compute(p, o)
	if s, ok := stateOf(&o, p.Spec.Containers[0].Name); !do.KillPod && ok && s == restart.StateExited {
		do.InitContainersToStart, do.ContainersToStart = nil, []int{0}
	}
	return do
}

func computeOneSandbox(p *podlife.Pod, o restart.Observed) restart.Actions {
	do := restart.Compute(p, o)
	if p.Spec.RestartPolicy == never && do.Attempt > 0 && do.CreateSandbox {
		do.CreateSandbox, do.ContainersToStart = false, nil
	}
	return do
}
