package schedule

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// Schedule says on which node a scheduler with the profile would place p.
// Nothing is placed; for that there are [Cluster.Assume] and [Cluster.Place].
// Of several best nodes, tie picks one: the one at tie modulo their number, by
// name. Why it is that node, [Decision.Explain] says.
//
// The error is a [*FitError] if no node will do. It is a [*GatedError],
// [*DeletedError] or [*NoNodesError] if the scheduler would not look at the
// Pod, a [*NotCoveredError] if the Pod needs what this library does not know, a
// [*CycleError] if a plugin fails, and otherwise joins an [*ObjectError] or
// [*ProfileError] for each thing that is wrong with the Pod or the profile.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, schedulePod.
func (c *Cluster) Schedule(p *podlife.Pod, pr Profile, tie uint64) (Decision, error) {
	if p == nil {
		return Decision{}, noPod()
	}
	if err := pr.Validate(); err != nil {
		return Decision{}, err
	}
	return c.decide(p, &pr, tie)
}

// decide is Schedule for a profile that is known to be good.
func (c *Cluster) decide(p *podlife.Pod, pr *Profile, tie uint64) (Decision, error) {
	x, err := c.ask(p, pr)
	if err != nil {
		return Decision{}, err
	}
	d := Decision{question: &question{c, c.last, p, pr, tie}}
	if !pr.isLegacy() && !pr.Sampling.On && c.isQuickPod(p, pr) {
		if q := newQuery(x); q != nil && q.decide(&d, tie) {
			return d, nil
		}
		if x, err = c.ask(p, pr); err != nil { // a query leaves nothing as it was
			return Decision{}, err
		}
	}
	return d, x.decide(&d, tie)
}

// ask begins a question, if it is one that a scheduler would look at.
func (c *Cluster) ask(p *podlife.Pod, pr *Profile) (*cycle, error) {
	if err := admits(p); err != nil {
		return nil, err
	}
	x, errs := newCycle(c, p, pr)
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if c.alive == 0 {
		return nil, &NoNodesError{}
	}
	return x, nil
}

// admits reports why the scheduler would not look at a Pod, or this library
// cannot. To refuse is better than to answer as if the Pod had not asked: a
// resource claim that nobody looks at would let it onto any node.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, skipPodSchedule;
// pkg/scheduler/framework/plugins/schedulinggates/scheduling_gates.go, PreEnqueue.
func admits(p *podlife.Pod) error {
	switch {
	case p.IsDeleted():
		return &DeletedError{p.Namespace, p.Name}
	case len(p.Spec.SchedulingGates) > 0:
		gates := make([]string, len(p.Spec.SchedulingGates))
		for i, g := range p.Spec.SchedulingGates {
			gates[i] = g.Name
		}
		return &GatedError{gates}
	case len(p.Spec.ResourceClaims) > 0:
		return &NotCoveredError{DynamicResources, "spec.resourceClaims"}
	case p.Spec.SchedulingGroup != nil:
		return &NotCoveredError{GangScheduling, "spec.schedulingGroup"}
	default:
		return nil
	}
}

// decide runs the cycle and writes down the choice.
func (x *cycle) decide(d *Decision, tie uint64) error {
	err := x.run()
	d.Next, d.Feasible = x.next, len(x.feasible)
	if err != nil {
		return err
	}
	best := x.best()
	d.Best, d.Node = len(best), x.pick(best, tie)
	return nil
}

// run filters and scores. What was found out stays in the cycle, also where an
// error ends it: explanations are made from that.
func (x *cycle) run() error {
	x.next = x.pr.Sampling.unmoved()
	whole, err := x.preFilter()
	if err != nil {
		return err
	}
	if whole != 0 {
		x.rejectAll(whole)
		return x.fail(x.rejections[whole-1].Reasons[0])
	}
	if !x.filterOwn() {
		x.restrict()
		if err := x.filterNominated(); err != nil {
			return err
		}
		x.sample()
	}
	x.collect()
	if len(x.feasible) == 0 {
		return x.fail("")
	}
	return x.scoreAll()
}

// restrict rejects the nodes that the Pod does not name, where it names some.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, findNodesThatFitPod.
func (x *cycle) restrict() {
	names, by := x.named(x.pr.Filters)
	if by == nil {
		return
	}
	x.names = names
	blamed := slices.Clone(by)
	if own := x.ownRejection(); own != nil {
		blamed = append(blamed, own.Plugin) // Kubernetes keeps one list for both
		slices.Sort(blamed)
		blamed = slices.Compact(blamed)
	}
	unnamed := x.rejection(by[0], true, "node(s) didn't satisfy plugin(s) ["+strings.Join(blamed, " ")+"]")
	for slot, v := range x.verdicts {
		if v == 0 && !names[x.c.nodes[slot].name] {
			x.verdicts[slot] = unnamed
		}
	}
}

// named returns the nodes that the Pod names, and by which of the filters, in
// the order of their names. None: it names no node.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/runtime/framework.go, RunPreFilterPlugins.
func (x *cycle) named(filters []string) (names map[string]bool, by []string) {
	if slices.Contains(filters, NodeAffinity) {
		if affine, restricts, _ := namedNodes(x.pod); restricts {
			names, by = affine, append(by, NodeAffinity)
		}
	}
	if name := x.pod.Spec.NodeName; name != "" && slices.Contains(filters, NodeName) {
		both := map[string]bool{}
		if by == nil || names[name] {
			both[name] = true
		}
		names, by = both, append(by, NodeName)
	}
	return names, by
}

// filter asks all filters about all nodes that are left. Where none is, the
// next one is not asked, so it cannot fail.
func (x *cycle) filter() error {
	for _, name := range x.pr.Filters {
		if x.pr.Legacy == nil && !slices.Contains(x.verdicts, 0) {
			return nil // 1.10 may go on to ask about nodes that were rejected
		}
		filterOf(name)(x)
		if x.volumes.failure != nil {
			return x.volumes.failure
		}
	}
	return nil
}

// scoreAll asks the scorers and adds up what they say. One feasible node is
// chosen without a score.
func (x *cycle) scoreAll() error {
	x.totals = make([]int64, len(x.feasible))
	if len(x.feasible) == 1 {
		return nil
	}
	for _, s := range x.pr.Scores {
		raw, normalized, err := x.score(s.Plugin)
		if err != nil {
			return err
		}
		x.scores = append(x.scores, PluginScore{s.Plugin, s.Weight, raw, normalized})
		for i, n := range normalized {
			if n < 0 || n > maxScore {
				return invalidScore(s.Plugin, n)
			}
			x.totals[i] += n * s.Weight
		}
	}
	if len(x.pr.Scores) == 0 {
		for i := range x.totals {
			x.totals[i] = 1
		}
	}
	return nil
}

// best lists the slots with the highest total, in the order of their names. Any
// of them may be Kubernetes' choice, which it leaves to chance.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, prioritizeNodes.
func (x *cycle) best() []int32 {
	var out []int32
	highest := slices.Max(x.totals)
	for i, total := range x.totals {
		if total == highest {
			out = append(out, x.feasible[i])
		}
	}
	slices.SortFunc(out, func(a, b int32) int { return cmp.Compare(x.c.order.ranks[a], x.c.order.ranks[b]) })
	return out
}

// pick returns the name of one of several best.
func (x *cycle) pick(best []int32, tie uint64) string {
	at := tie % uint64(len(best))
	if x.pr.Legacy != nil {
		at = uint64(len(best)) - 1 - at // 1.10 goes through them backwards
	}
	return x.c.nodes[best[at]].name
}
