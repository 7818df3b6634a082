package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Waiting reasons as a kubelet writes them for a container that was never
// made.
//
// Source: kubernetes v1.37 pkg/kubelet/images/types.go,
// pkg/kubelet/kuberuntime/kuberuntime_container.go, pkg/kubelet/kubelet_pods.go.
func startReasons() []string {
	return []string{
		"ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError",
		"RegistryUnavailable", "SignatureValidationFailed", "CreateContainerConfigError", "CreateContainerError",
		"PreCreateHookError",
	}
}

// retryReasons stand on a container that ended at least once and waits for
// another start.
func retryReasons() []string {
	return []string{"CrashLoopBackOff", "CrashLoopBackOff", "RunContainerError", "PostStartHookError", "PreStartHookError", "ErrImagePull"}
}

// State generates single states of every kind, unset included. Each has only
// the fields of its kind, so that JSON keeps it.
func State() *rapid.Generator[podlife.ContainerState] {
	return rapid.Custom(func(t *rapid.T) podlife.ContainerState {
		switch rapid.IntRange(0, 3).Draw(t, "state kind") {
		case 0:
			return podlife.ContainerState{}
		case 1:
			return WaitingState().Draw(t, "waiting")
		case 2:
			return podlife.Running(Time().Draw(t, "startedAt"))
		default:
			return TerminatedState().Draw(t, "terminated")
		}
	})
}

// WaitingState generates states of a container that waits, for every reason
// that a kubelet writes and for none.
func WaitingState() *rapid.Generator[podlife.ContainerState] {
	reasons := append([]string{"ContainerCreating", "PodInitializing", "", "RestartingAllContainers"}, startReasons()...)
	reasons = append(reasons, retryReasons()...)
	return rapid.Custom(func(t *rapid.T) podlife.ContainerState {
		return waitingFor(pick(t, "reason", reasons...))
	})
}

// TerminatedState generates states of a container that ended, with the
// reasons that go with its exit code.
func TerminatedState() *rapid.Generator[podlife.ContainerState] {
	return rapid.Custom(func(t *rapid.T) podlife.ContainerState {
		s := ran(t, terminatedWith(t, ExitCode().Draw(t, "exitCode")), Epoch())
		s.ContainerID = pick(t, "containerID", "containerd://0a", "containerd://1b", "")
		return s
	})
}

// waitingFor returns the waiting state with the message a kubelet gives that
// reason, or something like it.
func waitingFor(reason string) podlife.ContainerState {
	switch reason {
	case "ContainerCreating", "PodInitializing", "":
		return podlife.Waiting(reason, "")
	case "CrashLoopBackOff":
		return podlife.Waiting(reason, "back-off 10s restarting failed container=web pod=web_default(uid)")
	case "ImagePullBackOff":
		return podlife.Waiting(reason, `Back-off pulling image "app:1"`)
	case "RestartingAllContainers":
		return podlife.Waiting(reason, "The container is removed because RestartAllContainers in place")
	default:
		return podlife.Waiting(reason, "something went wrong")
	}
}

// reasonLost stands on a container whose end the kubelet did not see.
const reasonLost = "ContainerStatusUnknown"

// lost returns the state of a container that was gone when the kubelet looked.
func lost() podlife.ContainerState {
	s := podlife.Terminated(137, reasonLost)
	s.Message = "The container could not be located when the pod was terminated"
	return s
}

// terminatedWith returns the terminated state with a reason that goes with
// the exit code. It has no times yet.
func terminatedWith(t *rapid.T, code int32) podlife.ContainerState {
	var s podlife.ContainerState
	switch code {
	case 0:
		return podlife.Terminated(code, "Completed")
	case 137:
		if s = lost(); oneIn(t, 4, "lost") {
			return s
		}
		s = podlife.Terminated(code, pick(t, "reason", "Error", "OOMKilled"))
	default:
		s = podlife.Terminated(code, pick(t, "reason", "Error", "Error", "ContainerCannotRun"))
	}
	s.Message = pick(t, "message", "", "", "out of luck")
	return s
}
