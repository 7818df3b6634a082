package lifecycle

import (
	"strings"

	"github.com/podlife/podlife/probe"
)

// mark notes an event down that happened to a container, or to all of them.
func (w *world) mark(before *State, e Event) {
	switch e := e.(type) {
	case ContainerStarted:
		w.addMark(e.Container, Mark{What: "started"})
	case ContainerExited:
		w.markExit(before, e)
	case NodeRebooted:
		w.markReboot(before)
	case ImagePullFailed:
		w.markFailure(e.Container, "pull failed")
	case StartFailed:
		w.markFailure(e.Container, "start failed")
	case PostStartFinished:
		if e.Failed {
			w.markFailure(e.Container, "postStart failed")
		}
	case ContainerLost:
		w.addMark(e.Container, Mark{What: "lost", Bad: true})
	case ProbeAnswered:
		if i := w.state.facts.find(e.Container); e.Outcome == probe.Failure && w.state.isRunning(i) && !w.isDead(i) {
			w.addMark(e.Container, Mark{What: strings.ToLower(e.Kind.String()) + " probe failed", Bad: true, Probe: e.Kind})
		}
	}
}

// markFailure notes down why a container was not started.
func (w *world) markFailure(name, what string) {
	why := &w.state.containers[w.state.facts.find(name)].failed
	w.addMark(name, Mark{What: what, Bad: true, Reason: why.reason, Message: why.message})
}

// markExit notes down how a run ended, unless that was noted when it did.
func (w *world) markExit(before *State, e ContainerExited) {
	l := w.life(e.Container)
	if l.dead.id == before.containers[w.state.facts.find(e.Container)].run.id {
		return
	}
	m := Mark{What: "exited", Bad: e.ExitCode != 0, Cause: l.stop, Signal: l.signal, ExitCode: e.ExitCode, Reason: endReason(e), Message: e.Message}
	if m.Cause == NoCause {
		m.Cause = ByItself
	}
	w.addMark(e.Container, m)
}

// endReason returns the reason that a status gives for an end.
func endReason(e ContainerExited) string {
	switch {
	case e.Reason != "":
		return e.Reason
	case e.ExitCode == 0:
		return "Completed"
	default:
		return "Error"
	}
}

// markReboot notes down the runs that a restart of the node ended.
func (w *world) markReboot(before *State) {
	for i := range before.containers {
		c := &w.state.containers[i]
		if l := w.lifeAt(i); before.isRunning(i) && l.dead.id != c.run.id {
			w.addMark(w.state.facts.list[i].name, Mark{
				What: "exited", Bad: true, Cause: ByReboot, Signal: l.signal, ExitCode: c.ended.exitCode, Reason: c.ended.reason,
			})
		}
	}
}

// markEffect notes down that a container is being stopped, if it still runs.
func (w *world) markEffect(e Effect) {
	var name, what string
	switch e := e.(type) {
	case *RunPreStop:
		name, what = e.Container, "preStop"
	case *SendSignal:
		name, what = e.Container, e.Signal
	default:
		return
	}
	if !w.isDead(w.state.facts.find(name)) {
		w.addMark(name, Mark{What: what, Cause: w.life(name).stop})
	}
}

func (w *world) addMark(container string, m Mark) {
	m.At = w.now
	lane := &w.line.Lanes[w.state.facts.find(container)]
	lane.Marks = append(lane.Marks, m)
}
