package lifecycle

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
)

// recorded returns the verdict on a run.
func (w *worker) recorded(id int32) probe.Result {
	if id == 0 || w.seen != id {
		return probe.None
	}
	return w.verdict
}

// works reports whether there is a worker.
func (w *worker) works() bool { return !w.nextAt.IsZero() }

// Names by which a worker knows the run that the Pod's status names, and a plan the
// present sandbox from those before it.
const (
	presentRun = "present"
	formerRun  = "former"
)

// probeState puts worker i together.
func (s *State) probeState(i int) probe.State {
	p := &s.facts.workers[i]
	w := &s.workers[i]
	n := &s.containers[p.container].shown
	out := p.state
	out.KubeletStart = s.kubelet.start
	if n.id != 0 {
		out.Target = probe.Target{
			ID: presentRun, Running: n.state.kind == podlife.StateRunning,
			StartedAt: n.state.startedAt, Started: n.started,
			Final: n.state.kind == podlife.StateTerminated && !s.mayRunAgain(p.container),
		}
		if w.seen == n.id {
			out.ContainerID = presentRun
		}
	}
	out.Verdict, out.Last, out.Run = w.verdict, w.last, w.inRow
	out.OnHold, out.Asking, out.Triggered, out.Stopping = w.onHold, w.asking, w.triggered, w.stopping
	out.NextAt, out.Ended = w.nextAt, w.over
	out.PodEnded = s.hasEnded()
	return out
}

// mayRunAgain reports whether a container that ended may be started again.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, doProbe.
func (s *State) mayRunAgain(i int) bool {
	return s.restarting() ||
		restart.ByPolicy(&s.facts.pod.Spec, s.facts.list[i].spec, s.containers[i].shown.state.exitCode) != restart.Stay
}

// tell gives worker i an event, and does what follows. It reports whether the
// event can happen.
func (s *step) tell(i int, e probe.Event) bool {
	old := s.probeState(i)
	next, _, err := probe.Step(old, s.at, e)
	if err != nil {
		return false
	}
	p := &s.facts.workers[i]
	n := &s.containers[p.container].shown
	w := s.worker(i)
	before := w.recorded(n.id)
	if next.ContainerID == presentRun {
		w.seen = n.id
	}
	w.verdict, w.last, w.inRow = next.Verdict, next.Last, next.Run
	w.onHold, w.triggered, w.stopping = next.OnHold, next.Triggered, next.Stopping
	w.nextAt, w.over = next.NextAt, next.Ended
	_, answer := e.(probe.Answered)
	asks := next.Asking && (!old.Asking || answer)
	w.asking = next.Asking
	if asks {
		s.emitAsk(s.facts.list[p.container].name, p)
	}
	if now := w.recorded(n.id); now != before && !next.Ended {
		s.verdict(i, now)
	}
	return true
}

// verdict does what a new verdict of worker i asks for. Differs from the kubelet:
// there a startup verdict that comes while a sync is under way reaches the
// condition Initialized with the next status only; and a late answer makes a
// container started or ready that has ended, until the next status.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, syncLoopIteration;
// pkg/kubelet/status/status_manager.go, SetContainerReadiness, SetContainerStartup.
func (s *step) verdict(i int, r probe.Result) {
	p := &s.facts.workers[i]
	switch p.state.Kind {
	case probe.Liveness:
		s.dirty = s.dirty || r == probe.Failure
		return
	case probe.Readiness:
		if n := &s.containers[p.container].shown; n.ready != n.isGood(r) {
			s.container(p.container).shown.ready = n.isGood(r)
			s.changed = true
			s.kubelet.judged = s.kubelet.report.Phase
			s.setReady()
		}
	case probe.Startup:
		if n := &s.containers[p.container].shown; n.started != n.isGood(r) {
			s.container(p.container).shown.started = n.isGood(r)
			s.changed = true
			s.conditions.initialized.update(s.initialized(), seconds(s.at))
		}
	}
	s.dirty = true
}

// isGood reports whether r is a success of a container that runs.
func (n *shown) isGood(r probe.Result) bool {
	return r == probe.Success && n.state.kind == podlife.StateRunning
}

// beginWorkers starts the workers that are not there, as each sync does.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, AddPod.
func (s *step) beginWorkers() {
	for i := range s.workers {
		w := &s.workers[i]
		if w.works() || w.over && s.probeState(i).Target.Final {
			continue
		}
		*s.worker(i) = worker{}
		s.tell(i, probe.WorkerStarted{KubeletStart: s.kubelet.start, Sidecar: s.facts.workers[i].state.Sidecar})
	}
}

// tickWorkers lets the workers go on whose time has come.
func (s *step) tickWorkers() {
	for i := range s.workers {
		if due := s.nextRound(i); !due.IsZero() && !s.at.Before(due) {
			s.tell(i, probe.Tick{})
		}
	}
}

// trigger has the readiness workers ask at once about containers that are
// started and not ready.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, UpdatePodStatus.
func (s *step) trigger() {
	for i := range s.workers {
		p := &s.facts.workers[i]
		n := &s.containers[p.container].shown
		if p.state.Kind == probe.Readiness && s.workers[i].works() && n.started && s.workers[i].recorded(n.id) != probe.Success {
			s.tell(i, probe.Trigger{})
		}
	}
}

// probeAnswered counts an answer.
func (s *step) probeAnswered(i int, e ProbeAnswered) bool {
	if i < 0 || e.Kind < probe.Liveness || e.Kind > probe.Startup || e.Outcome > probe.Failure {
		return false
	}
	w, answer := s.facts.list[i].worker[e.Kind], s.facts.answered[e.Outcome]
	return w >= 0 && answer != nil && s.tell(w, answer)
}

// stopWorkers ends workers: those for liveness and startup of main containers
// when the Pod begins to end, and all when no container runs.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go,
// StopLivenessAndStartup and RemovePod.
func (s *step) stopWorkers(all bool) {
	for i := range s.workers {
		p := &s.facts.workers[i]
		if !s.workers[i].works() || !all && (p.container < s.facts.mains || p.state.Kind == probe.Readiness) {
			continue
		}
		if all { // whatever they were about to do
			*s.worker(i) = worker{over: true}
			continue
		}
		s.tell(i, probe.StopRequested{})
	}
}
