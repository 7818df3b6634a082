package schedule_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// AlwaysCheckAllPredicates collects reasons in the order of the predicates.
func TestAlwaysCheckAllPredicates(t *testing.T) {
	n := changed(node("n1"), closed, reports("DiskPressure", "True"))
	pr := schedule.Legacy()
	if got := legacySays(t, nodes(n), pod("p", "cpu", "9"), pr); got != "node(s) were unschedulable" {
		t.Error(got)
	}
	pr.Legacy.AlwaysCheckAllPredicates = true
	want := "node(s) were unschedulable; Insufficient cpu; node(s) had disk pressure"
	if got := legacySays(t, nodes(n), pod("p", "cpu", "9"), pr); got != want {
		t.Error(got)
	}
	// One reason that no Pod can be driven away from is enough, wherever it stands.
	pr.Filters = []string{schedule.PodFitsResources, schedule.MatchNodeSelector, schedule.PodFitsHostPorts}
	port := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.Containers[0].Ports = []podlife.ContainerPort{{HostPort: 80}}
		return p
	}
	o := with(nodes(node("n1")), on(port(pod("q")), "n1"))
	for name, test := range map[string]struct {
		p     *podlife.Pod
		final bool
	}{
		"first, last": {port(pod("p", "cpu", "9")), false},
		"middle":      {changed(port(pod("p", "cpu", "9")), func(p *podlife.Pod) { p.Spec.NodeSelector = map[string]string{"disk": "ssd"} }), true},
	} {
		e, _ := explain(cluster(t, o), test.p, pr, 0)
		if r := e.Verdicts[0].Rejection; r == nil || len(r.Reasons) < 2 || r.Unresolvable != test.final {
			t.Errorf("%s: got %+v", name, r)
		}
	}
}

// A node that left has no verdict.
func TestLegacyAfterANodeLeft(t *testing.T) {
	pr := schedule.Legacy()
	pr.Legacy.AlwaysCheckAllPredicates = true
	pr.Filters = append(pr.Filters, schedule.PodFitsHostPorts, schedule.MatchNodeSelector, schedule.HostName, schedule.CheckNodePIDPressure)
	c := cluster(t, nodes(node("n1"), node("n2"), node("n3")))
	c.RemoveNode("n2")
	e, err := explain(c, near(apart(pod("p", "cpu", "1"), term(host, app("web"))), term(zone, app("web"))), pr, 0)
	if err == nil || len(e.Verdicts) != 2 {
		t.Errorf("%d verdicts, %v", len(e.Verdicts), err)
	}
	if e, err = explain(c, pod("p", "cpu", "1"), pr, 0); err != nil || len(e.Feasible) != 2 {
		t.Errorf("%d nodes will do, %v", len(e.Feasible), err)
	}
}

// The rest of the cycle is that of 1.10: claims are looked up first, the last
// of the best comes first, and nothing is kept for the Pod itself.
func TestLegacyCycle(t *testing.T) {
	o := storage(changed(boundClaim("going", "v"), func(c *podlife.PersistentVolumeClaim) { c.DeletionTimestamp = time.Unix(1, 0) }))
	checkLegacy(t, schedule.Legacy(), []legacyCase{
		{"no claim", nodes(node("n1")), claims(pod("p"), "data"), `persistentvolumeclaim "data" not found`},
		{"claim is deleted", o, claims(pod("p"), "going"), `persistentvolumeclaim "going" is being deleted`},
		{"no nodes", nodes(), pod("p"), "no nodes available to schedule pods"},
	})
	c := cluster(t, nodes(node("a"), node("b")))
	nominated := changed(pod("p"), func(p *podlife.Pod) { p.Status.NominatedNodeName = "a" })
	for tie, want := range []string{"b", "a", "b"} {
		if d, err := explain(c, nominated, schedule.Legacy(), uint64(tie)); err != nil || d.Node != want {
			t.Errorf("tie %d: %q, want %q, %v", tie, d.Node, want, err)
		}
	}
	_, err := explain(c, near(pod("p", "cpu", "1"), term(zone, app("db"))), schedule.Legacy(), 0)
	if want := "0/2 nodes are available: 2 node(s) didn't match pod affinity rules, 2 node(s) didn't match pod affinity/anti-affinity."; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := explain(c, pod("p", "cpu", "9"), schedule.Legacy(), 0); err == nil || err.Error() != "0/2 nodes are available: 2 Insufficient cpu." {
		t.Error(err)
	}
}

// Room on a node is kept for Pods of higher priority that are to come there.
func TestLegacyNominated(t *testing.T) {
	high := int32(10)
	coming := changed(pod("q", "cpu", "3"), func(p *podlife.Pod) { p.Spec.Priority, p.Status.NominatedNodeName = &high, "n1" })
	o := nodes(node("n1"), node("n2"))
	o.Pods = []*podlife.Pod{coming}
	checkLegacy(t, schedule.Legacy(), []legacyCase{
		{"room left", o, pod("p", "cpu", "1"), ""},
		{"none left", o, pod("p", "cpu", "2"), "Insufficient cpu"},
	})
}

func TestLegacyProfileProblems(t *testing.T) {
	pr := schedule.Profile{Filters: []string{schedule.CheckServiceAffinity}, Scores: []schedule.PluginWeight{{Plugin: schedule.NodeLabelPriority, Weight: 1}},
		Legacy: &schedule.LegacyArgs{MaxVolumes: -1}}
	want := []string{"schedule: profile: Legacy.MaxVolumes: -1 is negative",
		"schedule: profile: Legacy.ServiceAffinityLabels: CheckServiceAffinity needs a label",
		"schedule: profile: Legacy.NodeLabel: NodeLabelPriority needs a label"}
	if diff := cmp.Diff(want, problems(pr.Validate())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	legacy := schedule.Legacy()
	if err := legacy.Validate(); err != nil {
		t.Error(err)
	}
}

// A node that was taken out is not asked about.
func TestLegacyWithoutANode(t *testing.T) {
	c := cluster(t, nodes(node("n1"), node("n2"), node("n3")))
	c.RemoveNode("n2")
	pr := schedule.Legacy()
	pr.Legacy.AlwaysCheckAllPredicates = true
	d, err := explain(c, pod("p"), pr, 0)
	if err != nil || len(d.Verdicts) != 2 || d.Node != "n3" {
		t.Errorf("%v, %v", d, err)
	}
}
