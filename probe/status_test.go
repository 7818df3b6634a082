package probe_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
)

func TestStatus(t *testing.T) {
	yes := true
	running := podlife.ContainerStatus{State: podlife.Running(podtest.Epoch())}
	was := func(ready bool, started *bool) podlife.ContainerStatus {
		return podlife.ContainerStatus{State: running.State, Ready: ready, Started: started}
	}
	ended := podlife.ContainerStatus{State: podlife.Terminated(0, "Completed"), Ready: true, Started: &yes}
	web := podlife.Container{Name: "web", ReadinessProbe: &podlife.Probe{}}
	old := podtest.Epoch().Add(11 * time.Second) // when a kubelet started
	both := probe.View{StartupWorker: true, ReadinessWorker: true}
	view := func(v probe.View, change func(*probe.View)) probe.View {
		change(&v)
		return v
	}
	for _, tt := range []struct {
		name string
		c    *podlife.Container
		cs   podlife.ContainerStatus
		view probe.View
		want probe.Flags
	}{
		{"no probes", &podlife.Container{}, running, probe.View{}, probe.Flags{Started: true, Ready: true}},
		{"not running", &web, ended, both, probe.Flags{Ready: true}},
		{"waiting", &web, podlife.ContainerStatus{State: podlife.Waiting("CrashLoopBackOff", "")}, both, probe.Flags{}},
		{"startup not decided", &web, running, view(both, func(v *probe.View) { v.Startup = probe.Unknown }), probe.Flags{}},
		{"startup has not seen it", &web, running, both, probe.Flags{}},
		{"startup has not seen it, but it was started", &web, was(false, &yes), both, probe.Flags{Started: true, Trigger: true}},
		{"startup failed though it was started", &web, was(false, &yes), view(both, func(v *probe.View) { v.Startup = probe.Failure }), probe.Flags{}},
		{"not started leaves ready alone", &web, was(true, nil), view(both, func(v *probe.View) { v.Startup = probe.Failure }), probe.Flags{Ready: true}},
		{"started, readiness not asked", &web, running, view(both, func(v *probe.View) { v.Startup = probe.Success }), probe.Flags{Started: true, Trigger: true}},
		{"ready", &web, running, view(both, func(v *probe.View) { v.Startup, v.Readiness = probe.Success, probe.Success }), probe.Flags{Started: true, Ready: true}},
		{"readiness failed", &web, was(true, &yes), probe.View{ReadinessWorker: true, Readiness: probe.Failure}, probe.Flags{Started: true, Trigger: true}},
		{"readiness worker gone", &web, running, probe.View{}, probe.Flags{Started: true, Ready: true}},

		{"older than the kubelet, ready Pod", &web, running, probe.View{ReadinessWorker: true, KubeletStart: old, PodReady: true},
			probe.Flags{Started: true, Ready: true, Trigger: true}},
		{"older than the kubelet, Pod not ready", &web, running, probe.View{ReadinessWorker: true, KubeletStart: old},
			probe.Flags{Started: true, Trigger: true}},
		{"older than the kubelet, no worker yet, Pod not ready", &web, running, probe.View{KubeletStart: old},
			probe.Flags{Started: true}},
		{"older than the kubelet, readiness failed since", &web, running, probe.View{ReadinessWorker: true, Readiness: probe.Failure, KubeletStart: old, PodReady: true},
			probe.Flags{Started: true, Trigger: true}},
		{"not old enough", &web, running, probe.View{ReadinessWorker: true, KubeletStart: old.Add(-time.Second), PodReady: true},
			probe.Flags{Started: true, Trigger: true}},
		{"nobody knows since when it runs", &web, podlife.ContainerStatus{State: podlife.Running(time.Time{})},
			probe.View{ReadinessWorker: true, KubeletStart: old, PodReady: true}, probe.Flags{Started: true, Trigger: true}},
		{"older than the kubelet, not in the spec", nil, running, probe.View{ReadinessWorker: true, KubeletStart: old, PodReady: true},
			probe.Flags{Started: true, Trigger: true}},
		{"older than the kubelet, no probe", &podlife.Container{}, running, probe.View{KubeletStart: old},
			probe.Flags{Started: true, Ready: true}},
	} {
		if diff := cmp.Diff(tt.want, probe.Status(tt.c, &tt.cs, tt.view)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestInitStatus(t *testing.T) {
	for _, tt := range []struct {
		name string
		cs   podlife.ContainerStatus
		want probe.Flags
	}{
		{"waiting", podlife.ContainerStatus{State: podlife.Waiting("PodInitializing", "")}, probe.Flags{}},
		{"running", podlife.ContainerStatus{State: podlife.Running(podtest.Epoch())}, probe.Flags{Started: true}},
		{"completed", podlife.ContainerStatus{State: podlife.Terminated(0, "Completed")}, probe.Flags{Ready: true}},
		{"failed", podlife.ContainerStatus{State: podlife.Terminated(1, "Error")}, probe.Flags{}},
		{"stays ready", podlife.ContainerStatus{State: podlife.Terminated(1, "Error"), Ready: true}, probe.Flags{Ready: true}},
	} {
		if diff := cmp.Diff(tt.want, probe.InitStatus(&tt.cs, probe.View{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestKill looks at every pair of verdicts, for a container with both probes.
func TestKill(t *testing.T) {
	five, nine := int64(5), int64(9)
	c := podlife.Container{
		Name:          "web",
		LivenessProbe: &podlife.Probe{TerminationGracePeriodSeconds: &five},
		StartupProbe:  &podlife.Probe{TerminationGracePeriodSeconds: &nine},
	}
	results := []probe.Result{probe.None, probe.Unknown, probe.Success, probe.Failure}
	for _, liveness := range results {
		for _, startup := range results {
			wantMain, wantSidecar := "", ""
			switch {
			case liveness == probe.Failure:
				wantMain = "Container web failed liveness probe, 5"
			case startup == probe.Failure:
				wantMain = "Container web failed startup probe, 9"
			}
			switch {
			case startup == probe.Failure:
				wantSidecar = "Init container web failed startup probe, 9"
			case startup == probe.Success && liveness == probe.Failure:
				wantSidecar = "Init container web failed liveness probe, 5"
			}
			if got := killText(probe.KillMain(&c, liveness, startup)); got != wantMain {
				t.Errorf("main, liveness %v, startup %v: %q, want %q", liveness, startup, got, wantMain)
			}
			if got := killText(probe.KillSidecar(&c, liveness, startup)); got != wantSidecar {
				t.Errorf("sidecar, liveness %v, startup %v: %q, want %q", liveness, startup, got, wantSidecar)
			}
		}
	}
	bare := podlife.Container{Name: "web", LivenessProbe: &podlife.Probe{}}
	if got := killText(probe.KillSidecar(&bare, probe.Failure, probe.None)); got != "Init container web failed liveness probe" {
		t.Errorf("no startup probe: %q", got)
	}
	if got := killText(probe.KillMain(&podlife.Container{Name: "web"}, probe.None, probe.Failure)); got != "Container web failed startup probe" {
		t.Errorf("a verdict without a probe: %q", got)
	}
}

func killText(k probe.Kill, ok bool) string {
	if !ok {
		return ""
	}
	if k.GracePeriodSeconds == nil {
		return k.Message()
	}
	return fmt.Sprintf("%s, %d", k.Message(), *k.GracePeriodSeconds)
}
