package probe

import "github.com/podlife/podlife"

// Kill is the end of a running container that a probe brought about. Whether
// it is started again is for the restart policy to say.
type Kill struct {
	// Kind of the probe that failed: Liveness or Startup.
	Kind Kind
	// Container is the container's name.
	Container string
	// Sidecar: the container is one.
	Sidecar bool
	// GracePeriodSeconds is the probe's own grace period. Nil: it has none.
	// It holds in place of the Pod's if the Pod has one and is not being
	// deleted. It points into the container's spec.
	GracePeriodSeconds *int64
}

// Message returns the text of the kill's event. For a main container that will
// be started again the kubelet appends ", will be restarted".
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go,
// computePodActions; kuberuntime_container.go, computeInitContainerActions.
func (k Kill) Message() string {
	message := "Container " + k.Container + " failed "
	if k.Sidecar {
		message = "Init container " + k.Container + " failed "
	}
	if k.Kind == Startup {
		return message + "startup probe"
	}
	return message + "liveness probe"
}

// KillMain returns the kill of the running main container c that follows from
// its recorded verdicts, and whether any does. Liveness is looked at first.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions.
func KillMain(c *podlife.Container, liveness, startup Result) (Kill, bool) {
	switch {
	case liveness == Failure:
		return killBy(Liveness, c, c.LivenessProbe, false), true
	case startup == Failure:
		return killBy(Startup, c, c.StartupProbe, false), true
	default:
		return Kill{}, false
	}
}

// KillSidecar is [KillMain] for the running sidecar c. Startup is looked at
// first: until it has succeeded, liveness decides nothing. A verdict without a
// probe decides nothing either.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go,
// computeInitContainerActions.
func KillSidecar(c *podlife.Container, liveness, startup Result) (Kill, bool) {
	switch {
	case c.StartupProbe != nil && startup == Failure:
		return killBy(Startup, c, c.StartupProbe, true), true
	case c.StartupProbe != nil && startup != Success:
		return Kill{}, false
	case c.LivenessProbe != nil && liveness == Failure:
		return killBy(Liveness, c, c.LivenessProbe, true), true
	default:
		return Kill{}, false
	}
}

func killBy(kind Kind, c *podlife.Container, p *podlife.Probe, sidecar bool) Kill {
	k := Kill{Kind: kind, Container: c.Name, Sidecar: sidecar}
	if p != nil {
		k.GracePeriodSeconds = p.TerminationGracePeriodSeconds
	}
	return k
}
