package schedule

import (
	"cmp"
	"slices"

	"github.com/podlife/podlife"
)

// budget is a PodDisruptionBudget, read.
type budget struct {
	object   *podlife.PodDisruptionBudget
	selector selector
}

// readBudgets sorts budgets by namespace, and there by name. One that has no
// selector, or an empty one, guards no Pod and is left out.
func readBudgets(list []*podlife.PodDisruptionBudget) map[string][]budget {
	out := map[string][]budget{}
	for _, b := range present(list) {
		sel, _, problem := newSelector(b.Spec.Selector)
		if problem == "" && !sel.nothing && !sel.isEmpty() {
			out[b.Namespace] = append(out[b.Namespace], budget{b, sel})
		}
	}
	for _, of := range out {
		slices.SortStableFunc(of, func(a, b budget) int { return cmp.Compare(a.object.Name, b.object.Name) })
	}
	return out
}

// guarded divides Pods into those that a budget would keep and all others. Each
// Pod that may go uses the budgets up for those after it.
//
// Differs from kube-scheduler: where a Pod is of several budgets, they are
// charged there in no order; here in that of their names.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/preemption/util.go, FilterVictimsWithPDBViolation.
func (x *preemption) guarded(pods []*podlife.Pod) (guarded, others []Victim) {
	used := map[*podlife.PodDisruptionBudget]int32{}
	for _, p := range pods {
		if b := x.charge(p, used); b != nil {
			guarded = append(guarded, Victim{p, b})
		} else {
			others = append(others, Victim{Pod: p})
		}
	}
	return guarded, others
}

// charge counts a Pod for its budgets, up to the one that would keep it.
func (x *preemption) charge(p *podlife.Pod, used map[*podlife.PodDisruptionBudget]int32) *podlife.PodDisruptionBudget {
	if len(p.Labels) == 0 {
		return nil
	}
	for _, b := range x.c.world.budgets[p.Namespace] {
		if _, counted := b.object.Status.DisruptedPods[p.Name]; counted || !b.selector.matches(p.Labels) {
			continue
		}
		used[b.object]++
		if used[b.object] > b.object.Status.DisruptionsAllowed {
			return b.object
		}
	}
	return nil
}
