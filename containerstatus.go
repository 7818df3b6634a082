package podlife

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"
)

// ContainerStatus is what was last reported about one container.
//
// Source: API type ContainerStatus (core/v1).
type ContainerStatus struct {
	// Name is the container's name in the spec.
	Name string `json:"name"`
	// State is what the container does now.
	State ContainerState `json:"state,omitzero"`
	// LastTerminationState is how the run before the present one ended.
	LastTerminationState ContainerState `json:"lastState,omitzero"`
	// Ready: the readiness probe, if there is one, succeeded; of an ordinary
	// init container, that it completed.
	Ready bool `json:"ready"`
	// RestartCount is how often the container was started again.
	RestartCount int32 `json:"restartCount"`
	// Image is what the container was made from, as the runtime names it.
	Image string `json:"image,omitempty"`
	// ContainerID names the container to the runtime. Empty: none was made.
	ContainerID string `json:"containerID,omitempty"`
	// Started: the startup probe, if there is one, succeeded. Nil: not
	// reported, as kubelets before 1.18 did.
	Started *bool `json:"started,omitempty"`
	// AllocatedResources is what the kubelet set aside. Nil: not reported.
	AllocatedResources ResourceList `json:"allocatedResources,omitempty"`
	// Resources is what the running container has. Nil: not reported.
	Resources *ResourceRequirements `json:"resources,omitempty"`
}

// HasStarted reports whether Started is set and true.
func (s *ContainerStatus) HasStarted() bool { return s.Started != nil && *s.Started }

// FindStatus returns the first status called name in list, or nil. The result
// points into list.
func FindStatus(list []ContainerStatus, name string) *ContainerStatus {
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}

func (s ContainerStatus) clone() ContainerStatus {
	s.Started = clonePtr(s.Started)
	s.AllocatedResources = maps.Clone(s.AllocatedResources)
	s.Resources = clonePtrDeep(s.Resources, ResourceRequirements.clone)
	return s
}

// StateKind says which of its states a container is in.
type StateKind uint8

// The kinds of state.
const (
	// StateUnset: nothing was reported.
	StateUnset StateKind = iota
	// StateWaiting: the container does not run yet, or not again.
	StateWaiting
	// StateRunning: it runs.
	StateRunning
	// StateTerminated: it ran and has ended.
	StateTerminated
)

// String returns the kind as the API's field is called, "unset" for none.
func (k StateKind) String() string {
	switch k {
	case StateUnset:
		return "unset"
	case StateWaiting:
		return "waiting"
	case StateRunning:
		return "running"
	case StateTerminated:
		return "terminated"
	default:
		return fmt.Sprintf("StateKind(%d)", uint8(k))
	}
}

// ContainerState is what a container does, or did, at one time. Which fields
// mean something follows from Kind; the others are zero:
//
//	StateUnset       none
//	StateWaiting     Reason, Message
//	StateRunning     StartedAt
//	StateTerminated  all
//
// The API type has three pointers of which more than one may be set. Where
// that is so, running goes before terminated before waiting, the order in
// which the kubelet looks at them when it computes the phase.
//
// Source: API type ContainerState (core/v1).
type ContainerState struct {
	// Kind is the state.
	Kind StateKind
	// ExitCode of the container's first process.
	ExitCode int32
	// Signal that ended it. 0: none, or not known; runtimes rarely tell.
	Signal int32
	// Reason says in one word why the container waits, or how it ended.
	Reason string
	// Message says it for people.
	Message string
	// StartedAt is when the container started.
	StartedAt time.Time
	// FinishedAt is when it ended.
	FinishedAt time.Time
	// ContainerID names the container that ended to the runtime.
	ContainerID string
}

// Waiting returns the state of a container that waits to be started.
func Waiting(reason, message string) ContainerState {
	return ContainerState{Kind: StateWaiting, Reason: reason, Message: message}
}

// Running returns the state of a container that runs since startedAt.
func Running(startedAt time.Time) ContainerState {
	return ContainerState{Kind: StateRunning, StartedAt: startedAt}
}

// Terminated returns the state of a container that ended. What else is known
// of it may be set on the result.
func Terminated(exitCode int32, reason string) ContainerState {
	return ContainerState{Kind: StateTerminated, ExitCode: exitCode, Reason: reason}
}

// Failed reports whether the state is terminated with an exit code other than
// zero.
func (s *ContainerState) Failed() bool { return s.Kind == StateTerminated && s.ExitCode != 0 }

// StateError is a ContainerState that JSON cannot hold without losing a field.
type StateError struct {
	// State as it was.
	State ContainerState
}

// Error names the kind and shows the state.
func (e *StateError) Error() string {
	return fmt.Sprintf("podlife: a container state of kind %v has fields of another kind: %+v", e.State.Kind, e.State)
}

// containerStateJSON is the API's form of a ContainerState.
type containerStateJSON struct {
	Waiting    *stateWaitingJSON    `json:"waiting,omitempty"`
	Running    *stateRunningJSON    `json:"running,omitempty"`
	Terminated *stateTerminatedJSON `json:"terminated,omitempty"`
}

type stateWaitingJSON struct {
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
}

type stateRunningJSON struct {
	StartedAt time.Time `json:"startedAt,omitzero"`
}

type stateTerminatedJSON struct {
	ExitCode    int32     `json:"exitCode"`
	Signal      int32     `json:"signal,omitempty"`
	Reason      string    `json:"reason,omitempty"`
	Message     string    `json:"message,omitempty"`
	StartedAt   time.Time `json:"startedAt,omitzero"`
	FinishedAt  time.Time `json:"finishedAt,omitzero"`
	ContainerID string    `json:"containerID,omitempty"`
}

// MarshalJSON writes the state in the API's form. A state that has fields
// which do not belong to its kind is a *StateError.
func (s ContainerState) MarshalJSON() ([]byte, error) {
	var out containerStateJSON
	switch s.Kind {
	case StateUnset:
	case StateWaiting:
		out.Waiting = &stateWaitingJSON{s.Reason, s.Message}
	case StateRunning:
		out.Running = &stateRunningJSON{s.StartedAt}
	case StateTerminated:
		out.Terminated = &stateTerminatedJSON{s.ExitCode, s.Signal, s.Reason, s.Message, s.StartedAt, s.FinishedAt, s.ContainerID}
	}
	if out.state() != s {
		return nil, &StateError{s}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the API's form.
func (s *ContainerState) UnmarshalJSON(data []byte) error {
	var in containerStateJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*s = in.state()
	return nil
}

func (j *containerStateJSON) state() ContainerState {
	switch {
	case j.Running != nil:
		return Running(j.Running.StartedAt)
	case j.Terminated != nil:
		t := j.Terminated
		return ContainerState{StateTerminated, t.ExitCode, t.Signal, t.Reason, t.Message, t.StartedAt, t.FinishedAt, t.ContainerID}
	case j.Waiting != nil:
		return Waiting(j.Waiting.Reason, j.Waiting.Message)
	default:
		return ContainerState{}
	}
}
