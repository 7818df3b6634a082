package lifecycle

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/termination"
)

// record adds an event that happened to the Timeline.
func (w *world) record(c coming, effects []Effect) {
	entry := Entry{At: c.at, Event: c.event, Effects: effects}
	if slices.ContainsFunc(effects, func(e Effect) bool { _, ok := e.(*WriteStatus); return ok }) {
		entry.Pod = w.state.Pod()
	}
	w.line.Entries = append(w.line.Entries, entry)
	w.recordLanes()
	w.mark(c.event)
	for _, e := range effects {
		w.markEffect(e)
	}
	if entry.Pod != nil {
		w.recordBands(entry.Pod)
	}
	w.recordDeletion()
}

// recordLanes notes what each container does now, if that is something else than
// before.
func (w *world) recordLanes() {
	for i := range w.state.facts.list {
		if i == len(w.line.Lanes) {
			f := &w.state.facts.list[i]
			w.line.Lanes = append(w.line.Lanes, Lane{Container: f.name, Role: f.role})
			if w.now.After(w.start) { // an ephemeral container
				w.line.Lanes[i].Spans = []Span{{From: w.start, To: w.now}}
			}
		}
		w.line.Lanes[i].Spans = extend(w.line.Lanes[i].Spans, w.span(i))
	}
}

// extend appends s unless it goes on with the last span, which it ends otherwise.
// A span that took no time is dropped.
func extend(list []Span, s Span) []Span {
	if n := len(list); n > 0 {
		last := list[n-1]
		last.From, last.To = s.From, s.To
		if last == s {
			return list
		}
		list[n-1].To = s.From
		if !list[n-1].From.Before(s.From) {
			return extend(list[:n-1], s)
		}
	}
	return append(list, s)
}

// span returns what container i does from now on.
func (w *world) span(i int) Span {
	s := &w.state
	c := &s.containers[i]
	out := Span{From: w.now, Run: c.run.id, Started: c.shown.started, Ready: c.shown.ready}
	work := idle
	if s.kubelet.doing == i {
		work = s.kubelet.work
	}
	switch {
	case s.isRunning(i):
		out.Doing = Running
		if s.isStopping(i) {
			out.Doing = Stopping
		}
	case work == pulling:
		out.Doing = Pulling
	case work == starting:
		out.Doing = Starting
	case c.failed.reason != "" && s.stage == Living:
		out.Doing, out.Reason = BackingOff, c.failed.reason
	case c.ended.id != 0 && c.ended.id == c.run.id:
		out.Doing, out.Reason, out.ExitCode = Ended, c.ended.reason, c.ended.exitCode
	case c.shown.state.kind == podlife.StateWaiting:
		out.Reason = c.shown.state.reason
	}
	return out
}

// isStopping reports whether somebody began to stop container i.
func (s *State) isStopping(i int) bool {
	for k := range s.end.Containers {
		if c := &s.end.Containers[k]; c.Name == s.facts.list[i].name {
			return c.Progress != termination.Queued && c.Progress != termination.Ended
		}
	}
	return false
}

// mark notes an event down that happened to a container.
func (w *world) mark(e Event) {
	switch e := e.(type) {
	case ContainerStarted:
		w.addMark(e.Container, Mark{What: "started"})
	case ContainerExited:
		c := &w.state.containers[w.state.facts.find(e.Container)]
		w.addMark(e.Container, Mark{What: "exited", Bad: e.ExitCode != 0, ExitCode: e.ExitCode, Reason: c.ended.reason})
	case ImagePullFailed:
		w.addMark(e.Container, Mark{What: "pull failed", Bad: true, Reason: e.Reason})
	case StartFailed:
		w.addMark(e.Container, Mark{What: "start failed", Bad: true, Reason: e.Reason})
	case PostStartFinished:
		if e.Failed {
			w.addMark(e.Container, Mark{What: "postStart failed", Bad: true, Reason: "PostStartHookError"})
		}
	case ContainerLost:
		w.addMark(e.Container, Mark{What: "lost", Bad: true})
	case ProbeAnswered:
		if e.Outcome == probe.Failure {
			w.addMark(e.Container, Mark{What: "probe failed", Bad: true, Reason: e.Kind.String()})
		}
	}
}

// markEffect notes down that a container is being stopped.
func (w *world) markEffect(e Effect) {
	switch e := e.(type) {
	case *RunPreStop:
		w.addMark(e.Container, Mark{What: "preStop"})
	case *SendSignal:
		w.addMark(e.Container, Mark{What: e.Signal})
	}
}

func (w *world) addMark(container string, m Mark) {
	m.At = w.now
	lane := &w.line.Lanes[w.state.facts.find(container)]
	lane.Marks = append(lane.Marks, m)
}

// recordBands notes the values of the Pod's aspects.
func (w *world) recordBands(p *podlife.Pod) {
	w.recordBand("Phase", string(p.Status.Phase), p.Status.Reason)
	for i := range p.Status.Conditions {
		c := &p.Status.Conditions[i]
		w.recordBand(string(c.Type), string(c.Status), c.Reason)
	}
}

// recordBand notes one value, if it is another than before.
func (w *world) recordBand(name, value, reason string) {
	i := slices.IndexFunc(w.line.Bands, func(b Band) bool { return b.Name == name })
	if i < 0 {
		i = len(w.line.Bands)
		w.line.Bands = append(w.line.Bands, Band{Name: name})
	}
	spans := w.line.Bands[i].Spans
	if n := len(spans); n > 0 {
		if last := &spans[n-1]; last.Value == value && last.Reason == reason {
			return
		}
		if spans[n-1].To = w.now; !spans[n-1].From.Before(w.now) {
			spans = spans[:n-1]
		}
	}
	w.line.Bands[i].Spans = append(spans, BandSpan{From: w.now, Value: value, Reason: reason})
}

// recordDeletion notes how far the deletion is.
func (w *world) recordDeletion() {
	o := &w.state.object
	if !o.deleted {
		return
	}
	if w.line.Deletion == nil {
		w.line.Deletion = &DeletionSpan{RequestedAt: w.now}
	}
	w.line.Deletion.DeadlineAt = o.deletion
	if o.removed && w.line.Deletion.RemovedAt.IsZero() {
		w.line.Deletion.RemovedAt = w.now
	}
}

// close ends the Timeline: when the Pod was gone, or when the time was up.
func (w *world) close() {
	w.line.End, w.line.Final = w.until, w.state
	if w.state.IsFinal() || len(w.line.Entries) >= MaxEntries {
		w.line.End = w.now
	}
	for i := range w.line.Lanes {
		w.line.Lanes[i].Spans[len(w.line.Lanes[i].Spans)-1].To = w.line.End
	}
	for i := range w.line.Bands {
		end := w.line.End
		if d := w.line.Deletion; d != nil && !d.RemovedAt.IsZero() {
			end = d.RemovedAt
		}
		w.line.Bands[i].Spans[len(w.line.Bands[i].Spans)-1].To = end
	}
}
