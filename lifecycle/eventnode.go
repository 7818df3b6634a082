package lifecycle

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// TaintsChanged happens when the taint eviction controller sees other taints on
// the node than before.
type TaintsChanged struct {
	// Taints of the node, all of them.
	Taints []podlife.Taint
}

// NodeLost happens when the node controller gives the node up: it did not
// answer for a while. The Pod is made unready, and the node tainted as
// unreachable. From then on nothing can happen there but that a container ends
// which nobody stops; its kubelet stands still, and the API learns of the end when
// it returns.
type NodeLost struct{}

// NodeReturned happens when the node answers again. Its containers have run on.
type NodeReturned struct{}

// NodeRebooted happens when the node comes back after a restart: no sandbox
// stands, no container runs, and the kubelet remembers nothing.
type NodeRebooted struct{}

// KubeletRestarted happens when the kubelet comes back after a restart.
// Containers run on; back-offs, verdicts of probes and the work under way are
// forgotten.
type KubeletRestarted struct{}

// Rejected happens when the kubelet does not take the Pod.
type Rejected struct {
	// Reason like OutOfcpu.
	Reason string
	// Message says why. The kubelet puts "Pod was rejected: " before it.
	Message string
}

// Evicted happens when the kubelet ends the Pod for the sake of the node.
type Evicted struct {
	// Reason is Evicted, Preempting, or Terminated for a node that shuts down.
	// Empty: Evicted.
	Reason string
	// Message says why.
	Message string
	// GracePeriodSeconds is the override: termination.HardEvictionGraceSeconds,
	// SoftEvictionGrace, ShutdownGrace. Nil: the Pod's own grace period.
	GracePeriodSeconds *int64
	// LocalStorage: the Pod exceeded a limit of its own. That is no disruption.
	LocalStorage bool
}

// VolumesMounted answers [MountVolumes].
type VolumesMounted struct{}

// MountFailed answers [MountVolumes]. No status tells of it.
type MountFailed struct{}

// SandboxCreated answers [CreateSandbox].
type SandboxCreated struct {
	// IP is the Pod's address. Empty: none is reported, which is right for a
	// Pod on the node's network alone.
	IP string
}

// SandboxFailed answers [CreateSandbox]. No status tells of it.
type SandboxFailed struct{}

// SandboxLost happens when the sandbox does not stand any more, as when its
// "pause" process was killed. Containers run on until the kubelet kills them.
type SandboxLost struct{}

// ImagePulled answers [PullImage]: the image is on the node.
type ImagePulled struct {
	// Container that needs it.
	Container string
}

// ImagePullFailed answers [PullImage].
type ImagePullFailed struct {
	// Container that needs the image.
	Container string
	// Reason like ErrImageNeverPull. Empty: ErrImagePull.
	Reason string
	// Message says why.
	Message string
}

// ContainerStarted answers [StartContainer].
type ContainerStarted struct {
	// Container that runs.
	Container string
}

// StartFailed answers [StartContainer].
type StartFailed struct {
	// Container that does not run.
	Container string
	// Reason like CreateContainerConfigError. Empty: CreateContainerError. One
	// that is RunContainerError leaves a container behind that was made and
	// does not run.
	Reason string
	// Message says why.
	Message string
}

// PostStartFinished answers [RunPostStart].
type PostStartFinished struct {
	// Container whose hook it is.
	Container string
	// Failed: the container must be killed.
	Failed bool
	// Message says why it failed.
	Message string
}

// ContainerExited happens when a container ends, by itself or by a signal.
type ContainerExited struct {
	// Container that ended.
	Container string
	// ExitCode of its first process.
	ExitCode int32
	// Reason in the runtime's word. Empty: Completed or Error, as ExitCode
	// says. OOMKilled decides something.
	Reason string
	// Message that the container left.
	Message string
}

// ContainerLost happens when the runtime forgets a container, such as one that
// somebody removed.
type ContainerLost struct {
	// Container that is forgotten with all its runs.
	Container string
}

// ProbeAnswered answers [AskProbe].
type ProbeAnswered struct {
	// Container that was asked.
	Container string
	// Kind of the probe.
	Kind probe.Kind
	// Outcome is Success, Failure or Unknown.
	Outcome probe.Result
}

// PreStopFinished answers [RunPreStop]. One that comes after the hook's time
// was up changes nothing.
type PreStopFinished struct {
	// Container whose hook it is.
	Container string
}

// StopFailed answers [SendSignal]: the runtime gave up.
type StopFailed struct {
	// Container that still runs.
	Container string
}

// CleanedUp answers [CleanUp].
type CleanedUp struct{}

// Tick happens when time has passed. One before the last [Wake] changes
// nothing. What is overdue at a late one is done then.
type Tick struct{}
