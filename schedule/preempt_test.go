package schedule_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

func ranked(p *podlife.Pod, priority int32) *podlife.Pod {
	p.Spec.Priority = &priority
	return p
}

// started says how many hours after a fixed time a Pod started.
func started(p *podlife.Pod, hours int) *podlife.Pod {
	p.Status.StartTime = at.Add(time.Duration(hours) * time.Hour)
	return p
}

// doomed is a Pod that is being deleted to make way.
func doomed(p *podlife.Pod) *podlife.Pod {
	p.Status.Conditions = []podlife.Condition{{Type: podlife.DisruptionTarget, Status: podlife.ConditionTrue, Reason: "PreemptionByScheduler"}}
	return going(p)
}

func budgetOf(name string, allowed int32, sel *podlife.LabelSelector) *podlife.PodDisruptionBudget {
	return &podlife.PodDisruptionBudget{
		ObjectMeta: podlife.ObjectMeta{Name: name, Namespace: "default"}, Spec: podlife.PodDisruptionBudgetSpec{Selector: sel},
		Status: podlife.PodDisruptionBudgetStatus{DisruptionsAllowed: allowed},
	}
}

func guarding(o *podlife.Objects, budgets ...*podlife.PodDisruptionBudget) *podlife.Objects {
	o.PodDisruptionBudgets = budgets
	return o
}

// inWords writes down a plan: the victims on the nodes that were tried, those
// that a budget would have kept with a !, and then the choice.
func inWords(plan schedule.Plan) string {
	var trials []string
	for _, t := range plan.Trials {
		text := t.Node + ":"
		for _, v := range t.Victims {
			text += " " + v.Pod.Name
			if v.Violates != nil {
				text += "!"
			}
		}
		switch {
		case t.Rejection != nil:
			text += " " + strings.Join(t.Rejection.Reasons, "; ")
		case t.Err != nil:
			text += " " + t.Err.Error()
		}
		trials = append(trials, text)
	}
	end := plan.Outcome.String()
	if plan.Node != "" {
		end = fmt.Sprintf("%s by %v", strings.Join(plan.Best, " "), plan.Criterion)
	}
	return strings.Join(append(trials, end), ", ")
}

type planCase struct {
	name string
	o    *podlife.Objects
	p    *podlife.Pod
	want string
}

