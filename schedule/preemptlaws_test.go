package schedule_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

// everyLower makes all Pods of lower priority on the node go.
func everyLower(q demand, plan *schedule.Plan) {
	plan.Victims = nil
	for _, p := range q.o.Pods {
		if p.Spec.NodeName == plan.Node && rank(p) < rank(q.p) {
			plan.Victims = append(plan.Victims, schedule.Victim{Pod: p})
		}
	}
}

func rank(p *podlife.Pod) int32 {
	if p.Spec.Priority == nil {
		return 0
	}
	return *p.Spec.Priority
}

// fitsWithout reports whether the Pod fits on a node that some Pods have left.
func fitsWithout(q demand, node string, victims []schedule.Victim) bool {
	left := *q.o
	left.Pods = slices.DeleteFunc(slices.Clone(q.o.Pods), func(p *podlife.Pod) bool {
		return slices.ContainsFunc(victims, func(v schedule.Victim) bool { return v.Pod == p })
	})
	p := q.p.Clone()
	p.Status.NominatedNodeName = node
	d, _ := decide(&left, p, schedule.Default(), 0)
	return d.Node == node
}

// isPlain: what plugins keep up is what they would find anew, see Preempt.
func isPlain(q demand) bool {
	deleted := slices.ContainsFunc(q.o.Pods, (*podlife.Pod).IsDeleted)
	return !slices.ContainsFunc(q.p.Spec.TopologySpreadConstraints, func(c podlife.TopologySpreadConstraint) bool {
		empty := len(c.LabelSelector.MatchLabels)+len(c.LabelSelector.MatchExpressions) == 0
		return c.WhenUnsatisfiable == podlife.DoNotSchedule && (deleted || empty)
	})
}

// planFits: when the victims have gone, the Pod fits on its nominated node.
func planFits(by planner, q demand) string {
	plan, _ := by(q)
	if plan.Node != "" && isPlain(q) && !fitsWithout(q, plan.Node, plan.Victims) {
		return fmt.Sprintf("it does not fit on %s without %d Pods", plan.Node, len(plan.Victims))
	}
	return ""
}

func TestPlanFits(t *testing.T) {
	checkPlanLaw(t, planFits, map[string]planner{
		"one victim that stays": spoiledPlan(func(_ demand, plan *schedule.Plan) { plan.Victims = plan.Victims[1:] }),
	})
}

// victimsAreNeeded: if any one victim stays, the Pod does not fit.
func victimsAreNeeded(by planner, q demand) string {
	plan, _ := by(q)
	for i, v := range plan.Victims {
		others := slices.Delete(slices.Clone(plan.Victims), i, i+1)
		if isPlain(q) && fitsWithout(q, plan.Node, others) {
			return fmt.Sprintf("%s may stay on %s", v.Pod.Name, plan.Node)
		}
	}
	return ""
}

func TestVictimsAreNeeded(t *testing.T) {
	checkPlanLaw(t, victimsAreNeeded, map[string]planner{"everybody lower": spoiledPlan(everyLower)})
}

// victimsAreLower: who has to go is on the node and has a lower priority, and
// comes in the order of importance.
func victimsAreLower(by planner, q demand) string {
	plan, _ := by(q)
	for _, t := range plan.Trials {
		for i, v := range t.Victims {
			if v.Pod.Spec.NodeName != t.Node || rank(v.Pod) >= rank(q.p) || i > 0 && rank(v.Pod) > rank(t.Victims[i-1].Pod) {
				return fmt.Sprintf("%s, priority %d, has to go from %s for %d", v.Pod.Name, rank(v.Pod), t.Node, rank(q.p))
			}
		}
	}
	return ""
}

