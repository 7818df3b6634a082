package main

import (
	"strings"
	"time"

	"github.com/podlife/podlife/probe"
)

const (
	labelWidth = 15 // "    readiness  "
	most       = 66 // cells, so that lines stay easy to follow
)

// drawing is a timeline: one line for each thing, one cell for each step.
type drawing struct {
	step  time.Duration
	cells int
	paint paints
}

// newDrawing chooses the step so that a story fits the width.
func newDrawing(length time.Duration, width int, paint paints) drawing {
	room := min(max(width-labelWidth-1, 20), most)
	for _, n := range []int{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 4 * 3600, 24 * 3600} {
		step := time.Duration(n) * time.Second
		if cells := int((length + step) / step); cells <= room {
			return drawing{step, cells, paint}
		}
	}
	step := length / time.Duration(room)
	return drawing{step + 1, room, paint}
}

func (d drawing) cell(at time.Duration) int { return min(int(at/d.step), d.cells-1) }

// axis returns the line with the times, one every ten cells.
func (d drawing) axis() string {
	var b strings.Builder
	for i := 0; i < d.cells; i += 10 {
		text := short(time.Duration(i) * d.step)
		b.WriteString(text + strings.Repeat(" ", max(10-len(text), 1)))
	}
	return strings.TrimRight(b.String(), " ")
}

// health returns the line of how the container is, up to its end.
func (d drawing) health(st story, end time.Duration) string {
	return d.fill(end, func(i int) (string, paintFunc) {
		if st.healthy(time.Duration(i) * d.step) {
			return "█", d.paint.good
		}
		return "░", d.paint.bad
	})
}

// ready returns the line of whether the status says Ready.
func (d drawing) ready(changes []change, end time.Duration) string {
	return d.fill(end, func(i int) (string, paintFunc) {
		ready := false
		for _, c := range changes {
			if d.cell(c.at) <= i {
				ready = c.ready
			}
		}
		if ready {
			return "█", d.paint.good
		}
		return "░", d.paint.dim
	})
}

// answers returns the line of a probe's answers. A bad one hides a good one in
// the same cell.
func (d drawing) answers(list []answer, end time.Duration) string {
	marks := make(map[int]bool)
	for _, a := range list {
		i := d.cell(a.at)
		good, seen := marks[i]
		marks[i] = a.good && (good || !seen)
	}
	return d.fill(end, func(i int) (string, paintFunc) {
		good, seen := marks[i]
		switch {
		case !seen:
			return "·", d.paint.dim
		case good:
			return "✓", d.paint.good
		default:
			return "✗", d.paint.bad
		}
	})
}

// fill puts cells beside each other, up to the one with the end in it.
func (d drawing) fill(end time.Duration, cell func(i int) (string, paintFunc)) string {
	var b strings.Builder
	for i := range d.cell(end) + 1 {
		text, paint := cell(i)
		b.WriteString(paint.on(text))
	}
	return b.String()
}

// timeline prints a story and what came of it.
func (p *printer) timeline(s *subject, st story) {
	r := tell(s, st)
	end := st.length
	if r.killed > 0 {
		end = r.killed
	}
	d := newDrawing(end, p.width, p.paint)
	p.printf("\n  %s\n", p.paint.title.on("A container that "+st.title+":"))
	line := func(label, text string) { p.printf("    %-*s%s\n", labelWidth-4, label, text) }
	line("", p.paint.dim.on(d.axis()))
	line("health", d.health(st, end))
	for _, q := range probes(&s.container) {
		line(strings.ToLower(q.kind.String()), d.answers(r.answers[q.kind], end))
	}
	line("Ready", d.ready(r.ready, end))
	p.printf("%s\n", wrap(ending(st, r), p.width))
}

// ending says what came of a story, in the clauses of a sentence.
func ending(st story, r record) []string {
	text := "It breaks at " + short(st.breaks)
	if st.mends > 0 {
		text += " and works again at " + short(st.mends)
	}
	clauses := []string{text}
	for _, c := range r.ready {
		switch {
		case c.at <= st.breaks:
		case c.ready:
			clauses = append(clauses, "ready again at "+short(c.at))
		default:
			clauses = append(clauses, "not ready at "+short(c.at))
		}
	}
	switch {
	case r.killed > 0:
		kind := strings.ToLower(r.kill.Kind.String())
		clauses = append(clauses, "killed at "+short(r.killed)+" for its "+kind+" probe")
	case st.mends > 0 && len(r.answers[probe.Liveness]) > 0:
		clauses = append(clauses, "never killed")
	}
	return clauses
}

// wrap puts clauses into one sentence, in as many lines as the width asks for.
func wrap(clauses []string, width int) string {
	const indent = "    "
	text, line := indent+clauses[0], len(indent+clauses[0])
	for _, c := range clauses[1:] {
		if line+len("; "+c+".") > width {
			text, line = text+";\n"+indent+c, len(indent+c)
		} else {
			text, line = text+"; "+c, line+len("; "+c)
		}
	}
	return text + "."
}
