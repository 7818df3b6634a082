package lifecycle

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// nextRound returns when a round of worker i does something next. Zero: none
// does, until something else happens. Rounds that do nothing are left out, for
// most of a worker's do: those of a startup probe that succeeded, and those
// within the initial delay.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, doProbe.
func (s *State) nextRound(i int) time.Time {
	w, p := &s.workers[i], &s.facts.workers[i]
	n := &s.containers[p.container].shown
	switch {
	case !w.works(), w.asking, n.id == 0:
		return time.Time{}
	case w.seen != n.id, s.hasEnded():
		return w.nextAt
	case w.onHold:
		return time.Time{}
	case n.state.kind != podlife.StateRunning:
		if w.verdict == probe.Failure && (n.state.kind != podlife.StateTerminated || s.mayRunAgain(p.container)) {
			return time.Time{}
		}
		return w.nextAt
	case n.started == (p.state.Kind == probe.Startup):
		return time.Time{}
	default:
		return firstTick(w.nextAt, p.state.Period, n.state.startedAt.Add(p.state.InitialDelay))
	}
}

// hasEnded reports whether the Pod's phase is terminal. Workers look at the kubelet's
// own view, which is so before the object is: while the last containers are stopped.
func (s *State) hasEnded() bool { return s.kubelet.report.Phase.IsTerminal() }

// firstTick returns the first time that is not before t and a whole number of
// periods after next, or next itself.
func firstTick(next time.Time, period time.Duration, t time.Time) time.Time {
	if !next.Before(t) {
		return next
	}
	return next.Add((t.Sub(next) + period - 1) / period * period)
}

// catchUpWorkers has the workers go on from now that had nothing to do before.
func (s *step) catchUpWorkers(before *State) {
	for i := range s.workers {
		w := &s.workers[i]
		if w.nextAt.After(s.at) || s.nextRound(i).IsZero() {
			continue
		}
		if due := before.nextRound(i); due.IsZero() || due.After(s.at) {
			s.worker(i).nextAt = firstTick(w.nextAt, s.facts.workers[i].state.Period, s.at.Add(1))
		}
	}
}
