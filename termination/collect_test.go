package termination_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

// aged returns a Pod that was created so many seconds after the start.
func aged(name string, phase podlife.Phase, created float64, changes ...func(*podlife.Pod)) *podlife.Pod {
	p := deletable(changes...)
	p.Name, p.Status.Phase, p.CreationTimestamp = name, phase, sec(created)
	return p
}

func on(node string) func(*podlife.Pod) { return func(p *podlife.Pod) { p.Spec.NodeName = node } }

func evicted(p *podlife.Pod) { p.Status.Reason = podlife.ReasonEvicted }

func node(name string, ready podlife.ConditionStatus, taints ...string) *podlife.Node {
	n := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: name}}
	if ready != "" {
		n.Status.Conditions = []podlife.NodeCondition{{Type: "DiskPressure", Status: "True"}, {Type: podlife.NodeReady, Status: ready}}
	}
	for _, key := range taints {
		n.Spec.Taints = append(n.Spec.Taints, podlife.Taint{Key: key})
	}
	return n
}

// justReady makes n a node whose only condition is that it is ready.
func justReady(n *podlife.Node) *podlife.Node {
	n.Status.Conditions = []podlife.NodeCondition{{Type: podlife.NodeReady, Status: podlife.ConditionTrue}}
	return n
}

// removals writes removals as "reason name", with "!" where Failed is written
// first and "!!" where a condition is as well.
func removals(list []termination.Removal) string {
	var out []string
	for _, r := range list {
		mark := ""
		if r.Status != nil {
			mark = "!"
			if podlife.FindCondition(r.Status.Conditions, podlife.DisruptionTarget) != nil {
				mark = "!!"
			}
		}
		out = append(out, fmt.Sprintf("%s %s%s", r.Reason, r.Pod.Name, mark))
	}
	return strings.Join(out, ", ")
}

