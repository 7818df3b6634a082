package phase

import (
	"slices"

	"github.com/podlife/podlife"
)

// work is the part of a Pod that an outcome is about.
type work struct {
	pod   *podlife.Pod
	named []string // the main containers that count; empty: all
}

// counts reports whether the main container called name is part of the work.
func (w *work) counts(name string) bool {
	return len(w.named) == 0 || slices.Contains(w.named, name)
}

// ended returns how c is shown to have ended, if it is down.
func (w *work) ended(c *podlife.Container, init bool) ending {
	s := statusMainFirst(w.pod, c.Name)
	state := lastEnd(s)
	if state == nil {
		return ending{}
	}
	return ending{container: c, state: state, init: init, shown: s.State.Kind == podlife.StateTerminated}
}

// over returns how c ended if it will not be started again. The kubelet starts
// nothing once deletion was asked for, but a container that still waits then
// may have been started before the kubelet heard of it.
func (w *work) over(c *podlife.Container, init bool) ending {
	e := w.ended(c, init)
	if e.state != nil && startsAgain(&w.pod.Spec, c, e.state) && !(w.stopping() && e.shown) {
		return ending{}
	}
	return e
}

// stopping reports whether the kubelet was told to stop the Pod. Deletion of a
// static Pod deletes only its mirror.
//
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go,
// ShouldContainerBeRestarted; pkg/kubelet/kubelet.go, tryReconcileMirrorPods.
func (w *work) stopping() bool { return w.pod.IsDeleted() && !w.pod.IsStatic() }

// tallied counts main containers.
type tallied struct {
	good   int // ended for good, in success
	bad    int // ended for good, otherwise
	open   int // have a run before them, or run
	others int // not counted for the work, and open
}

// tally counts the main containers, whatever order their statuses are in.
func (w *work) tally() tallied {
	var t tallied
	for i := range w.pod.Spec.Containers {
		c := &w.pod.Spec.Containers[i]
		e := w.over(c, false)
		switch {
		case e.state == nil && w.counts(c.Name):
			t.open++
		case e.state == nil:
			t.others++
		case !w.counts(c.Name):
		case e.good():
			t.good++
		default:
			t.bad++
		}
	}
	return t
}

// allSucceeded reports whether every main container that counts is shown to
// have ended in success.
func (w *work) allSucceeded() bool {
	for i := range w.pod.Spec.Containers {
		c := &w.pod.Spec.Containers[i]
		if w.counts(c.Name) && !w.ended(c, false).good() {
			return false
		}
	}
	return true
}

// anyStatus reports whether some main or ordinary init container has a status.
func (w *work) anyStatus() bool {
	for i := range w.pod.Spec.Containers {
		if statusMainFirst(w.pod, w.pod.Spec.Containers[i].Name) != nil {
			return true
		}
	}
	for i := range w.pod.Spec.InitContainers {
		c := &w.pod.Spec.InitContainers[i]
		if !c.IsSidecar() && statusMainFirst(w.pod, c.Name) != nil {
			return true
		}
	}
	return false
}

// failedInit returns the first init container that failed and will not be
// started again. Deletion alone makes a failure final only where no main
// container was reached: the others end as they may.
func (w *work) failedInit() ending {
	for i := range w.pod.Spec.InitContainers {
		c := &w.pod.Spec.InitContainers[i]
		if c.IsSidecar() {
			continue
		}
		e := w.ended(c, true)
		if e.failed() && (!startsAgain(&w.pod.Spec, c, e.state) || w.stopping() && e.shown && !w.reached()) {
			return e
		}
	}
	return ending{}
}

// reached reports whether a main container that counts runs or has ended.
func (w *work) reached() bool {
	for i := range w.pod.Spec.Containers {
		c := &w.pod.Spec.Containers[i]
		s := statusMainFirst(w.pod, c.Name)
		if w.counts(c.Name) && s != nil && (isCreated(s) || lastEnd(s) != nil) {
			return true
		}
	}
	return false
}

// firstFailure returns the failure that decided: that of an init container that
// failed for good, else of the main container that failed first, those that
// count before others, else of an init container that was to be tried again.
func (w *work) firstFailure() ending {
	if e := w.failedInit(); e.state != nil {
		return e
	}
	var counted, other ending
	for i := range w.pod.Spec.Containers {
		c := &w.pod.Spec.Containers[i]
		first := &other
		if w.counts(c.Name) {
			first = &counted
		}
		if e := w.ended(c, false); e.failed() && e.before(*first) {
			*first = e
		}
	}
	switch {
	case counted.state != nil:
		return counted
	case other.state != nil:
		return other
	}
	for i := range w.pod.Spec.InitContainers {
		c := &w.pod.Spec.InitContainers[i]
		if e := w.ended(c, true); !c.IsSidecar() && e.failed() {
			return e
		}
	}
	return ending{}
}

// failure is the outcome Failed because of e.
func (w *work) failure(e ending) Result {
	return Result{
		Verdict:   Failed,
		Cause:     e.cause(),
		Container: e.container.Name,
		ExitCode:  e.state.ExitCode,
		Reason:    e.state.Reason,
		Message:   firstSet(e.state.Message, w.pod.Status.Message),
	}
}
