package lifecycle

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
)

// Words that the kubelet puts into container statuses.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go; pkg/kubelet/container/runtime.go.
const (
	reasonCreating     = "ContainerCreating"
	reasonInitializing = "PodInitializing"
	reasonUnknown      = "ContainerStatusUnknown"
	reasonRestarting   = "RestartingAllContainers"
	reasonCrashLoop    = "CrashLoopBackOff"
	reasonPullBackOff  = "ImagePullBackOff"

	textRemoved   = "The container is removed because RestartAllContainers in place"
	textGone      = "The container could not be located when the pod was deleted.  The container used to be Running"
	textLocate    = "The container could not be located when the pod was terminated"
	textCompleted = "Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally"

	killedCode = 137 // of a container of which nobody knows how it ended
)

// converting is what the kubelet looks at, beside a container, when it makes the
// container's status from what the runtime has.
type converting struct {
	facts      *facts
	reported   bool // there are statuses from before
	deleted    bool
	restarting bool // all containers restart
	mainMade   bool // the runtime has a main container
}

// convert returns the status of container i, probes aside. The second result
// tells whether Ready stands for a copy of the status before.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses.
func (v *converting) convert(i int, c *container) shown {
	f := &v.facts.list[i]
	var next shown
	if c.run.id == 0 {
		next = v.withoutRun(f, c)
	} else {
		next = v.withRun(c)
	}
	if f.role == phase.RoleInit || f.role == phase.RoleSidecar {
		if c.run.id != 0 && c.run.state == restart.StateExited && c.ended.exitCode == 0 {
			return next
		}
		// The runtime may have forgotten how it ended, but it must have.
		if c.run.id == 0 && v.mainMade && f.role == phase.RoleInit && next.state.kind == podlife.StateWaiting {
			next.state = condition{kind: podlife.StateTerminated, reason: "Completed", message: textCompleted}
			return next
		}
	}
	if c.failed.reason != "" && v.startsAgain(f, c) {
		if next.state.kind == podlife.StateTerminated {
			next.last = next.state
		}
		next.state = condition{kind: podlife.StateWaiting, reason: c.failed.reason, message: c.failed.message, delay: c.failed.delay}
	}
	return next
}

// startsAgain reports whether the kubelet would start the container, back-off
// aside.
//
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go, ShouldContainerBeRestarted.
func (v *converting) startsAgain(f *fact, c *container) bool {
	switch {
	case v.deleted:
		return false
	case c.run.id == 0:
		return true
	case c.run.state == restart.StateExited:
		return restart.ByPolicy(&v.facts.pod.Spec, f.spec, c.ended.exitCode) != restart.Stay
	default:
		return c.run.state != restart.StateRunning
	}
}

// withoutRun is convert for a container of which the runtime has no run.
func (v *converting) withoutRun(f *fact, c *container) shown {
	old := &c.shown
	next := shown{image: f.spec.Image, state: condition{kind: podlife.StateWaiting, reason: v.waiting()}}
	if !v.reported {
		return next
	}
	next.restarts, next.last = old.restarts, old.last
	if old.state.kind == podlife.StateTerminated {
		next = *old
	}
	switch {
	case v.restarting && old.state.kind != podlife.StateWaiting:
		next.state = condition{kind: podlife.StateWaiting, reason: reasonRestarting, message: textRemoved}
		next.last = condition{kind: podlife.StateTerminated, exitCode: killedCode, reason: reasonRestarting, message: textRemoved}
		next.restarts = old.restarts + 1
	case old.state.kind == podlife.StateRunning && old.last.kind != podlife.StateTerminated:
		next.last = condition{kind: podlife.StateTerminated, exitCode: killedCode, reason: reasonUnknown, message: textGone}
		if !v.deleted {
			next.restarts++
		}
	}
	return next
}

// waiting returns why a container waits that nobody tried to start.
func (v *converting) waiting() string {
	if v.facts.mains > 0 {
		return reasonInitializing
	}
	return reasonCreating
}

// withRun is convert for a container of which the runtime has a run.
func (v *converting) withRun(c *container) shown {
	old := &c.shown
	next := shown{id: c.run.id, restarts: c.run.restarts, image: c.run.image}
	wasTerminated := v.reported && old.state.kind == podlife.StateTerminated
	if v.reported {
		next.restarts = max(next.restarts, old.restarts)
		switch {
		case old.id != c.run.id && wasTerminated:
			next.last = old.state
		case old.last.kind == podlife.StateTerminated:
			next.last = old.last
		}
	}
	switch c.run.state {
	case restart.StateRunning:
		next.state = condition{kind: podlife.StateRunning, startedAt: seconds(c.run.startedAt)}
		next.started = v.reported && old.started
		if wasTerminated && old.restarts >= c.run.restarts {
			next.restarts = old.restarts + 1
		}
	case restart.StateExited:
		next.state = c.ended.condition()
	case restart.StateCreated:
		next.state = condition{kind: podlife.StateWaiting}
	case restart.StateUnknown:
		fallthrough
	default:
		v.unknown(&next, old)
	}
	if c.ended.id != 0 && c.ended.id != c.run.id {
		next.last = c.ended.condition()
	}
	return next
}

// unknown is the state of a run of which the runtime cannot tell whether it runs.
func (v *converting) unknown(next, old *shown) {
	if !v.reported || old.state.kind != podlife.StateRunning {
		next.state = condition{kind: podlife.StateWaiting}
		return
	}
	reason := reasonUnknown
	if v.restarting {
		reason = reasonRestarting
	}
	next.state = condition{kind: podlife.StateTerminated, exitCode: killedCode, reason: reason, message: textLocate}
	next.restarts = old.restarts + 1
}

// condition returns the terminated state that tells of e.
func (e *ended) condition() condition {
	return condition{
		kind: podlife.StateTerminated, exitCode: e.exitCode, id: e.id, reason: e.reason, message: e.message,
		startedAt: seconds(e.startedAt), finishedAt: seconds(e.finishedAt),
	}
}

// equal reports whether two states are the same to a reader.
func (c *condition) equal(o *condition) bool {
	return c.kind == o.kind && c.exitCode == o.exitCode && c.id == o.id && c.reason == o.reason && c.message == o.message &&
		c.delay == o.delay && c.startedAt.Equal(o.startedAt) && c.finishedAt.Equal(o.finishedAt)
}

// equal reports whether two statuses are the same to a reader.
func (s *shown) equal(o *shown) bool {
	return s.id == o.id && s.restarts == o.restarts && s.started == o.started && s.ready == o.ready && s.image == o.image &&
		s.state.equal(&o.state) && s.last.equal(&o.last)
}

// state returns the API's form of c.
func (c *condition) api(id func(int32) string) podlife.ContainerState {
	out := podlife.ContainerState{Kind: c.kind, ExitCode: c.exitCode, Reason: c.reason, Message: c.message}
	out.StartedAt, out.FinishedAt = c.startedAt, c.finishedAt
	if c.id != 0 {
		out.ContainerID = id(c.id)
	}
	return out
}