func checkPlans(t *testing.T, cases []planCase) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			plan, err := cluster(t, test.o).Preempt(test.p, schedule.Default(), schedule.PreemptionArgs{})
			if err != nil && plan.Outcome != schedule.PreemptionFailed {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, inWords(plan)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

const (
	notHelpful = "Preemption is not helpful for scheduling"
	noVictims  = "No preemption victims found for incoming pod"
)

// Node n1 has 4 cpu.
func TestVictims(t *testing.T) {
	boss := func(cpu string) *podlife.Pod { return ranked(pod("boss", "cpu", cpu), 100) }
	n1 := func(pods ...*podlife.Pod) *podlife.Objects {
		for _, p := range pods {
			on(p, "n1")
		}
		return with(nodes(node("n1")), pods...)
	}
	guarded := func(name, cpu string, priority int32) *podlife.Pod {
		return labeled(ranked(pod(name, "cpu", cpu), priority), "app", "web")
	}
	port := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.Containers[0].Ports = []podlife.ContainerPort{{HostPort: 80}}
		return p
	}
	counted := budgetOf("b", 0, app("web"))
	counted.Status.DisruptedPods = map[string]time.Time{"q": at}
	elsewhere := budgetOf("b", 0, app("web"))
	elsewhere.Namespace = "other"
	checkPlans(t, []planCase{
		{"there is room", n1(), boss("4"), "not needed"},
		{"one", n1(pod("q", "cpu", "3")), boss("2"), "n1: q, n1 by none"},
		{"too large for the node", n1(pod("q", "cpu", "3")), boss("5"), notHelpful},
		{"nobody is lower", n1(ranked(pod("q", "cpu", "3"), 100)), boss("2"), "n1: " + noVictims + ", " + notHelpful},
		{"lower are not enough", n1(ranked(pod("q", "cpu", "3"), 100), pod("r", "cpu", "1")), boss("2"), "n1: Insufficient cpu, " + notHelpful},
		{"a priority of 0 above one below", n1(ranked(pod("q", "cpu", "3"), -5)), pod("p", "cpu", "2"), "n1: q, n1 by none"},
		{"all in the way, the important one first", n1(ranked(pod("q", "cpu", "2"), 1), ranked(pod("r", "cpu", "2"), 2)), boss("4"), "n1: r q, n1 by none"},
		{"the lower one goes", n1(ranked(pod("q", "cpu", "2"), 2), ranked(pod("r", "cpu", "2"), 1)), boss("2"), "n1: r, n1 by none"},
		{"the younger one goes", n1(started(pod("q", "cpu", "2"), 2), started(pod("r", "cpu", "2"), 1)), boss("2"), "n1: q, n1 by none"},
		{"one that has not started goes", n1(pod("q", "cpu", "2"), started(pod("r", "cpu", "2"), 1)), boss("2"), "n1: q, n1 by none"},
		{"the last by name goes", n1(started(pod("q", "cpu", "2"), 1), started(pod("r", "cpu", "2"), 1)), boss("2"), "n1: r, n1 by none"},
		{"a large one that comes back makes small ones go", n1(ranked(pod("q", "cpu", "2"), 3), ranked(pod("r", "cpu", "1"), 2), ranked(pod("s", "cpu", "1"), 1)),
			boss("2"), "n1: r s, n1 by none"},
		{"a guarded one comes back first", guarding(n1(guarded("q", "2", 1), ranked(pod("r", "cpu", "2"), 2)), budgetOf("b", 0, app("web"))), boss("2"), "n1: r, n1 by none"},
		{"guarded all the same", guarding(n1(guarded("q", "3", 1)), budgetOf("b", 0, app("web"))), boss("2"), "n1: q!, n1 by none"},
		{"a budget for one", guarding(n1(guarded("q", "2", 1), guarded("r", "2", 2)), budgetOf("b", 1, app("web"))), boss("4"), "n1: r q!, n1 by none"},
		{"a budget for two", guarding(n1(guarded("q", "2", 1), guarded("r", "2", 2)), budgetOf("b", 2, app("web"))), boss("4"), "n1: r q, n1 by none"},
		{"two budgets", guarding(n1(guarded("q", "2", 1), guarded("r", "2", 2)), budgetOf("a", 1, app("web")), budgetOf("b", 0, app("web"))), boss("4"), "n1: r! q!, n1 by none"},
		{"counted already", guarding(n1(guarded("q", "3", 1)), counted), boss("2"), "n1: q, n1 by none"},
		{"a budget of another namespace", guarding(n1(guarded("q", "3", 1)), elsewhere), boss("2"), "n1: q, n1 by none"},
		{"an empty selector guards nobody", guarding(n1(guarded("q", "3", 1)), budgetOf("b", 0, &podlife.LabelSelector{})), boss("2"), "n1: q, n1 by none"},
		{"no selector guards nobody", guarding(n1(guarded("q", "3", 1)), budgetOf("b", 0, nil)), boss("2"), "n1: q, n1 by none"},
		{"a Pod without labels is not guarded", guarding(n1(pod("q", "cpu", "3")), budgetOf("b", 0,
			&podlife.LabelSelector{MatchExpressions: []podlife.LabelSelectorRequirement{{Key: "app", Operator: podlife.SelectorOpDoesNotExist}}})), boss("2"), "n1: q, n1 by none"},
		{"a Pod that is going has to go", n1(going(pod("q", "cpu", "3"))), boss("2"), "n1: q, n1 by none"},
		{"near to its victim", with(zones(0), on(labeled(pod("q", "cpu", "3"), "app", "db"), "n1")), near(boss("2"), term(zone, app("db"))),
			"n1: " + notNear[1:] + ", " + notHelpful},
		{"apart from it", n1(labeled(pod("q"), "app", "db"), pod("r")), apart(boss("2"), term(host, app("db"))), "n1: q, n1 by none"},
		{"a port that two have is free when both are gone", n1(port(ranked(pod("q"), 100)), port(pod("r"))), port(boss("2")),
			"n1: node(s) didn't have free ports for the requested pod ports, " + notHelpful},
		{"a port that one has", n1(pod("q"), port(pod("r"))), port(boss("2")), "n1: r, n1 by none"},
		{"it keeps others off", n1(apart(pod("q"), term(host, &podlife.LabelSelector{})), pod("r")), boss("2"), "n1: q, n1 by none"},
	})
}

