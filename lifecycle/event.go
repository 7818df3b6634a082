package lifecycle

import (
	"github.com/podlife/podlife"
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
