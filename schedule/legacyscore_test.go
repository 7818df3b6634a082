package schedule_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// priorityCase is a Pod, and what a priority gives the nodes, in their order.
type priorityCase struct {
	name string
	o    *podlife.Objects
	p    *podlife.Pod
	want string
}

// prioritize returns the scores of all nodes, or the error.
func prioritize(tb testing.TB, o *podlife.Objects, p *podlife.Pod, args schedule.LegacyArgs, priority string) string {
	tb.Helper()
	pr := schedule.Profile{Scores: []schedule.PluginWeight{{Plugin: priority, Weight: 1}}, PodAffinity: schedule.Legacy().PodAffinity, Legacy: &args}
	d, err := explain(cluster(tb, o), p, pr, 0)
	if err != nil {
		return err.Error()
	}
	return strings.Trim(fmt.Sprint(d.Totals), "[]")
}

func checkPriority(t *testing.T, args schedule.LegacyArgs, priority string, cases []priorityCase) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			if got := prioritize(t, test.o, test.p, args, priority); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// Each row is what n1 has and what its Pods request with the new one, and what
// it scores for the least, for the most and for balance.
func TestUsagePriorities(t *testing.T) {
	for _, test := range []struct {
		name                  string
		have, there, want     []string
		least, most, balanced int64
	}{
		{"3000 of 4000, 5000 of 10000", []string{"cpu", "4", "memory", "10000"}, []string{"cpu", "1", "memory", "2000"}, []string{"cpu", "2", "memory", "3000"}, 3, 6, 7},
		{"3000 of 10000, 5000 of 20000", []string{"cpu", "10", "memory", "20000"}, []string{"cpu", "0", "memory", "0"}, []string{"cpu", "3", "memory", "5000"}, 7, 2, 9},
		{"nothing", []string{"cpu", "4", "memory", "10000"}, []string{"cpu", "0", "memory", "0"}, []string{"cpu", "0", "memory", "0"}, 10, 0, 10},
		{"all", []string{"cpu", "4", "memory", "10000"}, []string{"cpu", "2", "memory", "5000"}, []string{"cpu", "2", "memory", "5000"}, 0, 10, 0},
		{"too much cpu", []string{"cpu", "4", "memory", "10000"}, []string{"cpu", "4", "memory", "0"}, []string{"cpu", "1", "memory", "5000"}, 2, 2, 0},
		{"too much of both", []string{"cpu", "1", "memory", "1"}, []string{"cpu", "1", "memory", "1"}, []string{"cpu", "1", "memory", "1"}, 0, 0, 0},
		{"no cpu there", []string{"memory", "10000"}, []string{"cpu", "0", "memory", "0"}, []string{"cpu", "0", "memory", "5000"}, 2, 2, 0},
		{"nothing there", nil, []string{"cpu", "0", "memory", "0"}, []string{"cpu", "0", "memory", "0"}, 0, 0, 0},
		{"rounded down by resource", []string{"cpu", "1", "memory", "1000"}, []string{"cpu", "0", "memory", "0"}, []string{"cpu", "199m", "memory", "199"}, 8, 1, 10},
		{"all of one", []string{"cpu", "1", "memory", "1000"}, []string{"cpu", "0", "memory", "0"}, []string{"cpu", "999m", "memory", "0"}, 5, 4, 0},
		{"all of the other", []string{"cpu", "1", "memory", "1000"}, []string{"cpu", "0", "memory", "0"}, []string{"cpu", "500m", "memory", "1000"}, 2, 7, 0},
		{"by default 100m and 200Mi", []string{"cpu", "1", "memory", "2000Mi"}, nil, nil, 8, 2, 10},
		{"a default is for a key", []string{"cpu", "1", "memory", "2000Mi"}, []string{"cpu", "0"}, []string{"memory", "0"}, 9, 1, 10},
	} {
		t.Run(test.name, func(t *testing.T) {
			q, p := on(pod("q", test.there...), "n1"), pod("p", test.want...)
			// Neither init containers nor what a Pod requests besides counts.
			q.Spec.InitContainers = pod("i", "cpu", "50", "memory", "50Gi").Spec.Containers
			p.Spec.InitContainers, p.Spec.Overhead = q.Spec.InitContainers, list("cpu", "50")
			for priority, want := range map[string]int64{schedule.LeastRequestedPriority: test.least, schedule.MostRequestedPriority: test.most,
				schedule.BalancedResourceAllocation: test.balanced} {
				o := with(nodes(changed(node("n1"), allocatable(test.have...)), changed(node("n2"), allocatable())), q)
				if got := prioritize(t, o, p, schedule.LegacyArgs{}, priority); got != fmt.Sprint(want)+" 0" {
					t.Errorf("%s: got %s, want %d", priority, got, want)
				}
			}
		})
	}
}

