package lifecycle

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// Timeline is a Pod's life as [Simulate] found it.
type Timeline struct {
	// Start is when the Pod was created.
	Start time.Time
	// End is when the simulation ended: the Pod was gone, or nothing more was to
	// happen before the time was up.
	End time.Time
	// Entries are the events that happened, in order.
	Entries []Entry
	// Refused are the happenings of the script that could not happen.
	Refused []*EventError
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

// Lane is what a container did.
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
	// Running: it runs.
	Running
	// Stopping: it runs, and its preStop hook or its stop signal was sent for.
	Stopping
	// Ended: it ended, and is not started again for now.
	Ended
)

// String returns the name of what is done.
func (d Doing) String() string {
	names := [...]string{"Awaiting", "BackingOff", "Pulling", "Starting", "Running", "Stopping", "Ended"}
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
	// "postStart failed", "lost", "probe failed", "preStop", or a signal such as
	// "SIGTERM".
	What string
	// Bad: it went wrong, as an exit code other than zero does.
	Bad bool
	// ExitCode of a container that exited.
	ExitCode int32
	// Reason of the end or the failure.
	Reason string
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
	// DeadlineAt is the deletion timestamp that the last request left.
	DeadlineAt time.Time
	// RemovedAt is when the object was removed. Zero: it was not.
	RemovedAt time.Time
}
