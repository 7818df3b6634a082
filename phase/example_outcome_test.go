package phase_test

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// The work is done when the main containers are, though the sidecar still runs
// and the Pod's phase is Running.
func ExampleOutcome() {
	p := parse(job)
	r := phase.Outcome(p)
	fmt.Println(p.Status.Phase, r.Verdict, r.Cause, r.Final)
	// Output:
	// Running Succeeded Completed true
}

// An eviction counts for more than the exit codes.
func ExampleOutcome_evicted() {
	p := parse(job)
	p.Status.Phase = podlife.PodFailed
	p.Status.Reason = podlife.ReasonEvicted
	p.Status.Message = "The node was low on resource: memory. "
	r := phase.Outcome(p)
	fmt.Println(r.Verdict, r.Cause)
	fmt.Println(r.Message)
	// Output:
	// Failed Evicted
	// The node was low on resource: memory.
}

// One line for a log: what became of the work, and which container it was.
func ExampleResult_String() {
	p := &podlife.Pod{Spec: podlife.PodSpec{
		RestartPolicy: podlife.RestartPolicyAlways,
		NodeName:      "node-1",
		Containers:    []podlife.Container{{Name: "resize"}},
	}}
	p.Status.Phase = podlife.PodRunning
	p.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "resize", State: podlife.Terminated(137, "OOMKilled")}}
	fmt.Println(phase.Outcome(p))
	p.Spec.RestartPolicy = podlife.RestartPolicyNever
	fmt.Println(phase.Outcome(p))
	// Output:
	// Unfinished: ContainerRestarting (resize, exit code 137, OOMKilled)
	// Failed: OOMKilled (resize, exit code 137)
}

// Of two main containers only one is the work.
func ExampleOutcome_mains() {
	p := &podlife.Pod{Spec: podlife.PodSpec{
		RestartPolicy: podlife.RestartPolicyNever,
		NodeName:      "node-1",
		Containers:    []podlife.Container{{Name: "build"}, {Name: "logs"}},
	}}
	p.Status.Phase = podlife.PodRunning
	p.Status.ContainerStatuses = []podlife.ContainerStatus{
		{Name: "build", State: podlife.Terminated(2, "Error")},
		{Name: "logs", State: podlife.Running(epoch)},
	}
	for _, r := range []phase.Result{phase.Outcome(p, "build"), phase.Outcome(p)} {
		fmt.Println(r.Verdict, r.Cause, r.Container, r.ExitCode, r.Final)
	}
	// Output:
	// Failed ContainerFailed build 2 true
	// Unfinished ContainerFailed build 2 false
}

func ExampleExplain() {
	p := &podlife.Pod{Spec: podlife.PodSpec{
		NodeName:       "node-1",
		InitContainers: []podlife.Container{{Name: "proxy", RestartPolicy: podlife.RestartPolicyAlways}},
		Containers:     []podlife.Container{{Name: "web"}, {Name: "logs"}},
	}}
	started := true
	p.Status.Phase = podlife.PodPending
	p.Status.InitContainerStatuses = []podlife.ContainerStatus{
		{Name: "proxy", State: podlife.Running(epoch), Started: &started},
	}
	p.Status.ContainerStatuses = []podlife.ContainerStatus{
		{
			Name: "logs", RestartCount: 3,
			State:                podlife.Waiting("CrashLoopBackOff", "back-off 40s restarting failed container=logs pod=web_default(1)"),
			LastTerminationState: podlife.Terminated(1, "Error"),
		},
		{Name: "web", State: podlife.Waiting("ImagePullBackOff", `Back-off pulling image "web:1"`)},
	}
	for _, r := range phase.Explain(p) {
		fmt.Println(r)
	}
	// Output:
	// main container web waits: ImagePullBackOff (Back-off pulling image "web:1"); the image must become pullable
	// main container logs waits: CrashLoopBackOff (back-off 40s restarting failed container=logs pod=web_default(1)), having ended with exit code 1: Error; it is started again when the back-off is over
	// sidecar proxy runs, but is not ready; the kubelet must report it ready
}
