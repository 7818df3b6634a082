package schedule_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// alone returns what a plugin gives n1. A second node is there so that there
// is something to score.
func alone(t *testing.T, n *podlife.Node, p *podlife.Pod, pr schedule.Profile, plugin string, placed ...*podlife.Pod) int64 {
	t.Helper()
	return scores(t, with(nodes(n, node("other")), placed...), p, pr, plugin)["n1"]
}

func TestBalanceScore(t *testing.T) {
	at := func(cpu, memory string) []*podlife.Pod {
		return []*podlife.Pod{on(pod("a", "cpu", cpu, "memory", memory), "n1")}
	}
	for _, test := range []struct {
		name   string
		p      *podlife.Pod
		placed []*podlife.Pod
		want   int64
	}{
		{"0 0 to .25 .125", pod("p", "cpu", "1", "memory", "1Gi"), nil, 71},
		{".25 .125 to .5 .125", pod("p", "cpu", "1"), at("1", "1Gi"), 69},
		{"0 .5 to .25 .5", pod("p", "cpu", "1"), at("0", "4Gi"), 81},
		{"1 .5 to 1 1", pod("p", "memory", "4Gi"), at("4", "4Gi"), 87},
		{"0 0 to 1 0", pod("p", "cpu", "4"), nil, 50},
		{"0 0 to .25 0", pod("p", "cpu", "1"), nil, 68},
		{"nothing requested", pod("p"), nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := alone(t, node("n1"), test.p, schedule.Default(), schedule.BalancedAllocation, test.placed...); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
	noMemory := changed(node("n1"), allocatable("cpu", "4", "pods", "9"))
	if got := alone(t, noMemory, pod("p", "cpu", "1"), schedule.Default(), schedule.BalancedAllocation); got != 75 {
		t.Errorf("without memory: %d", got)
	}
	pr := schedule.Default()
	pr.Balance.Resources = []schedule.ResourceWeight{{Name: "cpu", Weight: 1}, {Name: "memory", Weight: 1}, {Name: "ephemeral-storage", Weight: 1}}
	three := changed(node("n1"), allocatable("cpu", "4", "memory", "8Gi", "ephemeral-storage", "8Gi", "pods", "9"))
	if got := alone(t, three, pod("p", "cpu", "2", "memory", "2Gi"), pr, schedule.BalancedAllocation); got != 64 {
		t.Errorf("three resources: %d", got)
	}
	level := changed(node("n1"), allocatable("cpu", "5", "memory", "10Gi", "ephemeral-storage", "10Gi", "pods", "9"))
	third := on(pod("a", "ephemeral-storage", "8Gi"), "n1")
	if got := alone(t, level, pod("p", "cpu", "4", "memory", "8Gi"), pr, schedule.BalancedAllocation, third); got != 93 {
		t.Errorf("three equal shares, of which the mean is not exact: %d", got)
	}
}

// A Pod of which the kubelet has reported nothing and can do nothing counts as one
// that does not say what it needs.
func TestInfeasibleScore(t *testing.T) {
	score := func(q *podlife.Pod) int64 {
		return alone(t, node("n1"), pod("p"), schedule.Default(), schedule.NodeResourcesFit, on(q, "n1"))
	}
	q := pod("q", "cpu", "1", "memory", "1Gi")
	asked := score(q)
	q.Status.Conditions = []podlife.Condition{{Type: podlife.PodResizePending, Reason: "Infeasible"}}
	if got, want := score(q), score(pod("q")); got != want || got == asked {
		t.Errorf("got %d, want %d", got, want)
	}
}

func TestTaintAndAffinityScore(t *testing.T) {
	soft := func(n *podlife.Node, keys ...string) *podlife.Node {
		for _, key := range keys {
			n.Spec.Taints = append(n.Spec.Taints, podlife.Taint{Key: key, Effect: podlife.TaintEffectPreferNoSchedule})
		}
		return n
	}
	o := nodes(node("n1"), soft(node("n2"), "a"), soft(node("n3"), "a", "b"), soft(node("n4"), "a", "b", "c"))
	want := map[string]int64{"n1": 100, "n2": 67, "n3": 34, "n4": 0}
	if diff := cmp.Diff(want, scores(t, o, pod("p"), schedule.Default(), schedule.TaintToleration)); diff != "" {
		t.Errorf("taints (-want +got):\n%s", diff)
	}
	p := pod("p")
	prefer := func(key string, weight int32) podlife.PreferredSchedulingTerm {
		return podlife.PreferredSchedulingTerm{Weight: weight, Preference: podlife.NodeSelectorTerm{
			MatchExpressions: []podlife.NodeSelectorRequirement{{Key: key, Operator: podlife.SelectorOpExists}}}}
	}
	affinity(p).NodeAffinity = &podlife.NodeAffinity{Preferred: []podlife.PreferredSchedulingTerm{prefer("a", 80), prefer("b", 20), {Weight: 50}}}
	want = map[string]int64{"n1": 80, "n2": 100, "n3": 0}
	got := scores(t, nodes(node("n1", "a", ""), node("n2", "a", "", "b", ""), node("n3")), p, schedule.Default(), schedule.NodeAffinity)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("affinity (-want +got):\n%s", diff)
	}
}

func TestAddedAffinity(t *testing.T) {
	pr := schedule.Default()
	requirement := []podlife.NodeSelectorRequirement{{Key: "pool", Operator: podlife.SelectorOpIn, Values: []string{"a"}}}
	pr.NodeAffinity.AddedAffinity = &podlife.NodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{{MatchExpressions: requirement}}}}
	d, err := explain(cluster(t, nodes(node("n1", "pool", "a"), node("n2"))), pod("p"), pr, 0)
	if err != nil || d.Node != "n1" || d.Verdicts[1].Rejection.Reasons[0] != "node(s) didn't match scheduler-enforced node affinity" {
		t.Errorf("got %+v, %v", d, err)
	}
}

