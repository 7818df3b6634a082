package schedule_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// zones makes a node in each of the zones a, b and so on, with that many Pods
// of app web.
func zones(counts ...int) *podlife.Objects {
	o := &podlife.Objects{}
	for i, n := range counts {
		name := fmt.Sprintf("n%d", i+1)
		o.Nodes = append(o.Nodes, node(name, zone, string(rune('a'+i))))
		for j := range n {
			o.Pods = append(o.Pods, on(labeled(pod(fmt.Sprintf("q-%d-%d", i, j)), "app", "web"), name))
		}
	}
	return o
}

// spreads makes a Pod of app web with one constraint over zones.
func spreads(skew int32, action podlife.UnsatisfiableAction, changes ...func(*podlife.TopologySpreadConstraint)) *podlife.Pod {
	p := labeled(pod("p"), "app", "web")
	c := podlife.TopologySpreadConstraint{MaxSkew: skew, TopologyKey: zone, WhenUnsatisfiable: action, LabelSelector: app("web")}
	changed(&c, changes...)
	p.Spec.TopologySpreadConstraints = []podlife.TopologySpreadConstraint{c}
	return p
}

const (
	skewed    = "node(s) didn't match pod topology spread constraints"
	unlabeled = "!node(s) didn't match pod topology spread constraints (missing required label)"
)

// verdictList is what is said of n1, n2 and so on.
func verdictList(list ...string) map[string]string {
	out := map[string]string{}
	for i, v := range list {
		out[fmt.Sprintf("n%d", i+1)] = v
	}
	return out
}

