package lifecycle

import (
	"time"

	"github.com/podlife/podlife/probe"
)

// Effect is something that must now be done. Those that ask for work are answered
// by an [Event], which is named in each.
//
// Implementations: [MountVolumes], [CreateSandbox], [PullImage],
// [StartContainer], [RunPostStart], [AskProbe], [RunPreStop], [SendSignal],
// [CleanUp], [Wake] are answered; [RemoveContainer], [StopSandbox],
// [WithdrawEndpoint], [WriteStatus], [RemoveObject] are not.
//
// All effects of one step lie in one block of memory, so they are pointers. They
// are not written to after the step.
//
//sumtype:decl
type Effect interface{ effect() }

var (
	_, _, _, _, _ Effect = (*MountVolumes)(nil), (*CreateSandbox)(nil), (*PullImage)(nil), (*StartContainer)(nil), (*RunPostStart)(nil)
	_, _, _, _, _ Effect = (*AskProbe)(nil), (*RunPreStop)(nil), (*SendSignal)(nil), (*CleanUp)(nil), (*Wake)(nil)
	_, _, _, _, _ Effect = (*RemoveContainer)(nil), (*StopSandbox)(nil), (*WithdrawEndpoint)(nil), (*WriteStatus)(nil), (*RemoveObject)(nil)
)

// MountVolumes asks to make the Pod's directories and mount its volumes:
// [VolumesMounted] or [MountFailed].
type MountVolumes struct{}

// CreateSandbox asks to create a sandbox: [SandboxCreated] or [SandboxFailed].
type CreateSandbox struct {
	// Attempt counts the Pod's sandboxes, from 0.
	Attempt uint32
}

// PullImage asks to make sure that a container's image is on the node:
// [ImagePulled] or [ImagePullFailed].
type PullImage struct {
	// Container that needs it.
	Container string
	// Image as the spec names it.
	Image string
}

// StartContainer asks to make a container and start it: [ContainerStarted] or
// [StartFailed].
type StartContainer struct {
	// Container to start.
	Container string
	// Run counts the container's runs, from 1.
	Run int32
}

// RunPostStart asks to run a container's postStart hook: [PostStartFinished].
type RunPostStart struct {
	// Container whose hook it is.
	Container string
}

// AskProbe asks to put a probe's question: [ProbeAnswered].
type AskProbe struct {
	// Container to ask.
	Container string
	// Kind of the probe.
	Kind probe.Kind
	// Timeout is how long one attempt may take.
	Timeout time.Duration
}

// RunPreStop asks to run a container's preStop hook: [PreStopFinished].
type RunPreStop struct {
	// Container whose hook it is.
	Container string
}

// SendSignal asks to send a signal to a container's first process:
// [ContainerExited], or [StopFailed] if the runtime gives up.
type SendSignal struct {
	// Container that is meant.
	Container string
	// Signal is SIGTERM or the container's own stop signal, or SIGKILL.
	Signal string
	// GracePeriodSeconds until SIGKILL. 0 if this is SIGKILL.
	GracePeriodSeconds int64
}

// RemoveContainer asks to remove a container that does not run from the runtime,
// because all containers restart.
type RemoveContainer struct {
	// Container that is meant.
	Container string
}

// StopSandbox asks to stop the Pod's sandbox, and with it its network.
type StopSandbox struct{}

// WithdrawEndpoint asks that the Pod's endpoints be no longer ready.
type WithdrawEndpoint struct{}

// CleanUp asks to unmount the volumes and remove the Pod's control group:
// [CleanedUp].
type CleanUp struct{}

// WriteStatus says that the object changed, its status or what the API server
// stores beside it. [State.Pod] has it.
type WriteStatus struct{}

// RemoveObject says that the API server removed the object.
type RemoveObject struct{}

// Wake asks to deliver a [Tick] at a later time. Only the last one counts.
type Wake struct {
	// At is when. Zero: no Tick is needed any more.
	At time.Time
}

func (*MountVolumes) effect()     {}
func (*CreateSandbox) effect()    {}
func (*PullImage) effect()        {}
func (*StartContainer) effect()   {}
func (*RunPostStart) effect()     {}
func (*AskProbe) effect()         {}
func (*RunPreStop) effect()       {}
func (*SendSignal) effect()       {}
func (*RemoveContainer) effect()  {}
func (*StopSandbox) effect()      {}
func (*WithdrawEndpoint) effect() {}
func (*CleanUp) effect()          {}
func (*WriteStatus) effect()      {}
func (*RemoveObject) effect()     {}
func (*Wake) effect()             {}
