package restart_test

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// An init container that succeeded is done, though its policy alone would have
// it run again.
func ExampleByPolicy() {
	spec := &podlife.PodSpec{InitContainers: []podlife.Container{{Name: "migrate"}}}
	c := &spec.InitContainers[0]
	fmt.Println(restart.Decide(spec, c, 0), restart.ByPolicy(spec, c, 0))
	// Output: Stay Restart
}

// A rule counts only beside a policy of the container's own.
func ExampleRuleAction() {
	spec := &podlife.PodSpec{RestartPolicy: podlife.RestartPolicyNever, Containers: []podlife.Container{{
		Name: "train",
		RestartPolicyRules: []podlife.ContainerRestartRule{{
			Action:    podlife.RestartActionRestart,
			ExitCodes: podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{42}},
		}},
	}}}
	c := &spec.Containers[0]
	fmt.Println(restart.RuleAction(c, 42), restart.Decide(spec, c, 42))
	c.RestartPolicy = podlife.RestartPolicyNever
	fmt.Println(restart.RuleAction(c, 42), restart.Decide(spec, c, 42))
	// Output:
	// Restart Stay
	// Restart Restart
}

// Each attempt doubles the delay, until the last one is long enough ago.
func ExampleBackoff_Next() {
	var backoff restart.Backoff
	var entry restart.Entry
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, later := range []time.Duration{0, time.Minute, time.Minute, 11 * time.Minute} {
		now = now.Add(later)
		entry = backoff.Next(entry, now, now)
		fmt.Print(entry.Delay, " ")
	}
	// Output: 10s 20s 40s 10s
}

func ExampleBackoff_IsInBackOffSince() {
	var backoff restart.Backoff
	end := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	entry := restart.Entry{Delay: 20 * time.Second, UpdatedAt: end.Add(-time.Minute)}
	fmt.Println(backoff.IsInBackOffSince(entry, end, end.Add(19*time.Second)))
	fmt.Println(backoff.IsInBackOffSince(entry, end, end.Add(20*time.Second)))
	// Output:
	// true
	// false
}

// What a kubelet remembers of a container is dropped ten minutes after the last
// attempt.
func ExampleBackoff_Collect() {
	var backoff restart.Backoff
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	entry := restart.Entry{Delay: 5 * time.Minute, UpdatedAt: at}
	fmt.Println(backoff.Collect(entry, at.Add(10*time.Minute)).Delay)
	fmt.Println(backoff.Collect(entry, at.Add(11*time.Minute)).Delay)
	// Output:
	// 5m0s
	// 0s
}

func ExampleReducedDefault() {
	fmt.Println(firstDelays(restart.ReducedDefault(), 8))
	// Output: [1s 2s 4s 8s 16s 32s 1m0s 1m0s]
}

func ExampleReducedNodeMaximum() {
	fmt.Println(firstDelays(restart.ReducedNodeMaximum(5*time.Second), 4))
	// Output: [1s 2s 4s 5s]
}

// firstDelays returns the first n delays of a container that ends as soon as it is
// started.
func firstDelays(b restart.Backoff, n int) []time.Duration {
	var out []time.Duration
	var entry restart.Entry
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for range n {
		entry = b.Next(entry, now, now)
		out = append(out, entry.Delay)
	}
	return out
}

// Nothing is planned for a Pod that ended; what a kubelet would compute if it
// asked is another sandbox.
func ExampleCompute() {
	pod := &podlife.Pod{Spec: podlife.PodSpec{Containers: []podlife.Container{{Name: "web"}}}}
	pod.Status.Phase = podlife.PodFailed
	var seen restart.Observed
	fmt.Println(restart.Plan(pod, seen).Reason, restart.Plan(pod, seen).CreateSandbox)
	fmt.Println(restart.Compute(pod, seen).Reason, restart.Compute(pod, seen).CreateSandbox)
	// Output:
	// PodEnded false
	// NoSandbox true
}

// A plan is carried out when the next one has nothing to do.
func ExampleActions_Idle() {
	pod := &podlife.Pod{Spec: podlife.PodSpec{Containers: []podlife.Container{{Name: "web"}}}}
	seen := restart.Observed{Sandboxes: []restart.Sandbox{{ID: "s", Ready: true}}}
	plan := restart.Plan(pod, seen)
	fmt.Println(plan.ContainersToStart, plan.Idle(&seen))

	seen.Containers = []restart.RuntimeStatus{{ID: "w1", Name: "web", SandboxID: "s", State: restart.StateRunning}}
	plan = restart.Plan(pod, seen)
	fmt.Println(plan.ContainersToStart, plan.Idle(&seen))
	// Output:
	// [0] false
	// [] true
}

// A rule restarts all containers: the next plan resets them.
func ExampleShouldRestartAll() {
	pod := &podlife.Pod{Spec: podlife.PodSpec{Containers: []podlife.Container{{Name: "web"}, {
		Name: "watch", RestartPolicy: podlife.RestartPolicyNever,
		RestartPolicyRules: []podlife.ContainerRestartRule{{
			Action:    podlife.RestartActionRestartAllContainers,
			ExitCodes: podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{42}},
		}},
	}}}}
	seen := restart.Observed{
		Sandboxes: []restart.Sandbox{{ID: "s", Ready: true}},
		Containers: []restart.RuntimeStatus{
			{ID: "c1", Name: "watch", SandboxID: "s", State: restart.StateExited, ExitCode: 42},
			{ID: "w1", Name: "web", SandboxID: "s", State: restart.StateRunning},
		},
	}
	seen.RestartAll = restart.ShouldRestartAll(pod, seen)
	for _, r := range restart.Plan(pod, seen).ContainersToReset {
		fmt.Println("reset", r.Name, "kill:", r.Kill)
	}
	// Output:
	// reset web kill: true
	// reset watch kill: false
}

// Only image and name count.
func ExampleHash() {
	c := &podlife.Container{Name: "web", Image: "web:1"}
	before := restart.Hash(c)
	c.RestartPolicy = podlife.RestartPolicyNever
	fmt.Println(restart.Hash(c) == before)
	c.Image = "web:2"
	fmt.Println(restart.Hash(c) == before)
	// Output:
	// true
	// false
}