func TestCollect(t *testing.T) {
	ended := []*podlife.Pod{
		aged("c", podlife.PodSucceeded, 5), aged("b", podlife.PodFailed, 5), aged("a", podlife.PodFailed, 9),
		aged("z", podlife.PodFailed, 90, evicted), aged("x", "", 1), aged("not-evicted", podlife.PodSucceeded, 99, evicted),
		aged("r", podlife.PodRunning, 0), aged("p", podlife.PodPending, 0), aged("u", podlife.PodUnknown, 0),
	}
	one := []*podlife.Node{node("node-1", podlife.ConditionTrue)}
	oos := podlife.TaintNodeOutOfService
	missing := func(after float64) []termination.MissingNode {
		return []termination.MissingNode{{Name: "node-9", Since: sec(after)}}
	}
	for _, c := range []struct {
		name string
		s    termination.Cluster
		want string
	}{
		{"nothing to do", termination.Cluster{Pods: ended, Nodes: one}, ""},
		{"evicted, then oldest, then by name; the empty phase counts as ended",
			termination.Cluster{Pods: ended, Nodes: one, TerminatedPodThreshold: 2},
			"terminated z, terminated x!, terminated b, terminated c"},
		{"keep all", termination.Cluster{Pods: ended, Nodes: one, TerminatedPodThreshold: -1}, ""},
		{"as many as are kept", termination.Cluster{Pods: ended, Nodes: one, TerminatedPodThreshold: 6}, ""},
		{"out of service",
			termination.Cluster{
				Pods: []*podlife.Pod{
					aged("young", podlife.PodRunning, 9, deleted(30)), aged("old", podlife.PodRunning, 1, deleted(30)),
					aged("stays", podlife.PodRunning, 0), aged("ended", podlife.PodFailed, 0, deleted(30)),
				},
				Nodes: []*podlife.Node{node("node-1", podlife.ConditionFalse, "x", oos)},
			},
			"out-of-service ended, out-of-service old!, out-of-service young!"},
		{"out of service but ready",
			termination.Cluster{Pods: []*podlife.Pod{aged("a", podlife.PodRunning, 0, deleted(30))}, Nodes: []*podlife.Node{node("node-1", podlife.ConditionTrue, oos)}}, ""},
		{"out of service but ready, and nothing else is known of it",
			termination.Cluster{Pods: []*podlife.Pod{aged("a", podlife.PodRunning, 0, deleted(30))}, Nodes: []*podlife.Node{justReady(node("node-1", "", oos))}}, ""},
		{"not ready but in service",
			termination.Cluster{Pods: []*podlife.Pod{aged("a", podlife.PodRunning, 0, deleted(30))}, Nodes: []*podlife.Node{node("node-1", podlife.ConditionUnknown)}}, ""},
		{"no condition is not ready",
			termination.Cluster{Pods: []*podlife.Pod{aged("a", podlife.PodRunning, 0, deleted(30))}, Nodes: []*podlife.Node{node("node-1", "", oos)}},
			"out-of-service a!"},
		{"orphaned", termination.Cluster{Pods: []*podlife.Pod{aged("a", podlife.PodRunning, 0, on("node-9")), aged("b", podlife.PodSucceeded, 0, on("node-9"))}, Nodes: one, Missing: missing(0), Now: sec(40)},
			"orphaned a!!, orphaned b"},
		{"in quarantine", termination.Cluster{Pods: []*podlife.Pod{aged("a", podlife.PodRunning, 0, on("node-9"))}, Missing: missing(1), Now: sec(40)}, ""},
		{"the node came back", termination.Cluster{Pods: []*podlife.Pod{aged("a", podlife.PodRunning, 0, on("node-9"))}, Nodes: []*podlife.Node{node("node-9", "")}, Missing: missing(0), Now: sec(60)}, ""},
		{"unscheduled", termination.Cluster{Pods: []*podlife.Pod{aged("a", podlife.PodPending, 0, on(""), deleted(30)), aged("b", podlife.PodPending, 0, on(""))}, Missing: []termination.MissingNode{{}}, Now: sec(90)},
			"unscheduled a!"},
		{"two rules, two removals", termination.Cluster{Pods: []*podlife.Pod{nil, aged("a", podlife.PodFailed, 0, on("node-9")), aged("b", "", 1, on("node-9"))}, Nodes: []*podlife.Node{nil}, Missing: missing(0), Now: sec(60), TerminatedPodThreshold: 1},
			"terminated a, orphaned a, orphaned b!!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, removals(termination.Collect(c.s))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestCollectThreshold(t *testing.T) {
	var s termination.Cluster
	for i := range termination.DefaultTerminatedPodThreshold + 10 {
		s.Pods = append(s.Pods, aged(fmt.Sprintf("p%05d", i), podlife.PodSucceeded, 0, on("")))
	}
	got := termination.Collect(s)
	if len(got) != 10 || got[0].Pod.Name != "p00000" || got[9].Pod.Name != "p00009" {
		t.Errorf("removed %s", removals(got))
	}
}

func TestCollectStatus(t *testing.T) {
	p := aged("a", podlife.PodRunning, 0, on("node-9"))
	p.Status.Message = "kept"
	p.Status.Conditions = []podlife.Condition{{Type: podlife.PodReady, Status: podlife.ConditionTrue}}
	s := termination.Cluster{Pods: []*podlife.Pod{p}, Missing: []termination.MissingNode{{Name: "node-9", Since: start}}, Now: sec(60)}
	target := podlife.Condition{
		Type: podlife.DisruptionTarget, Status: podlife.ConditionTrue, ObservedGeneration: 3, LastTransitionTime: sec(60),
		Reason: "DeletionByPodGC", Message: "PodGC: node no longer exists",
	}
	want := podlife.PodStatus{Phase: podlife.PodFailed, ObservedGeneration: 3, Message: "kept", Conditions: []podlife.Condition{p.Status.Conditions[0], target}}
	if d := cmp.Diff(&want, termination.Collect(s)[0].Status); d != "" {
		t.Errorf("added (-want +got):\n%s", d)
	}
	for status, transition := range map[podlife.ConditionStatus]float64{podlife.ConditionTrue: 5, podlife.ConditionFalse: 60} {
		p.Status.Conditions = []podlife.Condition{{Type: podlife.DisruptionTarget, Status: status, Reason: "Old", LastTransitionTime: sec(5)}}
		target.LastTransitionTime = sec(transition)
		want.Conditions = []podlife.Condition{target}
		if d := cmp.Diff(&want, termination.Collect(s)[0].Status); d != "" {
			t.Errorf("replaced one that was %s (-want +got):\n%s", status, d)
		}
	}
}

// TestQuarantine follows one missing node through the collector's runs.
func TestQuarantine(t *testing.T) {
	p := aged("a", podlife.PodRunning, 0, on("node-9"))
	q := aged("b", podlife.PodRunning, 0, on("node-1"))
	s := termination.Cluster{Pods: []*podlife.Pod{nil, p, p, q, aged("c", podlife.PodPending, 0, on(""))}, Nodes: []*podlife.Node{node("node-1", "")}}
	var runs []string
	for second := 0.0; second <= 100; second += 20 {
		s.Now = sec(second)
		removed := removals(termination.Collect(s))
		s.Missing = s.Quarantine()
		for _, m := range s.Missing {
			runs = append(runs, fmt.Sprintf("%g: %s since %g [%s]", second, m.Name, m.Since.Sub(start).Seconds(), removed))
		}
	}
	twice := "orphaned a!!, orphaned a!!"
	want := []string{
		"0: node-9 since 0 []", "20: node-9 since 0 []", "40: node-9 since 40 [" + twice + "]", // missed anew, should it be held
		"60: node-9 since 40 []", "80: node-9 since 80 [" + twice + "]", "100: node-9 since 80 []",
	}
	if d := cmp.Diff(want, runs); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	two := termination.Cluster{Pods: []*podlife.Pod{p, aged("b", podlife.PodRunning, 0, on("node-3"))}, Now: start}
	if d := cmp.Diff([]termination.MissingNode{{"node-3", start}, {"node-9", start}}, two.Quarantine()); d != "" {
		t.Errorf("by name (-want +got):\n%s", d)
	}
	s.Now, s.Pods = sec(100), nil
	if len(s.Quarantine()) != 1 {
		t.Error("a node leaves the quarantine when its time is over, not before")
	}
}

// TestCollectOrder is a law: the order of the Pods does not matter to which of
// them have ended and go, and the argument is not changed.
func TestCollectOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s termination.Cluster
		for i := range rapid.IntRange(0, 12).Draw(t, "pods") {
			p := aged(fmt.Sprint(i), rapid.SampledFrom([]podlife.Phase{podlife.PodFailed, podlife.PodSucceeded, podlife.PodRunning}).Draw(t, "phase"),
				float64(rapid.IntRange(0, 3).Draw(t, "age")))
			if rapid.Bool().Draw(t, "evicted") {
				evicted(p)
			}
			s.Pods = append(s.Pods, p)
		}
		s.TerminatedPodThreshold = rapid.IntRange(1, 5).Draw(t, "threshold")
		before := slices.Clone(s.Pods)
		one := removals(termination.Collect(s))
		if !slices.Equal(before, s.Pods) {
			t.Fatal("the argument was sorted")
		}
		slices.Reverse(s.Pods)
		if two := removals(termination.Collect(s)); one != two {
			t.Fatalf("%s; reversed: %s", one, two)
		}
	})
}
