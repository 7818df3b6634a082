package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

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
		return t.exit(e, v)
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
// first failure. A container that has ended fails its probes until the kubelet
// is done with the others; nobody wonders about that.
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
	case v.Outcome != probe.Failure || !t.isUp(v.Container, e.At):
		return ""
	}
	t.failing[q]++
	switch n := t.failing[q]; {
	case n == 1:
		return t.failed(text + " fails")
	case e.Pod != nil || t.causes[v.Container] != "" && stops(e, v.Container):
		return t.failed(fmt.Sprintf("%s fails, %d in a row", text, n))
	default:
		return ""
	}
}

// stops reports whether an entry begins to stop a container.
func stops(e *lifecycle.Entry, container string) bool {
	return slices.ContainsFunc(e.Effects, func(effect lifecycle.Effect) bool { return stopped(effect) == container })
}

// exit says how a container ended, and notes it down.
func (t *teller) exit(e *lifecycle.Entry, v lifecycle.ContainerExited) string {
	end := t.endOf(v, e.At)
	t.ends = append(t.ends, end)
	if end.isBad() {
		t.bad = true
	}
	if end.signal == sigkill {
		return v.Container + ": killed"
	}
	text := v.Container + ": exit " + itoa(v.ExitCode)
	if end.reason != "Error" && end.reason != "Completed" {
		text += ", " + end.reason
	}
	if end.cause != "" {
		text += ", " + end.cause
	}
	return because(text, v.Message)
}
