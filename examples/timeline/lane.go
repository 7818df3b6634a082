package main

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/phase"
)

// lane draws what a container does.
func (s *story) lane(l *lifecycle.Lane, to time.Duration) lanes.Lane {
	kinds := [...]string{phase.RoleMain: "main container", phase.RoleInit: "init container", phase.RoleSidecar: "sidecar", phase.RoleEphemeral: "ephemeral container"}
	out := lanes.Lane{Name: l.Container, Text: kinds[l.Role]}
	for i := range l.Spans {
		span := &l.Spans[i]
		bar := lanes.Bar{From: s.since(span.From), To: min(s.since(span.To), to)}
		bar.Look, bar.Label, bar.Short = s.state(l, span)
		bars := []lanes.Bar{bar}
		if span.Doing == lifecycle.Stopping {
			bars = s.stopping(l.Container, span, bar)
		}
		out.Bars = appendBar(out.Bars, bars...)
	}
	out.Points = slices.DeleteFunc(s.points(l), func(p lanes.Point) bool { return p.At > to })
	return out
}

// appendBar appends bars. One that goes on with the last makes that longer.
func appendBar(list []lanes.Bar, bars ...lanes.Bar) []lanes.Bar {
	for _, b := range bars {
		if n := len(list); n > 0 && goesOn(&list[n-1], &b) {
			list[n-1].To = b.To
			list[n-1].Label = cmp.Or(list[n-1].Label, b.Label)
			continue
		}
		list = append(list, b)
	}
	return list
}

// goesOn reports whether nobody would see where one bar ends and the next begins.
func goesOn(a, b *lanes.Bar) bool {
	return a.Look == b.Look && (a.Label == b.Label || a.Label == "" || b.Label == "")
}

// endedBadly reports whether the last end of a container until a time was bad.
func (s *story) endedBadly(container string, until time.Time) bool {
	bad := false
	for i := range s.ends {
		if e := &s.ends[i]; e.container == container && !e.at.After(until) {
			bad = e.isBad()
		}
	}
	return bad
}

// isUp reports whether a container runs at a time, and does not end then.
func (s *story) isUp(container string, at time.Time) bool {
	for i := range s.Lanes {
		if s.Lanes[i].Container != container {
			continue
		}
		spans := s.Lanes[i].Spans
		n := sort.Search(len(spans), func(n int) bool { return spans[n].To.After(at) })
		return n < len(spans) && isRunning(spans[n].Doing)
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

// stopping divides the end of a container into its steps: the preStop hook, the
// wait for others, and what comes after the stop signal.
func (s *story) stopping(name string, span *lifecycle.Span, whole lanes.Bar) []lanes.Bar {
	whole.Look, whole.Label = lanes.Queued, "waits for its turn"
	out := []lanes.Bar{whole}
	next := func(at time.Time, look lanes.Look, label string) {
		if at.Before(span.From) || at.After(span.To) {
			return
		}
		if last := &out[len(out)-1]; last.Look != look {
			last.To = s.since(at)
			out = append(out, lanes.Bar{From: s.since(at), To: whole.To, Look: look, Label: label})
		}
	}
	for i := range s.Entries {
		e := &s.Entries[i]
		if v, ok := e.Event.(lifecycle.PreStopFinished); ok && v.Container == name {
			next(e.At, lanes.Queued, "waits for its turn")
		}
		for _, effect := range e.Effects {
			switch v := effect.(type) {
			case *lifecycle.RunPreStop:
				if v.Container == name {
					next(e.At, lanes.Leaving, "preStop")
				}
			case *lifecycle.SendSignal:
				if v.Container == name {
					next(e.At, lanes.Stopping, v.Signal)
				}
			}
		}
	}
	return slices.DeleteFunc(out, func(b lanes.Bar) bool { return b.To <= b.From })
}

// points are what happens to a container at one moment.
func (s *story) points(l *lifecycle.Lane) []lanes.Point {
	var out []lanes.Point
	add := func(at time.Time, shape lanes.Shape, label string) {
		out = append(out, lanes.Point{At: s.since(at), Shape: shape, Label: label})
	}
	for _, m := range l.Marks {
		switch m.What {
		case "probe failed":
			if s.isUp(l.Container, m.At) {
				out = append(out, lanes.Point{At: s.since(m.At), Shape: lanes.Spot, Hint: strings.ToLower(m.Reason) + " probe fails"})
			}
		case "pull failed", "start failed", "postStart failed", "lost":
			add(m.At, lanes.Cross, m.What)
		}
	}
	for i := range s.ends {
		if e := &s.ends[i]; e.container != l.Container {
			continue
		} else if e.isBad() {
			add(e.at, lanes.Cross, e.label())
		} else {
			add(e.at, lanes.Dot, e.label())
		}
	}
	for i := range s.Entries {
		if v, ok := s.Entries[i].Event.(lifecycle.ImageChanged); ok && v.Container == l.Container {
			add(s.Entries[i].At, lanes.Triangle, "new image")
		}
	}
	return out
}
