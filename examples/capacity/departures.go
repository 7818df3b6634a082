package main

import (
	"fmt"
	"io"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/table"
)

// left prints the Pods that left their nodes, and where those are that come in
// their place.
func (r *report) left(out io.Writer) error {
	t := table.Table{Out: out, Width: r.program.Width, Columns: []table.Column{
		{Title: "LEAVES"}, {Title: "NODE"}, {Title: "FOR", Spare: 1}, {Title: "AND THEN"},
	}}
	now := r.whereNow()
	for i, d := range r.departures {
		if i == fewRows && !r.program.all {
			break
		}
		why := "drain"
		if d.by != nil {
			why = qualified(d.by)
		}
		if d.budget != "" {
			why += ", against PodDisruptionBudget " + d.budget
		}
		cells := []table.Cell{{Text: qualified(d.pod)}, {Text: d.node}, {Text: why}, {Text: now[d.successor]}}
		if d.successor == nil {
			cells[3].Text = "nobody makes it again"
			if d.pod.IsDeleted() {
				cells[3].Text = "was being deleted"
			}
		}
		if err := t.Add(table.Row{Cells: cells}); err != nil {
			return err
		}
	}
	if len(r.departures) > 0 {
		fmt.Fprintln(out)
	}
	if err := t.Close(); err != nil {
		return err
	}
	if more := len(r.departures) - fewRows; more > 0 && !r.program.all {
		fmt.Fprintf(out, "(%s more rows with -all)\n", thousands(int64(more)))
	}
	return nil
}

// whereNow says of every Pod that was to be placed where it is in the end.
func (r *report) whereNow() map[*podlife.Pod]string {
	now := map[*podlife.Pod]string{}
	for _, p := range r.placements {
		now[p.pod] = "to " + p.node
	}
	for _, f := range r.refusals {
		now[f.pod] = "no node"
	}
	for _, d := range r.departures {
		if d.by != nil && now[d.pod] != "" {
			now[d.pod] += ", and off again"
		}
	}
	return now
}

// departed says how many Pods left, and what becomes of them.
func (r *report) departed() string {
	again, gone := 0, 0
	for _, d := range r.departures {
		switch {
		case d.successor != nil:
			again++
		case !d.pod.IsDeleted():
			gone++
		}
	}
	is := func(n int) string {
		if n == 1 {
			return "1 is"
		}
		return thousands(int64(n)) + " are"
	}
	leave := "leave their nodes"
	if len(r.departures) == 1 {
		leave = "leaves its node"
	}
	text := fmt.Sprintf("%s %s: %s made again", count(len(r.departures), "Pod"), leave, is(again))
	if gone > 0 {
		text += fmt.Sprintf(", %s not", is(gone))
	}
	if r.staying > 0 {
		text += fmt.Sprintf("; staying, as of a DaemonSet or static: %s", count(r.staying, "Pod"))
	}
	return text + "."
}