func TestNodePreferAvoidPodsPriority(t *testing.T) {
	const entry = `{"podSignature":{"podController":{"kind":"%s","uid":"%s"}}}`
	avoids := func(text string) *podlife.Objects {
		n := node("n1")
		n.Annotations = map[string]string{"scheduler.alpha.kubernetes.io/preferAvoidPods": text}
		return nodes(n, node("n2"))
	}
	listed := func(entries ...string) *podlife.Objects {
		return avoids(`{"preferAvoidPods":[` + strings.Join(entries, ",") + `]}`)
	}
	set := fmt.Sprintf(entry, "ReplicaSet", "1")
	owned := func(kind, uid string, controller bool) *podlife.Pod {
		p := pod("p")
		p.OwnerReferences = []podlife.OwnerReference{{Kind: "Other", UID: "0"}, {Kind: kind, UID: uid, Controller: controller}}
		return p
	}
	checkPriority(t, schedule.LegacyArgs{}, schedule.NodePreferAvoidPodsPriority, []priorityCase{
		{"no annotation", nodes(node("n1"), node("n2")), owned("ReplicaSet", "1", true), "10 10"},
		{"listed", listed(set), owned("ReplicaSet", "1", true), "0 10"},
		{"other UID", listed(set), owned("ReplicaSet", "2", true), "10 10"},
		{"other kind", listed(set), owned("ReplicationController", "1", true), "10 10"},
		{"ReplicationController", listed(fmt.Sprintf(entry, "ReplicationController", "1")), owned("ReplicationController", "1", true), "0 10"},
		{"a kind that does not count", listed(fmt.Sprintf(entry, "StatefulSet", "1")), owned("StatefulSet", "1", true), "10 10"},
		{"its first owner", listed(set), changed(pod("p"), func(p *podlife.Pod) {
			p.OwnerReferences = []podlife.OwnerReference{{Kind: "ReplicaSet", UID: "1", Controller: true}}
		}), "0 10"},
		{"no controller", listed(set), owned("ReplicaSet", "1", false), "10 10"},
		{"no owner", listed(set), pod("p"), "10 10"},
		{"second of two", listed(fmt.Sprintf(entry, "ReplicaSet", "7"), set), owned("ReplicaSet", "1", true), "0 10"},
		{"empty list", listed(), owned("ReplicaSet", "1", true), "10 10"},
		{"empty text", avoids(""), owned("ReplicaSet", "1", true), "10 10"},
		{"not JSON", avoids("{"), owned("ReplicaSet", "1", true), "10 10"},
		{"a field of the wrong type", listed(set, `{"reason":1}`), owned("ReplicaSet", "1", true), "10 10"},
		{"an entry without a controller", listed(`{}`, set), owned("ReplicaSet", "1", true), "0 10"},
	})
	d, err := explain(cluster(t, listed(set)), owned("ReplicaSet", "1", true), schedule.Legacy(), 0)
	if err != nil || d.Totals[1]-d.Totals[0] != 100000 {
		t.Errorf("totals %v, %v", d.Totals, err)
	}
}

