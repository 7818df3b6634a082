package lifecycle_test

import (
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
)

// usualPod is a Pod with two init containers, a sidecar and two main containers,
// of which one has all three probes.
func usualPod(policy podlife.RestartPolicy) *podlife.Pod {
	grace := int64(30)
	p := &podlife.Pod{Spec: podlife.PodSpec{
		NodeName: "node-a", RestartPolicy: policy, TerminationGracePeriodSeconds: &grace,
		InitContainers: []podlife.Container{
			{Name: "fetch", Image: "fetch:1"}, {Name: "migrate", Image: "migrate:1"},
			{Name: "proxy", Image: "proxy:1", RestartPolicy: podlife.RestartPolicyAlways},
		},
		Containers: []podlife.Container{
			{
				Name: "web", Image: "web:1", LivenessProbe: &podlife.Probe{PeriodSeconds: 7}, ReadinessProbe: &podlife.Probe{PeriodSeconds: 5},
				StartupProbe: &podlife.Probe{PeriodSeconds: 1},
			},
			{Name: "cache", Image: "cache:1"},
		},
	}}
	p.Name, p.Namespace, p.UID, p.Generation, p.CreationTimestamp = "web-1", "default", "uid-1", 1, podtest.Epoch()
	return p
}

// life takes a Pod through events, one second apart.
type life struct {
	testing.TB
	state lifecycle.State
	at    time.Time
}

func begin(t testing.TB, p *podlife.Pod) *life {
	l := &life{TB: t, at: podtest.Epoch()}
	l.do(lifecycle.Created{Pod: p})
	return l
}

func (l *life) do(events ...lifecycle.Event) {
	l.Helper()
	for _, e := range events {
		next, _, err := lifecycle.Step(l.state, l.at, e)
		if err != nil {
			l.Fatal(err)
		}
		l.state, l.at = next, l.at.Add(time.Second)
	}
}

// start starts a container.
func (l *life) start(names ...string) {
	l.Helper()
	for _, name := range names {
		l.do(lifecycle.ImagePulled{Container: name}, lifecycle.ContainerStarted{Container: name})
	}
}

// answers makes the probe of web ask, and answers it.
func (l *life) answers(kind probe.Kind, outcome probe.Result) {
	l.Helper()
	for range 100 {
		e := lifecycle.ProbeAnswered{Container: "web", Kind: kind, Outcome: outcome}
		if next, _, err := lifecycle.Step(l.state, l.at, e); err == nil {
			l.state = next
			return
		}
		l.at = l.state.WakeAt()
		l.do(lifecycle.Tick{})
	}
	l.Fatalf("the %v probe does not ask", kind)
}

// running returns the life of a usual Pod that runs and is ready.
func running(t testing.TB, policy podlife.RestartPolicy) *life {
	t.Helper()
	l := begin(t, usualPod(policy))
	l.do(lifecycle.VolumesMounted{}, lifecycle.SandboxCreated{IP: "10.0.0.1"})
	for _, name := range []string{"fetch", "migrate"} {
		l.start(name)
		l.do(lifecycle.ContainerExited{Container: name})
	}
	l.start("proxy", "web", "cache")
	l.answers(probe.Startup, probe.Success)
	l.answers(probe.Readiness, probe.Success)
	return l
}

// commonStep is a step that most of a Pod's life consists of.
type commonStep struct {
	name   string
	state  lifecycle.State
	at     time.Time
	event  lifecycle.Event
	allocs float64
}

// commonSteps returns them.
func commonSteps(t testing.TB) []commonStep {
	never, always := running(t, podlife.RestartPolicyNever), running(t, podlife.RestartPolicyAlways)
	const kind = probe.Readiness
	due, asked := always.at, *always
	for ok := false; !ok; {
		always.state, due = asked.state, always.state.WakeAt()
		asked.at = due
		asked.do(lifecycle.Tick{})
		_, _, err := lifecycle.Step(asked.state, due, lifecycle.ProbeAnswered{Container: "web", Kind: kind, Outcome: probe.Success})
		ok = err == nil
		always.at = due
	}
	pulling := *always
	pulling.do(lifecycle.ContainerExited{Container: "cache", ExitCode: 1})
	starting := pulling
	starting.do(lifecycle.ImagePulled{Container: "cache"})
	looping := starting
	looping.do(lifecycle.ContainerStarted{Container: "cache"})
	return []commonStep{
		{"exited/stays", never.state, never.at, lifecycle.ContainerExited{Container: "cache", ExitCode: 1}, 2},
		{"exited/restarts", always.state, always.at, lifecycle.ContainerExited{Container: "cache", ExitCode: 1}, 2},
		{"exited/back-off", looping.state, looping.at, lifecycle.ContainerExited{Container: "cache", ExitCode: 1}, 2},
		{"tick/early", always.state, due.Add(-1), lifecycle.Tick{}, 0},
		{"tick/probe", always.state, due, lifecycle.Tick{}, 2},
		{"answered/same", asked.state, due, lifecycle.ProbeAnswered{Container: "web", Kind: kind, Outcome: probe.Success}, 2},
		{"answered/failure", asked.state, due, lifecycle.ProbeAnswered{Container: "web", Kind: kind, Outcome: probe.Failure}, 2},
		{"pulled", pulling.state, pulling.at, lifecycle.ImagePulled{Container: "cache"}, 2},
		{"started", starting.state, starting.at, lifecycle.ContainerStarted{Container: "cache"}, 2},
	}
}

func BenchmarkStep(b *testing.B) {
	for _, c := range commonSteps(b) {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := lifecycle.Step(c.state, c.at, c.event); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestStepAllocates(t *testing.T) {
	for _, c := range commonSteps(t) {
		got := testing.AllocsPerRun(100, func() {
			if _, _, err := lifecycle.Step(c.state, c.at, c.event); err != nil {
				t.Fatal(err)
			}
		})
		if got > c.allocs {
			t.Errorf("%s: %v allocations, want %v at most", c.name, got, c.allocs)
		}
	}
}