func TestSpreadFilter(t *testing.T) {
	minDomains := func(n int32) func(*podlife.TopologySpreadConstraint) {
		return func(c *podlife.TopologySpreadConstraint) { c.MinDomains = &n }
	}
	selects := func(s *podlife.LabelSelector) func(*podlife.TopologySpreadConstraint) {
		return func(c *podlife.TopologySpreadConstraint) { c.LabelSelector = s }
	}
	inZoneA := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.NodeSelector = map[string]string{zone: "a"}
		return p
	}
	inZones := func(p *podlife.Pod, values ...string) *podlife.Pod {
		affinity(p).NodeAffinity = &podlife.NodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{{
			MatchExpressions: []podlife.NodeSelectorRequirement{{Key: zone, Operator: podlife.SelectorOpIn, Values: values}}}}}}
		return p
	}
	ignoring := func(c *podlife.TopologySpreadConstraint) { c.NodeAffinityPolicy = podlife.NodeInclusionIgnore }
	honoring := func(c *podlife.TopologySpreadConstraint) { c.NodeTaintsPolicy = podlife.NodeInclusionHonor }
	byKey := func(c *podlife.TopologySpreadConstraint) { c.MatchLabelKeys = []string{"rev", "gone"} }
	taintedZoneB := func() *podlife.Objects {
		o := zones(1, 0)
		o.Nodes[1].Spec.Taints = []podlife.Taint{{Key: "k", Effect: podlife.TaintEffectNoSchedule}}
		return o
	}
	const noAffinity, taint = "!node(s) didn't match Pod's node affinity/selector", "!node(s) had untolerated taint(s)"
	farAway := func() *podlife.Objects { // n1 and n2 are in zone a
		o := zones(0, 2, 1)
		o.Nodes[1].Labels[zone] = "a"
		o.Nodes[1].Spec.Taints = []podlife.Taint{{Key: "k", Effect: podlife.TaintEffectNoSchedule}}
		return o
	}
	alike := func(name string) *podlife.Pod { return labeled(pod(name), "app", "web") }
	stranger := labeled(spreads(1, podlife.DoNotSchedule), "app", "db")
	deleted := zones(0, 1)
	deleted.Pods[0].DeletionTimestamp = at
	foreign := zones(0, 1)
	foreign.Pods[0].Namespace = "other"
	checkFilters(t, []filterCase{
		{"2 1 1", zones(2, 1, 1), spreads(1, podlife.DoNotSchedule), verdictList(skewed, "ok", "ok")},
		{"1 1 1", zones(1, 1, 1), spreads(1, podlife.DoNotSchedule), verdictList("ok", "ok", "ok")},
		{"0, two domains wanted", zones(0), spreads(1, podlife.DoNotSchedule, minDomains(2)), verdictList("ok")},
		{"1, two domains wanted", zones(1), spreads(1, podlife.DoNotSchedule, minDomains(2)), verdictList(skewed)},
		{"1", zones(1), spreads(1, podlife.DoNotSchedule), verdictList("ok")},
		{"1 1, three domains wanted", zones(1, 1), spreads(1, podlife.DoNotSchedule, minDomains(3)), verdictList(skewed, skewed)},
		{"not one of them", zones(1, 0), stranger, verdictList("ok", "ok")},
		{"3 0, skew 2", zones(3, 0), spreads(2, podlife.DoNotSchedule), verdictList(skewed, "ok")},
		{"1 0, skew 2", zones(1, 0), spreads(2, podlife.DoNotSchedule), verdictList("ok", "ok")},
		{"an excluded zone is none", zones(1, 0), inZoneA(spreads(1, podlife.DoNotSchedule)), verdictList("ok", noAffinity)},
		{"an excluded zone is one", zones(1, 0), inZoneA(spreads(1, podlife.DoNotSchedule, ignoring)), verdictList(skewed, noAffinity)},
		{"of three zones two count", zones(2, 0, 0), inZones(spreads(1, podlife.DoNotSchedule), "a", "b"), verdictList(skewed, "ok", noAffinity)},
		{"of three zones two count, and differ by one", zones(1, 0, 0), inZones(spreads(1, podlife.DoNotSchedule), "a", "b"), verdictList(skewed, "ok", noAffinity)},
		{"2 1, skew 2, and one being deleted is to come", with(zones(2, 1), coming(going(labeled(pod("q"), "app", "web")), "n1")), spreads(2, podlife.DoNotSchedule), verdictList(skewed, "ok")},
		{"a tainted zone is one", taintedZoneB(), spreads(1, podlife.DoNotSchedule), verdictList(skewed, taint)},
		{"a tainted zone is none", taintedZoneB(), spreads(1, podlife.DoNotSchedule, honoring), verdictList("ok", taint)},
		{"Pods on nodes that do not count", farAway(), spreads(1, podlife.DoNotSchedule, honoring), verdictList("ok", taint, skewed)},
		{"hosts, and nodes without a name for theirs", func() *podlife.Objects {
			o := zones(0, 0, 0, 0)
			for _, n := range o.Nodes[:3] {
				n.Labels = nil
			}
			return o
		}(), spreads(1, podlife.DoNotSchedule, func(c *podlife.TopologySpreadConstraint) { c.TopologyKey = host }), verdictList(unlabeled, unlabeled, unlabeled, "ok")},
		{"no zone", func() *podlife.Objects { o := zones(1); o.Nodes = append(o.Nodes, node("n2")); return o }(), spreads(1, podlife.DoNotSchedule), verdictList("ok", unlabeled)},
		{"empty selector", zones(5, 0), spreads(1, podlife.DoNotSchedule, selects(&podlife.LabelSelector{})), verdictList("ok", "ok")},
		{"nil selector", zones(5, 0), spreads(1, podlife.DoNotSchedule, selects(nil)), verdictList("ok", "ok")},
		{"only those of one revision", func() *podlife.Objects { o := zones(2, 0); o.Pods[0].Labels["rev"] = "1"; return o }(),
			labeled(spreads(1, podlife.DoNotSchedule, byKey), "app", "web", "rev", "1"), verdictList(skewed, "ok")},
		{"only those of another revision", func() *podlife.Objects { o := zones(2, 0); o.Pods[0].Labels["rev"] = "1"; return o }(),
			labeled(spreads(1, podlife.DoNotSchedule, byKey), "app", "web", "rev", "2"), verdictList("ok", "ok")},
		{"deleted Pods do not count", deleted, spreads(1, podlife.DoNotSchedule), verdictList("ok", "ok")},
		{"deleted Pods beside living ones", with(zones(0, 0), on(alike("a"), "n1"), on(going(alike("b")), "n1"), on(going(alike("c")), "n2"), on(alike("d"), "n1"), on(going(alike("e")), "n2")),
			spreads(2, podlife.DoNotSchedule), verdictList(skewed, "ok")},
		{"Pods with that value of another label", with(zones(0, 0), on(labeled(pod("a"), "tier", "web"), "n1"), on(alike("b"), "n2"), on(labeled(pod("c"), "tier", "web"), "n1")),
			spreads(1, podlife.DoNotSchedule), verdictList("ok", skewed)},
		{"nor do those of another namespace", foreign, spreads(1, podlife.DoNotSchedule), verdictList("ok", "ok")},
	})
}