func TestVictimsAreLower(t *testing.T) {
	checkPlanLaw(t, victimsAreLower, map[string]planner{
		"a Pod that thinks it is higher": func(q demand) (schedule.Plan, error) {
			q.p = ranked(q.p.Clone(), rank(q.p)+11)
			plan, err := preempt(q)
			ranked(q.p, rank(q.p)-11)
			return plan, err
		},
		"the least important first": spoiledPlan(func(_ demand, plan *schedule.Plan) {
			for _, t := range plan.Trials {
				slices.Reverse(t.Victims)
			}
		}),
	})
}

// notHelpedIsNotTried: there is a plan only where the FitError leaves it open,
// for one of its candidates; otherwise its text is complete.
func notHelpedIsNotTried(by planner, q demand) string {
	_, err := decide(q.o, q.p, schedule.Default(), 0)
	var unfit *schedule.FitError
	plan, _ := by(q)
	switch {
	case !errors.As(err, &unfit):
		return cmp.Diff(schedule.PreemptionNotNeeded, plan.Outcome) + cmp.Diff(0, len(plan.Trials))
	case unfit.Preemption != "":
		return cmp.Diff("", plan.Node) + cmp.Diff(unfit.Preemption, plan.Message)
	case plan.Node != "" && !slices.Contains(unfit.Candidates, plan.Node):
		return plan.Node + " is no candidate"
	case plan.Outcome != schedule.PreemptionPlanned && plan.Outcome != schedule.PreemptionNotHelpful:
		return plan.Outcome.String()
	default:
		return ""
	}
}

func TestNotHelpedIsNotTried(t *testing.T) {
	checkPlanLaw(t, notHelpedIsNotTried, map[string]planner{
		"no heed of preemptionPolicy": func(q demand) (schedule.Plan, error) {
			q.p = q.p.Clone()
			q.p.Spec.PreemptionPolicy = ""
			return preempt(q)
		},
	})
}

// choiceIsBestTrial: no node on which room can be made is better than the
// choice, by the list of what counts, and none that is as good is left out.
func choiceIsBestTrial(by planner, q demand) string {
	plan, _ := by(q)
	if plan.Node == "" {
		return ""
	}
	worth := func(t schedule.Trial) []int64 {
		sum, first := int64(0), t.Victims[0].Pod
		for _, v := range t.Victims {
			sum += int64(rank(v.Pod)) + 1<<31
			if rank(v.Pod) == rank(first) && v.Pod.Status.StartTime.Before(first.Status.StartTime) {
				first = v.Pod
			}
		}
		return []int64{int64(t.Violations), int64(rank(first)), sum, int64(len(t.Victims)), -first.Status.StartTime.Unix()}
	}
	var best []string
	var least []int64
	for _, t := range plan.Trials {
		if t.Rejection != nil || t.Err != nil {
			continue
		}
		switch w := worth(t); {
		case best == nil || slices.Compare(w, least) < 0:
			best, least = []string{t.Node}, w
		case slices.Equal(w, least):
			best = append(best, t.Node)
		}
	}
	slices.Sort(best)
	return cmp.Diff(best, plan.Best) + cmp.Diff(true, slices.Contains(best, plan.Node))
}

func TestChoiceIsBestTrial(t *testing.T) {
	first := func(_ demand, plan *schedule.Plan) {
		i := slices.IndexFunc(plan.Trials, func(t schedule.Trial) bool { return t.Rejection == nil })
		plan.Node, plan.Best = plan.Trials[i].Node, []string{plan.Trials[i].Node}
	}
	checkPlanLaw(t, choiceIsBestTrial, map[string]planner{"the first that will do": spoiledPlan(first)})
}

// planText is a plan without the order in which nodes were tried.
func planText(plan schedule.Plan, err error) string {
	slices.SortFunc(plan.Trials, func(a, b schedule.Trial) int { return cmpNames(a.Node, b.Node) })
	text := fmt.Sprintf("%s\n%s\n%s\n%v\n", inWords(plan), plan.Nominated, plan.Message, err)
	for _, p := range plan.Unnominated {
		text += p.Name + "\n"
	}
	return text
}

