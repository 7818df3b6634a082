package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/lifecycle"
)

// story is the life of one Pod under one script.
type story struct {
	lifecycle.Timeline
	// pod as the API server stored it.
	pod    *podlife.Pod
	script *lifecycle.Script
	// dated: the times are those of a clock.
	dated bool
	title string
	// shown are the conditions to draw, empty for the usual ones.
	shown   string
	remarks []string
	// texts say what each entry is about.
	texts   [][]said
	moments []moment
	// ends are the ends of runs, by container, each in order.
	ends []ending
	// last is when something changed for the last time.
	last time.Time
}

// epoch is when a Pod is created of which nobody knows when.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// tell has the API server admit a Pod, and plays the script against it.
func (p *program) tell(file string, pod *podlife.Pod) (*story, error) {
	s := &story{script: p.given, title: p.title, shown: p.conditions}
	if s.script == nil {
		s.script = usualScript(pod)
	}
	at := cmp.Or(s.script.Start, pod.CreationTimestamp)
	if s.dated = !at.IsZero(); !s.dated {
		at = epoch
	}
	fresh := pod.Clone()
	fresh.ResourceVersion = "" // it is created anew
	var err error
	s.pod, err = lifecycle.Admit(fresh, lifecycle.AdmitOptions{UID: fresh.UID, Suffix: "x2x4x"}, at)
	if err != nil {
		return nil, refusal(file, pod, err)
	}
	s.Timeline, err = lifecycle.Simulate(s.pod, *s.script)
	if err != nil {
		return nil, p.scriptFaults(s, err)
	}
	s.ends = s.endings()
	s.moments = s.narrate()
	s.last = s.lastChange()
	s.remark()
	return s, nil
}

// refusal is why the API server does not store a Pod, a line for each field.
func refusal(file string, pod *podlife.Pod, err error) error {
	where := fmt.Sprintf("%s: Pod %s: ", file, objects.Name(pod))
	var invalid *lifecycle.InvalidError
	if !errors.As(err, &invalid) {
		return fmt.Errorf("%sthe API server refuses it: %w", where, err)
	}
	errs := make([]error, len(invalid.Fields))
	for i, f := range invalid.Fields {
		errs[i] = fmt.Errorf("%s%w", where, f)
	}
	return errors.Join(errs...)
}

// scriptFaults says where in which file a script makes no sense for the Pod.
func (p *program) scriptFaults(s *story, err error) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || p.given == nil {
		return err
	}
	var errs []error
	for _, err := range joined.Unwrap() {
		if fault := (*lifecycle.ScriptError)(nil); errors.As(err, &fault) {
			err = &scriptError{p.scriptFile, fault.Field, fault.Problem + s.choices(fault.Field)}
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// choices are what may stand in a field of a script, where that can be said.
func (s *story) choices(field string) string {
	switch {
	case strings.HasPrefix(field, "containers[") && strings.Count(field, "]") == 1 && strings.HasSuffix(field, "]"),
		strings.HasPrefix(field, "happenings[") && strings.HasSuffix(field, "].container"):
		return "; Pod " + objects.Name(s.pod) + " has " + strings.Join(containerNames(s.pod), ", ")
	default:
		return ""
	}
}

func containerNames(p *podlife.Pod) []string {
	var names []string
	for _, list := range [...][]podlife.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range list {
			names = append(names, list[i].Name)
		}
	}
	for i := range p.Spec.EphemeralContainers {
		names = append(names, p.Spec.EphemeralContainers[i].Name)
	}
	return names
}

// since returns how long after the creation of the Pod a time is.
func (s *story) since(t time.Time) time.Duration { return t.Sub(s.Start) }

// lastChange returns when something changed for the last time.
func (s *story) lastChange() time.Time {
	last := s.Start
	if n := len(s.moments); n > 0 {
		last = s.moments[n-1].at
	}
	for _, lane := range s.Lanes {
		last = latest(last, lane.Spans[len(lane.Spans)-1].From)
	}
	if d := s.Deletion; d != nil {
		last = latest(last, d.RemovedAt)
	}
	return last
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// remark says what one might wonder about.
func (s *story) remark() {
	for _, r := range s.Refused {
		why := strings.TrimPrefix(r.Err.Error(), "lifecycle: lifecycle.")
		s.remarks = append(s.remarks, fmt.Sprintf("happenings[%d], %s at %s, does not happen: %s", r.Index, s.script.Happenings[r.Index].Do, s.clock(r.At), why))
	}
	for _, name := range s.wanted() {
		if !slices.ContainsFunc(s.Bands, func(b lifecycle.Band) bool { return b.Name == name }) {
			s.remarks = append(s.remarks, "the Pod never has a condition "+name)
		}
	}
	if len(s.Entries) >= lifecycle.MaxEntries {
		s.remarks = append(s.remarks, fmt.Sprintf("the story ends early, with event %d", len(s.Entries)))
	}
}

// notes are the remarks, and what stands beyond the end of the picture.
func (s *story) notes() []string {
	if !s.shownUntil().Before(s.End) {
		return s.remarks
	}
	return append(slices.Clone(s.remarks), fmt.Sprintf("nothing changes from %s on, until the story ends at %s", s.clock(s.last), s.clock(s.End)))
}
