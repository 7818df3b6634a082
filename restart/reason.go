package restart

import "fmt"

// Reason is the rule that fired in a plan.
type Reason uint8

// The reasons about the Pod as a whole.
const (
	// ReasonNone: no rule about the Pod as a whole fired.
	ReasonNone Reason = iota
	// ReasonDeleted: deletion was asked for.
	ReasonDeleted
	// ReasonPodEnded: the Pod's phase is Succeeded or Failed.
	ReasonPodEnded
	// ReasonNoSandbox: there is no sandbox.
	ReasonNoSandbox
	// ReasonManySandboxes: more than one sandbox is ready.
	ReasonManySandboxes
	// ReasonSandboxNotReady: the newest sandbox is not ready.
	ReasonSandboxNotReady
	// ReasonNetworkChanged: the newest sandbox uses the node's network and the
	// spec does not, or the other way round.
	ReasonNetworkChanged
	// ReasonNoIP: the newest sandbox has no address.
	ReasonNoIP
	// ReasonRanBefore: the sandbox is lost, some container was made before, and
	// the Pod's policy Never forbids a second life.
	ReasonRanBefore
	// ReasonAllSucceeded: the sandbox is lost and no main container needs
	// another one.
	ReasonAllSucceeded
	// ReasonInitFailed: an init container failed and is not started again.
	ReasonInitFailed
	// ReasonNothingLeft: no main container is kept or started.
	ReasonNothingLeft
	// ReasonRestartAll: a restart rule starts the whole Pod again in place.
	ReasonRestartAll
)

// The reasons about one container. Those of a Pod that is killed, begun anew
// or not looked at serve its containers as well.
const (
	// ReasonRuns: it runs, and nothing speaks against it.
	ReasonRuns Reason = iota + ReasonRestartAll + 1
	// ReasonNotMade: the runtime knows no run of it.
	ReasonNotMade
	// ReasonCreated: it was made, and starting it failed.
	ReasonCreated
	// ReasonUnknown: the runtime cannot tell whether it runs.
	ReasonUnknown
	// ReasonExited: it ended; restart rules and policies decide.
	ReasonExited
	// ReasonOOMKilled: an init container that ran out of memory has failed,
	// whatever its exit code; restart rules and policies decide.
	ReasonOOMKilled
	// ReasonDefinitionChanged: its image is not what it was made from.
	ReasonDefinitionChanged
	// ReasonLivenessFailed: its liveness probe failed.
	ReasonLivenessFailed
	// ReasonStartupFailed: its startup probe failed.
	ReasonStartupFailed
	// ReasonStarting: a sidecar runs, and its startup probe has not decided.
	ReasonStarting
	// ReasonCompleted: an init container that succeeded is done.
	ReasonCompleted
	// ReasonPassed: a later container was reached, so this one is done.
	ReasonPassed
	// ReasonFirst: it is the first init container, and none was begun.
	ReasonFirst
	// ReasonNext: the init container before it is done or has started.
	ReasonNext
	// ReasonNotReached: an init container before it is not done.
	ReasonNotReached
	// ReasonNewSandbox: a new sandbox begins with it.
	ReasonNewSandbox
	// ReasonSucceeded: it succeeded under policy OnFailure before the sandbox
	// was lost.
	ReasonSucceeded
	// ReasonRunsOnce: an ephemeral container is never started again.
	ReasonRunsOnce
)

// String returns the reason's name.
func (r Reason) String() string {
	if name, _ := r.words(); name != "" {
		return name
	}
	return fmt.Sprintf("Reason(%d)", uint8(r))
}

// words returns the reason's name and its sentence.
func (r Reason) words() (name, sentence string) {
	if r <= ReasonRestartAll {
		return r.podWords()
	}
	return r.containerWords()
}

// podWords returns name and sentence of a reason about the Pod as a whole.
func (r Reason) podWords() (name, sentence string) {
	//exhaustive:ignore the others are about one container
	switch r {
	case ReasonNone:
		return "None", "its containers are looked at one by one"
	case ReasonDeleted:
		return "Deleted", "deletion was asked for"
	case ReasonPodEnded:
		return "PodEnded", "the Pod has ended, and a terminal phase is never left"
	case ReasonNoSandbox:
		return "NoSandbox", "no pod sandbox exists"
	case ReasonManySandboxes:
		return "ManySandboxes", "multiple pod sandboxes are ready and need to be reconciled"
	case ReasonSandboxNotReady:
		return "SandboxNotReady", "pod sandbox is not ready"
	case ReasonNetworkChanged:
		return "NetworkChanged", `network namespace mode changed and sandbox needs to be recreated`
	case ReasonNoIP:
		return "NoIP", "pod sandbox has no IP address"
	case ReasonRanBefore:
		return "RanBefore", "the sandbox is lost, and the Pod's restart policy Never forbids another after containers were made"
	case ReasonAllSucceeded:
		return "AllSucceeded", "the sandbox is lost, and every main container has succeeded under OnFailure"
	case ReasonInitFailed:
		return "InitFailed", "an init container failed and is not started again"
	case ReasonNothingLeft:
		return "NothingLeft", "no main container is left to keep or to start"
	case ReasonRestartAll:
		return "RestartAll", "a restart rule starts the whole Pod again in place"
	default:
		return "", ""
	}
}

// containerWords returns name and sentence of a reason about one container.
func (r Reason) containerWords() (name, sentence string) {
	//exhaustive:ignore the others are about the Pod
	switch r {
	case ReasonRuns:
		return "Runs", "it runs, and nothing speaks against it"
	case ReasonNotMade:
		return "NotMade", "the runtime knows no run of it"
	case ReasonCreated:
		return "Created", "it was made, and starting it failed"
	case ReasonUnknown:
		return "Unknown", "the runtime cannot tell whether it runs"
	case ReasonExited:
		return "Exited", "it ended"
	case ReasonOOMKilled:
		return "OOMKilled", "an init container that ran out of memory has failed"
	case ReasonDefinitionChanged:
		return "DefinitionChanged", "its image is not what it was made from"
	case ReasonLivenessFailed:
		return "LivenessFailed", "its liveness probe failed"
	case ReasonStartupFailed:
		return "StartupFailed", "its startup probe failed"
	case ReasonStarting:
		return "Starting", "it runs, and its startup probe has not decided"
	case ReasonCompleted:
		return "Completed", "an init container that succeeded is done"
	case ReasonPassed:
		return "Passed", "a later container was reached, so it is done"
	case ReasonFirst:
		return "First", "it is the first init container, and none was begun"
	case ReasonNext:
		return "Next", "the init container before it is done or has started"
	case ReasonNotReached:
		return "NotReached", "an init container before it is not done"
	case ReasonNewSandbox:
		return "NewSandbox", "a new sandbox begins with it"
	case ReasonSucceeded:
		return "Succeeded", "it succeeded under OnFailure before the sandbox was lost"
	case ReasonRunsOnce:
		return "RunsOnce", "an ephemeral container is never started again"
	default:
		return "", ""
	}
}
