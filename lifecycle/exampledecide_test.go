package lifecycle_test

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// A fake kubelet that ends a Pod and forgets to end its container is found out.
func ExampleCheckPod() {
	p := job()
	p.Status.Phase = podlife.PodFailed
	p.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "sum", State: podlife.Running(p.CreationTimestamp)}}
	fmt.Println(lifecycle.CheckPod(p))
	p.Status.ContainerStatuses[0].State = podlife.Terminated(1, "Error")
	fmt.Println(lifecycle.CheckPod(p))
	// Output:
	// lifecycle: law EndedIsStill: container sum runs in phase Failed
	// <nil>
}

// Every step of Step obeys the laws. One that somebody made up, in which a Pod
// goes back to where it was, does not.
func ExampleCheckStep() {
	at := job().CreationTimestamp
	var states []lifecycle.State
	s := lifecycle.State{}
	for _, e := range []lifecycle.Event{
		lifecycle.Created{Pod: job()}, lifecycle.VolumesMounted{}, lifecycle.SandboxCreated{},
		lifecycle.ImagePulled{Container: "sum"}, lifecycle.ContainerStarted{Container: "sum"},
		lifecycle.ContainerExited{Container: "sum"},
	} {
		next, effects, err := lifecycle.Step(s, at, e)
		if err != nil {
			fmt.Println(err)
			return
		}
		if err := lifecycle.CheckStep(s, e, next, effects); err != nil {
			fmt.Println(err)
		}
		s, states = next, append(states, next)
	}
	succeeded, running := states[5], states[4]
	fmt.Println(lifecycle.CheckStep(succeeded, lifecycle.Tick{}, running, nil))
	// Output:
	// lifecycle: law Accepted: status.phase: Forbidden: a Pod does not leave the phase Succeeded
	// status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state
}

// What is wrong with a script is said by the path of the field, all of it at once.
func ExampleScript_Validate() {
	script := lifecycle.Script{
		Until: lifecycle.Duration(time.Minute),
		Containers: map[string]lifecycle.ContainerScript{
			"sum":   {Runs: []lifecycle.Run{{For: lifecycle.Duration(-time.Second)}}},
			"proxy": {},
		},
		Happenings: []lifecycle.Happening{{Do: lifecycle.DoExit, Container: "sums", ExitCode: 1}},
	}
	fmt.Println(script.Validate(job()))
	// Output:
	// lifecycle: script: containers[proxy]: the Pod has no such container
	// lifecycle: script: containers[sum].runs[0].for: must not be negative
	// lifecycle: script: happenings[0].container: the Pod has no container "sums"
}

// All that may be done to a Pod, in whatever order, and the laws hold: there are
// far more states than where it can only be deleted.
func ExampleDisturbances() {
	for _, outside := range [][]lifecycle.Event{nil, lifecycle.Disturbances("sum")} {
		g, err := lifecycle.Explore(job(), lifecycle.ExploreOptions{Outside: outside, Laws: lifecycle.Laws()})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(g.States(), "states")
	}
	// Output:
	// 25 states
	// 2415 states
}

// From the number of a state back to the state itself.
func ExampleTrace_Replay() {
	g, err := lifecycle.Explore(job(), lifecycle.ExploreOptions{Outside: []lifecycle.Event{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, number := range []int{5, 9} {
		trace := g.Trace(number)
		s, err := trace.Replay()
		fmt.Println(len(trace.Events), "events,", s.Stage(), s.Pod().Status.Phase, err)
	}
	// Output:
	// 5 events, Living Running <nil>
	// 7 events, Finished Failed <nil>
}

// What can happen next, from the start of the container on: it ends well or badly.
// In the last two states nothing can happen any more.
func ExampleGraph_Next() {
	g, err := lifecycle.Explore(job(), lifecycle.ExploreOptions{Outside: []lifecycle.Event{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for number := 4; number < g.States(); number++ {
		fmt.Printf("%d:", number)
		for e, to := range g.Next(number) {
			fmt.Printf(" %T to %d", e, to)
		}
		fmt.Println()
	}
	// Output:
	// 4: lifecycle.ContainerStarted to 5
	// 5: lifecycle.ContainerExited to 6 lifecycle.ContainerExited to 7
	// 6: lifecycle.CleanedUp to 8
	// 7: lifecycle.CleanedUp to 9
	// 8:
	// 9:
}
