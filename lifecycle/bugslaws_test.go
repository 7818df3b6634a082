package lifecycle

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/termination"
)

// sightLaw is a law about a state, not about a step.
func sightLaw(name string, check func(s *State) string) Law {
	return Law{Name: name, Check: func(_ State, _ Event, after State, _ []Effect) error {
		if after.stage <= Unbound || after.object.removed {
			return nil
		}
		if why := check(&after); why != "" {
			return &LawError{name, why}
		}
		return nil
	}}
}

// named returns the law of the package that checks name.
func named(name string) Law {
	for _, l := range Laws() {
		if l.Name == name {
			return l
		}
	}
	return Law{}
}

// isIdle reports whether the kubelet has nothing to do for a living Pod, and waits
// for no time to come.
func isIdle(s *State) bool {
	return s.stage == Living && !s.node.lost && !s.object.deleted && s.kubelet.evicted == nil &&
		s.kubelet.work == idle && s.kubelet.retryAt.IsZero() && !s.kubelet.report.Phase.IsTerminal()
}

// nothingForgotten: a kubelet that has nothing to do has done all that a plan by
// the right rules asks for.
func nothingForgotten() Law {
	return sightLaw("NothingForgotten", func(s *State) string {
		if !isIdle(s) {
			return ""
		}
		right := *s.facts
		right.rules = nil
		again := step{State: *s}
		again.facts = &right
		do := again.plan()
		switch {
		case len(do.InitContainersToStart) > 0:
			return "the kubelet rests, and init container " + s.facts.list[do.InitContainersToStart[0]].name + " is to be started"
		case len(do.ContainersToStart) > 0:
			return "the kubelet rests, and container " + s.facts.list[s.facts.mains+do.ContainersToStart[0]].name + " is to be started"
		case do.CreateSandbox:
			return "the kubelet rests, and a sandbox is to be made"
		default:
			return ""
		}
	})
}

// endedStays: no container is started that ended and that its policy does not
// start again.
func endedStays() Law {
	return Law{Name: "EndedStays", Check: func(before State, _ Event, after State, effects []Effect) error {
		for _, e := range effects {
			pull, ok := e.(*PullImage)
			if !ok {
				continue
			}
			i := after.facts.find(pull.Container)
			if i < after.facts.mains || i >= after.facts.others {
				continue
			}
			c := &after.containers[i]
			if c.run.id != 0 && c.run.state == restart.StateExited &&
				restart.ByPolicy(&after.facts.pod.Spec, after.facts.list[i].spec, c.ended.exitCode) == restart.Stay {
				return &LawError{"EndedStays", "container " + pull.Container + " has ended for good and is started again"}
			}
		}
		return nil
	}}
}

// everyRunCounts: the restart count of a container that runs is not less than the
// number of runs before, while the runtime loses none.
func everyRunCounts() Law {
	return sightLaw("EveryRunCounts", func(s *State) string {
		for i := range s.containers {
			c := &s.containers[i]
			if c.shown.state.kind == podlife.StateRunning && c.shown.restarts < c.shown.id-1 {
				return "a run of container " + s.facts.list[i].name + " is not counted"
			}
		}
		return ""
	})
}

// endIsTold: a container that was shown to run does not wait thereafter as if it
// never had.
func endIsTold() Law {
	return Law{Name: "EndIsTold", Check: func(before State, _ Event, after State, _ []Effect) error {
		for i := range min(len(before.containers), len(after.containers)) {
			old, now := &before.containers[i].shown, &after.containers[i].shown
			if old.state.kind == podlife.StateRunning && now.state.kind == podlife.StateWaiting && now.last.kind != podlife.StateTerminated {
				return &LawError{"EndIsTold", "container " + after.facts.list[i].name + " ran, and nothing tells of it any more"}
			}
		}
		return nil
	}}
}

// runningIsInitialized: in phase Running no ordinary init container runs, and each
// sidecar has started, unless a main container of the present sandbox did.
func runningIsInitialized() Law {
	return sightLaw("RunningIsInitialized", func(s *State) string {
		if s.object.report.Phase != podlife.PodRunning || s.mainActive() {
			return ""
		}
		for i := range s.facts.mains {
			n := &s.containers[i].shown
			if n.state.kind != podlife.StateRunning {
				continue
			}
			if s.facts.list[i].role == phase.RoleInit {
				return "init container " + s.facts.list[i].name + " runs in phase Running"
			}
			if !n.started {
				return "sidecar " + s.facts.list[i].name + " has not started in phase Running"
			}
		}
		return ""
	})
}

// succeededIsDone: in phase Succeeded every main container has ended with 0.
func succeededIsDone() Law {
	return sightLaw("SucceededIsDone", func(s *State) string {
		if s.object.report.Phase != podlife.PodSucceeded {
			return ""
		}
		for i := s.facts.mains; i < s.facts.others; i++ {
			if c := &s.containers[i]; c.ended.id == 0 || c.ended.exitCode != 0 {
				return "container " + s.facts.list[i].name + " never succeeded"
			}
		}
		return ""
	})
}

// runsAreShown: when the kubelet has nothing to do, a sidecar that runs is shown
// to run.
func runsAreShown() Law {
	return sightLaw("RunsAreShown", func(s *State) string {
		if !isIdle(s) {
			return ""
		}
		for i := range s.facts.mains {
			if s.facts.list[i].role == phase.RoleSidecar && s.isRunning(i) && s.containers[i].shown.state.kind != podlife.StateRunning {
				return "sidecar " + s.facts.list[i].name + " runs and is shown to have ended"
			}
		}
		return ""
	})
}

// endedIsTerminal: when the kubelet is done with a Pod, its phase is terminal.
func endedIsTerminal() Law {
	return sightLaw("EndedIsTerminal", func(s *State) string {
		if s.end.Stage >= termination.Finished && !s.object.report.Phase.IsTerminal() {
			return "the kubelet is done with the Pod, and its phase is " + string(s.object.report.Phase)
		}
		return ""
	})
}

// readyIsReady: while the Pod is ready, every sidecar and main container is.
func readyIsReady() Law {
	return sightLaw("ReadyIsReady", func(s *State) string {
		for i := range s.containers[:s.facts.others] {
			if f := &s.facts.list[i]; s.conditions.ready.yes && f.role != phase.RoleInit && !s.containers[i].shown.ready && !s.node.lost && s.stage == Living {
				return "the Pod is ready and container " + f.name + " is not"
			}
		}
		return ""
	})
}
