package lifecycle

import (
	"time"

	"github.com/podlife/podlife"
)

// restTime is how long nothing happens where nothing is due. It is longer than
// any rule remembers.
const restTime = time.Hour

// explorer is an exploration under way.
type explorer struct {
	options ExploreOptions
	keys    keyer
	letters alphabet
	looks   looks
	graph   *Graph
	table   table
	front   queue
	here    *visit    // the state that is expanded
	spare   *visit    // room for what comes of it
	spent   *visit    // the state that was expanded before, or nil
	room    reuse     // likewise
	wake    time.Time // when something is due in it
	offers  []offer   // what can happen in it
	checks  checks
}

// visit is a state that is not expanded yet.
type visit struct {
	state State
	at    time.Time
	// failures is how often work has failed so far.
	failures int
}

func newExplorer(unborn State, p *podlife.Pod, o ExploreOptions) *explorer {
	if o.MaxStates == 0 {
		o.MaxStates = DefaultMaxStates
	}
	if o.Restarts == 0 {
		o.Restarts = DefaultRestarts
	}
	if o.Outside == nil {
		o.Outside = []Event{DeleteRequested{}}
	}
	x := &explorer{options: o, letters: newAlphabet(p, &o)}
	x.keys.merge, x.keys.runs = o.Merge, int32(max(o.Restarts, -1)+1)
	x.keys.failing = o.Failures != 0
	x.keys.losing = newFacts(p, nil).canReset
	for _, e := range o.Outside {
		x.keys.expect(e)
	}
	x.checks.laws = o.Laws
	x.graph = &Graph{unborn: unborn, start: startOf(p), letters: x.letters.list}
	return x
}

// startOf returns when the life of p begins.
func startOf(p *podlife.Pod) time.Time {
	if p.CreationTimestamp.IsZero() {
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return p.CreationTimestamp
}

// run expands states until none is left.
func (x *explorer) run() error {
	x.spare = &visit{state: x.graph.unborn, at: x.graph.start}
	x.enter(arrival{letter: noLetter})
	for x.here = x.front.pop(); x.here != nil; x.here = x.front.pop() {
		if err := x.expand(); err != nil {
			x.graph.finish(x.looks.all)
			return err
		}
		x.spent = x.here
	}
	x.graph.finish(x.looks.all)
	return nil
}

// arrival is how a state was come to.
type arrival struct {
	from   uint32
	letter uint16
	duty   duty
}

// expand lets happen what can happen in the state.
func (x *explorer) expand() error {
	g, s := x.graph, &x.here.state
	from := uint32(len(g.first))
	g.first = append(g.first, uint32(len(g.edges)))
	x.listOffers()
	for _, o := range x.offers {
		effects, ok := x.follow(o, x.spare)
		if !ok {
			continue
		}
		if e := x.letters.list[o.letter].event; e != nil {
			if broken := x.checks.step(s, e, &x.spare.state, effects); broken != nil {
				return &Counterexample{Law: broken.law, Err: broken.err, Trace: g.trace(from, o.letter)}
			}
		}
		if !x.enter(arrival{from, o.letter, o.duty}) {
			return &LimitError{States: len(g.nodes)}
		}
	}
	return nil
}

// follow returns what comes of an offer. It reports whether it can happen.
func (x *explorer) follow(o offer, next *visit) ([]Effect, bool) {
	next.at, next.failures = x.here.at, x.here.failures
	if o.failure {
		next.failures++
	}
	switch o.letter {
	case tickLetter, lateLetter:
		next.at = later(next.at, x.wake)
	case restLetter:
		next.at = next.at.Add(restTime)
	}
	e := x.letters.list[o.letter].event
	if e == nil {
		next.state = x.here.state
		return nil, true
	}
	var effects []Effect
	var err error
	next.state, effects, err = x.room.step(x.here.state, next.at, e)
	return effects, err == nil
}

// enter notes that the state in spare was come to. It reports whether there was
// room.
func (x *explorer) enter(by arrival) bool {
	g, v := x.graph, x.spare
	x.keys.specs.share(&v.state, &x.keys)
	to, known := x.table.put(x.keyOf(v), uint32(len(g.nodes)))
	if by.letter == restLetter && known && to == by.from {
		return true // nothing there is that an hour makes a difference to
	}
	if !known {
		if len(g.nodes) >= x.options.MaxStates {
			return false
		}
		g.nodes = append(g.nodes, spot{by.from, by.letter, x.looks.of(&v.state)})
		if x.here != nil {
			x.room.keep(&v.state, &x.here.state)
		}
		x.front.push(v)
		if x.spare, x.spent = x.spent, nil; x.spare == nil {
			x.spare = new(visit)
		}
		if x.options.Visit != nil {
			x.options.Visit(int(to), v.state, v.at)
		}
	}
	if by.letter != noLetter {
		g.edges = append(g.edges, edge{to, by.letter, by.duty})
	}
	return true
}

// keyOf returns the key of a visit.
func (x *explorer) keyOf(v *visit) key {
	k := x.keys.of(&v.state, v.at)
	if v.state.stage != Gone && x.options.Failures > 0 {
		k.add(uint64(v.failures))
	}
	return k
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
