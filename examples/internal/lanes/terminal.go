package lanes

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/podlife/podlife/examples/internal/table"
)

// Measures of a drawing in a terminal, in cells.
const (
	leastCells = 20
	mostCells  = 150 // lines stay easy to follow
	mostName   = 24
)

// Print draws the picture for a terminal of some width: axis, marks, bands,
// lanes and legend, without titles and remarks, and without the labels of points.
// Those of bars are written if Worded is set. Where two things fall into one
// cell, the later one is shown, and points before bars.
func (p *Picture) Print(w io.Writer, width int, colour bool) error {
	d := &terminal{Picture: p, colour: colour, width: width}
	for _, row := range p.rows() {
		d.name = max(d.name, min(runewidth.StringWidth(table.Plain(row.Name)), mostName))
	}
	d.cells = min(max(width-d.name-3, leastCells), mostCells)
	d.axis = newAxis(p.instants(), canvas{x1: float64(d.cells), cut: 3, apart: 1})
	d.marks()
	d.spans()
	d.ticks()
	for _, row := range p.rows() {
		d.row(runewidth.FillRight(runewidth.Truncate(table.Plain(row.Name), mostName, "…"), d.name), d.lane(&row))
	}
	d.legend()
	_, err := io.WriteString(w, d.out.String())
	return err
}

// cell is a letter in its colour, 0 for none.
type cell struct {
	text   string
	colour int
}

// terminal is a drawing under way.
type terminal struct {
	*Picture
	axis        axis
	name, cells int
	width       int
	colour      bool
	out         strings.Builder
}

// row writes a name and the cells beside it.
func (d *terminal) row(name string, cells []cell) {
	for len(cells) > 0 && cells[len(cells)-1].text == " " {
		cells = cells[:len(cells)-1]
	}
	if len(cells) == 0 {
		name = strings.TrimRight(name, " ")
	} else {
		name += "  "
	}
	d.out.WriteString(name)
	for i := 0; i < len(cells); {
		n := i
		var b strings.Builder
		for ; n < len(cells) && cells[n].colour == cells[i].colour; n++ {
			b.WriteString(cells[n].text)
		}
		d.out.WriteString(d.paint(b.String(), cells[i].colour))
		i = n
	}
	d.out.WriteString("\n")
}

func (d *terminal) paint(s string, colour int) string {
	if !d.colour || colour == 0 {
		return s
	}
	return fmt.Sprintf("\x1b[38;5;%dm%s\x1b[0m", colour, s)
}

func (d *terminal) empty() []cell {
	cells := make([]cell, d.cells)
	for i := range cells {
		cells[i] = cell{" ", 0}
	}
	return cells
}

// index returns the cell of a place on the axis.
func (d *terminal) index(x float64) int {
	return min(max(int(math.Floor(x+1e-9)), 0), d.cells-1)
}

const (
	colourMark  = 245
	colourLimit = 160
)

func (m *Mark) colour() int {
	if m.Strong {
		return colourLimit
	}
	return colourMark
}

// marks writes the labels of the marks, and lines down from those that are not
// in the last row.
func (d *terminal) marks() {
	room := room{left: -1, right: float64(d.cells + 1)}
	for _, m := range d.Marks {
		room.lines = append(room.lines, float64(d.index(d.axis.at(m.At))))
	}
	labels := make([]label, 0, len(d.Marks))
	for i, m := range d.Marks {
		s := "▾" + table.Plain(m.Label)
		labels = append(labels, room.put(room.lines[i], float64(runewidth.StringWidth(s)+1), s, ""))
	}
	for row := pack(labels, 0) - 1; row >= 0; row-- {
		cells := d.empty()
		for i, m := range labels {
			if m.row > row {
				cells[int(m.x)] = cell{"┊", d.Marks[i].colour()}
			}
		}
		for i, m := range labels {
			if m.row == row {
				d.write(cells, m, d.Marks[i].colour())
			}
		}
		d.row(strings.Repeat(" ", d.name), cells)
	}
}

// write puts a label into cells. One that was moved to the left has its arrow
// at the end.
func (d *terminal) write(cells []cell, m label, colour int) {
	text := []rune(m.text)
	left := int(m.left)
	if m.left < m.x { // it stands to the left of its place
		left = max(int(m.x)-runewidth.StringWidth(m.text)+1, 0)
		text = append(text[1:], text[0])
	}
	for _, r := range text {
		width := runewidth.RuneWidth(r)
		if width > 0 && left+width <= len(cells) {
			cells[left] = cell{string(r), colour}
			if width == 2 { // it covers the next cell
				cells[left+1] = cell{"", colour}
			}
		}
		left += width
	}
}

