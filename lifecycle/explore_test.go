package lifecycle

import (
	"errors"
	"flag"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife"
)

// full is what CI asks for.
var full = flag.Bool("full", false, "explore every shape of Pods as far as minutes allow")

// mustHold explores a Pod, and fails if a law does not hold.
func mustHold(t *testing.T, name string, p *podlife.Pod, o ExploreOptions) *Graph {
	t.Helper()
	o.Laws = Laws()
	g, err := Explore(p, o)
	if err == nil {
		err = g.CheckLive()
	}
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return g
}

// TestShapes holds the laws on every state of every shape of Pods, and on every
// step, and has the numbers of states printed.
func TestShapes(t *testing.T) {
	states, steps, classes := 0, 0, map[string]int{}
	for _, s := range shapes() {
		if len(s.inits)+2*len(s.mains) > 5 && !*full {
			continue
		}
		g := mustHold(t, s.String(), s.pod(), ExploreOptions{})
		states, steps = states+g.States(), steps+g.Edges()
		classes[s.class()] += g.States()
		if s.policy == podlife.RestartPolicyNever {
			t.Logf("%-6s %8d states", s.class(), classes[s.class()])
		}
	}
	t.Logf("%d states, %d steps", states, steps)
}

// TestRestartedTwice does the same for the small shapes with more restarts, up to
// as many as one likes.
func TestRestartedTwice(t *testing.T) {
	for _, s := range shapes() {
		size := len(s.inits) + 2*len(s.mains)
		for _, restarts := range []int{2, 3, -1} {
			if size > 3 && (restarts != 2 || !*full) || size > 2 && restarts < 0 && !*full || size > 5 {
				continue
			}
			g := mustHold(t, s.String(), s.pod(), ExploreOptions{Restarts: restarts})
			t.Logf("%-15s %2d restarts %8d states", s, restarts, g.States())
		}
	}
}

// TestSpecials does the same with hooks, probes, failures and a wild outside.
func TestSpecials(t *testing.T) {
	for _, s := range specials() {
		g := mustHold(t, s.name, s.pod, s.options)
		t.Logf("%-30s %8d states, %8d steps", s.name, g.States(), g.Edges())
	}
}

// TestDeterministic holds that the same arguments have the same graph.
func TestDeterministic(t *testing.T) {
	for _, s := range []shape{{"s", "m", "Always"}, {"i", "mn", "OnFailure"}} {
		p := s.pod()
		before := p.Clone()
		a, err := Explore(p, ExploreOptions{})
		b, again := Explore(s.pod(), ExploreOptions{})
		if err != nil || again != nil {
			t.Fatal(err, again)
		}
		if !reflect.DeepEqual(a.nodes, b.nodes) || !reflect.DeepEqual(a.edges, b.edges) || !reflect.DeepEqual(a.looks, b.looks) {
			t.Errorf("%s: two explorations differ", s)
		}
		if !reflect.DeepEqual(p, before) {
			t.Errorf("%s: the Pod was changed", s)
		}
	}
}

// TestTraces holds that the trace of a state leads to it, in as many events as its
// parent's and one more, and that time does not run backwards.
func TestTraces(t *testing.T) {
	var found []State
	p := shape{"i", "m", "Always"}.pod()
	g, err := Explore(p, ExploreOptions{Visit: func(n int, s State, _ time.Time) { found = append(found, s) }})
	if err != nil || len(found) != g.States() {
		t.Fatalf("%d states were shown of %d: %v", len(found), g.States(), err)
	}
	for n := range found {
		trace := g.Trace(n)
		s, err := trace.Replay()
		if err != nil {
			t.Fatalf("state %d: %v", n, err)
		}
		if !reflect.DeepEqual(s.Pod(), found[n].Pod()) || s.Stage() != found[n].Stage() {
			t.Errorf("the trace of state %d leads elsewhere", n)
		}
		for i := 1; i < len(trace.Events); i++ {
			if trace.Events[i].At.Before(trace.Events[i-1].At) {
				t.Errorf("state %d: time runs backwards", n)
			}
		}
		if text := trace.String(); strings.Count(text, "\n") != len(trace.Events) || strings.Contains(text, "cannot happen") {
			t.Errorf("state %d: %d events are printed as\n%s", n, len(trace.Events), text)
		}
	}
	for _, n := range []int{-1, 0, g.States()} {
		if trace := g.Trace(n); len(trace.Events) != 0 || trace.String() != "" {
			t.Errorf("state %d has the trace %v", n, trace)
		}
	}
}

// TestRefusedTrace holds that a history which cannot happen says so, and goes on.
func TestRefusedTrace(t *testing.T) {
	p := shape{"", "m", "Never"}.pod()
	at := p.CreationTimestamp
	trace := Trace{Events: []Timed{{at, Created{p}}, {at, CleanedUp{}}, {at, VolumesMounted{}}}}
	lines := strings.Split(trace.String(), "\n")
	if len(lines) != 4 || !strings.HasSuffix(lines[1], "lifecycle: lifecycle.CleanedUp cannot happen in stage Preparing") || !strings.HasSuffix(lines[2], "web waiting ContainerCreating") {
		t.Errorf("got\n%s", trace)
	}
}

// TestAbandoned holds of which Pods a kubelet knows nothing more to do.
func TestAbandoned(t *testing.T) {
	good := livingState(t, shape{"", "m", "Never"})
	good.kubelet.sandbox.ready = false
	for _, c := range []struct {
		name   string
		change func(*State)
		want   bool
	}{
		{"it is", func(*State) {}, true},
		{"it ends", func(s *State) { s.stage = Ending }, false},
		{"it may run again", func(s *State) { s.facts = newFacts(shape{"", "m", "Always"}.pod(), nil) }, false},
		{"there was no sandbox", func(s *State) { s.kubelet.sandbox.made = false }, false},
		{"the sandbox stands", func(s *State) { s.kubelet.sandbox.ready = true }, false},
		{"no container was made", func(s *State) { s.containers[0].run = run{} }, false},
	} {
		s := good.Clone()
		c.change(&s)
		if s.isAbandoned() != c.want {
			t.Errorf("%s: %v", c.name, !c.want)
		}
	}
}

// TestLimit holds that a graph is never cut off in silence.
func TestLimit(t *testing.T) {
	p := shape{"s", "m", "Always"}.pod()
	whole, err := Explore(p, ExploreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, most := range []int{1, 2, 100, whole.States() - 1, whole.States()} {
		g, err := Explore(p, ExploreOptions{MaxStates: most})
		var limit *LimitError
		if is := errors.As(err, &limit); is != (most < whole.States()) || is && limit.States != most {
			t.Errorf("at most %d states: %v", most, err)
		}
		if g.States() != most || g.Trace(most-1).unborn.facts != nil {
			t.Errorf("at most %d states, and there are %d", most, g.States())
		}
		for n := range g.States() {
			for _, to := range g.Next(n) {
				if to >= g.States() {
					t.Errorf("at most %d states, and an event leads to state %d", most, to)
				}
			}
		}
	}
	if _, err := Explore(nil, ExploreOptions{}); err == nil {
		t.Error("no Pod has a life")
	}
}