// When nodes are equal in one thing, the next decides.
func TestChoiceOfNode(t *testing.T) {
	boss := ranked(pod("boss", "cpu", "4"), 100)
	half := func(name, node string, priority int32) *podlife.Pod {
		return labeled(on(ranked(pod(name, "cpu", "2"), priority), node), "app", node)
	}
	two := func(pods ...*podlife.Pod) *podlife.Objects { return with(nodes(node("n1"), node("n2")), pods...) }
	least := int32(-1 << 31)
	checkPlans(t, []planCase{
		{"violations before priority", guarding(two(half("a", "n1", 5), half("b", "n2", 9)), budgetOf("b", 0, app("n1"))), boss, "n1: a!, n2: b, n2 by minimum number of PDB violations"},
		{"highest priority before number", two(half("a", "n1", 10), half("b", "n1", 10), half("c", "n2", 20)), boss, "n1: a b, n2: c, n1 by minimum highest priority victim"},
		{"sum", two(half("a", "n1", 10), half("b", "n1", 1), half("c", "n2", 10), half("d", "n2", 5)), boss, "n1: a b, n2: c d, n1 by smallest sum of priorities"},
		{"fewer below zero", two(half("a", "n1", -10), half("b", "n1", -10), half("c", "n2", -10)), boss, "n1: a b, n2: c, n2 by smallest sum of priorities"},
		{"number", two(half("a", "n1", least), half("b", "n1", least), half("c", "n2", least)), boss, "n1: a b, n2: c, n2 by minimum number of victims"},
		{"start", two(started(half("a", "n1", 5), 10), started(half("b", "n2", 5), 9)), boss, "n1: a, n2: b, n1 by latest start time of all highest priority victims"},
		{"start of the highest alone", two(started(half("a", "n1", 5), 10), started(half("b", "n1", 1), 1), started(half("c", "n2", 5), 9), started(half("d", "n2", 1), 11)), boss,
			"n1: a b, n2: c d, n1 by latest start time of all highest priority victims"},
		{"not started", two(half("a", "n1", 5), started(half("b", "n2", 5), 9)), boss, "n1: a, n2: b, n1 by latest start time of all highest priority victims"},
		{"all equal", two(half("a", "n1", 5), half("b", "n2", 5)), boss, "n1: a, n2: b, n1 n2 by none"},
	})
}

// What plugins know about all nodes is kept up, with the quirks that has.
func TestKeptUp(t *testing.T) {
	boss := func(p *podlife.Pod) *podlife.Pod { return ranked(p, 100) }
	web := func(name, node string) *podlife.Pod { return on(labeled(pod(name), "app", "web"), node) }
	narrow := spreads(1, podlife.DoNotSchedule)
	anyone := spreads(1, podlife.DoNotSchedule, func(c *podlife.TopologySpreadConstraint) { c.LabelSelector = &podlife.LabelSelector{} })
	full := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.Containers[0].Resources.Requests = list("cpu", "4")
		return p
	}
	exclusive := func(pods ...any) *podlife.Objects {
		return storage(append(pods, boundClaim("c", "v", podlife.ReadWriteOncePod), volume("v"))...)
	}
	other := claims(on(pod("q"), "n1"), "c")
	other.Namespace = "other"
	highest := ranked(coming(pod("h", "cpu", "3"), "n1"), 100)
	checkPlans(t, []planCase{
		{"spread", with(zones(0, 0), web("q", "n1"), full(on(pod("r"), "n2"))), boss(full(narrow.Clone())), "n1: q, n2: r, n1 n2 by none"},
		{"spread, too many elsewhere", with(zones(0, 0), web("q", "n1"), web("s", "n1"), full(ranked(on(pod("r"), "n2"), 100))), boss(full(narrow.Clone())),
			"n1: q s, n2: " + noVictims + ", n1 by none"},
		{"a Pod that is going counts when it goes", with(zones(0, 0), ranked(web("q", "n1"), 100), full(going(web("s", "n1"))), full(ranked(on(pod("r"), "n2"), 100))),
			boss(full(narrow.Clone())), "n1: s, n2: " + noVictims + ", n1 by none"},
		{"an empty selector counts those that go", with(zones(0, 0), on(pod("q"), "n1"), ranked(coming(pod("h"), "n1"), 100), full(ranked(on(pod("r"), "n2"), 100))),
			boss(full(anyone.Clone())), "n1: q, n2: " + noVictims + ", n1 by none"},
		{"a claim in use beside", exclusive(claims(on(pod("q"), "n1"), "c")), boss(claims(pod("p"), "c")),
			"n1: q, n2: " + noVictims + ", n1 by none"},
		{"a claim of that name elsewhere", exclusive(claims(ranked(on(pod("r"), "n2"), 100), "c"), other), boss(claims(pod("p"), "c")), "n1: q, n2: " + noVictims + ", n1 by none"},
		{"room for one of the same priority", with(nodes(node("n1")), on(pod("q", "cpu", "2"), "n1"), highest), boss(pod("p", "cpu", "2")), "n1: Insufficient cpu, " + notHelpful},
		{"room that is left beside it", with(nodes(node("n1")), on(pod("q", "cpu", "2"), "n1"), highest), boss(pod("p", "cpu", "1")), "n1: q, n1 by none"},
	})
}

