package schedule_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

// crowd draws a cluster of up to twenty nodes: those of podtest.Cluster, some of
// them several times. So there are zones with many nodes.
func crowd(t *rapid.T) *podlife.Objects {
	o := agreeing(podtest.Cluster().Draw(t, "cluster"))
	nodes := o.Nodes
	for i := range rapid.IntRange(0, 3).Draw(t, "times") {
		for _, n := range nodes {
			o.Nodes = append(o.Nodes, renamed(n, fmt.Sprintf("%s-%d", n.Name, i)))
		}
	}
	return o
}

func renamed(n *podlife.Node, name string) *podlife.Node {
	n = n.Clone()
	n.Name, n.Labels[host] = name, name
	return n
}

// copyOf returns a Pod like p with another name.
func copyOf(p *podlife.Pod, name string) *podlife.Pod {
	p = p.Clone()
	p.Name, p.UID = name, "uid-"+name
	return p
}

// engine is what the laws are about: the ways to change a cluster at scale. The
// broken variants stand in for it.
type engine struct {
	place func(c *schedule.Cluster, p []*podlife.Pod, ties []uint64) []schedule.Placement
	fit   func(c *schedule.Cluster, p *podlife.Pod, limit int) schedule.Copies
}

func ours() engine {
	return engine{
		place: func(c *schedule.Cluster, pods []*podlife.Pod, ties []uint64) []schedule.Placement {
			return c.Place(pods, schedule.Default(), ties)
		},
		fit: func(c *schedule.Cluster, p *podlife.Pod, limit int) schedule.Copies {
			return c.Fit(p, schedule.Default(), limit)
		},
	}
}

// outcome is a placement without what leads to its explanation.
type outcome struct {
	Node           string
	Feasible, Best int
	Error          string
}

func outcomeOf(d schedule.Decision, err error) outcome {
	o := outcome{Node: d.Node, Feasible: d.Feasible, Best: d.Best}
	if err != nil {
		o.Error = err.Error()
	}
	return o
}

// oneByOne is Place by hand.
func oneByOne(c *schedule.Cluster, pods []*podlife.Pod, ties []uint64) (out []outcome) {
	for i, p := range pods {
		d, err := c.Schedule(p, schedule.Default(), ties[i])
		if err == nil {
			err = c.Assume(p, d.Node)
		}
		out = append(out, outcomeOf(d, err))
	}
	return out
}

