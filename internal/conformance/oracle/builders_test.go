package oracle_test

import (
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// spec returns a pod's spec with the given policy and one main container for each name.
func spec(policy v1.RestartPolicy, names ...string) *v1.PodSpec {
	s := &v1.PodSpec{RestartPolicy: policy}
	for _, name := range names {
		s.Containers = append(s.Containers, v1.Container{Name: name})
	}
	return s
}

// withInit adds an ordinary init container.
func withInit(s *v1.PodSpec, name string) *v1.PodSpec {
	s.InitContainers = append(s.InitContainers, v1.Container{Name: name})
	return s
}

// withSidecar adds an init container that is always restarted.
func withSidecar(s *v1.PodSpec, name string) *v1.PodSpec {
	always := v1.ContainerRestartPolicyAlways
	s.InitContainers = append(s.InitContainers, v1.Container{Name: name, RestartPolicy: &always})
	return s
}

func pod(s *v1.PodSpec) *v1.Pod {
	return &v1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: "default", UID: "1"}, Spec: *s}
}

// exited is a container that ended with the code.
func exited(name string, code int32) v1.ContainerStatus {
	reason := "Error"
	if code == 0 {
		reason = "Completed"
	}
	return v1.ContainerStatus{Name: name, State: v1.ContainerState{
		Terminated: &v1.ContainerStateTerminated{ExitCode: code, Reason: reason},
	}}
}

// waiting is a container that waits for the reason.
func waiting(name, reason string) v1.ContainerStatus {
	return v1.ContainerStatus{Name: name, State: v1.ContainerState{
		Waiting: &v1.ContainerStateWaiting{Reason: reason},
	}}
}

// crashed is a container that waits after it ended with the code.
func crashed(name string, code int32) v1.ContainerStatus {
	status := waiting(name, "CrashLoopBackOff")
	status.LastTerminationState = exited(name, code).State
	return status
}

// running is a container that runs, and is started and ready or neither.
func running(name string, ready bool) v1.ContainerStatus {
	return v1.ContainerStatus{Name: name, Ready: ready, Started: &ready, State: v1.ContainerState{
		Running: &v1.ContainerStateRunning{},
	}}
}
