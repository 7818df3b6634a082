package lanes

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// someLabels returns labels as they are put beside lines.
func someLabels(r *rand.Rand) []label {
	const wide = 900
	in := room{right: wide}
	for range 1 + r.IntN(9) {
		in.lines = append(in.lines, float64(r.IntN(wide)))
	}
	var out []label
	for _, x := range in.lines {
		out = append(out, in.put(x, float64(20+r.IntN(400)), "", ""))
	}
	return out
}

// inCircle reports whether one label must be farther away than another, that one
// than a third, and so on until the first.
func inCircle(labels []label) bool {
	left := make([]*label, len(labels)) // those that are not known to be in none
	for i := range labels {
		left[i] = &labels[i]
	}
	for range labels {
		left = slices.DeleteFunc(left, func(l *label) bool { return !slices.ContainsFunc(left, l.mustPass) })
	}
	return len(left) > 0
}

// badRows says which text lies on another, or which line goes through a text
// that could have been farther away.
func badRows(labels []label) string {
	for i := range labels {
		for j := range labels {
			a, b := &labels[i], &labels[j]
			switch {
			case i != j && a.row == b.row && a.overlaps(b):
				return fmt.Sprintf("%+v lies on %+v", *a, *b)
			case a.mustPass(b) && a.row <= b.row && !inCircle(labels):
				return fmt.Sprintf("the line of %+v goes through %+v", *b, *a)
			}
		}
	}
	return ""
}

// TestLinesPassTexts: no line goes through a text, unless each of some texts would
// have to be farther away than the next. That is rare. Rows that are given in the
// order of the labels break the law.
func TestLinesPassTexts(t *testing.T) {
	caught, pairs, circles := 0, 0, 0
	for seed := range uint64(2000) {
		labels := someLabels(rand.New(rand.NewPCG(seed, 0)))
		naive := slices.Clone(labels)
		rows := pack(labels, 0)
		if bad := badRows(labels); bad != "" {
			t.Errorf("%d: %s", seed, bad)
		}
		if stack(naive); badRows(naive) != "" {
			caught++
		}
		if inCircle(labels) {
			circles++
		}
		used := map[int]bool{}
		for i := range labels {
			used[labels[i].row] = true
			for j := range labels {
				if labels[i].mustPass(&labels[j]) {
					pairs++
				}
			}
		}
		if len(used) != rows || !used[0] {
			t.Errorf("%d: %d rows, but %v", seed, rows, used)
		}
	}
	if caught < 500 || pairs < 2000 || circles > 20 {
		t.Errorf("rows in order broke the law %d times; %d texts that a line would go through, %d circles", caught, pairs, circles)
	}
}

// Labels beyond the limit are dropped, and no others.
func TestPackDrops(t *testing.T) {
	labels := make([]label, 4)
	for i := range labels {
		labels[i] = label{left: 0, right: 10, x: 0}
	}
	dropped := 0
	rows := pack(labels, 3)
	for _, l := range labels {
		if l.dropped {
			dropped++
		}
	}
	if rows != 3 || dropped != 1 {
		t.Errorf("%d rows, %d dropped: %+v", rows, dropped, labels)
	}
}
