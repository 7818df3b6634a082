package lifecycle

import (
	"math"
	"time"

	"github.com/podlife/podlife/termination"
)

// WakeAt returns when the next [Tick] does something. Zero: none does.
func (s State) WakeAt() time.Time {
	var first time.Time
	if s.stage == Unborn || s.stage == Gone {
		return first
	}
	if !s.object.removed && !s.object.deleted {
		first = earlier(first, s.node.evict.At)
	}
	if s.node.lost || s.stage == Unbound {
		return first
	}
	for i := range s.workers {
		first = earlier(first, s.nextRound(i))
	}
	if s.kubelet.work == idle {
		first = earlier(first, s.kubelet.retryAt)
		first = earlier(first, s.deadline())
	}
	return earlier(first, s.end.WakeAt())
}

// deadline returns when the active deadline ends the Pod. Zero: it does not.
func (s *State) deadline() time.Time {
	limit := s.facts.pod.Spec.ActiveDeadlineSeconds
	if limit == nil || s.object.startTime.IsZero() || s.stage > Living {
		return time.Time{}
	}
	return s.object.startTime.Add(time.Duration(max(min(*limit, math.MaxInt64/int64(time.Second)), 0)) * time.Second)
}

// earlier returns the earlier of two times, of which zero is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// seconds returns t as the API keeps it.
func seconds(t time.Time) time.Time { return t.Truncate(time.Second) }

// tick does what is due. Differs from the taint manager: that writes the condition
// DisruptionTarget even if the Pod is being deleted already.
//
// Source: kubernetes v1.37 pkg/controller/tainteviction/taint_eviction.go,
// addConditionAndDeletePod.
func (s *step) tick() bool {
	if !s.object.removed && !s.object.deleted && s.node.evict.Due(s.at) {
		s.deleteRequested(DeleteRequested{Disruption: Disruption{"DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint"}})
	}
	if s.node.lost || s.stage == Unbound || s.stage == Gone {
		return true
	}
	s.tickWorkers()
	if wake := s.end.WakeAt(); !wake.IsZero() && !s.at.Before(wake) {
		s.ending(termination.Tick{})
	}
	if s.kubelet.work != idle {
		return true
	}
	if d := s.deadline(); !d.IsZero() && !s.at.Before(d) {
		s.dirty = true
	}
	if retry := s.kubelet.retryAt; !retry.IsZero() && !s.at.Before(retry) {
		s.retry()
	}
	return true
}

// retry tries again what failed.
func (s *step) retry() {
	s.kubelet.retryAt = time.Time{}
	switch s.stage {
	case Preparing:
		s.emit(&MountVolumes{})
	case Ending:
		s.ending(termination.Retried{})
	case Living, Finished:
		s.dirty = true
	case Unborn, Unbound, Gone: // no kubelet tries anything
	}
}