// prefers gives a Pod preferred node affinity for labels of value "yes".
func prefers(p *podlife.Pod, weights ...any) *podlife.Pod {
	affinity(p).NodeAffinity = &podlife.NodeAffinity{}
	for i := 0; i < len(weights); i += 2 {
		t := podlife.PreferredSchedulingTerm{Weight: int32(weights[i].(int))}
		if key := weights[i+1].(string); key != "" {
			t.Preference.MatchExpressions = []podlife.NodeSelectorRequirement{{Key: key, Operator: podlife.SelectorOpIn, Values: []string{"yes"}}}
		}
		p.Spec.Affinity.NodeAffinity.Preferred = append(p.Spec.Affinity.NodeAffinity.Preferred, t)
	}
	return p
}

func TestNodeAffinityPriority(t *testing.T) {
	o := nodes(node("n1", "a", "yes"), node("n2", "b", "yes"), node("n3", "a", "yes", "b", "yes"))
	checkPriority(t, schedule.LegacyArgs{}, schedule.NodeAffinityPriority, []priorityCase{
		{"none", o, pod("p"), "0 0 0"},
		{"1, 2, 3", o, prefers(pod("p"), 1, "a", 2, "b"), "3 6 10"},
		{"one term", o, prefers(pod("p"), 5, "a"), "10 0 10"},
		{"no match", o, prefers(pod("p"), 5, "c"), "0 0 0"},
		{"weight 0", o, prefers(pod("p"), 0, "a"), "0 0 0"},
		{"empty preference", o, prefers(pod("p"), 5, ""), "0 0 0"},
		{"empty beside another", o, prefers(pod("p"), 5, "", 1, "a"), "10 0 10"},
		{"the same twice", o, prefers(pod("p"), 1, "a", 1, "a", 1, "b"), "6 3 10"},
		{"99 and 1", o, prefers(pod("p"), 99, "a", 1, "b"), "9 0 10"},
		{"100 and 100", o, prefers(pod("p"), 100, "a", 100, "b"), "5 5 10"},
		{"unreadable", o, prefers(pod("p"), 1, "a", 1, "-"), `running plugin "NodeAffinityPriority": preferred term 1: matchExpressions[0]: key "-" is not a qualified name`},
		{"unreadable of weight 0", o, prefers(pod("p"), 1, "a", 0, "-"), "10 0 10"},
	})
}

func TestTaintTolerationPriority(t *testing.T) {
	soft := func(keys ...string) (out []podlife.Taint) {
		for _, key := range keys {
			out = append(out, podlife.Taint{Key: key, Effect: podlife.TaintEffectPreferNoSchedule})
		}
		return out
	}
	o := func(lists ...[]podlife.Taint) *podlife.Objects {
		out := nodes()
		for i, taints := range lists {
			out.Nodes = append(out.Nodes, changed(node(fmt.Sprintf("n%d", i+1)), tainted(taints...)))
		}
		return out
	}
	tolerates := func(list ...podlife.Toleration) *podlife.Pod {
		p := pod("p")
		p.Spec.Tolerations = list
		return p
	}
	a := podlife.Toleration{Key: "a", Operator: podlife.TolerationOpExists}
	softA, hardA := a, a
	softA.Effect, hardA.Effect = podlife.TaintEffectPreferNoSchedule, podlife.TaintEffectNoSchedule
	checkPriority(t, schedule.LegacyArgs{}, schedule.TaintTolerationPriority, []priorityCase{
		{"none", o(nil, nil), pod("p"), "10 10"},
		{"0, 1, 2", o(nil, soft("a"), soft("a", "b")), pod("p"), "10 5 0"},
		{"0, 1, 3", o(nil, soft("a"), soft("a", "b", "c")), pod("p"), "10 7 0"},
		{"1, 2, 3", o(soft("a"), soft("a", "b"), soft("a", "b", "c")), pod("p"), "7 4 0"},
		{"equal", o(soft("a"), soft("b")), pod("p"), "0 0"},
		{"tolerated", o(soft("a"), nil), tolerates(a), "10 10"},
		{"one tolerated", o(soft("a"), soft("b")), tolerates(a), "10 0"},
		{"tolerated by effect", o(soft("a"), soft("b")), tolerates(softA), "10 0"},
		{"another effect tolerated", o(soft("a"), nil), tolerates(hardA), "0 10"},
		{"hard taints do not count", o([]podlife.Taint{{Key: "a", Effect: podlife.TaintEffectNoSchedule}}, nil), pod("p"), "10 10"},
		{"the same twice", o(soft("a", "a"), soft("a")), pod("p"), "0 5"},
	})
}

