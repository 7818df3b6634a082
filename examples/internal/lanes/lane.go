package lanes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// lane draws a lane or a band.
func (l *layout) lane(lane *Lane, band bool) {
	height := barHeight
	if band {
		height = bandHeight
	}
	room := float64(l.x0 - margin - 12)
	switch {
	case band:
		l.text(margin, l.y+13, "bandName", cut(lane.Name, room, 12, false))
	case lane.Text == "":
		l.text(margin, l.y+18, "name", cut(lane.Name, room, 14, true))
	default:
		l.text(margin, l.y+11, "name", cut(lane.Name, room, 14, true))
		l.text(margin, l.y+25, "small", cut(lane.Text, room, 11, false))
	}
	l.bars(lane, height)
	l.y += height
	for _, p := range lane.Points {
		if f := p.Shape.form(); f.path != "" {
			l.dots = append(l.dots, dot{l.px(l.axis.at(p.At)), l.y - height/2, f.class, f.path, hint(l.Time(p.At), cmp.Or(p.Hint, p.Label))})
		}
	}
	l.notes(lane)
	l.y += 14
	if band {
		l.y -= 8
	}
}

func hint(when, what string) string { return strings.TrimSuffix(when+": "+what, ": ") }

// bars draws the bars of a lane side by side. Each is wide enough to be seen.
func (l *layout) bars(lane *Lane, height int) {
	end := l.x0
	for _, b := range lane.bars(l.From) {
		from := max(l.px(l.axis.at(b.From)), end)
		end = max(l.px(l.axis.at(b.To)), from+2)
		what := cmp.Or(b.Hint, b.Label)
		l.rects = append(l.rects, rect{from, l.y, end - from, height, b.Look.style().class,
			hint(l.Time(b.From)+" to "+l.Time(b.To), what)})
		base := 17
		if height == bandHeight {
			base = 13
		}
		for _, s := range []string{b.Label, b.Short} {
			if x := l.labelAt(lane, from, end, int(widthOf(s, 12, false))); x > 0 && s != "" {
				l.text(x, l.y+base, "bar "+b.Look.style().class+"Text", s)
				break
			}
		}
	}
}

// labelAt returns where in a bar there is room for a label: at its beginning,
// or else behind something that lies on it. 0: nowhere.
func (l *layout) labelAt(lane *Lane, from, to, width int) int {
	const space = 6
	taken := l.taken(lane)
	for x := from + space; x+width+2 <= to; {
		i := slices.IndexFunc(taken, func(t [2]int) bool { return x < t[1]+space && t[0] < x+width+2 })
		if i < 0 {
			return x
		}
		x = taken[i][1] + space
	}
	return 0
}

// taken returns what of a lane's bars is covered: by points, cuts and lines.
func (l *layout) taken(lane *Lane) [][2]int {
	var out [][2]int
	for _, p := range lane.Points {
		if x := l.px(l.axis.at(p.At)); p.Shape != NoShape {
			out = append(out, [2]int{x - pointSize, x + pointSize})
		}
	}
	for i := 1; i < len(l.axis.pieces); i++ {
		x := l.px((l.axis.pieces[i-1].x1 + l.axis.pieces[i].x0) / 2)
		out = append(out, [2]int{x - breakSize, x + breakSize})
	}
	for _, m := range l.Marks {
		x := l.px(l.axis.at(m.At))
		out = append(out, [2]int{x - 1, x})
	}
	return out
}

// notes writes the labels of points below the lane.
func (l *layout) notes(lane *Lane) {
	points := slices.DeleteFunc(slices.Clone(lane.Points), func(p Point) bool { return p.Shape.form().path == "" })
	slices.SortStableFunc(points, func(a, b Point) int { return cmp.Compare(a.At, b.At) })
	room := l.room(l.x0)
	var labels []label
	for i := 0; i < len(points); i++ {
		p, n := points[i], 1
		x := l.axis.at(p.At)
		for n < len(points)-i && points[i+n].Label == p.Label && l.axis.at(points[i+n].At)-x < min(widthOf(p.Label, 11, true), labelMost)+50 {
			n++
		}
		i += n - 1
		if p.Label == "" {
			continue
		}
		s := cut(p.Label, labelMost, 11, true)
		if n > 1 {
			s = fmt.Sprintf("%s (%d times)", s, n)
		}
		class := "note"
		if p.Shape == Cross || p.Shape == Spot {
			class = "noteBad"
		}
		labels = append(labels, room.put(x, widthOf(s, 11, true)+8, s, class))
	}
	rows := pack(labels, noteRows)
	for _, n := range labels {
		if n.dropped {
			continue
		}
		y := l.y + (n.row+1)*rowHeight
		l.lines = append(l.lines, line{l.px(n.x), l.y, y, "lead"})
		l.label(n, y-1)
	}
	if rows > 0 {
		l.y += rows*rowHeight + 3
	}
}
