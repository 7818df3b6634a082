package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/podlife/podlife/examples/internal/waits"
	"github.com/podlife/podlife/termination"
)

// storyLine is a story for programs. Times are seconds after it began.
type storyLine struct {
	Namespace          string          `json:"namespace"`
	Name               string          `json:"name"`
	Remarks            []string        `json:"remarks"`
	Began              time.Time       `json:"began"`
	GracePeriodSeconds int64           `json:"gracePeriodSeconds"`
	Outcome            string          `json:"outcome"`
	By                 *time.Time      `json:"by"`        // null: nobody can tell
	BySeconds          *float64        `json:"bySeconds"` // null: nobody can tell
	Waits              []waitLine      `json:"waits"`
	Moments            []momentLine    `json:"moments"`
	Containers         []containerLine `json:"containers"`
	Stage              string          `json:"stage"`
	GoneSeconds        *float64        `json:"goneSeconds"` // null: it stays
}

// waitLine is what the end waits for.
type waitLine struct {
	For   string     `json:"for"`
	Names []string   `json:"names"`
	Until *time.Time `json:"until"` // null: nobody can tell
	Text  string     `json:"text"`
}

// momentLine is one event and what follows.
type momentLine struct {
	Seconds   float64      `json:"seconds"`
	Event     string       `json:"event"`
	Container string       `json:"container,omitempty"`
	Text      string       `json:"text"`
	Effects   []effectLine `json:"effects"`
}

// effectLine is one effect.
type effectLine struct {
	Effect             string `json:"effect"`
	Container          string `json:"container,omitempty"`
	Signal             string `json:"signal,omitempty"`
	GracePeriodSeconds *int64 `json:"gracePeriodSeconds,omitempty"`
}

// containerLine is the end of one container.
type containerLine struct {
	Name         string      `json:"name"`
	Kind         string      `json:"kind"`
	States       []stateLine `json:"states"`
	EndedSeconds *float64    `json:"endedSeconds"` // null: it did not
	Killed       bool        `json:"killed"`
}

// stateLine is one step of a kill.
type stateLine struct {
	State string  `json:"state"`
	From  float64 `json:"from"`
	To    float64 `json:"to"`
}

// line prints a story as JSON.
func (p *program) line(s *story) {
	out := storyLine{
		Namespace: s.pod.Namespace, Name: s.pod.Name, Remarks: append([]string{}, s.remarks...), Began: s.began,
		GracePeriodSeconds: s.grace, Outcome: s.outcome, Stage: s.state.Stage.String(), GoneSeconds: optional(s.gone),
		Waits: []waitLine{}, Moments: []momentLine{}, Containers: []containerLine{},
	}
	if by := s.forecast.By; !by.IsZero() {
		out.By, out.BySeconds = &by, optional(max(by.Sub(s.began), 0))
	}
	for _, w := range s.forecast.Waits {
		line := waitLine{For: waits.Word(w.For), Names: append([]string{}, w.Names...), Text: waits.Text(w, nil)}
		if !w.Until.IsZero() {
			line.Until = &w.Until
		}
		out.Waits = append(out.Waits, line)
	}
	for i := range s.moments {
		out.Moments = append(out.Moments, s.moments[i].line())
	}
	for _, k := range s.tracks {
		out.Containers = append(out.Containers, k.line())
	}
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(out) // an error shows when the output is flushed
}

// optional returns seconds, or nil for never.
func optional(d time.Duration) *float64 {
	if d == never {
		return nil
	}
	s := d.Seconds()
	return &s
}

// typeName is the name of an event or an effect.
func typeName(v any) string {
	if v == nil {
		return ""
	}
	name := fmt.Sprintf("%T", v)
	return name[strings.LastIndex(name, ".")+1:]
}

func (m *moment) line() momentLine {
	out := momentLine{Seconds: m.at.Seconds(), Event: typeName(m.event), Text: strings.Join(m.happened, "; "), Effects: []effectLine{}}
	switch e := m.event.(type) {
	case termination.PreStopFinished:
		out.Container = e.Container
	case termination.ContainerExited:
		out.Container = e.Container
	}
	for _, e := range m.effects {
		line := effectLine{Effect: typeName(e)}
		switch e := e.(type) {
		case *termination.Wake: // nothing is done
			continue
		case *termination.RunPreStop:
			line.Container = e.Container
		case *termination.SendSignal:
			line.Container, line.Signal, line.GracePeriodSeconds = e.Container, e.Signal, &e.GracePeriodSeconds
		}
		out.Effects = append(out.Effects, line)
	}
	return out
}

func (k *track) line() containerLine {
	out := containerLine{Name: k.Name, Kind: k.Kind.String(), States: []stateLine{}, EndedSeconds: optional(k.ended), Killed: k.killed}
	for _, g := range k.stages {
		if g.to > g.from {
			out.States = append(out.States, stateLine{g.progress.String(), g.from.Seconds(), g.to.Seconds()})
		}
	}
	return out
}
