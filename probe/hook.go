package probe

import (
	"fmt"

	"github.com/podlife/podlife"
)

// Hook says when a lifecycle handler is run.
type Hook uint8

// The hooks.
const (
	// PostStart is run right after the container was started. The start of
	// the Pod's other containers waits for it.
	PostStart Hook = iota + 1
	// PreStop is run before the container gets its stop signal, if the kubelet
	// stops it with any grace at all. It uses up grace; when that is over the
	// kubelet goes on without waiting for it.
	PreStop
)

// String returns the hook as the API's field is called.
func (h Hook) String() string {
	switch h {
	case PostStart:
		return "postStart"
	case PreStop:
		return "preStop"
	default:
		return fmt.Sprintf("Hook(%d)", uint8(h))
	}
}

// HookEnd is how the run of a handler ended. The zero value is the good end.
type HookEnd struct {
	// ExitCode of the command. It means nothing for other handlers.
	ExitCode int32
	// Broken: the command could not be run; the request got no response, and
	// where it was HTTPS answered by plain HTTP, neither did the second one
	// over HTTP; or the sleep was cut short.
	Broken bool
}

// HookOutcome returns what the end of a handler counts as. Of several
// handlers the first in this order is run.
//
//   - Exec: exit code 0 is a success. There is no time limit.
//   - HTTPGet: any response is a success, whatever its status. There is no
//     time limit either.
//   - Sleep: a success once it has slept long enough.
//   - TCPSocket or nothing: always a failure. The API accepts tcpSocket, but
//     the kubelet has no code to run it.
//
// No handler at all (nil) is a success: nothing was to be done.
//
// Source: kubernetes v1.37 pkg/kubelet/lifecycle/handlers.go, handlerRunner.Run.
func HookOutcome(h *podlife.LifecycleHandler, end HookEnd) Result {
	switch {
	case h == nil:
		return Success
	case h.Exec != nil:
		return succeeds(!end.Broken && end.ExitCode == 0)
	case h.HTTPGet != nil, h.Sleep != nil:
		return succeeds(!end.Broken)
	default:
		return Failure
	}
}

// HookConsequence is what follows from the end of a hook. The zero value is
// what follows from success: nothing.
type HookConsequence struct {
	// EventReason and EventMessage are those of the warning event that is
	// recorded. They never say more, as the answer may hold secrets.
	EventReason, EventMessage string
	// KillMessage, if not empty, says that the container is killed, and is the
	// message of that event. The kill has the usual grace, and runs preStop.
	KillMessage string
	// WaitingReason, if not empty, says that the start counts as failed, and is
	// the reason that the container then waits with. Whether and when it is
	// started again is a matter of restart policy and back-off.
	WaitingReason string
}

// AfterHook returns what follows when a hook ended with outcome r. A postStart
// hook that failed costs the container its life; a preStop hook that failed
// changes nothing, as the container is on its way out.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go,
// startContainer and executePreStopHook.
func AfterHook(h Hook, r Result) HookConsequence {
	switch {
	case r != Failure:
		return HookConsequence{}
	case h == PostStart:
		return HookConsequence{
			EventReason:   "FailedPostStartHook",
			EventMessage:  "PostStartHook failed",
			KillMessage:   "FailedPostStartHook",
			WaitingReason: "PostStartHookError",
		}
	case h == PreStop:
		return HookConsequence{EventReason: "FailedPreStopHook", EventMessage: "PreStopHook failed"}
	default:
		return HookConsequence{}
	}
}
