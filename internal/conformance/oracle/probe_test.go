package oracle_test

import (
	"testing"
	"testing/synctest"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
)

func TestProbeWorker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		web := pod(spec(v1.RestartPolicyAlways, "web"))
		container := &web.Spec.Containers[0]
		container.ReadinessProbe = &v1.Probe{InitialDelaySeconds: 5, SuccessThreshold: 2, FailureThreshold: 3}
		worker := oracle.NewProbeWorker(web, container, oracle.Readiness)

		id := containerID("web")
		up := running("web", false)
		started := true
		up.Started, up.ContainerID, up.State.Running.StartedAt = &started, id.String(), metav1.Now()
		status := &v1.PodStatus{Phase: v1.PodRunning, ContainerStatuses: []v1.ContainerStatus{up}}

		step := func(outcome oracle.Outcome, wantRan bool, want results.Result) {
			t.Helper()
			ran, goesOn := worker.Step(status, outcome)
			got, _ := worker.Verdict(id)
			if ran != wantRan || !goesOn || got != want {
				t.Errorf("ran %v, goes on %v, %v, want ran %v, %v", ran, goesOn, got, wantRan, want)
			}
			time.Sleep(time.Second)
		}
		if ran, goesOn := worker.Step(nil, oracle.Success); ran || !goesOn {
			t.Error("unknown pod: probed, or given up")
		}
		for range 5 { // the initial delay
			step(oracle.Success, false, results.Failure)
		}
		step(oracle.Success, true, results.Failure)
		step(oracle.Error, true, results.Failure) // does not count
		step(oracle.Success, true, results.Success)
		step(oracle.Failure, true, results.Success)
		step(oracle.Failure, true, results.Success)
		step(oracle.Failure, true, results.Failure)

		status.Phase = v1.PodFailed
		if _, goesOn := worker.Step(status, oracle.Success); goesOn {
			t.Error("goes on after the pod failed")
		}
	})
}
