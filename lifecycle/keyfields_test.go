package lifecycle

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/termination"
)

// leaves visits every value in v that is not made of others, to be written to. It
// leaves out pointers but those to numbers and to Evicted.
func leaves(path string, v reflect.Value, visit func(path string, v reflect.Value)) {
	v = reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
	switch _, instant := v.Interface().(time.Time); {
	case v.Kind() == reflect.Struct && !instant:
		for i := range v.NumField() {
			leaves(path+"."+v.Type().Field(i).Name, v.Field(i), visit)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			leaves(path, v.Index(i), visit)
		}
	case v.Kind() != reflect.Pointer:
		visit(path, v)
	case !v.IsNil() && v.Type().Elem() != reflect.TypeFor[facts]():
		leaves(path, v.Elem(), visit)
	}
}

// kinds is how many other values a leaf is given: enumerations get several.
func kinds(v reflect.Value) int {
	if v.Kind() == reflect.Uint8 {
		return 3
	}
	return 1
}

// another writes another value into a leaf: the nth, from 1.
func another(v reflect.Value, n int) {
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		*x = x.Add(-time.Second)
	case *time.Duration:
		*x += time.Second
	default:
		switch {
		case v.Kind() == reflect.Bool:
			v.SetBool(!v.Bool())
		case v.Kind() == reflect.String:
			v.SetString(v.String() + "b")
		case v.CanInt():
			v.SetInt(v.Int() + 1)
		default:
			v.SetUint(v.Uint() ^ uint64(n))
		}
	}
}

// rich is a state at now in which every field is set, so that what looks at a field finds
// something. It need not be one that a life comes to.
func rich(now time.Time) State {
	p := shape{"", "m", "Always"}.pod()
	limit := int64(600)
	p.Spec.ActiveDeadlineSeconds = &limit
	p.Spec.Containers[0].ReadinessProbe = &podlife.Probe{PeriodSeconds: 10, InitialDelaySeconds: 60}
	grace := int64(3)
	s := State{
		facts: newFacts(p, nil), others: make([]podlife.Condition, 1), containers: make([]container, 1), workers: make([]worker, 1),
		object:  object{finalizers: make([]string, 1)},
		node:    node{taints: make([]podlife.Taint, 1)},
		kubelet: kubelet{evicted: &Evicted{GracePeriodSeconds: &grace}},
		end:     termination.State{Containers: make([]termination.Container, 1)},
	}
	leaves("", reflect.ValueOf(&s).Elem(), func(path string, v reflect.Value) {
		switch x := v.Addr().Interface().(type) {
		case *time.Time:
			*x = now.Add(-20 * time.Second)
		case *time.Duration:
			*x = 40 * time.Second
		default:
			switch {
			case v.Kind() == reflect.Bool:
				v.SetBool(true)
			case v.Kind() == reflect.String:
				v.SetString("a")
			case v.CanInt():
				v.SetInt(int64(len(path)))
			default:
				v.SetUint(2)
			}
		}
	})
	s.end.Containers[0].Name, s.kubelet.doing = "web", 0
	s.containers[0].runs = 1
	return s
}

// perturb visits the states that differ from s in one field, and says which.
func perturb(s State, visit func(path string, other *State)) {
	n := 0
	leaves("", reflect.ValueOf(&s).Elem(), func(_ string, v reflect.Value) { n += kinds(v) })
	for i := range n {
		other, at := s.Clone(), 0
		other.object.finalizers = slices.Clone(s.object.finalizers)
		evicted, grace := *s.kubelet.evicted, *s.kubelet.evicted.GracePeriodSeconds
		evicted.GracePeriodSeconds, other.kubelet.evicted = &grace, &evicted
		changed := ""
		leaves("", reflect.ValueOf(&other).Elem(), func(path string, v reflect.Value) {
			if at <= i && i < at+kinds(v) {
				changed = strings.TrimPrefix(path, ".")
				another(v, i-at+1)
			}
			at += kinds(v)
		})
		visit(changed, &other)
	}
}

