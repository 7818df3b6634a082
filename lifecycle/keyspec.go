package lifecycle

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/podlife/podlife"
)

// words number the texts that states hold, from 1 in the order in which they are
// met. 0 is the empty text.
type words struct {
	recent [128]word // as most texts are met again and again
	all    map[string]uint32
}

type word struct {
	text   string
	number uint32
}

func (w *words) of(text string) uint32 {
	if text == "" {
		return 0
	}
	recent := &w.recent[(7*len(text)+3*int(text[0])+int(text[len(text)-1]))%len(w.recent)]
	if recent.text == text {
		return recent.number
	}
	number, ok := w.all[text]
	if !ok {
		if w.all == nil {
			w.all = make(map[string]uint32)
		}
		number = uint32(len(w.all)) + 1
		w.all[text] = number
	}
	*recent = word{text, number}
	return number
}

// spec is what keys need to know of facts.
type spec struct {
	facts  *facts
	number uint64
	// patience is for how long it matters how old a container is.
	patience []time.Duration
	// twins are the ranges of containers that differ in name alone.
	twins [][2]int
}

// specs number the specs that a Pod has in its life, so that facts which were
// worked out twice are the same.
type specs struct {
	last *spec // the one asked for last
	all  []*spec
}

// of returns the spec of facts.
func (l *specs) of(f *facts, k *keyer) *spec {
	if l.last != nil && l.last.facts == f {
		return l.last
	}
	for _, s := range l.all {
		if s.facts == f || sameSpec(s.facts.pod, f.pod) {
			l.last = s
			return s
		}
	}
	s := &spec{facts: f, number: uint64(len(l.all)) + 1, patience: make([]time.Duration, len(f.list)), twins: twins(f)}
	for i := range f.workers {
		w := &f.workers[i]
		s.patience[w.container] = max(s.patience[w.container], w.state.InitialDelay)
	}
	if k.restarts {
		for i := range s.patience {
			s.patience[i] = max(s.patience[i], restartGrace+time.Second)
		}
	}
	l.all, l.last = append(l.all, s), s
	return s
}

// share gives a state the facts that stand for all that are equal to its own.
func (l *specs) share(s *State, k *keyer) {
	if s.stage != Unborn {
		s.facts = l.of(s.facts, k).facts
	}
}

// sameSpec compares what events change in a spec.
func sameSpec(p, o *podlife.Pod) bool {
	a, b := &p.Spec, &o.Spec
	if a.NodeName != b.NodeName || len(a.SchedulingGates) != len(b.SchedulingGates) || len(a.EphemeralContainers) != len(b.EphemeralContainers) {
		return false
	}
	for i := range a.EphemeralContainers {
		if a.EphemeralContainers[i].Name != b.EphemeralContainers[i].Name || a.EphemeralContainers[i].Image != b.EphemeralContainers[i].Image {
			return false
		}
	}
	return sameImages(a.InitContainers, b.InitContainers) && sameImages(a.Containers, b.Containers)
}

func sameImages(a, b []podlife.Container) bool {
	for i := range a {
		if a[i].Image != b[i].Image {
			return false
		}
	}
	return true
}

// twins returns the ranges of main containers that differ in name alone.
func twins(f *facts) [][2]int {
	var out [][2]int
	for from := f.mains; from < f.others; {
		to := from + 1
		for to < f.others && sameButName(*f.list[from].spec, *f.list[to].spec) {
			to++
		}
		if to > from+1 {
			out = append(out, [2]int{from, to})
		}
		from = to
	}
	return out
}

func sameButName(a, b podlife.Container) bool {
	a.Name, b.Name = "", ""
	first, err := json.Marshal(a)
	if err != nil {
		return false
	}
	second, err := json.Marshal(b)
	return err == nil && bytes.Equal(first, second)
}