func TestInterPodAffinityPriority(t *testing.T) {
	o := func(pods ...*podlife.Pod) *podlife.Objects {
		return with(nodes(node("n1", zone, "a"), node("n2", zone, "b"), node("n3", zone, "c")), pods...)
	}
	wish := func(weight int32, key, to string) podlife.WeightedPodAffinityTerm {
		return podlife.WeightedPodAffinityTerm{Weight: weight, PodAffinityTerm: term(key, app(to))}
	}
	likes := func(p *podlife.Pod, wishes ...podlife.WeightedPodAffinityTerm) *podlife.Pod {
		affinity(p).PodAffinity = &podlife.PodAffinity{Preferred: wishes}
		return p
	}
	dislikes := func(p *podlife.Pod, wishes ...podlife.WeightedPodAffinityTerm) *podlife.Pod {
		affinity(p).PodAntiAffinity = &podlife.PodAffinity{Preferred: wishes}
		return p
	}
	web, db := func(name string) *podlife.Pod { return labeled(pod(name), "app", "web") }, func(name string) *podlife.Pod { return labeled(pod(name), "app", "db") }
	three := o(on(web("a1"), "n1"), on(web("b1"), "n2"), on(web("b2"), "n2"), on(web("c1"), "n3"), on(web("c2"), "n3"), on(web("c3"), "n3"))
	each := func() *podlife.Objects { return o(on(web("a1"), "n1"), on(web("b1"), "n2"), on(web("c1"), "n3")) }
	checkPriority(t, schedule.LegacyArgs{}, schedule.InterPodAffinityPriority, []priorityCase{
		{"none", three, pod("p"), "0 0 0"},
		{"0, 5, 10", o(on(web("b1"), "n2"), on(web("c1"), "n3"), on(web("c2"), "n3")), likes(pod("p"), wish(5, zone, "web")), "0 5 10"},
		{"-5, 0, 5", o(on(db("a1"), "n1"), on(web("c1"), "n3")), dislikes(likes(pod("p"), wish(5, zone, "web")), wish(5, zone, "db")), "0 5 10"},
		{"for and against come to nothing", each(), dislikes(likes(pod("p"), wish(5, zone, "web")), wish(5, zone, "web")), "0 0 0"},
		{"1, 2, 3", three, likes(pod("p"), wish(1, zone, "web")), "3 6 10"},
		{"5, 5, 5", each(), likes(pod("p"), wish(5, zone, "web")), "10 10 10"},
		{"-3, -3, -3", each(), dislikes(pod("p"), wish(3, zone, "web")), "0 0 0"},
		{"-1, -2, -3", three, dislikes(pod("p"), wish(1, zone, "web")), "6 3 0"},
		{"theirs", o(on(likes(db("q"), wish(5, zone, "web")), "n2")), web("p"), "0 10 0"},
		{"theirs, against", o(on(dislikes(db("q"), wish(5, zone, "web")), "n2")), web("p"), "10 0 10"},
		{"theirs, required counts 1", o(on(near(db("q"), term(zone, app("web"))), "n1"), on(likes(db("r"), wish(2, zone, "web")), "n2")), web("p"), "5 10 0"},
		{"by node", o(on(web("q"), "n3")), likes(pod("p"), wish(5, host, "web")), "0 0 10"},
		{"nobody to like", o(), likes(pod("p"), wish(5, zone, "web")), "0 0 0"},
		{"no such label", three, likes(pod("p"), wish(5, "rack", "web")), "0 0 0"},
	})
}

