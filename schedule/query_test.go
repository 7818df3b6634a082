package schedule

import (
	"fmt"
	"slices"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"pgregory.net/rapid"
)

// queryScene draws a cluster with Pods, and one more Pod that looks at them in
// several ways at once: spread, affinity, wishes, taints, preferences, images.
func queryScene(t *rapid.T) (*Cluster, *podlife.Pod) {
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
	o := &podlife.Objects{}
	size := rapid.SampledFrom([]int{2, 5, 9, 30}).Draw(t, "nodes")
	for i := range size {
		n := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: fmt.Sprintf("n%02d", i), Labels: map[string]string{}}}
		if at := pick("host", "own", "own", "own", "shared", "none"); at != "none" {
			n.Labels[hostnameLabel] = map[string]string{"own": n.Name, "shared": "shared"}[at]
		}
		if at := pick("zone", "a", "b", "c", "", "none"); at != "none" {
			n.Labels[testZone] = at
		}
		if taint := pick("taint", "", "", "soft", "other"); taint != "" {
			n.Spec.Taints = []podlife.Taint{{Key: taint, Effect: podlife.TaintEffectPreferNoSchedule}}
		}
		if pick("image", "yes", "no") == "yes" {
			n.Status.Images = []podlife.ContainerImage{{Names: []string{"web:latest"}, SizeBytes: 400 << 20}}
		}
		n.Status.Allocatable = podlife.ResourceList{"cpu": podlife.NewQuantity(4), "memory": podlife.NewQuantity(1 << 33), "pods": podlife.NewQuantity(9)}
		o.Nodes = append(o.Nodes, n)
	}
	terms := func() podlife.PodAffinityTerm {
		return podlife.PodAffinityTerm{TopologyKey: pick("key", testZone, hostnameLabel), LabelSelector: &podlife.LabelSelector{MatchLabels: map[string]string{"app": pick("to", "web", "db")}}}
	}
	wishes := func() (out []podlife.WeightedPodAffinityTerm) {
		for range rapid.IntRange(0, 2).Draw(t, "wishes") {
			out = append(out, podlife.WeightedPodAffinityTerm{Weight: int32(rapid.IntRange(1, 100).Draw(t, "weight")), PodAffinityTerm: terms()})
		}
		return out
	}
	pod := func(name string) *podlife.Pod {
		p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: name, Labels: map[string]string{"app": pick("app", "web", "db", "web")}}}
		p.Spec.Containers = []podlife.Container{{Name: "web", Image: "web", Resources: podlife.ResourceRequirements{Requests: podlife.ResourceList{"cpu": podlife.NewMilliQuantity(int64(rapid.IntRange(0, 900).Draw(t, "cpu")))}}}}
		p.Spec.Affinity = &podlife.Affinity{PodAffinity: &podlife.PodAffinity{Preferred: wishes()}, PodAntiAffinity: &podlife.PodAffinity{Preferred: wishes()}}
		return p
	}
	for i := range rapid.IntRange(0, 2*size).Draw(t, "pods") {
		p := pod(fmt.Sprintf("q%d", i))
		switch pick("requires", "nothing", "nothing", "near", "apart") {
		case "near":
			p.Spec.Affinity.PodAffinity.Required = []podlife.PodAffinityTerm{terms()}
		case "apart":
			p.Spec.Affinity.PodAntiAffinity.Required = []podlife.PodAffinityTerm{terms()}
		}
		p.Spec.NodeName = rapid.SampledFrom(o.Nodes).Draw(t, "on").Name
		o.Pods = append(o.Pods, p)
	}
	c, err := NewCluster(o)
	if err != nil {
		t.Fatal(err)
	}
	p := pod("p")
	for range rapid.IntRange(0, 3).Draw(t, "constraints") {
		p.Spec.TopologySpreadConstraints = append(p.Spec.TopologySpreadConstraints, podlife.TopologySpreadConstraint{
			MaxSkew: int32(rapid.IntRange(1, 4).Draw(t, "skew")), TopologyKey: pick("over", testZone, hostnameLabel),
			WhenUnsatisfiable: podlife.UnsatisfiableAction(pick("action", "DoNotSchedule", "ScheduleAnyway", "ScheduleAnyway")),
			LabelSelector:     &podlife.LabelSelector{MatchLabels: map[string]string{"app": pick("of", "web", "db")}}})
	}
	p.Spec.Affinity.NodeAffinity = &podlife.NodeAffinity{Preferred: []podlife.PreferredSchedulingTerm{{Weight: 7,
		Preference: podlife.NodeSelectorTerm{MatchExpressions: []podlife.NodeSelectorRequirement{{Key: testZone, Operator: podlife.SelectorOpIn, Values: []string{"b"}}}}}}}
	if rapid.Bool().Draw(t, "required") {
		p.Spec.Affinity.PodAntiAffinity.Required = []podlife.PodAffinityTerm{terms()}
	}
	return c, p
}

