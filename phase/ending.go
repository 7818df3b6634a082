package phase

import "github.com/podlife/podlife"

// ending is how a container ended. The zero ending is none.
type ending struct {
	container *podlife.Container
	state     *podlife.ContainerState
	init      bool // it is an ordinary init container
	shown     bool // state is the present one, not that before
}

// failed reports whether the container ended with an exit code other than zero.
func (e ending) failed() bool { return e.state != nil && e.state.ExitCode != 0 }

// good reports whether the container ended in success. One that is shown as
// waiting never counts so, as in the kubelet's phase.
func (e ending) good() bool { return e.shown && e.state.ExitCode == 0 }

// before reports whether e came before o. The one without a time comes last.
func (e ending) before(o ending) bool {
	switch {
	case o.state == nil:
		return true
	case e.state.FinishedAt.IsZero():
		return false
	default:
		return o.state.FinishedAt.IsZero() || e.state.FinishedAt.Before(o.state.FinishedAt)
	}
}

// cause says what kind of failure e was.
func (e ending) cause() Cause {
	switch {
	case e.state.Reason == reasonOOMKilled:
		return CauseOOMKilled
	case e.state.Reason == string(CauseContainerStatusUnknown):
		return CauseContainerStatusUnknown
	case e.init:
		return CauseInitContainerFailed
	default:
		return CauseContainerFailed
	}
}

// reasonOOMKilled is the runtime's reason for a container that ran out of
// memory. The kubelet takes an init container that ended so for failed, be its
// exit code 0.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/helpers.go, isInitContainerFailed.
const reasonOOMKilled = "OOMKilled"

// statusMainFirst returns the status called name, looking at main containers
// first, as the kubelet does for the phase.
func statusMainFirst(p *podlife.Pod, name string) *podlife.ContainerStatus {
	return findEither(p.Status.ContainerStatuses, p.Status.InitContainerStatuses, name)
}
