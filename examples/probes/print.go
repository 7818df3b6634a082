package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/fatih/color"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// printer prints subjects, in the form that the options ask for.
type printer struct {
	out   io.Writer
	width int
	paint paints
	json  bool
	count int
}

// printf prints. An error shows when the output is flushed.
func (p *printer) printf(format string, args ...any) { fmt.Fprintf(p.out, format, args...) }

// subject prints all there is to say about one container.
func (p *printer) subject(s subject) {
	t := s.times()
	if p.json {
		p.line(s, t)
		return
	}
	if p.count++; p.count > 1 {
		p.printf("\n")
	}
	p.printf("%s\n", p.paint.title.on(s.name))
	for _, problem := range s.problems {
		p.printf("  %s\n", p.paint.bad.on("! "+problem))
	}
	switch {
	case s.refused:
		p.printf("  the API server would refuse it\n")
		return
	case len(probes(&s.container)) == 0:
		p.printf("  no probes: started and ready as soon as it runs\n")
		return
	}
	longest := time.Duration(0)
	for _, q := range probes(&s.container) {
		p.printf("  %s\n", describe(q, s.abstract))
		longest = max(longest, probe.New(q.kind, *q.spec).Period)
	}
	p.table(times(t))
	for _, st := range stories(t, longest) {
		p.timeline(&s, st)
	}
}

// table prints what can happen and when.
func (p *printer) table(rows []row) {
	p.printf("\n  %s\n", p.paint.title.on(fmt.Sprintf("%-44s%10s%10s", "", "at least", "at most")))
	for _, r := range rows {
		if r.window.IsNever() {
			p.printf("  %s\n", p.paint.dim.on(fmt.Sprintf("%-44s%10s%10s", r.what, "never", "-")))
			continue
		}
		p.printf("  %-44s%10s%10s\n", r.what, short(r.window.Earliest), short(r.window.Latest))
	}
}

type row struct {
	name, what string
	window     probe.Window
}

func times(t probe.ContainerTimes) []row {
	return []row{
		{"started", "it works from the start: started", t.Started},
		{"ready", "it works from the start: ready", t.Ready},
		{"givenUp", "it never works: killed", t.GivenUp},
		{"unready", "it breaks: not ready", t.Unready},
		{"readyAgain", "it works again: ready", t.ReadyAgain},
		{"killed", "it breaks: killed for liveness", t.Killed},
		{"stopped", "  and from then on: stopped", t.Stopped},
	}
}

// line prints a subject as JSON.
func (p *printer) line(s subject, t probe.ContainerTimes) {
	type window struct {
		AtLeast float64  `json:"atLeast"`
		AtMost  *float64 `json:"atMost"` // null: without end
	}
	out := struct {
		Pod       string             `json:"pod,omitempty"`
		Container string             `json:"container,omitempty"`
		Problems  []string           `json:"problems,omitempty"`
		Times     map[string]*window `json:"times"`
	}{s.pod, s.container.Name, s.problems, map[string]*window{}}
	for _, r := range times(t) {
		out.Times[r.name] = nil
		if !r.window.IsNever() {
			w := &window{AtLeast: r.window.Earliest.Seconds()}
			if r.window.Latest != probe.Never {
				end := r.window.Latest.Seconds()
				w.AtMost = &end
			}
			out.Times[r.name] = w
		}
	}
	text, _ := json.Marshal(out) // cannot fail: numbers and text
	p.printf("%s\n", text)
}

// describe says a probe in a line, with its defaults.
func describe(q kindSpec, abstract bool) string {
	d := probe.Defaults(*q.spec)
	text := fmt.Sprintf("%-10s", strings.ToLower(q.kind.String()))
	if !abstract {
		text += handler(d) + ", "
	}
	if d.InitialDelaySeconds > 0 {
		text += fmt.Sprintf("from %ds on ", d.InitialDelaySeconds)
	}
	text += fmt.Sprintf("every %ds, timeout %ds, ", d.PeriodSeconds, d.TimeoutSeconds)
	if d.SuccessThreshold > 1 {
		text += inARow(d.SuccessThreshold, "success") + ", "
	}
	return text + inARow(d.FailureThreshold, "failure")
}

func handler(p podlife.Probe) string {
	port := func(p podlife.Port) string {
		if p.Name != "" {
			return p.Name
		}
		return fmt.Sprint(p.Number)
	}
	switch {
	case p.Exec != nil:
		return "exec"
	case p.HTTPGet != nil:
		return "GET " + strings.ToLower(p.HTTPGet.Scheme) + "://" + p.HTTPGet.Host + ":" + port(p.HTTPGet.Port) + p.HTTPGet.Path
	case p.TCPSocket != nil:
		return "connect to " + p.TCPSocket.Host + ":" + port(p.TCPSocket.Port)
	case p.GRPC != nil:
		return fmt.Sprintf("gRPC health at :%d", p.GRPC.Port)
	default:
		return "nothing to ask"
	}
}

func inARow(n int32, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case what == "success":
		return fmt.Sprintf("%d successes in a row", n)
	default:
		return fmt.Sprintf("%d failures in a row", n)
	}
}

// short says a time in seconds, or in larger units where that is longer.
func short(d time.Duration) string {
	switch {
	case d == probe.Never:
		return "never"
	case d < 10*time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < 10*time.Hour:
		return fmt.Sprintf("%dm%02ds", d/time.Minute, d%time.Minute/time.Second)
	default:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
	}
}

// paintFunc puts colours around a text. Nil: none.
type paintFunc func(text string) string

func (f paintFunc) on(text string) string {
	if f == nil {
		return text
	}
	return f(text)
}

// paints are the colours. The zero paints leave everything as it is.
type paints struct{ title, good, bad, dim paintFunc }

func newPaints(colour bool) paints {
	if !colour {
		return paints{}
	}
	paint := func(a color.Attribute) paintFunc {
		c := color.New(a)
		c.EnableColor()
		return func(text string) string { return c.Sprint(text) }
	}
	return paints{title: paint(color.Bold), good: paint(color.FgGreen), bad: paint(color.FgRed), dim: paint(color.Faint)}
}
