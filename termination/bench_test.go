package termination_test

import (
	"fmt"
	"testing"
	"time"
	"unsafe"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// ending returns a Pod of n containers, half of them sidecars, that was just
// asked to end.
func ending(n int, words string) (*podlife.Pod, termination.State) {
	var lines []string
	for i := range n {
		kind := "main"
		if i%2 == 1 {
			kind = "sidecar"
		}
		lines = append(lines, fmt.Sprintf("%s c%d %s", kind, i, words))
	}
	p := with(podOfContainers(lines...), deleted(30))
	s, _, _ := termination.Step(termination.State{}, start, termination.Requested{Pod: p})
	return p, s
}

// kindOfStep is one of every kind of step.
type kindOfStep struct {
	name  string
	state termination.State
	at    time.Time
	event termination.Event
}

// kindsOfStep returns all kinds of step of a Pod of n containers.
func kindsOfStep(tb testing.TB, n int) []kindOfStep {
	var kinds []kindOfStep
	take := func(name string, s termination.State, second float64, e termination.Event) termination.State {
		kinds = append(kinds, kindOfStep{name, s, sec(second), e})
		next, _, err := termination.Step(s, sec(second), e)
		if err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		return next
	}
	living := termination.State{}
	p, hooks, idle := pods(n)
	s := take("begin", living, 0, termination.Requested{Pod: p})
	h := take("begin=hooks", living, 0, termination.Requested{Pod: hooks})
	take("begin=nothing-runs", living, 0, termination.Requested{Pod: idle})
	take("begin=completed", living, 0, termination.Completed{Pod: p})
	take("begin=removed", living, 0, termination.ObjectRemoved{Pod: p})
	one := take("kill-one", living, 0, termination.KillRequested{Pod: p, Container: "c0"})
	asked := take("asked", one, 1, termination.Requested{Pod: p})
	take("one-exited", one, 1, ends("c0"))
	take("one-exited-then-all", asked, 1, ends("c0"))
	take("tick=early", s, 1, termination.Tick{})
	take("again", s, 1, termination.Requested{Pod: p})
	take("removed", s, 1, termination.ObjectRemoved{})
	take("preStop=over", h, 1, hooked("c0"))
	take("preStop=all-given-up", h, 30, termination.Tick{})
	kills := take("tick=kills", s, 30, termination.Tick{})
	killed := kills
	for i := range n {
		name := "exited"
		if i == n-1 {
			name = "exited=last"
		}
		killed = take(name, killed, 31, ends(fmt.Sprintf("c%d", i)))
	}
	deleting := take("cleaned-up", killed, 32, termination.CleanedUp{})
	take("gone", deleting, 33, termination.ObjectRemoved{})
	stuck := take("stop-failed", kills, 31, termination.StopFailed{Container: "c0"})
	for i := 1; i < n; i++ {
		stuck = take("exited=not-all", stuck, 31, ends(fmt.Sprintf("c%d", i)))
	}
	take("retried", stuck, 42, termination.Retried{})
	return kinds
}

// pods returns Pods of n containers that are being deleted: one, one with
// hooks, and one in which nothing runs.
func pods(n int) (p, hooks, idle *podlife.Pod) {
	p, _ = ending(n, "")
	hooks, _ = ending(n, "hook")
	idle, _ = ending(n, "waiting")
	return p, hooks, idle
}

func BenchmarkStep(b *testing.B) {
	for _, n := range []int{3, 10} {
		seen := map[string]bool{}
		for _, k := range kindsOfStep(b, n) {
			if seen[k.name] {
				continue
			}
			seen[k.name] = true
			b.Run(fmt.Sprintf("event=%s/containers=%d", k.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, _, _ = termination.Step(k.state, k.at, k.event)
				}
			})
		}
	}
}

func BenchmarkDelete(b *testing.B) {
	p := web()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = termination.Delete(p, termination.DeleteOptions{}, start)
	}
}

func BenchmarkEndpoint(b *testing.B) {
	p := web()
	b.ReportAllocs()
	for b.Loop() {
		_ = termination.Endpoint(p)
	}
}

func BenchmarkEvict(b *testing.B) {
	p := tolerating(termination.DefaultTolerations(nil)...)
	taints := []podlife.Taint{noExecute(podlife.TaintNodeUnreachable)}
	b.ReportAllocs()
	for b.Loop() {
		_ = termination.Evict(p, taints, start, start)
	}
}

func BenchmarkDeadline(b *testing.B) {
	p := with(web(), deleted(30))
	b.ReportAllocs()
	for b.Loop() {
		_ = termination.Deadline(p, termination.Surroundings{}, start)
	}
}

