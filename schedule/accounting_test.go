package schedule_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// What is left for others is what Pods on a node do not take, before and after.
func TestPodsComeAndGo(t *testing.T) {
	devices := allocatable("cpu", "4", "memory", "8Gi", "ephemeral-storage", "8Gi", "example.com/gpu", "8", "pods", "3")
	c := cluster(t, nodes(changed(node("n1"), devices)))
	most := []string{"cpu", "4", "memory", "8Gi", "ephemeral-storage", "8Gi", "example.com/gpu", "8"}
	less := []string{"cpu", "1", "memory", "2Gi", "ephemeral-storage", "2Gi", "example.com/gpu", "2"}
	rest := []string{"cpu", "2", "memory", "4Gi", "ephemeral-storage", "4Gi", "example.com/gpu", "4"}
	fits := func(requests []string) string {
		_, err := c.Schedule(pod("p", requests...), schedule.Profile{Filters: []string{schedule.NodeResourcesFit}}, 0)
		if err != nil {
			return err.Error()
		}
		return ""
	}
	const (
		all  = "0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient ephemeral-storage, 1 Insufficient example.com/gpu, 1 Insufficient memory."
		full = "0/1 nodes are available: 1 Too many pods."
	)
	for _, step := range []struct {
		do               func() bool
		most, rest, none string
	}{
		{func() bool { return true }, "", "", ""},
		{func() bool {
			return c.Assume(pod("a", less...), "n1") == nil && c.Assume(pod("b", less...), "n1") == nil
		}, all, "", ""},
		{func() bool { return c.Assume(pod("c"), "n1") == nil }, strings.Replace(all, "memory.", "memory, 1 Too many pods.", 1), full, full},
		{func() bool { return c.Forget(pod("a")) && c.Forget(pod("c")) }, all, "", ""},
		{func() bool { return c.SetNode(changed(node("n1"), allocatable("cpu", "4", "pods", "1"))) == nil },
			strings.Replace(all, "memory.", "memory, 1 Too many pods.", 1), strings.NewReplacer(" 1 Insufficient cpu,", "", "memory.", "memory, 1 Too many pods.").Replace(all), full},
		{func() bool { return c.SetNode(changed(node("n1"), devices)) == nil }, all, "", ""},
		{func() bool { return c.RemoveNode("n1") && c.SetNode(changed(node("n1"), devices)) == nil }, "", "", ""},
	} {
		if !step.do() {
			t.Fatal("a step cannot be done")
		}
		if diff := cmp.Diff([]string{step.most, step.rest, step.none}, []string{fits(most), fits(rest), fits(nil)}); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// The sums on a node stay within bounds, so that no question can overflow.
func TestSumsStayWithinBounds(t *testing.T) {
	const gpu = "example.com/gpu"
	for name, half := range map[string]string{"cpu": "576460752303423", "memory": "512Pi", "ephemeral-storage": "512Pi", gpu: "512Pi"} {
		t.Run(name, func(t *testing.T) {
			c := cluster(t, nodes(node("n1"), node("n2")))
			says := func(p string, amounts ...string) *podlife.Pod {
				return pod(p, append([]string{"cpu", "0", "memory", "0"}, amounts...)...)
			}
			for _, p := range []*podlife.Pod{says("a", name, half), says("b", name, half)} {
				if err := c.Assume(p, "n1"); err != nil {
					t.Fatal(err)
				}
			}
			want := `schedule: Pod "default/c": spec.containers: with the other Pods on node n1, ` + name + ` is too large to add up`
			if err := c.Assume(says("c", name, "1"), "n1"); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
			if err := c.Assume(says("c", name, half), "n2"); err != nil {
				t.Errorf("on another node: %v", err)
			}
			if got := len(c.Pods("n1")) + len(c.Pods("n2")); got != 3 {
				t.Errorf("%d Pods are on nodes", got)
			}
			if !c.Forget(pod("a")) || c.Assume(says("d", name, half), "n1") != nil {
				t.Error("there is no room again")
			}
		})
	}
	// What containers that do not say count with adds up too.
	c := cluster(t, nodes(node("n1")))
	if err := c.Assume(pod("a", "cpu", "0", "memory", "1Ei"), "n1"); err != nil {
		t.Fatal(err)
	}
	if err := c.Assume(pod("b", "cpu", "0"), "n1"); err == nil {
		t.Error("the default of memory was added")
	}
	if err := c.Assume(pod("c", "cpu", "1152921504606846976m", "memory", "0"), "n1"); err != nil {
		t.Error(err)
	}
	if err := c.Assume(pod("d", "memory", "0"), "n1"); err == nil {
		t.Error("the default of cpu was added")
	}
}

// A node that a Rollback brings back, or changes back, has its place as before:
// the next node does not take it.
func TestNodesComeBack(t *testing.T) {
	for name, change := range map[string]func(c *schedule.Cluster) bool{
		"removed":             func(c *schedule.Cluster) bool { return c.RemoveNode("n1") },
		"removed, with Pods":  func(c *schedule.Cluster) bool { return c.RemoveNode("n2") },
		"removed, both":       func(c *schedule.Cluster) bool { return c.RemoveNode("n1") && c.RemoveNode("n2") },
		"changed":             func(c *schedule.Cluster) bool { return c.SetNode(changed(node("n1"), closed)) == nil },
		"added":               func(c *schedule.Cluster) bool { return c.SetNode(node("n0")) == nil },
		"one for another":     func(c *schedule.Cluster) bool { return c.RemoveNode("n1") && c.SetNode(node("n0")) == nil },
		"removed, and anew":   func(c *schedule.Cluster) bool { return c.RemoveNode("n2") && c.SetNode(node("n2")) == nil },
		"nothing":             func(*schedule.Cluster) bool { return true },
		"a Pod went and came": func(c *schedule.Cluster) bool { return c.Forget(pod("q")) && c.Assume(pod("q"), "n1") == nil },
	} {
		t.Run(name, func(t *testing.T) {
			c := cluster(t, with(nodes(node("n1"), node("n2")), on(pod("q", "cpu", "4"), "n2")))
			try := c.Begin()
			if !change(c) || !try.Rollback() {
				t.Fatal("it cannot be done and taken back")
			}
			if try.Rollback() || try.Commit() {
				t.Error("a transaction ends once")
			}
			for _, more := range []string{"n3", "n4"} {
				if err := c.SetNode(node(more)); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff([]string{"n1", "n2", "n3", "n4"}, c.Nodes()); diff != "" {
				t.Errorf("nodes (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(map[string][]string{"n2": {"q"}}, contents(c)); diff != "" {
				t.Errorf("Pods (-want +got):\n%s", diff)
			}
			want := "0/4 nodes are available: 1 Insufficient cpu."
			if _, err := c.Schedule(pod("p", "cpu", "5"), schedule.Profile{Filters: []string{schedule.NodeResourcesFit}}, 0); err == nil || err.Error() != strings.Replace(want, "1", "4", 1) {
				t.Errorf("got %v", err)
			}
			if d, err := c.Schedule(pod("p", "cpu", "4"), schedule.Profile{Filters: []string{schedule.NodeResourcesFit}}, 0); err != nil || d.Feasible != 3 {
				t.Errorf("%d nodes will do, %v; want 3", d.Feasible, err)
			}
		})
	}
}

// To explain a decision takes changes back, but not in the cluster.
func TestExplainChangesNothing(t *testing.T) {
	c := cluster(t, nodes(node("n1"), node("n2")))
	d, err := c.Schedule(pod("p", "cpu", "3"), schedule.Default(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, node := range c.Nodes() {
		if err := c.Assume(pod("on-"+node, "cpu", "2"), node); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if e := d.Explain(); e.Node != "n1" || len(e.Feasible) != 2 {
			t.Errorf("explained by %+v", e)
		}
	}
	if _, err := c.Schedule(pod("p", "cpu", "3"), schedule.Default(), 0); err == nil {
		t.Error("the Pods that came later are gone")
	}
	if diff := cmp.Diff(map[string][]string{"n1": {"on-n1"}, "n2": {"on-n2"}}, contents(c)); diff != "" {
		t.Errorf("Pods (-want +got):\n%s", diff)
	}
}

// Nothing is not a Pod, a node or a transaction, and does no harm.
func TestNil(t *testing.T) {
	empty, err := schedule.NewCluster(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := cluster(t, &podlife.Objects{Nodes: []*podlife.Node{nil, node("n1")}, Pods: []*podlife.Pod{nil}, Services: []*podlife.Service{nil}})
	if diff := cmp.Diff([]string{"n1"}, c.Nodes()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	const noPod, noNode = `schedule: Pod "": metadata: there is no Pod`, `schedule: Node "": metadata: there is no node`
	_, asked := c.Schedule(nil, schedule.Default(), 0)
	placed := c.Place([]*podlife.Pod{nil, pod("p")}, schedule.Default(), nil)
	_, bound := schedule.Bind(nil, "n1")
	_, applied := schedule.Binding{}.Apply(nil, at)
	for what, got := range map[string]error{
		"Schedule": asked, "Assume": c.Assume(nil, "n1"), "Place": placed[0].Err, "Fit": c.Fit(nil, schedule.Default(), 1).Stop,
		"Bind": bound, "Apply": applied, "Validate": schedule.Binding{}.Validate(nil),
	} {
		if got == nil || got.Error() != noPod {
			t.Errorf("%s: %v", what, got)
		}
	}
	if placed[1].Err != nil || placed[1].Decision.Node != "n1" {
		t.Errorf("the Pod beside: %+v", placed[1])
	}
	if err := c.SetNode(nil); err == nil || err.Error() != noNode {
		t.Errorf("SetNode: %v", err)
	}
	if c.Forget(nil) || c.RemoveNode("n9") || c.Pods("n9") != nil || len(empty.Nodes()) != 0 {
		t.Error("something was there")
	}
	var none *schedule.Transaction
	if none.Commit() || none.Rollback() || new(schedule.Transaction).Commit() || new(schedule.Transaction).Rollback() {
		t.Error("a transaction that nobody began was open")
	}
	if diff := cmp.Diff(schedule.Explanation{}, schedule.Decision{}.Explain()); diff != "" {
		t.Errorf("the zero Decision (-want +got):\n%s", diff)
	}
}
