package schedule

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// Plan is what a scheduler does about a Pod for which no node will do: on which
// node it keeps room for the Pod, and which Pods have to go for that.
type Plan struct {
	// Outcome says how far it came. Only with PreemptionPlanned has anybody to
	// go.
	Outcome PreemptionOutcome
	// Node that the Pod is nominated to. Empty: none.
	Node string
	// Best are the nodes that are as good as Node, which is one of them, sorted
	// by name. A scheduler may choose any.
	Best []string
	// Criterion is what set Best apart from the other nodes on which room can
	// be made.
	Criterion Criterion
	// Victims have to go, the most important one first.
	Victims []Victim
	// Violations is how many of them a PodDisruptionBudget would have kept.
	Violations int
	// Trials are the nodes on which making room was tried, in that order.
	Trials []Trial
	// Unnominated are Pods of lower priority for which room was kept on Node.
	// They are nominated to it no longer. By namespace and name.
	Unnominated []*podlife.Pod
	// Nominated is what status.nominatedNodeName of the Pod should be
	// afterwards. Empty: nothing.
	Nominated string
	// Message is what kube-scheduler adds to the event FailedScheduling: see
	// FitError.Preemption. Empty: nothing.
	Message string
}

// Preempt says which Pods would have to go for p to fit on some node, where no
// node will do as it is. It works on a copy: nobody goes. With its Message as
// [FitError.Preemption], the FitError that [Cluster.Schedule] returns for p has
// the whole text of the event FailedScheduling.
//
// A node is tried if its rejection is not Unresolvable. All Pods of lower
// priority are taken away; if the Pod then fits they come back one by one, the
// ones that a PodDisruptionBudget guards first and the more important ones
// before others, and whoever comes back and leaves no room is a [Victim]. Then
// the node is chosen: see [Criterion].
//
// A higher priority makes a Pod more important, then an earlier start, then the
// name; a Pod that has not started is less important than those that have.
//
// The errors are those of Schedule, but for the FitError. There is a
// [*ProfileError] besides for arguments that will not do, and a [*CycleError]
// if a plugin fails on a node and no other node can be had.
//
// What plugins know about all nodes is not found out anew but kept up as Pods
// go, as in Kubernetes. Three things show it. A Pod that is being deleted does
// not count for the spread of others, but when it goes the count falls by one;
// likewise if the selector of a constraint is empty, which counts nobody. And
// for a claim that only one Pod may use, Pods in other namespaces that use a
// claim of that name count when they go.
//
// Differs from kube-scheduler: where two Pods of a node have the same host
// port, it takes the port for free when one of them goes. No kubelet lets both
// in. What it leaves to chance is in [PreemptionArgs].
//
// Source: kubernetes v1.37 pkg/scheduler/framework/preemption/preemption.go, Preempt;
// pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go.
func (c *Cluster) Preempt(p *podlife.Pod, pr Profile, args PreemptionArgs) (Plan, error) {
	if p == nil {
		return Plan{}, noPod()
	}
	if err := errors.Join(pr.Validate(), args.validate(&pr)); err != nil {
		return Plan{}, err
	}
	x, err := c.tryToFit(p, &pr)
	var unfit *FitError
	switch {
	case err == nil:
		return Plan{Nominated: p.Status.NominatedNodeName}, nil
	case !errors.As(err, &unfit):
		return Plan{}, err
	}
	return (&preemption{cycle: x, args: args, unfit: unfit}).plan()
}

// preemption is one question about who would have to go.
type preemption struct {
	*cycle // which found no node
	args   PreemptionArgs
	unfit  *FitError
	run    *dryRun
}

// plan goes as far as it can.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/preemption/preemption.go, evaluate;
// pkg/scheduler/schedule_one.go, schedulingAlgorithm.
func (x *preemption) plan() (Plan, error) {
	out := Plan{Outcome: x.outcome(), Nominated: x.pod.Status.NominatedNodeName, Message: x.unfit.Preemption}
	switch {
	case out.Outcome == PreemptionOff && !x.pr.DynamicResources:
		out.Nominated = "" // no plugin is asked what becomes of it
		return out, nil
	case out.Outcome != PreemptionPlanned:
		return out, nil
	}
	candidates, err := x.dryRuns(&out)
	if err != nil {
		return Plan{}, err
	}
	if len(candidates) == 0 {
		return x.inVain(out)
	}
	x.choose(&out, candidates)
	return out, nil
}

