package oracle_test

import (
	"testing"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
)

func TestProbeManager(t *testing.T) {
	start := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	manager := oracle.NewProbeManager(start)
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	container := &web.Spec.Containers[0]
	container.ReadinessProbe = &v1.Probe{}
	triggered := manager.AddWorker(web, container, oracle.Readiness)

	id := containerID("web")
	update := func(startedAt time.Time) v1.ContainerStatus {
		up := running("web", false)
		up.ContainerID, up.State.Running.StartedAt = id.String(), metav1.NewTime(startedAt)
		status := &v1.PodStatus{ContainerStatuses: []v1.ContainerStatus{up}}
		manager.UpdateStatus(web, status)
		return status.ContainerStatuses[0]
	}
	if got := update(start); !*got.Started || got.Ready || !triggered() {
		t.Errorf("without a verdict: started %v, ready %v, triggered %v", *got.Started, got.Ready, triggered())
	}
	web.Status.Conditions = []v1.PodCondition{{Type: v1.PodReady, Status: v1.ConditionTrue}}
	if got := update(start.Add(-time.Minute)); !got.Ready {
		t.Error("the kubelet's restart shows")
	}
	manager.Readiness[id] = results.Success
	if got := update(start); !got.Ready {
		t.Error("not ready after a success")
	}
	manager.AddWorker(web, container, oracle.Startup)
	manager.Startup[id] = results.Failure
	if got := update(start); *got.Started {
		t.Error("started after a failure")
	}
}
