package conformance

import (
	"fmt"
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// Life is a Pod and what happens to it: each choice is one of the events that can happen.
type Life struct {
	Pod     *podlife.Pod `json:"pod"`
	Choices []uint16     `json:"choices"`
}

// lives generates lives of forty steps.
func lives() *rapid.Generator[Life] {
	return rapid.Custom(func(t *rapid.T) Life {
		p := &podlife.Pod{Spec: podtest.Spec().Draw(t, "spec")}
		p.Name, p.Namespace, p.UID, p.Generation = "web-1", "default", "uid-1", 1
		p.CreationTimestamp = podtest.Epoch()
		p.Spec.NodeName, p.Spec.SchedulingGates, p.Spec.EphemeralContainers = "node-a", nil, nil
		if rapid.IntRange(0, 4).Draw(t, "held") == 0 {
			p.Finalizers = []string{"example.com/hold"}
		}
		return Life{p, rapid.SliceOfN(rapid.Uint16(), 40, 40).Draw(t, "choices")}
	})
}

// lived is one step of a life.
type lived struct {
	event         lifecycle.Event
	at            time.Time
	before, after lifecycle.State
	effects       []lifecycle.Effect
}

// play lives a life, step by step.
func play(l Life, look func(lived)) {
	at, state := podtest.Epoch(), lifecycle.State{}
	var asked []lifecycle.Effect
	step := func(e lifecycle.Event) {
		next, effects, err := lifecycle.Step(state, at, e)
		if err != nil {
			return
		}
		look(lived{e, at, state, next, effects})
		state = next
		for _, effect := range effects {
			if len(answers(effect)) > 0 {
				asked = append(asked, effect)
			}
		}
	}
	step(lifecycle.Created{Pod: l.Pod})
	for _, choice := range l.Choices {
		var events []lifecycle.Event
		if len(asked) > 0 && choice%4 != 0 {
			i := int(choice/4) % len(asked)
			events = answers(asked[i])
			asked = slices.Delete(asked, i, i+1)
		} else {
			events = unasked(state)
		}
		e := events[int(choice/64)%len(events)]
		if _, ok := e.(lifecycle.Tick); ok && state.WakeAt().After(at) {
			at = state.WakeAt()
		} else {
			at = at.Add(time.Duration(choice%7) * 700 * time.Millisecond)
		}
		step(e)
	}
}

// answers are the events that answer an effect.
func answers(e lifecycle.Effect) []lifecycle.Event {
	switch e := e.(type) {
	case *lifecycle.MountVolumes:
		return []lifecycle.Event{lifecycle.VolumesMounted{}}
	case *lifecycle.CreateSandbox:
		return []lifecycle.Event{lifecycle.SandboxCreated{}, lifecycle.SandboxCreated{}, lifecycle.SandboxFailed{}}
	case *lifecycle.PullImage:
		good := lifecycle.ImagePulled{Container: e.Container}
		return []lifecycle.Event{good, good, good, lifecycle.ImagePullFailed{Container: e.Container, Message: "no such image"}}
	case *lifecycle.StartContainer:
		good := lifecycle.ContainerStarted{Container: e.Container}
		return []lifecycle.Event{good, good, good, lifecycle.StartFailed{Container: e.Container, Message: "no"},
			lifecycle.StartFailed{Container: e.Container, Reason: "RunContainerError", Message: "no"}}
	case *lifecycle.RunPostStart:
		return []lifecycle.Event{lifecycle.PostStartFinished{Container: e.Container}, lifecycle.PostStartFinished{Container: e.Container, Failed: true}}
	case *lifecycle.AskProbe:
		return []lifecycle.Event{lifecycle.ProbeAnswered{Container: e.Container, Kind: e.Kind, Outcome: 2}, lifecycle.ProbeAnswered{Container: e.Container, Kind: e.Kind, Outcome: 3}}
	case *lifecycle.RunPreStop:
		return []lifecycle.Event{lifecycle.PreStopFinished{Container: e.Container}}
	case *lifecycle.SendSignal:
		return []lifecycle.Event{lifecycle.ContainerExited{Container: e.Container, ExitCode: 143}, lifecycle.ContainerExited{Container: e.Container}}
	case *lifecycle.CleanUp:
		return []lifecycle.Event{lifecycle.CleanedUp{}}
	default:
		return nil
	}
}

// unasked are events that happen by themselves.
func unasked(s lifecycle.State) []lifecycle.Event {
	out := []lifecycle.Event{
		lifecycle.Tick{}, lifecycle.Tick{}, lifecycle.Tick{}, lifecycle.Tick{}, lifecycle.Tick{}, lifecycle.Tick{},
		lifecycle.SandboxLost{}, lifecycle.DeleteRequested{},
		lifecycle.ConditionSet{Condition: podlife.Condition{Type: "example.com/warm", Status: podlife.ConditionTrue}},
		lifecycle.NodeLost{}, lifecycle.NodeReturned{}, lifecycle.NodeReturned{}, lifecycle.FinalizersRemoved{},
	}
	for _, c := range s.Seen().Containers {
		out = append(out,
			lifecycle.ContainerExited{Container: c.Name}, lifecycle.ContainerExited{Container: c.Name, ExitCode: 1, Message: "broken"},
			lifecycle.ContainerExited{Container: c.Name, ExitCode: 42, Reason: "OOMKilled"}, lifecycle.ContainerLost{Container: c.Name},
			lifecycle.ImageChanged{Container: c.Name, Image: "other:1"})
	}
	return out
}

// lifecycleUpdatesArea has the API server look at every status that follows another in a
// life. It must accept them all.
func lifecycleUpdatesArea() *Area[Life, []string] {
	return &Area[Life, []string]{
		Name: "lifecycle-updates",
		Gen:  lives(),
		Ours: func(Life) []string { return nil },
		Theirs: func(l Life) (refused []string) {
			play(l, func(s lived) {
				old, now := s.before.Pod(), s.after.Pod()
				if old == nil || now == nil {
					return
				}
				// A write of the status does not change the rest: the server puts it back.
				old.ObjectMeta, old.Spec = now.ObjectMeta, now.Spec
				old.DeletionTimestamp, old.DeletionGracePeriodSeconds = time.Time{}, nil
				now.DeletionTimestamp, now.DeletionGracePeriodSeconds = time.Time{}, nil
				for _, err := range oracle.ValidateStatusUpdate(kube.ToPod(now), kube.ToPod(old)) {
					refused = append(refused, fmt.Sprintf("%T: %v", s.event, err))
				}
			})
			return refused
		},
		Pod: func(l Life) *podlife.Pod { return l.Pod },
	}
}
