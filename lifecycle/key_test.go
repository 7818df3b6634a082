package lifecycle

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/termination"
)

// TestKeyIsExact holds that states with the same key have the same future: what
// can happen in each of them, and the keys of what comes of it. Each state that
// was come to in more than one way is looked at for each of them.
func TestKeyIsExact(t *testing.T) {
	for _, s := range keyPods() {
		n, bad := inexact(s.pod, s.options, nil)
		if bad != "" {
			t.Errorf("%s: %s", s.name, bad)
		}
		if n == 0 {
			t.Errorf("%s: no state was come to in two ways", s.name)
		}
	}
}

// TestKeyIsExactCatches has keys that leave something out.
func TestKeyIsExactCatches(t *testing.T) {
	for name, forget := range map[string]func(s *State){
		"back-off":  func(s *State) { forgetAll(s, func(c *container) { c.backoff = restart.Entry{} }) },
		"exit code": func(s *State) { forgetAll(s, func(c *container) { c.ended.exitCode, c.ended.reason = 0, "" }) },
		"retry":     func(s *State) { s.kubelet.retryAt = time.Time{} },
		"retries":   func(s *State) { forgetAll(s, func(c *container) { c.runs = 0 }) },
		"work":      func(s *State) { s.kubelet.work = idle },
		"the end":   func(s *State) { s.end.Containers = nil },
	} {
		caught := false
		for _, s := range []shape{{"", "mn", podlife.RestartPolicyAlways}, {"i", "m", podlife.RestartPolicyOnFailure}} {
			for _, o := range []ExploreOptions{{Failures: 1}, {Restarts: -1}} {
				_, bad := inexact(s.pod(), o, forget)
				caught = caught || bad != ""
			}
		}
		if !caught {
			t.Errorf("nobody misses the %s", name)
		}
	}
}

// TestKeyKnowsEveryField holds that whoever adds a field to a state thinks of its
// key.
func TestKeyKnowsEveryField(t *testing.T) {
	count := func(of any, want int) {
		if kind := reflect.TypeOf(of); kind.NumField() != want {
			t.Errorf("%v has %d fields, and its key was written for %d", kind, kind.NumField(), want)
		}
	}
	var s State
	count(s, 10)
	count(s.object, 15)
	count(s.conditions, 8)
	count(s.node, 4)
	count(s.kubelet, 16)
	count(s.kubelet.sandbox, 3)
	count(s.end, 8)
	count(container{}, 11)
	count(run{}, 6)
	count(ended{}, 6)
	count(failure{}, 3)
	count(shown{}, 7)
	count(condition{}, 8)
	count(worker{}, 10)
	count(Evicted{}, 4)
	count(termination.Container{}, 10)
	count(termination.Eviction{}, 4)
}

// TestKeyExpects holds what makes a difference only if something may happen.
func TestKeyExpects(t *testing.T) {
	for _, c := range []struct {
		event                     Event
		restarts, killing, losing bool
	}{
		{DeleteRequested{}, false, false, false},
		{KubeletRestarted{}, true, false, false},
		{NodeRebooted{}, true, false, true},
		{SandboxLost{}, false, true, true},
		{ContainerLost{}, false, false, true},
		{ImageChanged{}, false, true, false},
	} {
		var k keyer
		k.expect(c.event)
		k.expect(Tick{}) // what was expected stays
		if k.restarts != c.restarts || k.killing != c.killing || k.losing != c.losing {
			t.Errorf("%T: restarts %v, killing %v, losing %v", c.event, k.restarts, k.killing, k.losing)
		}
	}
}

// TestTwins holds which main containers may change places: those that differ in name alone.
func TestTwins(t *testing.T) {
	for _, c := range []struct {
		images string
		want   [][2]int
	}{
		{"a", nil}, {"ab", nil}, {"aa", [][2]int{{1, 3}}}, {"aab", [][2]int{{1, 3}}}, {"baa", [][2]int{{2, 4}}}, {"aabb", [][2]int{{1, 3}, {3, 5}}}, {"aba", nil},
	} {
		p := &podlife.Pod{Spec: podlife.PodSpec{InitContainers: []podlife.Container{{Name: "init", Image: "a"}}}}
		for i, image := range c.images {
			p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: fmt.Sprint("web-", i), Image: string(image)})
		}
		if diff := cmp.Diff(c.want, twins(newFacts(p, nil))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.images, diff)
		}
	}
}

