package schedule_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// problems lists what err joins.
func problems(err error) []string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var out []string
		for _, err := range joined.Unwrap() {
			out = append(out, problems(err)...)
		}
		return out
	}
	return []string{err.Error()}
}

func TestNewClusterReportsEverything(t *testing.T) {
	bad := &podlife.LabelSelector{MatchExpressions: []podlife.LabelSelectorRequirement{{Key: "a", Operator: "Bogus"}}}
	o := &podlife.Objects{
		Nodes: []*podlife.Node{
			node("n1"), node("n1"), changed(node("n2"), allocatable("cpu", "-1", "memory", "8Ei")), {},
			changed(node("n3"), func(n *podlife.Node) {
				n.Status.Images = []podlife.ContainerImage{{SizeBytes: 1 << 50}, {SizeBytes: 1<<50 + 1}, {SizeBytes: 0}, {SizeBytes: -1}}
			}),
		},
		Pods: []*podlife.Pod{
			on(pod("a"), "n1"), on(pod("a"), "n1"), on(pod("b"), "n9"),
			on(pod("c", "cpu", "-1m", "memory", "1e30"), "n1"),
			on(apart(pod("d"), term(zone, bad)), "n1"),
			on(changed(spreads(1, podlife.DoNotSchedule), func(p *podlife.Pod) { p.Spec.TopologySpreadConstraints[0].LabelSelector = bad }), "n1"),
			coming(changed(spreads(1, podlife.DoNotSchedule), func(p *podlife.Pod) {
				p.Name, p.Spec.TopologySpreadConstraints[0].LabelSelector = "e", bad
			}), "n1"),
			pod("free"), changed(on(pod("done"), "n9"), func(p *podlife.Pod) { p.Status.Phase = podlife.PodSucceeded }),
		},
		ReplicaSets:            []*podlife.ReplicaSet{{ObjectMeta: podlife.ObjectMeta{Name: "r"}, Spec: podlife.ReplicaSetSpec{Selector: bad}}},
		StatefulSets:           []*podlife.StatefulSet{{ObjectMeta: podlife.ObjectMeta{Name: "s"}, Spec: podlife.ReplicaSetSpec{Selector: bad}}},
		PodDisruptionBudgets:   []*podlife.PodDisruptionBudget{{ObjectMeta: podlife.ObjectMeta{Name: "b"}, Spec: podlife.PodDisruptionBudgetSpec{Selector: bad}}},
		PersistentVolumeClaims: []*podlife.PersistentVolumeClaim{{ObjectMeta: podlife.ObjectMeta{Name: "c"}, Spec: podlife.PersistentVolumeClaimSpec{Selector: bad}}},
		Services:               []*podlife.Service{{ObjectMeta: podlife.ObjectMeta{Name: "s"}}, {ObjectMeta: podlife.ObjectMeta{Name: "s"}}},
	}
	want := []string{
		`schedule: Service "s": metadata.name: there is another of this name`,
		`schedule: ReplicaSet "r": spec.selector.matchExpressions[0]: "Bogus" is not a valid label selector operator`,
		`schedule: StatefulSet "s": spec.selector.matchExpressions[0]: "Bogus" is not a valid label selector operator`,
		`schedule: PodDisruptionBudget "b": spec.selector.matchExpressions[0]: "Bogus" is not a valid label selector operator`,
		`schedule: PersistentVolumeClaim "c": spec.selector.matchExpressions[0]: "Bogus" is not a valid label selector operator`,
		`schedule: Node "n1": metadata.name: there is another of this name`,
		`schedule: Node "n2": status.allocatable["cpu"]: -1 is negative`,
		`schedule: Node "n2": status.allocatable["memory"]: 8Ei is too large`,
		`schedule: Node "": metadata.name: is empty`,
		`schedule: Node "n3": status.images[1].sizeBytes: is negative or too large`,
		`schedule: Node "n3": status.images[3].sizeBytes: is negative or too large`,
		`schedule: Pod "default/a": metadata.name: there is another of this name`,
		`schedule: Pod "default/b": spec.nodeName: there is no node n9`,
		`schedule: Pod "default/c": spec.containers[0].resources.requests["cpu"]: -1m is negative`,
		`schedule: Pod "default/c": spec.containers[0].resources.requests["memory"]: 1e30 is too large`,
		`schedule: Pod "default/d": spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0]: "Bogus" is not a valid label selector operator`,
		`schedule: Pod "default/p": spec.topologySpreadConstraints[0].labelSelector.matchExpressions[0]: "Bogus" is not a valid label selector operator`,
		`schedule: Pod "default/e": spec.topologySpreadConstraints[0].labelSelector.matchExpressions[0]: "Bogus" is not a valid label selector operator`,
	}
	c, err := schedule.NewCluster(o)
	if err == nil || c != nil {
		t.Fatalf("got %v, %v", c, err)
	}
	got := problems(err)
	for i := range got { // 8Ei is the greatest amount there is, and prints as one less
		got[i] = strings.ReplaceAll(got[i], "9223372036854775807", "8Ei")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var object *schedule.ObjectError
	if !errors.As(err, &object) || object.Kind != "Service" {
		t.Errorf("got %+v", object)
	}
	// A Pod that is to be placed is looked at in the same way.
	p := spreads(1, podlife.DoNotSchedule)
	p.Spec.TopologySpreadConstraints[0].LabelSelector = bad
	if _, err := cluster(t, nodes(node("n1"))).Schedule(p, schedule.Default(), 0); err == nil || err.Error() != want[len(want)-2] {
		t.Errorf("Schedule: got %v", err)
	}
}

// A quantity counts wherever it stands, so it is checked there: all these add up
// to what a Pod requests.
func TestEveryQuantityIsChecked(t *testing.T) {
	twice := func() *podlife.Pod { // no container counts with a default
		p := pod("p", "cpu", "0", "memory", "0")
		p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: "log", Resources: p.Spec.Containers[0].Resources})
		return p
	}
	for field, set := range map[string]func(p *podlife.Pod, l podlife.ResourceList){
		"spec.initContainers[0].resources.requests": func(p *podlife.Pod, l podlife.ResourceList) {
			p.Spec.InitContainers = []podlife.Container{{Name: "init", Resources: podlife.ResourceRequirements{Requests: l}}}
		},
		"spec.containers[1].resources.requests": func(p *podlife.Pod, l podlife.ResourceList) { p.Spec.Containers[1].Resources.Requests = l },
		"spec.resources.requests": func(p *podlife.Pod, l podlife.ResourceList) {
			p.Spec.Resources = &podlife.ResourceRequirements{Requests: l}
		},
		"spec.overhead":             func(p *podlife.Pod, l podlife.ResourceList) { p.Spec.Overhead = l },
		"status.allocatedResources": func(p *podlife.Pod, l podlife.ResourceList) { p.Status.AllocatedResources = l },
		"status.resources.requests": func(p *podlife.Pod, l podlife.ResourceList) {
			p.Status.Resources = &podlife.ResourceRequirements{Requests: l}
		},
		"status.initContainerStatuses[0].allocatedResources": func(p *podlife.Pod, l podlife.ResourceList) {
			p.Status.InitContainerStatuses = []podlife.ContainerStatus{{Name: "init", AllocatedResources: l}}
		},
		"status.containerStatuses[1].allocatedResources": func(p *podlife.Pod, l podlife.ResourceList) {
			p.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "web"}, {Name: "log", AllocatedResources: l}}
		},
		"status.containerStatuses[0].resources.requests": func(p *podlife.Pod, l podlife.ResourceList) {
			p.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "web", Resources: &podlife.ResourceRequirements{Requests: l}}}
		},
	} {
		t.Run(field, func(t *testing.T) {
			o := nodes(node("n1"))
			for _, test := range []struct{ name, amount, problem string }{
				{"memory", "-1", `["memory"]: -1 is negative`},
				{"memory", "1152921504606846977", `["memory"]: 1152921504606846977 is too large`}, // 2^60 and one
				{"cpu", "1152921504606847", `["cpu"]: 1152921504606847 is too large`},             // in thousandths
			} {
				p := twice()
				set(p, list(test.name, test.amount))
				want := `schedule: Pod "default/p": ` + field + test.problem
				if _, err := cluster(t, o).Schedule(p, schedule.Default(), 0); err == nil || err.Error() != want {
					t.Errorf("Schedule: got %v, want %s", err, want)
				}
				if err := cluster(t, o).Assume(p, "n1"); err == nil || err.Error() != want {
					t.Errorf("Assume: got %v, want %s", err, want)
				}
				p.Status.NominatedNodeName = "n1"
				if _, err := schedule.NewCluster(with(nodes(node("n1")), p)); err == nil || err.Error() != want {
					t.Errorf("NewCluster: got %v, want %s", err, want)
				}
			}
			p := twice()
			set(p, list("memory", "1Ei")) // 2^60, the greatest
			if err := cluster(t, o).Assume(p, "n1"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestClusterChanges(t *testing.T) {
	c := cluster(t, with(nodes(node("n1"), node("n2")), on(pod("a", "cpu", "4"), "n1")))
	choice := func() string {
		d, err := explain(c, pod("p", "cpu", "1"), schedule.Default(), 0)
		if err != nil {
			return err.Error()
		}
		return d.Node
	}
	expect := func(want string) {
		t.Helper()
		if got := choice(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	expect("n2")
	if err := c.Assume(pod("b", "cpu", "4"), "n2"); err != nil {
		t.Fatal(err)
	}
	expect("0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.")
	before := c.Clone()
	if err := c.SetNode(node("n3")); err != nil {
		t.Fatal(err)
	}
	expect("n3")
	if !c.Forget(pod("a")) || c.Forget(pod("a")) {
		t.Error("a Pod is forgotten once")
	}
	if !c.RemoveNode("n3") || c.RemoveNode("n3") {
		t.Error("a node is removed once")
	}
	expect("n1")
	if err := c.SetNode(changed(node("n1"), closed)); err != nil {
		t.Fatal(err)
	}
	expect("0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable. preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.")
	if !c.RemoveNode("n2") {
		t.Error("n2 is gone")
	}
	if diff := cmp.Diff([]string{"n1"}, c.Nodes()); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	if err := c.SetNode(node("n4")); err != nil {
		t.Fatal(err)
	}
	expect("n4")
	c = before
	expect("0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.")
	if got := c.Pods("n1"); len(got) != 1 || got[0].Name != "a" {
		t.Errorf("Pods on n1: %v", got)
	}
}

// Clones share memory, and still can be used side by side: go test -race.
func TestClonesSideBySide(t *testing.T) {
	c := cluster(t, large(60))
	for _, p := range incoming() {
		if _, err := explain(c, p, schedule.Default(), 0); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	results := make([]string, 4)
	for i := range results {
		mine := c.Clone()
		all.Add(1)
		go func() {
			defer all.Done()
			for _, kind := range []string{"plain", "affinity+taints", "spread", "anti-affinity"} {
				p := incoming()[kind]
				d, err := explain(mine, p, schedule.Default(), 3)
				if err != nil || mine.Assume(p, d.Node) != nil {
					t.Error(err)
				}
				results[i] += " " + d.Node
			}
			mine.RemoveNode("node-3")
		}()
	}
	all.Wait()
	for _, r := range results {
		if r != results[0] {
			t.Errorf("clones differ: %q", results)
		}
	}
}

// A Pod that was asked about may be changed and asked about again.
func TestPodsCanBeReused(t *testing.T) {
	c := cluster(t, nodes(node("n1"), node("n2")))
	p := labeled(pod("p"), "app", "web")
	if _, err := explain(c, p, schedule.Default(), 0); err != nil {
		t.Fatal(err)
	}
	p.Labels["app"] = "db"
	if _, err := explain(c, p, schedule.Default(), 0); err != nil {
		t.Fatal(err)
	}
	if err := c.Assume(apart(pod("q"), term(host, app("web"))), "n1"); err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string]int{"web": 1, "db": 2} {
		d, err := explain(c, labeled(pod("p"), "app", label), schedule.Default(), 0)
		if err != nil || len(d.Feasible) != want {
			t.Errorf("%s: %d nodes will do, %v; want %d", label, len(d.Feasible), err, want)
		}
	}
}

// And so may one that was placed and is gone again, though what it was like is
// kept for the next.
func TestPlacedPodsCanBeReused(t *testing.T) {
	c := cluster(t, nodes(node("n1"), node("n2")))
	web := func(name string) *podlife.Pod { return labeled(pod(name), "app", "web") }
	for range 3 {
		p := web("p")
		if got := c.Place([]*podlife.Pod{p}, schedule.Default(), nil)[0]; got.Err != nil {
			t.Fatal(got.Err)
		}
		c.Forget(p)
		p.Labels["app"] = "db"
	}
	if err := c.Assume(apart(pod("q"), term(host, app("web"))), "n1"); err != nil {
		t.Fatal(err)
	}
	if got := c.Place([]*podlife.Pod{web("p")}, schedule.Default(), nil)[0]; got.Err != nil || got.Decision.Feasible != 1 {
		t.Errorf("%d nodes will do, %v; want 1", got.Decision.Feasible, got.Err)
	}
}

func TestNominated(t *testing.T) {
	nominated := func(p *podlife.Pod, priority int32) *podlife.Pod {
		p.Status.NominatedNodeName, p.Spec.Priority = "n1", &priority
		return p
	}
	high := with(nodes(node("n1")), nominated(pod("q", "cpu", "3"), 1))
	if got := message(t, high, pod("p", "cpu", "2")); !strings.HasPrefix(got, "0/1 nodes are available: 1 Insufficient cpu.") {
		t.Errorf("got %s", got)
	}
	low := with(nodes(node("n1")), nominated(pod("q", "cpu", "3"), -1))
	if got := verdicts(t, low, pod("p", "cpu", "2"))["n1"]; got != "ok" {
		t.Errorf("got %s", got)
	}
	own := nominated(pod("p"), 0)
	busy := with(nodes(node("n1"), node("n2")), on(pod("q", "cpu", "3"), "n1"))
	if d, err := explain(cluster(t, busy), own, schedule.Default(), 0); err != nil || d.Node != "n1" {
		t.Errorf("got %+v, %v", d, err)
	}
	if d, err := explain(cluster(t, nodes(changed(node("n1"), closed), node("n2"))), own, schedule.Default(), 0); err != nil || d.Node != "n2" {
		t.Errorf("got %+v, %v", d, err)
	}
}
