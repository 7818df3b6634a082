package lifecycle

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/termination"
)

// taintsChanged looks at the Pod's tolerations.
func (s *step) taintsChanged(e TaintsChanged) bool {
	if s.stage == Unbound || s.object.removed {
		return false
	}
	s.node.taints = append([]podlife.Taint(nil), e.Taints...)
	s.planEviction()
	return true
}

// planEviction decides when the node's taints evict the Pod. What was planned
// before stands unless the Pod may stay for good.
func (s *step) planEviction() {
	taints := s.node.taints
	if s.node.lost {
		taints = append(taints[:len(taints):len(taints)], podlife.Taint{Key: podlife.TaintNodeUnreachable, Effect: podlife.TaintEffectNoExecute})
	}
	s.node.evict = s.node.evict.Update(s.facts.pod, taints, s.at)
	if s.node.evict.Due(s.at) {
		s.tick()
	}
}

// nodeLost makes the Pod unready.
//
// Source: kubernetes v1.37 pkg/controller/nodelifecycle/node_lifecycle_controller.go,
// monitorNodeHealth; pkg/controller/util/node/controller_utils.go, MarkPodsNotReady.
func (s *step) nodeLost() bool {
	if s.stage == Unbound || s.node.lost {
		return false
	}
	s.node.lost, s.node.lostAt = true, seconds(s.at)
	s.changed = s.conditions.ready.yes
	s.planEviction()
	return true
}

// nodeReturned lets the kubelet write what it knows, as if it had never been lost,
// and see what it missed.
func (s *step) nodeReturned() bool {
	if !s.node.lost {
		return false
	}
	s.node.lost = false
	s.changed = s.conditions.ready.yes
	s.planEviction()
	s.catchUp()
	return true
}

// catchUp lets a kubelet see what happened to the object while it did not look.
func (s *step) catchUp() {
	s.dirty = true
	if s.stage == Ending && s.object.deleted {
		s.seeDeletion()
	}
	s.tickWorkers()
}

// nodeRebooted ends every run and has the kubelet begin anew.
func (s *step) nodeRebooted() bool {
	if s.stage == Unbound {
		return false
	}
	for i := range s.containers {
		if s.containers[i].run.state == restart.StateRunning && s.containers[i].run.id != 0 {
			s.endRun(i, ContainerExited{ExitCode: 255, Reason: "Unknown"})
		}
	}
	s.kubelet.sandbox.ready = false
	if s.node.lost {
		s.node.lost = false
		s.planEviction()
	}
	return s.kubeletRestarted()
}

// kubeletRestarted forgets what a kubelet keeps in memory: of the status, what it
// published is all that is left.
func (s *step) kubeletRestarted() bool {
	k := &s.kubelet
	*k = kubelet{start: s.at, report: s.object.report, judged: k.judged, sandbox: k.sandbox, reported: k.reported, rejected: k.rejected, statuses: k.statuses}
	for i := range s.containers {
		c := s.container(i)
		forget(c)
		c.catchUp()
		c.todo = 0
	}
	for i := range s.workers {
		*s.worker(i) = worker{}
	}
	s.end = termination.State{}
	switch {
	case s.stage == Ending && s.object.removed:
		s.stage = Living // and ended again, as an orphan
	case s.stage == Ending:
		s.stage = Preparing
		s.emit(&MountVolumes{})
	case s.stage == Preparing:
		s.emit(&MountVolumes{})
	case s.stage == Living:
		s.stage = Preparing
		s.emit(&MountVolumes{})
	}
	s.dirty = true
	return true
}

// forget drops what a kubelet remembers of a container's failures.
func forget(c *container) {
	c.backoff, c.pull = restart.Entry{}, restart.Entry{}
	c.pullErr, c.failed = failure{}, failure{}
}

// rejected fails a Pod that the kubelet has just seen.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, rejectPod.
func (s *step) rejected(e Rejected) bool {
	if s.stage != Preparing || s.kubelet.rejected || s.object.deleted {
		return false
	}
	s.kubelet.report.Phase, s.kubelet.report.Reason = podlife.PodFailed, e.Reason
	s.kubelet.report.Message = "Pod was rejected: " + e.Message
	s.kubelet.rejected, s.kubelet.retryAt = true, time.Time{}
	s.object.report, s.changed = s.kubelet.report, true
	s.stage = Finished
	return true
}

// evicted has the kubelet end the Pod as soon as the sync under way is over. Of two until
// then the later one tells why, and the grace period only gets shorter.
//
// Source: kubernetes v1.37 pkg/kubelet/pod_workers.go, UpdatePod, acknowledgeTerminating.
func (s *step) evicted(e Evicted) bool {
	switch {
	case s.stage == Ending && s.end.Stage != termination.Living:
		s.ending(termination.Requested{Pod: s.podForEnd(), GracePeriodSeconds: e.GracePeriodSeconds})
	case s.stage == Preparing, s.stage == Living:
		if first := s.kubelet.evicted; first != nil && (first.GracePeriodSeconds != nil || e.GracePeriodSeconds != nil) {
			p := s.podForEnd()
			grace := termination.PodGrace(termination.PodGrace(0, p, first.GracePeriodSeconds), p, e.GracePeriodSeconds)
			e.GracePeriodSeconds = &grace
		}
		s.kubelet.evicted = &e
		s.dirty = true
	default:
		return false
	}
	return true
}
