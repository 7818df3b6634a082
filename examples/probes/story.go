package main

import (
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// story is the health of a container over time: it is good from its start on,
// breaks, and mends or not.
type story struct {
	title  string
	breaks time.Duration
	mends  time.Duration // 0: it does not
	length time.Duration
}

func (s story) healthy(at time.Duration) bool {
	return at < s.breaks || s.mends > 0 && at >= s.mends
}

// stories returns what is worth telling about a container with these times:
// one that breaks for good, and one that mends once that was noticed, or in
// time to live.
func stories(t probe.ContainerTimes, longestPeriod time.Duration) []story {
	noticed := soonest(t.Unready, t.Killed)
	if noticed.IsNever() || t.Ready.Latest == probe.Never || noticed.Latest == probe.Never {
		return nil
	}
	breaks := (t.Ready.Latest + longestPeriod).Round(time.Second)
	after := noticed.Latest
	if !t.Killed.IsNever() && t.Killed.Latest != probe.Never {
		after = max(after, t.Killed.Latest)
	}
	bad := story{title: "breaks for good", breaks: breaks, length: breaks + after + longestPeriod}
	mend := story{title: "breaks, and recovers", breaks: breaks, mends: breaks + noticed.Latest}
	if noticed == t.Killed || t.Killed.Earliest <= noticed.Latest {
		mend.mends = breaks + (noticed.Earliest/2 + time.Second).Truncate(time.Second)
	}
	mend.length = mend.mends + longestPeriod
	if !t.ReadyAgain.IsNever() && t.ReadyAgain.Latest != probe.Never {
		mend.length = mend.mends + t.ReadyAgain.Latest
	}
	return []story{bad, mend}
}

// soonest returns the window of two that closes first.
func soonest(a, b probe.Window) probe.Window {
	if a.Latest <= b.Latest {
		return a
	}
	return b
}

// record is what happened in a story.
type record struct {
	answers map[probe.Kind][]answer
	ready   []change
	killed  time.Duration // 0: it was not
	kill    probe.Kill
}

type answer struct {
	at   time.Duration
	good bool
}

type change struct {
	at    time.Duration
	ready bool
}

// tell runs the container's probe workers through a story. The clock stands at
// the epoch when the container starts.
func tell(s *subject, st story) record {
	t := &teller{s: s, story: st, record: record{answers: map[probe.Kind][]answer{}}}
	for _, p := range probes(&s.container) {
		if slices.Contains(s.unasked, p.kind) {
			continue // a worker that learns nothing says nothing new
		}
		t.workers = append(t.workers, worker{state: probe.New(p.kind, *p.spec)})
	}
	t.status.ContainerID = containerID
	t.status.State = podlife.Running(epoch())
	t.each(0, probe.ContainerStarted{ID: containerID, StartedAt: epoch()})
	t.each(0, probe.WorkerStarted{Sidecar: s.sidecar})
	t.write(0)
	for {
		w, at := t.next()
		if w == nil || at > st.length || t.record.killed > 0 {
			return t.record
		}
		if w.state.Asking {
			t.record.answers[w.state.Kind] = append(t.record.answers[w.state.Kind], answer{at, w.good})
			t.step(w, at, probe.Answered{Outcome: probe.TCPOutcome(w.good)})
		} else {
			t.step(w, at, probe.Tick{})
		}
		t.write(at)
	}
}

const containerID = "container-1"

func epoch() time.Time { return time.Unix(0, 0).UTC() }

// teller is a story that is being told.
type teller struct {
	s       *subject
	story   story
	record  record
	workers []worker
	status  podlife.ContainerStatus
}

type worker struct {
	state probe.State
	good  bool          // the answer to come
	due   time.Duration // when it comes
}

// next returns the worker to which something happens next, and when.
func (t *teller) next() (*worker, time.Duration) {
	var first *worker
	var when time.Duration
	for i := range t.workers {
		w := &t.workers[i]
		at := w.state.NextAt.Sub(epoch())
		if w.state.Asking {
			at = w.due
		}
		if w.state.IsWorker() && (first == nil || at < when) {
			first, when = w, at
		}
	}
	return first, when
}

func (t *teller) each(at time.Duration, e probe.Event) {
	for i := range t.workers {
		t.step(&t.workers[i], at, e)
	}
}

func (t *teller) step(w *worker, at time.Duration, e probe.Event) {
	state, effects, err := probe.Step(w.state, epoch().Add(at), e)
	if err != nil {
		return // the teller only lets happen what can
	}
	w.state = state
	for _, effect := range effects {
		if ask, ok := effect.(*probe.Ask); ok {
			w.good, w.due = t.story.healthy(at), at
			if !w.good {
				w.due += ask.Timeout
			}
		}
	}
}

// write writes the status as a kubelet does after each verdict.
func (t *teller) write(at time.Duration) {
	var states [probe.Startup + 1]probe.State
	for _, w := range t.workers {
		states[w.state.Kind] = w.state
	}
	view := probe.ViewOf(containerID, states[probe.Readiness], states[probe.Startup])
	flags := probe.Status(&t.s.container, &t.status, view)
	started := flags.Started && !t.status.HasStarted()
	if flags.Ready != t.status.Ready {
		t.record.ready = append(t.record.ready, change{at, flags.Ready})
	}
	t.status.Started, t.status.Ready = &flags.Started, flags.Ready
	kill := probe.KillMain
	if t.s.sidecar {
		kill = probe.KillSidecar
	}
	liveness, startup := states[probe.Liveness].Recorded(containerID), states[probe.Startup].Recorded(containerID)
	if k, ok := kill(&t.s.container, liveness, startup); ok {
		t.record.killed, t.record.kill = at, k
	}
	if !started {
		return
	}
	t.each(at, probe.StartedChanged{Started: true})
	for i := range t.workers { // the kubelet asks at once
		if w := &t.workers[i]; flags.Trigger && w.state.Kind == probe.Readiness {
			t.step(w, at, probe.Trigger{})
		}
	}
}