// What the profile prefers for all Pods counts beside what the Pod prefers.
func TestAddedPreference(t *testing.T) {
	prefer := func(key string, weight int32) []podlife.PreferredSchedulingTerm {
		return []podlife.PreferredSchedulingTerm{{Weight: weight, Preference: podlife.NodeSelectorTerm{
			MatchExpressions: []podlife.NodeSelectorRequirement{{Key: key, Operator: podlife.SelectorOpExists}}}}}
	}
	o := nodes(node("n1", "a", ""), node("n2", "b", ""), node("n3", "a", "", "b", ""), node("n4"))
	own := pod("p")
	affinity(own).NodeAffinity = &podlife.NodeAffinity{Preferred: prefer("b", 1)}
	pr := schedule.Default()
	pr.NodeAffinity.AddedAffinity = &podlife.NodeAffinity{Preferred: prefer("a", 3)}
	for name, test := range map[string]struct {
		p    *podlife.Pod
		want map[string]int64
	}{
		"alone":  {pod("p"), map[string]int64{"n1": 100, "n2": 0, "n3": 100, "n4": 0}},
		"beside": {own, map[string]int64{"n1": 75, "n2": 25, "n3": 100, "n4": 0}},
	} {
		if diff := cmp.Diff(test.want, scores(t, o, test.p, pr, schedule.NodeAffinity)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// One Pod may have wishes of all kinds, and none is counted for another.
func TestWishesOfAllKinds(t *testing.T) {
	n1, n2 := node("n1", "a", "", zone, "a"), node("n2", zone, "b")
	n2.Status.Images = []podlife.ContainerImage{{Names: []string{"a:latest"}, SizeBytes: 500 << 20}}
	p := labeled(pod("p", "cpu", "1"), "app", "web")
	p.Spec.Containers[0].Image = "a"
	affinity(p).NodeAffinity = &podlife.NodeAffinity{Preferred: []podlife.PreferredSchedulingTerm{{Weight: 50,
		Preference: podlife.NodeSelectorTerm{MatchExpressions: []podlife.NodeSelectorRequirement{{Key: "a", Operator: podlife.SelectorOpExists}}}}}}
	affinity(p).PodAffinity = &podlife.PodAffinity{Preferred: []podlife.WeightedPodAffinityTerm{{Weight: 10, PodAffinityTerm: term(zone, app("db"))}}}
	o := with(nodes(n1, n2), on(labeled(pod("db"), "app", "db"), "n2"))
	for plugin, want := range map[string]map[string]int64{
		schedule.NodeAffinity:     {"n1": 100, "n2": 0},
		schedule.InterPodAffinity: {"n1": 0, "n2": 100},
		schedule.ImageLocality:    {"n1": 0, "n2": 23},
	} {
		if diff := cmp.Diff(want, scores(t, o, p, schedule.Default(), plugin)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", plugin, diff)
		}
	}
}

func TestImageScore(t *testing.T) {
	image := func(n *podlife.Node, name string, mebibytes int64) *podlife.Node {
		n.Status.Images = append(n.Status.Images, podlife.ContainerImage{Names: []string{name}, SizeBytes: mebibytes << 20})
		return n
	}
	runs := func(images ...string) *podlife.Pod {
		p := pod("p")
		p.Spec.Containers = nil
		for _, name := range images {
			p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: name, Image: name})
		}
		return p
	}
	for _, test := range []struct {
		name          string
		first, second *podlife.Node
		p             *podlife.Pod
		want          int64
	}{
		{"none", node("n1"), node("n2"), runs("a"), 0},
		{"32 MiB", image(node("n1"), "a:latest", 32), image(node("n2"), "a:latest", 32), runs("a"), 0},
		{"33 MiB", image(node("n1"), "a:latest", 33), image(node("n2"), "a:latest", 33), runs("a"), 1},
		{"250 MiB on one of two", image(node("n1"), "a:latest", 250), node("n2"), runs("a"), 10},
		{"250 MiB on both", image(node("n1"), "a:latest", 250), image(node("n2"), "a:latest", 250), runs("a"), 23},
		{"500 MiB, and one that is not there", image(node("n1"), "a:latest", 500), image(node("n2"), "a:latest", 500), runs("a", "b"), 24},
		{"500 MiB twice", image(node("n1"), "a:latest", 500), image(node("n2"), "a:latest", 500), runs("a", "a"), 49},
		{"1000 MiB", image(node("n1"), "a:latest", 1000), image(node("n2"), "a:latest", 1000), runs("a"), 100},
		{"by another name", image(node("n1"), "docker.io/library/a:latest", 1000), node("n2"), runs("a"), 0},
		{"250 MiB, on the first node 33", image(node("n0"), "a:latest", 33), image(node("n1"), "a:latest", 250), runs("a"), 1},
		{"33 MiB, on the first node 250", image(node("n0"), "a:latest", 250), image(node("n1"), "a:latest", 33), runs("a"), 23},
		{"250 MiB, then 33", image(image(node("n1"), "a:latest", 250), "a:latest", 33), image(node("n2"), "a:latest", 33), runs("a"), 23},
		{"twice on one of two", image(image(node("n1"), "a:latest", 250), "a:latest", 250), node("n2"), runs("a"), 10},
		{"with a port in its name", image(node("n1"), "reg:5000/a:latest", 1000), image(node("n2"), "reg:5000/a:latest", 1000), runs("reg:5000/a"), 100},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := scores(t, nodes(test.first, test.second), test.p, schedule.Default(), schedule.ImageLocality)["n1"]; got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

// An image's size stays until no node has the image.
func TestImageSizeStays(t *testing.T) {
	sized := func(name string, mebibytes int64) *podlife.Node {
		n := node(name)
		n.Status.Images = []podlife.ContainerImage{{Names: []string{"a:latest"}, SizeBytes: mebibytes << 20}}
		return n
	}
	p := pod("p")
	p.Spec.Containers[0].Image = "a"
	c := cluster(t, nodes(sized("n1", 33), sized("n2", 250)))
	alone := schedule.Profile{Scores: []schedule.PluginWeight{{Plugin: schedule.ImageLocality, Weight: 1}}}
	for _, step := range []struct {
		name  string
		nodes []*podlife.Node // to set
		want  int64           // for n2
	}{
		{"as it was", nil, 1},
		{"the first node loses it", []*podlife.Node{node("n1")}, 0},
		{"and has it again", []*podlife.Node{sized("n1", 500)}, 1},
		{"the other says the same again", []*podlife.Node{sized("n2", 250)}, 1},
		{"no node has it for a while", []*podlife.Node{node("n1"), node("n2"), sized("n2", 250), sized("n1", 33)}, 23},
	} {
		for _, n := range step.nodes {
			if err := c.SetNode(n); err != nil {
				t.Fatal(err)
			}
		}
		c = c.Clone()
		d, err := explain(c, p, alone, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Totals[1]; got != step.want {
			t.Errorf("%s: got %d, want %d", step.name, got, step.want)
		}
	}
}

// What was known about an image is known again when changes are taken back.
func TestImagesComeBack(t *testing.T) {
	sized := func(name string, mebibytes int64) *podlife.Node {
		n := node(name)
		n.Status.Images = []podlife.ContainerImage{{Names: []string{"a:latest"}, SizeBytes: mebibytes << 20}}
		return n
	}
	p := pod("p")
	p.Spec.Containers[0].Image = "a"
	alone := schedule.Profile{Scores: []schedule.PluginWeight{{Plugin: schedule.ImageLocality, Weight: 1}}}
	totals := func(c *schedule.Cluster) []int64 {
		d, err := explain(c, p, alone, 0)
		if err != nil {
			t.Fatal(err)
		}
		return d.Totals
	}
	for name, change := range map[string]func(c *schedule.Cluster) error{
		"the first loses it":             func(c *schedule.Cluster) error { return c.SetNode(node("n1")) },
		"the first says otherwise":       func(c *schedule.Cluster) error { return c.SetNode(sized("n1", 999)) },
		"the other says otherwise":       func(c *schedule.Cluster) error { return c.SetNode(sized("n2", 999)) },
		"the third has it too":           func(c *schedule.Cluster) error { return c.SetNode(sized("n3", 999)) },
		"the first goes":                 func(c *schedule.Cluster) error { c.RemoveNode("n1"); return nil },
		"the first goes, a fourth comes": func(c *schedule.Cluster) error { c.RemoveNode("n1"); return c.SetNode(sized("n4", 999)) },
		"both go, and come with other sizes": func(c *schedule.Cluster) error {
			c.RemoveNode("n1")
			c.RemoveNode("n2")
			return errors.Join(c.SetNode(sized("n2", 999)), c.SetNode(sized("n1", 500)))
		},
	} {
		c := cluster(t, nodes(sized("n1", 33), sized("n2", 250), node("n3")))
		other := c.Clone()
		want := totals(c)
		try := c.Begin()
		if err := change(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, totals(other)); diff != "" {
			t.Errorf("%s: in a clone (-want +got):\n%s", name, diff)
		}
		try.Rollback()
		if diff := cmp.Diff(want, totals(c)); diff != "" {
			t.Errorf("%s: taken back (-want +got):\n%s", name, diff)
		}
		// The size is still that of the first.
		if err := c.SetNode(sized("n3", 250)); err != nil || totals(c)[0] != totals(cluster(t, nodes(sized("n1", 33), sized("n2", 250), sized("n3", 250))))[0] {
			t.Errorf("%s: %v, then %v", name, totals(c), err)
		}
	}
}
