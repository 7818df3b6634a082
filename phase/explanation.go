package phase

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
)

// Explanation is one thing that holds a Pod where it is, as [Explain] found it.
// Programs read the fields, people read String.
type Explanation struct {
	// Cause says what kind of reason it is.
	Cause Cause
	// Phase that the Pod ended in because of it. Empty: the Pod has not ended.
	Phase podlife.Phase
	// Role is what Container is in its Pod. RoleNone: the reason is about the
	// Pod.
	Role Role
	// Container that the reason is about.
	Container string
	// Number and Count say which of how many init containers Container is,
	// from 1. For CauseReady Count is how many containers are ready. Else 0.
	Number, Count int
	// State is what Container is shown to do. Unset: nothing was reported.
	State podlife.ContainerState
	// Last is how the run of Container before State ended. Unset: it is the
	// first.
	Last podlife.ContainerState
	// Condition that is not True because of it, or whose being True it is.
	// Empty: no condition shows it.
	Condition podlife.ConditionType
	// Reason is Kubernetes' word for it. May be empty.
	Reason string
	// Message is Kubernetes' text for people, or the name of the gate or the
	// finalizer. May be empty.
	Message string
	// Next says for people what has to happen before the Pod gets on. Empty:
	// nothing.
	Next string
}

// Role is what a container is in its Pod.
type Role uint8

// The roles.
const (
	// RoleNone: there is no container.
	RoleNone Role = iota
	// RoleMain is a main container.
	RoleMain
	// RoleInit is an ordinary init container.
	RoleInit
	// RoleSidecar is an init container that runs on beside the main ones.
	RoleSidecar
	// RoleEphemeral is a container for looking into the Pod.
	RoleEphemeral
)

// String returns the role's name, "none" for none.
func (r Role) String() string {
	switch r {
	case RoleNone:
		return "none"
	case RoleMain:
		return "main container"
	case RoleInit:
		return "init container"
	case RoleSidecar:
		return "sidecar"
	case RoleEphemeral:
		return "ephemeral container"
	default:
		return fmt.Sprintf("Role(%d)", uint8(r))
	}
}

// String returns the reason as one line without a full stop: the fact, with
// Kubernetes' own message in brackets, and behind a semicolon what has to
// happen next.
func (r Explanation) String() string {
	fact, rest := r.podFact(), ""
	if r.Role != RoleNone {
		fact, rest = r.containerFact()
		fact = r.subject() + " " + fact
	}
	if message := oneLine(r.Message); message != "" {
		fact += " (" + message + ")"
	}
	fact += rest
	if r.Next != "" {
		fact += "; " + r.Next
	}
	return oneLine(fact)
}

// subject names the container, and its place among the init containers.
func (r Explanation) subject() string {
	name := r.Container
	if name == "" {
		name = `""`
	}
	if r.Number == 0 {
		return r.Role.String() + " " + name
	}
	return fmt.Sprintf("%v %s (%d of %d)", r.Role, name, r.Number, r.Count)
}

// containerFact says what the container does, before and behind the place of
// Kubernetes' message.
func (r Explanation) containerFact() (fact, rest string) {
	switch r.State.Kind {
	case podlife.StateWaiting:
		fact = "waits"
		if r.State.Reason != "" {
			fact += ": " + r.State.Reason
		}
		if r.Last.Kind == podlife.StateTerminated {
			rest = ", having ended with " + exit(r.Last)
		}
		return fact, rest
	case podlife.StateRunning:
		return r.runningFact(), ""
	case podlife.StateTerminated:
		return "ended with " + exit(r.State), r.sequel()
	case podlife.StateUnset:
		return "has no status", ""
	default:
		return "has no status", ""
	}
}

func (r Explanation) runningFact() string {
	//exhaustive:ignore few causes concern what runs
	switch r.Cause {
	case CauseDeleted:
		return "still runs, though deletion was asked for"
	case CauseContainerNotStarted:
		return "runs, but has not started"
	case CauseContainerNotReady:
		return "runs, but is not ready"
	default:
		return "runs"
	}
}

// sequel says what follows the end of the container.
func (r Explanation) sequel() string {
	if r.Phase == podlife.PodFailed {
		return ", and the Pod failed"
	}
	//exhaustive:ignore few causes say what follows
	switch r.Cause {
	case CauseContainerRestarting:
		return ", and will be started again"
	case CauseRestartingAllContainers:
		return ", for which all containers start again"
	case CauseContainerEnded, CauseContainerFailed, CauseInitContainerFailed, CauseOOMKilled:
		return ", and will not be started again"
	default:
		return ""
	}
}

// podFact is the fact of a reason that is about the Pod.
func (r Explanation) podFact() string {
	if r.Phase.IsTerminal() {
		return r.endFact()
	}
	//exhaustive:ignore the others are about containers
	switch r.Cause {
	case CauseDeleted:
		return "deletion was asked for, and no container runs any more"
	case CauseFinalizer:
		return "a finalizer holds the deleted Pod"
	case CauseDisruptionTarget:
		return r.word("the Pod is to end for a reason outside it")
	case CauseNodeLost:
		return r.word("the node does not answer")
	case CauseSchedulingGated:
		return "a scheduling gate is left"
	case CauseUnschedulable:
		return r.word("no node was found")
	case CauseNotScheduled:
		return "no scheduler has chosen a node"
	case CauseNotReported:
		return "the kubelet has not reported yet"
	case CauseSandboxNotReady:
		return "the sandbox is not ready"
	case CauseRestartingAllContainers:
		return "all containers start again in place"
	case CauseReadinessGate:
		return "a readiness gate is not passed"
	case CausePodNotReady:
		return r.word("the condition Ready is not True")
	case CauseResize:
		return r.word("a resize is not done")
	case CauseReady:
		return r.readyFact()
	case CauseNoSuchContainer:
		return "the spec has no main container"
	default:
		return r.word(string(r.Cause))
	}
}

// endFact says that the Pod ended, and why where no container is to blame.
func (r Explanation) endFact() string {
	switch {
	case r.Phase == podlife.PodSucceeded:
		return "the Pod succeeded"
	case r.Cause == CauseNoStatus:
		return "the Pod failed, and no container has a status"
	case r.Cause == CauseUnexplained:
		return "the Pod failed, and no status tells why"
	case r.Reason == string(r.Cause), r.Reason == "":
		return "the Pod failed: " + string(r.Cause)
	default:
		return "the Pod failed: " + string(r.Cause) + ", " + r.Reason
	}
}

// word appends Kubernetes' word for it to the fact.
func (r Explanation) word(fact string) string {
	if r.Reason == "" {
		return fact
	}
	return fact + ": " + r.Reason
}

func (r Explanation) readyFact() string {
	if r.Count == 1 {
		return "the container runs and is ready"
	}
	return fmt.Sprintf("all %d containers run and are ready", r.Count)
}

// exit says how a container ended: "exit code 1: Error".
func exit(s podlife.ContainerState) string {
	code := fmt.Sprintf("exit code %d", s.ExitCode)
	if s.Reason == "" {
		return code
	}
	return code + ": " + s.Reason
}

// oneLine joins the words of text by single spaces.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
