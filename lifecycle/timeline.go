package lifecycle

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/probe"
)

// Timeline is a Pod's life as [Simulate] found it.
type Timeline struct {
	// Start is when the Pod was created.
	Start time.Time
	// End is when the Pod was gone; or when its kubelet was done with it and
	// nothing more was to happen; else when the time was up, for a Pod that is
	// left alone runs on, or waits on. The last spans end then, so that those of
	// what came about at the very end are empty.
	End time.Time
	// Entries are the events that happened, in order.
	Entries []Entry
	// Refused are the happenings of the script that did not happen, those to a Pod
	// that was gone or after the time was up included. Each of the script's is
	// here or among the Entries, but for an exit on a node that was not heard of
	// again: it shows in the Lanes alone.
	Refused []Refusal
	// Lanes show the containers: init containers, main containers, ephemeral
	// ones, as in the spec.
	Lanes []Lane
	// Bands show the phase, then the conditions in the order in which they came.
	Bands []Band
	// Deletion shows when it was asked for. Nil: nobody did.
	Deletion *DeletionSpan
	// Final is the state in the end.
	Final State
}

// Entry is an event and what came of it.
type Entry struct {
	// At is when it happened.
	At time.Time
	// Event that happened.
	Event Event
	// Effects are what was to be done then.
	Effects []Effect
	// Pod as the API showed it after the event, if it changed. Nil: it did not,
	// or it is gone.
	Pod *podlife.Pod
}

// Refusal is a happening of a script that did not happen.
type Refusal struct {
	// At is when it was to happen.
	At time.Time
	// Index of it in the Script's Happenings.
	Index int
	// Err says why it did not. It is never nil.
	Err *EventError
}

// Lane is what a container did. While its node does not answer, it shows what
// happens there: a process that ends then has Ended, though the status says that
// it runs until the node returns.
type Lane struct {
	// Container is its name.
	Container string
	// Role of the container.
	Role phase.Role
	// Spans follow one another without a gap, from the start to the end of the
	// Timeline.
	Spans []Span
	// Marks are what happened to it at one moment, in order.
	Marks []Mark
}

// Span is a time during which a container did the same.
type Span struct {
	// From is when it began.
	From time.Time
	// To is when it ended.
	To time.Time
	// Doing is what it did.
	Doing Doing
	// Run counts the container's runs, from 1. 0: there was none yet.
	Run int32
	// Started: the startup probe, if there is one, has succeeded.
	Started bool
	// Ready as its status says.
	Ready bool
	// Reason that it waits with, or ended with.
	Reason string
	// ExitCode of a run that ended.
	ExitCode int32
}

// Doing is what a container does.
type Doing uint8

// What containers do.
const (
	// Awaiting: it waits for others, or for a node.
	Awaiting Doing = iota
	// BackingOff: it waits because it ended or failed a short while ago.
	BackingOff
	// Pulling: its image is pulled.
	Pulling
	// Starting: it is made and started.
	Starting
	// Running: it runs, and nobody stops it.
	Running
	// InPreStop: it runs, and so does its preStop hook.
	InPreStop
	// AwaitingTurn: it runs, and is stopped when others have ended.
	AwaitingTurn
	// Stopping: it runs, and was sent its stop signal. SIGKILL takes no time
	// here; a Mark tells of it.
	Stopping
	// Ended: it ended, and is not started again for now.
	Ended
)

// String returns the name of what is done.
func (d Doing) String() string {
	names := [...]string{"Awaiting", "BackingOff", "Pulling", "Starting", "Running", "InPreStop", "AwaitingTurn", "Stopping", "Ended"}
	if int(d) < len(names) {
		return names[d]
	}
	return fmt.Sprintf("Doing(%d)", uint8(d))
}

// Mark is something that happened to a container at one moment.
type Mark struct {
	// At is when.
	At time.Time
	// What happened: "started", "exited", "pull failed", "start failed",
	// "postStart failed", "lost", "liveness probe failed", "readiness probe
	// failed", "startup probe failed", "preStop", or a signal such as "SIGTERM".
	What string
	// Bad: it went wrong, as an exit code other than zero does.
	Bad bool
	// Probe that failed. Zero: none did.
	Probe probe.Kind
	// Cause of a stop, if What is "preStop" or a signal, and of the end, if it is
	// "exited". NoCause for all others.
	Cause Cause
	// Signal that a container was sent before it exited, the last one if there
	// were two. Empty: none.
	Signal string
	// ExitCode of a container that exited.
	ExitCode int32
	// Reason of the end or the failure.
	Reason string
	// Message that the container left, or that says why it failed.
	Message string
}

// Band is the value of one aspect of the Pod over time.
type Band struct {
	// Name is "Phase", or the type of a condition.
	Name string
	// Spans follow one another. A condition has none while it is not set.
	Spans []BandSpan
}

// BandSpan is a time during which an aspect had one value.
type BandSpan struct {
	// From is when it began.
	From time.Time
	// To is when it ended.
	To time.Time
	// Value is the phase, or True, False or Unknown.
	Value string
	// Reason that stands beside it.
	Reason string
}

// DeletionSpan is the end of a Pod that somebody deleted.
type DeletionSpan struct {
	// RequestedAt is when the first request came.
	RequestedAt time.Time
	// DeadlineAt is the deletion timestamp that the first request left. Later
	// ones may have cut it short.
	DeadlineAt time.Time
	// RemovedAt is when the object was removed. Zero: it was not.
	RemovedAt time.Time
	// Requests are all of them, in order: the first, those that cut it short or
	// asked for no less, and the kubelet's in the end. There is at least one.
	Requests []DeletionRequest
}

// DeletionRequest is a request to delete a Pod.
type DeletionRequest struct {
	// At is when it came.
	At time.Time
	// Cause is ByDeletion, ByTaint, ByCollector, or ByKubelet.
	Cause Cause
	// Reason of the disruption that came with it, like EvictionByEvictionAPI.
	// Empty: none did.
	Reason string
	// GracePeriodSeconds as asked for. Nil: the Pod's own.
	GracePeriodSeconds *int64
	// DeadlineAt is the deletion timestamp that it left.
	DeadlineAt time.Time
}
