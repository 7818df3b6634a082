package schedule_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// verdicts says of each node whether it will do: "ok", or its reasons, with
// "!" in front if preemption cannot help.
func verdicts(tb testing.TB, o *podlife.Objects, p *podlife.Pod) map[string]string {
	tb.Helper()
	d, err := explain(cluster(tb, o), p, schedule.Default(), 0)
	var fit *schedule.FitError
	if err != nil && !errors.As(err, &fit) {
		tb.Fatal(err)
	}
	out := map[string]string{}
	for _, v := range d.Verdicts {
		out[v.Node] = "ok"
		if r := v.Rejection; r != nil {
			out[v.Node] = strings.Join(r.Reasons, "; ")
			if r.Unresolvable {
				out[v.Node] = "!" + out[v.Node]
			}
		}
	}
	return out
}

// scores returns a plugin's normalized scores by node.
func scores(tb testing.TB, o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, plugin string) map[string]int64 {
	tb.Helper()
	d, err := explain(cluster(tb, o), p, pr, 0)
	if err != nil {
		tb.Fatal(err)
	}
	out := map[string]int64{}
	for _, s := range d.Scores {
		if s.Plugin == plugin {
			for i, at := range d.Feasible {
				out[d.Verdicts[at].Node] = s.Weighted(i) / s.Weight
			}
		}
	}
	return out
}

// message returns the text of the error.
func message(tb testing.TB, o *podlife.Objects, p *podlife.Pod) string {
	tb.Helper()
	_, err := explain(cluster(tb, o), p, schedule.Default(), 0)
	if err == nil {
		tb.Fatal("a node will do")
	}
	return err.Error()
}

// changed applies changes to what make made.
func changed[T any](x *T, changes ...func(*T)) *T {
	for _, change := range changes {
		change(x)
	}
	return x
}

func nodes(list ...*podlife.Node) *podlife.Objects { return &podlife.Objects{Nodes: list} }

func with(o *podlife.Objects, pods ...*podlife.Pod) *podlife.Objects {
	o.Pods = append(o.Pods, pods...)
	return o
}

func allocatable(pairs ...string) func(*podlife.Node) {
	return func(n *podlife.Node) { n.Status.Allocatable = list(pairs...) }
}

func tainted(taints ...podlife.Taint) func(*podlife.Node) {
	return func(n *podlife.Node) { n.Spec.Taints = taints }
}

func closed(n *podlife.Node) { n.Spec.Unschedulable = true }

