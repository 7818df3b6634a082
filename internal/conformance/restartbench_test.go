package conformance

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
	v1 "k8s.io/api/core/v1"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	testingclock "k8s.io/utils/clock/testing"
)

// Ten containers run, and a plan has nothing to do. What the kubelet compares is the hash;
// podlife may be told the images instead.
func BenchmarkPeerPlan(b *testing.B) {
	for _, how := range []struct {
		name   string
		byHash bool
	}{{"containers=10/by=image", false}, {"containers=10/by=hash", true}} {
		p, seen := steady(10, how.byHash)
		theirs := kube.ToPod(p)
		ours, status, runtime := seen.observed(), seen.runtime(theirs), oracle.NewRuntime()
		peers(b, how.name,
			func() { restart.Plan(p, ours) },
			func() { runtime.Plan(theirs, status, false) })
	}
}

func BenchmarkPeerDecide(b *testing.B) {
	for _, how := range []struct {
		name string
		rule []podlife.ContainerRestartRule
	}{{"policy", nil}, {"rule", pod("Never: m(Never,42)=-").Spec.Containers[0].RestartPolicyRules}} {
		p, _ := steady(3, false)
		c := &p.Spec.Containers[1]
		c.RestartPolicy, c.RestartPolicyRules = podlife.RestartPolicyNever, how.rule
		theirs := kube.ToPod(p)
		peers(b, how.name,
			func() { restart.Decide(&p.Spec, c, 42) },
			func() { oracle.ShouldRestart(&theirs.Spec, &theirs.Spec.Containers[1], 42) })
	}
}

func BenchmarkPeerBackoff(b *testing.B) {
	var rule restart.Backoff
	pod := kube.ToPod(crashingPod())
	clock := testingclock.NewFakeClock(podtest.Epoch())
	backoff, runtime := oracle.NewBackoff(restart.DefaultMax, clock), oracle.NewRuntime()
	status := &kubecontainer.PodStatus{ContainerStatuses: []*kubecontainer.Status{
		{Name: "app", State: kubecontainer.ContainerStateExited, FinishedAt: podtest.Epoch()},
	}}
	entry := restart.Entry{Delay: restart.DefaultMax, UpdatedAt: podtest.Epoch()}
	later := podtest.Epoch().Add(restart.DefaultMax)
	clock.SetTime(later)
	peers(b, "start",
		func() { rule.Step(entry, podtest.Epoch(), later) },
		func() { runtime.BackOff(pod, &pod.Spec.Containers[0], status, backoff) })
}

func BenchmarkPeerHash(b *testing.B) {
	c := podlife.Container{Name: "container-0", Image: "registry.example/app-0:1.2.3"}
	theirs := v1.Container{Name: c.Name, Image: c.Image}
	peers(b, "container",
		func() { restart.Hash(&c) },
		func() { kubecontainer.HashContainer(&theirs) })
}
