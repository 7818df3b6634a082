package lifecycle

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/schedule"
	"github.com/podlife/podlife/termination"
)

// Event is anything that can happen to a Pod.
//
// What users, controllers and the scheduler do: [Created], [GatesRemoved],
// [Unschedulable], [Bound], [ImageChanged], [EphemeralContainerAdded],
// [ConditionSet], [DeleteRequested], [FinalizersRemoved], [Collected].
//
// What becomes of the node: [TaintsChanged], [NodeLost], [NodeReturned],
// [NodeRebooted], [KubeletRestarted], [Rejected], [Evicted].
//
// What came of the kubelet's work, each the answer to an [Effect]:
// [VolumesMounted], [MountFailed], [SandboxCreated], [SandboxFailed],
// [ImagePulled], [ImagePullFailed], [ContainerStarted], [StartFailed],
// [PostStartFinished], [ProbeAnswered], [PreStopFinished], [StopFailed],
// [CleanedUp], [Tick].
//
// What happens by itself: [ContainerExited], [ContainerLost], [SandboxLost].
//
//sumtype:decl
type Event interface{ event() }

var (
	_, _, _, _, _ Event = Created{}, GatesRemoved{}, Unschedulable{}, Bound{}, ImageChanged{}
	_, _, _, _, _ Event = EphemeralContainerAdded{}, ConditionSet{}, DeleteRequested{}, FinalizersRemoved{}, Collected{}
	_, _, _, _    Event = TaintsChanged{}, NodeLost{}, NodeReturned{}, NodeRebooted{}
	_, _, _       Event = KubeletRestarted{}, Rejected{}, Evicted{}
	_, _, _, _    Event = VolumesMounted{}, MountFailed{}, SandboxCreated{}, SandboxFailed{}
	_, _, _, _, _ Event = ImagePulled{}, ImagePullFailed{}, ContainerStarted{}, StartFailed{}, PostStartFinished{}
	_, _, _, _, _ Event = ProbeAnswered{}, PreStopFinished{}, StopFailed{}, CleanedUp{}, Tick{}
	_, _, _       Event = ContainerExited{}, ContainerLost{}, SandboxLost{}
)

// Created happens when the API server stores the Pod. It is the first event.
type Created struct {
	// Pod as [Admit] returns it. Its spec and metadata count; of its status
	// only the QOS class and conditions of other writers do. It is copied.
	Pod *podlife.Pod
}

// GatesRemoved happens when the last scheduling gate is taken off.
type GatesRemoved struct{}

// Unschedulable happens when the scheduler finds no node.
type Unschedulable struct {
	// Reason of the condition PodScheduled. Empty: "Unschedulable".
	Reason string
	// Message says why, as a schedule.FitError does.
	Message string
	// NominatedNode is where room is being made. Empty: nowhere.
	NominatedNode string
}

// Bound happens when the scheduler binds the Pod to a node.
type Bound struct {
	// Binding as the scheduler sent it. One that the API server would refuse
	// cannot happen.
	Binding schedule.Binding
}

// ImageChanged happens when somebody gives a container another image. It is
// the only change of a running container's definition that the kubelet acts on.
type ImageChanged struct {
	// Container is an init or main container.
	Container string
	// Image is the new one.
	Image string
}

// EphemeralContainerAdded happens when somebody wants to look into the Pod.
type EphemeralContainerAdded struct {
	// Container to add. Its name must be new.
	Container podlife.EphemeralContainer
}

// ConditionSet happens when a controller writes a condition that the kubelet
// does not own, such as that of a readiness gate.
type ConditionSet struct {
	// Condition to write in place of the one of its type. An unset
	// LastTransitionTime is filled in if the status changes.
	Condition podlife.Condition
}

// DeleteRequested happens when somebody sends a delete request. One that
// changes nothing is no error.
type DeleteRequested struct {
	// Options of the request. One whose preconditions do not hold cannot
	// happen.
	Options termination.DeleteOptions
	// Disruption is written before as the condition DisruptionTarget: by the
	// eviction API, or by a scheduler that preempts. Zero: nothing is.
	Disruption Disruption
}

// Disruption is why the condition DisruptionTarget is True.
type Disruption struct {
	// Reason like EvictionByEvictionAPI. Empty: no disruption.
	Reason string
	// Message for people.
	Message string
}

// FinalizersRemoved happens when no finalizer is left on the object.
type FinalizersRemoved struct{}

// Collected happens when the Pod garbage collector removes the Pod: it has ended,
// or is being deleted and has no node, or its node is lost.
type Collected struct {
	// Orphaned: because the node does not exist any more. That is a disruption.
	Orphaned bool
}

// TaintsChanged happens when the taint eviction controller sees other taints on
// the node than before.
type TaintsChanged struct {
	// Taints of the node, all of them.
	Taints []podlife.Taint
}

// NodeLost happens when the node controller gives the node up: it did not
// answer for a while. The Pod is made unready, and the node tainted as
// unreachable. Nothing is heard of the node from then on.
type NodeLost struct{}

// NodeReturned happens when the node answers again. Its kubelet has run on, and
// its containers too.
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

func (Created) event()                 {}
func (GatesRemoved) event()            {}
func (Unschedulable) event()           {}
func (Bound) event()                   {}
func (ImageChanged) event()            {}
func (EphemeralContainerAdded) event() {}
func (ConditionSet) event()            {}
func (DeleteRequested) event()         {}
func (FinalizersRemoved) event()       {}
func (Collected) event()               {}
func (TaintsChanged) event()           {}
func (NodeLost) event()                {}
func (NodeReturned) event()            {}
func (NodeRebooted) event()            {}
func (KubeletRestarted) event()        {}
func (Rejected) event()                {}
func (Evicted) event()                 {}
func (VolumesMounted) event()          {}
func (MountFailed) event()             {}
func (SandboxCreated) event()          {}
func (SandboxFailed) event()           {}
func (SandboxLost) event()             {}
func (ImagePulled) event()             {}
func (ImagePullFailed) event()         {}
func (ContainerStarted) event()        {}
func (StartFailed) event()             {}
func (PostStartFinished) event()       {}
func (ContainerExited) event()         {}
func (ContainerLost) event()           {}
func (ProbeAnswered) event()           {}
func (PreStopFinished) event()         {}
func (StopFailed) event()              {}
func (CleanedUp) event()               {}
func (Tick) event()                    {}

// EventError is an event that cannot happen in a state.
type EventError struct {
	// State is unchanged.
	State State
	// Event as it came, nil included.
	Event Event
	// Err is why, where another machine or the API server refused it; else nil.
	Err error
}

func (e *EventError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("lifecycle: %T cannot happen: %v", e.Event, e.Err)
	}
	return fmt.Sprintf("lifecycle: %T cannot happen in stage %v", e.Event, e.State.stage)
}

// Unwrap returns Err.
func (e *EventError) Unwrap() error { return e.Err }
