package lifecycle

import (
	"reflect"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/schedule"
	"github.com/podlife/podlife/termination"
)

// Possible returns events that can happen in s, the answers to the work under way
// first.
func Possible(s State) []Event {
	var out []Event
	if s.stage == Unborn || s.stage == Gone {
		return nil
	}
	out = append(out, workEvents(s)...)
	for i := range s.containers {
		name := s.facts.list[i].name
		if s.isRunning(i) {
			for _, code := range [...]int32{0, 1, 2, 42, 137} {
				out = append(out, ContainerExited{Container: name, ExitCode: code})
			}
			out = append(out, ContainerExited{Container: name, Reason: "OOMKilled"})
		}
	}
	for i := range s.workers {
		if s.workers[i].asking {
			p := &s.facts.workers[i]
			for _, r := range [...]probe.Result{probe.Success, probe.Failure, probe.Unknown} {
				out = append(out, ProbeAnswered{s.facts.list[p.container].name, p.state.Kind, r})
			}
		}
	}
	for i := range s.end.Containers {
		c := &s.end.Containers[i]
		switch c.Progress {
		case termination.InPreStop:
			out = append(out, PreStopFinished{c.Name})
		case termination.Stopping, termination.Killed:
			out = append(out, StopFailed{c.Name})
		}
	}
	return out
}

// workEvents returns the answers to the work under way.
func workEvents(s State) []Event {
	var name string
	if len(s.containers) > 0 {
		name = s.facts.list[s.kubelet.doing].name
	}
	switch {
	case s.stage == Unbound:
		p := s.Pod()
		if p == nil {
			return nil
		}
		b, err := schedule.Bind(p, "node-a")
		if err != nil {
			return []Event{GatesRemoved{}}
		}
		return []Event{Bound{b}, Unschedulable{Message: "0/0 nodes are available."}}
	case s.stage == Preparing && s.kubelet.retryAt.IsZero():
		return []Event{VolumesMounted{}, VolumesMounted{}, VolumesMounted{}, MountFailed{}, Rejected{"OutOfcpu", "too big"}}
	case s.stage == Ending && s.end.Stage == termination.Cleaning:
		return []Event{CleanedUp{}}
	}
	switch s.kubelet.work {
	case sandboxing:
		return []Event{SandboxCreated{}, SandboxCreated{IP: "10.0.0.1"}, SandboxFailed{}}
	case pulling:
		return []Event{ImagePulled{name}, ImagePulled{name}, ImagePulled{name}, ImagePullFailed{Container: name}}
	case starting:
		return []Event{
			ContainerStarted{name}, ContainerStarted{name}, ContainerStarted{name},
			StartFailed{Container: name}, StartFailed{Container: name, Reason: "RunContainerError"},
		}
	case postStarting:
		return []Event{PostStartFinished{Container: name}, PostStartFinished{Container: name, Failed: true}}
	default:
		return nil
	}
}

// Work is what the kubelet works at, for tests that count.
func Work(s State) string {
	return [...]string{"idle", "killingAll", "killingOne", "sandboxing", "pulling", "starting", "postStarting"}[s.kubelet.work]
}

// Equal reports whether two states are the same.
func Equal(a, b State) bool { return reflect.DeepEqual(a, b) }

// Stepper is Step, or a broken one.
type Stepper func(State, time.Time, Event) (State, []Effect, error)

// Broken are wrong Steps by the law that must catch them, and the unborn state to
// begin with.
func Broken() map[string]struct {
	Step   Stepper
	Unborn State
} {
	type broken = struct {
		Step   Stepper
		Unborn State
	}
	// after changes what Step returned, if it was not refused.
	after := func(change func(before State, after *State)) broken {
		return broken{Step: func(s State, at time.Time, e Event) (State, []Effect, error) {
			next, effects, err := Step(s, at, e)
			if err == nil {
				next = next.Clone()
				change(s, &next)
			}
			return next, effects, err
		}}
	}
	with := func(r rules) broken { return broken{Step, State{facts: &facts{rules: &r}}} }
	return map[string]broken{
		"CountsGrow": with(rules{shown: func(_ *fact, _, next shown) shown {
			next.restarts = max(next.restarts-1, -next.restarts)
			return next
		}}),
		"PhaseStays": after(func(before State, s *State) {
			if before.object.report.Phase.IsTerminal() {
				s.object.report.Phase, s.kubelet.judged = podlife.PodRunning, podlife.PodRunning
			}
		}),
		"TerminatedStays": after(func(before State, s *State) {
			for i := range before.containers {
				if before.containers[i].shown.state.kind == podlife.StateTerminated {
					s.containers[i].shown.state.kind = podlife.StateWaiting
				}
			}
		}),
		"OneInitRuns": after(func(_ State, s *State) {
			for i := range s.containers {
				if s.kubelet.sandbox.ready {
					s.containers[i].run = run{id: 1, state: restart.StateRunning}
				}
			}
		}),
		"MainsWait": with(rules{compute: func(p *podlife.Pod, o restart.Observed) restart.Actions {
			do := restart.Compute(p, o)
			if !do.KillPod && len(do.ContainersToStart) == 0 && len(do.InitContainersToStart) > 0 {
				do.InitContainersToStart, do.ContainersToStart = nil, []int{0}
			}
			return do
		}}),
		"DeletedStartsNothing": {Step: func(s State, at time.Time, e Event) (State, []Effect, error) {
			hidden := s
			hidden.object.deleted = false
			next, effects, err := Step(hidden, at, e)
			if err != nil {
				return s, nil, err
			}
			next.object.deleted = next.object.deleted || s.object.deleted
			return next, effects, nil
		}},
		"ObjectLast": after(func(before State, s *State) { s.object.removed = s.object.removed || before.object.deleted }),
		"ConditionsTell": after(func(_ State, s *State) {
			s.conditions.containersReady.yes = !s.conditions.containersReady.yes
		}),
		"Total": {Step: func(s State, at time.Time, e Event) (State, []Effect, error) {
			if _, ok := e.(SandboxLost); ok {
				panic("no sandbox")
			}
			return Step(s, at, e)
		}},
		"Pure": {Step: func(s State, at time.Time, e Event) (State, []Effect, error) {
			if len(s.containers) > 0 {
				s.containers[0].runs++
			}
			return Step(s, at, e)
		}},
		"ErrorKeepsState": {Step: func(s State, at time.Time, e Event) (State, []Effect, error) {
			next, effects, err := Step(s, at, e)
			if err != nil {
				next.kubelet.retryAt = at
			}
			return next, effects, err
		}},
		"EarlyTickIsNothing": {Step: func(s State, at time.Time, e Event) (State, []Effect, error) {
			if _, ok := e.(Tick); ok && s.stage != Unborn {
				s.kubelet.retryAt = at
			}
			return Step(s, at, e)
		}},
	}
}
