package restart

import "fmt"

// Actions is what one sync of a kubelet does, in the order of the fields. The
// zero Actions: nothing.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go,
// podActions and SyncPod.
type Actions struct {
	// Reason is what decided about the Pod as a whole. ReasonNone: nothing
	// special, its containers are looked at one by one.
	Reason Reason
	// KillPod: kill every container that runs and stop every sandbox. What is
	// in ContainersToKill and ContainersToReset is then left aside.
	KillPod bool
	// ContainersToKill are killed, init containers first, in the order of the
	// spec. (The kubelet's own order is that of a Go map: any.)
	ContainersToKill []Kill
	// ContainersToReset are killed if need be and removed from the runtime,
	// in this order.
	ContainersToReset []Reset
	// CreateSandbox: forget every run of an init container, and create a
	// sandbox. What is started is started there.
	CreateSandbox bool
	// SandboxID is the newest sandbox so far. Empty: there is none, or its
	// network is not that of the spec.
	SandboxID string
	// Attempt is the number of the sandbox to create, or else of the newest.
	Attempt uint32
	// EphemeralContainersToStart are indexes into the spec's ephemeral
	// containers.
	EphemeralContainersToStart []int
	// InitContainersToStart are indexes into the spec's init containers, in
	// the order of the spec. They are started one after the other; if an
	// ordinary one cannot be started, nothing after it is.
	InitContainersToStart []int
	// ContainersToStart are indexes into the spec's main containers.
	ContainersToStart []int
}

// Kill is a container to kill.
type Kill struct {
	// ID is the run to kill.
	ID string
	// Name is the container's name.
	Name string
	// Reason is why.
	Reason Reason
	// Init: it is an init container or a sidecar.
	Init bool
	// Restart: it is started again in the same sync.
	Restart bool
}

// Reset is a run to remove from the runtime because all containers restart.
type Reset struct {
	// ID is the run to remove.
	ID string
	// Name is the container's name.
	Name string
	// Kill: it must be killed first, without a grace period and without preStop.
	Kill bool
}

// KillReason is why a kubelet kills a container. It chooses the grace period:
// a probe may have one of its own.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, containerKillReason.
type KillReason string

// The kill reasons. A changed definition has none.
const (
	// KillStartupProbe: the startup probe failed.
	KillStartupProbe KillReason = "StartupProbe"
	// KillLivenessProbe: the liveness probe failed.
	KillLivenessProbe KillReason = "LivenessProbe"
	// KillFailedPostStartHook: the postStart hook failed.
	KillFailedPostStartHook KillReason = "FailedPostStartHook"
	// KillRestartAllContainers: all containers restart.
	KillRestartAllContainers KillReason = "RestartAllContainers"
	// KillUnknown: the runtime cannot tell whether the container runs; and
	// every container of a Pod that is killed as a whole.
	KillUnknown KillReason = "Unknown"
)

// KillReason returns the kubelet's word for why.
func (k Kill) KillReason() KillReason {
	//exhaustive:ignore few reasons kill
	switch k.Reason {
	case ReasonStartupFailed:
		return KillStartupProbe
	case ReasonLivenessFailed:
		return KillLivenessProbe
	case ReasonUnknown:
		return KillUnknown
	default:
		return ""
	}
}

// Message returns the kubelet's sentence on why. It is the message of the event
// "Killing".
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go,
// computePodActions; kuberuntime_container.go, computeInitContainerActions.
func (k Kill) Message() string {
	subject, suffix := "Container", ""
	if k.Init {
		subject = "Init container"
	} else if k.Restart {
		suffix = ", will be restarted"
	}
	//exhaustive:ignore few reasons kill
	switch k.Reason {
	case ReasonUnknown:
		return fmt.Sprintf("%s is in %q state, try killing it before restart", subject, StateUnknown)
	case ReasonDefinitionChanged:
		return subject + " " + k.Name + " definition changed" + suffix
	case ReasonLivenessFailed:
		return subject + " " + k.Name + " failed liveness probe" + suffix
	case ReasonStartupFailed:
		return subject + " " + k.Name + " failed startup probe" + suffix
	default:
		return ""
	}
}

// Idle reports whether carrying out a changes nothing in what was observed:
// there is nothing to start, create, kill or remove. A Pod that is over is
// killed at every sync again; once nothing of it is left to kill, that is idle.
func (a *Actions) Idle(o *Observed) bool {
	if a.CreateSandbox || len(a.InitContainersToStart)+len(a.ContainersToStart)+len(a.EphemeralContainersToStart) > 0 {
		return false
	}
	if a.KillPod {
		return !o.somethingStands()
	}
	return len(a.ContainersToKill)+len(a.ContainersToReset) == 0
}

// somethingStands reports whether a sandbox is ready or a container runs.
func (o *Observed) somethingStands() bool {
	for i := range o.Sandboxes {
		if o.Sandboxes[i].Ready {
			return true
		}
	}
	for i := range o.Containers {
		if o.Containers[i].State == StateRunning {
			return true
		}
	}
	return false
}
