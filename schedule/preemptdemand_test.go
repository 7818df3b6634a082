package schedule_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

// demand is a Pod that others may have to make way for.
type demand struct {
	o    *podlife.Objects
	p    *podlife.Pod
	args schedule.PreemptionArgs
}

// demands draws clusters that are fuller than those of podtest, budgets, and a
// Pod of high priority, most of the time.
func demands() *rapid.Generator[demand] {
	return rapid.Custom(func(t *rapid.T) demand {
		q := demand{o: podtest.Cluster().Draw(t, "cluster"), p: podtest.Unbound("pending").Draw(t, "pod")}
		of := func(label string, values ...string) string { return rapid.SampledFrom(values).Draw(t, label) }
		for _, n := range q.o.Nodes {
			for i := range rapid.IntRange(1, 2).Draw(t, "more") {
				name := fmt.Sprintf("%s-%d", n.Name, i)
				q.o.Pods = append(q.o.Pods, on(podtest.Unbound(name).Draw(t, name), n.Name))
			}
		}
		for _, n := range q.o.Nodes {
			n.Spec.Unschedulable, n.Spec.Taints = false, n.Spec.Taints[:min(len(n.Spec.Taints), int(of("taints", "0", "0", "1")[0]-'0'))]
			n.Status.Allocatable["cpu"], n.Status.Allocatable["pods"] = quantity(of("cpu", "500m", "300m", "1")), quantity(of("pods", "3", "2", "1"))
		}
		for _, p := range append(q.o.Pods, q.p) {
			p.Spec.InitContainers, p.Spec.NodeSelector = nil, nil
			p.Spec.Containers[0].Resources.Requests = list("cpu", of("cpu", "200m", "300m", "100m", "300m"))
			if of("affinity", "none", "none", "as it is") == "none" {
				p.Spec.Affinity = nil
			}
		}
		for _, p := range q.o.Pods {
			p.Status.StartTime = at.AddDate(0, 0, int(of("start", "0", "1", "2")[0]-'0'))
			if of("comes", "no", "no", "no", "no", "no", "yes") == "yes" && !p.IsDeleted() {
				p.Status.NominatedNodeName, p.Spec.NodeName = p.Spec.NodeName, ""
			}
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "budgets") {
			b := budgetOf(fmt.Sprintf("b%d", i), int32(of("allowed", "0", "1")[0]-'0'), app(of("app", "web", "db")))
			q.o.PodDisruptionBudgets = append(q.o.PodDisruptionBudgets, b)
		}
		if of("rank", "high", "high", "high", "as it is") == "high" {
			ranked(q.p, 100)
		}
		q.p.Spec.PreemptionPolicy = podlife.PreemptionPolicy(of("policy", "", "", "", "", "Never"))
		q.p.Status.NominatedNodeName = of("nominated", "", "", "node-a", "node-b")
		q.args = schedule.PreemptionArgs{Offset: rapid.Uint64Range(0, 3).Draw(t, "offset"), Tie: rapid.Uint64Range(0, 3).Draw(t, "tie")}
		return q
	})
}

// planner is what the laws are about.
type planner func(q demand) (schedule.Plan, error)

func preempt(q demand) (schedule.Plan, error) {
	c, err := schedule.NewCluster(q.o)
	if err != nil {
		return schedule.Plan{}, err
	}
	return c.Preempt(q.p, schedule.Default(), q.args)
}

// spoiledPlan changes what preempt answers where somebody has to go.
func spoiledPlan(spoil func(q demand, plan *schedule.Plan)) planner {
	return func(q demand) (schedule.Plan, error) {
		plan, err := preempt(q)
		if plan.Node != "" {
			spoil(q, &plan)
		}
		return plan, err
	}
}

// checkPlanLaw checks that a law holds for the rule, and breaks for others. A
// law says what is wrong with a planner, shown on one demand; empty: nothing.
func checkPlanLaw(t *testing.T, law func(by planner, q demand) string, broken map[string]planner) {
	t.Helper()
	on := func(by planner) func(*rapid.T) {
		return func(t *rapid.T) {
			if wrong := law(by, demands().Draw(t, "demand")); wrong != "" {
				t.Fatal(wrong)
			}
		}
	}
	rapid.Check(t, on(preempt))
	for name, by := range broken {
		t.Run("catches "+name, func(t *testing.T) { lawtest.Catches(t, on(by)) })
	}
}

// Sometimes: the demands reach every outcome but a failure, every criterion,
// and what laws leave out.
func TestDemandsReach(t *testing.T) {
	seen := map[string]int{}
	for seed := range 4000 {
		q := demands().Example(seed)
		plan, err := preempt(q)
		if err != nil {
			continue
		}
		seen[plan.Outcome.String()]++
		if plan.Node == "" {
			continue
		}
		seen[plan.Criterion.String()]++
		for what, is := range map[string]bool{
			"plain": isPlain(q), "several victims": len(plan.Victims) > 1, "violations": plan.Violations > 0, "several best": len(plan.Best) > 1,
			"unnominated": len(plan.Unnominated) > 0, "tried in vain": slices.ContainsFunc(plan.Trials, func(t schedule.Trial) bool { return t.Rejection != nil }),
		} {
			if is {
				seen[what]++
			}
		}
	}
	for _, want := range []string{
		schedule.PreemptionNotNeeded.String(), schedule.PreemptionNever.String(), schedule.PreemptionNotHelpful.String(), schedule.PreemptionPlanned.String(),
		schedule.FewestViolations.String(), schedule.LowestPriority.String(), schedule.LowestSum.String(), schedule.LatestStart.String(), schedule.NoCriterion.String(),
		"plain", "several victims", "violations", "several best", "unnominated", "tried in vain",
	} {
		if seen[want] < 8 {
			t.Errorf("%d times: %s", seen[want], want)
		}
	}
	t.Log(seen)
}

// FuzzPreempt: no arguments make it panic.
func FuzzPreempt(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		q := demands().Draw(t, "demand")
		args := func(label string) int32 { return rapid.Int32().Draw(t, label) }
		q.args = schedule.PreemptionArgs{MinCandidateNodesPercentage: args("percentage"), MinCandidateNodesAbsolute: args("absolute"), Offset: rapid.Uint64().Draw(t, "offset"), Tie: rapid.Uint64().Draw(t, "tie")}
		plan, err := preempt(q)
		if (plan.Outcome == schedule.PreemptionPlanned) != (plan.Node != "") || plan.Node != "" && (err != nil || plan.Nominated != plan.Node) {
			t.Fatalf("%v on %q, nominated to %q, %v", plan.Outcome, plan.Node, plan.Nominated, err)
		}
	}))
}
