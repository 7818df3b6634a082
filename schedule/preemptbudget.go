package schedule

import (
	"cmp"
	"maps"
	"slices"

	"github.com/podlife/podlife"
)

// budget is a PodDisruptionBudget, read.
type budget struct {
	object   *podlife.PodDisruptionBudget
	selector selector
}

// readBudgets sorts budgets by namespace, and there by name. One that has no
// selector matches no Pod; one that has an empty selector guards none either, and
// is left out.
func readBudgets(list []*podlife.PodDisruptionBudget) map[string][]budget {
	out := map[string][]budget{}
	for _, b := range present(list) {
		sel, _, _ := newSelector(b.Spec.Selector) // what is wrong with it is told elsewhere
		if !sel.isEmpty() {
			out[b.Namespace] = append(out[b.Namespace], budget{b, sel})
		}
	}
	for _, of := range out {
		slices.SortStableFunc(of, func(a, b budget) int { return cmp.Compare(a.object.Name, b.object.Name) })
	}
	return out
}

// Budgets returns the PodDisruptionBudgets that guard a Pod, by name. Nobody may
// change them; see [Cluster.SetBudget].
func (c *Cluster) Budgets(p *podlife.Pod) []*podlife.PodDisruptionBudget {
	if p == nil || len(p.Labels) == 0 {
		return nil
	}
	var out []*podlife.PodDisruptionBudget
	for i := range c.world.budgets[p.Namespace] {
		if b := &c.world.budgets[p.Namespace][i]; b.selector.matches(p.Labels) {
			out = append(out, b.object)
		}
	}
	return out
}

// SetBudget adds a PodDisruptionBudget, or changes the one of that name, as when
// a Pod that it guards was evicted and fewer may follow. One without a selector
// guards nobody. If the selector cannot be read, nothing changes. Only
// [Cluster.Preempt] and [Cluster.Budgets] look at budgets.
func (c *Cluster) SetBudget(b *podlife.PodDisruptionBudget) error {
	if b == nil {
		return &ObjectError{Kind: "PodDisruptionBudget", Field: "metadata", Problem: "there is no PodDisruptionBudget"}
	}
	if errs := selectorProblems(&podlife.Objects{PodDisruptionBudgets: []*podlife.PodDisruptionBudget{b}}); len(errs) > 0 {
		return errs[0]
	}
	list := []*podlife.PodDisruptionBudget{b}
	for _, old := range c.world.budgets[b.Namespace] {
		if old.object.Name != b.Name {
			list = append(list, old.object)
		}
	}
	w := *c.world // clones share the old one
	w.budgets = maps.Clone(w.budgets)
	w.budgets[b.Namespace] = readBudgets(list)[b.Namespace]
	c.setWorld(&w)
	return nil
}

// setWorld puts another world in the place of what is there. That is a change like
// any other: a Rollback brings the old one back.
func (c *Cluster) setWorld(w *world) {
	old := c.world
	c.world = w
	c.note(change{world: old})
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
	for _, b := range x.c.Budgets(p) {
		if _, counted := b.Status.DisruptedPods[p.Name]; counted {
			continue
		}
		if used[b]++; used[b] > b.Status.DisruptionsAllowed {
			return b
		}
	}
	return nil
}
