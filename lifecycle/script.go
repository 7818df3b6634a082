package lifecycle

import (
	"encoding/json"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// Script is what the world does to a Pod, for [Simulate]: how long each thing
// takes, how containers end, what probes answer, and what happens when. The zero
// Script is a world in which all goes well and takes no time: the Pod is bound at
// once, its init containers succeed at once, and its main containers and sidecars
// run for ever.
type Script struct {
	// Start is when the Pod is created. Zero: its creationTimestamp, and if that
	// is not set either, the beginning of 2000 in UTC.
	Start time.Time `json:"start,omitzero"`
	// Until is how long after Start the simulation ends at the latest. 0: an
	// hour. It ends before if the Pod is gone, or nothing more is to happen to a
	// Pod that is done.
	Until Duration `json:"until,omitzero"`
	// Node that the Pod is bound to, if its spec names none. Empty: "node".
	Node string `json:"node,omitempty"`
	// ScheduleAfter is how long the scheduler takes, from the removal of the
	// last scheduling gate on. Negative: the Pod is never bound.
	ScheduleAfter Duration `json:"scheduleAfter,omitzero"`
	// Unschedulable is what the scheduler says while it has no node. Empty: it
	// says nothing.
	Unschedulable string `json:"unschedulable,omitempty"`
	// VolumesAfter is how long mounting takes.
	VolumesAfter Duration `json:"volumesAfter,omitzero"`
	// MountFailures is how many attempts at mounting fail before one succeeds.
	// Negative: all do.
	MountFailures int `json:"mountFailures,omitempty"`
	// SandboxAfter is how long a sandbox takes.
	SandboxAfter Duration `json:"sandboxAfter,omitzero"`
	// SandboxFailures is how many attempts at a sandbox fail before one succeeds.
	// Negative: all do.
	SandboxFailures int `json:"sandboxFailures,omitempty"`
	// CleanUpAfter is how long the kubelet takes to unmount volumes in the end.
	CleanUpAfter Duration `json:"cleanUpAfter,omitzero"`
	// IP is the Pod's address. Empty: none is reported.
	IP string `json:"ip,omitempty"`
	// Containers by name. Of those that are not named, init containers succeed at
	// once, and all others run for ever, sidecars included.
	Containers map[string]ContainerScript `json:"containers,omitempty"`
	// Happenings are what else happens, in any order.
	Happenings []Happening `json:"happenings,omitempty"`
}

// ContainerScript is what becomes of one container.
type ContainerScript struct {
	// PullAfter is how long a pull takes, one that fails too. When one has
	// succeeded, later ones find the image on the node and take no time.
	PullAfter Duration `json:"pullAfter,omitzero"`
	// PullFailures is how many pulls fail before one succeeds. Negative: all do.
	PullFailures int `json:"pullFailures,omitempty"`
	// PullReason is the reason of the failures. Empty: ErrImagePull.
	PullReason string `json:"pullReason,omitempty"`
	// PullMessage says why they fail.
	PullMessage string `json:"pullMessage,omitempty"`
	// StartAfter is how long each start takes.
	StartAfter Duration `json:"startAfter,omitzero"`
	// StartFailures is how many starts fail before one succeeds. Negative: all do.
	StartFailures int `json:"startFailures,omitempty"`
	// StartReason is the reason of the failures. Empty: CreateContainerError.
	StartReason string `json:"startReason,omitempty"`
	// StartMessage says why they fail.
	StartMessage string `json:"startMessage,omitempty"`
	// Runs are the container's lives, one after the other. The last one is
	// repeated. None: an init container succeeds at once, and any other, a
	// sidecar too, runs for ever, as does one of which a zero Run is the last.
	Runs []Run `json:"runs,omitempty"`
	// PostStart is what its postStart hook does, if it has one.
	PostStart HookScript `json:"postStart,omitzero"`
	// PreStop is what its preStop hook does, if it has one.
	PreStop HookScript `json:"preStop,omitzero"`
	// Stop is what it does when it is sent its stop signal.
	Stop Stop `json:"stop,omitzero"`
	// Liveness is what its liveness probe is answered.
	Liveness []Answer `json:"liveness,omitempty"`
	// Readiness is what its readiness probe is answered.
	Readiness []Answer `json:"readiness,omitempty"`
	// Startup is what its startup probe is answered.
	Startup []Answer `json:"startup,omitempty"`
}

// Run is one life of a container.
type Run struct {
	// For is how long it runs. 0: until somebody stops it.
	For Duration `json:"for,omitzero"`
	// ExitCode with which it ends by itself.
	ExitCode int32 `json:"exitCode,omitempty"`
	// Reason in the runtime's word, like OOMKilled. Empty: Completed or Error.
	Reason string `json:"reason,omitempty"`
	// Message that it leaves.
	Message string `json:"message,omitempty"`
}

// Stop is what a container does when it is sent its stop signal. The zero value:
// it ends at once with exit code 143.
type Stop struct {
	// After is how long it takes.
	After Duration `json:"after,omitzero"`
	// ExitCode with which it ends then. Nil: 143.
	ExitCode *int32 `json:"exitCode,omitempty"`
	// Ignored: it does not end before SIGKILL.
	Ignored bool `json:"ignored,omitempty"`
}

// HookScript is what a hook does. The zero value: it succeeds at once.
type HookScript struct {
	// For is how long it takes.
	For Duration `json:"for,omitzero"`
	// Failed: it fails then.
	Failed bool `json:"failed,omitempty"`
	// Message says why it failed.
	Message string `json:"message,omitempty"`
}

// Answer is what a probe is answered for a while. A list of them begins anew with
// each run of the container; its last one holds for ever, and an empty list is
// success. A container that does not run is not asked: a command tells nothing
// then, and every other probe fails.
type Answer struct {
	// Outcome is success, failure or unknown. Empty: success.
	Outcome Outcome `json:"outcome,omitempty"`
	// Times is how many answers it holds for. 0: Until decides.
	Times int `json:"times,omitempty"`
	// Until is how old the run may be for it to hold. 0: for ever, if Times is 0.
	Until Duration `json:"until,omitzero"`
	// After is how long an answer takes.
	After Duration `json:"after,omitzero"`
}

// Outcome is the answer to a probe, as a script writes it.
type Outcome string

// The outcomes.
const (
	// OutcomeSuccess is probe.Success, and what an empty Outcome means.
	OutcomeSuccess Outcome = "success"
	// OutcomeFailure is probe.Failure.
	OutcomeFailure Outcome = "failure"
	// OutcomeUnknown is probe.Unknown: there was no answer, and nothing follows.
	OutcomeUnknown Outcome = "unknown"
)

// result returns what the outcome is to a probe worker: None for a word that is
// no outcome.
func (o Outcome) result() probe.Result {
	switch o {
	case "", OutcomeSuccess:
		return probe.Success
	case OutcomeFailure:
		return probe.Failure
	case OutcomeUnknown:
		return probe.Unknown
	default:
		return probe.None
	}
}

// Happening is something that happens to the Pod at a given time. If it cannot
// happen then, it does not, and is among the Timeline's Refused.
type Happening struct {
	// At is when, from the start of the Script on.
	At Duration `json:"at"`
	// Do is what happens.
	Do Deed `json:"do"`
	// GracePeriodSeconds of a delete request or an eviction. Nil: the Pod's own.
	GracePeriodSeconds *int64 `json:"gracePeriodSeconds,omitempty"`
	// Container that is meant, where one is.
	Container string `json:"container,omitempty"`
	// Image of DoChangeImage.
	Image string `json:"image,omitempty"`
	// Reason of an eviction, a rejection, or the disruption that goes before a
	// delete request.
	Reason string `json:"reason,omitempty"`
	// Message that goes with Reason.
	Message string `json:"message,omitempty"`
	// ExitCode of DoExit.
	ExitCode int32 `json:"exitCode,omitempty"`
	// Condition of DoSetCondition.
	Condition podlife.Condition `json:"condition,omitzero"`
	// Taints of DoTaint.
	Taints []podlife.Taint `json:"taints,omitempty"`
}

// Deed is a kind of [Happening]. Each is an [Event].
type Deed string

// The deeds.
const (
	// DoDelete is [DeleteRequested]: somebody deletes the Pod.
	DoDelete Deed = "delete"
	// DoEvict is [Evicted]: the kubelet ends the Pod.
	DoEvict Deed = "evict"
	// DoReject is [Rejected]: the kubelet does not admit the Pod.
	DoReject Deed = "reject"
	// DoExit is [ContainerExited]: a container ends.
	DoExit Deed = "exit"
	// DoLoseContainer is [ContainerLost]: the runtime forgets a container.
	DoLoseContainer Deed = "loseContainer"
	// DoLoseSandbox is [SandboxLost]: the sandbox is gone.
	DoLoseSandbox Deed = "loseSandbox"
	// DoChangeImage is [ImageChanged]: somebody writes another image.
	DoChangeImage Deed = "changeImage"
	// DoSetCondition is [ConditionSet]: another program writes a condition.
	DoSetCondition Deed = "setCondition"
	// DoRemoveGates is [GatesRemoved]: the scheduling gates open.
	DoRemoveGates Deed = "removeGates"
	// DoRemoveFinalizers is [FinalizersRemoved]: nothing holds the object any more.
	DoRemoveFinalizers Deed = "removeFinalizers"
	// DoTaint is [TaintsChanged]: the node's taints are these.
	DoTaint Deed = "taint"
	// DoLoseNode is [NodeLost]: the node does not answer.
	DoLoseNode Deed = "loseNode"
	// DoReturnNode is [NodeReturned]: it answers again.
	DoReturnNode Deed = "returnNode"
	// DoRebootNode is [NodeRebooted]: it starts anew.
	DoRebootNode Deed = "rebootNode"
	// DoRestartKubelet is [KubeletRestarted]: the kubelet starts anew.
	DoRestartKubelet Deed = "restartKubelet"
	// DoCollect is [Collected]: the Pod garbage collector takes the Pod.
	DoCollect Deed = "collect"
)

// deeds returns all deeds.
func deeds() []string {
	all := [...]Deed{
		DoDelete, DoEvict, DoReject, DoExit, DoLoseContainer, DoLoseSandbox, DoChangeImage, DoSetCondition, DoRemoveGates,
		DoRemoveFinalizers, DoTaint, DoLoseNode, DoReturnNode, DoRebootNode, DoRestartKubelet, DoCollect,
	}
	out := make([]string, len(all))
	for i, d := range all {
		out[i] = string(d)
	}
	return out
}

// Duration is a time.Duration that JSON writes like "1m30s".
type Duration time.Duration

// MarshalJSON writes the duration as Go prints it.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// UnmarshalJSON reads what Go prints. A null changes nothing, and neither does what
// is no duration.
func (d *Duration) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	v, err := time.ParseDuration(text)
	if err == nil {
		*d = Duration(v)
	}
	return err
}
