package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/heatmap"
	"github.com/podlife/podlife/examples/internal/table"
)

const (
	// fewNodes are listed one by one without being asked to.
	fewNodes = 40
	// enoughForBars is how wide a terminal must be to show bars.
	enoughForBars = 100
	// fewRows is how many Pods or reasons are listed without being asked to.
	fewRows = 20
)

// tables prints all there is to say for people.
func (r *report) tables(out io.Writer) error {
	fmt.Fprintf(out, "%s.\n", r.title())
	for _, line := range r.summary() {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintln(out)
	if err := r.fullness(out); err != nil {
		return err
	}
	for _, part := range []func(io.Writer) error{r.left, r.why, r.where} {
		if err := part(out); err != nil {
			return err
		}
	}
	return nil
}

// fullness prints how full groups and nodes are.
func (r *report) fullness(out io.Writer) error {
	l := r.ledger
	each := r.program.all || len(l.nodes) <= fewNodes
	t := table.Table{Out: out, Width: r.program.Width, Columns: []table.Column{{Title: "REQUESTED"}}}
	for i, name := range l.resources {
		t.Columns = append(t.Columns, table.Column{Title: strings.ToUpper(shortName(name)), Spare: spare(i)})
	}
	groups := l.groups()
	for _, g := range groups {
		name := fmt.Sprintf("%s (%s)", r.groupName(g.name), count(len(g.nodes), "node"))
		if err := t.Add(r.row(name, g.amounts)); err != nil {
			return err
		}
		for _, n := range g.nodes {
			if !each {
				break
			}
			if err := t.Add(r.row("  "+n.name, n.amounts)); err != nil {
				return err
			}
		}
	}
	if len(groups) > 1 {
		if err := t.Add(r.row(fmt.Sprintf("all (%s)", count(len(l.nodes), "node")), l.total())); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	if !each {
		fmt.Fprintln(out, "(-all lists each node, -svg FILE draws them)")
	}
	return nil
}

// spare says how well the table does without a resource: the number of Pods goes
// first, cpu and memory stay.
func spare(i int) int {
	switch i {
	case 0:
		return 2
	case 1, 2:
		return 0
	default:
		return 1
	}
}

// row is a node, or some.
func (r *report) row(name string, amounts []amount) table.Row {
	l := r.ledger
	row := table.Row{Cells: []table.Cell{{Text: name}}}
	width := len("100 %")
	if l.changed() {
		width = len("100 > 100 %")
	}
	for i, a := range amounts {
		level := l.level(a)
		short := level.String()
		if r.program.Width >= enoughForBars {
			short = bar(level) + " " + short
		}
		cell := table.Cell{Text: fmt.Sprintf("%s %-*s of %s", bar(level), width, level, human(l.resources[i], a.Allocatable)), Short: short}
		switch {
		case l.resources[i] == podlife.ResourcePods && (a.Before == a.After || l.wasEmpty):
			cell = table.Cell{Text: fmt.Sprintf("%d of %d", a.After, a.Allocatable)}
		case l.resources[i] == podlife.ResourcePods:
			cell = table.Cell{Text: fmt.Sprintf("%d → %d of %d", a.Before, a.After, a.Allocatable)}
		case level.None:
			cell = table.Cell{Text: "-"}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// bar draws a level: what was requested before, what came, what is left.
func bar(l heatmap.Level) string {
	const width = 10
	part := func(share float64) int { return int(min(max(share, 0), 1)*width + 0.5) }
	after := part(l.After)
	before := min(part(l.Before), after)
	return strings.Repeat("█", before) + strings.Repeat("▓", after-before) + strings.Repeat("░", width-after)
}

// why prints why Pods found no node.
func (r *report) why(out io.Writer) error {
	groups := byReason(r.refusals)
	t := table.Table{Out: out, Width: r.program.Width, Columns: []table.Column{{Title: "NO NODE FOR"}}, NotesTitle: "BECAUSE"}
	for i, g := range groups {
		if i == fewRows && !r.program.all {
			break
		}
		first := g.refusals[0]
		notes := []string{g.text()}
		if first.message != g.why {
			notes = append(notes, qualified(first.pod)+": "+first.message)
		}
		if names := g.names(); len(names) > 1 || first.message == g.why {
			notes = append(notes, some(names, r.most(5)))
		}
		if err := t.Add(table.Row{Cells: []table.Cell{{Text: count(len(g.refusals), "Pod")}}, Notes: notes}); err != nil {
			return err
		}
	}
	if len(groups) > 0 {
		fmt.Fprintln(out)
	}
	return t.Close()
}

// most is how many names are listed in a row, few unless all are wanted.
func (r *report) most(few int) int {
	if r.program.all {
		return len(r.placements) + len(r.refusals)
	}
	return few
}

// where prints the nodes that Pods found, a row for each owner.
func (r *report) where(out io.Writer) error {
	groups := r.byOwner()
	t := table.Table{Out: out, Width: r.program.Width, Columns: []table.Column{{Title: "PLACED"}, {Title: "PODS"}}, NotesTitle: "NODES"}
	for i, g := range groups {
		if i == fewRows && !r.program.all {
			break
		}
		cells := []table.Cell{{Text: g.name}, {Text: thousands(int64(g.pods))}}
		if err := t.Add(table.Row{Cells: cells, Notes: []string{g.nodes(r.most(8))}}); err != nil {
			return err
		}
	}
	if len(groups) > 0 {
		fmt.Fprintln(out)
	}
	if err := t.Close(); err != nil {
		return err
	}
	if more := len(groups) - fewRows; more > 0 && !r.program.all {
		fmt.Fprintf(out, "(%s more rows with -all)\n", thousands(int64(more)))
	}
	return nil
}
