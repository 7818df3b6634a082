package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/probe"
)

// containerEvent says what happened to a container.
func (t *teller) containerEvent(e *lifecycle.Entry) string {
	switch v := e.Event.(type) {
	case lifecycle.ImagePulled:
		if e.At.Equal(t.asked[v.Container]) {
			return "" // it was there
		}
		return v.Container + ": image pulled"
	case lifecycle.ImagePullFailed:
		return t.failed(v.Container + ": " + because("image cannot be pulled", v.Message))
	case lifecycle.ContainerStarted:
		return v.Container + ": started" + t.runText(v.Container)
	case lifecycle.StartFailed:
		return t.failed(v.Container + ": " + because("cannot be started", v.Message))
	case lifecycle.PostStartFinished:
		if v.Failed {
			return t.failed(v.Container + ": " + because("postStart hook fails", v.Message))
		}
		return v.Container + ": postStart hook ends"
	case lifecycle.PreStopFinished:
		return v.Container + ": preStop hook ends"
	case lifecycle.StopFailed:
		return t.failed(v.Container + ": the runtime cannot stop it")
	case lifecycle.ContainerLost:
		return t.failed(v.Container + ": the runtime lost it")
	case lifecycle.ImageChanged:
		return v.Container + ": new image " + v.Image
	case lifecycle.ProbeAnswered:
		return t.answer(e, v)
	case lifecycle.ContainerExited:
		return t.exit(e, v.Container)
	default:
		return ""
	}
}

// because appends why something failed.
func because(what, why string) string {
	return strings.TrimSuffix(what+": "+why, ": ")
}

// runText counts the runs of a container from the second on.
func (t *teller) runText(name string) string {
	if t.runs[name] < 2 {
		return ""
	}
	return ", run " + strconv.Itoa(t.runs[name])
}

// answer says what a probe was answered, if that changes something or is the
// first failure. A container that has ended fails its probes too, which nobody
// wonders about.
func (t *teller) answer(e *lifecycle.Entry, v lifecycle.ProbeAnswered) string {
	q := question{v.Container, v.Kind}
	text := v.Container + ": " + probeName(v.Kind)
	switch {
	case v.Outcome == probe.Success && e.Pod != nil:
		t.failing[q] = 0
		return text + " succeeds"
	case v.Outcome == probe.Success:
		t.failing[q] = 0
		return ""
	case v.Outcome != probe.Failure || !t.hasFailed(v.Container, v.Kind, e.At):
		return ""
	}
	t.failing[q]++
	switch n := t.failing[q]; {
	case n == 1:
		return t.failed(text + " fails")
	case e.Pod != nil || stops(e, v.Container):
		return t.failed(fmt.Sprintf("%s fails, %d in a row", text, n))
	default:
		return ""
	}
}

// stops reports whether an entry begins to stop a container.
func stops(e *lifecycle.Entry, container string) bool {
	return slices.ContainsFunc(e.Effects, func(effect lifecycle.Effect) bool { return stopped(effect) == container })
}

// isDead reports whether a container has ended before of which nobody has heard.
func (t *teller) isDead(container string, at time.Time) bool {
	for i := range t.ends {
		if end := &t.ends[i]; end.container == container && i >= t.told[container] && end.At.Before(at) {
			return true
		}
	}
	return false
}

// exit says how the next run of a container ended that was not told of.
func (t *teller) exit(e *lifecycle.Entry, container string) string {
	for i := range t.ends {
		end := &t.ends[i]
		if end.container != container || i < t.told[container] || end.At.After(e.At) {
			continue
		}
		t.told[container] = i + 1
		t.bad = t.bad || end.isBad()
		text := end.hint()
		if end.At.Before(e.At) {
			text = "at " + t.clock(end.At) + " " + text
		}
		return container + ": " + text
	}
	return ""
}