// outcome says why no node is tried, or else that one is.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go, PodEligibleToPreemptOthers.
func (x *preemption) outcome() PreemptionOutcome {
	switch {
	case !x.pr.Preemption:
		return PreemptionOff
	case x.unfit.PreFilter != "" && x.pr.DynamicResources:
		return PreemptionNotReached
	case x.pod.Spec.PreemptionPolicy == podlife.PreemptNever:
		return PreemptionNever
	case x.awaitsVictims():
		return PreemptionUnderWay
	default:
		return PreemptionPlanned
	}
}

// dryRuns tries the nodes until there are enough on which room can be made, and
// returns those: the ones without violations first.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/preemption/preemption.go, DryRunPreemption.
func (x *preemption) dryRuns(out *Plan) ([]*Trial, error) {
	nodes := x.potential()
	if len(nodes) == 0 {
		return nil, nil
	}
	var err error
	if x.run, err = newDryRun(x.cycle); err != nil {
		return nil, err
	}
	enough := x.args.candidates(len(nodes))
	out.Trials = make([]Trial, 0, len(nodes)) // candidates point into it
	var clean, violating []*Trial
	for i := range nodes {
		t := x.try(nodes[(x.args.Offset%uint64(len(nodes))+uint64(i))%uint64(len(nodes))])
		list := &clean
		if t.Violations > 0 {
			list = &violating
		}
		if t.isCandidate() && len(*list) == enough {
			continue // no more of them are looked at
		}
		out.Trials = append(out.Trials, t)
		if t.isCandidate() {
			*list = append(*list, &out.Trials[len(out.Trials)-1])
		}
		if len(clean) > 0 && len(clean)+len(violating) >= enough {
			break
		}
	}
	return append(clean, violating...), nil
}

// inVain says why room can be made nowhere.
func (x *preemption) inVain(out Plan) (Plan, error) {
	failures := &CycleError{}
	var texts []string
	reasons := map[string]int{}
	for i := range out.Trials {
		t := &out.Trials[i]
		if t.Err == nil {
			for _, reason := range t.Rejection.Reasons {
				reasons[reason]++
			}
			continue
		}
		errors.As(t.Err, &failures)
		if text := filterFailure(t.Err); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	switch len(texts) {
	case 0:
		if rest := x.unfit.Nodes - len(out.Trials); rest > 0 {
			reasons["Preemption is not helpful for scheduling"] = rest
		}
		out.Outcome, out.Nominated = PreemptionNotHelpful, ""
		out.Message = "preemption: " + (&FitError{Nodes: x.unfit.Nodes, Reasons: reasons}).Error()
		return out, nil
	case 1:
		out.Message = "preemption: " + texts[0]
	default:
		out.Message = "preemption: [" + strings.Join(texts, ", ") + "]"
	}
	out.Outcome = PreemptionFailed
	return out, failures
}

// filterFailure is the text of a failure on one node.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/runtime/framework.go, RunFilterPlugins.
func filterFailure(err error) string {
	var failed *CycleError
	if errors.As(err, &failed) && failed.Plugin != "" {
		return fmt.Sprintf("running %q filter plugin: %s", failed.Plugin, failed.Problem)
	}
	return err.Error()
}

// choose settles on a node, and says what follows.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/preemption/executor.go, getLowerPriorityNominatedPods.
func (x *preemption) choose(out *Plan, candidates []*Trial) {
	best, by := pickNodes(candidates)
	slices.SortFunc(best, func(a, b *Trial) int { return cmp.Compare(a.Node, b.Node) })
	for _, t := range best {
		out.Best = append(out.Best, t.Node)
	}
	chosen := best[x.args.Tie%uint64(len(best))]
	out.Criterion, out.Node, out.Nominated = by, chosen.Node, chosen.Node
	out.Victims, out.Violations = chosen.Victims, chosen.Violations
	out.Unnominated = x.run.nominatedBelow(chosen.Node)
	out.Message = fmt.Sprintf("preemption: found a potential placement for pod on node %s, preempting %d victims", chosen.Node, len(chosen.Victims))
}
