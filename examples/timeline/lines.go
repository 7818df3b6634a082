package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// storyLine is a story for programs. Times are seconds after the creation.
type storyLine struct {
	Namespace  string        `json:"namespace"`
	Name       string        `json:"name"`
	Start      time.Time     `json:"start"`
	EndSeconds float64       `json:"endSeconds"`
	Summary    string        `json:"summary"`
	Remarks    []string      `json:"remarks"`
	Refused    []refusedLine `json:"refused"`
	Lanes      []laneLine    `json:"lanes"`
	Bands      []bandLine    `json:"bands"`
	Deletion   *deletionLine `json:"deletion"` // null: nobody asked for it
	Events     []eventLine   `json:"events"`
}

// refusedLine is a happening of the script that did not happen.
type refusedLine struct {
	Seconds float64        `json:"seconds"`
	Index   int            `json:"index"`
	Do      lifecycle.Deed `json:"do"`
	Error   string         `json:"error"`
}

// laneLine is what a container did.
type laneLine struct {
	Container string     `json:"container"`
	Role      string     `json:"role"`
	Spans     []spanLine `json:"spans"`
	Marks     []markLine `json:"marks"`
}

// spanLine is a time during which a container did the same.
type spanLine struct {
	Doing    string  `json:"doing"`
	From     float64 `json:"from"`
	To       float64 `json:"to"`
	Run      int32   `json:"run"`
	Started  bool    `json:"started"`
	Ready    bool    `json:"ready"`
	Reason   string  `json:"reason,omitempty"`
	ExitCode int32   `json:"exitCode"`
}

// markLine is what happened to a container at one moment.
type markLine struct {
	Seconds  float64 `json:"seconds"`
	What     string  `json:"what"`
	Bad      bool    `json:"bad"`
	Probe    string  `json:"probe,omitempty"`
	Cause    string  `json:"cause,omitempty"`
	Signal   string  `json:"signal,omitempty"`
	ExitCode int32   `json:"exitCode"`
	Reason   string  `json:"reason,omitempty"`
	Message  string  `json:"message,omitempty"`
}

// bandLine is an aspect of the Pod over time.
type bandLine struct {
	Name  string      `json:"name"`
	Spans []valueLine `json:"spans"`
}

// valueLine is a value that an aspect had.
type valueLine struct {
	Value  string  `json:"value"`
	Reason string  `json:"reason,omitempty"`
	From   float64 `json:"from"`
	To     float64 `json:"to"`
}

// deletionLine is the end of a Pod that somebody deleted.
type deletionLine struct {
	RequestedSeconds float64       `json:"requestedSeconds"`
	DeadlineSeconds  float64       `json:"deadlineSeconds"` // as the first request left it
	RemovedSeconds   *float64      `json:"removedSeconds"`  // null: it was not
	Requests         []requestLine `json:"requests"`
}

// requestLine is a request to delete a Pod.
type requestLine struct {
	Seconds            float64 `json:"seconds"`
	Cause              string  `json:"cause"`
	Reason             string  `json:"reason,omitempty"`
	GracePeriodSeconds *int64  `json:"gracePeriodSeconds"` // null: the Pod's own
	DeadlineSeconds    float64 `json:"deadlineSeconds"`
}

// eventLine is one event and what follows.
type eventLine struct {
	Seconds   float64            `json:"seconds"`
	Event     string             `json:"event"`
	Container string             `json:"container,omitempty"`
	Text      string             `json:"text"`
	Effects   []effectLine       `json:"effects"`
	Status    *podlife.PodStatus `json:"status,omitempty"`
}

// effectLine is one effect.
type effectLine struct {
	Effect    string `json:"effect"`
	Container string `json:"container,omitempty"`
}

