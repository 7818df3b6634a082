package oracle_test

import (
	"strings"
	"testing"
	"time"

	v1 "k8s.io/api/core/v1"
	testingclock "k8s.io/utils/clock/testing"

	"github.com/podlife/podlife/internal/conformance/oracle"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
)

func TestShouldRestart(t *testing.T) {
	never, on3 := v1.ContainerRestartPolicyNever, v1.ContainerRestartRule{
		Action:    v1.ContainerRestartRuleActionRestart,
		ExitCodes: &v1.ContainerRestartRuleOnExitCodes{Operator: v1.ContainerRestartRuleOnExitCodesOpIn, Values: []int32{3}},
	}
	tests := []struct {
		name      string
		policy    v1.RestartPolicy
		container v1.Container
		code      int32
		want      bool
	}{
		{"Always", v1.RestartPolicyAlways, v1.Container{}, 0, true},
		{"OnFailure, success", v1.RestartPolicyOnFailure, v1.Container{}, 0, false},
		{"OnFailure, failure", v1.RestartPolicyOnFailure, v1.Container{}, 1, true},
		{"Never", v1.RestartPolicyNever, v1.Container{}, 1, false},
		{"no policy", "", v1.Container{}, 0, true},
		{"own policy", v1.RestartPolicyAlways, v1.Container{RestartPolicy: &never}, 1, false},
		{"rule", v1.RestartPolicyNever, v1.Container{RestartPolicy: &never, RestartPolicyRules: []v1.ContainerRestartRule{on3}}, 3, true},
		{"rule without own policy", v1.RestartPolicyNever, v1.Container{RestartPolicyRules: []v1.ContainerRestartRule{on3}}, 3, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := oracle.ShouldRestart(spec(test.policy, "web"), &test.container, test.code); got != test.want {
				t.Errorf("ShouldRestart = %v, want %v", got, test.want)
			}
		})
	}
}

func TestShouldBeRestarted(t *testing.T) {
	web := pod(spec(v1.RestartPolicyNever, "web"))
	container := &web.Spec.Containers[0]
	if !oracle.ShouldBeRestarted(web, container, sandboxed()) {
		t.Error("never ran: not started")
	}
	if oracle.ShouldBeRestarted(web, container, sandboxed(stopped("web", 1))) {
		t.Error("ran, Never: started again")
	}
}

func TestBackoff(t *testing.T) {
	clock := testingclock.NewFakeClock(now)
	backoff := oracle.NewBackoff(300*time.Second, clock)
	runtime := oracle.NewRuntime()
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	container := &web.Spec.Containers[0]

	for i, seconds := range []time.Duration{0, 10, 20, 40, 80, 160, 300, 300} {
		status := stopped("web", 1)
		status.FinishedAt = clock.Now()
		if seconds > 0 {
			clock.Step(seconds*time.Second - 1)
			waits, message, _ := runtime.BackOff(web, container, sandboxed(status), backoff)
			want := "back-off " + (seconds * time.Second).String() + " restarting failed container=web pod=web_default(1)"
			if !waits || message != want {
				t.Errorf("restart %d: %v %q, want %q", i, waits, message, want)
			}
			clock.Step(1)
		}
		if waits, _, _ := runtime.BackOff(web, container, sandboxed(status), backoff); waits {
			t.Errorf("restart %d: still waits after %d s", i, seconds)
		}
	}
	status := stopped("web", 1)
	clock.Step(601 * time.Second)
	status.FinishedAt = clock.Now()
	if waits, _, _ := runtime.BackOff(web, container, sandboxed(status), backoff); waits {
		t.Error("waits after it ran for more than 600 s")
	}
}

func TestPlan(t *testing.T) {
	runtime := oracle.NewRuntime()
	web := pod(withInit(spec(v1.RestartPolicyAlways, "web"), "fetch"))

	plan := runtime.Plan(web, &kubecontainer.PodStatus{}, false)
	if !plan.KillPod || !plan.CreateSandbox || len(plan.InitContainersToStart) != 1 || len(plan.ContainersToStart) != 0 {
		t.Errorf("no sandbox: %+v", plan)
	}
	plan = runtime.Plan(web, sandboxed(stopped("fetch", 0)), false)
	if plan.KillPod || len(plan.InitContainersToStart) != 0 || len(plan.ContainersToStart) != 1 {
		t.Errorf("after init: %+v", plan)
	}

	up := hashed(web, "web")
	plan = runtime.Plan(web, sandboxed(up, stopped("fetch", 0)), false)
	if plan.KillPod || len(plan.ContainersToKill)+len(plan.ContainersToStart) != 0 || plan.UpdatePodResources || plan.UpdatePodLevelResources {
		t.Errorf("all is well: %+v", plan)
	}
	runtime.Liveness[up.ID] = results.Failure
	plan = runtime.Plan(web, sandboxed(up, stopped("fetch", 0)), false)
	kill := plan.ContainersToKill[up.ID]
	if kill.Name != "web" || kill.Message != "Container web failed liveness probe, will be restarted" ||
		kill.Reason != oracle.LivenessProbe || kill.Container.Name != "web" {
		t.Errorf("liveness failed: %+v", kill)
	}

	plan = runtime.Plan(web, sandboxed(up, stopped("fetch", 0)), true)
	if len(plan.ContainersToReset) != 2 || plan.ContainersToReset[0].Container.Name != "web" || !plan.ContainersToReset[0].Kill ||
		plan.ContainersToReset[1].ID != containerID("fetch") || plan.ContainersToReset[1].Kill {
		t.Errorf("restart all: %+v", plan.ContainersToReset)
	}
	job := pod(withInit(spec(v1.RestartPolicyNever, "web"), "fetch"))
	if plan = runtime.Plan(job, sandboxed(stopped("fetch", 1)), false); !plan.KillPod || plan.CreateSandbox {
		t.Errorf("init failed: %+v", plan)
	}
}

// hashed is a running container of the pod, unchanged since it was started.
func hashed(pod *v1.Pod, name string) *kubecontainer.Status {
	status := live(name)
	status.Hash = kubecontainer.HashContainer(kubecontainer.GetContainerSpec(pod, name))
	return status
}

func BenchmarkPlan(b *testing.B) {
	runtime := oracle.NewRuntime()
	names := strings.Split("abcdefghij", "")
	web := pod(spec(v1.RestartPolicyAlways, names...))
	var running []*kubecontainer.Status
	for _, name := range names {
		running = append(running, hashed(web, name))
	}
	status := sandboxed(running...)
	b.ReportAllocs()
	for b.Loop() {
		runtime.Plan(web, status, false)
	}
}
