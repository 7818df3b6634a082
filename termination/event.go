package termination

import (
	"fmt"

	"github.com/podlife/podlife"
)

// Event is anything that can happen to a Pod that ends.
// Implementations: [Requested], [Completed], [ObjectRemoved], [KillRequested],
// [PreStopFinished], [ContainerExited], [StopFailed], [Retried], [CleanedUp],
// [FinalizersRemoved], [Tick].
//
//sumtype:decl
type Event interface{ event() }

var (
	_, _, _ Event = Requested{}, Completed{}, ObjectRemoved{}
	_, _, _ Event = KillRequested{}, PreStopFinished{}, ContainerExited{}
	_, _, _ Event = StopFailed{}, Retried{}, CleanedUp{}
	_, _    Event = FinalizersRemoved{}, Tick{}
)

// Requested happens when the kubelet is asked to end the Pod, or to do it
// faster. It sees a deletion timestamp or a shorter one, evicts, makes room for
// a critical Pod, or its node shuts down.
type Requested struct {
	// Pod as the kubelet sees it. Its statuses say which containers run.
	Pod *podlife.Pod
	// GracePeriodSeconds is the override: [HardEvictionGraceSeconds],
	// [SoftEvictionGrace], [ShutdownGrace]. Nil: none, as for a delete
	// request, whose grace period is in the Pod.
	GracePeriodSeconds *int64
}

// Completed happens when the Pod's work is over by itself. The kubelet ends what
// still runs, which can only be sidecars and ephemeral containers.
type Completed struct {
	// Pod as the kubelet sees it.
	Pod *podlife.Pod
}

// ObjectRemoved happens when the object is gone from the API. This is how a Pod's
// life in the API ends, and how a kubelet hears of a delete request with a grace
// period of 0.
type ObjectRemoved struct {
	// Pod as the kubelet saw it last. Nil is enough for a Pod that is ending.
	Pod *podlife.Pod
}

// KillRequested happens when one container shall end and the Pod live on, because
// a probe failed or the container changed. The kubelet kills one at a time.
type KillRequested struct {
	// Pod as the kubelet sees it.
	Pod *podlife.Pod
	// Container is the name of one that runs.
	Container string
	// Reason decides on the grace period.
	Reason KillReason
	// GracePeriodSeconds is the override: 0 where a restart rule restarts all
	// containers. Nil: none.
	GracePeriodSeconds *int64
}

// PreStopFinished happens when a preStop hook ended, well or badly.
type PreStopFinished struct {
	// Container whose hook it is.
	Container string
}

// ContainerExited happens when one of State.Containers ended, by itself or by a
// signal.
type ContainerExited struct {
	// Container that ended.
	Container string
}

// StopFailed happens when the runtime gave up stopping a container.
type StopFailed struct {
	// Container that may still run.
	Container string
}

// Retried happens when the time after a [Retry] has passed.
type Retried struct{}

// CleanedUp happens when volumes are unmounted and the Pod's cgroup is gone.
type CleanedUp struct{}

// FinalizersRemoved happens when no finalizer is left on the object.
type FinalizersRemoved struct{}

// Tick happens when time has passed. One before the last [Wake] changes nothing.
// What is overdue at a late one is done then, and the waits that follow count
// from then: a container gets its 2 s from TERM to KILL even so.
type Tick struct{}

func (Requested) event()         {}
func (Completed) event()         {}
func (ObjectRemoved) event()     {}
func (KillRequested) event()     {}
func (PreStopFinished) event()   {}
func (ContainerExited) event()   {}
func (StopFailed) event()        {}
func (Retried) event()           {}
func (CleanedUp) event()         {}
func (FinalizersRemoved) event() {}
func (Tick) event()              {}

// EventError is an event that cannot happen in a state.
type EventError struct {
	// State is unchanged.
	State State
	// Event as it came, nil included.
	Event Event
}

// Error names the event and the stage.
func (e *EventError) Error() string {
	return fmt.Sprintf("termination: %T cannot happen in stage %v", e.Event, e.State.Stage)
}