func built(t *rapid.T, o *podlife.Objects) *schedule.Cluster {
	c, err := schedule.NewCluster(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// templates draws a few Pods to make copies of.
func templates(t *rapid.T) []*podlife.Pod {
	out := make([]*podlife.Pod, rapid.IntRange(1, 3).Draw(t, "templates"))
	for i := range out {
		out[i] = podtest.Unbound(fmt.Sprintf("template-%d", i)).Draw(t, "template")
	}
	return out
}

// placesAsOneByOne: Place is Schedule and Assume, Pod after Pod.
func placesAsOneByOne(e engine) func(*rapid.T) {
	return func(t *rapid.T) {
		o, from := crowd(t), templates(t)
		n := rapid.IntRange(1, 12).Draw(t, "pods")
		pods, ties := make([]*podlife.Pod, n), make([]uint64, n)
		for i := range pods {
			pods[i] = copyOf(rapid.SampledFrom(from).Draw(t, "of"), fmt.Sprintf("pod-%d", i))
			ties[i] = rapid.Uint64Range(0, 5).Draw(t, "tie")
		}
		if rapid.IntRange(0, 9).Draw(t, "same name") == 0 {
			pods[n-1] = copyOf(pods[n-1], "pod-0")
		}
		all, single := built(t, o), built(t, o)
		want := oneByOne(single, pods, ties)
		var got []outcome
		for _, p := range e.place(all, pods, ties) {
			got = append(got, outcomeOf(p.Decision, p.Err))
		}
		if diff := cmp.Diff(want, got) + cmp.Diff(contents(single), contents(all)); diff != "" {
			t.Fatal(diff)
		}
	}
}

// contents lists the Pods by node.
func contents(c *schedule.Cluster) map[string][]string {
	out := map[string][]string{}
	for _, node := range c.Nodes() {
		for _, p := range c.Pods(node) {
			out[node] = append(out[node], p.Name)
		}
	}
	return out
}

// Pods of every kind are placed as one by one, those too of which nothing is
// kept: each is tried alone, then like the one before.
func TestPlaceOfEveryKind(t *testing.T) {
	level := func(p *podlife.Pod) {
		p.Spec.Resources = &podlife.ResourceRequirements{Requests: list("cpu", "3")}
	}
	resized := func(p *podlife.Pod) {
		p.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "web", Resources: &podlife.ResourceRequirements{Requests: list("cpu", "3")}}}
	}
	prefersBad := func(p *podlife.Pod) {
		affinity(p).NodeAffinity = &podlife.NodeAffinity{Preferred: []podlife.PreferredSchedulingTerm{{Weight: 1,
			Preference: podlife.NodeSelectorTerm{MatchExpressions: []podlife.NodeSelectorRequirement{{Key: "a", Operator: "Bogus"}}}}}}
	}
	dislikes := func(p *podlife.Pod) {
		affinity(p).NodeAffinity = &podlife.NodeAffinity{Preferred: []podlife.PreferredSchedulingTerm{{Weight: -1,
			Preference: podlife.NodeSelectorTerm{MatchExpressions: []podlife.NodeSelectorRequirement{{Key: host, Operator: podlife.SelectorOpExists}}}}}}
	}
	sampling, legacy, wrong := schedule.Default(), schedule.Legacy(), schedule.Default()
	sampling.Sampling.On, wrong.Filters = true, []string{"Bogus"}
	for name, test := range map[string]struct {
		pr schedule.Profile
		p  *podlife.Pod
	}{
		"plain":                          {schedule.Default(), pod("p", "cpu", "1")},
		"requests as a whole":            {schedule.Default(), changed(pod("p", "cpu", "1"), level)},
		"a reported resize":              {schedule.Default(), changed(pod("p", "cpu", "1"), resized)},
		"a claim":                        {schedule.Default(), claims(pod("p", "cpu", "1"), "c")},
		"a claim that is not there":      {schedule.Default(), claims(pod("p", "cpu", "1"), "gone")},
		"its node":                       {schedule.Default(), on(pod("p", "cpu", "1"), "n2")},
		"a named node":                   {schedule.Default(), named(pod("p", "cpu", "1"), "n2")},
		"a nominated node":               {schedule.Default(), coming(pod("p", "cpu", "1"), "n2")},
		"behind one that is to come":     {schedule.Default(), pod("p", "cpu", "2")},
		"a quantity that will not do":    {schedule.Default(), pod("p", "cpu", "-1")},
		"a preference that will not do":  {schedule.Default(), changed(pod("p", "cpu", "1"), prefersBad)},
		"a score that is none":           {schedule.Default(), changed(pod("p", "cpu", "1"), dislikes)},
		"one for which one node will do": {schedule.Default(), changed(pod("p", "cpu", "1"), dislikes, func(p *podlife.Pod) { p.Spec.NodeSelector = map[string]string{host: "n1"} })},
		"being deleted":                  {schedule.Default(), going(pod("p"))},
		"sampling":                       {sampling, pod("p", "cpu", "1")},
		"1.10":                           {legacy, pod("p", "cpu", "1")},
		"a score that no kind has":       {schedule.Profile{Filters: schedule.Default().Filters, Scores: []schedule.PluginWeight{{Plugin: schedule.NodeResourcesFit, Weight: 1}}}, pod("p", "cpu", "1")},
		"a profile that will not do":     {wrong, pod("p", "cpu", "1")},
	} {
		t.Run(name, func(t *testing.T) {
			o := with(storage(boundClaim("c", "v"), volume("v", reachableFrom("n2"))), on(pod("q", "cpu", "500m"), "n1"))
			if name == "behind one that is to come" {
				o.Pods = append(o.Pods, coming(ranked(pod("h", "cpu", "3"), 1), "n2"))
			}
			all, single := cluster(t, o), cluster(t, o)
			var pods []*podlife.Pod
			for i := range 6 {
				pods = append(pods, copyOf(test.p, fmt.Sprintf("p-%d", i)))
			}
			for i, got := range all.Place(pods, test.pr, nil) {
				d, err := single.Schedule(pods[i], test.pr, 0)
				if err == nil {
					err = single.Assume(pods[i], d.Node)
				}
				if diff := cmp.Diff(outcomeOf(d, err), outcomeOf(got.Decision, got.Err)); diff != "" {
					t.Errorf("the Pod at %d: %s", i, diff)
				}
			}
			if diff := cmp.Diff(contents(single), contents(all)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The next Pod is refused for the same reasons only as far as it is like the
// last, and nobody can write to what it is told.
func TestRefusedAlike(t *testing.T) {
	c := cluster(t, with(nodes(node("n1"), node("n2")), on(ranked(pod("q", "cpu", "3"), 5), "n1"), on(pod("r", "cpu", "3"), "n2")))
	never := func(p *podlife.Pod) { p.Spec.PreemptionPolicy = podlife.PreemptNever }
	pods := []*podlife.Pod{
		pod("a", "cpu", "2"), pod("b", "cpu", "2"), pod("c", "cpu", "2"), ranked(pod("d", "cpu", "2"), 3), ranked(pod("e", "cpu", "2"), 9), ranked(pod("f", "cpu", "2"), 9),
		changed(ranked(pod("g", "cpu", "2"), 9), never), pod("h", "cpu", "2"), pod("i", "cpu", "9"),
	}
	for _, p := range pods {
		got := c.Place([]*podlife.Pod{p}, schedule.Default(), nil)[0].Err
		_, want := c.Schedule(p, schedule.Default(), 0)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", p.Name, diff)
		}
		if fit, ok := got.(*schedule.FitError); ok {
			fit.Reasons["spoiled"] = 7
			for i := range fit.Candidates {
				fit.Candidates[i] = "spoiled"
			}
		}
	}
	c.Forget(pod("r"))
	if got := c.Place(pods[:1], schedule.Default(), nil)[0]; got.Err != nil || got.Decision.Node != "n2" {
		t.Errorf("when there is room again: %+v", got)
	}
}

func TestPlacesAsOneByOne(t *testing.T) {
	rapid.Check(t, placesAsOneByOne(ours()))
	blind := ours()
	blind.place = func(c *schedule.Cluster, pods []*podlife.Pod, ties []uint64) (out []schedule.Placement) {
		before := c.Clone()
		for i, p := range pods {
			d, err := before.Schedule(p, schedule.Default(), ties[i])
			if err == nil {
				err = c.Assume(p, d.Node)
			}
			out = append(out, schedule.Placement{Pod: p, Decision: d, Err: err})
		}
		return out
	}
	lawtest.Catches(t, placesAsOneByOne(blind))
	tieless := ours()
	tieless.place = func(c *schedule.Cluster, pods []*podlife.Pod, ties []uint64) []schedule.Placement {
		return c.Place(pods, schedule.Default(), nil)
	}
	lawtest.Catches(t, placesAsOneByOne(tieless))
}

// fitsAsPlaced: Fit is to place copies until that fails, and leaves no trace.
func fitsAsPlaced(e engine) func(*rapid.T) {
	return func(t *rapid.T) {
		o, p := crowd(t), podtest.Unbound("pending").Draw(t, "pod")
		limit := rapid.IntRange(0, 30).Draw(t, "limit")
		c := built(t, o)
		before := c.Clone()
		got := e.fit(c, p, limit)
		want := schedule.Copies{}
		for i := range limit {
			one := before.Place([]*podlife.Pod{copyOf(p, fmt.Sprintf("copy-%d", i))}, schedule.Default(), nil)[0]
			if one.Err != nil {
				want.Stop = one.Err
				break
			}
			want.Nodes = append(want.Nodes, one.Decision.Node)
		}
		if diff := cmp.Diff(want.Nodes, got.Nodes); diff != "" {
			t.Fatal(diff)
		}
		if (want.Stop == nil) != (got.Stop == nil) || want.Stop != nil && want.Stop.Error() != got.Stop.Error() {
			t.Fatalf("stopped by %v, want %v", got.Stop, want.Stop)
		}
		if diff := cmp.Diff(ask(built(t, o), p), ask(c, p)) + cmp.Diff(contents(built(t, o)), contents(c)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestFitsAsPlaced(t *testing.T) {
	rapid.Check(t, fitsAsPlaced(ours()))
	more := ours()
	more.fit = func(c *schedule.Cluster, p *podlife.Pod, limit int) schedule.Copies {
		return c.Fit(p, schedule.Default(), limit+1)
	}
	lawtest.Catches(t, fitsAsPlaced(more))
	messy := ours()
	messy.fit = func(c *schedule.Cluster, p *podlife.Pod, limit int) schedule.Copies {
		out := c.Fit(p, schedule.Default(), limit)
		if len(out.Nodes) > 0 {
			_ = c.Assume(copyOf(p, "left"), out.Nodes[0])
		}
		return out
	}
	lawtest.Catches(t, fitsAsPlaced(messy))
}

// What is kept about a profile does not change when its caller writes to it.
func TestProfileIsKeptAsItWas(t *testing.T) {
	const gpu = "example.com/gpu"
	weight := func(names ...string) (out []schedule.ResourceWeight) {
		for _, name := range names {
			out = append(out, schedule.ResourceWeight{Name: podlife.ResourceName(name), Weight: 1})
		}
		return out
	}
	o := storage(freeClaim("c", "a", "10Gi"), class("a", "csi.example.com", waitFirst), volume("v", ofClass("a")))
	for i, n := range o.Nodes {
		n.Labels[zone] = []string{"a", "b"}[i]
		n.Labels["rack"] = "r"
		n.Status.Allocatable = list("cpu", []string{"4", "16"}[i], "memory", []string{"16Gi", "4Gi"}[i], "ephemeral-storage", "8Gi", "pods", "9")
	}
	o.Services = []*podlife.Service{{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"}, Spec: podlife.ServiceSpec{Selector: map[string]string{"app": "web"}}}}
	o.Pods = []*podlife.Pod{on(labeled(pod("q", "cpu", "1"), "app", "web"), "n1")}
	web := labeled(pod("p", "cpu", "2", "memory", "1Gi"), "app", "web")
	for name, test := range map[string]struct {
		p     *podlife.Pod
		make  func(pr *schedule.Profile)
		spoil func(pr *schedule.Profile)
	}{
		"filters":          {pod("p", "cpu", "9"), func(*schedule.Profile) {}, func(pr *schedule.Profile) { pr.Filters[5] = schedule.NodeName }},
		"scores":           {web, func(*schedule.Profile) {}, func(pr *schedule.Profile) { pr.Scores[2].Weight = 9 }},
		"scored resources": {web, func(pr *schedule.Profile) { pr.Fit.Resources = weight("cpu") }, func(pr *schedule.Profile) { pr.Fit.Resources[0].Name = "memory" }},
		"shape": {web, func(pr *schedule.Profile) {
			pr.Fit.Strategy, pr.Fit.Shape = schedule.RequestedToCapacityRatio, []schedule.UtilizationPoint{{Utilization: 0, Score: 0}, {Utilization: 100, Score: 10}}
		}, func(pr *schedule.Profile) { pr.Fit.Shape[0].Score = 9 }},
		"ignored resources": {pod("p", gpu, "1"), func(pr *schedule.Profile) { pr.Fit.IgnoredResources = []string{gpu} }, func(pr *schedule.Profile) { pr.Fit.IgnoredResources[0] = "x" }},
		"ignored groups":    {pod("p", gpu, "1"), func(pr *schedule.Profile) { pr.Fit.IgnoredResourceGroups = []string{"example.com"} }, func(pr *schedule.Profile) { pr.Fit.IgnoredResourceGroups[0] = "x" }},
		"balanced resources": {web, func(pr *schedule.Profile) { pr.Balance.Resources = weight("cpu", "memory") },
			func(pr *schedule.Profile) { pr.Balance.Resources[1].Name = "ephemeral-storage" }},
		"constraints": {web, func(pr *schedule.Profile) {
			pr.Spread = schedule.SpreadArgs{ListDefaulting: true, DefaultConstraints: []podlife.TopologySpreadConstraint{{MaxSkew: 1, TopologyKey: zone, WhenUnsatisfiable: podlife.ScheduleAnyway}}}
		}, func(pr *schedule.Profile) { pr.Spread.DefaultConstraints[0].TopologyKey = "rack" }},
		"shape of volumes": {claims(pod("p"), "c"), func(pr *schedule.Profile) {
			pr.Volumes.Shape = []schedule.UtilizationPoint{{Utilization: 0, Score: 10}, {Utilization: 100, Score: 0}}
		}, func(pr *schedule.Profile) { pr.Volumes.Shape[0].Score = 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			c := cluster(t, o)
			made := func() schedule.Profile { pr := schedule.Default(); test.make(&pr); return pr }
			mine := made()
			c.Place([]*podlife.Pod{pod("first")}, mine, nil)
			c.Forget(pod("first"))
			test.spoil(&mine)
			d, err := c.Schedule(test.p, made(), 0)
			want := d.Explain()
			got := c.Place([]*podlife.Pod{test.p}, made(), nil)[0]
			if diff := cmp.Diff(outcomeOf(d, err), outcomeOf(got.Decision, got.Err)) + cmp.Diff(want, got.Decision.Explain()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
