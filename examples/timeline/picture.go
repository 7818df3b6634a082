package main

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/lifecycle"
)

// pictureWidth is that of a page, so that nothing is made smaller there.
const pictureWidth = 960

// summaryWidth is how many letters of the summary or a note are on a line.
const summaryWidth = 105

// legend is usualLegend with what a picture has in addition.
func (s *story) legend(bands []lanes.Lane) []lanes.Entry {
	out := slices.Clone(usualLegend)
	if slices.ContainsFunc(bands, func(b lanes.Lane) bool { return b.Name == string(podlife.DisruptionTarget) }) {
		i := slices.IndexFunc(out, func(e lanes.Entry) bool { return e.Look == lanes.Stopping })
		out[i].Text = "stops, or is disrupted"
	}
	return out
}

// usualLegend says what is what. Entries that a picture does not need are left out.
var usualLegend = []lanes.Entry{
	{Look: lanes.Plain, Text: "waits, or False"},
	{Look: lanes.Pending, Text: "is prepared, or Pending"},
	{Look: lanes.Delayed, Text: "backs off"},
	{Look: lanes.Active, Text: "runs"},
	{Look: lanes.Ready, Text: "is ready, or True"},
	{Look: lanes.Leaving, Text: "preStop hook"},
	{Look: lanes.Queued, Text: "waits for its turn to end"},
	{Look: lanes.Stopping, Text: "has its stop signal"},
	{Look: lanes.Failed, Text: "failed"},
	{Look: lanes.Done, Text: "has ended"},
	{Shape: lanes.Dot, Text: "ends"},
	{Shape: lanes.Cross, Text: "fails or is killed"},
	{Shape: lanes.Spot, Text: "probe fails"},
	{Shape: lanes.Triangle, Text: "is changed"},
}

// picture draws a story: a band for the phase and each condition, a lane for
// each container.
func (s *story) picture() *lanes.Picture {
	p := &lanes.Picture{
		Title: cmp.Or(s.title, "Life of Pod "+objects.Name(s.pod)), Lines: broken(s.summary(), summaryWidth),
		Width: pictureWidth, To: s.since(s.shownUntil()), Worded: true,
	}
	for _, note := range s.notes() {
		p.Remarks = append(p.Remarks, broken("note: "+note, summaryWidth)...)
	}
	if s.dated {
		p.Epoch = s.Start
	}
	for i := range s.Bands {
		if b := &s.Bands[i]; s.shows(b.Name) {
			p.Bands = append(p.Bands, s.band(b, p.To))
		}
	}
	p.Legend = s.legend(p.Bands)
	for i := range s.Lanes {
		p.Lanes = append(p.Lanes, s.lane(&s.Lanes[i], p.To))
	}
	s.marks(p)
	return p
}

// shownUntil is where the picture ends: with the story, or a little after the
// last change if nothing changes for long, or nothing can any more.
func (s *story) shownUntil() time.Time {
	little := max(s.last.Sub(s.Start)/10, 3*time.Second)
	if at := s.last.Add(little); at.Before(s.End) || s.Final.Stage() == lifecycle.Finished {
		return at
	}
	return s.End
}

// shows reports whether there is a band of this name.
func (s *story) shows(name string) bool {
	switch {
	case name == "Phase" || s.shown == "all":
		return true
	case s.shown != "":
		return slices.Contains(s.wanted(), name)
	}
	switch podlife.ConditionType(name) {
	case podlife.PodScheduled, podlife.PodReadyToStartContainers, podlife.ContainersReady:
		return false
	default:
		return true
	}
}

// wanted are the conditions that were asked for by name.
func (s *story) wanted() []string {
	if s.shown == "all" {
		return nil
	}
	return strings.FieldsFunc(s.shown, func(r rune) bool { return r == ',' || r == ' ' })
}

// band draws one aspect of the Pod.
func (s *story) band(b *lifecycle.Band, to time.Duration) lanes.Lane {
	out := lanes.Lane{Name: b.Name}
	for i := range b.Spans {
		v := &b.Spans[i]
		end := min(s.since(v.To), to)
		if i == len(b.Spans)-1 && (s.Deletion == nil || s.Deletion.RemovedAt.IsZero()) {
			end = to // it stays as it is
		}
		bar := lanes.Bar{From: s.since(v.From), To: end, Look: lookOf(b.Name, v.Value), Label: v.Value, Hint: v.Value}
		if v.Reason != "" {
			bar.Hint += ", " + v.Reason
		}
		if s.isTelling(b.Name, v) {
			bar.Label, bar.Short = bar.Hint, v.Value
		}
		out.Bars = appendBar(out.Bars, bar)
	}
	return out
}

// isTelling reports whether the reason of a value is worth its room: that of a
// condition which is what it should be is not.
func (s *story) isTelling(band string, v *lifecycle.BandSpan) bool {
	return v.Reason != "" && (band == "Phase" || band == string(podlife.DisruptionTarget))
}

// lookOf is how a phase or the status of a condition looks. A disruption is
// nothing to be glad of.
func lookOf(band, value string) lanes.Look {
	if band == string(podlife.DisruptionTarget) && value == string(podlife.ConditionTrue) {
		return lanes.Stopping
	}
	switch value {
	case string(podlife.PodPending):
		return lanes.Pending
	case string(podlife.PodRunning):
		return lanes.Active
	case string(podlife.PodSucceeded):
		return lanes.Done
	case string(podlife.PodFailed):
		return lanes.Failed
	case string(podlife.ConditionTrue):
		return lanes.Ready
	default:
		return lanes.Plain
	}
}
