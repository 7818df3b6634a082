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
	ignoring := func(c *podlife.TopologySpreadConstraint) { c.NodeAffinityPolicy = podlife.NodeInclusionIgnore }
	honoring := func(c *podlife.TopologySpreadConstraint) { c.NodeTaintsPolicy = podlife.NodeInclusionHonor }
	byKey := func(c *podlife.TopologySpreadConstraint) { c.MatchLabelKeys = []string{"rev", "gone"} }
	taintedZoneB := func() *podlife.Objects {
		o := zones(1, 0)
		o.Nodes[1].Spec.Taints = []podlife.Taint{{Key: "k", Effect: podlife.TaintEffectNoSchedule}}
		return o
	}
	const noAffinity, taint = "!node(s) didn't match Pod's node affinity/selector", "!node(s) had untolerated taint(s)"
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
		{"a tainted zone is one", taintedZoneB(), spreads(1, podlife.DoNotSchedule), verdictList(skewed, taint)},
		{"a tainted zone is none", taintedZoneB(), spreads(1, podlife.DoNotSchedule, honoring), verdictList("ok", taint)},
		{"no zone", func() *podlife.Objects { o := zones(1); o.Nodes = append(o.Nodes, node("n2")); return o }(), spreads(1, podlife.DoNotSchedule), verdictList("ok", unlabeled)},
		{"empty selector", zones(5, 0), spreads(1, podlife.DoNotSchedule, selects(&podlife.LabelSelector{})), verdictList("ok", "ok")},
		{"nil selector", zones(5, 0), spreads(1, podlife.DoNotSchedule, selects(nil)), verdictList("ok", "ok")},
		{"only those of one revision", func() *podlife.Objects { o := zones(2, 0); o.Pods[0].Labels["rev"] = "1"; return o }(),
			labeled(spreads(1, podlife.DoNotSchedule, byKey), "app", "web", "rev", "1"), verdictList(skewed, "ok")},
		{"only those of another revision", func() *podlife.Objects { o := zones(2, 0); o.Pods[0].Labels["rev"] = "1"; return o }(),
			labeled(spreads(1, podlife.DoNotSchedule, byKey), "app", "web", "rev", "2"), verdictList("ok", "ok")},
		{"deleted Pods do not count", deleted, spreads(1, podlife.DoNotSchedule), verdictList("ok", "ok")},
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
		{"no Service, no controller", pairs(), web(), []int64{0, 0, 0, 0}},
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
