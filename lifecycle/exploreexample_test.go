package lifecycle_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// job is a Pod that runs one container once.
func job() *podlife.Pod {
	p := &podlife.Pod{}
	p.Name, p.Namespace, p.UID = "report", "default", "uid-1"
	p.CreationTimestamp = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p.Spec.NodeName, p.Spec.RestartPolicy = "node-a", podlife.RestartPolicyNever
	p.Spec.Containers = []podlife.Container{{Name: "sum", Image: "sum:1"}}
	return p
}

// A Pod that nobody deletes, by whatever may happen to it.
func ExampleExplore() {
	g, err := lifecycle.Explore(job(), lifecycle.ExploreOptions{Outside: []lifecycle.Event{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g.States(), "states")
	fmt.Print(g.Trace(g.States() - 1))
	// Output:
	// 10 states
	//      +0s  Created                0/1 ContainerCreating (Pending), sum waiting ContainerCreating
	//      +0s  VolumesMounted         0/1 ContainerCreating (Pending), sum waiting ContainerCreating
	//      +0s  SandboxCreated         0/1 ContainerCreating (Pending), sum waiting ContainerCreating
	//      +0s  ImagePulled sum        0/1 ContainerCreating (Pending), sum waiting ContainerCreating
	//      +0s  ContainerStarted sum   1/1 Running, sum running
	//      +0s  ContainerExited sum 1  0/1 Error (Failed), sum terminated 1
	//      +0s  CleanedUp              0/1 Error (Failed), sum terminated 1
}

// A law of one's own: here, that the Pod never fails. It does, and the shortest
// history shows how.
func ExampleExplore_law() {
	neverFails := lifecycle.Law{
		Name: "NeverFails",
		Check: func(_ lifecycle.State, _ lifecycle.Event, after lifecycle.State, _ []lifecycle.Effect) error {
			if p := after.Pod(); p != nil && p.Status.Phase == podlife.PodFailed {
				return errors.New("the Pod has failed")
			}
			return nil
		},
	}
	_, err := lifecycle.Explore(job(), lifecycle.ExploreOptions{Laws: []lifecycle.Law{neverFails}})
	var found *lifecycle.Counterexample
	if errors.As(err, &found) {
		fmt.Printf("%s: %v\n%v", found.Law, found.Err, found.Trace)
	}
	// Output:
	// NeverFails: the Pod has failed
	//      +0s  Created                0/1 ContainerCreating (Pending), sum waiting ContainerCreating
	//      +0s  VolumesMounted         0/1 ContainerCreating (Pending), sum waiting ContainerCreating
	//      +0s  SandboxCreated         0/1 ContainerCreating (Pending), sum waiting ContainerCreating
	//      +0s  ImagePulled sum        0/1 ContainerCreating (Pending), sum waiting ContainerCreating
	//      +0s  ContainerStarted sum   1/1 Running, sum running
	//      +0s  ContainerExited sum 1  0/1 Error (Failed), sum terminated 1
}

// Whether a Pod can still succeed from each of its states on.
func ExampleGraph_CanReach() {
	var succeeded []bool
	g, err := lifecycle.Explore(job(), lifecycle.ExploreOptions{
		Visit: func(_ int, s lifecycle.State, _ time.Time) {
			p := s.Pod()
			succeeded = append(succeeded, p != nil && p.Status.Phase == podlife.PodSucceeded)
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	can := 0
	for _, ok := range g.CanReach(succeeded) {
		if ok {
			can++
		}
	}
	fmt.Printf("%d of %d states\n", can, g.States())
	// Output:
	// 8 of 25 states
}

// The phases of a Pod that nobody deletes.
func ExampleDiagram_Mermaid() {
	g, err := lifecycle.Explore(job(), lifecycle.ExploreOptions{Outside: []lifecycle.Event{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(g.Phases().Mermaid())
	// Output:
	// stateDiagram-v2
	//     [*] --> Pending: Created
	//     Pending --> Running: ContainerStarted
	//     Running --> Succeeded: ContainerExited 0
	//     Running --> Failed: ContainerExited 1
}

// The states of a container, for Graphviz.
func ExampleDiagram_DOT() {
	g, err := lifecycle.Explore(job(), lifecycle.ExploreOptions{Outside: []lifecycle.Event{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(g.Container("sum").DOT())
	// Output:
	// digraph {
	//     node [shape=box, style=rounded]
	//     begin [shape=point]
	//     s1 [label="Waiting ContainerCreating"]
	//     s2 [label="Running, ready"]
	//     s3 [label="Terminated Completed"]
	//     s4 [label="Terminated Error"]
	//     begin -> s1 [label="Created"]
	//     s1 -> s2 [label="ContainerStarted"]
	//     s2 -> s3 [label="ContainerExited 0"]
	//     s2 -> s4 [label="ContainerExited 1"]
	// }
}

// A Pod that is deleted comes to its end.
func ExampleGraph_CheckLive() {
	g, err := lifecycle.Explore(job(), lifecycle.ExploreOptions{Laws: lifecycle.Laws()})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g.CheckLive())
	// Output:
	// <nil>
}