// keyPods are the Pods that keys are tried on.
func keyPods() []special {
	var out []special
	for _, s := range []shape{{"", "mn", podlife.RestartPolicyAlways}, {"s", "m", podlife.RestartPolicyOnFailure}} {
		out = append(out, special{s.String(), s.pod(), ExploreOptions{}})
	}
	for _, s := range specials() {
		if *full && !s.options.Merge || s.pod.Spec.RestartPolicy == podlife.RestartPolicyOnFailure && len(s.pod.Spec.InitContainers) == 1 && s.options.Failures == 0 {
			out = append(out, s)
		}
	}
	return out
}

func forgetAll(s *State, forget func(c *container)) {
	s.containers = append([]container(nil), s.containers...)
	for i := range s.containers {
		forget(&s.containers[i])
	}
}

// inexact explores a Pod and says where two states have one key and not one
// future. forget is applied to states before their keys are made. It also returns
// how many pairs of states it has looked at.
func inexact(p *podlife.Pod, o ExploreOptions, forget func(*State)) (pairs int, bad string) {
	w := wary{x: newExplorer(State{}, p, o), forget: forget, numbers: make(map[key]int)}
	w.enter(visit{at: w.x.graph.start})
	for n := 0; n < min(len(w.found), 4000) && w.bad == ""; n++ {
		for _, next := range w.successors(w.found[n]) {
			w.enter(next.visit)
		}
	}
	return w.pairs, w.bad
}

// wary is an exploration that looks at every state as often as it is come to.
type wary struct {
	x       *explorer
	forget  func(*State)
	numbers map[key]int
	found   []visit
	futures [][]successor // of those found, without the states
	pairs   int
	bad     string
}

// successor is what comes of an event.
type successor struct {
	letter uint16
	key    key
	visit  visit
}

func (w *wary) keyOf(v visit) key {
	if w.forget != nil {
		w.forget(&v.state)
	}
	return w.x.keyOf(&v)
}

func (w *wary) successors(v visit) []successor {
	var out []successor
	w.x.here = &v
	w.x.listOffers()
	for _, o := range slices.Clone(w.x.offers) {
		var next visit
		if _, ok := w.x.follow(o, &next); ok {
			w.x.room.keep(&next.state, &v.state)
			w.x.keys.specs.share(&next.state, &w.x.keys)
			out = append(out, successor{o.letter, w.keyOf(next), next})
		}
	}
	return out
}

// enter compares the future of a state with that of the first one of its key.
func (w *wary) enter(v visit) {
	if w.bad != "" {
		return
	}
	k := w.keyOf(v)
	n, known := w.numbers[k]
	if !known {
		w.numbers[k] = len(w.found)
		w.found, w.futures = append(w.found, v), append(w.futures, nil)
		return
	}
	if reflect.DeepEqual(v, w.found[n]) {
		return
	}
	w.pairs++
	if w.futures[n] == nil {
		w.futures[n] = w.successors(w.found[n])
	}
	same := func(a, b successor) bool { return a.letter == b.letter && a.key == b.key }
	if other := w.successors(v); !slices.EqualFunc(w.futures[n], other, same) {
		w.bad = w.differ(n, v, other)
	}
}

// differ says how two futures differ.
func (w *wary) differ(n int, v visit, other []successor) string {
	what := "something"
	for i, a := range w.futures[n] {
		what = w.x.letters.list[a.letter].name
		if i >= len(other) || a.letter != other[i].letter || a.key != other[i].key {
			break
		}
	}
	return fmt.Sprintf("%s comes to different ends in two states of one key:\n%s", what,
		cmp.Diff(w.found[n], v, cmp.Exporter(func(reflect.Type) bool { return true }), cmp.Comparer(func(a, b *facts) bool { return a == b })))
}
