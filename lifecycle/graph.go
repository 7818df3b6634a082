package lifecycle

import (
	"iter"
	"slices"
	"time"
)

// Graph is what [Explore] found: the states of a Pod, numbered from 0 in the
// order in which they were found, and the events that lead from one to the
// other. State 0 is the unborn one.
type Graph struct {
	unborn  State
	start   time.Time
	letters []letter
	nodes   []spot
	edges   []edge
	first   []uint32 // the first edge from each state, and the end
	looks   []look
}

// spot is a state in the graph: how it was found, and what it looks like.
type spot struct {
	from   uint32
	letter uint16
	look   uint32
}

// edge is an event that leads from a state to a state.
type edge struct {
	to     uint32
	letter uint16
	duty   duty
}

// finish closes the list of edges. States that were not expanded have none.
func (g *Graph) finish(looks []look) {
	for len(g.first) <= len(g.nodes) {
		g.first = append(g.first, uint32(len(g.edges)))
	}
	g.looks = looks
}

// States returns how many states there are.
func (g *Graph) States() int { return len(g.nodes) }

// Edges returns how many pairs there are of a state and an event that can happen
// in it, or of a state in which time can pass.
func (g *Graph) Edges() int { return len(g.edges) }

// from returns the edges that leave a state.
func (g *Graph) from(n uint32) []edge { return g.edges[g.first[n]:g.first[n+1]] }

// Next returns what can happen in a state, and the numbers of the states that it
// leads to. The event is nil if only time passes.
func (g *Graph) Next(number int) iter.Seq2[Event, int] {
	return func(yield func(Event, int) bool) {
		if number < 0 || number >= len(g.nodes) {
			return
		}
		for _, e := range g.from(uint32(number)) {
			if !yield(g.letters[e.letter].event, int(e.to)) {
				return
			}
		}
	}
}

// Trace returns the history by which a state was found. None is shorter, time
// that passes being counted as an event. A state that there is not has an empty
// one.
func (g *Graph) Trace(number int) Trace {
	if number <= 0 || number >= len(g.nodes) {
		return Trace{unborn: g.unborn}
	}
	return g.trace(g.nodes[number].from, g.nodes[number].letter)
}

// trace returns the history that leads to a state, and one event more.
func (g *Graph) trace(n uint32, last uint16) Trace {
	path := []uint16{last}
	for n != 0 {
		path = append(path, g.nodes[n].letter)
		n = g.nodes[n].from
	}
	slices.Reverse(path)
	t := Trace{unborn: g.unborn}
	s, now := g.unborn, g.start
	for _, at := range path {
		switch at {
		case tickLetter, lateLetter:
			now = later(now, s.WakeAt())
		case restLetter:
			now = now.Add(restTime)
		}
		e := g.letters[at].event
		if e == nil {
			continue
		}
		t.Events = append(t.Events, Timed{now, e})
		s, _, _ = Step(s, now, e)
	}
	return t
}

// CanReach returns, for each state by its number, whether one that was marked can
// be reached from it, or it is marked itself. Marks that are missing are false.
func (g *Graph) CanReach(marked []bool) []bool {
	into := make([]uint32, len(g.nodes)+1) // the first edge into each state
	for _, e := range g.edges {
		into[e.to]++
	}
	for i, n := uint32(0), uint32(0); i < uint32(len(into)); i++ {
		n += into[i]
		into[i] = n
	}
	sources := make([]uint32, len(g.edges))
	for n := range g.nodes {
		for _, e := range g.from(uint32(n)) {
			into[e.to]--
			sources[into[e.to]] = uint32(n)
		}
	}
	out := make([]bool, len(g.nodes))
	var todo []uint32
	mark := func(n uint32) {
		if !out[n] {
			out[n], todo = true, append(todo, n)
		}
	}
	for n := range min(len(marked), len(g.nodes)) {
		if marked[n] {
			mark(uint32(n))
		}
	}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, from := range sources[into[n]:into[n+1]] {
			mark(from)
		}
	}
	return out
}
