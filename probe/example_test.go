package probe_test

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// A liveness worker from the start of its container to the kill.
func ExampleStep() {
	start := time.Date(2026, time.January, 1, 12, 0, 0, 0, time.UTC)
	worker := probe.New(probe.Liveness, podlife.Probe{PeriodSeconds: 5, FailureThreshold: 2})
	for _, e := range []struct {
		at    int
		event probe.Event
	}{
		{0, probe.ContainerStarted{ID: "c1", Started: true}},
		{0, probe.WorkerStarted{}},
		{1, probe.Answered{Outcome: probe.HTTPOutcome(200)}},
		{5, probe.Tick{}},
		{6, probe.Answered{Outcome: probe.HTTPOutcome(500)}},
		{10, probe.Tick{}},
		{11, probe.Answered{Outcome: probe.TimedOut}},
	} {
		var effects []probe.Effect
		worker, effects, _ = probe.Step(worker, start.Add(time.Duration(e.at)*time.Second), e.event)
		fmt.Printf("%2d s  %T:", e.at, e.event)
		for _, effect := range effects {
			fmt.Printf(" %v.", effect)
		}
		fmt.Println()
	}
	// Output:
	//  0 s  probe.ContainerStarted:
	//  0 s  probe.WorkerStarted: verdict Success on c1. ask c1 within 1s.
	//  1 s  probe.Answered: wake at 2026-01-01T12:00:05Z.
	//  5 s  probe.Tick: ask c1 within 1s.
	//  6 s  probe.Answered: wake at 2026-01-01T12:00:10Z.
	// 10 s  probe.Tick: ask c1 within 1s.
	// 11 s  probe.Answered: verdict Failure on c1. wake at 2026-01-01T12:00:15Z.
}

// How long the defaults take to notice that a container hangs.
func ExampleHowLong() {
	times := probe.HowLong(probe.Liveness, podlife.Probe{})
	fmt.Printf("killed %v to %v after it hangs\n", times.Noticed.Earliest, times.Noticed.Latest)
	// Output: killed 20s to 31s after it hangs
}

func ExampleHowLongContainer() {
	c := podlife.Container{
		StartupProbe:   &podlife.Probe{PeriodSeconds: 2, FailureThreshold: 30},
		ReadinessProbe: &podlife.Probe{PeriodSeconds: 5},
		LivenessProbe:  &podlife.Probe{},
	}
	t := probe.HowLongContainer(&c, 30)
	fmt.Printf("ready      %v to %v after the start\n", t.Ready.Earliest, t.Ready.Latest)
	fmt.Printf("given up   %v to %v after the start, if it never works\n", t.GivenUp.Earliest, t.GivenUp.Latest)
	fmt.Printf("not ready  %v to %v after it breaks\n", t.Unready.Earliest, t.Unready.Latest)
	fmt.Printf("killed     %v to %v after it breaks\n", t.Killed.Earliest, t.Killed.Latest)
	fmt.Printf("stopped    at most %v after that\n", t.Stopped.Latest)
	// Output:
	// ready      0s to 9s after the start
	// given up   58s to 1m1s after the start, if it never works
	// not ready  10s to 16s after it breaks
	// killed     20s to 31s after it breaks
	// stopped    at most 30s after that
}

func ExampleHTTPOutcome() {
	fmt.Println(probe.HTTPOutcome(204))
	fmt.Println(probe.HTTPOutcome(302, probe.RedirectedElsewhere))
	fmt.Println(probe.HTTPOutcome(404))
	fmt.Println(probe.HTTPOutcome(0)) // no response
	fmt.Println(probe.HTTPOutcome(200, probe.BodyBroken))
	// Output:
	// Success
	// Success
	// Failure
	// Failure
	// Unknown
}

func ExampleExecOutcome() {
	fmt.Println(probe.ExecOutcome(0), probe.ExecOutcome(1), probe.TimedOut, probe.Errored)
	// Output: Success Failure Failure Unknown
}

func ExampleTCPOutcome() {
	fmt.Println(probe.TCPOutcome(true), probe.TCPOutcome(false))
	// Output: Success Failure
}

func ExampleGRPCOutcome() {
	fmt.Println(probe.GRPCOutcome(probe.Serving), probe.GRPCOutcome(probe.ServingUnknown), probe.GRPCOutcome(""))
	// Output: Success Failure Failure
}

func ExampleFirstAnswer() {
	fmt.Println(probe.FirstAnswer(probe.Errored, probe.Failure))
	fmt.Println(probe.FirstAnswer(probe.Errored, probe.Errored, probe.Errored, probe.Success)) // too late
	// Output:
	// Failure
	// Unknown
}

func ExampleExited() {
	spec := podlife.PodSpec{RestartPolicy: podlife.RestartPolicyOnFailure}
	web := podlife.Container{Name: "web"}
	fmt.Println(probe.Exited(&spec, &web, "c1", 1, false).Final)
	fmt.Println(probe.Exited(&spec, &web, "c1", 0, false).Final)
	// Output:
	// false
	// true
}

func ExampleHookOutcome() {
	hook := podlife.LifecycleHandler{TCPSocket: &podlife.TCPSocketAction{Port: podlife.Port{Number: 80}}}
	outcome := probe.HookOutcome(&hook, probe.HookEnd{})
	fmt.Println(outcome, probe.AfterHook(probe.PostStart, outcome).WaitingReason)
	// Output: Failure PostStartHookError
}

