package oracle_test

import (
	"testing"

	v1 "k8s.io/api/core/v1"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife/internal/conformance/oracle"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
)

// condition is a condition without its times.
func condition(kind v1.PodConditionType, status v1.ConditionStatus, reason, message string) v1.PodCondition {
	return v1.PodCondition{Type: kind, Status: status, Reason: reason, Message: message}
}

func TestConditions(t *testing.T) {
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	gated := pod(spec(v1.RestartPolicyAlways, "web"))
	gated.Spec.ReadinessGates = []v1.PodReadinessGate{{ConditionType: "example.com/warm"}}
	job := pod(withInit(spec(v1.RestartPolicyNever, "web"), "fetch"))
	resets := pod(spec(v1.RestartPolicyAlways, "web"))
	resets.Spec.Containers[0].RestartPolicyRules = []v1.ContainerRestartRule{{
		Action:    v1.ContainerRestartRuleActionRestartAllContainers,
		ExitCodes: &v1.ContainerRestartRuleOnExitCodes{Operator: v1.ContainerRestartRuleOnExitCodesOpIn, Values: []int32{3}},
	}}
	ready := []v1.ContainerStatus{running("web", true)}
	none := &v1.PodStatus{}

	tests := []struct {
		name      string
		got, want v1.PodCondition
	}{
		{
			"no statuses", oracle.ContainersReady(web, none, nil, v1.PodPending),
			condition(v1.ContainersReady, v1.ConditionFalse, "UnknownContainerStatuses", ""),
		},
		{
			"one not ready", oracle.ContainersReady(web, none, []v1.ContainerStatus{running("web", false)}, v1.PodRunning),
			condition(v1.ContainersReady, v1.ConditionFalse, "ContainersNotReady", "containers with unready status: [web]"),
		},
		{
			"gate missing", oracle.Ready(gated, none, nil, ready, v1.PodRunning),
			condition(v1.PodReady, v1.ConditionFalse, "ReadinessGatesNotReady",
				`corresponding condition of pod readiness gate "example.com/warm" does not exist.`),
		},
		{"ready", oracle.Ready(web, none, nil, ready, v1.PodRunning), condition(v1.PodReady, v1.ConditionTrue, "", "")},
		{
			"completed", oracle.Ready(web, none, nil, []v1.ContainerStatus{exited("web", 0)}, v1.PodSucceeded),
			condition(v1.PodReady, v1.ConditionFalse, "PodCompleted", ""),
		},
		{
			"initializing", oracle.Initialized(job, none, []v1.ContainerStatus{running("fetch", false)}, v1.PodPending),
			condition(v1.PodInitialized, v1.ConditionFalse, "ContainersNotInitialized", "containers with incomplete status: [fetch]"),
		},
		{
			"no sandbox", oracle.ReadyToStartContainers(web, none, &kubecontainer.PodStatus{}),
			condition(v1.PodReadyToStartContainers, v1.ConditionFalse, "PodSandboxNotReady", "no pod sandbox exists"),
		},
		{
			"sandbox", oracle.ReadyToStartContainers(web, none, sandboxed()),
			condition(v1.PodReadyToStartContainers, v1.ConditionTrue, "", ""),
		},
		{
			"restart all", oracle.AllContainersRestarting(resets, sandboxed(stopped("web", 3)), none, v1.PodRunning),
			condition(v1.AllContainersRestarting, v1.ConditionTrue, "RestartAllContainersStarted", "container exited with restart policy rule"),
		},
		{
			"restart one", oracle.AllContainersRestarting(resets, sandboxed(stopped("web", 1)), none, v1.PodRunning),
			condition(v1.AllContainersRestarting, v1.ConditionFalse, "", ""),
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.got); diff != "" {
				t.Errorf("condition (-want +got):\n%s", diff)
			}
		})
	}
}

// sandboxed is a pod's runtime status with one ready sandbox, in which all containers are.
func sandboxed(containers ...*kubecontainer.Status) *kubecontainer.PodStatus {
	return &kubecontainer.PodStatus{
		ID: "1", Name: "web", Namespace: "default",
		SandboxStatuses: []*runtimeapi.PodSandboxStatus{{
			Id:       "sandbox",
			Metadata: &runtimeapi.PodSandboxMetadata{Name: "web", Namespace: "default", Uid: "1"},
			State:    runtimeapi.PodSandboxState_SANDBOX_READY,
			Network:  &runtimeapi.PodSandboxNetworkStatus{Ip: "10.0.0.1"},
		}},
		IPs:                     []string{"10.0.0.1"},
		ContainerStatuses:       containers,
		ActiveContainerStatuses: containers,
	}
}

// live is a container that the runtime sees running.
func live(name string) *kubecontainer.Status {
	return &kubecontainer.Status{ID: containerID(name), Name: name, State: kubecontainer.ContainerStateRunning}
}

// stopped is a container that the runtime saw exit with the code.
func stopped(name string, code int) *kubecontainer.Status {
	return &kubecontainer.Status{ID: containerID(name), Name: name, State: kubecontainer.ContainerStateExited, ExitCode: code}
}

func containerID(name string) kubecontainer.ContainerID {
	return kubecontainer.ContainerID{Type: "containerd", ID: name}
}
