package lifecycle

import (
	"time"

	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
)

// prepare gives the Pod to the kubelet, which writes a status and mounts volumes.
func (s *step) prepare() {
	s.stage = Preparing
	s.dirty = true
	s.emit(&MountVolumes{})
}

// volumesMounted goes on to the containers, or waits to try again.
func (s *step) volumesMounted(ok bool) bool {
	if s.stage != Preparing || !s.kubelet.retryAt.IsZero() {
		return false
	}
	if !ok {
		s.kubelet.retryAt = s.at.Add(retryAfter)
		return true
	}
	s.stage, s.dirty = Living, true
	return true
}

// settle lets the kubelet sync until nothing is left to do or the sync waits.
func (s *step) settle() {
	for s.dirty && !s.node.lost && s.kubelet.work == idle && (s.stage == Preparing || s.stage == Living) {
		s.dirty = false
		s.sync()
	}
}

// sync is one sync of the kubelet.
//
// Source: kubernetes v1.37 pkg/kubelet/pod_workers.go, podWorkerLoop;
// pkg/kubelet/kubelet.go, SyncPod.
func (s *step) sync() {
	if s.object.deleted || s.object.removed || s.kubelet.evicted != nil {
		s.beginEnd()
		return
	}
	s.generate(false)
	if s.kubelet.report.Phase.IsTerminal() {
		s.beginEnd()
		return
	}
	if s.stage == Preparing {
		return
	}
	s.beginWorkers()
	s.dirty = false // what the workers found at once the plan will see
	s.kubelet.retryAt = time.Time{}
	s.carryOut(s.plan())
}

// plan returns what is to be done.
func (s *step) plan() restart.Actions {
	room := s.effectBlock()
	o := restart.Observed{Containers: room.seen[:0], RestartAll: s.conditions.restarting.yes}
	if b := &s.kubelet.sandbox; b.made {
		room.sandbox[0] = restart.Sandbox{ID: presentRun, Attempt: b.attempt, Ready: b.ready, HostNetwork: s.facts.pod.Spec.HostNetwork}
		o.Sandboxes = room.sandbox[:]
	}
	if cap(o.Containers) == 0 {
		o.Containers = make([]restart.RuntimeStatus, 0, len(s.containers))
	}
	for i := range s.containers {
		if c := &s.containers[i]; c.run.id != 0 {
			o.Containers = append(o.Containers, s.observed(i, c))
		}
	}
	return s.facts.compute(o)
}

// observed returns the newest run of container i as a plan looks at it.
func (s *State) observed(i int, c *container) restart.RuntimeStatus {
	f := &s.facts.list[i]
	out := restart.RuntimeStatus{ID: f.name, Name: f.name, SandboxID: presentRun, State: c.run.state, Image: c.run.image}
	if c.run.stray {
		out.SandboxID = formerRun
	}
	if c.run.state == restart.StateExited {
		out.ExitCode, out.Reason, out.FinishedAt = c.ended.exitCode, c.ended.reason, c.ended.finishedAt
	}
	if w := f.worker[probe.Liveness]; w >= 0 {
		out.Liveness = planned(s.workers[w].recorded(c.run.id))
	}
	if w := f.worker[probe.Startup]; w >= 0 {
		out.Startup = planned(s.workers[w].recorded(c.run.id))
	}
	return out
}

// planned returns a verdict as a plan looks at it.
func planned(r probe.Result) restart.Verdict {
	switch r {
	case probe.Success:
		return restart.VerdictSuccess
	case probe.Failure:
		return restart.VerdictFailure
	case probe.None, probe.Unknown:
		return restart.VerdictNone
	default:
		return restart.VerdictNone
	}
}

// sandboxCreated lets the containers start.
func (s *step) sandboxCreated(e SandboxCreated) bool {
	if s.kubelet.work != sandboxing {
		return false
	}
	b := &s.kubelet.sandbox
	b.made, b.ready = true, true
	for i := range s.containers {
		if r := &s.containers[i].run; r.id != 0 && !r.stray {
			s.container(i).run.stray = true
		}
	}
	s.kubelet.progress = true
	if e.IP != "" {
		s.object.podIP, s.changed = e.IP, true
	}
	if s.conditions.sandbox.update(true, seconds(s.at)) {
		s.changed = true
	}
	s.next()
	return true
}

func (s *step) sandboxFailed() bool {
	if s.kubelet.work != sandboxing {
		return false
	}
	s.abort()
	return true
}

// sandboxLost has the kubelet kill the Pod, and begin anew if it may.
func (s *step) sandboxLost() bool {
	if !s.kubelet.sandbox.ready {
		return false
	}
	s.kubelet.sandbox.ready = false
	s.dirty, s.kubelet.progress = true, true
	return true
}

// isOrdinaryInit reports whether container i is an init container and no sidecar.
func (f *facts) isOrdinaryInit(i int) bool { return f.list[i].role == phase.RoleInit }
