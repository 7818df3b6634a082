package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/probe"
)

const sigkill = "SIGKILL"

func itoa(n int32) string { return strconv.Itoa(int(n)) }

// teller puts entries into words, one after the other.
type teller struct {
	*story
	// told is where the ends begin that were not told of, by container.
	told map[string]int
	// runs counts those that have begun.
	runs map[string]int
	// failing counts the failures of probes that came one after the other.
	failing map[question]int
	// asked is when an image was asked for.
	asked map[string]time.Time
	// deleted: a delete request was told of.
	deleted bool
	// ending: why the Pod ends was told of.
	ending bool
	// bad: what is told now is.
	bad bool
}

func newTeller(s *story) *teller {
	return &teller{
		story: s, told: map[string]int{}, runs: map[string]int{}, asked: map[string]time.Time{}, failing: map[question]int{},
	}
}

// question is one that a probe asks.
type question struct {
	container string
	kind      probe.Kind
}

// words says what happens, a text for each thing. What nobody needs to know is
// left out.
func (t *teller) words(e *lifecycle.Entry) []said {
	t.note(e)
	var out []said
	add := func(text string) {
		if text != "" {
			out = append(out, said{text, t.bad})
		}
		t.bad = false
	}
	add(t.event(e))
	if _, ok := e.Event.(lifecycle.NodeRebooted); ok {
		for i := range t.Lanes {
			add(t.exit(e, t.Lanes[i].Container))
		}
	}
	if d := t.Deletion; d != nil && !t.deleted && !d.RequestedAt.After(e.At) {
		if t.deleted = true; !isDeletion(e.Event) {
			add("deleted by the taint manager")
		}
	}
	add(causeText(t.begins(e)))
	for _, effect := range e.Effects {
		if !t.isDead(stopped(effect), e.At) {
			add(t.effect(effect))
		}
	}
	return out
}

func isDeletion(e lifecycle.Event) bool {
	switch e.(type) {
	case lifecycle.DeleteRequested, lifecycle.Collected:
		return true
	default:
		return false
	}
}

// note keeps what later entries are understood by.
func (t *teller) note(e *lifecycle.Entry) {
	if started, ok := e.Event.(lifecycle.ContainerStarted); ok {
		t.runs[started.Container]++
	}
	for _, effect := range e.Effects {
		if pull, ok := effect.(*lifecycle.PullImage); ok {
			t.asked[pull.Container] = e.At
		}
	}
}

// begins returns why the Pod is ended, if an entry begins to.
func (t *teller) begins(e *lifecycle.Entry) lifecycle.Cause {
	at, cause := t.ended()
	if cause == lifecycle.NoCause || t.ending || !at.Equal(e.At) {
		return lifecycle.NoCause
	}
	stops := slices.ContainsFunc(e.Effects, func(e lifecycle.Effect) bool { return stopped(e) != "" })
	if fails := e.Pod != nil && e.Pod.Status.Reason == podlife.ReasonDeadlineExceeded; !stops && !fails {
		return lifecycle.NoCause
	}
	t.ending = true
	return cause
}

// stopped returns the container that an effect begins to stop.
func stopped(e lifecycle.Effect) string {
	switch e := e.(type) {
	case *lifecycle.RunPreStop:
		return e.Container
	case *lifecycle.SendSignal:
		return e.Container
	default:
		return ""
	}
}

func probeName(k probe.Kind) string { return strings.ToLower(k.String()) + " probe" }

// effect says what is asked for.
func (t *teller) effect(e lifecycle.Effect) string {
	switch e := e.(type) {
	case *lifecycle.RunPostStart:
		return e.Container + ": postStart hook begins"
	case *lifecycle.RunPreStop:
		return e.Container + ": preStop hook begins"
	case *lifecycle.SendSignal:
		if e.Signal == sigkill {
			t.bad = true
			return e.Container + ": SIGKILL"
		}
		return fmt.Sprintf("%s: %s, %s until SIGKILL", e.Container, e.Signal, seconds(e.GracePeriodSeconds))
	case *lifecycle.WithdrawEndpoint:
		return "endpoints withdrawn"
	case *lifecycle.StopSandbox:
		return "network taken down"
	case *lifecycle.RemoveObject:
		return t.goneText()
	default: // what asks for work shows when it is done
		return ""
	}
}

func seconds(n int64) string { return lanes.Short(time.Duration(n) * time.Second) }
