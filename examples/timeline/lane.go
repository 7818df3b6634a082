package main

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/probe"
)

// lane draws what a container does.
func (s *story) lane(l *lifecycle.Lane, to time.Duration) lanes.Lane {
	kinds := [...]string{phase.RoleMain: "main container", phase.RoleInit: "init container", phase.RoleSidecar: "sidecar", phase.RoleEphemeral: "ephemeral container"}
	out := lanes.Lane{Name: l.Container, Text: kinds[l.Role]}
	for i := range l.Spans {
		span := &l.Spans[i]
		bar := lanes.Bar{From: s.since(span.From), To: min(s.since(span.To), to)}
		if i == len(l.Spans)-1 && !s.Final.IsFinal() {
			bar.To = to // it stays as it is
		}
		bar.Look, bar.Label, bar.Short = s.state(l, span)
		if bar.To > bar.From {
			out.Bars = appendBar(out.Bars, bar)
		}
	}
	out.Points = slices.DeleteFunc(s.points(l), func(p lanes.Point) bool { return p.At > to })
	return out
}

// appendBar appends a bar. One that goes on with the last makes that longer.
func appendBar(list []lanes.Bar, b lanes.Bar) []lanes.Bar {
	if n := len(list); n > 0 && goesOn(&list[n-1], &b) {
		list[n-1].To = b.To
		list[n-1].Label = cmp.Or(list[n-1].Label, b.Label)
		return list
	}
	return append(list, b)
}

// goesOn reports whether nobody would see where one bar ends and the next begins.
func goesOn(a, b *lanes.Bar) bool {
	return a.Look == b.Look && (a.Label == b.Label || a.Label == "" || b.Label == "")
}

// signal returns the stop signal of a container, as it is sent.
func (s *story) signal(container string) string {
	for i := range s.Entries {
		for _, e := range s.Entries[i].Effects {
			if sent, ok := e.(*lifecycle.SendSignal); ok && sent.Container == container && sent.Signal != sigkill {
				return sent.Signal
			}
		}
	}
	return ""
}

// endedBadly reports whether the last end of a container until a time was bad.
func (s *story) endedBadly(container string, until time.Time) bool {
	bad := false
	for i := range s.ends {
		if e := &s.ends[i]; e.container == container && !e.At.After(until) {
			bad = e.isBad()
		}
	}
	return bad
}

// hasFailed reports whether a probe of a container that runs failed at a time.
func (s *story) hasFailed(container string, kind probe.Kind, at time.Time) bool {
	for i := range s.Lanes {
		if s.Lanes[i].Container == container {
			return slices.ContainsFunc(s.Lanes[i].Marks, func(m lifecycle.Mark) bool { return m.Probe == kind && m.At.Equal(at) })
		}
	}
	return false
}

// state is how a span looks, and what it is called.
func (s *story) state(l *lifecycle.Lane, span *lifecycle.Span) (look lanes.Look, label, short string) {
	switch span.Doing {
	case lifecycle.Awaiting:
		return lanes.Plain, span.Reason, ""
	case lifecycle.BackingOff:
		return lanes.Delayed, span.Reason, ""
	case lifecycle.Pulling:
		return lanes.Pending, "image", ""
	case lifecycle.Starting:
		return lanes.Pending, "start", ""
	case lifecycle.InPreStop:
		return lanes.Leaving, "preStop", ""
	case lifecycle.AwaitingTurn:
		return lanes.Queued, "waits for its turn", ""
	case lifecycle.Stopping:
		return lanes.Stopping, s.signal(l.Container), ""
	case lifecycle.Ended:
		if s.endedBadly(l.Container, span.From) {
			return lanes.Failed, span.Reason, ""
		}
		return lanes.Done, span.Reason, ""
	default:
		return s.running(l, span)
	}
}

// running is state of a span in which the container runs.
func (s *story) running(l *lifecycle.Lane, span *lifecycle.Span) (look lanes.Look, label, short string) {
	run := ""
	if span.Run > 1 {
		run = "run " + itoa(span.Run)
	}
	join := func(state string) (string, string) {
		if run == "" {
			return state, ""
		}
		return run + ", " + state, run
	}
	switch {
	case l.Role == phase.RoleInit || l.Role == phase.RoleEphemeral:
		label, short = join("runs")
		return lanes.Active, label, short
	case span.Ready:
		label, short = join("ready")
		return lanes.Ready, label, short
	case !span.Started && s.hasStartupProbe(l.Container):
		label, short = join("starts up")
		return lanes.Active, label, short
	default:
		label, short = join("not ready")
		return lanes.Active, label, short
	}
}

// hasStartupProbe reports whether a container has one. Another one has started
// as soon as its status tells that it runs.
func (s *story) hasStartupProbe(name string) bool {
	for _, list := range [...][]podlife.Container{s.pod.Spec.InitContainers, s.pod.Spec.Containers} {
		for i := range list {
			if list[i].Name == name {
				return list[i].StartupProbe != nil
			}
		}
	}
	return false
}

// points are what happens to a container at one moment.
func (s *story) points(l *lifecycle.Lane) []lanes.Point {
	var out []lanes.Point
	add := func(at time.Time, shape lanes.Shape, label, hint string) {
		out = append(out, lanes.Point{At: s.since(at), Shape: shape, Label: label, Hint: hint})
	}
	for _, m := range l.Marks {
		switch {
		case m.Probe != 0:
			add(m.At, lanes.Spot, "", m.What)
		case m.What == "pull failed", m.What == "start failed", m.What == "postStart failed", m.What == "lost":
			add(m.At, lanes.Cross, because(m.What, brief(m.Message)), because(strings.TrimSuffix(m.What+", "+m.Reason, ", "), m.Message))
		}
	}
	for i := range s.ends {
		e := &s.ends[i]
		if e.container != l.Container {
			continue
		}
		shape := lanes.Dot
		if e.isBad() {
			shape = lanes.Cross
		}
		add(e.At, shape, e.label(), e.hint())
	}
	for i := range s.Entries {
		if v, ok := s.Entries[i].Event.(lifecycle.ImageChanged); ok && v.Container == l.Container {
			add(s.Entries[i].At, lanes.Triangle, "new image", "new image "+v.Image)
		}
	}
	return out
}