func TestSpreadScore(t *testing.T) {
	owned := func(p *podlife.Pod) *podlife.Pod {
		p.OwnerReferences = []podlife.OwnerReference{{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: "web", Controller: true}}
		return p
	}
	withSet := func(o *podlife.Objects) *podlife.Objects {
		o.ReplicaSets = []*podlife.ReplicaSet{{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"}, Spec: podlife.ReplicaSetSpec{Selector: app("web")}}}
		return o
	}
	ownedBy := func(p *podlife.Pod, version, kind string) *podlife.Pod {
		p.OwnerReferences = []podlife.OwnerReference{{APIVersion: "v1", Kind: "Node", Name: "web"}, {APIVersion: version, Kind: kind, Name: "web", Controller: true}}
		return p
	}
	withSets := func(o *podlife.Objects) *podlife.Objects {
		meta := podlife.ObjectMeta{Name: "web", Namespace: "default"}
		o.StatefulSets = []*podlife.StatefulSet{{ObjectMeta: meta, Spec: podlife.ReplicaSetSpec{Selector: app("web")}}}
		o.ReplicationControllers = []*podlife.ReplicationController{{ObjectMeta: meta, Spec: podlife.ReplicationControllerSpec{Selector: map[string]string{"app": "web"}}}}
		return o
	}
	withService := func(o *podlife.Objects) *podlife.Objects {
		o.Services = []*podlife.Service{{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"}, Spec: podlife.ServiceSpec{Selector: map[string]string{"app": "web"}}}}
		return o
	}
	noZones := with(nodes(node("n1"), node("n2"), node("n3")), on(labeled(pod("q"), "app", "web"), "n1"))
	pairs := func() *podlife.Objects { // two nodes in each of two zones with 2, 1, 0 and 1 Pods
		o := zones(2, 1, 0, 1)
		o.Nodes[1].Labels[zone], o.Nodes[2].Labels[zone], o.Nodes[3].Labels[zone] = "a", "b", "b"
		return o
	}
	web := func() *podlife.Pod { return labeled(pod("p"), "app", "web") }
	twoKeys := func(keys ...string) *podlife.Pod {
		p := spreads(1, podlife.ScheduleAnyway)
		first := p.Spec.TopologySpreadConstraints[0]
		p.Spec.TopologySpreadConstraints = nil
		for _, first.TopologyKey = range keys {
			p.Spec.TopologySpreadConstraints = append(p.Spec.TopologySpreadConstraints, first)
		}
		return p
	}
	nameless := node("n2")
	nameless.Labels = nil
	for _, test := range []struct {
		name string
		o    *podlife.Objects
		p    *podlife.Pod
		want []int64
	}{
		{"0 1 2", zones(0, 1, 2), spreads(1, podlife.ScheduleAnyway), []int64{100, 33, 0}},
		{"3 1", zones(3, 1), spreads(1, podlife.ScheduleAnyway), []int64{25, 100}},
		{"5 5", zones(5, 5), spreads(1, podlife.ScheduleAnyway), []int64{100, 100}},
		{"0 0, skew 3", zones(0, 0), spreads(3, podlife.ScheduleAnyway), []int64{100, 100}},
		{"a node without the label", func() *podlife.Objects { o := zones(1, 0); o.Nodes = append(o.Nodes, node("n3")); return o }(), spreads(1, podlife.ScheduleAnyway), []int64{0, 100, 0}},
		{"defaults by Service, no zones", withService(noZones), web(), []int64{50, 100, 100}},
		{"defaults by controller", withSet(pairs()), owned(web()), []int64{50, 64, 100, 85}},
		{"a Service of others", withService(zones(2, 1)), labeled(pod("p"), "app", "db"), []int64{0, 0}},
		{"defaults by another's controller", withSet(pairs()), changed(owned(web()), func(p *podlife.Pod) { p.OwnerReferences[0].Controller = false }), []int64{0, 0, 0, 0}},
		{"defaults by StatefulSet", withSets(pairs()), ownedBy(web(), "apps/v1", "StatefulSet"), []int64{50, 64, 100, 85}},
		{"defaults by ReplicationController", withSets(pairs()), ownedBy(web(), "v1", "ReplicationController"), []int64{50, 64, 100, 85}},
		{"a controller that is not there", pairs(), ownedBy(web(), "apps/v1", "StatefulSet"), []int64{0, 0, 0, 0}},
		{"a controller of another kind", withSets(pairs()), ownedBy(web(), "batch/v1", "Job"), []int64{0, 0, 0, 0}},
		{"no Service, no controller", pairs(), web(), []int64{0, 0, 0, 0}},
		{"zones, then hosts, and a node without a zone", func() *podlife.Objects { o := zones(3, 1); o.Nodes = append(o.Nodes, node("n3")); return o }(), twoKeys(zone, host), []int64{37, 100, 0}},
		{"hosts, then zones, and a node without a zone", func() *podlife.Objects { o := zones(3, 1); o.Nodes = append(o.Nodes, node("n3")); return o }(), twoKeys(host, zone), []int64{37, 100, 0}},
		{"defaults, and a node without a hostname", withService(with(nodes(node("n1"), nameless), on(web(), "n1"), on(labeled(pod("r"), "app", "web"), "n2"))), labeled(pod("p2"), "app", "web"), []int64{0, 100}},
		{"a constraint that filters only", withService(zones(1, 1)), spreads(1, podlife.DoNotSchedule), []int64{0, 0}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := map[string]int64{}
			for i, s := range test.want {
				want[fmt.Sprintf("n%d", i+1)] = s
			}
			if diff := cmp.Diff(want, scores(t, test.o, test.p, schedule.Default(), schedule.PodTopologySpread)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
