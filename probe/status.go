package probe

import (
	"time"

	"github.com/podlife/podlife"
)

// View is what the probe workers and the kubelet know about one container when
// the Pod's status is written. The zero View is a container without probes.
// See [ViewOf].
type View struct {
	// Startup is the startup verdict recorded for the container of the status.
	Startup Result
	// Readiness is the readiness verdict recorded for it.
	Readiness Result
	// StartupWorker: there is a startup worker.
	StartupWorker bool
	// ReadinessWorker: there is a readiness worker.
	ReadinessWorker bool
	// KubeletStart is when the kubelet's probe manager was made. Zero: long
	// ago.
	KubeletStart time.Time
	// PodReady: the Pod's condition Ready is True in the API.
	PodReady bool
}

// ViewOf returns what two workers know about the container called id. Without
// a probe, pass the zero State.
func ViewOf(id string, readiness, startup State) View {
	return View{
		Startup:         startup.Recorded(id),
		Readiness:       readiness.Recorded(id),
		StartupWorker:   startup.IsWorker(),
		ReadinessWorker: readiness.IsWorker(),
	}
}

// Flags are the fields of a container status that follow from probes.
type Flags struct {
	// Started is the new ContainerStatus.Started.
	Started bool
	// Ready is the new ContainerStatus.Ready.
	Ready bool
	// Trigger: the readiness worker gets a [Trigger].
	Trigger bool
}

// Status returns the flags of a main container's or a sidecar's status. For
// the status of an ordinary init container see [InitStatus].
//
// Started is false unless the container runs; then the startup verdict decides
// if there is one; else it stays true if it was; else it is true if there is
// no startup worker.
//
// Ready stays as it was unless the container has started. Then it is true if
// the readiness verdict is Success, or there is no readiness worker. Otherwise
// it is false, and the worker is triggered. One exception keeps a restart of
// the kubelet from being seen outside: a container that ran before is ready as
// long as there is no verdict, but if it has a readiness probe only in a Pod
// that is ready.
//
// c is the container's spec. Nil: the status is of a container that the Pod
// does not have, to which the exception does not apply.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, UpdatePodStatus,
// isContainerStarted and setReadyStateOnKubeletRestart.
func Status(c *podlife.Container, cs *podlife.ContainerStatus, v View) Flags {
	f := Flags{Started: isStarted(cs, v), Ready: cs.Ready}
	if !f.Started {
		return f
	}
	if v.Readiness == Success {
		f.Ready = true
		return f
	}
	f.Ready, f.Trigger = !v.ReadinessWorker, v.ReadinessWorker
	if c != nil && isOlder(cs.State.StartedAt, v.KubeletStart) {
		if v.Readiness == None {
			f.Ready = true
		}
		if c.ReadinessProbe != nil && !v.PodReady {
			f.Ready = false
		}
	}
	return f
}

// InitStatus returns the flags of an ordinary init container's status: it is
// ready once it has completed, and stays so.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, UpdatePodStatus.
func InitStatus(cs *podlife.ContainerStatus, v View) Flags {
	completed := cs.State.Kind == podlife.StateTerminated && cs.State.ExitCode == 0
	return Flags{Started: isStarted(cs, v), Ready: cs.Ready || completed}
}

func isStarted(cs *podlife.ContainerStatus, v View) bool {
	switch {
	case cs.State.Kind != podlife.StateRunning:
		return false
	case v.Startup != None:
		return v.Startup == Success
	default:
		return cs.HasStarted() || !v.StartupWorker
	}
}
