package lifecycle

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/termination"
)

// killFor returns what is to be done to a container that is killed for a reason.
func killFor(r restart.KillReason) todo {
	switch r {
	case restart.KillLivenessProbe:
		return toKillByLiveness
	case restart.KillStartupProbe:
		return toKillByStartup
	case restart.KillUnknown, restart.KillFailedPostStartHook, restart.KillRestartAllContainers:
		return toKill
	default:
		return toKill
	}
}

// killOne begins to kill container i, if it runs.
func (s *step) killOne(i int, what todo) {
	s.container(i).todo &^= toKill | toKillByLiveness | toKillByStartup
	reason := termination.KillOther
	switch {
	case what&toKillByLiveness != 0:
		reason = termination.KillLivenessProbe
	case what&toKillByStartup != 0:
		reason = termination.KillStartupProbe
	}
	s.beginKill(i, reason, nil)
}

// reset removes all runs of container i from the runtime, because all containers
// restart. One that runs is killed first, without preStop.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, SyncPod.
func (s *step) reset(i int) {
	c := s.container(i)
	if c.run.state == restart.StateRunning && c.run.id != 0 {
		s.beginKill(i, termination.KillOther, new(int64))
		return
	}
	c.todo &^= toReset
	if c.run.id == 0 {
		return
	}
	c.logs = c.run.restarts + 1 // logs are kept, and counted
	c.run, c.ended = run{}, ended{}
	s.kubelet.progress = true
	s.emit(&RemoveContainer{s.facts.list[i].name})
}

// beginKill begins to kill container i, if it runs.
func (s *step) beginKill(i int, reason termination.KillReason, grace *int64) {
	if r := &s.containers[i].run; r.id == 0 || r.state != restart.StateRunning {
		return
	}
	s.kubelet.work, s.kubelet.doing = killingOne, i
	s.ending(termination.KillRequested{
		Pod: s.podForEnd(), Container: s.facts.list[i].name, Reason: reason, GracePeriodSeconds: grace,
	})
}

// killedOne goes on when the kill is over. If the container still runs, the sync
// is not gone on with.
func (s *step) killedOne() {
	if s.isRunning(s.kubelet.doing) {
		s.abort()
		return
	}
	s.kubelet.progress = true
	s.next()
}

// killAll begins to kill every container and the sandbox.
func (s *step) killAll() {
	s.kubelet.work = killingAll
	for i := range s.containers {
		if s.isRunning(i) {
			s.ending(termination.Completed{Pod: s.podForEnd()})
			return
		}
	}
	s.killedAll()
}

// killedAll goes on when no container runs. A new sandbox begins without the init
// containers of the old one. This sync still has a report of the one that it starts.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go,
// purgeInitContainers.
func (s *step) killedAll() {
	s.stopSandbox()
	if s.kubelet.createSandbox {
		for i := range s.facts.mains {
			switch c := &s.containers[i]; {
			case c.run.id == 0:
			case c.todo&toStart != 0:
				s.container(i).todo |= removed
			default:
				s.container(i).drop()
			}
		}
	}
	s.next()
}

// drop forgets what the runtime had of a container, its logs as well.
func (c *container) drop() {
	c.run, c.ended, c.logs, c.before = run{}, ended{}, 0, time.Time{}
}

func (s *step) stopSandbox() {
	if s.kubelet.sandbox.ready {
		s.kubelet.sandbox.ready, s.kubelet.progress = false, true
		s.emit(&StopSandbox{})
	}
}

// isRunning reports whether container i runs.
func (s *State) isRunning(i int) bool {
	r := &s.containers[i].run
	return r.id != 0 && r.state == restart.StateRunning
}

// containerExited notes how a run ended.
func (s *step) containerExited(i int, e ContainerExited) bool {
	if i < 0 || !s.isRunning(i) {
		return false
	}
	s.endRun(i, e)
	s.tellEnd(i)
	return true
}

// endedUnseen notes that a run ended on a node that does not answer. Its kubelet stands
// still here, so one that it was stopping cannot end before the node returns.
func (s *step) endedUnseen(e ContainerExited) bool {
	i := s.facts.find(e.Container)
	if i < 0 || !s.mayEndUnseen(i) {
		return false
	}
	s.endRun(i, e)
	return true
}

// mayEndUnseen reports whether a container can end while the node does not answer.
func (s *State) mayEndUnseen(i int) bool {
	return s.node.lost && s.isRunning(i) && s.end.Stage == termination.Living
}

// endRun notes how the run of container i ended.
func (s *step) endRun(i int, e ContainerExited) {
	c := s.container(i)
	if c.todo&toStart != 0 {
		c.todo |= killed
		c.before = c.ended.finishedAt
	}
	c.run.state = restart.StateExited
	c.ended = ended{
		id: c.run.id, exitCode: e.ExitCode, reason: e.Reason, message: e.Message,
		startedAt: c.run.startedAt, finishedAt: s.at,
	}
	if e.Reason == "" {
		c.ended.reason = "Completed"
		if e.ExitCode != 0 {
			c.ended.reason = "Error"
		}
	}
}

// tellEnd tells whoever waits for it that container i does not run any more.
func (s *step) tellEnd(i int) {
	s.dirty = true
	if s.end.Stage != termination.Living {
		s.ending(termination.ContainerExited{Container: s.facts.list[i].name})
	}
}

// containerLost drops what the runtime had of container i.
func (s *step) containerLost(i int) bool {
	if i < 0 || s.containers[i].run.id == 0 || s.containers[i].todo&removed != 0 {
		return false
	}
	ran := s.isRunning(i)
	s.container(i).drop()
	s.dirty = true
	if ran {
		s.tellEnd(i)
	}
	return true
}

func (s *step) preStopFinished(e PreStopFinished) bool {
	return s.end.Stage != termination.Living && s.ending(termination.PreStopFinished{Container: e.Container})
}

func (s *step) stopFailed(e StopFailed) bool {
	return s.end.Stage != termination.Living && s.ending(termination.StopFailed{Container: e.Container})
}

// podForEnd returns the Pod as package termination looks at it: what was asked
// for, and which containers run in the runtime.
func (s *State) podForEnd() *podlife.Pod {
	p := &podlife.Pod{Spec: s.facts.pod.Spec}
	p.UID, p.Finalizers = s.facts.pod.UID, s.object.finalizers
	if s.object.deleted {
		grace := s.object.grace
		p.DeletionTimestamp, p.DeletionGracePeriodSeconds = s.object.deletion, &grace
	}
	list := make([]podlife.ContainerStatus, len(s.containers))
	for i := range list {
		list[i].Name = s.facts.list[i].name
		if s.isRunning(i) {
			list[i].State.Kind = podlife.StateRunning
		}
	}
	p.Status.InitContainerStatuses = list[:s.facts.mains]
	p.Status.ContainerStatuses = list[s.facts.mains:s.facts.others]
	p.Status.EphemeralContainerStatuses = list[s.facts.others:]
	return p
}
