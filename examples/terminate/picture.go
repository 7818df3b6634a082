package main

import (
	"fmt"
	"time"

	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/termination"
)

// picture draws a story: a lane for each container.
func picture(s *story) *lanes.Picture {
	p := &lanes.Picture{
		Title: "How Pod " + objects.Name(s.pod) + " ends",
		Lines: []string{s.asked() + " " + s.began.UTC().Format("at 2006-01-02 15:04:05 UTC")},
		Legend: []lanes.Entry{
			{Look: lanes.Leaving, Text: "preStop hook"},
			{Look: lanes.Queued, Text: "waits for its turn"},
			{Look: lanes.Stopping, Text: "has its stop signal"},
			{Look: lanes.Active, Text: "Terminating"},
			{Look: lanes.Pending, Text: "held by finalizers"},
			{Shape: lanes.Dot, Text: "ends"},
			{Shape: lanes.Cross, Text: "SIGKILL"},
		},
		Remarks: append([]string{s.ending()}, s.remarks...),
	}
	p.Marks = append(p.Marks, lanes.Mark{Label: "delete request"})
	end := time.Duration(0)
	if n := len(s.moments); n > 0 {
		end = s.moments[n-1].at
	}
	if s.gone >= 0 {
		p.Marks = append(p.Marks, lanes.Mark{At: s.gone, Label: "gone"})
	}
	last := end
	if by := s.forecast.By; !by.IsZero() && by.After(s.began) {
		p.Marks = append(p.Marks, lanes.Mark{At: by.Sub(s.began), Label: "all killed by", Strong: true})
		last = max(last, by.Sub(s.began))
	}
	if s.grace > 0 {
		span := time.Duration(s.grace) * time.Second
		p.Spans = []lanes.Span{{To: span, Label: "grace period, " + seconds(s.grace)}}
		last = max(last, span)
	}
	p.To = last
	p.Bands = []lanes.Lane{s.object(end, p.To)}
	for _, k := range s.tracks {
		p.Lanes = append(p.Lanes, k.lane(s))
	}
	return p
}

// object is the lane of the object in the API.
func (s *story) object(end, after time.Duration) lanes.Lane {
	lane := lanes.Lane{Name: "object"}
	if s.removed {
		return lane
	}
	work := end // of the kubelet
	if s.gone < 0 || len(s.pod.Finalizers) > 0 {
		work = 0
		for _, m := range s.moments {
			for _, e := range m.effects {
				if _, ok := e.(*termination.DeleteObject); ok {
					work = m.at
				}
			}
		}
		if s.gone >= 0 {
			after = s.gone
		}
		lane.Bars = append(lane.Bars, lanes.Bar{From: work, To: after, Look: lanes.Pending, Label: "held by finalizers"})
	}
	lane.Bars = append(lane.Bars, lanes.Bar{To: work, Look: lanes.Active, Label: "Terminating"})
	return lane
}

// lane draws the end of one container.
func (k *track) lane(s *story) lanes.Lane {
	kinds := [...]string{termination.Main: "container", termination.Sidecar: "sidecar", termination.Other: "init or ephemeral"}
	lane := lanes.Lane{Name: k.Name, Text: kinds[k.Kind]}
	for _, g := range k.stages {
		b := lanes.Bar{From: g.from, To: g.to}
		switch g.progress {
		case termination.InPreStop:
			b.Look, b.Label = lanes.Leaving, "preStop hook"
			if words := hookWords(hookOf(s.pod, k.Name)); words != "" {
				b.Label = "preStop: " + words
			}
		case termination.AwaitingTurn:
			b.Look, b.Label = lanes.Queued, "waits for its turn"
		case termination.Stopping:
			b.Look, b.Label = lanes.Stopping, k.StopSignal
			b.Hint = fmt.Sprintf("%s sent", k.StopSignal)
		default:
			continue
		}
		lane.Bars = append(lane.Bars, b)
	}
	switch {
	case k.killed:
		lane.Points = []lanes.Point{{At: k.ended, Shape: lanes.Cross, Label: "SIGKILL"}}
	case k.ended != never:
		lane.Points = []lanes.Point{{At: k.ended, Shape: lanes.Dot, Label: "ends"}}
	}
	return lane
}
