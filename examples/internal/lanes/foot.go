package lanes

import "strconv"

// plot draws everything between the title and the legend.
func (l *layout) plot() {
	l.above()
	top := l.y
	for i := range l.Bands {
		l.lane(&l.Bands[i], true)
	}
	if len(l.Bands) > 0 {
		l.y += 10
	}
	for i := range l.Lanes {
		if i > 0 {
			l.behind = append(l.behind, rect{margin, l.y - 7, l.width() - 2*margin, 1, "rule", ""})
		}
		l.lane(&l.Lanes[i], false)
	}
	l.scale(top)
}

// scale draws the axis, and everything that goes from top to bottom.
func (l *layout) scale(top int) {
	bottom := l.y
	for i := range l.behind {
		if b := &l.behind[i]; b.Class == "shade" {
			b.H = bottom - b.Y
		}
	}
	for i := range l.lines {
		if l.lines[i].Y1 == 0 {
			l.lines[i].Y1 = bottom
		}
	}
	end := 0.0
	for _, t := range l.ticks {
		half := max(widthOf(t.text, 11, false), widthOf(t.date, 11, false)) / 2
		x := l.px(t.x)
		l.lines = append(l.lines, line{x, top, bottom + 5, "grid"})
		if t.x-half < end {
			continue
		}
		end = t.x + half + 6
		l.text(x, bottom+18, "tick", t.text)
		if t.date != "" {
			l.text(x, bottom+32, "tick", t.date)
		}
	}
	l.behind = append(l.behind, rect{l.x0, bottom, l.x1 - l.x0, 1, "axis", ""})
	l.breaks(top, bottom)
	l.y = bottom + 32
	if !l.Epoch.IsZero() {
		l.y += 14
	}
}

// breaks draws the cuts as gaps in everything, with what is left out.
func (l *layout) breaks(top, bottom int) {
	for i := 1; i < len(l.axis.pieces); i++ {
		before, after := l.axis.pieces[i-1], l.axis.pieces[i]
		x := l.px((before.x1 + after.x0) / 2)
		l.cuts = append(l.cuts, text{x, top - 4, strconv.Itoa(bottom + 6 - (top - 4)), Short(after.from - before.to)})
	}
}

// foot draws the legend and the remarks.
func (l *layout) foot() {
	x := margin
	l.y += 14
	for _, e := range l.legend() {
		width := int(widthOf(e.Text, 12, false)) + 46
		if x > margin && x+width > l.width()-margin {
			x, l.y = margin, l.y+22
		}
		if f := e.Shape.form(); e.Shape != NoShape {
			l.dots = append(l.dots, dot{x + 12, l.y - 4, f.class, f.path, ""})
		} else {
			l.rects = append(l.rects, rect{x, l.y - 11, 24, 14, e.Look.style().class, ""})
		}
		l.text(x+30, l.y, "key", cut(e.Text, float64(l.width()-2*margin-40), 12, false))
		x += width + 10
	}
	if x > margin {
		l.y += 24
	}
	for _, remark := range l.Remarks {
		l.text(margin, l.y, "line", cut(remark, float64(l.width()-2*margin), 13, false))
		l.y += 20
	}
}
