package lanes

import "slices"

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
// the text that it would pass through goes farther away than its end. It
// returns the number of rows. With a limit, labels that need more rows are
// dropped.
func pack(labels []label, limit int) int {
	for range min(len(labels), maxRounds) {
		changed := false
		for i := range labels {
			for j := range labels {
				if i != j && labels[i].mustPass(&labels[j], i < j) && labels[i].row <= labels[j].row && labels[j].row < len(labels) {
					labels[i].row, changed = labels[j].row+1, true
				}
			}
		}
		if !changed {
			break
		}
	}
	return settle(labels, limit)
}

// maxRounds bounds the time that many labels take.
const maxRounds = 12

// mustPass reports whether l goes farther away than other.
func (l *label) mustPass(other *label, before bool) bool {
	passed, passes := l.covers(other.x), other.covers(l.x)
	if passed != passes {
		return passed
	}
	return before && l.overlaps(other)
}

func (l *label) covers(x float64) bool { return l.left <= x && x < l.right }

func (l *label) overlaps(other *label) bool { return l.left < other.right && other.left < l.right }

// settle leaves no row empty, moves labels out of rows where they would lie on
// others, drops those beyond the limit, and returns the number of rows.
func settle(labels []label, limit int) int {
	var used []int
	for i := range labels {
		used = append(used, labels[i].row)
	}
	slices.Sort(used)
	used = slices.Compact(used)
	for i := range labels {
		labels[i].row, _ = slices.BinarySearch(used, labels[i].row)
	}
	rows := 0
	for i := range labels {
		l := &labels[i]
		for taken(labels[:i], l) {
			l.row++
		}
		if limit > 0 && l.row >= limit {
			l.dropped = true
			continue
		}
		rows = max(rows, l.row+1)
	}
	return rows
}

func taken(labels []label, l *label) bool {
	for i := range labels {
		if o := &labels[i]; !o.dropped && o.row == l.row && o.overlaps(l) {
			return true
		}
	}
	return false
}