func TestSelectorSpreadPriority(t *testing.T) {
	const beta = "failure-domain.beta.kubernetes.io/zone"
	service := &podlife.Service{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"}, Spec: podlife.ServiceSpec{Selector: map[string]string{"app": "web"}}}
	// o makes a node for each zone, with that many Pods of the app on it.
	o := func(zones string, counts ...int) *podlife.Objects {
		out := &podlife.Objects{Services: []*podlife.Service{service}}
		for i, n := range counts {
			at := node(fmt.Sprintf("n%d", i+1))
			if z := zones[i : i+1]; z != "-" {
				at.Labels[beta] = z
			}
			out.Nodes = append(out.Nodes, at)
			for j := range n {
				out.Pods = append(out.Pods, on(labeled(pod(fmt.Sprintf("q%d-%d", i, j)), "app", "web", "tier", "front"), at.Name))
			}
		}
		return out
	}
	meta := podlife.ObjectMeta{Name: "web", Namespace: "default"}
	front := &podlife.LabelSelector{MatchLabels: map[string]string{"tier": "front"}}
	by := func(change func(o *podlife.Objects)) *podlife.Objects {
		out := o("---", 2, 1, 0)
		out.Services = nil
		change(out)
		return out
	}
	web := labeled(pod("p"), "app", "web", "tier", "front")
	deleted, elsewhere := o("--", 1, 2), o("--", 1, 2)
	deleted.Pods[1].DeletionTimestamp = at
	elsewhere.Pods[1].Namespace = "shop"
	checkPriority(t, schedule.LegacyArgs{}, schedule.SelectorSpreadPriority, []priorityCase{
		{"2, 1, 0", o("---", 2, 1, 0), web, "0 5 10"},
		{"2, 0, 1, 0 in two zones", o("aabb", 2, 0, 1, 0), web, "0 3 5 6"},
		{"a node without a zone", o("ab-", 1, 0, 0), web, "0 10 10"},
		{"1, 1 in two zones", o("ab", 1, 1), web, "0 0"},
		{"0, 0 in two zones", o("ab", 0, 0), web, "10 10"},
		{"3, 2, 1", o("---", 3, 2, 1), web, "0 3 6"},
		{"no selector", by(func(*podlife.Objects) {}), web, "10 10 10"},
		{"Service of others", o("---", 2, 1, 0), labeled(pod("p"), "app", "db"), "10 10 10"},
		{"being deleted", deleted, web, "0 0"},
		{"another namespace", elsewhere, web, "0 0"},
		{"two selectors, each Pod once", changed(o("---", 2, 1, 0), func(o *podlife.Objects) {
			o.ReplicaSets = []*podlife.ReplicaSet{{ObjectMeta: meta, Spec: podlife.ReplicaSetSpec{Selector: front}}}
		}), web, "0 5 10"},
		{"ReplicationController", by(func(o *podlife.Objects) {
			o.ReplicationControllers = []*podlife.ReplicationController{{ObjectMeta: meta, Spec: podlife.ReplicationControllerSpec{Selector: map[string]string{"app": "web"}}}}
		}), web, "0 5 10"},
		{"ReplicaSet", by(func(o *podlife.Objects) {
			o.ReplicaSets = []*podlife.ReplicaSet{{ObjectMeta: meta, Spec: podlife.ReplicaSetSpec{Selector: front}}}
		}), web, "0 5 10"},
		{"StatefulSet", by(func(o *podlife.Objects) {
			o.StatefulSets = []*podlife.StatefulSet{{ObjectMeta: meta, Spec: podlife.ReplicaSetSpec{Selector: front}}}
		}), web, "0 5 10"},
		{"empty selectors match nothing", by(func(o *podlife.Objects) {
			o.ReplicationControllers = []*podlife.ReplicationController{{ObjectMeta: meta}}
			o.ReplicaSets = []*podlife.ReplicaSet{{ObjectMeta: meta, Spec: podlife.ReplicaSetSpec{Selector: &podlife.LabelSelector{}}}}
			o.StatefulSets = []*podlife.StatefulSet{{ObjectMeta: meta}}
		}), web, "10 10 10"},
	})
}

func TestNodeLabelPriority(t *testing.T) {
	o := nodes(node("n1", "disk", "ssd"), node("n2", "disk", ""), node("n3"))
	var with, without []priorityCase
	for name, p := range map[string]*podlife.Pod{"Pod": pod("p"), "Pod that requests": pod("p", "cpu", "1"), "Pod with the label": labeled(pod("p"), "disk", "ssd"),
		"Pod too large": pod("p", "cpu", "9"), "Pod that prefers": prefers(pod("p"), 5, "disk")} {
		with = append(with, priorityCase{name, o, p, "10 10 0"})
		without = append(without, priorityCase{name, o, p, "0 0 10"})
	}
	checkPriority(t, schedule.LegacyArgs{NodeLabel: "disk"}, schedule.NodeLabelPriority, with)
	checkPriority(t, schedule.LegacyArgs{NodeLabel: "disk", NodeLabelAbsent: true}, schedule.NodeLabelPriority, without)
	checkPriority(t, schedule.LegacyArgs{NodeLabel: "other"}, schedule.NodeLabelPriority, []priorityCase{{"nobody has it", o, pod("p"), "0 0 0"}})
	checkPriority(t, schedule.LegacyArgs{NodeLabel: host}, schedule.NodeLabelPriority, []priorityCase{{"all have it", o, pod("p"), "10 10 10"}})
}

func TestImageLocalityPriority(t *testing.T) {
	o := func(mib ...int64) *podlife.Objects {
		n := node("n1")
		for i, size := range mib {
			n.Status.Images = append(n.Status.Images, podlife.ContainerImage{Names: []string{fmt.Sprintf("app:%d", i)}, SizeBytes: size << 20})
		}
		return nodes(n, node("n2"))
	}
	p := func(images ...string) *podlife.Pod {
		out := pod("p")
		out.Spec.Containers = nil
		for _, image := range images {
			out.Spec.Containers = append(out.Spec.Containers, podlife.Container{Name: image, Image: image})
		}
		return out
	}
	initial := pod("p")
	initial.Spec.InitContainers = p("app:0").Spec.Containers
	cases := []priorityCase{
		{"two images", o(150, 100), p("app:0", "app:1"), "3 0"},
		{"one image twice", o(125), p("app:0", "app:0"), "3 0"},
		{"listed twice, the last counts", changed(o(500, 250), func(o *podlife.Objects) { o.Nodes[0].Status.Images[1].Names = []string{"app:0"} }), p("app:0"), "3 0"},
		{"another image", o(500), p("app:1"), "0 0"},
		{"the name as it is", changed(o(500), func(o *podlife.Objects) { o.Nodes[0].Status.Images[0].Names = []string{"app:latest"} }), p("app"), "0 0"},
		{"init containers do not count", o(500), initial, "0 0"},
	}
	for size, want := range map[int64]int{22: 0, 23: 1, 120: 1, 121: 2, 250: 3, 500: 5, 999: 10, 1000: 10, 5000: 10} {
		cases = append(cases, priorityCase{fmt.Sprint(size), o(size), p("app:0"), fmt.Sprint(want) + " 0"})
	}
	checkPriority(t, schedule.LegacyArgs{}, schedule.ImageLocalityPriority, cases)
}
