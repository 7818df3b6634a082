package oracle_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
)

func TestKubeletGenerate(t *testing.T) {
	k := oracle.NewKubelet(now)
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	web.Spec.Containers[0].ReadinessProbe = &v1.Probe{}
	k.AddPod(web)
	defer k.RemovePod(web)

	status := k.Generate(web, &kubecontainer.PodStatus{}, false)
	if got := status.ContainerStatuses[0].State.Waiting; got == nil || got.Reason != "ContainerCreating" {
		t.Errorf("no container yet: %v, want ContainerCreating", got)
	}
	if status.Phase != v1.PodPending {
		t.Errorf("no container yet: %s, want Pending", status.Phase)
	}

	status = k.Generate(web, sandboxed(live("web")), false)
	if status.Phase != v1.PodRunning || status.ContainerStatuses[0].Ready {
		t.Errorf("not probed yet: %s, ready %v, want Running, false", status.Phase, status.ContainerStatuses[0].Ready)
	}
	k.Readiness[containerID("web")] = results.Success
	if status = k.Generate(web, sandboxed(live("web")), false); !status.ContainerStatuses[0].Ready {
		t.Error("probed: not ready")
	}

	k.FailStart(web.UID, "web", errors.New("CrashLoopBackOff"), "back-off 10s")
	status = k.Generate(web, sandboxed(stopped("web", 1)), false)
	if got := status.ContainerStatuses[0].State.Waiting; got == nil || got.Reason != "CrashLoopBackOff" {
		t.Errorf("after a crash: %v, want CrashLoopBackOff", got)
	}
}

func TestKubeletActiveDeadline(t *testing.T) {
	k := oracle.NewKubelet(now)
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	seconds := int64(60)
	web.Spec.ActiveDeadlineSeconds = &seconds
	start := metav1.NewTime(now)
	web.Status.StartTime = &start
	for _, step := range []struct {
		after  time.Duration
		phase  v1.PodPhase
		reason string
	}{
		{59 * time.Second, v1.PodRunning, ""},
		{60 * time.Second, v1.PodFailed, "DeadlineExceeded"},
	} {
		k.Clock.SetTime(now.Add(step.after))
		status := k.Generate(web, sandboxed(live("web")), false)
		if status.Phase != step.phase || status.Reason != step.reason {
			t.Errorf("after %v: %s %q, want %s %q", step.after, status.Phase, status.Reason, step.phase, step.reason)
		}
	}
}

func TestKubeletStickyPhase(t *testing.T) {
	k := oracle.NewKubelet(now)
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	evicted := v1.PodStatus{Phase: v1.PodFailed, Reason: "Evicted", Message: "no room"}
	if _, changed := k.SetStatus(web, evicted); !changed {
		t.Fatal("SetStatus changed nothing")
	}
	status := k.Generate(web, sandboxed(live("web")), false)
	if status.Phase != v1.PodFailed || status.Reason != "Evicted" {
		t.Errorf("got %s %s, want Failed Evicted", status.Phase, status.Reason)
	}
	// A final computation that itself is terminal is not compared with the cached phase.
	status = k.Generate(web, sandboxed(stopped("web", 0)), true)
	if status.Phase != v1.PodSucceeded || status.Reason != "" {
		t.Errorf("got %s %q, want Succeeded without reason", status.Phase, status.Reason)
	}
}

func TestKubeletTerminate(t *testing.T) {
	k := oracle.NewKubelet(now)
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	web.Status = v1.PodStatus{Phase: v1.PodPending, ContainerStatuses: []v1.ContainerStatus{waiting("web", "ContainerCreating")}}
	k.Terminate(web)
	status, ok := k.Status(web.UID)
	if !ok || status.Phase != v1.PodFailed {
		t.Fatalf("got %v %s, want Failed", ok, status.Phase)
	}
	if got := status.ContainerStatuses[0].State.Terminated; got == nil || got.ExitCode != 137 || got.Reason != "ContainerStatusUnknown" {
		t.Errorf("got %v, want ContainerStatusUnknown, 137", got)
	}
}

func TestKubeletTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := oracle.NewKubelet(time.Now())
		web := pod(spec(v1.RestartPolicyAlways, "web"))
		web.Spec.Containers[0].ReadinessProbe = &v1.Probe{}
		k.AddPod(web)
		defer k.RemovePod(web)
		first := time.Now()
		k.SetStatus(web, k.Generate(web, sandboxed(live("web")), false))
		time.Sleep(time.Minute)
		k.SetReady(web.UID, containerID("web"), true)
		status, _ := k.Status(web.UID)
		for _, c := range status.Conditions {
			want := first
			if c.Type == v1.PodReady || c.Type == v1.ContainersReady {
				want = time.Now()
			}
			if !c.LastTransitionTime.Time.Equal(want) {
				t.Errorf("%s changed at %v, want %v", c.Type, c.LastTransitionTime, want)
			}
		}
	})
}

func TestMergeStatus(t *testing.T) {
	web := pod(spec(v1.RestartPolicyNever, "web"))
	old := v1.PodStatus{Phase: v1.PodRunning}
	updated := v1.PodStatus{Phase: v1.PodFailed, Reason: "Evicted"}
	if got := oracle.MergeStatus(web, old, updated, true); got.Phase != v1.PodRunning || got.Reason != "" {
		t.Errorf("while containers could run: %s %q, want Running", got.Phase, got.Reason)
	}
	if got := oracle.MergeStatus(web, old, updated, false); got.Phase != v1.PodFailed || got.Reason != "Evicted" {
		t.Errorf("after: %s %q, want Failed Evicted", got.Phase, got.Reason)
	}
}

func TestCheckContainerTransition(t *testing.T) {
	from := &v1.PodStatus{ContainerStatuses: []v1.ContainerStatus{exited("web", 0)}}
	to := &v1.PodStatus{ContainerStatuses: []v1.ContainerStatus{running("web", true)}}
	if err := oracle.CheckContainerTransition(from, to, spec(v1.RestartPolicyAlways, "web")); err != nil {
		t.Errorf("Always: %v", err)
	}
	if err := oracle.CheckContainerTransition(from, to, spec(v1.RestartPolicyNever, "web")); err == nil {
		t.Error("Never: no error")
	}
}

func BenchmarkKubeletGenerate(b *testing.B) {
	k := oracle.NewKubelet(now)
	web := pod(spec(v1.RestartPolicyAlways, "a", "b", "c"))
	runtime := sandboxed(live("a"), live("b"), live("c"))
	b.ReportAllocs()
	for b.Loop() {
		k.Generate(web, runtime, false)
	}
}
