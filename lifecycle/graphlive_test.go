package lifecycle

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawGraph draws a graph of few states, most of them of a deleted Pod, in which any of
// three questions may be awaited and answered.
func drawGraph(t *rapid.T) *Graph {
	g := &Graph{letters: make([]letter, 3), looks: []look{{stage: Ending, deleted: true}, {stage: Living}, {stage: Gone, deleted: true}}}
	for q := range g.letters {
		g.letters[q].question = uint16(q) + 1
	}
	states := rapid.IntRange(1, 6).Draw(t, "states")
	for range states {
		g.first = append(g.first, uint32(len(g.edges)))
		g.nodes = append(g.nodes, spot{look: rapid.SampledFrom([]uint32{0, 0, 0, 0, 1, 2}).Draw(t, "look")})
		for range rapid.IntRange(1, 4).Draw(t, "edges") {
			g.edges = append(g.edges, edge{
				to: rapid.Uint32Range(0, uint32(states)-1).Draw(t, "to"), letter: rapid.Uint16Range(0, 2).Draw(t, "letter"),
				duty: rapid.SampledFrom([]duty{mischief, chance, owed, owed, owed, owed}).Draw(t, "duty"),
			})
		}
	}
	g.first = append(g.first, uint32(len(g.edges)))
	return g
}

// canStay reports whether a deleted Pod can stay among some states for ever, by the words of
// the law: it can go from each to each, and nothing is awaited in all that comes in none.
func canStay(g *Graph, among []uint32) bool {
	var reach func(n uint32, seen map[uint32]bool)
	reach = func(n uint32, seen map[uint32]bool) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, e := range g.from(n) {
			if e.duty != mischief && slices.Contains(among, e.to) {
				reach(e.to, seen)
			}
		}
	}
	awaited := map[uint16]int{}
	for _, n := range among {
		seen := map[uint32]bool{}
		if reach(n, seen); len(seen) != len(among) || !g.look(n).deleted || g.look(n).stage == Gone {
			return false
		}
		here := map[uint16]bool{}
		for _, e := range g.from(n) {
			here[e.letter] = here[e.letter] || e.duty == owed
			if e.duty != mischief && slices.Contains(among, e.to) {
				awaited[e.letter] = -100
			}
		}
		for l, is := range here {
			if is {
				awaited[l]++
			}
		}
	}
	for _, times := range awaited {
		if times == len(among) {
			return false
		}
	}
	return true
}

// TestTraps holds trap against every set of states of small graphs.
func TestTraps(t *testing.T) {
	found, none := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		first, largest := uint32(len(g.nodes)), 0
		for set := 1; set < 1<<len(g.nodes); set++ {
			var among []uint32
			for n := range uint32(len(g.nodes)) {
				if set>>n&1 == 1 {
					among = append(among, n)
				}
			}
			if !canStay(g, among) {
				continue
			}
			if among[0] < first {
				first, largest = among[0], 0
			}
			if among[0] == first {
				largest = max(largest, len(among))
			}
		}
		n, size := g.trap()
		if size != largest || size > 0 && n != first {
			t.Fatalf("got a trap of %d states from %d on, want %d from %d on: %+v", size, n, largest, first, g)
		}
		if size > 0 {
			found++
		} else {
			none++
		}
	})
	t.Logf("%d graphs have a trap, %d none", found, none)
	if found == 0 || none == 0 {
		t.Errorf("%d graphs have a trap, %d none", found, none)
	}
}

// TestDead holds which states are dead ends: nothing leads away, or nobody has anything to do
// and nobody is waited for.
func TestDead(t *testing.T) {
	away := []edge{{to: 1, duty: mischief}}
	for _, c := range []struct {
		name  string
		look  look
		edges []edge
		dead  bool
	}{
		{"gone", look{stage: Gone}, nil, false},
		{"nothing happens", look{stage: Living, running: true}, nil, true},
		{"it goes in a circle", look{stage: Finished}, []edge{{to: 0, duty: owed}}, true},
		{"the outside alone leads away", look{stage: Living}, away, true},
		{"the outside may delete what ends", look{stage: Ending}, away, true},
		{"the kubelet has something to do", look{stage: Living}, []edge{{to: 1, duty: owed}}, false},
		{"a container runs", look{stage: Living, running: true}, away, false},
		{"the node is lost", look{stage: Living, lost: true}, away, false},
		{"the kubelet has given it up", look{stage: Living, abandoned: true}, away, false},
		{"it has no node", look{stage: Unbound}, away, false},
		{"it waits for its volumes", look{stage: Preparing}, away, true},
		{"it is done", look{stage: Finished}, away, false},
	} {
		g := &Graph{letters: make([]letter, 1), nodes: make([]spot, 2), edges: c.edges, first: []uint32{0, uint32(len(c.edges)), uint32(len(c.edges))}, looks: []look{c.look}}
		if why := g.dead(0); (why != "") != c.dead {
			t.Errorf("%s: %q", c.name, why)
		}
	}
}
