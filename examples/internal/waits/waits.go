package waits

import (
	"strings"
	"time"

	"github.com/podlife/podlife/termination"
)

// Text returns what w is about, to be read after "waits for". when says a time.
// Nil: times are left out.
func Text(w termination.Wait, when func(time.Time) string) string {
	s := subject(w)
	if !w.Until.IsZero() && when != nil {
		s += ", until " + when(w.Until) + " at the latest"
	}
	return s
}

func subject(w termination.Wait) string {
	names := strings.Join(w.Names, ", ")
	switch w.For {
	case termination.WaitNode:
		return "node " + names + ", which does not answer: it must come back, be deleted or be declared out of service"
	case termination.WaitPreStop:
		return many(w, "the preStop hook", "the preStop hooks") + " of " + names
	case termination.WaitMainContainers:
		return many(w, "container ", "containers ") + names + " to end"
	case termination.WaitSidecars:
		return many(w, "sidecar ", "sidecars ") + names + " to end"
	case termination.WaitKubelet:
		return "the kubelet to unmount the volumes and delete the object"
	case termination.WaitPodGC:
		return "the Pod garbage collector to delete the object"
	case termination.WaitFinalizers:
		return many(w, "finalizer ", "finalizers ") + names + " to be removed by whoever set " + many(w, "it", "them")
	default:
		return w.For.String()
	}
}

func many(w termination.Wait, one, more string) string {
	if len(w.Names) == 1 {
		return one
	}
	return more
}

// Word returns what kind of thing w is about, for programs.
func Word(w termination.WaitFor) string {
	words := [...]string{"Nothing", "Node", "PreStop", "MainContainers", "Sidecars", "Kubelet", "PodGC", "Finalizers"}
	if int(w) < len(words) {
		return words[w]
	}
	return w.String()
}
