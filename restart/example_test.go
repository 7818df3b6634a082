package restart_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

func ExampleDecide() {
	spec := &podlife.PodSpec{
		RestartPolicy:  podlife.RestartPolicyOnFailure,
		InitContainers: []podlife.Container{{Name: "migrate"}, {Name: "proxy", RestartPolicy: podlife.RestartPolicyAlways}},
		Containers:     []podlife.Container{{Name: "web"}},
	}
	for _, c := range append(spec.InitContainers, spec.Containers...) {
		fmt.Println(c.Name, restart.Decide(spec, &c, 0), restart.Decide(spec, &c, 1))
	}
	// Output:
	// migrate Stay Restart
	// proxy Restart Restart
	// web Stay Restart
}

func ExampleWhy() {
	spec := &podlife.PodSpec{RestartPolicy: podlife.RestartPolicyAlways, Containers: []podlife.Container{{
		Name:          "train",
		RestartPolicy: podlife.RestartPolicyNever,
		RestartPolicyRules: []podlife.ContainerRestartRule{{
			Action:    podlife.RestartActionRestart,
			ExitCodes: podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{42}},
		}},
	}}}
	fmt.Println(restart.Why(spec, &spec.Containers[0], 42))
	fmt.Println(restart.Why(spec, &spec.Containers[0], 1))
	// Output:
	// started again: exit code 42 matches restartPolicyRules[0]
	// not started again: exit code 1 under the container's restart policy Never
}

// A container fails one second after each start.
func ExampleBackoff_Step() {
	var backoff restart.Backoff // as on most nodes
	var entry restart.Entry
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 8 {
		finishedAt := now.Add(time.Second)
		var retryAt time.Time
		if entry, retryAt = backoff.Step(entry, finishedAt, finishedAt); retryAt.IsZero() {
			retryAt = finishedAt // started at once
		} else {
			entry, _ = backoff.Step(entry, finishedAt, retryAt)
		}
		fmt.Print(retryAt.Sub(finishedAt), " ")
		now = retryAt
	}
	// Output: 0s 10s 20s 40s 1m20s 2m40s 5m0s 5m0s
}

// An image cannot be pulled. The same rule serves, asked in another way.
func ExampleBackoff_IsInBackOffSinceUpdate() {
	var backoff restart.Backoff
	failedAt := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	entry := backoff.Next(restart.Entry{}, failedAt, failedAt)
	for _, wait := range []time.Duration{0, 9 * time.Second, 10 * time.Second} {
		fmt.Println(wait, backoff.IsInBackOffSinceUpdate(entry, failedAt.Add(wait)))
	}
	// Output:
	// 0s true
	// 9s true
	// 10s false
}

func ExampleNodeMaximum() {
	backoff := restart.NodeMaximum(5 * time.Second)
	end := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	entry := backoff.Next(restart.Entry{}, end, end)
	fmt.Println(entry.Delay)
	// Output: 5s
}

func ExamplePlan() {
	pod := &podlife.Pod{Spec: podlife.PodSpec{
		RestartPolicy: podlife.RestartPolicyOnFailure,
		Containers:    []podlife.Container{{Name: "web"}, {Name: "report"}, {Name: "db"}},
	}}
	actions := restart.Plan(pod, restart.Observed{
		Sandboxes: []restart.Sandbox{{ID: "s", Ready: true}},
		Containers: []restart.RuntimeStatus{
			{ID: "w1", Name: "web", SandboxID: "s", State: restart.StateRunning, Liveness: restart.VerdictFailure},
			{ID: "r1", Name: "report", SandboxID: "s", State: restart.StateExited, ExitCode: 0},
		},
	})
	for _, k := range actions.ContainersToKill {
		fmt.Println("kill", k.ID, "-", k.Message())
	}
	for _, i := range actions.ContainersToStart {
		fmt.Println("start", pod.Spec.Containers[i].Name)
	}
	// Output:
	// kill w1 - Container web failed liveness probe, will be restarted
	// start web
	// start db
}

func ExampleExplain() {
	pod := &podlife.Pod{Spec: podlife.PodSpec{
		InitContainers: []podlife.Container{{Name: "migrate"}, {Name: "warm-up"}},
		Containers:     []podlife.Container{{Name: "web"}},
	}}
	for _, e := range restart.Explain(pod, restart.Observed{
		Sandboxes:  []restart.Sandbox{{ID: "s", Ready: true}},
		Containers: []restart.RuntimeStatus{{ID: "m1", Name: "migrate", SandboxID: "s", State: restart.StateExited, ExitCode: 3}},
	}) {
		fmt.Println(e)
	}
	// Output:
	// the Pod is left as it is: its containers are looked at one by one
	// migrate is started: it ended, exit code 3 under the Pod's restart policy Always
	// warm-up is left as it is: an init container before it is not done
	// web is left as it is: an init container before it is not done
}

func ExampleNextAttempts() {
	end := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	last := podlife.Terminated(1, "Error")
	last.FinishedAt = end
	pod := &podlife.Pod{
		Spec: podlife.PodSpec{Containers: []podlife.Container{{Name: "web"}}},
		Status: podlife.PodStatus{ContainerStatuses: []podlife.ContainerStatus{{
			Name: "web", RestartCount: 3, LastTerminationState: last,
			State: podlife.Waiting("CrashLoopBackOff", "back-off 40s restarting failed container=web pod=shop_default(1)"),
		}}},
	}
	for _, a := range restart.NextAttempts(pod, restart.Backoff{}, end.Add(5*time.Second)) {
		fmt.Println(a.Container, "from", a.Earliest.Sub(end), "to", a.Latest.Sub(end), "after its end")
	}
	// Output: web from 40s to 1m11s after its end
}

func ExampleSteps() {
	spec := &podlife.PodSpec{Containers: []podlife.Container{{
		Name:      "web",
		Lifecycle: &podlife.Lifecycle{PostStart: &podlife.LifecycleHandler{Exec: &podlife.ExecAction{}}},
	}}}
	for _, s := range restart.Steps(spec) {
		fmt.Println(strings.TrimSpace(fmt.Sprint(s.Kind, " ", s.Container, " ", s.Failure)))
	}
	// Output:
	// CheckNetwork  NetworkNotReady
	// CreateCgroup  FailedCreatePodContainer
	// MakeDataDirs  Failed
	// MountVolumes  FailedMount
	// FetchPullSecrets
	// AddProbes
	// Plan
	// Kill
	// CreateSandbox  FailedCreatePodSandBox
	// Compare web
	// CheckBackOff web CrashLoopBackOff
	// PullImage web ErrImagePull
	// CreateContainer web CreateContainerError
	// StartContainer web RunContainerError
	// PostStart web PostStartHookError
}
