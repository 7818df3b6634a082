package table

import (
	"io"
	"strings"
)

// Column is one column of a table.
type Column struct {
	// Title stands above the column.
	Title string
	// Short is the title for a terminal without room for all columns. Empty:
	// Title does.
	Short string
	// Spare says how well the table does without the column: where it is too
	// wide, the column with the highest Spare goes first. 0: it stays.
	Spare int
}

// Row is a line of the table and what there is to say about it.
type Row struct {
	// Cells, one for each column.
	Cells []Cell
	// Notes are sentences about the row.
	Notes []string
}

// Cell is a text with the way it is painted.
type Cell struct {
	// Text of the cell.
	Text string
	// Short is the text for a terminal without room for all columns. Empty:
	// Text does.
	Short string
	// Paint colours the text. Nil: as it is.
	Paint Paint
}

// Paint puts the codes for a colour around a text without changing its width.
type Paint func(text string) string

// Table prints rows. Close it to see the last of them.
type Table struct {
	// Out is where the table goes.
	Out io.Writer
	// Columns from left to right.
	Columns []Column
	// NotesTitle stands above notes that are beside the rows.
	NotesTitle string
	// Width of the terminal. 0: there is none.
	Width int
	// Title paints the titles. Nil: as they are.
	Title Paint

	rows   []Row
	layout *layout
	err    error
}

// batch is how many rows are laid out at once. A later batch keeps the widths
// of the first as far as it can.
const batch = 500

// gap between two columns.
const gap = "  "

// besideFrom is how much room notes want before they stand beside the row.
const besideFrom = 50

// Add prints row, now or later. The error is that of the writer.
func (t *Table) Add(row Row) error {
	for i := range row.Cells {
		row.Cells[i].Text = Plain(row.Cells[i].Text)
		row.Cells[i].Short = Plain(row.Cells[i].Short)
	}
	t.rows = append(t.rows, row)
	if len(t.rows) >= batch {
		t.flush()
	}
	return t.err
}

// Close prints the rows that were held back. A table without rows is not
// printed at all.
func (t *Table) Close() error {
	if len(t.rows) > 0 {
		t.flush()
	}
	return t.err
}

func (t *Table) flush() {
	var b strings.Builder
	if t.layout == nil {
		t.layout = newLayout(t.Columns, t.Width)
		t.layout.fit(t.rows)
		b.WriteString(t.titles())
	} else {
		t.layout.fit(t.rows)
	}
	for _, row := range t.rows {
		t.format(&b, row)
	}
	t.rows = t.rows[:0]
	if t.err == nil {
		_, t.err = io.WriteString(t.Out, b.String())
	}
}

func (t *Table) titles() string {
	cells := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		cells[i] = Cell{Text: c.Title, Short: c.Short, Paint: t.Title}
	}
	if !t.layout.beside || t.NotesTitle == "" {
		return t.layout.line(cells, false) + "\n"
	}
	return t.layout.line(cells, true) + paint(t.Title, t.NotesTitle) + "\n"
}

// format writes the row with its notes.
func (t *Table) format(b *strings.Builder, row Row) {
	l := t.layout
	if l.beside && len(row.Notes) > 0 {
		b.WriteString(l.line(row.Cells, true))
		t.formatBeside(b, row.Notes)
		return
	}
	b.WriteString(l.line(row.Cells, false) + "\n")
	for _, note := range row.Notes {
		t.formatBeneath(b, note)
	}
}

// formatBeside writes the notes behind the cells and, below these, on lines of
// their own.
func (t *Table) formatBeside(b *strings.Builder, notes []string) {
	if t.Width == 0 {
		b.WriteString(Plain(strings.Join(notes, " | ")) + "\n")
		return
	}
	start := t.layout.total() + len(gap)
	indent := ""
	for _, note := range notes {
		for _, line := range wrap(Plain(note), t.Width-start) {
			b.WriteString(indent + line + "\n")
			indent = strings.Repeat(" ", start)
		}
	}
}

func (t *Table) formatBeneath(b *strings.Builder, note string) {
	indent := strings.Repeat(" ", t.layout.noteIndent())
	bullet := "- "
	for _, line := range wrap(Plain(note), max(t.Width-len(indent)-len(bullet), minWidth)) {
		b.WriteString(indent + bullet + line + "\n")
		bullet = "  "
	}
}
