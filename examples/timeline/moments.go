package main

import (
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
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