// Nodes are of one kind if all facets say the same of them, also in numbers that
// are not small.
func TestKinds(t *testing.T) {
	values := []int64{0, 1, 0, 1, 7, 8, 7, 8, -1, -1, 1000, without, without, 1000}
	others := []int64{0, 0, 0, 0, 0, 0, 0, 9, 9, 0, 0, without, without, 0}
	var k kinds
	k.addFacet(facet{bySlot: values}, 8)
	k.addFacet(facet{bySlot: others}, 8)
	known := map[[2]int64]int32{}
	for slot := range values {
		kind, of := k.of(int32(slot)), [2]int64{values[slot], others[slot]}
		if first, ok := known[of]; ok && first != kind {
			t.Errorf("%v is kind %d, and was %d", of, kind, first)
		}
		known[of] = kind
		if got := k.facetsOf(int(kind)); !slices.Equal(got, of[:]) {
			t.Errorf("kind %d is %v, want %v", kind, got, of)
		}
	}
	if k.count != len(known) {
		t.Errorf("%d kinds, want %d", k.count, len(known))
	}
}

// queryProfile draws a profile to whom terms of others count in different ways.
func queryProfile(t *rapid.T) Profile {
	pr := Default()
	switch rapid.IntRange(0, 5).Draw(t, "profile") {
	case 0:
		pr.Filters = slices.DeleteFunc(pr.Filters, func(name string) bool { return name == InterPodAffinity })
	case 1:
		pr.PodAffinity.IgnorePreferredTermsOfExistingPods = true
	case 2:
		pr.PodAffinity.HardPodAffinityWeight = 0
	case 3:
		pr.PodAffinity.HardPodAffinityWeight = 50
	}
	return pr
}

// queryAsCycle: a query finds the same nodes feasible as the cycle, and between
// any two of them the same difference, whatever part of it comes from where.
func queryAsCycle(judge func(q *query) (int, bool)) func(*rapid.T) {
	return func(t *rapid.T) { compareQuery(t, judge) }
}

func compareQuery(t *rapid.T, judge func(q *query) (int, bool)) {
	c, p := queryScene(t)
	pr := queryProfile(t)
	x, err := c.ask(p, &pr)
	if err != nil {
		t.Fatal(err)
	}
	failure := x.run()
	y, _ := c.ask(p, &pr)
	q := newQuery(y)
	feasible, ok := judge(q)
	if feasible != len(x.feasible) || !ok {
		t.Fatalf("%d nodes will do, want %d; %v, %v", feasible, len(x.feasible), ok, failure)
	}
	if feasible < 2 {
		return
	}
	total := func(slot int32) int64 { return q.local[slot] + q.offset[q.kindOf[slot]] }
	first := x.feasible[0]
	for i, slot := range x.feasible {
		if k := q.kindOf[slot]; k >= full || !q.open[k] {
			t.Fatalf("%s will do, but its kind %d will not", c.nodes[slot].name, k)
		}
		if got, want := total(slot)-total(first), x.totals[i]-x.totals[0]; got != want {
			t.Fatalf("%s has %d more than %s, want %d", c.nodes[slot].name, got, c.nodes[first].name, want)
		}
	}
}

