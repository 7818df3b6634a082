package oracle_test

import (
	"strconv"
	"testing"

	v1 "k8s.io/api/core/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
)

func TestPhase(t *testing.T) {
	always, onFailure, never := v1.RestartPolicyAlways, v1.RestartPolicyOnFailure, v1.RestartPolicyNever
	tests := []struct {
		name     string
		spec     *v1.PodSpec
		statuses []v1.ContainerStatus
		view     oracle.View
		want     v1.PodPhase
	}{
		{"nothing known", spec(always, "web"), nil, oracle.View{}, v1.PodPending},
		{"running", spec(always, "web"), []v1.ContainerStatus{running("web", true)}, oracle.View{}, v1.PodRunning},
		{"one unknown", spec(always, "web", "db"), []v1.ContainerStatus{running("web", true)}, oracle.View{}, v1.PodPending},
		{"crash loop", spec(always, "web"), []v1.ContainerStatus{crashed("web", 1)}, oracle.View{}, v1.PodRunning},
		{"done", spec(never, "web"), []v1.ContainerStatus{exited("web", 0)}, oracle.View{}, v1.PodSucceeded},
		{"failed", spec(never, "web"), []v1.ContainerStatus{exited("web", 1)}, oracle.View{}, v1.PodFailed},
		{"waits after success", spec(onFailure, "web"), []v1.ContainerStatus{crashed("web", 0)}, oracle.View{}, v1.PodFailed},
		{"stopped for good", spec(always, "web"), []v1.ContainerStatus{exited("web", 0)}, oracle.View{Terminal: true}, v1.PodSucceeded},
		{"static", spec(always, "web"), []v1.ContainerStatus{exited("web", 0)}, oracle.View{Terminal: true, Static: true}, v1.PodRunning},
		{
			"init failed", withInit(spec(never, "web"), "fetch"),
			[]v1.ContainerStatus{running("web", true), exited("fetch", 1)}, oracle.View{}, v1.PodFailed,
		},
		{
			"sidecar starts", withSidecar(spec(always, "web"), "proxy"),
			[]v1.ContainerStatus{running("web", true), running("proxy", false)}, oracle.View{}, v1.PodPending,
		},
		{
			"sidecar restarts", withSidecar(spec(always, "web"), "proxy"),
			[]v1.ContainerStatus{running("web", true), running("proxy", false)}, oracle.View{Initialized: true}, v1.PodRunning,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := oracle.Phase(test.spec, test.statuses, test.view); got != test.want {
				t.Errorf("Phase = %s, want %s", got, test.want)
			}
		})
	}
}

func BenchmarkGetPhase(b *testing.B) {
	for _, n := range []int{1, 3, 10} {
		names := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}[:n]
		pod := pod(spec(v1.RestartPolicyAlways, names...))
		for _, name := range names {
			pod.Status.ContainerStatuses = append(pod.Status.ContainerStatuses, running(name, true))
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				oracle.GetPhase(pod, pod.Status.ContainerStatuses, false, true)
			}
		})
	}
}
