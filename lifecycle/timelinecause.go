package lifecycle

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// Cause is why a container was stopped or ended, or who asked for a Pod's
// deletion.
type Cause uint8

// The causes.
const (
	// NoCause: it is nothing that has one.
	NoCause Cause = iota
	// ByItself: the container ended, and nobody stopped it.
	ByItself
	// ByDeletion: somebody sent a delete request, an eviction through the API
	// included.
	ByDeletion
	// ByTaint: the Pod does not tolerate a taint of its node.
	ByTaint
	// ByCollector: the Pod garbage collector removed the Pod.
	ByCollector
	// ByKubelet: the kubelet is done with a Pod that is deleted, and has the
	// object removed.
	ByKubelet
	// ByEviction: the kubelet evicted the Pod.
	ByEviction
	// ByDeadline: the Pod's active deadline was over.
	ByDeadline
	// ByCompletion: the Pod's work was over, and its sidecars are not needed.
	ByCompletion
	// ByLiveness: the container's liveness probe failed.
	ByLiveness
	// ByStartup: the container's startup probe failed.
	ByStartup
	// ByPostStart: the container's postStart hook failed.
	ByPostStart
	// ByImage: the container has another image now.
	ByImage
	// BySandbox: the Pod's sandbox was lost.
	BySandbox
	// ByRestartAll: a restart rule has all containers of the Pod restart.
	ByRestartAll
	// ByReboot: the node was restarted.
	ByReboot
)

// String returns the cause's name.
func (c Cause) String() string {
	names := [...]string{
		"None", "Itself", "Deletion", "Taint", "Collector", "Kubelet", "Eviction", "Deadline", "Completion",
		"Liveness", "Startup", "PostStart", "Image", "Sandbox", "RestartAll", "Reboot",
	}
	if int(c) < len(names) {
		return names[c]
	}
	return fmt.Sprintf("Cause(%d)", uint8(c))
}

// explain notes why the Pod ends and why containers are stopped, from what a step
// came to.
func (w *world) explain(before *State, e Event, effects []Effect) {
	switch e := e.(type) {
	case ContainerStarted:
		l := w.life(e.Container)
		l.stop, l.signal = NoCause, ""
	case KubeletRestarted:
		w.forgetStops()
	}
	if w.ends == NoCause {
		w.ends = w.causeOfEnd(before, e)
	}
	for _, effect := range effects {
		switch effect := effect.(type) {
		case *RunPreStop:
			w.stopped(effect.Container)
		case *SendSignal:
			w.stopped(effect.Container).signal = effect.Signal
		}
	}
}

// forgetStops drops the stops that no container noticed before the kubelet that
// was about to stop it forgot of it.
func (w *world) forgetStops() {
	for i := range w.lives {
		if l := &w.lives[i]; l.signal == "" || l.script.Stop.Ignored {
			l.stop, l.signal = NoCause, ""
		}
	}
}

// causeOfEnd returns why a Pod ends, if the event that led here asked for it, or
// if the kubelet has begun to end it. What asks first counts.
func (w *world) causeOfEnd(before *State, e Event) Cause {
	s := &w.state
	_, evicted := e.(Evicted)
	switch {
	case (s.object.deleted || s.object.removed) && !before.object.deleted:
		return deleter(e)
	case evicted:
		return ByEviction
	case s.stage < Ending || s.kubelet.rejected:
		return NoCause
	case s.kubelet.report.Reason == podlife.ReasonDeadlineExceeded:
		return ByDeadline
	default:
		return ByCompletion
	}
}

// deleter returns who asked for a deletion that an event led to.
func deleter(e Event) Cause {
	switch e.(type) {
	case DeleteRequested:
		return ByDeletion
	case Collected:
		return ByCollector
	case CleanedUp:
		return ByKubelet
	default:
		return ByTaint
	}
}

// stopped notes that somebody begins to stop a container, or goes on with it.
func (w *world) stopped(name string) *life {
	l := w.life(name)
	if l.stop == NoCause {
		l.stop = w.causeOfStop(w.state.facts.find(name))
	}
	return l
}

// causeOfStop returns why container i is stopped now. Where several reasons hold,
// it is the one that the plan of a sync looks at first.
func (w *world) causeOfStop(i int) Cause {
	s := &w.state
	c, f := &s.containers[i], &s.facts.list[i]
	failed := func(kind probe.Kind) bool {
		worker := f.worker[kind]
		return worker >= 0 && s.workers[worker].recorded(c.run.id) == probe.Failure
	}
	switch {
	case s.stage >= Ending:
		return w.ends
	case s.kubelet.work == killingAll && !s.kubelet.sandbox.ready:
		return BySandbox
	case s.kubelet.work == killingAll:
		return ByCompletion
	case s.conditions.restarting.yes:
		return ByRestartAll
	case c.failed.reason == probe.AfterHook(probe.PostStart, probe.Failure).WaitingReason:
		return ByPostStart
	case i < s.facts.mains && failed(probe.Startup):
		return ByStartup
	case c.run.image != f.spec.Image:
		return ByImage
	case failed(probe.Liveness):
		return ByLiveness
	case failed(probe.Startup):
		return ByStartup
	default:
		return NoCause
	}
}