// Why nobody has to go, and what becomes of the nomination.
func TestOutcomes(t *testing.T) {
	n1 := with(nodes(node("n1"), changed(node("n2"), closed)), on(pod("q", "cpu", "3"), "n1"))
	boss := func(changes ...func(*podlife.Pod)) *podlife.Pod {
		return changed(ranked(pod("boss", "cpu", "2"), 100), changes...)
	}
	nominated := func(node string) func(*podlife.Pod) {
		return func(p *podlife.Pod) { p.Status.NominatedNodeName = node }
	}
	never := func(p *podlife.Pod) { p.Spec.PreemptionPolicy = podlife.PreemptNever }
	unresolved := func(p *podlife.Pod) { claims(p, "gone") }
	huge := func(p *podlife.Pod) { p.Spec.Containers[0].Resources.Requests = list("cpu", "9") }
	off, bare := schedule.Default(), schedule.Default()
	off.Preemption, bare.Preemption, bare.DynamicResources = false, false, false
	alone := schedule.Default()
	alone.DynamicResources = false
	waits := with(nodes(node("n1"), node("n2")), on(doomed(pod("q", "cpu", "3")), "n1"), on(pod("r", "cpu", "3"), "n2"))
	tooOften := with(nodes(node("n1")), on(pod("q", "cpu", "3"), "n1"), coming(ranked(pod("x"), 1), "n1"), coming(ranked(pod("y"), 100), "n1"), coming(ranked(pod("w"), 2), "n1"))
	for _, test := range []struct {
		name      string
		o         *podlife.Objects
		p         *podlife.Pod
		pr        schedule.Profile
		outcome   schedule.PreemptionOutcome
		nominated string
		message   string
	}{
		{"not needed", nodes(node("n1")), boss(nominated("n2")), alone, schedule.PreemptionNotNeeded, "n2", ""},
		{"off", n1, boss(nominated("n1")), off, schedule.PreemptionOff, "n1", ""},
		{"no plugin at all", n1, boss(nominated("n1")), bare, schedule.PreemptionOff, "", ""},
		{"not reached", n1, boss(nominated("n1"), unresolved), schedule.Default(), schedule.PreemptionNotReached, "n1", "not found"},
		{"reached", n1, boss(nominated("n1"), unresolved), alone, schedule.PreemptionNotHelpful, "", "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."},
		{"never", n1, boss(nominated("n1"), never), alone, schedule.PreemptionNever, "n1", "preemption: not eligible due to preemptionPolicy=Never."},
		{"under way", waits, boss(nominated("n1")), alone, schedule.PreemptionUnderWay, "n1", "preemption: not eligible due to a terminating pod on the nominated node."},
		{"under way on another node", waits, boss(nominated("n2")), alone, schedule.PreemptionPlanned, "n1",
			"preemption: found a potential placement for pod on node n1, preempting 1 victims"},
		{"tried in vain", with(nodes(node("n1"), changed(node("n2"), closed)), on(ranked(pod("q", "cpu", "3"), 100), "n1"), on(pod("r"), "n1")), boss(nominated("n1")), alone,
			schedule.PreemptionNotHelpful, "", "preemption: 0/2 nodes are available: 1 Insufficient cpu, 1 Preemption is not helpful for scheduling."},
		{"under way in vain", waits, boss(nominated("n1"), huge), alone, schedule.PreemptionNotHelpful, "", "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."},
		{"planned", n1, boss(nominated("n2")), alone, schedule.PreemptionPlanned, "n1", "preemption: found a potential placement for pod on node n1, preempting 1 victims"},
		{"room was kept for others", tooOften, boss(), alone, schedule.PreemptionPlanned, "n1", "preemption: found a potential placement for pod on node n1, preempting 1 victims"},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan, err := cluster(t, test.o).Preempt(test.p, test.pr, schedule.PreemptionArgs{})
			if err != nil || plan.Outcome != test.outcome || plan.Nominated != test.nominated || plan.Message != test.message {
				t.Errorf("got %v %q %q, %v", plan.Outcome, plan.Nominated, plan.Message, err)
			}
			if len(plan.Unnominated) > 0 != (test.name == "room was kept for others") {
				t.Errorf("unnominated: %d Pods", len(plan.Unnominated))
			}
		})
	}
}

