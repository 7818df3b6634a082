package podtest

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/schedule"
)

// question is something that the Pod waits for. The Pod may have lost interest when
// the answer comes; then lifecycle.Step refuses it, and nothing happens.
type question struct {
	// good is what the Pod waits for, bad what may come in its place. Of several
	// any one may come.
	good, bad []lifecycle.Event
	// again: it still waits after something bad. Else whoever asked asks anew.
	again bool
	// signal: the container called so was told to end. Once it has, by itself
	// perhaps, nobody waits any more. Empty: it is about something else.
	signal string
}

// follow notes what an event leads to that no effect tells of: effects are for
// the kubelet's work, and here are the scheduler's, that of the programs behind
// gates, and what becomes of the node.
func (l *life) follow(e lifecycle.Event) {
	switch e := e.(type) {
	case lifecycle.Created:
		l.schedule(e.Pod)
		for _, gate := range e.Pod.Spec.ReadinessGates {
			l.asked = append(l.asked, question{good: gateSays(gate, podlife.ConditionTrue), bad: gateSays(gate, podlife.ConditionFalse), again: true})
		}
	case lifecycle.GatesRemoved:
		l.schedule(l.state.Pod())
	case lifecycle.ContainerStarted:
		l.running = append(l.running, e.Container)
	case lifecycle.ContainerExited:
		l.ended(e.Container)
	case lifecycle.ContainerLost:
		l.ended(e.Container)
	case lifecycle.NodeLost:
		l.lost = true
	case lifecycle.NodeReturned:
		l.lost = false
	case lifecycle.NodeRebooted: // which leaves nothing running or under way
		l.lost, l.running, l.asked = false, nil, nil
	default: // most events change only what effects tell of: see ask
	}
}

// gateSays returns what the program behind a readiness gate does, which is to write
// the gate's condition.
func gateSays(gate podlife.PodReadinessGate, status podlife.ConditionStatus) []lifecycle.Event {
	return []lifecycle.Event{lifecycle.ConditionSet{Condition: podlife.Condition{Type: gate.ConditionType, Status: status}}}
}

// ended notes that a container does not run any more.
func (l *life) ended(name string) {
	l.running = slices.DeleteFunc(l.running, func(n string) bool { return n == name })
	l.asked = slices.DeleteFunc(l.asked, func(q question) bool { return q.signal == name })
}

// schedule has the Pod wait for a node, or for its gates to open.
func (l *life) schedule(p *podlife.Pod) {
	switch {
	case p == nil || p.Spec.NodeName != "":
	case len(p.Spec.SchedulingGates) > 0:
		l.asked = append(l.asked, question{good: []lifecycle.Event{lifecycle.GatesRemoved{}}})
	default:
		binding, err := schedule.Bind(p, "node-a")
		if err != nil {
			return
		}
		l.asked = append(l.asked, question{
			good: []lifecycle.Event{lifecycle.Bound{Binding: binding}},
			bad: []lifecycle.Event{
				lifecycle.Unschedulable{Message: "0/3 nodes are available: 3 Insufficient cpu."},
				lifecycle.Unschedulable{Message: "0/3 nodes are available: 3 Insufficient cpu.", NominatedNode: "node-a"},
			},
			again: true,
		})
	}
}

// ask notes which events an effect waits for, as the documentation of each has it.
func (l *life) ask(effect lifecycle.Effect) {
	list := func(events ...lifecycle.Event) []lifecycle.Event { return events }
	var q question
	switch e := effect.(type) {
	case *lifecycle.MountVolumes:
		q.good = list(lifecycle.VolumesMounted{})
		q.bad = list(lifecycle.MountFailed{}, lifecycle.MountFailed{}, lifecycle.Rejected{Reason: "OutOfcpu", Message: "no room"})
	case *lifecycle.CreateSandbox:
		q.good, q.bad = list(lifecycle.SandboxCreated{IP: "10.244.0.7"}), list(lifecycle.SandboxFailed{})
	case *lifecycle.PullImage:
		q.good = list(lifecycle.ImagePulled{Container: e.Container})
		q.bad = list(lifecycle.ImagePullFailed{Container: e.Container, Message: "no such image"})
	case *lifecycle.StartContainer:
		q.good = list(lifecycle.ContainerStarted{Container: e.Container})
		q.bad = list(lifecycle.StartFailed{Container: e.Container, Reason: "RunContainerError", Message: "no such command"},
			lifecycle.StartFailed{Container: e.Container, Reason: "CreateContainerConfigError", Message: "no such secret"})
	case *lifecycle.RunPostStart:
		q.good = list(lifecycle.PostStartFinished{Container: e.Container})
		q.bad = list(lifecycle.PostStartFinished{Container: e.Container, Failed: true, Message: "the hook failed"})
	case *lifecycle.AskProbe:
		q.good = list(lifecycle.ProbeAnswered{Container: e.Container, Kind: e.Kind, Outcome: probe.Success})
		q.bad = list(lifecycle.ProbeAnswered{Container: e.Container, Kind: e.Kind, Outcome: probe.Failure})
	case *lifecycle.RunPreStop: // whether it fails makes no difference
		q.good = list(lifecycle.PreStopFinished{Container: e.Container})
	case *lifecycle.SendSignal:
		// After SIGKILL there is no choice. Before, a program may end in peace, too,
		// or not at all until the time is up.
		q.signal = e.Container
		q.good = list(lifecycle.ContainerExited{Container: e.Container, ExitCode: 137})
		if e.GracePeriodSeconds > 0 {
			q.good = list(lifecycle.ContainerExited{Container: e.Container, ExitCode: 143}, lifecycle.ContainerExited{Container: e.Container})
		}
	case *lifecycle.CleanUp:
		q.good = list(lifecycle.CleanedUp{})
	case *lifecycle.RemoveContainer, *lifecycle.RemoveObject, *lifecycle.StopSandbox,
		*lifecycle.Wake, *lifecycle.WithdrawEndpoint, *lifecycle.WriteStatus:
		return // which nothing answers
	}
	l.asked = append(l.asked, q)
}