func TestMessages(t *testing.T) {
	noSchedule := podlife.Taint{Key: "k", Effect: podlife.TaintEffectNoSchedule}
	names := func(names ...string) func(*podlife.Pod) {
		return func(p *podlife.Pod) {
			var terms []podlife.NodeSelectorTerm
			for _, name := range names {
				terms = append(terms, podlife.NodeSelectorTerm{MatchFields: []podlife.NodeSelectorRequirement{
					{Key: "metadata.name", Operator: podlife.SelectorOpIn, Values: []string{name}}}})
			}
			p.Spec.Affinity = &podlife.Affinity{NodeAffinity: &podlife.NodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: terms}}}
		}
	}
	three := func() *podlife.Objects { return nodes(node("n1"), node("n2"), node("n3")) }
	for _, test := range []struct {
		name string
		o    *podlife.Objects
		p    *podlife.Pod
		want string
	}{
		{"no nodes", nodes(), pod("p"), "no nodes available to schedule pods"},
		{"pods and cpu", with(nodes(changed(node("n1"), allocatable("cpu", "1", "pods", "1"))), on(pod("q", "cpu", "1"), "n1")), pod("p", "cpu", "500m"),
			"0/1 nodes are available: 1 Insufficient cpu, 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."},
		{"tainted goes before cpu", nodes(changed(node("n1"), tainted(noSchedule), allocatable("pods", "1"))), pod("p", "cpu", "1"),
			"0/1 nodes are available: 1 node(s) had untolerated taint(s). preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."},
		{"closed goes before tainted", nodes(changed(node("n1"), tainted(noSchedule), closed)), pod("p"),
			"0/1 nodes are available: 1 node(s) were unschedulable. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."},
		{"two reasons", nodes(changed(node("n1"), tainted(noSchedule)), changed(node("n2"), tainted(noSchedule)), changed(node("n3"), allocatable("pods", "0"))), pod("p"),
			"0/3 nodes are available: 1 Too many pods, 2 node(s) had untolerated taint(s). preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling."},
		{"affinity names a node that is not there", three(), changed(pod("p"), names("n9")),
			"0/3 nodes are available: 3 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."},
		{"affinity and name disagree", three(), on(changed(pod("p"), names("n2")), "n1"),
			"0/3 nodes are available: node(s) didn't satisfy plugin(s) [NodeAffinity NodeName] simultaneously. not found"},
		{"affinity and name disagree, and a claim is missing", three(), claims(on(changed(pod("p"), names("n2")), "n1"), "c"),
			"0/3 nodes are available: node(s) didn't satisfy plugin(s) [NodeAffinity NodeName] simultaneously. not found"},
		{"affinity names two nodes at once", three(), changed(pod("p"), names("n1"), func(p *podlife.Pod) {
			term := &p.Spec.Affinity.NodeAffinity.Required.NodeSelectorTerms[0]
			term.MatchFields = append(term.MatchFields, podlife.NodeSelectorRequirement{Key: "metadata.name", Operator: podlife.SelectorOpIn, Values: []string{"n2"}})
		}), "0/3 nodes are available: pod affinity terms conflict. not found"},
		{"a claim is missing", three(), changed(pod("p"), func(p *podlife.Pod) {
			p.Spec.Volumes = []podlife.Volume{{Name: "v", PersistentVolumeClaim: &podlife.PersistentVolumeClaimVolumeSource{ClaimName: "c"}}}
		}), `0/3 nodes are available: persistentvolumeclaim "c" not found. not found`},
		{"never preempts", nodes(changed(node("n1"), allocatable("pods", "0"))), changed(pod("p"), func(p *podlife.Pod) { p.Spec.PreemptionPolicy = podlife.PreemptNever }),
			"0/1 nodes are available: 1 Too many pods. preemption: not eligible due to preemptionPolicy=Never."},
		{"room is being made", with(nodes(changed(node("n1"), allocatable("pods", "1"))), on(changed(pod("q"), func(p *podlife.Pod) {
			p.DeletionTimestamp, p.Spec.Priority = at, new(int32)
			p.Status.Conditions = []podlife.Condition{{Type: podlife.DisruptionTarget, Status: podlife.ConditionTrue, Reason: "PreemptionByScheduler"}}
		}), "n1")), changed(pod("p"), func(p *podlife.Pod) {
			one := int32(1)
			p.Spec.Priority, p.Status.NominatedNodeName = &one, "n1"
		}), "0/1 nodes are available: 1 Too many pods. preemption: not eligible due to a terminating pod on the nominated node."},
		{"room is being made by one that need not go", with(nodes(changed(node("n1"), allocatable("pods", "1"))), on(ranked(doomed(pod("q")), 1), "n1")), coming(ranked(pod("p"), 1), "n1"),
			"0/1 nodes are available: 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."},
		{"room is not being made", with(nodes(changed(node("n1"), allocatable("pods", "1"))), on(going(ranked(pod("q"), 1)), "n1")), coming(ranked(pod("p"), 1), "n1"),
			"0/1 nodes are available: 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."},
		{"gated", three(), changed(pod("p"), func(p *podlife.Pod) { p.Spec.SchedulingGates = []podlife.PodSchedulingGate{{Name: "a"}, {Name: "b"}} }),
			"waiting for scheduling gates: [a b]"},
		{"deleted", three(), changed(pod("p"), func(p *podlife.Pod) { p.DeletionTimestamp = at }), "skip schedule deleting pod: default/p"},
		{"needs devices", three(), changed(pod("p"), func(p *podlife.Pod) { p.Spec.ResourceClaims = []podlife.PodResourceClaim{{Name: "gpu"}} }),
			"schedule: spec.resourceClaims: plugin DynamicResources is not covered"},
		{"is one of a gang", three(), changed(pod("p"), func(p *podlife.Pod) { p.Spec.SchedulingGroup = &podlife.PodSchedulingGroup{PodGroupName: "g"} }),
			"schedule: spec.schedulingGroup: plugin GangScheduling is not covered"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, message(t, test.o, test.p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A FitError that somebody else makes has a text too; its candidates are in the
// order of their names.
func TestFitError(t *testing.T) {
	if got := (&schedule.FitError{Nodes: 3}).Error(); got != "0/3 nodes are available:" {
		t.Errorf("got %q", got)
	}
	o := with(nodes(node("n3"), node("n1"), node("n2")), on(pod("a", "cpu", "4"), "n3"), on(pod("b", "cpu", "4"), "n1"), on(ranked(pod("c", "cpu", "4"), 1), "n2"))
	_, err := cluster(t, o).Schedule(ranked(pod("p", "cpu", "1"), 1), schedule.Default(), 0)
	var fit *schedule.FitError
	if !errors.As(err, &fit) {
		t.Fatal(err)
	}
	want := &schedule.FitError{Namespace: "default", Pod: "p", Nodes: 3, Reasons: map[string]int{"Insufficient cpu": 3}, Candidates: []string{"n1", "n3"}}
	if diff := cmp.Diff(want, fit); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The example of docs and of section "complete": three nodes, one plain Pod.
func TestWholeDecision(t *testing.T) {
	o := with(nodes(node("n1", zone, "a"), node("n2", zone, "b"), node("n3", zone, "c")),
		on(pod("q2", "cpu", "1", "memory", "1Gi"), "n2"), on(pod("q3", "cpu", "2", "memory", "1Gi"), "n3"))
	d, err := explain(cluster(t, o), pod("p", "cpu", "1", "memory", "1Gi"), schedule.Default(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{452, 434, 422}, d.Totals); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
	if d.Node != "n1" || len(d.Best) != 1 {
		t.Errorf("chose %q of %q", d.Node, d.Best)
	}
}

func TestTie(t *testing.T) {
	c := cluster(t, nodes(node("c"), node("a"), node("b")))
	var got []string
	for tie := range uint64(4) {
		d, err := explain(c, pod("p"), schedule.Default(), tie)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, d.Node)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "a"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Without plugins that score, all nodes are equal, and have something. A score
// out of range is a failure.
func TestTotals(t *testing.T) {
	c := cluster(t, nodes(node("n1", "a", ""), node("n2")))
	e, err := explain(c, pod("p"), schedule.Profile{}, 0)
	if diff := cmp.Diff([]int64{1, 1}, e.Totals); diff != "" || err != nil {
		t.Errorf("(-want +got):\n%s%v", diff, err)
	}
	p := pod("p")
	affinity(p).NodeAffinity = &podlife.NodeAffinity{Preferred: []podlife.PreferredSchedulingTerm{{Weight: -1,
		Preference: podlife.NodeSelectorTerm{MatchExpressions: []podlife.NodeSelectorRequirement{{Key: "a", Operator: podlife.SelectorOpExists}}}}}}
	_, err = explain(c, p, schedule.Default(), 0)
	var failed *schedule.CycleError
	const want = `plugin "NodeAffinity" returns an invalid score -1, it should in the range of [0, 100] after normalizing`
	if !errors.As(err, &failed) || failed.Problem != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// A Pod may name its node in two ways, and what is said of the others names the
// plugins in the order of the alphabet.
func TestNamedTwice(t *testing.T) {
	three := func() *podlife.Objects { return nodes(node("n1"), node("n2"), node("n3")) }
	notNamed := "!node(s) didn't satisfy plugin(s) [NodeAffinity NodeName]"
	checkFilters(t, []filterCase{
		{"both name it", three(), on(named(pod("p"), "n2"), "n2"), map[string]string{"n1": notNamed, "n2": "ok", "n3": notNamed}},
		{"its name alone", three(), on(pod("p"), "n2"), map[string]string{
			"n1": "!node(s) didn't satisfy plugin(s) [NodeName]", "n2": "ok", "n3": "!node(s) didn't satisfy plugin(s) [NodeName]"}},
	})
	conflicting := named(pod("p"), "n1")
	first := &conflicting.Spec.Affinity.NodeAffinity.Required.NodeSelectorTerms[0]
	first.MatchFields = append(first.MatchFields, podlife.NodeSelectorRequirement{Key: "metadata.name", Operator: podlife.SelectorOpIn, Values: []string{"n2"}})
	if e, err := explain(cluster(t, three()), conflicting, schedule.Profile{Filters: []string{schedule.NodeName}}, 0); err != nil || len(e.Feasible) != 3 {
		t.Errorf("a plugin that is not in the profile was asked: %v", err)
	}
	o := with(three(), on(apart(pod("q"), term(host, &podlife.LabelSelector{})), "n2"))
	pr := schedule.Profile{Filters: []string{schedule.InterPodAffinity, schedule.NodeAffinity}}
	e, err := explain(cluster(t, o), coming(named(pod("p"), "n1"), "n2"), pr, 0)
	if err != nil || e.Node != "n1" {
		t.Fatalf("got %q, %v", e.Node, err)
	}
	want := &schedule.Rejection{Plugin: schedule.NodeAffinity, Reasons: []string{"node(s) didn't satisfy plugin(s) [InterPodAffinity NodeAffinity]"}, Unresolvable: true}
	if diff := cmp.Diff(want, e.Verdicts[2].Rejection); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOneFeasibleNodeIsNotScored(t *testing.T) {
	p := pod("p")
	p.Spec.NodeSelector = map[string]string{"kubernetes.io/hostname": "n1"}
	p.Spec.Affinity = &podlife.Affinity{NodeAffinity: &podlife.NodeAffinity{Preferred: []podlife.PreferredSchedulingTerm{{Weight: 1,
		Preference: podlife.NodeSelectorTerm{MatchExpressions: []podlife.NodeSelectorRequirement{{Key: "a", Operator: "Bogus"}}}}}}}
	c := cluster(t, nodes(node("n1"), node("n2")))
	if d, err := explain(c, p, schedule.Default(), 0); err != nil || d.Node != "n1" || d.Scores != nil {
		t.Errorf("got %+v, %v", d, err)
	}
	p.Spec.NodeSelector = nil
	var cycle *schedule.CycleError
	if _, err := explain(c, p, schedule.Default(), 0); !errors.As(err, &cycle) {
		t.Errorf("got %v, want a *CycleError", err)
	}
}
