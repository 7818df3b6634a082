package schedule

import (
	"errors"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// Schedule says on which node a scheduler with the profile would place p, and
// why. Nothing is placed; for that there is [Cluster.Assume]. Of several best
// nodes, tie picks one: the one at tie modulo their number, by name.
//
// The error is a [*FitError] if no node will do; the Decision then has the
// verdicts. It is a [*GatedError], [*DeletedError] or [*NoNodesError] if the
// scheduler would not look at the Pod, a [*NotCoveredError] if the Pod needs
// what this library does not know, a [*CycleError] if a plugin fails, and
// otherwise joins an [*ObjectError] or [*ProfileError] for each thing that is
// wrong with the Pod or the profile.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, schedulePod.
func (c *Cluster) Schedule(p *podlife.Pod, pr Profile, tie uint64) (Decision, error) {
	if p == nil {
		return Decision{}, noPod()
	}
	if err := pr.Validate(); err != nil {
		return Decision{}, err
	}
	if err := admits(p); err != nil {
		return Decision{}, err
	}
	x, errs := newCycle(c, p, &pr)
	if err := errors.Join(errs...); err != nil {
		return Decision{}, err
	}
	if c.alive == 0 {
		return Decision{}, &NoNodesError{}
	}
	return x.run(tie)
}

// admits reports why the scheduler would not look at a Pod, or this library
// cannot.
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

// run filters, scores and chooses.
func (x *cycle) run(tie uint64) (Decision, error) {
	whole, err := x.preFilter()
	if err != nil {
		return Decision{}, err
	}
	if whole != 0 {
		x.rejectAll(whole)
		return x.fail(x.rejections[whole-1].Reasons[0])
	}
	if !x.filterOwn() {
		x.restrict()
		if err := x.filterNominated(); err != nil {
			return Decision{}, err
		}
	}
	next := x.sample()
	x.collect()
	if len(x.feasible) == 0 {
		d, err := x.fail("")
		d.Next = next
		return d, err
	}
	d := x.verdictsOf()
	d.Next = next
	if err := x.scoreAll(&d); err != nil {
		return d, err
	}
	x.choose(&d, tie)
	return d, nil
}

// restrict rejects the nodes that the Pod does not name, where it names some.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, findNodesThatFitPod.
func (x *cycle) restrict() {
	names, by := x.named(x.pr.Filters)
	if by == nil {
		return
	}
	blamed := slices.Clone(by)
	if own := x.ownRejection(); own != nil {
		blamed = append(blamed, own.Plugin) // Kubernetes keeps one list for both
		slices.Sort(blamed)
		blamed = slices.Compact(blamed)
	}
	x.unnamed = x.rejection(by[0], true, "node(s) didn't satisfy plugin(s) ["+strings.Join(blamed, " ")+"]")
	for slot, v := range x.verdicts {
		if v == 0 && !names[x.c.nodes[slot].name] {
			x.verdicts[slot] = x.unnamed
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
func (x *cycle) scoreAll(d *Decision) error {
	d.Totals = make([]int64, len(x.feasible))
	if len(x.feasible) == 1 {
		return nil
	}
	for _, s := range x.pr.Scores {
		raw, normalized, err := x.score(s.Plugin)
		if err != nil {
			return err
		}
		d.Scores = append(d.Scores, PluginScore{s.Plugin, s.Weight, raw, normalized})
		for i, n := range normalized {
			if n < 0 || n > maxScore {
				return invalidScore(s.Plugin, n)
			}
			d.Totals[i] += n * s.Weight
		}
	}
	if len(x.pr.Scores) == 0 {
		for i := range d.Totals {
			d.Totals[i] = 1
		}
	}
	return nil
}

// choose finds the best nodes and picks one of them.
func (x *cycle) choose(d *Decision, tie uint64) {
	highest := slices.Max(d.Totals)
	for i, total := range d.Totals {
		if total == highest {
			d.Best = append(d.Best, x.c.nodes[x.feasible[i]].name)
		}
	}
	slices.Sort(d.Best)
	at := tie % uint64(len(d.Best))
	if x.pr.Legacy != nil {
		at = uint64(len(d.Best)) - 1 - at // 1.10 goes through them backwards
	}
	d.Node = d.Best[at]
}