func TestQueryAsCycle(t *testing.T) {
	rapid.Check(t, queryAsCycle((*query).judge))
	for name, broken := range map[string]func(q *query) (int, bool){
		"no sum counts what a wish weighs": func(q *query) (int, bool) {
			for _, d := range q.wishes {
				for i := range d.sums {
					d.sums[i] = min(d.sums[i], 1)
				}
			}
			return q.judge()
		},
		"soft constraints are left out": func(q *query) (int, bool) { q.soft = nil; return q.judge() },
		"hard constraints are left out": func(q *query) (int, bool) { q.hard = nil; return q.judge() },
		"all nodes are of one kind": func(q *query) (int, bool) {
			for slot, k := range q.kindOf {
				if k < full {
					q.kindOf[slot] = 0
				}
			}
			return q.judge()
		},
	} {
		t.Run(name, func(t *testing.T) { lawtest.Catches(t, queryAsCycle(broken)) })
	}
}

// keptAsNew: a query that was kept up while Pods came and went says of each node
// what one says that is made anew.
func keptAsNew(catchUp func(k *keeper) bool) func(*rapid.T) {
	return func(t *rapid.T) {
		c, p := queryScene(t)
		pr := queryProfile(t)
		x, err := c.ask(p, &pr)
		if err != nil {
			t.Fatal(err)
		}
		k := keep(newQuery(x))
		on := slices.Clone(c.nodes)
		for i := range rapid.IntRange(1, 6).Draw(t, "changes") {
			if placed := c.Pods(on[0].name); len(placed) > 0 && rapid.Bool().Draw(t, "goes") {
				c.Forget(placed[0])
				continue
			}
			q := p.Clone()
			q.Name = fmt.Sprintf("more-%d", i)
			q.Labels["app"] = rapid.SampledFrom([]string{"web", "db"}).Draw(t, "app")
			if err := c.Assume(q, rapid.SampledFrom(on).Draw(t, "on").name); err != nil {
				t.Fatal(err)
			}
		}
		if !catchUp(k) {
			return // it must be made anew
		}
		y, err := c.ask(p, &pr)
		if err != nil {
			t.Fatal(err)
		}
		q := newQuery(y)
		got, _ := k.judge()
		want, _ := q.judge()
		if got != want {
			t.Fatalf("%d nodes will do, want %d", got, want)
		}
		first := int32(-1)
		for slot := range int32(len(c.nodes)) {
			a, b := k.kindOf[slot], q.kindOf[slot]
			if will, want := a < full && k.open[a], b < full && q.open[b]; will != want {
				t.Fatalf("%s will do: %v, want %v", c.nodes[slot].name, will, want)
			} else if !will || got < 2 {
				continue
			}
			if first < 0 {
				first = slot
			}
			more := k.local[slot] + k.offset[a] - k.local[first] - k.offset[k.kindOf[first]]
			if want := q.local[slot] + q.offset[b] - q.local[first] - q.offset[q.kindOf[first]]; more != want {
				t.Fatalf("%s has %d more than %s, want %d", c.nodes[slot].name, more, c.nodes[first].name, want)
			}
		}
	}
}

func TestKeptAsNew(t *testing.T) {
	rapid.Check(t, keptAsNew((*keeper).catchUp))
	lawtest.Catches(t, keptAsNew(func(k *keeper) bool { return true })) // learns nothing
	lawtest.Catches(t, keptAsNew(func(k *keeper) bool {                 // counts for no wish
		wishes := k.wishes
		k.wishes = nil
		ok := k.catchUp()
		k.wishes = wishes
		return ok
	}))
}
