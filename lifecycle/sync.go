package lifecycle

import (
	"time"

	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
)

// What a kubelet waits before it tries again what failed.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, backOffPeriod;
// pkg/kubelet/pod_workers.go, completeWork. The jitter is left out.
const (
	retryAfter = 10 * time.Second
	syncPeriod = 60 * time.Second
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
	default:
		return restart.VerdictNone
	}
}

// carryOut begins to do what was planned.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, SyncPod.
func (s *step) carryOut(do restart.Actions) {
	k := &s.kubelet
	k.createSandbox, k.progress, k.failed, k.backoffUntil = do.CreateSandbox, false, false, time.Time{}
	if do.CreateSandbox {
		k.sandbox.attempt = do.Attempt
	}
	for _, i := range do.EphemeralContainersToStart {
		s.container(s.facts.others + i).todo |= toStart
	}
	for _, i := range do.InitContainersToStart {
		s.container(i).todo |= toStart
	}
	for _, i := range do.ContainersToStart {
		s.container(s.facts.mains + i).todo |= toStart
	}
	if do.KillPod {
		s.killAll()
		return
	}
	for _, kill := range do.ContainersToKill {
		if i := s.facts.find(kill.Name); i >= 0 {
			s.container(i).todo |= killFor(kill.KillReason())
		}
	}
	for _, reset := range do.ContainersToReset {
		if i := s.facts.find(reset.Name); i >= 0 {
			s.container(i).todo |= toReset
		}
	}
	s.next()
}

// next does the next thing of the sync under way, until it has to wait or is
// over.
func (s *step) next() {
	s.kubelet.work = idle
	for s.kubelet.work == idle {
		switch i, what := s.nextTodo(); {
		case what&(toKill|toKillByLiveness|toKillByStartup) != 0:
			s.killOne(i, what)
		case what&toReset != 0:
			s.reset(i)
		case s.kubelet.createSandbox:
			s.kubelet.createSandbox, s.kubelet.work = false, sandboxing
			s.emit(&CreateSandbox{Attempt: s.kubelet.sandbox.attempt})
		case what&toStart != 0:
			s.start(i)
		default:
			s.finishSync()
			return
		}
	}
}

// nextTodo returns the next container that something has to be done to, and what
// that is. Kills come first, in the order of the spec, then resets, the
// containers that asked for them last, then starts: of ephemeral containers, init
// containers, main containers.
func (s *State) nextTodo() (i int, what todo) {
	const kills = toKill | toKillByLiveness | toKillByStartup
	start, reset := -1, -1
	for i := range s.containers {
		c := &s.containers[i]
		switch {
		case c.todo&kills != 0:
			return i, c.todo & kills
		case c.todo&toReset != 0 && (reset < 0 || s.resetsBefore(i, reset)):
			reset = i
		case c.todo&toStart != 0 && (start < 0 || start < s.facts.others && i >= s.facts.others):
			start = i
		}
	}
	switch {
	case reset >= 0:
		return reset, toReset
	case start >= 0:
		return start, toStart
	default:
		return 0, 0
	}
}

// resetsBefore reports whether container i is removed before j.
func (s *State) resetsBefore(i, j int) bool {
	rank := func(i int) int {
		rank := 0
		if c := &s.containers[i]; c.run.state == restart.StateExited && s.facts.asksForAll(i, c.ended.exitCode) {
			rank = 2
		}
		if i < s.facts.mains {
			rank++
		}
		return rank
	}
	return rank(i) < rank(j)
}

// finishSync ends the sync. If it changed something, another follows. If not, and
// something failed, the status tells of it and the kubelet tries again later.
func (s *step) finishSync() {
	k := &s.kubelet
	k.work = idle
	switch {
	case k.failed && k.backoffUntil.IsZero():
		k.retryAt = s.at.Add(retryAfter)
	case k.failed:
		k.retryAt = earlier(k.backoffUntil, s.at.Add(syncPeriod))
	default:
		k.retryAt = k.backoffUntil
	}
	if k.progress {
		s.dirty = true
		return
	}
	if !s.dirty && (k.failed || !k.backoffUntil.IsZero()) {
		s.generate(false)
	}
}

// abort ends the sync because of a failure that lets nothing else go on.
func (s *step) abort() {
	s.kubelet.failed, s.kubelet.createSandbox = true, false
	for i := range s.containers {
		if s.containers[i].todo != 0 {
			s.container(i).todo = 0
		}
	}
	s.finishSync()
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
