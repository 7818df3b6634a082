package podtest

import (
	"slices"
	"strconv"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// firstVersion is the resource version of the first write. A cluster has seen
// others before.
const firstVersion = 1000

// write notes what the API server stored because of e, if it is something new.
func (l *life) write(e lifecycle.Event) {
	p := l.state.Pod()
	if p != nil {
		l.store(Modified, p)
		return
	}
	l.gone = true
	p = l.writes[len(l.writes)-1].Pod.Clone()
	if c, ok := e.(lifecycle.Collected); ok && !p.Status.Phase.IsTerminal() {
		l.store(Modified, l.failed(p, c)) // which the collector writes before it deletes the Pod
	}
	l.store(Deleted, p.Clone())
}

// failed makes p what the garbage collector makes of a Pod that has not ended.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go,
// markFailedAndDeletePodWithCondition.
func (l *life) failed(p *podlife.Pod, c lifecycle.Collected) *podlife.Pod {
	p.Status.Phase = podlife.PodFailed
	if c.Orphaned {
		p.Status.Conditions = slices.DeleteFunc(p.Status.Conditions, func(c podlife.Condition) bool { return c.Type == podlife.DisruptionTarget })
		p.Status.Conditions = append(p.Status.Conditions, podlife.Condition{
			Type: podlife.DisruptionTarget, Status: podlife.ConditionTrue, Reason: reasonOrphaned,
			Message: "PodGC: node no longer exists", LastTransitionTime: l.now.Truncate(time.Second), ObservedGeneration: p.Generation,
		})
	}
	return p
}

// reasonOrphaned stands in the condition DisruptionTarget of a Pod whose node
// does not exist any more.
const reasonOrphaned = "DeletionByPodGC"

// store notes a write, with the next resource version. The API server keeps times
// in whole seconds; and what was just added to the spec has no status yet, as no
// kubelet has looked at it.
func (l *life) store(what ChangeType, p *podlife.Pod) {
	p.DeletionTimestamp = p.DeletionTimestamp.Truncate(time.Second)
	s := &p.Status
	s.EphemeralContainerStatuses = slices.DeleteFunc(s.EphemeralContainerStatuses, func(s podlife.ContainerStatus) bool {
		return s.State.Kind == podlife.StateUnset
	})
	if len(s.EphemeralContainerStatuses) == 0 {
		s.EphemeralContainerStatuses = nil // as JSON has it
	}
	if n := len(l.writes); n > 0 && what == Modified && same(l.writes[n-1].Pod, p) {
		return
	}
	p.ResourceVersion = strconv.Itoa(firstVersion + len(l.writes))
	l.writes = append(l.writes, Change{what, l.now, p})
}