// The nodes are tried from the offset on, until there are enough.
func TestCandidates(t *testing.T) {
	o, sel := nodes(), app("web")
	for i := range 5 {
		n := fmt.Sprintf("n%d", i+1)
		o.Nodes = append(o.Nodes, node(n))
		o.Pods = append(o.Pods, on(pod("q"+n, "cpu", "3"), n))
	}
	labeled(o.Pods[0], "app", "web")
	labeled(o.Pods[1], "app", "web")
	o.PodDisruptionBudgets = []*podlife.PodDisruptionBudget{budgetOf("b", 0, sel)}
	for _, test := range []struct {
		name string
		args schedule.PreemptionArgs
		want string
	}{
		{"all", schedule.PreemptionArgs{}, "n1: qn1!, n2: qn2!, n3: qn3, n4: qn4, n5: qn5, n3 n4 n5 by minimum number of PDB violations"},
		{"from the third", schedule.PreemptionArgs{Offset: 7}, "n3: qn3, n4: qn4, n5: qn5, n1: qn1!, n2: qn2!, n3 n4 n5 by minimum number of PDB violations"},
		{"two", schedule.PreemptionArgs{MinCandidateNodesAbsolute: 2, Offset: 2}, "n3: qn3, n4: qn4, n3 n4 by none"},
		{"one, and not in violation", schedule.PreemptionArgs{MinCandidateNodesAbsolute: 1}, "n1: qn1!, n3: qn3, n3 by minimum number of PDB violations"},
		{"two, one in violation", schedule.PreemptionArgs{MinCandidateNodesAbsolute: 2, Offset: 1}, "n2: qn2!, n3: qn3, n3 by minimum number of PDB violations"},
		{"all of them as a share", schedule.PreemptionArgs{MinCandidateNodesPercentage: 100, MinCandidateNodesAbsolute: -1, Offset: 4}, "n5: qn5, n1: qn1!, n2: qn2!, n3: qn3, n4: qn4, n3 n4 n5 by minimum number of PDB violations"},
		{"from the fourth, round to the first", schedule.PreemptionArgs{Offset: 3}, "n4: qn4, n5: qn5, n1: qn1!, n2: qn2!, n3: qn3, n3 n4 n5 by minimum number of PDB violations"},
		{"the usual share, and no number", schedule.PreemptionArgs{MinCandidateNodesAbsolute: -1}, notHelpful},
		{"a share", schedule.PreemptionArgs{MinCandidateNodesPercentage: 40, MinCandidateNodesAbsolute: -1, Offset: 2}, "n3: qn3, n4: qn4, n3 n4 by none"},
		{"a share that is less than one", schedule.PreemptionArgs{MinCandidateNodesPercentage: 10, MinCandidateNodesAbsolute: -1}, notHelpful},
		{"the last of the best", schedule.PreemptionArgs{MinCandidateNodesPercentage: -1, Tie: 5}, "n1: qn1!, n2: qn2!, n3: qn3, n4: qn4, n5: qn5, n3 n4 n5 by minimum number of PDB violations"},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan, err := cluster(t, o).Preempt(ranked(pod("boss", "cpu", "2"), 100), schedule.Default(), test.args)
			if diff := cmp.Diff(test.want, inWords(plan)); diff != "" || err != nil {
				t.Errorf("(-want +got):\n%s%v", diff, err)
			}
			if plan.Best != nil && plan.Node != plan.Best[test.args.Tie%uint64(len(plan.Best))] {
				t.Errorf("chose %s of %q", plan.Node, plan.Best)
			}
		})
	}
}

