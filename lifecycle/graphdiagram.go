package lifecycle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// Diagram is a drawing of what follows what: boxes, and arrows between them.
type Diagram struct {
	// Boxes are the texts of the boxes.
	Boxes []string
	// Arrows lead from box to box.
	Arrows []Arrow
}

// Arrow leads from a box to a box.
type Arrow struct {
	// From is the place of a box among the Boxes. -1: before the life of what
	// is drawn.
	From int
	// To is the place of a box among the Boxes. -1: after that life.
	To int
	// Labels are what leads there, in order, each once.
	Labels []string
}

// Phases returns which phase follows which, and by what. Before and after that
// there is no object.
func (g *Graph) Phases() Diagram {
	return g.draw(false, func(n uint32) string {
		if l := g.look(n); !l.removed {
			return string(l.phase)
		}
		return ""
	})
}

// Stages returns which [Stage] follows which, and by what.
func (g *Graph) Stages() Diagram {
	return g.draw(false, func(n uint32) string {
		if l := g.look(n); l.stage != Unborn && l.stage != Gone {
			return l.stage.String()
		}
		return ""
	})
}

// Container returns which states of a container follow one another in the Pod's
// status, and by what. There are none if the Pod has no such container.
func (g *Graph) Container(name string) Diagram {
	i := -1
	for _, l := range g.letters {
		if c, ok := l.event.(Created); ok {
			i = newFacts(c.Pod, nil).find(name)
		}
	}
	return g.draw(false, func(n uint32) string {
		if l := g.look(n); i >= 0 && i < len(l.containers) && !l.removed {
			return l.containers[i].text()
		}
		return ""
	})
}

// Whole returns all states, each with its number, the phase and the states of the
// containers. It is of use for small graphs.
func (g *Graph) Whole() Diagram {
	return g.draw(true, func(n uint32) string {
		l := g.look(n)
		if l.stage == Unborn {
			return ""
		}
		parts := []string{fmt.Sprintf("%d %s", n, l.stage)}
		if !l.removed {
			parts = append(parts, string(l.phase))
		}
		if l.deleted {
			parts = append(parts, "deleted")
		}
		for _, c := range l.containers {
			if text := c.text(); text != "" && !l.removed {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, ", ")
	})
}

func (g *Graph) look(n uint32) *look { return &g.looks[g.nodes[n].look] }

// text returns what a box says.
func (c sight) text() string {
	switch {
	case c.kind == podlife.StateRunning && c.ready:
		return "Running, ready"
	case c.kind == podlife.StateRunning:
		return "Running"
	case c.kind == podlife.StateWaiting:
		return strings.TrimSpace("Waiting " + c.reason)
	case c.kind == podlife.StateTerminated:
		return strings.TrimSpace("Terminated " + c.reason)
	default:
		return ""
	}
}

// draw draws a box for each text that states have. A state without text is
// nothing; what leads from a text to the same is not drawn.
func (g *Graph) draw(named bool, text func(n uint32) string) Diagram {
	var d Diagram
	boxes := map[string]int{"": -1}
	at := make([]int, len(g.nodes))
	for n := range g.nodes {
		t := text(uint32(n))
		box, ok := boxes[t]
		if !ok {
			box = len(d.Boxes)
			boxes[t], d.Boxes = box, append(d.Boxes, t)
		}
		at[n] = box
	}
	arrows := make(map[[2]int]int)
	for n := range g.nodes {
		for _, e := range g.from(uint32(n)) {
			ends := [2]int{at[n], at[e.to]}
			if ends[0] == ends[1] {
				continue
			}
			i, ok := arrows[ends]
			if !ok {
				i = len(d.Arrows)
				arrows[ends], d.Arrows = i, append(d.Arrows, Arrow{From: ends[0], To: ends[1]})
			}
			label := g.letters[e.letter].kind
			if named {
				label = g.letters[e.letter].name
			}
			if labels := &d.Arrows[i].Labels; !slices.Contains(*labels, label) {
				*labels = append(*labels, label)
			}
		}
	}
	d.sort()
	return d
}

// sort brings arrows and labels into order.
func (d *Diagram) sort() {
	for i := range d.Arrows {
		slices.Sort(d.Arrows[i].Labels)
	}
	last := func(box int) int { return (box + 1 + len(d.Boxes)) % (len(d.Boxes) + 1) } // the end after the boxes
	slices.SortFunc(d.Arrows, func(a, b Arrow) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(last(a.To), last(b.To)))
	})
}
