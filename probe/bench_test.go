package probe_test

import (
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// common are the steps that a worker takes all day, with how many allocations
// each may cost: the list of effects, and each effect in it.
func common(tb testing.TB) []struct {
	name  string
	state probe.State
	at    time.Time
	event probe.Event
	most  float64
} {
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
	return []struct {
		name  string
		state probe.State
		at    time.Time
		event probe.Event
		most  float64
	}{
		{"tick=early", ready, clock(9), tick, 0},
		{"tick=asks", ready, clock(10), tick, 2},
		{"tick=on-hold", held, clock(10), tick, 2},
		{"tick=while-asking", asking, clock(10), tick, 0},
		{"answer=same", askingAgain, clock(11), good, 2},
		{"answer=too-few", askingAgain, clock(11), bad, 2},
		{"answer=error", askingAgain, clock(11), probe.Answered{Outcome: probe.Errored}, 2},
		{"answer=verdict", asking, clock(1), good, 3},
		{"container=stopped", ready, clock(5), probe.ContainerStopped{ID: "c1"}, 0},
		{"container=started", ready, clock(5), probe.ContainerStarted{ID: "c2", Started: true}, 0},
		{"trigger", ready, clock(5), probe.Trigger{}, 2},
	}
}

var sink []probe.Effect

func TestStepAllocations(t *testing.T) {
	for _, tt := range common(t) {
		got := testing.AllocsPerRun(100, func() {
			_, effects, err := probe.Step(tt.state, tt.at, tt.event)
			if err != nil {
				t.Fatal(err)
			}
			sink = effects
		})
		if got > tt.most {
			t.Errorf("%s: %v allocations, want at most %v", tt.name, got, tt.most)
		}
	}
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
	for _, bb := range common(b) {
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