// line prints a story as JSON.
func (p *program) line(s *story) {
	out := storyLine{
		Namespace: s.pod.Namespace, Name: s.pod.Name, Start: s.Start, EndSeconds: s.since(s.End).Seconds(),
		Summary: s.summary(), Remarks: append([]string{}, s.remarks...), Deletion: s.deletionLine(),
		Refused: []refusedLine{}, Lanes: []laneLine{}, Bands: []bandLine{}, Events: []eventLine{},
	}
	for _, r := range s.Refused {
		out.Refused = append(out.Refused, refusedLine{s.since(r.At).Seconds(), r.Index, s.script.Happenings[r.Index].Do, r.Err.Error()})
	}
	for i := range s.Lanes {
		out.Lanes = append(out.Lanes, s.laneLine(&s.Lanes[i]))
	}
	for _, b := range s.Bands {
		line := bandLine{Name: b.Name, Spans: []valueLine{}}
		for _, v := range b.Spans {
			line.Spans = append(line.Spans, valueLine{v.Value, v.Reason, s.since(v.From).Seconds(), s.since(v.To).Seconds()})
		}
		out.Bands = append(out.Bands, line)
	}
	for i := range s.Entries {
		out.Events = append(out.Events, s.eventLine(i))
	}
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(out) // an error shows when the output is flushed
}

func (s *story) laneLine(l *lifecycle.Lane) laneLine {
	out := laneLine{Container: l.Container, Role: l.Role.String(), Spans: []spanLine{}, Marks: []markLine{}}
	for _, v := range l.Spans {
		out.Spans = append(out.Spans, spanLine{
			v.Doing.String(), s.since(v.From).Seconds(), s.since(v.To).Seconds(), v.Run, v.Started, v.Ready, v.Reason, v.ExitCode,
		})
	}
	for _, m := range l.Marks {
		line := markLine{
			Seconds: s.since(m.At).Seconds(), What: m.What, Bad: m.Bad, Signal: m.Signal, ExitCode: m.ExitCode, Reason: m.Reason, Message: m.Message,
		}
		if m.Probe != 0 {
			line.Probe = m.Probe.String()
		}
		if m.Cause != lifecycle.NoCause {
			line.Cause = m.Cause.String()
		}
		out.Marks = append(out.Marks, line)
	}
	return out
}

func (s *story) deletionLine() *deletionLine {
	d := s.Deletion
	if d == nil {
		return nil
	}
	out := &deletionLine{s.since(d.RequestedAt).Seconds(), s.since(d.DeadlineAt).Seconds(), s.optional(d.RemovedAt), nil}
	for _, r := range d.Requests {
		out.Requests = append(out.Requests, requestLine{
			s.since(r.At).Seconds(), r.Cause.String(), r.Reason, r.GracePeriodSeconds, s.since(r.DeadlineAt).Seconds(),
		})
	}
	return out
}

// optional returns the seconds until a time, or nil if there is none.
func (s *story) optional(t time.Time) *float64 {
	if t.IsZero() {
		return nil
	}
	seconds := s.since(t).Seconds()
	return &seconds
}

func (s *story) eventLine(i int) eventLine {
	e := &s.Entries[i]
	out := eventLine{
		Seconds: s.since(e.At).Seconds(), Event: typeName(e.Event), Container: containerOf(e.Event),
		Text: joined(s.texts[i]), Effects: []effectLine{},
	}
	for _, effect := range e.Effects {
		switch effect.(type) {
		case *lifecycle.Wake, *lifecycle.WriteStatus: // nothing is done
		default:
			out.Effects = append(out.Effects, effectLine{typeName(effect), containerOf(effect)})
		}
	}
	if e.Pod != nil {
		out.Status = &e.Pod.Status
	}
	return out
}

func joined(list []said) string {
	texts := make([]string, len(list))
	for i := range list {
		texts[i] = list[i].text
	}
	return strings.Join(texts, "; ")
}

// typeName is the name of an event or an effect.
func typeName(v any) string {
	name := fmt.Sprintf("%T", v)
	return name[strings.LastIndex(name, ".")+1:]
}

// containerOf returns the container that an event or an effect is about.
func containerOf(v any) string {
	var about struct{ Container string }
	raw, err := json.Marshal(v)
	if err == nil {
		_ = json.Unmarshal(raw, &about) // what has another Container is about the Pod
	}
	return about.Container
}