func ExampleStatus() {
	web := podlife.Container{Name: "web", ReadinessProbe: &podlife.Probe{}}
	status := podlife.ContainerStatus{State: podlife.Running(time.Time{})}
	fmt.Printf("%+v\n", probe.Status(&web, &status, probe.View{ReadinessWorker: true}))
	fmt.Printf("%+v\n", probe.Status(&web, &status, probe.View{ReadinessWorker: true, Readiness: probe.Success}))
	// Output:
	// {Started:true Ready:false Trigger:true}
	// {Started:true Ready:true Trigger:false}
}

func ExampleInitStatus() {
	status := podlife.ContainerStatus{State: podlife.Terminated(0, "Completed")}
	fmt.Printf("%+v\n", probe.InitStatus(&status, probe.View{}))
	// Output: {Started:false Ready:true Trigger:false}
}

// A worker that has seen one success of the container that the status is about.
func ExampleViewOf() {
	start := time.Date(2026, time.January, 1, 12, 0, 0, 0, time.UTC)
	readiness := probe.New(probe.Readiness, podlife.Probe{})
	for _, e := range []probe.Event{
		probe.ContainerStarted{ID: "c1", Started: true}, probe.WorkerStarted{}, probe.Answered{Outcome: probe.Success},
	} {
		readiness, _, _ = probe.Step(readiness, start, e)
	}
	fmt.Println(probe.ViewOf("c1", readiness, probe.State{}).Readiness)
	fmt.Println(probe.ViewOf("c2", readiness, probe.State{}).Readiness)
	// Output:
	// Success
	// None
}

// A verdict is about one life of the container, and until the worker has seen the
// next one there is none.
func ExampleState_Recorded() {
	start := time.Date(2026, time.January, 1, 12, 0, 0, 0, time.UTC)
	worker := probe.New(probe.Liveness, podlife.Probe{})
	for _, e := range []probe.Event{probe.ContainerStarted{ID: "c1", Started: true}, probe.WorkerStarted{}} {
		worker, _, _ = probe.Step(worker, start, e)
	}
	fmt.Println(worker.Recorded("c1"), worker.Recorded("c2"))
	// Output: Success None
}

func ExampleKillMain() {
	grace := int64(5)
	web := podlife.Container{Name: "web", LivenessProbe: &podlife.Probe{TerminationGracePeriodSeconds: &grace}}
	if kill, ok := probe.KillMain(&web, probe.Failure, probe.None); ok {
		fmt.Printf("%s; %d s of grace\n", kill.Message(), *kill.GracePeriodSeconds)
	}
	// Output: Container web failed liveness probe; 5 s of grace
}

// Until its startup probe succeeds, liveness does not kill a sidecar.
func ExampleKillSidecar() {
	proxy := podlife.Container{Name: "proxy", LivenessProbe: &podlife.Probe{}, StartupProbe: &podlife.Probe{}}
	_, early := probe.KillSidecar(&proxy, probe.Failure, probe.Unknown)
	kill, late := probe.KillSidecar(&proxy, probe.Failure, probe.Success)
	fmt.Println(early, late, kill.Message())
	// Output: false true Init container proxy failed liveness probe
}

func ExampleDefaults() {
	stored := probe.Defaults(podlife.Probe{ProbeHandler: podlife.ProbeHandler{HTTPGet: &podlife.HTTPGetAction{}}, PeriodSeconds: 5})
	fmt.Println(stored.PeriodSeconds, stored.TimeoutSeconds, stored.FailureThreshold, stored.HTTPGet.Scheme, stored.HTTPGet.Path)
	// Output: 5 1 3 HTTP /
}

func ExampleValidateLifecycle() {
	grace := int64(30)
	hooks := podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: 60}}}
	fmt.Println(probe.ValidateLifecycle(&hooks, &grace, "spec.containers[0].lifecycle"))
	// Output: spec.containers[0].lifecycle.preStop.sleep: Invalid value: 60: must be non-negative and less than terminationGracePeriodSeconds (30)
}

func ExampleValidateSpec() {
	spec := podlife.PodSpec{InitContainers: []podlife.Container{{Name: "migrate", ReadinessProbe: &podlife.Probe{}}}}
	fmt.Println(probe.ValidateSpec(&spec))
	// Output: spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always
}

func ExampleValidate() {
	spec := podlife.Probe{PeriodSeconds: -5, SuccessThreshold: 2}
	fmt.Println(probe.Validate(probe.Liveness, &spec, "spec.containers[0].livenessProbe"))
	// Output:
	// spec.containers[0].livenessProbe: Required value: must specify a handler type
	// spec.containers[0].livenessProbe.periodSeconds: Invalid value: -5: must be greater than or equal to 0
	// spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1
}

func ExampleResolvePort() {
	web := podlife.Container{Ports: []podlife.ContainerPort{{Name: "http", ContainerPort: 8080}}}
	fmt.Println(probe.ResolvePort(&web, podlife.Port{Name: "http"}))
	fmt.Println(probe.ResolvePort(&web, podlife.Port{Name: "htpp"}))
	// Output:
	// 8080 <nil>
	// 0 port "htpp" not found
}
