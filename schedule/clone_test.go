package schedule_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// grow changes a cluster in all ways, by things whose names begin with a tag.
func grow(t *testing.T, c *schedule.Cluster, tag string) {
	t.Helper()
	n := node("node-"+tag, zone, "zone-"+tag[:1], "rack-"+tag, tag)
	n.Spec.Taints = []podlife.Taint{{Key: tag, Effect: podlife.TaintEffectNoSchedule}}
	n.Status.Allocatable[podlife.ResourceName("example.com/"+tag)] = podlife.NewQuantity(3)
	n.Status.Images = []podlife.ContainerImage{{Names: []string{"image-" + tag + ":latest", "all:latest"}, SizeBytes: 500 << 20}}
	// A term of its own, one that no label leads to, and one that all have.
	special := &podlife.LabelSelector{MatchExpressions: []podlife.LabelSelectorRequirement{{Key: "not-" + tag, Operator: podlife.SelectorOpExists}}}
	p := labeled(pod("pod-"+tag, "cpu", "100m", "example.com/"+tag, "1"), "app", tag)
	apart(p, term(host, app("enemy-"+tag)), term(host, special), term(host, app("common")))
	like := labeled(pod("like-"+tag, "cpu", "100m"), "app", tag)
	away := node("away-" + tag)
	for _, n := range []*podlife.Node{n, away} {
		if err := c.SetNode(n); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range []*podlife.Pod{p, like} {
		if err := c.Assume(p, n.Name); err != nil {
			t.Fatal(err)
		}
	}
	if !c.Forget(like) || !c.RemoveNode(away.Name) {
		t.Fatal("what was added is not there")
	}
}

// shrink takes away what grow added.
func shrink(c *schedule.Cluster, tag string) {
	c.Forget(pod("pod-" + tag))
	c.RemoveNode("node-" + tag)
}

// Clones of a cluster that was changed before, which share what never changes,
// answer as clusters that have nothing in common. They are changed in turn, by
// some things that are alike and stand elsewhere in each.
func TestClonesOfChanged(t *testing.T) {
	before := []string{"x0", "x1", "x2", "x3", "x4"}
	base := func() *schedule.Cluster {
		c := cluster(t, nodes(node("n1", zone, "z"), node("n2")))
		for _, tag := range before {
			grow(t, c, tag)
		}
		return c
	}
	first := base()
	second := first.Clone()
	all := []*schedule.Cluster{first, second, second.Clone()}
	steps := [][]string{
		{"-x0", "+a", "a0", "s0", "a1", "s1", "a2", "-x2", "s2", "a3", "s3", "-a1", "a4", "s4"},
		{"s0", "b0", "+b", "+bb", "s1", "-x1", "b1", "s2", "b2", "s3", "b3", "-s1", "s4", "b4"},
		{"c0", "c1", "c2", "c3", "c4", "-x4", "-c0", "+c", "s4", "s3", "s2", "s1", "s0", "-x3"},
	}
	do := func(c *schedule.Cluster, step string) {
		if name, one := strings.CutPrefix(step, "+"); one { // a Pod of another kind, so that numbers get out of step
			if err := c.Assume(apart(labeled(pod("one-"+name), "app", "one-"+name), term(host, app("one-"+name))), "n1"); err != nil {
				t.Fatal(err)
			}
		} else if tag, away := strings.CutPrefix(step, "-"); away {
			shrink(c, tag)
		} else {
			grow(t, c, tag)
		}
	}
	for i := range steps[0] {
		for j, c := range all {
			do(c, steps[j][i])
		}
	}
	for i, c := range all {
		twin := base()
		for _, step := range steps[i] {
			do(twin, step)
		}
		if diff := cmp.Diff(twin.Nodes(), c.Nodes()) + cmp.Diff(contents(twin), contents(c)); diff != "" {
			t.Fatalf("cluster %d (-want +got):\n%s", i, diff)
		}
		for _, tag := range []string{"x0", "x1", "x2", "x4", "a0", "a1", "a4", "b0", "b4", "c1", "c4", "s0", "s1", "s2", "s3", "s4"} {
			tolerant := func(p *podlife.Pod) *podlife.Pod {
				p.Spec.Tolerations = []podlife.Toleration{{Key: tag}, {Key: "s2"}, {Key: "x4"}}
				return p
			}
			selects := labeled(pod("p", "example.com/"+tag, "2"), "not-"+tag, "")
			selects.Spec.NodeSelector = map[string]string{"rack-" + tag: tag}
			image := pod("p")
			image.Spec.Containers[0].Image = "image-" + tag
			for _, p := range []*podlife.Pod{
				near(labeled(pod("p", "cpu", "1"), "app", "enemy-"+tag), term(zone, app(tag))), labeled(pod("p"), "not-"+tag, ""), selects, image,
				pod("p", "example.com/"+tag, "3"), labeled(pod("p"), "app", "common"), labeled(spreads(1, podlife.DoNotSchedule), "app", tag),
			} {
				p = tolerant(p)
				if diff := cmp.Diff(ask(twin, p), ask(c, p)); diff != "" {
					t.Fatalf("cluster %d, %s (-want +got):\n%s", i, tag, diff)
				}
			}
		}
	}
}
