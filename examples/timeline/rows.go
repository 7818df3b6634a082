package main

import (
	"time"

	"github.com/fatih/color"
	"github.com/mattn/go-runewidth"

	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/examples/internal/table"
)

// clock returns a time as the story counts it.
func (s *story) clock(t time.Time) string {
	if s.dated {
		return t.UTC().Format("15:04:05.999")
	}
	d := s.since(t).Round(time.Millisecond)
	if d < time.Hour {
		return lanes.Short(d)
	}
	return d.String() // to the second
}

// table prints the moments: when, what happens, and what kubectl shows then.
func (p *program) table(s *story) {
	t := table.Table{Out: p.out, Width: p.columns, Title: p.paint(color.Bold), Columns: []table.Column{
		{Title: "AT"}, {Title: "WHAT HAPPENS"}, {Title: "READY"}, {Title: "STATUS"}, {Title: "RESTARTS", Short: "RST"},
	}}
	room := p.room(s)
	day := s.day(s.Start)
	for i := range s.moments {
		m := &s.moments[i]
		if next := s.day(m.at); next != day {
			day = next
			_ = t.Add(p.row(said{text: next})) // an error shows when the output is flushed
		}
		for i, line := range m.lines(room) {
			row := p.row(line)
			if i == 0 {
				row.Cells[0].Text = s.clock(m.at)
			}
			if i == 0 && m.row != nil {
				row.Cells[2].Text, row.Cells[3].Text, row.Cells[4].Text = m.row.Ready, m.row.Status, m.row.Restarts
			}
			_ = t.Add(row)
		}
	}
	_ = t.Close()
}

// day returns the date of a time, empty if times are none of a clock.
func (s *story) day(t time.Time) string {
	if !s.dated {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// room is how wide texts can be beside the other columns.
func (p *program) room(s *story) int {
	const titles = len("READY") + len("RST") + 4*len("  ")
	at, status := len("AT"), len("STATUS")
	for i := range s.moments {
		m := &s.moments[i]
		at = max(at, runewidth.StringWidth(s.clock(m.at)))
		if m.row != nil {
			status = max(status, runewidth.StringWidth(m.row.Status))
		}
	}
	return max(p.columns-titles-at-status, leastText)
}

// leastText is how wide texts are at least.
const leastText = 20

// lines are the texts of a moment in lines of some width. There is at least one.
func (m *moment) lines(width int) []said {
	var out []said
	for _, t := range m.texts {
		for i, line := range broken(t.text, width-2) {
			if i > 0 {
				line = "  " + line
			}
			out = append(out, said{line, t.bad})
		}
	}
	if len(out) == 0 {
		out = []said{{}}
	}
	return out
}

// row is a line of the table that says something.
func (p *program) row(s said) table.Row {
	row := table.Row{Cells: make([]table.Cell, 5)}
	row.Cells[1].Text = s.text
	if s.bad {
		row.Cells[1].Paint = p.paint(color.FgRed)
	}
	return row
}
