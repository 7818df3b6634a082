package lifecycle

import (
	"reflect"

	"github.com/podlife/podlife/probe"
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
			for _, code := range [...]int32{0, 1, 137} {
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

// Doing is what the kubelet works at, for tests that count.
func Work(s State) string {
	return [...]string{"idle", "killingAll", "killingOne", "sandboxing", "pulling", "starting", "postStarting"}[s.kubelet.work]
}

// Equal reports whether two states are the same.
func Equal(a, b State) bool { return reflect.DeepEqual(a, b) }

// WithShown returns an unborn state whose statuses a wrong rule changes.
func WithShown(change func(name string, count int32) int32) State {
	return State{facts: &facts{rules: &rules{shown: func(f *fact, old, next shown) shown {
		next.restarts = change(f.name, next.restarts)
		return next
	}}}}
}
