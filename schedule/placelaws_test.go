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
