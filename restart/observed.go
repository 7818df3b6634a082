package restart

import (
	"fmt"
	"time"
)

// Observed is what a kubelet sees of a Pod on its node when it plans: what the
// container runtime reports, and what the probes say. What was asked for,
// deletion included, stands in the Pod.
//
// Source: kubernetes v1.37 pkg/kubelet/container/runtime.go, PodStatus.
type Observed struct {
	// Sandboxes of the Pod, newest first. None: the Pod was never begun, or
	// the runtime has forgotten it.
	Sandboxes []Sandbox
	// Containers are the runs the runtime knows, of all sandboxes, newest
	// first. A container that was started three times has up to three; one
	// that was never started has none.
	Containers []RuntimeStatus
	// RestartAll: the Pod's condition AllContainersRestarting is True. See
	// [ShouldRestartAll].
	RestartAll bool
}

// Sandbox is the environment that a Pod's containers share, held open by a
// "pause" process.
//
// Source: cri-api v0.37 pkg/apis/runtime/v1, PodSandboxStatus.
type Sandbox struct {
	// ID names the sandbox to the runtime.
	ID string
	// Attempt counts the Pod's sandboxes, from 0.
	Attempt uint32
	// Ready: the sandbox stands.
	Ready bool
	// HostNetwork: the sandbox uses the node's network.
	HostNetwork bool
	// NoIP: the runtime reports on the sandbox's network, and no address.
	NoIP bool
}

// RuntimeStatus is one run of a container as the runtime reports it, with the
// verdicts of its probes.
//
// Source: kubernetes v1.37 pkg/kubelet/container/runtime.go, Status.
type RuntimeStatus struct {
	// ID names the run to the runtime.
	ID string
	// Name is the container's name in the spec.
	Name string
	// SandboxID is the sandbox it belongs to.
	SandboxID string
	// State is what the run does.
	State RuntimeState
	// ExitCode of a run that exited.
	ExitCode int32
	// Reason is the runtime's word for how it ended. Only OOMKilled decides
	// anything: it makes an init container's success a failure.
	Reason string
	// FinishedAt is when it ended.
	FinishedAt time.Time
	// Image is the image that the spec named when the container was made.
	// Empty: not known; then Hash counts.
	Image string
	// Hash is the [Hash] of the definition the container was made from. 0: not
	// known, taken as unchanged. It is looked at only where Image is empty,
	// which tells as much at a seventh of the cost.
	Hash uint64
	// Startup is the startup probe's verdict on this run.
	Startup Verdict
	// Liveness is the liveness probe's verdict on this run.
	Liveness Verdict
}

// RuntimeState is what a run does.
//
// Source: kubernetes v1.37 pkg/kubelet/container/runtime.go, State.
type RuntimeState uint8

// The states of a run. A value that is none of these is taken as StateUnknown.
const (
	// StateUnknown: the runtime cannot tell whether it runs.
	StateUnknown RuntimeState = iota
	// StateCreated: made and not started. A kubelet does both at once, so the
	// start failed.
	StateCreated
	// StateRunning: started and not ended.
	StateRunning
	// StateExited: ended.
	StateExited
)

// String returns the state as the kubelet writes it.
func (s RuntimeState) String() string {
	switch s {
	case StateUnknown:
		return "unknown"
	case StateCreated:
		return "created"
	case StateRunning:
		return "running"
	case StateExited:
		return "exited"
	default:
		return fmt.Sprintf("RuntimeState(%d)", uint8(s))
	}
}

// Verdict is what a liveness or startup probe says about a run.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/results/results_manager.go, Result.
type Verdict uint8

// The verdicts.
const (
	// VerdictNone: there is no probe, or it has not decided.
	VerdictNone Verdict = iota
	// VerdictSuccess: the probe succeeded.
	VerdictSuccess
	// VerdictFailure: the probe failed as often as it takes.
	VerdictFailure
)

// String returns the verdict's name.
func (v Verdict) String() string {
	switch v {
	case VerdictNone:
		return "None"
	case VerdictSuccess:
		return "Success"
	case VerdictFailure:
		return "Failure"
	default:
		return fmt.Sprintf("Verdict(%d)", uint8(v))
	}
}

// FinishedAt returns when the newest run of the container that exited did so,
// the time that [Backoff.Step] counts from, even if a newer run is in another
// state. Zero: the runtime knows none.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, doBackOff.
func (o *Observed) FinishedAt(container string) time.Time {
	for i := range o.Containers {
		if s := &o.Containers[i]; s.State == StateExited && s.Name == container {
			return s.FinishedAt
		}
	}
	return time.Time{}
}

// newest returns the newest run of the container, or nil.
func (o *Observed) newest(container string) *RuntimeStatus {
	for i := range o.Containers {
		if o.Containers[i].Name == container {
			return &o.Containers[i]
		}
	}
	return nil
}

// newestActive returns the newest run of the container in the newest sandbox,
// which must be ready, or nil.
func (o *Observed) newestActive(container string) *RuntimeStatus {
	for i := range o.Containers {
		if s := &o.Containers[i]; s.Name == container && o.isActive(s) {
			return s
		}
	}
	return nil
}

// isActive reports whether s belongs to the newest sandbox. There must be one.
func (o *Observed) isActive(s *RuntimeStatus) bool { return s.SandboxID == o.Sandboxes[0].ID }
