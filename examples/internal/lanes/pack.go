package lanes

import (
	"math"
	"slices"
)

// label is a text that belongs to a place on the axis. A line leads from there
// to the text.
type label struct {
	// x is the place, and where the text begins if there is room.
	x float64
	// left and right are where the text is.
	left, right float64
	text        string
	class       string
	// row is how far away from the lane the text is, from 0.
	row int
	// dropped: there is no room.
	dropped bool
}

// room is where labels can be put.
type room struct {
	left, right float64
	// lines go through all labels that are not put elsewhere.
	lines []float64
}

// put places a text to the right of x if there is room and no line goes through
// it, else to the left.
func (r room) put(x, width float64, text, class string) label {
	l := label{x: x, left: x, right: x + width, text: text, class: class}
	fits := l.right <= r.right
	if fits && !r.crossed(l) {
		return l
	}
	other := l
	other.left, other.right = x-width, x
	switch {
	case other.left >= r.left && (!fits || !r.crossed(other)):
		return other
	case fits:
		return l
	default:
		l.left, l.right = r.right-width, r.right
		return l
	}
}

func (r room) crossed(l label) bool {
	return slices.ContainsFunc(r.lines, func(x float64) bool { return x != l.x && l.covers(x) })
}

// pack gives each label a row, so that no text lies on another, and on no line
// to another where that is possible. A line passes all rows that are nearer, so
// the text that it would pass through goes farther away than its end, unless
// texts and lines go in a circle. It returns the number of rows. With a limit,
// labels that need more rows are dropped.
func pack(labels []label, limit int) int {
	waits := make([]int, len(labels)) // for how many that must be nearer
	for i := range labels {
		for j := range labels {
			if labels[i].mustPass(&labels[j]) {
				waits[i]++
			}
		}
	}
	rows := 0
	var placed []*label
	for range labels {
		i := next(waits)
		waits[i] = done
		l := &labels[i]
		for _, other := range placed {
			if l.mustPass(other) {
				l.row = max(l.row, other.row+1)
			}
		}
		l.settle(placed)
		if l.dropped = limit > 0 && l.row >= limit; !l.dropped {
			placed = append(placed, l)
			rows = max(rows, l.row+1)
		}
		for j := range labels {
			if waits[j] != done && labels[j].mustPass(l) {
				waits[j]--
			}
		}
	}
	return rows
}

// done is in place of how many labels one waits for that waits no more.
const done = math.MaxInt

// next returns the label that waits for the fewest others, the last one of these.
func next(waits []int) int {
	best := 0
	for i, n := range waits {
		if n <= waits[best] {
			best = i
		}
	}
	return best
}

// mustPass reports whether l goes farther away than other, whose line would go
// through it. If each's line would go through the other's text, neither does.
func (l *label) mustPass(other *label) bool { return l.covers(other.x) && !other.covers(l.x) }

func (l *label) covers(x float64) bool { return l.left <= x && x < l.right }

func (l *label) overlaps(other *label) bool { return l.left < other.right && other.left < l.right }

// settle moves a label away until it lies on none of those that are placed.
func (l *label) settle(placed []*label) {
	for slices.ContainsFunc(placed, func(o *label) bool { return o.row == l.row && o.overlaps(l) }) {
		l.row++
	}
}

// stack gives each label the nearest row in which it lies on no other, and
// returns the number of rows.
func stack(labels []label) int {
	rows := 0
	var placed []*label
	for i := range labels {
		labels[i].settle(placed)
		placed = append(placed, &labels[i])
		rows = max(rows, labels[i].row+1)
	}
	return rows
}