// spans writes the spans, a row each.
func (d *terminal) spans() {
	for _, s := range d.Spans {
		cells := d.empty()
		from, to := d.index(d.axis.at(s.From)), d.index(d.axis.at(s.To))
		for x := from; x <= to; x++ {
			cells[x] = cell{"─", colourMark}
		}
		cells[from], cells[to] = cell{"├", colourMark}, cell{"┤", colourMark}
		if text := " " + table.Plain(s.Label) + " "; runewidth.StringWidth(text) < to-from {
			d.write(cells, label{x: float64(from + 2), left: float64(from + 2), text: text}, colourMark)
		}
		d.row(strings.Repeat(" ", d.name), cells)
	}
}

// ticks writes the axis.
func (d *terminal) ticks() {
	apart := 10.0
	if !d.Epoch.IsZero() {
		apart = 12
	}
	times, dates := d.empty(), d.empty()
	end, dateEnd, anyDate := 0, 0, false
	for _, t := range d.Picture.ticks(&d.axis, apart) {
		x := d.index(t.x)
		if x < end || x+len(t.text) > d.cells {
			continue
		}
		end = x + len(t.text) + 1
		for i, r := range t.text {
			times[x+i] = cell{string(r), colourMark}
		}
		if t.date == "" || x < dateEnd || x+len(t.date) > d.cells {
			continue
		}
		dateEnd, anyDate = x+len(t.date)+1, true
		for i, r := range t.date {
			dates[x+i] = cell{string(r), colourMark}
		}
	}
	if anyDate {
		d.row(strings.Repeat(" ", d.name), dates)
	}
	d.row(strings.Repeat(" ", d.name), times)
}

// lane returns the cells of a lane.
func (d *terminal) lane(lane *Lane) []cell {
	cells := d.empty()
	for i := range d.Marks {
		cells[d.index(d.axis.at(d.Marks[i].At))] = cell{"┊", d.Marks[i].colour()}
	}
	for _, b := range lane.bars(d.From) {
		from := d.index(d.axis.at(b.From))
		to := int(math.Ceil(d.axis.at(b.To) - 1e-9))
		for i := from; i < max(to, from+1); i++ {
			cells[i] = cell{b.Look.style().cell, b.Look.style().colour}
		}
		if d.Worded {
			d.word(cells, lane, b, from, to)
		}
	}
	for i := 1; i < len(d.axis.pieces); i++ {
		for x := d.index(d.axis.pieces[i-1].x1); x < d.index(d.axis.pieces[i].x0); x++ {
			cells[x] = cell{"≈", colourMark}
		}
	}
	for _, p := range lane.Points {
		if f := p.Shape.form(); f.path != "" {
			cells[d.index(d.axis.at(p.At))] = cell{f.cell, f.colour}
		}
	}
	return cells
}

// word writes the label of a bar into its cells, where nothing lies on them.
func (d *terminal) word(cells []cell, lane *Lane, b Bar, from, to int) {
	free := func(begin, width int) bool {
		for _, p := range lane.Points {
			if x := d.index(d.axis.at(p.At)); p.Shape.form().path != "" && begin <= x && x < begin+width {
				return false
			}
		}
		for i := 1; i < len(d.axis.pieces); i++ {
			if begin < d.index(d.axis.pieces[i].x0) && d.index(d.axis.pieces[i-1].x1) < begin+width {
				return false
			}
		}
		return true
	}
	for _, s := range []string{b.Label, b.Short} {
		text := " " + table.Plain(s) + " "
		width := runewidth.StringWidth(text)
		for x := from + 1; s != "" && x+width < to; x++ {
			if free(x, width) {
				d.write(cells, label{x: float64(x), left: float64(x), text: text}, b.Look.style().colour)
				return
			}
		}
	}
}

// legend writes what the cells mean.
func (d *terminal) legend() {
	entries := d.Picture.legend()
	if len(entries) == 0 {
		return
	}
	indent := strings.Repeat(" ", d.name+2)
	used := d.width
	for _, e := range entries {
		mark, colour := e.Look.style().cell, e.Look.style().colour
		if e.Shape != NoShape {
			mark, colour = e.Shape.form().cell, e.Shape.form().colour
		}
		width := 2 + runewidth.StringWidth(e.Text)
		switch {
		case used+3+width > d.width:
			d.out.WriteString("\n" + indent)
			used = len(indent)
		default:
			d.out.WriteString("   ")
			used += 3
		}
		d.out.WriteString(d.paint(mark, colour) + " " + e.Text)
		used += width
	}
	d.out.WriteString("\n")
}
