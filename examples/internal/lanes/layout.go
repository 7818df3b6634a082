package lanes

import (
	"math"
	"strings"

	"github.com/mattn/go-runewidth"
)

// Measures of the picture in pixels.
const (
	usualWidth = 1200
	leastWidth = 600
	margin     = 36
	nameMost   = 230 // the column of names
	nameLeast  = 90
	bandHeight = 18
	barHeight  = 26
	rowHeight  = 15 // of a label
	noteRows   = 6  // rows of labels below a lane at most
	cutWidth   = 34
	tickApart  = 92
	labelMost  = 320 // of a label, but for its time or count
	pointSize  = 7
	breakSize  = 6
)

// rect is a rectangle with a text that shows when it is pointed at.
type rect struct {
	X, Y, W, H  int
	Class, Hint string
}

// text is a line of text.
type text struct {
	X, Y        int
	Class, Text string
}

// line is a vertical line.
type line struct {
	X, Y0, Y1 int
	Class     string
}

// dot is a point.
type dot struct {
	X, Y  int
	Class string
	Path  string
	Hint  string
}

// layout puts things on the page, from top to bottom.
type layout struct {
	*Picture
	axis  axis
	ticks []tick
	// x0 and x1 are where the axis begins and ends.
	x0, x1 int
	y      int
	// behind are drawn first, then lines, rects and so on.
	behind, rects []rect
	lines         []line
	cuts          []text
	dots          []dot
	texts         []text
}

func newLayout(p *Picture) *layout {
	width := float64(nameLeast)
	for _, row := range p.rows() {
		width = max(width, widthOf(row.Name, 14, true), widthOf(row.Text, 11, false))
	}
	l := &layout{Picture: p, x0: margin + int(min(width, nameMost)) + 16, x1: p.width() - margin, y: margin}
	l.axis = newAxis(p.instants(), canvas{x0: float64(l.x0), x1: float64(l.x1), cut: cutWidth, apart: 9})
	l.ticks = p.ticks(&l.axis, tickApart)
	return l
}

// widthOf returns how wide a text is at most in a usual font of some size.
func widthOf(s string, size float64, bold bool) float64 {
	letter := 0.62
	if bold {
		letter = 0.7
	}
	return float64(runewidth.StringWidth(s)) * size * letter
}

// cut takes so much out of the middle of s that it fits.
func cut(s string, width, size float64, bold bool) string {
	if widthOf(s, size, bold) <= width {
		return s
	}
	runes := []rune(s)
	for n := len(runes) - 1; n > 0; n-- {
		head := (n + 1) / 2
		if short := string(runes[:head]) + "…" + string(runes[len(runes)-(n-head):]); widthOf(short, size, bold) <= width {
			return short
		}
	}
	return ""
}

func (l *layout) px(x float64) int { return int(math.Round(x)) }

func (l *layout) text(x, y int, class, s string) {
	l.texts = append(l.texts, text{x, y, class, s})
}

// head draws the title and the lines below it.
func (l *layout) head() {
	room := float64(l.width() - 2*margin)
	l.y += 16
	l.text(margin, l.y, "title", cut(l.Title, room, 22, true))
	for _, s := range l.Lines {
		l.y += 22
		l.text(margin, l.y, "line", cut(s, room, 13, false))
	}
	l.y += 22
}

// above draws the labels of marks and spans. Their lines are drawn when it is
// known how long they are.
func (l *layout) above() {
	room := l.room(margin)
	labels := make([]label, 0, len(l.Marks))
	for _, m := range l.Marks {
		class := "mark"
		if m.Strong {
			class = "limit"
		}
		s := strings.TrimSpace(cut(m.Label, labelMost, 12, true) + "  " + l.clock(m.At))
		labels = append(labels, room.put(l.axis.at(m.At), widthOf(s, 12, true)+8, s, class))
	}
	rows := pack(labels, 0)
	bottom := l.y + rows*(rowHeight+2)
	for _, m := range labels {
		y := bottom - m.row*(rowHeight+2)
		l.label(m, y-3)
		l.lines = append(l.lines, line{l.px(m.x), y - rowHeight + 1, 0, m.class})
	}
	l.y = bottom
	l.spans()
	l.y += 10
	if len(l.axis.pieces) > 1 {
		l.y += 8 // for what is cut out
	}
}

// label writes a label, close to its line.
func (l *layout) label(b label, y int) {
	if b.left < b.x {
		l.text(l.px(b.right)-4, y, b.class+" end", b.text)
	} else {
		l.text(l.px(b.left)+4, y, b.class, b.text)
	}
}

// room is where labels can be put that begin not before left, beside the lines
// of the marks.
func (l *layout) room(left int) room {
	r := room{left: float64(left), right: float64(l.width() - 4)}
	for _, m := range l.Marks {
		r.lines = append(r.lines, l.axis.at(m.At))
	}
	return r
}

// spans draws the spans, as many in a row as there is room for.
func (l *layout) spans() {
	labels := make([]label, 0, len(l.Spans))
	for _, s := range l.Spans {
		from, to := l.axis.at(s.From), l.axis.at(s.To)
		label := cut(s.Label, labelMost, 11, false)
		labels = append(labels, room{right: float64(l.width() - 4)}.put(from, max(widthOf(label, 11, false)+8, to-from+2), label, "spanText"))
	}
	rows := stack(labels)
	const height = rowHeight + 9
	for i, b := range labels {
		from, to := l.px(l.axis.at(l.Spans[i].From)), l.px(l.axis.at(l.Spans[i].To))
		y := l.y + 6 + b.row*height
		l.label(b, y+rowHeight-3)
		l.rects = append(l.rects, rect{from, y + rowHeight + 1, max(to-from, 2), 4, "span", b.text})
		l.behind = append(l.behind, rect{from, y + rowHeight + 5, max(to-from, 2), 0, "shade", ""})
	}
	l.y += rows * height
}
