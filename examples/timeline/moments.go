package main

import (
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/phase"
)

// moment is all that happens at one time.
type moment struct {
	at    time.Time
	texts []said
	// row is what kubectl shows from now on, if that is something else than
	// before.
	row *phase.Row
}

// said is one thing that happened, in words.
type said struct {
	text string
	// bad: it went wrong.
	bad bool
}

// narrate puts the entries into words, and together what happens at one time.
func (s *story) narrate() []moment {
	t := newTeller(s)
	var out []moment
	var row phase.Row
	for i := range s.Entries {
		e := &s.Entries[i]
		texts := t.words(e)
		s.texts = append(s.texts, texts)
		if n := len(out); n == 0 || !out[n-1].at.Equal(e.At) {
			out = append(out, moment{at: e.At})
		}
		m := &out[len(out)-1]
		m.texts = append(m.texts, texts...)
		if e.Pod == nil {
			continue
		}
		if next := columns(e.Pod, e.At); next != row {
			m.row, row = &next, next
		}
	}
	return slices.DeleteFunc(out, func(m moment) bool { return len(m.texts) == 0 && m.row == nil })
}

// columns returns what kubectl shows of a Pod, without ages.
func columns(p *podlife.Pod, at time.Time) phase.Row {
	row := phase.Columns(p, at)
	row.Restarts, _, _ = strings.Cut(row.Restarts, " ")
	row.Age = ""
	return row
}

// ending is the end of one run of a container.
type ending struct {
	container string
	at        time.Time
	code      int32
	// reason in the runtime's word.
	reason string
	// signal that it was sent before, empty if none.
	signal string
	// cause is why it alone was stopped, like "liveness probe failed". Empty: it
	// was not, or the whole Pod was.
	cause string
}

// isBad reports whether something went wrong: a container that is asked to end
// and does is as it should be.
func (e *ending) isBad() bool {
	const obeyed = 143 // SIGTERM
	asked := e.signal != "" && e.signal != sigkill && (e.cause == "" || e.cause == newImage)
	return e.code != 0 && (e.code != obeyed || !asked)
}

// label says it in a few words.
func (e *ending) label() string {
	switch {
	case e.signal == sigkill:
		return "SIGKILL"
	case e.cause != "" && e.cause != newImage:
		return e.cause
	case e.reason == "Error" || e.reason == "Completed":
		return "exit " + itoa(e.code)
	default:
		return e.reason + ", exit " + itoa(e.code)
	}
}

// endOf returns what is known of the run that ends with e.
func (t *teller) endOf(e lifecycle.ContainerExited, at time.Time) ending {
	reason := e.Reason
	switch {
	case reason != "":
	case e.ExitCode == 0:
		reason = "Completed"
	default:
		reason = "Error"
	}
	return ending{e.Container, at, e.ExitCode, reason, t.signals[e.Container], t.causes[e.Container]}
}
