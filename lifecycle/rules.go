package lifecycle

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
)

// rules are those that a life joins, as values, so that a test can put a wrong
// one in the place of a right one. A nil rule, and nil rules, are the right ones.
type rules struct {
	// project is phase.Project.
	project func(*podlife.PodSpec, []podlife.ContainerStatus, phase.View) podlife.Phase
	// merge is phase.Merge.
	merge func(computed podlife.Phase, cached, api phase.Report, override *phase.Report) phase.Report
	// compute is restart.Compute.
	compute func(*podlife.Pod, restart.Observed) restart.Actions
	// shown changes a container's status after it was generated.
	shown func(f *fact, old, next shown) shown
	// open: the phase of a Pod that has ended is left as it is.
	open bool
	// unread tells of a container whose readiness does not count for the Pod's.
	unread func(f *fact) bool
}

// copied is slices.Clone in a form that lets list stay on the stack.
func copied[T any](list []T) []T {
	out := make([]T, len(list))
	copy(out, list)
	return out
}

// project returns the phase that statuses add up to. They stay the caller's.
func (f *facts) project(statuses []podlife.ContainerStatus, v phase.View) podlife.Phase {
	if f.rules != nil && f.rules.project != nil {
		return f.rules.project(&f.pod.Spec, copied(statuses), v)
	}
	return phase.Project(&f.pod.Spec, statuses, v)
}

// merge returns the phase to report.
func (f *facts) merge(computed podlife.Phase, cached, api phase.Report, override *phase.Report) phase.Report {
	if f.rules != nil && f.rules.merge != nil {
		return f.rules.merge(computed, cached, api, override)
	}
	return phase.Merge(computed, cached, api, override)
}

// compute returns what a sync does. What is observed stays the caller's.
func (f *facts) compute(o restart.Observed) restart.Actions {
	if f.rules != nil && f.rules.compute != nil {
		return f.rules.compute(f.pod, restart.Observed{
			Sandboxes: copied(o.Sandboxes), Containers: copied(o.Containers), RestartAll: o.RestartAll,
		})
	}
	return restart.Compute(f.pod, o)
}

// leavesOpen reports whether the phase of a Pod that has ended is left as it is.
func (f *facts) leavesOpen() bool { return f.rules != nil && f.rules.open }

// isUnread reports whether the readiness of container i does not count.
func (f *facts) isUnread(i int) bool {
	return f.rules != nil && f.rules.unread != nil && f.rules.unread(&f.list[i])
}
