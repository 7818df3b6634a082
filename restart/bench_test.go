package restart_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// steadyPod returns a Pod of n main containers, all of which run, with each
// run's definition told by its hash or by its image.
func steadyPod(n int, byHash bool) (*podlife.Pod, restart.Observed) {
	p := &podlife.Pod{Spec: podlife.PodSpec{RestartPolicy: podlife.RestartPolicyAlways}}
	o := restart.Observed{Sandboxes: []restart.Sandbox{{ID: "sandbox", Ready: true}}}
	for i := range n {
		c := podlife.Container{Name: fmt.Sprintf("container-%d", i), Image: fmt.Sprintf("registry.example/app-%d:1.2.3", i)}
		p.Spec.Containers = append(p.Spec.Containers, c)
		s := restart.RuntimeStatus{ID: "id-" + c.Name, Name: c.Name, SandboxID: "sandbox", State: restart.StateRunning}
		if byHash {
			s.Hash = restart.Hash(&c)
		} else {
			s.Image = c.Image
		}
		o.Containers = append(o.Containers, s)
	}
	return p, o
}

// busyPod returns a Pod of n main containers, all of which have to be started
// again, behind two init containers that are done.
func busyPod(n int) (*podlife.Pod, restart.Observed) {
	p, o := steadyPod(n, false)
	p.Spec.InitContainers = []podlife.Container{{Name: "migrate"}, {Name: "warm-up"}}
	for i := range o.Containers {
		o.Containers[i].State, o.Containers[i].ExitCode = restart.StateExited, 1
	}
	return p, o
}

func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{1, 3, 10} {
		p, o := steadyPod(n, false)
		b.Run(fmt.Sprintf("steady/by=image/containers=%d", n), func(b *testing.B) { benchmarkPlan(b, p, o) })
		p, o = steadyPod(n, true)
		b.Run(fmt.Sprintf("steady/by=hash/containers=%d", n), func(b *testing.B) { benchmarkPlan(b, p, o) })
		p, o = busyPod(n)
		b.Run(fmt.Sprintf("restart/containers=%d", n), func(b *testing.B) { benchmarkPlan(b, p, o) })
	}
}

func benchmarkPlan(b *testing.B, p *podlife.Pod, o restart.Observed) {
	b.ReportAllocs()
	for b.Loop() {
		restart.Plan(p, o)
	}
}

func BenchmarkDecide(b *testing.B) {
	p, _ := busyPod(3)
	c := &p.Spec.Containers[2]
	b.ReportAllocs()
	for b.Loop() {
		restart.Decide(&p.Spec, c, 1)
	}
}

func BenchmarkBackoffStep(b *testing.B) {
	var backoff restart.Backoff
	e := restart.Entry{Delay: 10 * time.Second, UpdatedAt: epoch}
	b.ReportAllocs()
	for b.Loop() {
		backoff.Step(e, epoch.Add(time.Second), epoch.Add(12*time.Second))
	}
}

func BenchmarkHash(b *testing.B) {
	c := &podlife.Container{Name: "container-0", Image: "registry.example/app-0:1.2.3"}
	b.ReportAllocs()
	for b.Loop() {
		restart.Hash(c)
	}
}

func TestDecisionsDoNotAllocate(t *testing.T) {
	var backoff restart.Backoff
	e := restart.Entry{Delay: 10 * time.Second, UpdatedAt: epoch}
	steady, seen := steadyPod(10, true)
	rules := &podlife.Container{RestartPolicy: podlife.RestartPolicyNever, RestartPolicyRules: []podlife.ContainerRestartRule{
		{Action: podlife.RestartActionRestart, ExitCodes: podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{42}}},
	}}
	busy, ended := busyPod(10)
	tests := []struct {
		name string
		most float64
		do   func()
	}{
		{"Decide", 0, func() { restart.Decide(&steady.Spec, rules, 42) }},
		{"Why", 0, func() { restart.Why(&steady.Spec, rules, 1) }},
		{"Backoff.Step", 0, func() { backoff.Step(e, epoch.Add(time.Second), epoch.Add(12*time.Second)) }},
		{"Hash", 0, func() { restart.Hash(&steady.Spec.Containers[0]) }},
		{"Plan of what needs nothing", 0, func() { restart.Plan(steady, seen) }},
		{"Plan of what starts everything", 1, func() { restart.Plan(busy, ended) }},
	}
	for _, test := range tests {
		if got := testing.AllocsPerRun(100, test.do); got > test.most {
			t.Errorf("%s: %v allocations, want at most %v", test.name, got, test.most)
		}
	}
}
