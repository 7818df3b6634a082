package schedule

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/podlife/podlife"
)

// Trial is what came of trying to make room on a node.
type Trial struct {
	// Node by name.
	Node string
	// Rejection says why no room can be made. Nil: it can, or Err says what
	// failed.
	Rejection *Rejection
	// Err is the failure of a plugin. Nil: none failed.
	Err error
	// Victims have to go, the most important one first.
	Victims []Victim
	// Violations is how many of them a PodDisruptionBudget would have kept.
	Violations int
}

// Victim is a Pod that has to go.
type Victim struct {
	// Pod that has to go. It may be going already.
	Pod *podlife.Pod
	// Violates is the PodDisruptionBudget that would have kept it: the first,
	// by name, that is used up. Nil: none would.
	Violates *podlife.PodDisruptionBudget
}

// isCandidate reports whether room can be made.
func (t *Trial) isCandidate() bool { return t.Rejection == nil && t.Err == nil }

// try finds out who would have to go from a node.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go, SelectVictimsOnNode.
func (x *preemption) try(node string) Trial {
	t := Trial{Node: node}
	lower := x.lower(x.run.begin(node))
	defer x.run.end()
	if len(lower) == 0 {
		t.Rejection = &Rejection{DefaultPreemption, []string{"No preemption victims found for incoming pod"}, true}
		return t
	}
	for _, p := range lower {
		x.run.remove(p)
	}
	if t.Rejection, t.Err = x.run.judge(); !t.isCandidate() {
		return t
	}
	guarded, others := x.guarded(lower)
	t.Victims = append(x.reprieve(guarded), x.reprieve(others)...)
	for _, v := range t.Victims {
		if v.Violates != nil {
			t.Violations++
		}
	}
	slices.SortStableFunc(t.Victims, func(a, b Victim) int { return moreImportant(a.Pod, b.Pod) })
	if len(t.Victims) == 0 {
		t.Err = &CycleError{Problem: fmt.Sprintf("expected at least one victim pod on node %q", node)}
	}
	return t
}

// lower lists the Pods of lower priority, the most important one first.
func (x *preemption) lower(pods []*podlife.Pod) []*podlife.Pod {
	pods = slices.DeleteFunc(pods, func(p *podlife.Pod) bool { return priority(p) >= priority(x.pod) })
	slices.SortFunc(pods, func(a, b *podlife.Pod) int { return cmp.Or(moreImportant(a, b), compareNames(a, b)) })
	return pods
}

// reprieve brings Pods back one by one. It returns those that leave no room.
func (x *preemption) reprieve(pods []Victim) []Victim {
	var out []Victim
	for _, v := range pods {
		x.run.putBack(v.Pod)
		if rejection, err := x.run.judge(); rejection != nil || err != nil {
			x.run.remove(v.Pod)
			out = append(out, v)
		}
	}
	return out
}

// moreImportant returns a negative number if a is more important than b.
//
// Differs from kube-scheduler: Pods equal in priority and start are in no order
// there; here in that of their names, with guarded ones before others. One that
// has not started counts there as started now, so that of two the first that is
// looked at is the older; here the first by name.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/preemption/util.go, MoreImportantVictim.
func moreImportant(a, b *podlife.Pod) int {
	d := cmp.Or(cmp.Compare(priority(b), priority(a)), compareStarts(a, b))
	if d == 0 && a.Status.StartTime.IsZero() {
		return compareNames(a, b)
	}
	return d
}

// compareStarts compares when two Pods started. Not at all is later than any.
func compareStarts(a, b *podlife.Pod) int {
	switch x, y := a.Status.StartTime, b.Status.StartTime; {
	case x.IsZero() && y.IsZero():
		return 0
	case x.IsZero():
		return 1
	case y.IsZero():
		return -1
	default:
		return x.Compare(y)
	}
}

func compareNames(a, b *podlife.Pod) int {
	return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
}
