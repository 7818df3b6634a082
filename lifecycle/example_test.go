package lifecycle_test

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/schedule"
)

// A Pod step by step: what happens goes in, what is to be done comes out.
func ExampleStep() {
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	pod, err := lifecycle.Admit(&podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"},
		Spec:       podlife.PodSpec{Containers: []podlife.Container{{Name: "web", Image: "web:1"}}},
	}, lifecycle.AdmitOptions{}, at)
	if err != nil {
		fmt.Println(err)
		return
	}
	binding, _ := schedule.Bind(pod, "node-a")
	var state lifecycle.State
	for _, event := range []lifecycle.Event{
		lifecycle.Created{Pod: pod},
		lifecycle.Bound{Binding: binding},
		lifecycle.VolumesMounted{},
		lifecycle.SandboxCreated{IP: "10.0.0.7"},
		lifecycle.ImagePulled{Container: "web"},
		lifecycle.ContainerStarted{Container: "web"},
		lifecycle.DeleteRequested{},
		lifecycle.ContainerExited{Container: "web", ExitCode: 0},
		lifecycle.CleanedUp{},
	} {
		next, effects, err := lifecycle.Step(state, at, event)
		if err != nil {
			fmt.Println(err)
			return
		}
		state = next
		fmt.Printf("%T:", event)
		for _, effect := range effects {
			fmt.Printf(" %T", effect)
		}
		if p := state.Pod(); p != nil {
			fmt.Printf(", %s", p.Status.Phase)
		}
		fmt.Println()
	}
	// Output:
	// lifecycle.Created: *lifecycle.WriteStatus, Pending
	// lifecycle.Bound: *lifecycle.MountVolumes *lifecycle.WriteStatus, Pending
	// lifecycle.VolumesMounted: *lifecycle.CreateSandbox, Pending
	// lifecycle.SandboxCreated: *lifecycle.PullImage *lifecycle.WriteStatus, Pending
	// lifecycle.ImagePulled: *lifecycle.StartContainer, Pending
	// lifecycle.ContainerStarted: *lifecycle.WriteStatus, Running
	// lifecycle.DeleteRequested: *lifecycle.WithdrawEndpoint *lifecycle.SendSignal *lifecycle.WriteStatus *lifecycle.Wake, Running
	// lifecycle.ContainerExited: *lifecycle.StopSandbox *lifecycle.CleanUp *lifecycle.WriteStatus *lifecycle.Wake, Succeeded
	// lifecycle.CleanedUp: *lifecycle.RemoveObject
}

// A Pod that crashes once, told by a script.
func ExampleSimulate() {
	pod := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"},
		Spec:       podlife.PodSpec{Containers: []podlife.Container{{Name: "web", Image: "web:1"}}},
	}
	script := lifecycle.Script{
		Until:         lifecycle.Duration(time.Minute),
		ScheduleAfter: lifecycle.Duration(time.Second),
		Containers: map[string]lifecycle.ContainerScript{"web": {
			PullAfter: lifecycle.Duration(4 * time.Second),
			Runs:      []lifecycle.Run{{For: lifecycle.Duration(20 * time.Second), ExitCode: 1}, {}},
		}},
	}
	line, err := lifecycle.Simulate(pod, script)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, span := range line.Lanes[0].Spans {
		fmt.Printf("%v %v, run %d\n", span.From.Sub(line.Start), span.Doing, span.Run)
	}
	// Output:
	// 0s Awaiting, run 0
	// 1s Pulling, run 0
	// 5s Running, run 1
	// 25s Running, run 2
}
