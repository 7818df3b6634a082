package table

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// minWidth is what a column that is cut keeps, and notes have at least.
const minWidth = 8

// layout says how wide each column is.
type layout struct {
	columns []Column
	widths  []int
	dropped []bool
	// short: cells are shown by their short texts.
	short bool
	// beside: notes stand beside the rows.
	beside bool
	// width of the terminal. 0: there is none.
	width int
	// fitted: rows were laid out, so which columns there are is settled.
	fitted bool
}

func newLayout(columns []Column, width int) *layout {
	return &layout{columns: columns, width: width, widths: titleWidths(columns, false), dropped: make([]bool, len(columns))}
}

func titleWidths(columns []Column, short bool) []int {
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = runewidth.StringWidth(c.Title)
		if short && c.Short != "" {
			widths[i] = runewidth.StringWidth(c.Short)
		}
	}
	return widths
}

// fit widens the columns for rows, as far as the terminal has room. The first
// call settles which columns there are.
func (l *layout) fit(rows []Row) {
	l.beside = l.width == 0 || l.beside
	if l.fitted || l.width == 0 {
		l.widen(rows)
		l.cut()
		return
	}
	l.widen(rows)
	if l.total() > l.width {
		l.short = true
		l.widths = titleWidths(l.columns, true)
		l.widen(rows)
	}
	for l.total() > l.width && l.drop() {
	}
	l.cut()
	l.beside = l.width-l.total()-len(gap) >= besideFrom
	l.fitted = true
}

func (l *layout) widen(rows []Row) {
	for _, row := range rows {
		for i, cell := range row.Cells {
			l.widths[i] = max(l.widths[i], runewidth.StringWidth(l.text(cell)))
		}
	}
}

func (l *layout) text(c Cell) string {
	if l.short && c.Short != "" {
		return c.Short
	}
	return c.Text
}

// drop drops the column that the table does best without, and reports whether
// there was one.
func (l *layout) drop() bool {
	most := -1
	for i, c := range l.columns {
		if !l.dropped[i] && c.Spare > 0 && (most < 0 || c.Spare > l.columns[most].Spare) {
			most = i
		}
	}
	if most >= 0 {
		l.dropped[most] = true
	}
	return most >= 0
}

// cut takes from the widest columns what does not fit.
func (l *layout) cut() {
	limit := l.width
	if limit == 0 {
		return
	}
	if l.beside {
		limit -= len(gap) + besideFrom
	}
	for l.total() > limit {
		widest := -1
		for i := range l.widths {
			if !l.dropped[i] && (widest < 0 || l.widths[i] > l.widths[widest]) {
				widest = i
			}
		}
		if widest < 0 || l.widths[widest] <= minWidth {
			return
		}
		l.widths[widest] = max(minWidth, l.widths[widest]-(l.total()-limit))
	}
}

// total is the width of all columns with the gaps between them.
func (l *layout) total() int {
	total := -len(gap)
	for i, w := range l.widths {
		if !l.dropped[i] {
			total += w + len(gap)
		}
	}
	return max(total, 0)
}

// noteIndent is where notes begin that stand beneath a row: below the second
// column, if that is not too far to the right.
func (l *layout) noteIndent() int {
	if l.width >= 60 && !l.dropped[0] && l.widths[0] <= 12 {
		return l.widths[0] + len(gap)
	}
	return len(gap)
}

// line returns the cells side by side. If more follows it ends with a gap.
func (l *layout) line(cells []Cell, more bool) string {
	var b strings.Builder
	spaces := 0 // owed before the next cell
	for i, cell := range cells {
		if l.dropped[i] {
			continue
		}
		text := l.text(cell)
		if l.width > 0 {
			text = cutMiddle(text, l.widths[i])
		}
		if text != "" {
			b.WriteString(strings.Repeat(" ", spaces))
			b.WriteString(paint(cell.Paint, text))
			spaces = 0
		}
		spaces += max(l.widths[i]-runewidth.StringWidth(text), 0) + len(gap)
	}
	if more {
		b.WriteString(strings.Repeat(" ", spaces))
	}
	return b.String()
}
