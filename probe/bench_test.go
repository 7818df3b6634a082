package probe_test

import (
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// kindOfStep is one of every kind of step that a worker takes.
type kindOfStep struct {
	name  string
	state probe.State
	at    time.Time
	event probe.Event
	most  float64 // allocations
}

// kindsOfStep returns all kinds of step. One that has no effects makes nothing.
func kindsOfStep(tb testing.TB) []kindOfStep {
	must := func(s probe.State, seconds float64, e probe.Event) probe.State {
		s, _, err := probe.Step(s, clock(seconds), e)
		if err != nil {
			tb.Fatal(err)
		}
		return s
	}
	fresh := must(probe.New(probe.Readiness, podlife.Probe{}), 0, probe.ContainerStarted{ID: "c1", Started: true})
	asking := must(fresh, 0, probe.WorkerStarted{})
	ready := must(asking, 1, good)
	askingAgain := must(ready, 10, tick)
	held := must(probe.New(probe.Startup, podlife.Probe{}), 0, probe.ContainerStarted{ID: "c1"})
	held = must(must(held, 0, probe.WorkerStarted{}), 1, good)
	ended := must(ready, 5, probe.StopRequested{})
	young := probe.WorkerStarted{KubeletStart: clock(0), Offset: time.Second, Sidecar: true}
	sidecar := must(probe.New(probe.Startup, podlife.Probe{}), 0, probe.ContainerStarted{ID: "c1", Started: true})
	crashed := must(must(askingAgain, 10, probe.ContainerStopped{ID: "c2", Final: true}), 10, probe.Trigger{})
	return []kindOfStep{
		{"tick=early", ready, clock(9), tick, 0},
		{"tick=asks", ready, clock(10), tick, 1},
		{"tick=on-hold", held, clock(10), tick, 1},
		{"tick=while-asking", asking, clock(10), tick, 0},
		{"tick=ended", ended, clock(10), tick, 0},
		{"tick=new-container", must(ready, 5, probe.ContainerStarted{ID: "c2", Started: true}), clock(10), tick, 1},
		{"tick=stopped", must(ready, 5, probe.ContainerStopped{ID: "c1", Final: true}), clock(10), tick, 1},
		{"answer=same", askingAgain, clock(11), good, 1},
		{"answer=too-few", askingAgain, clock(11), bad, 1},
		{"answer=error", askingAgain, clock(11), probe.Answered{Outcome: probe.Errored}, 1},
		{"answer=verdict", asking, clock(1), good, 1},
		{"answer=last", must(asking, 1, probe.StopRequested{}), clock(1), good, 1},
		{"answer=verdict-and-new-container", crashed, clock(11), good, 1},
		{"container=stopped", ready, clock(5), probe.ContainerStopped{ID: "c1"}, 0},
		{"container=started", ready, clock(5), probe.ContainerStarted{ID: "c2", Started: true}, 0},
		{"container=gone", ready, clock(5), probe.ContainerGone{}, 0},
		{"container=has-started", held, clock(5), probe.StartedChanged{Started: true}, 0},
		{"pod=deleted", ready, clock(5), probe.DeletionRequested{}, 0},
		{"pod=ended", ready, clock(5), probe.PodEnded{}, 0},
		{"trigger", ready, clock(5), probe.Trigger{}, 1},
		{"trigger=while-asking", asking, clock(5), probe.Trigger{}, 0},
		{"stop", ready, clock(5), probe.StopRequested{}, 1},
		{"stop=while-asking", asking, clock(5), probe.StopRequested{}, 0},
		{"begin", fresh, clock(5), probe.WorkerStarted{}, 1},
		{"begin=wait", fresh, clock(5), young, 1},
		{"begin=sidecar", sidecar, clock(5), probe.WorkerStarted{Sidecar: true}, 1},
	}
}

var sink []probe.Effect

// TestStepAllocations: a step takes one allocation, and none if it has no
// effects. An error is one, too.
func TestStepAllocations(t *testing.T) {
	for _, tt := range kindsOfStep(t) {
		var err error
		got := testing.AllocsPerRun(100, func() { _, sink, err = probe.Step(tt.state, tt.at, tt.event) })
		if err != nil || got > tt.most || (sink == nil) != (tt.most == 0) {
			t.Errorf("%s: %v allocations, want at most %v; effects %v, error %v", tt.name, got, tt.most, sink, err)
		}
	}
	got := testing.AllocsPerRun(100, func() { _, sink, _ = probe.Step(probe.State{}, clock(0), tick) })
	if got > 1 {
		t.Errorf("an error: %v allocations", got)
	}
}

// TestEveryStepAllocatesAtMostOnce takes every step of many scripts.
func TestEveryStepAllocatesAtMostOnce(t *testing.T) {
	steps, most := 0, 0
	for seed := range 2000 {
		for _, m := range play(probe.Step, scripts().Example(seed)) {
			got := int(testing.AllocsPerRun(1, func() { _, sink, _ = probe.Step(m.Before, m.At, m.Event) }))
			steps, most = steps+1, max(most, got)
			if got > 1 || got > 0 && m.Effects == nil && m.Err == nil {
				t.Fatalf("%d allocations for %v, effects %v, error %v", got, m.Event, m.Effects, m.Err)
			}
		}
	}
	t.Logf("%d steps, at most %d allocations", steps, most)
}

func TestDecisionsDoNotAllocate(t *testing.T) {
	c := podlife.Container{Name: "web", ReadinessProbe: &podlife.Probe{}, LivenessProbe: &podlife.Probe{}}
	cs := podlife.ContainerStatus{State: podlife.Running(clock(0))}
	for name, f := range map[string]func(){
		"HTTPOutcome":      func() { probe.HTTPOutcome(302, probe.RedirectedElsewhere, probe.BodyTooLong) },
		"FirstAnswer":      func() { probe.FirstAnswer(probe.Errored, probe.Success) },
		"Status":           func() { probe.Status(&c, &cs, probe.View{ReadinessWorker: true}) },
		"KillMain":         func() { probe.KillMain(&c, probe.Failure, probe.None) },
		"HowLong":          func() { probe.HowLong(probe.Readiness, *c.ReadinessProbe) },
		"HowLongContainer": func() { probe.HowLongContainer(&c, 30) },
		"New":              func() { probe.New(probe.Liveness, *c.LivenessProbe) },
	} {
		if got := testing.AllocsPerRun(100, f); got != 0 {
			t.Errorf("%s: %v allocations", name, got)
		}
	}
}

func BenchmarkStep(b *testing.B) {
	for _, bb := range kindsOfStep(b) {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, sink, _ = probe.Step(bb.state, bb.at, bb.event)
			}
		})
	}
}