// A plugin that fails on the only node fails the preemption.
func TestPreemptionFails(t *testing.T) {
	o := storage(boundClaim("p-v", "v"), volume("v", csi("h")), csiNode("n1", 1))
	o.Nodes = nodes(node("n1")).Nodes
	o.Pods = []*podlife.Pod{on(pod("q", "cpu", "3"), "n1")}
	p := ranked(pod("p", "cpu", "2"), 100)
	p.Spec.Volumes = []podlife.Volume{{Name: "v", Ephemeral: &podlife.EphemeralVolumeSource{}}}
	pr := schedule.Profile{Filters: []string{schedule.NodeResourcesFit, schedule.NodeVolumeLimits}, Preemption: true}
	plan, err := cluster(t, o).Preempt(p, pr, schedule.PreemptionArgs{})
	var failed *schedule.CycleError
	if !errors.As(err, &failed) || failed.Plugin != schedule.NodeVolumeLimits || plan.Outcome != schedule.PreemptionFailed {
		t.Fatalf("got %v, %v", plan.Outcome, err)
	}
	want := `preemption: running "NodeVolumeLimits" filter plugin: PVC default/p-v was not created for pod default/p (pod is not owner)`
	if diff := cmp.Diff(want, plan.Message); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPreemptRefuses(t *testing.T) {
	c := cluster(t, nodes(node("n1")))
	legacy := schedule.Legacy()
	legacy.Preemption = true
	for _, test := range []struct {
		name string
		p    *podlife.Pod
		pr   schedule.Profile
		args schedule.PreemptionArgs
		want any
	}{
		{"no Pod", nil, schedule.Default(), schedule.PreemptionArgs{}, new(*schedule.ObjectError)},
		{"a Pod that is being deleted", going(pod("p")), schedule.Default(), schedule.PreemptionArgs{}, new(*schedule.DeletedError)},
		{"no such plugin", pod("p"), schedule.Profile{Filters: []string{"x"}}, schedule.PreemptionArgs{}, new(*schedule.ProfileError)},
		{"a share above 100", pod("p"), schedule.Default(), schedule.PreemptionArgs{MinCandidateNodesPercentage: 101}, new(*schedule.ProfileError)},
		{"1.10", pod("p"), legacy, schedule.PreemptionArgs{}, new(*schedule.ProfileError)},
		{"more than all", pod("p"), schedule.Default(), schedule.PreemptionArgs{MinCandidateNodesPercentage: 101}, new(*schedule.ProfileError)},
		{"none at all", pod("p"), schedule.Default(), schedule.PreemptionArgs{MinCandidateNodesPercentage: -1, MinCandidateNodesAbsolute: -1}, new(*schedule.ProfileError)},
	} {
		if _, err := c.Preempt(test.p, test.pr, test.args); !errors.As(err, test.want) {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
	if _, err := cluster(t, nodes()).Preempt(pod("p"), schedule.Default(), schedule.PreemptionArgs{}); !errors.As(err, new(*schedule.NoNodesError)) {
		t.Errorf("no nodes: got %v", err)
	}
}

func TestPreemptionNames(t *testing.T) {
	seen := map[string]bool{}
	for o := range schedule.PreemptionPlanned + 2 {
		seen[o.String()] = true
	}
	for c := range schedule.LatestStart + 2 {
		seen[c.String()] = true
	}
	if want := int(schedule.PreemptionPlanned) + int(schedule.LatestStart) + 4; len(seen) != want || !seen["Criterion(6)"] || !seen["PreemptionOutcome(8)"] {
		t.Errorf("%d names, want %d: %v", len(seen), want, seen)
	}
}

// A cluster that nobody changes may be asked by many at once: go test -race.
func TestManyPreemptAtOnce(t *testing.T) {
	c := cluster(t, crowded())
	want, err := c.Preempt(urgent(2), schedule.Default(), schedule.PreemptionArgs{})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Add(1)
		go func() {
			defer all.Done()
			plan, err := c.Preempt(urgent(2), schedule.Default(), schedule.PreemptionArgs{})
			if err != nil || inWords(plan) != inWords(want) {
				t.Errorf("got %s, %v", inWords(plan), err)
			}
		}()
	}
	all.Wait()
}
