package lifecycle

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
)

// Seen is what a kubelet makes a Pod's status from, beside the status before.
type Seen struct {
	// Statuses is how many statuses the kubelet has made, written or not.
	Statuses int
	// SandboxMade: there is a sandbox.
	SandboxMade bool
	// SandboxReady: it stands.
	SandboxReady bool
	// SandboxAttempt is its number.
	SandboxAttempt uint32
	// Containers are the init containers, the main ones and the ephemeral ones,
	// as in the spec.
	Containers []SeenContainer
}

// SeenContainer is what a kubelet makes a container's status from.
type SeenContainer struct {
	// Name of the container.
	Name string
	// Runs that the runtime has, newest first, two at most.
	Runs []restart.RuntimeStatus
	// Restarts of the newest run, as the kubelet counted when it made it.
	Restarts int32
	// Messages of the runs.
	Messages []string
	// Started are the times at which the runs started.
	Started []time.Time
	// Reason why the last attempt at a start failed. Empty: it did not.
	Reason string
	// Message that goes with Reason.
	Message string
	// Startup is the startup probe's verdict on the newest run.
	Startup probe.Result
	// Readiness is the readiness probe's verdict on the newest run.
	Readiness probe.Result
}

// Seen returns what the kubelet sees now. It serves to compare [State.Pod] with
// what another kubelet would write.
func (s State) Seen() Seen {
	out := Seen{
		Statuses: int(s.kubelet.statuses), SandboxMade: s.kubelet.sandbox.made,
		SandboxReady: s.kubelet.sandbox.ready, SandboxAttempt: s.kubelet.sandbox.attempt,
	}
	for i := range s.containers {
		out.Containers = append(out.Containers, s.seenContainer(i))
	}
	return out
}

func (s *State) seenContainer(i int) SeenContainer {
	c, f := &s.containers[i], &s.facts.list[i]
	out := SeenContainer{Name: f.name, Restarts: c.run.restarts, Reason: c.failed.reason}
	out.Message = s.message(f, &condition{kind: podlife.StateWaiting, reason: c.failed.reason, message: c.failed.message, delay: c.failed.delay})
	add := func(r restart.RuntimeStatus, id int32, message string, startedAt time.Time) {
		r.ID = containerID(f.name, id)
		out.Runs, out.Messages = append(out.Runs, r), append(out.Messages, message)
		out.Started = append(out.Started, startedAt)
	}
	if c.run.id != 0 {
		message := ""
		if c.run.state == restart.StateExited {
			message = c.ended.message
		}
		add(s.observed(i, c), c.run.id, message, c.run.startedAt)
	}
	if e := &c.ended; e.id != 0 && e.id != c.run.id {
		add(restart.RuntimeStatus{
			Name: f.name, State: restart.StateExited, ExitCode: e.exitCode, Reason: e.reason, FinishedAt: e.finishedAt,
		}, e.id, e.message, e.startedAt)
	}
	view := s.view(f, &shown{id: c.run.id})
	out.Startup, out.Readiness = view.Startup, view.Readiness
	return out
}
