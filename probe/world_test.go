package probe_test

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
)

// fataler is the part of a test that a simulation needs.
type fataler interface{ Fatal(...any) }

// world is a container whose workers run on a simulated clock, which stands at
// 0 when the container starts.
type world struct {
	c       podlife.Container
	phase   time.Duration                           // of the rounds, from 0 to one period
	healthy func(at time.Duration) bool             // what the container answers
	answer  func(k probe.Kind, n int) time.Duration // how long its nth answer takes
	syncs   []time.Duration                         // when the kubelet writes the status, in order
	until   time.Duration

	kinds   []probe.Kind
	workers map[probe.Kind]probe.State
	asked   map[probe.Kind]int
	due     map[probe.Kind]time.Duration // of the answer
	good    map[probe.Kind]bool
	running bool
	status  podlife.ContainerStatus
	log     []happening
}

type happening struct {
	at   time.Duration
	what string
}

// first returns when what happened first, not before from; -1 for never.
func (w *world) first(what string, from time.Duration) time.Duration {
	for _, h := range w.log {
		if h.what == what && h.at >= from {
			return h.at
		}
	}
	return -1
}

func (w *world) run(t fataler) *world {
	w.workers, w.asked = map[probe.Kind]probe.State{}, map[probe.Kind]int{}
	w.due, w.good = map[probe.Kind]time.Duration{}, map[probe.Kind]bool{}
	for kind, spec := range map[probe.Kind]*podlife.Probe{
		probe.Startup: w.c.StartupProbe, probe.Readiness: w.c.ReadinessProbe, probe.Liveness: w.c.LivenessProbe,
	} {
		if spec != nil {
			w.workers[kind] = probe.New(kind, *spec)
		}
	}
	for _, kind := range []probe.Kind{probe.Startup, probe.Readiness, probe.Liveness} {
		if s, ok := w.workers[kind]; ok {
			w.kinds = append(w.kinds, kind)
			w.do(t, kind, w.phase%s.Period-s.Period, probe.WorkerStarted{})
		}
	}
	for now := time.Duration(-1 << 62); now < w.until; now = w.next(t) {
	}
	return w
}

// next does the one thing that comes next: the start, an answer, a round, or a
// write of the status, in this order where they fall together.
func (w *world) next(t fataler) time.Duration {
	at, act := w.until, func() {}
	if !w.running && 0 < at {
		at, act = 0, func() { w.start(t) }
	}
	for _, k := range w.kinds {
		if s := w.workers[k]; s.Asking && w.due[k] < at {
			at, act = w.due[k], func() { w.answers(t, k) }
		}
	}
	for _, k := range w.kinds {
		if s := w.workers[k]; !s.Asking && since(s.NextAt) < at {
			at, act = since(s.NextAt), func() { w.do(t, k, since(s.NextAt), probe.Tick{}) }
		}
	}
	if len(w.syncs) > 0 && w.syncs[0] < at {
		at, act = w.syncs[0], func() { w.sync(t) }
	}
	act()
	return at
}

func since(at time.Time) time.Duration { return at.Sub(podtest.Epoch()) }

func (w *world) start(t fataler) {
	w.running = true
	w.status = podlife.ContainerStatus{ContainerID: "c1", State: podlife.Running(podtest.Epoch())}
	for _, k := range w.kinds {
		w.do(t, k, 0, probe.ContainerStarted{ID: "c1"})
	}
	w.write(t, 0)
}

func (w *world) answers(t fataler, k probe.Kind) {
	outcome := probe.TCPOutcome(w.good[k])
	w.do(t, k, w.due[k], probe.Answered{Outcome: outcome})
}

func (w *world) sync(t fataler) {
	at := w.syncs[0]
	w.syncs = w.syncs[1:]
	if w.running && w.write(t, at).Trigger {
		w.do(t, probe.Readiness, at, probe.Trigger{})
	}
}

// write writes the status, and notes what changed.
func (w *world) write(t fataler, at time.Duration) probe.Flags {
	view := probe.ViewOf("c1", w.workers[probe.Readiness], w.workers[probe.Startup])
	f := probe.Status(&w.c, &w.status, view)
	before := w.status
	w.status.Started, w.status.Ready = &f.Started, f.Ready
	if f.Started && !before.HasStarted() {
		w.log = append(w.log, happening{at, "started"})
		for _, k := range w.kinds {
			w.do(t, k, at, probe.StartedChanged{Started: true})
		}
	}
	if f.Ready != before.Ready {
		w.log = append(w.log, happening{at, map[bool]string{true: "ready", false: "unready"}[f.Ready]})
	}
	if _, kill := probe.KillMain(&w.c, w.workers[probe.Liveness].Recorded("c1"), w.workers[probe.Startup].Recorded("c1")); kill {
		w.log = append(w.log, happening{at, "killed"})
	}
	return f
}

func (w *world) do(t fataler, k probe.Kind, at time.Duration, e probe.Event) {
	s, effects, err := probe.Step(w.workers[k], podtest.Epoch().Add(at), e)
	if err != nil {
		t.Fatal(err)
	}
	w.workers[k] = s
	for _, effect := range effects {
		switch effect.(type) {
		case *probe.Ask:
			w.log = append(w.log, happening{at, "asked"})
			w.good[k], w.due[k] = w.healthy(at), at+w.answer(k, w.asked[k])
			w.asked[k]++
		case *probe.VerdictChanged:
			if w.running {
				w.write(t, at)
			}
		}
	}
}

func always(at time.Duration) bool { return true }
func never(at time.Duration) bool  { return false }

func before(end time.Duration) func(time.Duration) bool {
	return func(at time.Duration) bool { return at < end }
}

func from(start time.Duration) func(time.Duration) bool {
	return func(at time.Duration) bool { return at >= start }
}

func takes(d time.Duration) func(probe.Kind, int) time.Duration {
	return func(probe.Kind, int) time.Duration { return d }
}
