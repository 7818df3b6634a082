package lifecycle

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// ask answers a probe. One that is put to a container that does not run is not the
// script's to answer.
func (w *world) ask(e *AskProbe) {
	i := w.state.facts.find(e.Container)
	if !w.state.isRunning(i) {
		w.after(0, ProbeAnswered{e.Container, e.Kind, w.unheard(e.Container, e.Kind)})
		return
	}
	run := &w.state.containers[i].run
	a := w.lifeAt(i).answerTo(e.Kind, w.now.Sub(run.startedAt))
	outcome, takes := a.Outcome.result(), a.After
	if limit := Duration(e.Timeout); takes > limit {
		outcome, takes = probe.Failure, limit
	}
	w.add(coming{
		at: w.now.Add(time.Duration(takes)), event: ProbeAnswered{e.Container, e.Kind, outcome}, kind: answer, run: run.id,
	})
}

// answered returns the answer to a probe as the kubelet hears it: a container that
// ended before it could answer does not.
func (w *world) answered(c coming, e ProbeAnswered) ProbeAnswered {
	i := w.state.facts.find(e.Container)
	if c.run != 0 && (!w.state.isRunning(i) || w.state.containers[i].run.id != c.run) {
		e.Outcome = w.unheard(e.Container, e.Kind)
	}
	return e
}

// unheard returns what a probe of a container that does not run comes to: no
// connection is a failure, and a command that cannot be run tells nothing.
//
// Source: kubernetes v1.37 pkg/probe/exec/exec.go, Probe; pkg/kubelet/prober/worker.go,
// doProbe.
func (w *world) unheard(name string, kind probe.Kind) probe.Result {
	c := w.spec(name)
	spec := [...]*podlife.Probe{probe.Liveness: c.LivenessProbe, probe.Readiness: c.ReadinessProbe, probe.Startup: c.StartupProbe}[kind]
	if spec.Exec != nil {
		return probe.Unknown
	}
	return probe.Failure
}

// answerTo returns the answer to the next question of a probe.
func (l *life) answerTo(kind probe.Kind, age time.Duration) Answer {
	list := [...][]Answer{probe.Liveness: l.script.Liveness, probe.Readiness: l.script.Readiness, probe.Startup: l.script.Startup}[kind]
	at := &l.probed[kind]
	for at.at < len(list)-1 && list[at.at].isOver(at.times, age) {
		*at = asked{at: at.at + 1}
	}
	at.times++
	if at.at >= len(list) {
		return Answer{}
	}
	return list[at.at]
}

// isOver reports whether the answer was given as often as it holds, or the run is
// too old for it.
func (a *Answer) isOver(times int, age time.Duration) bool {
	return a.Times > 0 && times >= a.Times || a.Until > 0 && age >= time.Duration(a.Until)
}
