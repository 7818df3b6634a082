package lanes_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife/examples/internal/golden"
	"github.com/podlife/podlife/examples/internal/lanes"
)

const s, m, h = time.Second, time.Minute, time.Hour

var legend = []lanes.Entry{
	{Look: lanes.Pending, Text: "not started"},
	{Look: lanes.Delayed, Text: "waits for its back-off"},
	{Look: lanes.Active, Text: "runs, not ready"},
	{Look: lanes.Ready, Text: "runs and is ready"},
	{Look: lanes.Leaving, Text: "preStop hook"},
	{Look: lanes.Queued, Text: "waits for its turn"},
	{Look: lanes.Stopping, Text: "SIGTERM sent"},
	{Look: lanes.Failed, Text: "failed"},
	{Look: lanes.Done, Text: "ended"},
	{Shape: lanes.Diamond, Text: "start"},
	{Shape: lanes.Triangle, Text: "request"},
	{Shape: lanes.Cross, Text: "failure or SIGKILL"},
	{Shape: lanes.Dot, Text: "end"},
}

// ending is how a Pod with a sidecar ends.
func ending() *lanes.Picture {
	return &lanes.Picture{
		Title: "How Pod shop/web-7d9c5b8f6-k2x4q ends", Lines: []string{"Deleted with a grace period of 30 s. <Gone> after 32 s & a bit."},
		To:     33 * s,
		Spans:  []lanes.Span{{From: 0, To: 30 * s, Label: "grace period, 30s"}},
		Marks:  []lanes.Mark{{At: 0, Label: "delete request"}, {At: 32 * s, Label: "latest end", Strong: true}, {At: 31 * s, Label: "gone"}},
		Legend: legend,
		Lanes: []lanes.Lane{
			{Name: "web", Text: "main container", Bars: []lanes.Bar{{From: 0, To: 10 * s, Look: lanes.Leaving, Label: "preStop sleep"}, {From: 10 * s, To: 13 * s, Look: lanes.Stopping, Label: "SIGTERM"}},
				Points: []lanes.Point{{At: 13 * s, Shape: lanes.Dot, Label: "exit"}}},
			{Name: "metrics", Text: "main container", Bars: []lanes.Bar{{From: 0, To: 30 * s, Look: lanes.Stopping, Label: "SIGTERM"}},
				Points: []lanes.Point{{At: 30 * s, Shape: lanes.Cross, Label: "SIGKILL"}}},
			{Name: "proxy", Text: "sidecar", Bars: []lanes.Bar{{From: 0, To: 30 * s, Look: lanes.Queued, Label: "waits for its turn"}, {From: 30 * s, To: 30*s + 400*time.Millisecond, Look: lanes.Stopping}},
				Points: []lanes.Point{{At: 30*s + 400*time.Millisecond, Shape: lanes.Dot, Label: "exit"}}},
		},
		Remarks: []string{"Times of the container runtime and of the volumes come on top."},
	}
}

// crashes is the life of a Pod that crashed after three days.
func crashes() *lanes.Picture {
	p := &lanes.Picture{
		Title: "Pod shop/cart-6f5d8c9b7-z8w2p, 29 May to 1 June 2026", Lines: []string{"cart crashes again and again from 1 June, 09:30 on, after its database was moved."},
		Epoch: time.Date(2026, 5, 29, 8, 30, 0, 0, time.UTC), To: 73*h + 12*m,
		Legend: legend,
		Marks:  []lanes.Mark{{At: 73*h + 9*m, Label: "delete request"}, {At: 73*h + 10*m, Label: "deadline", Strong: true}},
		Spans:  []lanes.Span{{From: 73*h + 9*m, To: 73*h + 9*m + 30*s, Label: "grace period, 30s"}},
		Bands: []lanes.Lane{
			{Name: "Phase", Bars: []lanes.Bar{{From: 0, To: 20 * s, Look: lanes.Pending, Label: "Pending"}, {From: 20 * s, To: 73*h + 10*m, Look: lanes.Active, Label: "Running"}, {From: 73*h + 10*m, To: 73*h + 12*m, Look: lanes.Failed, Label: "Failed"}}},
			{Name: "Ready", Bars: []lanes.Bar{{From: 0, To: 35 * s, Look: lanes.Plain, Label: "False"}, {From: 35 * s, To: 73 * h, Look: lanes.Ready, Label: "True"}, {From: 73 * h, To: 73*h + 12*m, Look: lanes.Plain, Label: "False"}}},
		},
	}
	cart := lanes.Lane{Name: "cart", Text: "main container"}
	cart.Bars = []lanes.Bar{{From: 0, To: 20 * s, Look: lanes.Pending, Label: "ContainerCreating"}, {From: 20 * s, To: 35 * s, Look: lanes.Active}, {From: 35 * s, To: 73 * h, Look: lanes.Ready, Label: "running and ready"}}
	cart.Points = []lanes.Point{{At: 20 * s, Shape: lanes.Diamond, Label: "started"}, {At: 73 * h, Shape: lanes.Cross, Label: "exit code 1"}}
	at := 73 * h
	for _, delay := range []time.Duration{0, 10 * s, 20 * s, 40 * s, 80 * s, 160 * s} {
		cart.Bars = append(cart.Bars, lanes.Bar{From: at, To: at + delay, Look: lanes.Delayed, Label: "CrashLoopBackOff"}, lanes.Bar{From: at + delay, To: at + delay + 9*s, Look: lanes.Active})
		at += delay + 9*s
		cart.Points = append(cart.Points, lanes.Point{At: at, Shape: lanes.Cross, Label: "exit code 1"})
	}
	cart.Bars = append(cart.Bars, lanes.Bar{From: at, To: 73*h + 10*m, Look: lanes.Delayed, Label: "CrashLoopBackOff 5m"}, lanes.Bar{From: 73*h + 10*m, To: 73*h + 12*m, Look: lanes.Failed})
	proxy := lanes.Lane{Name: "proxy", Text: "sidecar", Bars: []lanes.Bar{{From: 5 * s, To: 12 * s, Look: lanes.Active}, {From: 12 * s, To: 73*h + 9*m, Look: lanes.Ready, Label: "running and ready"}, {From: 73*h + 9*m, To: 73*h + 9*m + 20*s, Look: lanes.Stopping}},
		Points: []lanes.Point{{At: 5 * s, Shape: lanes.Diamond, Label: "started"}, {At: 73*h + 9*m + 20*s, Shape: lanes.Dot, Label: "exit code 0"}}}
	p.Lanes = []lanes.Lane{cart, proxy}
	return p
}

func svg(t *testing.T, p *lanes.Picture) string {
	t.Helper()
	var b strings.Builder
	if err := p.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func text(t *testing.T, p *lanes.Picture, width int, colour bool) string {
	t.Helper()
	var b strings.Builder
	if err := p.Print(&b, width, colour); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, got := range map[string]string{
		"ending.svg": svg(t, ending()), "crashes.svg": svg(t, crashes()), "empty.svg": svg(t, &lanes.Picture{Title: "Nothing"}),
		"ending-80.txt": text(t, ending(), 80, false), "crashes-120.txt": text(t, crashes(), 120, false),
	} {
		t.Run(name, func(t *testing.T) {
			golden.Check(t, filepath.Join("testdata", name), got)
		})
	}
}