// A year of a probe that is asked every second, an answer to each question: the
// rate is in answers a second.
func BenchmarkYear(b *testing.B) {
	const seconds = 365 * 24 * 60 * 60
	for b.Loop() {
		s := probe.New(probe.Readiness, podlife.Probe{PeriodSeconds: 1})
		s, _, _ = probe.Step(s, clock(0), probe.ContainerStarted{ID: "c1", Started: true})
		s, _, _ = probe.Step(s, clock(0), probe.WorkerStarted{})
		at := clock(0)
		for range seconds {
			var err error
			if s, sink, err = probe.Step(s, at, good); err != nil {
				b.Fatal(err)
			}
			at = at.Add(time.Second)
			if s, sink, err = probe.Step(s, at, tick); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(seconds*float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}

func BenchmarkStatus(b *testing.B) {
	c := podlife.Container{Name: "web", ReadinessProbe: &podlife.Probe{}}
	cs := podlife.ContainerStatus{State: podlife.Running(clock(0))}
	v := probe.View{ReadinessWorker: true, KubeletStart: clock(60)}
	b.ReportAllocs()
	for b.Loop() {
		probe.Status(&c, &cs, v)
	}
}

func BenchmarkHowLongContainer(b *testing.B) {
	p := &podlife.Probe{InitialDelaySeconds: 5}
	c := podlife.Container{Name: "web", StartupProbe: p, ReadinessProbe: p, LivenessProbe: p}
	b.ReportAllocs()
	for b.Loop() {
		probe.HowLongContainer(&c, 30)
	}
}

func BenchmarkValidateSpec(b *testing.B) {
	p := &podlife.Probe{ProbeHandler: podlife.ProbeHandler{HTTPGet: &podlife.HTTPGetAction{Port: podlife.Port{Name: "http"}}}}
	spec := podlife.PodSpec{}
	for _, name := range []string{"web", "db", "proxy"} {
		spec.Containers = append(spec.Containers, podlife.Container{Name: name, StartupProbe: p, ReadinessProbe: p, LivenessProbe: p})
	}
	b.Run("containers=3", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := probe.ValidateSpec(&spec); err != nil {
				b.Fatal(err)
			}
		}
	})
}
