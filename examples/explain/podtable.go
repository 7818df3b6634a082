package main

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/mismatch"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/examples/internal/table"
	"github.com/podlife/podlife/phase"
)

// podTable prints Pods as kubectl does, and why they are where they are.
type podTable struct {
	*program
	table.Table
	paints
}

func newPodTable(p *program) *podTable {
	paints := newPaints(p.Colour)
	return &podTable{program: p, paints: paints, Table: table.Table{
		Out: p.out, Width: p.Width, Title: paints.title, NotesTitle: "WHY",
		Columns: []table.Column{
			{Title: "NAMESPACE", Short: "NS"}, {Title: "NAME"}, {Title: "READY"}, {Title: "STATUS"},
			{Title: "RESTARTS", Short: "RST", Spare: 2}, {Title: "AGE", Spare: 3}, {Title: "PHASE", Spare: 1}, {Title: "OUTCOME", Spare: 4},
		},
	}}
}

func (t *podTable) pod(o objects.Object) error {
	row := phase.Columns(o.Pod, t.now)
	reasons := phase.Explain(o.Pod)
	telling := tellingReasons(withRestarts(o.Pod, reasons, t.now))
	if d, ok := t.deletion(o.Pod); ok {
		telling = append([]string{d.text(t.now)}, tellingReasons(withRestarts(o.Pod, withoutDeletion(reasons), t.now))...)
	}
	paint := t.paintFor(o.Pod, reasons)
	computed, notes := phaseCell(o.Pod)
	return t.Add(table.Row{
		Cells: []table.Cell{
			{Text: o.Pod.Namespace},
			{Text: o.Pod.Name},
			{Text: row.Ready},
			{Text: row.Status, Paint: paint},
			{Text: row.Restarts, Short: firstWord(row.Restarts)},
			{Text: row.Age},
			{Text: computed},
			t.outcomeCell(phase.Outcome(o.Pod)),
		},
		Notes: append(notes, telling...),
	})
}

func (t *podTable) end() error { return t.Close() }

// phaseCell returns the phase, marked if the Pod records another one, and why
// it does unless the reasons say so anyway.
func phaseCell(p *podlife.Pod) (cell string, notes []string) {
	computed := phase.Of(p)
	if computed == p.Status.Phase {
		return string(computed), nil
	}
	d, differ := mismatch.Find(p)
	if differ {
		notes = []string{textOf(d)}
	}
	if differ && d.Recorded != "" {
		notes[0] = fmt.Sprintf("status.phase says %s: %s", d.Recorded, notes[0])
	}
	return string(computed) + "!", notes
}

// firstWord of "7 (3m ago)" is the 7.
func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// outcomeCell is the verdict with, of work that is done, its cause.
func (t *podTable) outcomeCell(r phase.Result) table.Cell {
	switch {
	case r.Verdict == phase.Unfinished:
		return table.Cell{Text: r.Verdict.String(), Paint: t.dim}
	case r.Cause == phase.CauseCompleted:
		return table.Cell{Text: r.Verdict.String()}
	default:
		return table.Cell{Text: fmt.Sprintf("%v: %s", r.Verdict, r.Cause), Short: r.Verdict.String()}
	}
}

// tellingReasons are those that say more than the columns do.
func tellingReasons(reasons []phase.Explanation) []string {
	var texts []string
	for _, r := range reasons {
		if r.Cause != phase.CauseReady && r.Cause != phase.CauseCompleted {
			texts = append(texts, r.String())
		}
	}
	return texts
}

// paintFor returns the colour of a Pod: green if all is well, faint if it is
// done, red if something went wrong, else yellow.
func (t *podTable) paintFor(p *podlife.Pod, reasons []phase.Explanation) table.Paint {
	switch of := phase.Of(p); {
	case of == podlife.PodSucceeded:
		return t.dim
	case of == podlife.PodFailed, of == podlife.PodUnknown:
		return t.bad
	}
	paint := t.good
	for _, r := range reasons {
		switch r.Cause {
		case phase.CauseReady, phase.CauseContainerEnded:
		case phase.CauseContainerRestarting, phase.CauseContainerFailed, phase.CauseInitContainerFailed,
			phase.CauseOOMKilled, phase.CauseUnschedulable, phase.CauseNoSuchContainer:
			return t.bad
		default:
			paint = t.wait
			if r.State.Kind == podlife.StateWaiting && !usualWait(r.State.Reason) {
				return t.bad
			}
		}
	}
	return paint
}

// usualWait reports whether a container that waits for this reason is only on
// its way.
func usualWait(reason string) bool {
	return reason == "" || reason == "ContainerCreating" || reason == "PodInitializing"
}
