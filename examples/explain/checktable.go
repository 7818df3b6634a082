package main

import (
	"cmp"
	"fmt"

	"github.com/podlife/podlife/examples/internal/mismatch"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/examples/internal/table"
)

// find compares the phases of a Pod and counts the difference.
func (p *program) find(o objects.Object) (mismatch.Difference, bool) {
	d, differ := mismatch.Find(o.Pod)
	switch {
	case !differ:
	case d.Rule == "":
		p.count.unexplained++
	default:
		p.count.explained++
	}
	return d, differ
}

// textOf is the explanation of a difference, or that there is none.
func textOf(d mismatch.Difference) string {
	return cmp.Or(d.Text, fmt.Sprintf("the container statuses add up to %s, and nothing in the object explains the difference", d.Computed))
}

// checkTable prints the Pods whose phase does not follow from their statuses.
type checkTable struct {
	*program
	table.Table
	paints
}

func newCheckTable(p *program) *checkTable {
	paints := newPaints(p.Colour)
	return &checkTable{program: p, paints: paints, Table: table.Table{
		Out: p.out, Width: p.Width, Title: paints.title, NotesTitle: "EXPLANATION",
		Columns: []table.Column{
			{Title: "NAMESPACE", Spare: 1}, {Title: "NAME"}, {Title: "RECORDED"}, {Title: "COMPUTED"},
			{Title: "RULE"}, {Title: "AUTHOR", Spare: 2},
		},
	}}
}

func (t *checkTable) pod(o objects.Object) error {
	d, differ := t.find(o)
	if !differ {
		return nil
	}
	return t.Add(table.Row{
		Cells: []table.Cell{
			{Text: o.Pod.Namespace},
			{Text: o.Pod.Name},
			{Text: cmp.Or(string(d.Recorded), "<none>")},
			{Text: string(d.Computed)},
			{Text: cmp.Or(string(d.Rule), "<none>"), Paint: t.paintFor(d.Author)},
			{Text: d.Author.String(), Paint: t.paintFor(d.Author)},
		},
		Notes: []string{textOf(d), "in " + place(o)},
	})
}

func (t *checkTable) paintFor(a mismatch.Author) table.Paint {
	switch a {
	case mismatch.Unexplained:
		return t.bad
	case mismatch.ByNobody:
		return t.wait
	default:
		return t.good
	}
}

// place says where in the input an object is.
func place(o objects.Object) string {
	s := fmt.Sprintf("%s, document %d", o.File, o.Document)
	if o.Path != "" {
		s += ", " + o.Path
	}
	return s
}

func (t *checkTable) end() error {
	if err := t.Close(); err != nil {
		return err
	}
	if t.count.explained+t.count.unexplained > 0 {
		fmt.Fprintln(t.out) // the next to write has its error
	}
	_, err := fmt.Fprintln(t.out, t.count.summary())
	return err
}
