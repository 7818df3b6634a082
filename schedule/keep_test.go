package schedule

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife"
)

const testZone = "topology.kubernetes.io/zone"

// keptCluster makes a cluster of n empty nodes in three zones.
func keptCluster(t *testing.T, n int) *Cluster {
	t.Helper()
	o := &podlife.Objects{}
	for i := range n {
		at := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: fmt.Sprintf("node-%02d", i)}}
		at.Labels = map[string]string{hostnameLabel: at.Name, testZone: fmt.Sprintf("zone-%d", i%3)}
		at.Status.Allocatable = podlife.ResourceList{"cpu": podlife.NewQuantity(8), "memory": podlife.NewQuantity(1 << 34), "pods": podlife.NewQuantity(20)}
		o.Nodes = append(o.Nodes, at)
	}
	c, err := NewCluster(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// keptPod makes a Pod of an application, of one of the kinds of which a keeper
// has different things to keep up.
func keptPod(kind, name string) *podlife.Pod {
	p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: name, Namespace: "default", Labels: map[string]string{"app": kind}}}
	p.Spec.Containers = []podlife.Container{{Name: "web", Resources: podlife.ResourceRequirements{Requests: podlife.ResourceList{"cpu": podlife.NewMilliQuantity(100)}}}}
	same := &podlife.LabelSelector{MatchLabels: p.Labels}
	switch kind {
	case "spread":
		p.Spec.TopologySpreadConstraints = []podlife.TopologySpreadConstraint{
			{MaxSkew: 1, TopologyKey: testZone, WhenUnsatisfiable: podlife.DoNotSchedule, LabelSelector: same},
			{MaxSkew: 1, TopologyKey: hostnameLabel, WhenUnsatisfiable: podlife.ScheduleAnyway, LabelSelector: same},
		}
	case "alone": // one a node
		p.Spec.TopologySpreadConstraints = []podlife.TopologySpreadConstraint{
			{MaxSkew: 1, TopologyKey: hostnameLabel, WhenUnsatisfiable: podlife.DoNotSchedule, LabelSelector: same}}
	case "apart":
		p.Spec.Affinity = &podlife.Affinity{PodAntiAffinity: &podlife.PodAffinity{Required: []podlife.PodAffinityTerm{{TopologyKey: hostnameLabel, LabelSelector: same}}}}
	case "near":
		p.Spec.Affinity = &podlife.Affinity{PodAffinity: &podlife.PodAffinity{
			Required:  []podlife.PodAffinityTerm{{TopologyKey: testZone, LabelSelector: same}},
			Preferred: []podlife.WeightedPodAffinityTerm{{Weight: 10, PodAffinityTerm: podlife.PodAffinityTerm{TopologyKey: hostnameLabel, LabelSelector: same}}},
		}}
	}
	return p
}

// A query is kept up and not made anew, from one Pod to the next like it, until
// a node changes.
func TestKeptUp(t *testing.T) {
	c := keptCluster(t, 40)
	kinds := []string{"plain", "spread", "alone", "apart", "near"}
	keepers := map[string]*keeper{}
	fine, coarse := false, false
	for i := range 20 {
		for _, kind := range kinds {
			p := keptPod(kind, fmt.Sprintf("%s-%d", kind, i))
			if one := c.Place([]*podlife.Pod{p}, Default(), nil)[0]; one.Err != nil {
				t.Fatal(one.Err)
			}
			by, err := c.placer(&c.kept[0].profile)
			if err != nil {
				t.Fatal(err)
			}
			_, tm, _, err := by.chooser(p)
			if err != nil {
				t.Fatal(err)
			}
			if old := keepers[kind]; i > 2 && old != tm.keeper {
				t.Errorf("what is known about %s was made anew for the Pod at %d", kind, i)
			}
			if tm.used != c.turns || c.turns < 1 {
				t.Errorf("used last in turn %d of %d", tm.used, c.turns)
			}
			keepers[kind] = tm.keeper
			for _, d := range append(append(tm.keeper.near, tm.keeper.apart...), tm.keeper.wishes...) {
				fine, coarse = fine || d.fine, coarse || !d.fine
			}
		}
	}
	if !fine || !coarse {
		t.Errorf("sums over small domains: %v, over large ones: %v; want both", fine, coarse)
	}
	c.RemoveNode("node-07")
	by, err := c.placer(&c.kept[0].profile)
	if err != nil {
		t.Fatal(err)
	}
	if _, tm, _, err := by.chooser(keptPod("plain", "plain-0")); err != nil || tm.keeper == keepers["plain"] {
		t.Errorf("what is known outlived a node; %v", err)
	}
}

// What is kept has bounds: templates that were not seen for long are forgotten,
// and so are those that have missed many changes.
func TestKeptWithinBounds(t *testing.T) {
	c := keptCluster(t, 1)
	pr := Default()
	for i := range maxTemplates + 100 {
		p := keptPod("plain", "web")
		p.Labels["app"] = fmt.Sprint(i)
		c.Place([]*podlife.Pod{p}, pr, nil)
		c.Forget(p)
	}
	if n := len(c.kept[0].templates); n != 100 || len(c.keeping) > 0 {
		t.Errorf("%d templates are noted, %d kept", n, len(c.keeping))
	}
	for i := range 3 * maxProfiles {
		pr.Scores = []PluginWeight{{ImageLocality, int64(i + 1)}}
		for range 2 {
			p := keptPod("plain", "web")
			c.Place([]*podlife.Pod{p}, pr, nil)
			c.Forget(p)
		}
	}
	if n := len(c.kept); n != maxProfiles || len(c.keeping) != maxProfiles {
		t.Errorf("%d profiles and %d templates are kept", n, len(c.keeping))
	}
	if n := keptCluster(t, 400).mostKept(); n*400 > 2<<20 {
		t.Errorf("%d may be kept", n)
	}
	p := keptPod("plain", "other")
	for range 8192 {
		if err := c.Assume(p, "node-00"); err != nil {
			t.Fatal(err)
		}
		c.Forget(p)
	}
	if len(c.keeping) > 0 {
		t.Error("a keeper holds on to changes that it will never learn")
	}
}

// Of many templates those are kept that were used last, but what is in use is
// not dropped for another.
func TestOldestDropped(t *testing.T) {
	c := keptCluster(t, 2)
	pr := Default()
	var all []*template
	for i, turn := range []int64{1, 2, 3, 60, 61} {
		x, err := c.ask(keptPod("plain", "web"), &pr)
		if err != nil {
			t.Fatal(err)
		}
		c.turns = turn
		all = append(all, &template{used: turn})
		if got, want := c.keepFor(all[i], newQuery(x), 3), turn < 61; got != want {
			t.Errorf("the template at %d is kept: %v, want %v", i, got, want)
		}
		if turn == 3 {
			all[0].used = 30 // once more
		}
		if turn == 60 {
			all[2].used = 50
		}
	}
	for i, want := range []bool{true, false, true, true, false} {
		if got := all[i].keeper != nil; got != want {
			t.Errorf("in the end the template at %d is kept: %v, want %v", i, got, want)
		}
	}
}