// unseen returns the fields that can have another value, in all of some states, without look
// being another one.
func unseen(states []State, look func(*State) key) []string {
	seen := map[string]bool{}
	for _, s := range states {
		before, met := look(&s), map[string][]key{} // one for each value
		perturb(s, func(path string, other *State) { met[path] = append(met[path], look(other)) })
		for path, keys := range met {
			keys = append(keys, before)
			slices.SortFunc(keys, key.compare)
			seen[path] = seen[path] || len(slices.Compact(keys)) == len(keys)
		}
	}
	var out []string
	for path, is := range seen {
		if !is {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// richStates are rich states that differ in what decides whether a field matters.
func richStates(now time.Time) []State {
	var out []State
	for _, change := range []func(s *State){
		func(s *State) { s.stage = Unbound },
		func(s *State) { s.stage, s.kubelet.work = Living, pulling },
		func(s *State) { s.stage, s.kubelet.work, s.kubelet.backoffUntil = Living, idle, now.Add(time.Minute) },
		func(s *State) { s.stage, s.containers[0].run = Living, run{} },
		func(s *State) { s.stage, s.containers[0].run.state = Living, restart.StateRunning },
		func(s *State) {
			s.stage, s.kubelet.retryAt, s.node.evict.At = Ending, now.Add(time.Minute), now.Add(time.Minute)
		},
		func(s *State) { s.stage, s.workers[0].nextAt, s.node.evict.Since = Ending, now.Add(time.Minute), now },
		func(s *State) {
			s.stage, s.object.observed, s.end.Containers[0].After = Living, s.object.generation, ""
		},
		func(s *State) {
			c, first := &s.containers[0], s.containers[0].run.id
			s.stage, c.ended.id, c.shown.id, c.shown.state.id, c.shown.last.id, s.workers[0].seen = Living, first, first, first, first, first
			s.kubelet.backoffUntil, s.kubelet.start = now.Add(time.Minute), c.run.startedAt.Add(restartGrace+time.Second/2)
		},
		func(s *State) { s.stage = Finished },
		func(s *State) {
			s.stage, s.kubelet.judged = Living, podlife.PodSucceeded
			s.conditions.sandbox.yes, s.conditions.ready.yes = false, false
		},
		func(s *State) {
			c := &s.containers[0]
			s.stage, c.run.state, c.shown.state.kind, c.shown.last.kind = Living, restart.StateExited, podlife.StateTerminated, podlife.StateTerminated
		},
	} {
		s := rich(now)
		s.containers[0].shown.state.kind = podlife.StateRunning
		change(&s)
		out = append(out, s)
	}
	return out
}

// TestKeySeesEveryField holds that a key is another one if any field of a state is, but for
// those that nobody looks at.
func TestKeySeesEveryField(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	k := &keyer{restarts: true, failing: true, losing: true, killing: true, runs: 3}
	got := unseen(richStates(now), func(s *State) key { return k.of(s, now) })
	want := []string{
		// shown, and nothing is counted from them
		"conditions.containersReady.since", "conditions.initialized.since", "conditions.ready.since", "conditions.restarting.since",
		"conditions.sandbox.since", "conditions.scheduled.since", "containers.ended.startedAt",
		// the delay of a state that is over, or that is not waited for
		"containers.pullErr.delay", "containers.shown.last.delay",
		"containers.shown.last.finishedAt", "containers.shown.last.startedAt", "containers.shown.state.finishedAt",
		// as the spec says, and the deadline
		"end.Containers.Kind", "end.Containers.PreStop", "end.Containers.StopSignal", "end.UID",
		// counted, and not looked at
		"kubelet.sandbox.attempt", "kubelet.statuses",
		// as the list of taints says
		"node.evict.Taint.Effect", "node.evict.Taint.Key", "node.evict.Taint.TimeAdded", "node.evict.Taint.Value",
		// shown alone
		"node.lostAt", "node.taints.TimeAdded", "object.created", "object.deletion", "object.disruption.since",
		"others.LastProbeTime", "others.LastTransitionTime", "others.ObservedGeneration",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSightSeesTheObject holds that laws which look at the object alone are asked again if
// it is another one.
func TestSightSeesTheObject(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	anyTime := cmp.Comparer(func(a, b time.Time) bool { return a.IsZero() == b.IsZero() })
	numbers := []string{"object.generation", "object.observed", "others.ObservedGeneration"} // no law goes by them
	changes := 0
	for _, s := range richStates(now) {
		s.object.removed, s.object.settled, s.kubelet.rejected = false, false, false
		perturb(s, func(path string, other *State) {
			if path == "object.nominated" && s.stage != Unbound { // a bound Pod has none
				return
			}
			if other.object.removed || slices.Contains(numbers, path) || cmp.Equal(s.Pod(), other.Pod(), anyTime) {
				return
			}
			changes++
			c := checks{}
			if c.look(&s) == c.look(other) {
				t.Errorf("stage %v: %s changes the object, and nobody looks (-before +after):\n%s", s.stage, path, cmp.Diff(s.Pod(), other.Pod(), anyTime))
			}
		})
	}
	if changes < 100 {
		t.Errorf("%d changes of the object", changes)
	}
}

// TestLooksDiffer holds that two states share a look if, and only if, they look alike.
func TestLooksDiffer(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	alike, apart := 0, 0
	for _, s := range richStates(now) {
		perturb(s, func(path string, other *State) {
			var l looks
			one, two := l.of(&s), l.of(other)
			same := reflect.DeepEqual(lookAt(&s, s.isRunning(0)), lookAt(other, other.isRunning(0)))
			if same != (one == two) {
				t.Errorf("stage %v: %s: they look alike: %v, but share a look: %v", s.stage, path, same, one == two)
			}
			if same {
				alike++
			} else {
				apart++
			}
		})
	}
	if alike < 100 || apart < 50 {
		t.Errorf("%d look alike, %d do not", alike, apart)
	}
}
