package probe

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// Event is anything that can happen to a probe worker.
// Implementations: [WorkerStarted], [ContainerStarted], [ContainerStopped],
// [ContainerGone], [StartedChanged], [DeletionRequested], [PodEnded], [Tick],
// [Trigger], [Answered], [StopRequested].
//
//sumtype:decl
type Event interface{ event() }

var _, _, _, _, _ Event = WorkerStarted{}, ContainerStarted{}, ContainerStopped{}, ContainerGone{}, StartedChanged{}
var _, _, _, _, _, _ Event = DeletionRequested{}, PodEnded{}, Tick{}, Trigger{}, Answered{}, StopRequested{}

// WorkerStarted happens when the kubelet starts the worker, when it first syncs
// the Pod after its own start. The worker lives on over restarts of the
// container. The event comes once; it may come after events about the container,
// as when the kubelet was restarted and the container was not.
type WorkerStarted struct {
	// KubeletStart is when the kubelet's probe manager was made. A container
	// that started more than ten seconds before is not new to the cluster, so
	// no first verdict is recorded for it. Zero: long ago, so that every
	// container is new.
	KubeletStart time.Time
	// Offset is the random part of the period that the worker waits before its
	// first round, if the kubelet is younger than a period, so that not all
	// workers ask at once. It is at least 0 and less than the period.
	Offset time.Duration
	// Sidecar: the container is one.
	Sidecar bool
}

// ContainerStarted happens when the Pod's status names a running container.
type ContainerStarted struct {
	// ID names the container to the runtime. It is another after each start.
	ID string
	// StartedAt is when the container started, as the status says: in whole
	// seconds. Zero: when the event happened. Differs from the kubelet: there
	// the age of such a container overflows, and whether it is ever asked
	// depends on the machine. No kubelet writes such a status.
	StartedAt time.Time
	// Started is what the status says. Without a startup probe that is true
	// as soon as the container runs.
	Started bool
}

// ContainerStopped happens when the Pod's status names a container that does not
// run. See [Exited].
type ContainerStopped struct {
	// ID names the container to the runtime.
	ID string
	// Final: it has ended and nothing will start it again.
	Final bool
}

// Exited returns the event that container id of the Pod, made from c, ended
// with exitCode. Whether that is final is for the restart policy and rules to
// say. While a restart rule starts all containers of the Pod again
// (allRestarting), nothing is final.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, doProbe.
func Exited(spec *podlife.PodSpec, c *podlife.Container, id string, exitCode int32, allRestarting bool) ContainerStopped {
	again := allRestarting || restart.ByPolicy(spec, c, exitCode) != restart.Stay
	return ContainerStopped{ID: id, Final: !again}
}

// ContainerGone happens when the Pod's status names no container any more, or
// there is no status.
type ContainerGone struct{}

// StartedChanged happens when the status of the running container says whether it
// has started, in the sense of the startup probe.
type StartedChanged struct {
	// Started is what it says now.
	Started bool
}

// DeletionRequested happens when the Pod that the worker holds got a deletion
// timestamp. In a kubelet the worker keeps the Pod as it was when the worker
// started, so this happens next to never; what ends workers there is
// [StopRequested].
type DeletionRequested struct{}

// PodEnded happens when the Pod reached the phase Succeeded or Failed.
type PodEnded struct{}

// Tick happens when time has passed. One before the last [Wake] changes nothing,
// nor does one while an answer is awaited. A late one does the work of one: the
// rounds that were missed are lost, and the next is due when it would have been.
type Tick struct{}

// Trigger happens when the kubelet wrote the Pod's status, and the container was
// started and not ready. The readiness worker asks at once, or as soon as it is
// not busy, and the period starts anew. More Triggers while it is busy are one.
type Trigger struct{}

// Answered happens when the question that [Ask] asked for was put.
type Answered struct {
	// Outcome is Success, Failure or Unknown.
	Outcome Result
}

// StopRequested happens when the kubelet has no use for the worker any more. For
// main containers that is so for liveness and startup when the Pod begins to
// terminate, for readiness when its containers have stopped. The workers of
// sidecars all go on until then.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go,
// StopLivenessAndStartup and RemovePod.
type StopRequested struct{}

func (WorkerStarted) event()     {}
func (ContainerStarted) event()  {}
func (ContainerStopped) event()  {}
func (ContainerGone) event()     {}
func (StartedChanged) event()    {}
func (DeletionRequested) event() {}
func (PodEnded) event()          {}
func (Tick) event()              {}
func (Trigger) event()           {}
func (Answered) event()          {}
func (StopRequested) event()     {}

// EventError is an event that cannot happen in a state.
type EventError struct {
	// State is unchanged.
	State State
	// Event as it came, nil included.
	Event Event
}

// Error names the event, and the worker by its kind and by what it does.
func (e *EventError) Error() string {
	return fmt.Sprintf("probe: %T cannot happen in %s", e.Event, e.State.words())
}

// words tells of the worker in a few words.
func (s *State) words() string {
	doing := "waits for its next round"
	switch {
	case !s.known():
		return "a State that is no worker"
	case s.Ended:
		doing = "has ended"
	case s.NextAt.IsZero():
		doing = "has not started"
	case s.Asking:
		doing = "awaits an answer about " + s.ContainerID
	case s.OnHold:
		doing = "waits for a container other than " + s.ContainerID
	case s.Target.ID == "":
		doing = "has no container to ask"
	}
	return "a " + s.Kind.String() + " worker that " + doing
}
