package lifecycle

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// record adds an event that happened to the Timeline.
func (w *world) record(before *State, c coming, effects []Effect) {
	entry := Entry{At: c.at, Event: c.event, Effects: effects}
	if slices.ContainsFunc(effects, func(e Effect) bool { _, ok := e.(*WriteStatus); return ok }) {
		entry.Pod = w.state.Pod()
	}
	w.line.Entries = append(w.line.Entries, entry)
	w.recordLanes()
	w.mark(before, c.event)
	for _, e := range effects {
		w.markEffect(e)
	}
	if entry.Pod != nil {
		w.recordBands(entry.Pod)
	}
	w.recordDeletion(before, c.event)
}

// recordLanes notes what each container does now, if that is something else than
// before.
func (w *world) recordLanes() {
	for i := range w.state.facts.list {
		if i == len(w.line.Lanes) {
			f := &w.state.facts.list[i]
			w.line.Lanes = append(w.line.Lanes, Lane{Container: f.name, Role: f.role})
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
	case w.isDead(i):
		end := &w.lives[i].dead
		out.Doing, out.Reason, out.ExitCode = Ended, end.reason, end.exitCode
	case s.isRunning(i):
		out.Doing = s.stopping(i)
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

// stopping returns how far somebody is with stopping container i, which runs.
func (s *State) stopping(i int) Doing {
	for k := range s.end.Containers {
		c := &s.end.Containers[k]
		if c.Name != s.facts.list[i].name {
			continue
		}
		switch c.Progress {
		case termination.InPreStop:
			return InPreStop
		case termination.AwaitingTurn:
			return AwaitingTurn
		case termination.Stopping, termination.Killed, termination.StopGivenUp:
			return Stopping
		case termination.Queued, termination.Ended: // not yet, or over
		}
	}
	return Running
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
	w.line.Bands[i].Spans = extendBand(w.line.Bands[i].Spans, BandSpan{From: w.now, Value: value, Reason: reason})
}

// extendBand is extend for a band, whose last span ends when another begins.
func extendBand(list []BandSpan, s BandSpan) []BandSpan {
	n := len(list)
	if n == 0 {
		return append(list, s)
	}
	switch last := &list[n-1]; {
	case last.Value == s.Value && last.Reason == s.Reason:
		return list
	case !last.From.Before(s.From): // it took no time
		return extendBand(list[:n-1], s)
	default:
		last.To = s.From
		return append(list, s)
	}
}

// close ends the Timeline.
func (w *world) close() {
	w.line.End, w.line.Final = w.end(), w.state
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
