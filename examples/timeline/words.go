package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/probe"
)

const (
	sigkill = "SIGKILL"
	// newImage is why a container is stopped that gets another image.
	newImage = "new image"
)

func itoa(n int32) string { return strconv.Itoa(int(n)) }

// teller puts entries into words, one after the other.
type teller struct {
	*story
	// signals are the last ones that running containers were sent.
	signals map[string]string
	// causes are why containers are stopped while the Pod lives on.
	causes map[string]string
	// runs counts those that have begun.
	runs map[string]int
	// failing counts the failures of probes that came one after the other.
	failing map[question]int
	// asked is when an image was asked for.
	asked map[string]time.Time
	// deleted: a delete request was told of.
	deleted bool
	// bad: what is told now is.
	bad bool
}

func newTeller(s *story) *teller {
	return &teller{
		story: s, signals: map[string]string{}, causes: map[string]string{}, runs: map[string]int{}, asked: map[string]time.Time{},
		failing: map[question]int{},
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
	if d := t.Deletion; d != nil && !t.deleted && !d.RequestedAt.After(e.At) {
		if t.deleted = true; !isDeletion(e.Event) {
			add("deleted by the taint manager")
		}
	}
	for _, effect := range e.Effects {
		add(t.effect(effect))
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
		delete(t.signals, started.Container)
		delete(t.causes, started.Container)
	}
	if cause, container := causeOf(e.Event); cause != "" {
		for _, effect := range e.Effects {
			if stopped(effect) == container {
				t.causes[container] = cause
			}
		}
	}
	for _, effect := range e.Effects {
		switch effect := effect.(type) {
		case *lifecycle.SendSignal:
			t.signals[effect.Container] = effect.Signal
		case *lifecycle.PullImage:
			t.asked[effect.Container] = e.At
		}
	}
}

// causeOf returns why a container may be stopped at an event that is about it.
func causeOf(e lifecycle.Event) (cause, container string) {
	switch e := e.(type) {
	case lifecycle.ProbeAnswered:
		if e.Outcome == probe.Failure && e.Kind != probe.Readiness {
			return probeName(e.Kind) + " failed", e.Container
		}
	case lifecycle.PostStartFinished:
		if e.Failed {
			return "postStart hook failed", e.Container
		}
	case lifecycle.ImageChanged:
		return newImage, e.Container
	}
	return "", ""
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
		return "gone"
	default: // what asks for work shows when it is done
		return ""
	}
}

func seconds(n int64) string { return lanes.Short(time.Duration(n) * time.Second) }
