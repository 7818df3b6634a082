package termination

import "time"

// Effect is something that must now be done.
// Implementations: *[WithdrawEndpoint], *[RunPreStop], *[SendSignal],
// *[StopSandbox], *[WriteStatus], *[CleanUp], *[Retry], *[DeleteObject],
// *[RemoveObject], *[Wake].
//
// They are pointers, so that all effects of a step lie in one piece of memory.
// Nobody writes to them.
//
//sumtype:decl
type Effect interface{ effect() }

var (
	_, _, _ Effect = (*WithdrawEndpoint)(nil), (*RunPreStop)(nil), (*SendSignal)(nil)
	_, _, _ Effect = (*StopSandbox)(nil), (*WriteStatus)(nil), (*CleanUp)(nil)
	_, _, _ Effect = (*Retry)(nil), (*DeleteObject)(nil), (*RemoveObject)(nil)
	_       Effect = (*Wake)(nil)
)

// WithdrawEndpoint asks that the Pod's endpoints be no longer ready. See
// [Endpoint].
type WithdrawEndpoint struct{}

// RunPreStop asks to run the container's preStop hook. It is not cancelled when
// its time is up; nobody waits for it then.
type RunPreStop struct {
	// Container whose hook it is.
	Container string
}

// SendSignal asks to send a signal to the container's first process. Every
// container gets its stop signal first; SIGKILL follows if it still runs when the
// grace period ends. The kubelet leaves both to one call of the container
// runtime, StopContainer with GracePeriodSeconds.
type SendSignal struct {
	// Container that is meant.
	Container string
	// Signal is "SIGTERM", the container's own stop signal, or "SIGKILL".
	Signal string
	// GracePeriodSeconds until SIGKILL. 0 if this is SIGKILL.
	GracePeriodSeconds int64
}

// StopSandbox asks to stop the Pod's sandboxes, and with them its network.
type StopSandbox struct{}

// WriteStatus asks to write the last status. No container runs any more, so the
// phase may be terminal from now on.
type WriteStatus struct{}

// CleanUp asks to unmount the volumes and remove the Pod's cgroup.
type CleanUp struct{}

// Retry asks to try again, as some container could not be stopped. The time is
// the caller's choice, and a [Retried] reports it. All that still runs is killed
// anew then, preStop hooks and grace period included.
type Retry struct {
	// Earliest is when the kubelet would try again at the earliest.
	Earliest time.Time
	// Latest is when it would at the latest.
	Latest time.Time
}

// DeleteObject asks to send a delete request for the object, with a grace period
// of 0, for the case that it still has this UID.
type DeleteObject struct {
	// UID is the precondition.
	UID string
}

// RemoveObject asks to remove the object from storage, as nothing holds it any
// more. The API server does this. An [ObjectRemoved] confirms it.
type RemoveObject struct{}

// Wake asks to deliver a [Tick] at a later time. Only the last one counts.
type Wake struct {
	// At is when.
	At time.Time
}

func (*WithdrawEndpoint) effect() {}
func (*RunPreStop) effect()       {}
func (*SendSignal) effect()       {}
func (*StopSandbox) effect()      {}
func (*WriteStatus) effect()      {}
func (*CleanUp) effect()          {}
func (*Retry) effect()            {}
func (*DeleteObject) effect()     {}
func (*RemoveObject) effect()     {}
func (*Wake) effect()             {}

// String returns the effect in words.
func (*WithdrawEndpoint) String() string { return "withdraw the endpoint" }

// String returns the effect in words.
func (e *RunPreStop) String() string { return "run the preStop hook of " + e.Container }

// String returns the effect in words.
func (e *SendSignal) String() string { return e.Signal + " to " + e.Container }

// String returns the effect in words.
func (*StopSandbox) String() string { return "stop the sandbox" }

// String returns the effect in words.
func (*WriteStatus) String() string { return "write the last status" }

// String returns the effect in words.
func (*CleanUp) String() string { return "clean up" }

// String returns the effect in words.
func (e *Retry) String() string { return "try again from " + e.Earliest.Format(time.RFC3339Nano) }

// String returns the effect in words.
func (*DeleteObject) String() string { return "delete the object" }

// String returns the effect in words.
func (*RemoveObject) String() string { return "remove the object" }

// String returns the effect in words.
func (e *Wake) String() string { return "wake at " + e.At.Format(time.RFC3339Nano) }
