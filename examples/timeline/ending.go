package main

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/phase"
)

// ending is the end of one run of a container.
type ending struct {
	container string
	role      phase.Role
	lifecycle.Mark
}

// endings are the ends of all runs.
func (s *story) endings() []ending {
	var out []ending
	for i := range s.Lanes {
		lane := &s.Lanes[i]
		for _, m := range lane.Marks {
			if m.What == "exited" {
				out = append(out, ending{lane.Container, lane.Role, m})
			}
		}
	}
	return out
}

// isBad reports whether something went wrong: a container that is asked to end
// and does is as it should be.
func (e *ending) isBad() bool {
	const obeyed = 143 // SIGTERM
	asked := e.Signal != "" && e.Signal != sigkill && !isFault(e.Cause)
	return e.ExitCode != 0 && (e.ExitCode != obeyed || !asked)
}

// isFault reports whether a cause is that something is wrong with the container.
func isFault(c lifecycle.Cause) bool {
	return c == lifecycle.ByLiveness || c == lifecycle.ByStartup || c == lifecycle.ByPostStart
}

// label says it in a few words.
func (e *ending) label() string {
	switch {
	case e.Signal == sigkill:
		return sigkill
	case isFault(e.Cause), e.Cause == lifecycle.ByReboot:
		return causeText(e.Cause)
	case e.Reason == "Error" || e.Reason == "Completed":
		return e.said("exit " + itoa(e.ExitCode))
	default:
		return e.said(e.Reason + ", exit " + itoa(e.ExitCode))
	}
}

// mostSaid is how long a message is at most that stands in the picture.
const mostSaid = 40

// brief returns a message that is short enough to stand in the picture.
func brief(message string) string {
	if len(message) > mostSaid {
		return ""
	}
	return message
}

// said appends the message of a run that ended badly, if it is short.
func (e *ending) said(text string) string {
	if !e.isBad() {
		return text
	}
	return because(text, brief(e.Message))
}

// hint says all of it.
func (e *ending) hint() string {
	text := "exit " + itoa(e.ExitCode)
	if e.Reason != "Error" && e.Reason != "Completed" && e.Reason != "" {
		text += ", " + e.Reason
	}
	if e.Signal == sigkill {
		text += ", SIGKILL as it did not end in time"
	}
	if cause := causeText(e.Cause); cause != "" {
		text += ", " + cause
	}
	return because(text, e.Message)
}

// ended returns when and why the kubelet began to end a Pod that nobody had asked
// it to end. Where there was nothing to stop, the phase alone shows it.
func (s *story) ended() (at time.Time, cause lifecycle.Cause) {
	for _, lane := range s.Lanes {
		for _, m := range lane.Marks {
			if (m.Cause == lifecycle.ByDeadline || m.Cause == lifecycle.ByCompletion) && m.What != "exited" && (at.IsZero() || m.At.Before(at)) {
				at, cause = m.At, m.Cause
			}
		}
	}
	for i := range s.Bands {
		for _, v := range s.Bands[i].Spans {
			if cause == lifecycle.NoCause && s.Bands[i].Name == "Phase" && v.Reason == podlife.ReasonDeadlineExceeded {
				at, cause = v.From, lifecycle.ByDeadline
			}
		}
	}
	return at, cause
}

// causeText says why a container was stopped, empty if nobody stopped it.
func causeText(c lifecycle.Cause) string {
	switch c {
	case lifecycle.ByDeletion, lifecycle.ByTaint, lifecycle.ByCollector, lifecycle.ByKubelet:
		return "Pod deleted"
	case lifecycle.ByEviction:
		return "Pod evicted"
	case lifecycle.ByDeadline:
		return "active deadline over"
	case lifecycle.ByCompletion:
		return "Pod complete"
	case lifecycle.ByLiveness:
		return "liveness probe failed"
	case lifecycle.ByStartup:
		return "startup probe failed"
	case lifecycle.ByPostStart:
		return "postStart hook failed"
	case lifecycle.ByImage:
		return "new image"
	case lifecycle.BySandbox:
		return "sandbox lost"
	case lifecycle.ByRestartAll:
		return "all containers restart"
	case lifecycle.ByReboot:
		return "node restarted"
	default:
		return ""
	}
}
