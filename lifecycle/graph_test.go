package lifecycle

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
)

// TestCanReach holds CanReach against a search from each state.
func TestCanReach(t *testing.T) {
	g, err := Explore(shape{"i", "m", "OnFailure"}.pod(), ExploreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for name, marks := range map[string]func(l *look) bool{
		"none":      func(*look) bool { return false },
		"all":       func(*look) bool { return true },
		"succeeded": func(l *look) bool { return l.phase == podlife.PodSucceeded },
		"living":    func(l *look) bool { return l.stage == Living && !l.deleted },
		"gone":      func(l *look) bool { return l.stage == Gone },
	} {
		marked := make([]bool, g.States())
		for n := range marked {
			marked[n] = marks(g.look(uint32(n)))
		}
		want := make([]bool, g.States())
		for n := range want {
			want[n] = slices.ContainsFunc(after(g, n), func(m int) bool { return marked[m] })
		}
		if diff := cmp.Diff(want, g.CanReach(marked)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if got := g.CanReach(nil); slices.Contains(got, true) || len(got) != g.States() {
		t.Error("without marks, something is reached")
	}
}

// after returns the states that can follow a state, and itself.
func after(g *Graph, n int) []int {
	seen, todo := map[int]bool{n: true}, []int{n}
	for i := 0; i < len(todo); i++ {
		for _, to := range g.Next(todo[i]) {
			if !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return todo
}

// TestNext holds that what Next says happens in Step.
func TestNext(t *testing.T) {
	var found []visit
	p := shape{"", "m", "Always"}.pod()
	g, err := Explore(p, ExploreOptions{Visit: func(_ int, s State, now time.Time) { found = append(found, visit{state: s, at: now}) }})
	if err != nil {
		t.Fatal(err)
	}
	edges := 0
	for n, v := range found {
		for e, to := range g.Next(n) {
			edges++
			if e == nil {
				continue
			}
			s, _, err := Step(v.state, later(v.at, v.state.WakeAt()), e)
			if _, ticks := e.(Tick); !ticks {
				s, _, err = Step(v.state, v.at, e)
			}
			if err != nil || s.Stage() != found[to].state.Stage() {
				t.Errorf("%T leads from state %d to stage %v, want %v: %v", e, n, s.Stage(), found[to].state.Stage(), err)
			}
		}
		leaves := false
		for range g.Next(n) {
			leaves = true
			break // a reader may stop
		}
		if leaves == v.state.IsFinal() {
			t.Errorf("state %d of stage %v has events: %v", n, v.state.Stage(), leaves)
		}
	}
	if edges != g.Edges() {
		t.Errorf("%d edges, want %d", edges, g.Edges())
	}
	for _, n := range []int{-1, g.States()} {
		for range g.Next(n) {
			t.Errorf("something happens in state %d", n)
		}
	}
}

// TestOptions holds that each option does what it says.
func TestOptions(t *testing.T) {
	p := shape{"", "mn", "OnFailure"}.pod()
	twinMains(p)
	states := func(o ExploreOptions) int { return mustHold(t, fmt.Sprintf("%+v", o), p, o).States() }
	usual := states(ExploreOptions{})
	for name, more := range map[string]ExploreOptions{
		"Restarts": {Restarts: 2}, "ExitCodes": {ExitCodes: []int32{7}}, "Failures": {Failures: 1}, "Late": {Late: true},
		"Outside": {Outside: []Event{DeleteRequested{}, Evicted{}}},
	} {
		if n := states(more); n <= usual {
			t.Errorf("%s: %d states, and %d without", name, n, usual)
		}
	}
	if n := states(ExploreOptions{Merge: true}); n >= usual {
		t.Errorf("merged: %d states, and %d without", n, usual)
	}
	g, err := Explore(p, ExploreOptions{Outside: []Event{}})
	if err != nil || g.States() >= usual {
		t.Errorf("nobody deletes it: %d states, and %d if somebody does: %v", g.States(), usual, err)
	}
}

// TestOutside holds that every event of the outside is let happen.
func TestOutside(t *testing.T) {
	p := shape{"", "m", "Always"}.pod()
	outside := append(Disturbances("web"),
		ImageChanged{Container: "web", Image: "web:2"},
		EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug", Image: "debug:1"}},
		ConditionSet{Condition: podlife.Condition{Type: "example.com/warm", Status: podlife.ConditionTrue}},
		TaintsChanged{Taints: []podlife.Taint{{Key: "example.com/full", Effect: podlife.TaintEffectNoExecute}}},
	)
	for _, e := range outside {
		g, err := Explore(p, ExploreOptions{Outside: []Event{e, DeleteRequested{}, NodeLost{}}, MaxStates: 3000})
		name, _ := describe(e)
		if err != nil && g.States() != 3000 {
			t.Errorf("%s: %v", name, err)
		}
		if !slices.ContainsFunc(g.edges, func(x edge) bool { return g.letters[x.letter].name == name }) {
			t.Errorf("%s never happens", name)
		}
	}
}

// TestDiagrams holds what drawings leave out and how they write what is no word.
func TestDiagrams(t *testing.T) {
	g, err := Explore(shape{"", "m", "Never"}.pod(), ExploreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if d := g.Container("none"); len(d.Boxes) != 0 || len(d.Arrows) != 0 {
		t.Errorf("a container that there is not: %+v", d)
	}
	for name, d := range map[string]Diagram{"phases": g.Phases(), "stages": g.Stages(), "container": g.Container("web"), "whole": g.Whole()} {
		if len(d.Boxes) == 0 || len(d.Arrows) == 0 {
			t.Errorf("%s: nothing is drawn", name)
		}
		for _, a := range d.Arrows {
			if a.From == a.To || a.From >= len(d.Boxes) || a.To >= len(d.Boxes) || len(a.Labels) == 0 || !slices.IsSorted(a.Labels) {
				t.Errorf("%s: arrow %+v", name, a)
			}
		}
		if strings.Count(d.Mermaid(), "-->") != len(d.Arrows) || strings.Count(d.DOT(), "->") != len(d.Arrows) {
			t.Errorf("%s: not every arrow is drawn", name)
		}
	}
	odd := Diagram{Boxes: []string{`a "b"`, "azAZ"}, Arrows: []Arrow{{0, 1, []string{"x", "y"}}, {1, -1, []string{"z"}}}}
	want := "stateDiagram-v2\n    state \"a #quot;b#quot;\" as s1\n    s1 --> azAZ: x, y\n    azAZ --> [*]: z\n"
	if diff := cmp.Diff(want, odd.Mermaid()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, text := range []string{"a`", "a{", "a@", "a["} { // beside the letters
		if id := (Diagram{Boxes: []string{text}}).id(0); id != "s1" {
			t.Errorf("%s is called %s", text, id)
		}
	}
	for _, c := range []struct {
		arrow        Arrow
		begins, ends bool
	}{{Arrow{-1, 0, nil}, true, false}, {Arrow{0, -1, nil}, false, true}, {Arrow{0, 1, nil}, false, false}} {
		dot := Diagram{Boxes: []string{"a", "b"}, Arrows: []Arrow{c.arrow}}.DOT()
		if strings.Contains(dot, " begin [") != c.begins || strings.Contains(dot, " end [") != c.ends {
			t.Errorf("%+v is drawn as\n%s", c.arrow, dot)
		}
	}
}