func BenchmarkCollect(b *testing.B) {
	for _, n := range []int{1000, 13000} {
		s := termination.Cluster{Now: start}
		for i := range n {
			s.Pods = append(s.Pods, aged(fmt.Sprintf("p%05d", i*7919%n), podlife.PodSucceeded, float64(i*31%n), on("")))
		}
		b.Run(fmt.Sprintf("pods=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = termination.Collect(s)
			}
		})
	}
}

// The largest cluster that Kubernetes supports, and more Pods: half of them have
// ended, one in twenty is on a node that is gone.
func BenchmarkCollectLarge(b *testing.B) {
	const nodes, pods = 15_000, 200_000
	s := termination.Cluster{Now: start}
	for i := range nodes {
		s.Nodes = append(s.Nodes, node(fmt.Sprintf("node-%05d", i), podlife.ConditionTrue))
	}
	for i := range pods {
		state := podlife.PodRunning
		if i%2 == 0 {
			state = podlife.PodSucceeded
		}
		s.Pods = append(s.Pods, aged(fmt.Sprintf("p%06d", i), state, float64(i*7919%pods), on(fmt.Sprintf("node-%05d", i%(nodes+nodes/20)))))
	}
	s.Missing = s.Quarantine()
	s.Now = s.Now.Add(time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		_ = termination.Collect(s)
	}
}

// TestStepAllocations: of a Pod of up to four containers, a step takes at most
// one allocation for the containers, if they change, and one for the effects, if
// there are any. However many containers there are, it is no more than six.
func TestStepAllocations(t *testing.T) {
	for _, n := range []int{3, 4, 10, 40} {
		for _, k := range kindsOfStep(t, n) {
			next, effects, err := termination.Step(k.state, k.at, k.event)
			want := owed(k.state, next, effects)
			if n > 4 && want > 0 {
				want += 4 // the list, hooks and signals apart, and a longer plan of them
			}
			got := testing.AllocsPerRun(100, func() { _, _, _ = termination.Step(k.state, k.at, k.event) })
			if err != nil || int(got) > want {
				t.Errorf("%s, %d containers: %v allocations, want at most %d, error %v", k.name, n, got, want, err)
			}
		}
	}
}

// owed is what a step of few containers may allocate.
func owed(before, after termination.State, effects []termination.Effect) int {
	n := 0
	if effects != nil {
		n++
	}
	if unsafe.SliceData(before.Containers) != unsafe.SliceData(after.Containers) {
		n++
	}
	return n
}

// TestEveryStepAllocatesAtMostTwice takes every step of small Pods. Each step
// needs what it owes, so none can make up for another.
func TestEveryStepAllocatesAtMostTwice(t *testing.T) {
	steps, most, total := 0, 0, 0
	for _, name := range smallPods(searched) {
		for i, b := range beginnings() {
			if len(name) == 3 && i > 0 && !*full {
				break
			}
			var taken []entry
			want := 0
			s := search{pod: smallPod(name), step: termination.Step}
			s.follow = func(_, _ int, e entry) {
				n := owed(e.before, e.after, e.effects)
				taken, want, most = append(taken, e), want+n, max(most, n)
			}
			if err := s.run(b); err != nil {
				t.Fatal(err)
			}
			got := 0.0
			for range 3 { // the runtime may allocate something meanwhile
				got = testing.AllocsPerRun(1, func() {
					for i := range taken {
						_, _, _ = termination.Step(taken[i].before, taken[i].at, taken[i].event)
					}
				})
				if int(got) <= want {
					break
				}
			}
			if int(got) > want {
				t.Fatalf("Pod %s, %s: %v allocations in %d steps, want %d", name, b.name, got, len(taken), want)
			}
			steps, total = steps+len(taken), total+want
		}
	}
	if most > 2 {
		t.Errorf("a step with %d allocations", most)
	}
	t.Logf("%d steps, %d allocations, at most %d in one", steps, total, most)
}

// TestAllocs guards what allocates nothing.
func TestAllocs(t *testing.T) {
	p, s := ending(10, "")
	tolerant := tolerating(termination.DefaultTolerations(nil)...)
	taints := []podlife.Taint{noExecute(podlife.TaintNodeUnreachable)}
	for name, run := range map[string]func(){
		"Endpoint":    func() { _ = termination.Endpoint(p) },
		"HasEndpoint": func() { _ = termination.HasEndpoint(p) },
		"Evict":       func() { _ = termination.Evict(tolerant, taints, start, start) },
		"PodGrace":    func() { _ = termination.PodGrace(0, p, nil) },
		"Bound":       func() { _ = s.Bound() },
		"WakeAt":      func() { _ = s.WakeAt() },
	} {
		if got := testing.AllocsPerRun(100, run); got > 0 {
			t.Errorf("%s: %v allocations", name, got)
		}
	}
}
