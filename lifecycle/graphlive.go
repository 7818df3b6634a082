package lifecycle

import (
	"fmt"
	"slices"
)

// CheckLive returns the law of liveness that does not hold in the graph, as a
// *[Counterexample] with a shortest trace to where it does not, or nil:
//
//   - NoDeadlock: something leads away from every state that is not final; and
//     unless somebody else is waited for, the kubelet has something to do, or a
//     container runs. Others are waited for while the Pod has no node, its
//     kubelet does not answer, or all is done and nobody has deleted it. And a
//     kubelet gives a Pod up that is never to run again and has lost its sandbox
//     before the main containers' turn came (kubernetes/kubernetes issue 118321).
//   - EndIsNear: from every state a final one can be reached.
//   - DeletedIsRemoved: a Pod that is deleted comes to its end, whatever the
//     order of events, once the outside leaves it in peace: everything that the
//     kubelet asks for is answered sooner or later and does not fail, a killed
//     container ends, ticks come, a lost node returns, finalizers are removed.
//
// The graph must be of an exploration that came to its end, and in which the Pod
// could be deleted.
func (g *Graph) CheckLive() error {
	for n := range g.nodes {
		if why := g.dead(uint32(n)); why != "" {
			return g.counter("NoDeadlock", n, why)
		}
	}
	final := make([]bool, len(g.nodes))
	for n := range g.nodes {
		final[n] = g.look(uint32(n)).stage == Gone
	}
	for n, ok := range g.CanReach(final) {
		if !ok {
			return g.counter("EndIsNear", n, "no final state can be reached")
		}
	}
	if n, size := g.trap(); size > 0 {
		return g.counter("DeletedIsRemoved", int(n), fmt.Sprintf("among %d states it can go on for ever", size))
	}
	return nil
}

func (g *Graph) counter(law string, n int, why string) error {
	return &Counterexample{Law: law, Trace: g.Trace(n), Err: &LawError{law, why}}
}

// dead says why a state is a dead end, if it is one.
func (g *Graph) dead(n uint32) string {
	l := g.look(n)
	if l.stage == Gone {
		return ""
	}
	leaves, goesOn := false, false
	for _, e := range g.from(n) {
		leaves = leaves || e.to != n
		goesOn = goesOn || e.duty == owed
	}
	switch {
	case !leaves:
		return "nothing leads away"
	case goesOn, l.running, l.lost, l.abandoned, l.stage <= Unbound, l.stage == Finished:
		return ""
	default:
		return "nothing is to be done, and no container runs"
	}
}

// trap returns the first state of a deleted Pod in which it can live for ever without
// mischief, and of how many such states it is one; 0 if there is none. The Pod can, if
// there are states among which it can go round and round, or one in which it stays,
// such that nothing is awaited in all of them that does not come in any.
func (g *Graph) trap() (n uint32, size int) {
	c := components{graph: g, index: make([]uint32, len(g.nodes)), low: make([]uint32, len(g.nodes))}
	for n := range g.nodes {
		if c.isPart(uint32(n)) && c.index[n] == 0 {
			c.search(uint32(n))
		}
	}
	return c.trap, c.size
}

// components finds the strongly connected parts of what can happen to a deleted
// Pod without mischief: Tarjan's algorithm, with a stack of its own.
type components struct {
	graph      *Graph
	index, low []uint32 // from 1; a state whose part is known has the lowest low
	next       uint32
	calls      []call
	stack      []uint32

	trap uint32 // the first state of all parts that are traps
	size int    // of the part that it is in; 0: there is none
}

// call is a visit to a state, and how many of its edges were followed.
type call struct{ n, edges uint32 }

const known = ^uint32(0)

// isPart reports whether a state is of a deleted Pod that is not gone.
func (c *components) isPart(n uint32) bool {
	l := c.graph.look(n)
	return l.deleted && l.stage != Gone
}

func (c *components) open(n uint32) {
	c.next++
	c.index[n], c.low[n] = c.next, c.next
	c.stack = append(c.stack, n)
	c.calls = append(c.calls, call{n: n})
}

// search goes through all states that can be reached from n.
func (c *components) search(n uint32) {
	c.open(n)
	for len(c.calls) > 0 {
		at := &c.calls[len(c.calls)-1]
		edges := c.graph.from(at.n)
		if int(at.edges) < len(edges) {
			e := edges[at.edges]
			at.edges++
			c.follow(at.n, e)
			continue
		}
		done := at.n
		c.calls = c.calls[:len(c.calls)-1]
		if len(c.calls) > 0 {
			from := c.calls[len(c.calls)-1].n
			c.low[from] = min(c.low[from], c.low[done])
		}
		if c.low[done] == c.index[done] {
			c.close(done)
		}
	}
}

// follow looks where an edge leads to.
func (c *components) follow(from uint32, e edge) {
	switch {
	case e.duty == mischief || !c.isPart(e.to):
	case c.index[e.to] == 0:
		c.open(e.to)
	case c.index[e.to] != known:
		c.low[from] = min(c.low[from], c.index[e.to])
	}
}

// close takes the part that begins with n off the stack, and judges it.
func (c *components) close(n uint32) {
	i := len(c.stack) - 1
	for c.stack[i] != n {
		i--
	}
	part := c.stack[i:]
	if first := slices.Min(part); (c.size == 0 || first < c.trap) && c.isTrap(part) {
		c.trap, c.size = first, len(part)
	}
	for _, m := range part {
		c.index[m], c.low[m] = known, known
	}
	c.stack = c.stack[:i]
}

// isTrap reports whether a Pod can stay in a part for ever: nothing that is
// awaited in all its states comes in none of them. In a single state that nothing
// leads back to it cannot stay, but if nothing is awaited there.
func (c *components) isTrap(part []uint32) bool {
	inside := make(map[uint32]bool, len(part))
	for _, n := range part {
		inside[n] = true
	}
	awaited := make(map[uint16]int)
	for _, n := range part {
		asked := make(map[uint16]bool)
		for _, e := range c.graph.from(n) {
			if q := c.graph.letters[e.letter].question; e.duty == owed && !asked[q] {
				asked[q] = true
				awaited[q]++
			}
		}
	}
	for _, n := range part {
		for _, e := range c.graph.from(n) {
			if e.duty != mischief && inside[e.to] {
				delete(awaited, c.graph.letters[e.letter].question)
			}
		}
	}
	for _, times := range awaited {
		if times == len(part) {
			return false // it comes, and leads out
		}
	}
	return true
}