func cmpNames(a, b string) int { return slices.Compare([]string{a}, []string{b}) }

// planHasNoOrder: nodes, Pods and budgets may stand in any order.
func planHasNoOrder(by planner, q demand) string {
	turned := *q.o
	turned.Nodes, turned.Pods = slices.Clone(q.o.Nodes), slices.Clone(q.o.Pods)
	turned.PodDisruptionBudgets = slices.Clone(q.o.PodDisruptionBudgets)
	slices.Reverse(turned.Nodes)
	slices.Reverse(turned.Pods)
	slices.Reverse(turned.PodDisruptionBudgets)
	return cmp.Diff(planText(by(q)), planText(by(demand{&turned, q.p, q.args})))
}

func TestPlanHasNoOrder(t *testing.T) {
	checkPlanLaw(t, planHasNoOrder, map[string]planner{
		"the first of the best": spoiledPlan(func(q demand, plan *schedule.Plan) {
			i := slices.IndexFunc(q.o.Nodes, func(n *podlife.Node) bool { return slices.Contains(plan.Best, n.Name) })
			plan.Nominated = q.o.Nodes[i].Name
		}),
	})
}

// amplyGuarded: a budget that is not used up is as good as none.
func amplyGuarded(by planner, q demand) string {
	none, ample := q, q
	without, with := *q.o, *q.o
	without.PodDisruptionBudgets, with.PodDisruptionBudgets = nil, nil
	for _, b := range q.o.PodDisruptionBudgets {
		b = b.Clone()
		b.Status.DisruptionsAllowed = 100
		with.PodDisruptionBudgets = append(with.PodDisruptionBudgets, b)
	}
	none.o, ample.o = &without, &with
	return cmp.Diff(planText(by(none)), planText(by(ample)))
}

func TestAmplyGuarded(t *testing.T) {
	checkPlanLaw(t, amplyGuarded, map[string]planner{
		"budgets that are never looked into": func(q demand) (schedule.Plan, error) {
			o := *q.o
			o.PodDisruptionBudgets = nil
			for _, b := range q.o.PodDisruptionBudgets {
				b = b.Clone()
				b.Status.DisruptionsAllowed = 0
				o.PodDisruptionBudgets = append(o.PodDisruptionBudgets, b)
			}
			q.o = &o
			return preempt(q)
		},
	})
}

// nobodyGoes: no argument changes, nor does the cluster; same question, same
// answer.
func nobodyGoes(by func(c *schedule.Cluster, q demand) schedule.Plan, q demand) string {
	c, err := schedule.NewCluster(q.o)
	if err != nil {
		return err.Error()
	}
	other := ranked(pod("other", "cpu", "1"), 50)
	p, before := q.p.Clone(), ask(c, other)
	var pods []*podlife.Pod
	for _, p := range q.o.Pods {
		pods = append(pods, p.Clone())
	}
	first := planText(by(c, q), nil)
	return cmp.Diff(first, planText(by(c, q), nil)) + cmp.Diff(before, ask(c, other)) + cmp.Diff(p, q.p) + cmp.Diff(pods, q.o.Pods)
}

func TestNobodyGoes(t *testing.T) {
	on := func(by func(c *schedule.Cluster, q demand) schedule.Plan) func(*rapid.T) {
		return func(t *rapid.T) {
			if wrong := nobodyGoes(by, demands().Draw(t, "demand")); wrong != "" {
				t.Fatal(wrong)
			}
		}
	}
	plan := func(c *schedule.Cluster, q demand) schedule.Plan {
		plan, _ := c.Preempt(q.p, schedule.Default(), q.args)
		return plan
	}
	rapid.Check(t, on(plan))
	lawtest.Catches(t, on(func(c *schedule.Cluster, q demand) schedule.Plan {
		out := plan(c, q)
		for _, v := range out.Victims {
			c.Forget(v.Pod)
		}
		return out
	}))
}
