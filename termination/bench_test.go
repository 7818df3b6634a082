package termination_test

import (
	"fmt"
	"testing"
	"time"

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

func BenchmarkStep(b *testing.B) {
	for _, n := range []int{3, 10} {
		p, s := ending(n, "")
		_, hooks := ending(n, "hook")
		for _, c := range []struct {
			name  string
			state termination.State
			at    float64
			event termination.Event
		}{
			{"begin", termination.State{}, 0, termination.Requested{Pod: p}},
			{"again", s, 1, termination.Requested{Pod: p}},
			{"early-tick", s, 1, termination.Tick{}},
			{"kill-tick", s, 30, termination.Tick{}},
			{"exited", s, 1, termination.ContainerExited{Container: "c0"}},
			{"preStop", hooks, 1, termination.PreStopFinished{Container: "c0"}},
		} {
			b.Run(fmt.Sprintf("event=%s/containers=%d", c.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, _, _ = termination.Step(c.state, sec(c.at), c.event)
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

// TestAllocs guards what allocates nothing, and the common events of Step.
func TestAllocs(t *testing.T) {
	p, s := ending(10, "")
	_, hooks := ending(10, "hook")
	tolerant := tolerating(termination.DefaultTolerations(nil)...)
	taints := []podlife.Taint{noExecute(podlife.TaintNodeUnreachable)}
	var (
		tick   termination.Event = termination.Tick{}
		exited termination.Event = termination.ContainerExited{Container: "c0"}
		again  termination.Event = termination.Requested{Pod: p}
		hooked termination.Event = termination.PreStopFinished{Container: "c0"}
	)
	for _, c := range []struct {
		name string
		want float64
		run  func()
	}{
		{"early tick", 0, func() { _, _, _ = termination.Step(s, sec(1), tick) }},
		{"exited", 1, func() { _, _, _ = termination.Step(s, sec(1), exited) }},
		{"again", 1, func() { _, _, _ = termination.Step(s, sec(1), again) }},
		{"preStop finished", 3, func() { _, _, _ = termination.Step(hooks, sec(1), hooked) }},
		{"Endpoint", 0, func() { _ = termination.Endpoint(p) }},
		{"HasEndpoint", 0, func() { _ = termination.HasEndpoint(p) }},
		{"Evict", 0, func() { _ = termination.Evict(tolerant, taints, start, start) }},
		{"PodGrace", 0, func() { _ = termination.PodGrace(0, p, nil) }},
		{"Bound", 0, func() { _ = s.Bound() }},
	} {
		if got := testing.AllocsPerRun(100, c.run); got > c.want {
			t.Errorf("%s: %v allocations, want at most %v", c.name, got, c.want)
		}
	}
}
