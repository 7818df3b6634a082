package schedule_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

func TestSampling(t *testing.T) {
	c := cluster(t, large(250))
	pr := schedule.Default()
	pr.Sampling.On = true
	// Every fifth of the nodes is tainted, 120 must do: 150 are looked at.
	d, err := c.Schedule(pod("p"), pr, 0)
	if err != nil || d.Feasible != 120 || len(d.Explain().Verdicts) != 151 || d.Next != 151 {
		t.Errorf("%d will do of %d, next %d, %v", d.Feasible, len(d.Explain().Verdicts), d.Next, err)
	}
	pr.Sampling.Start = d.Next
	d, err = c.Schedule(pod("p"), pr, 0)
	if err != nil || d.Feasible != 120 || d.Next != (151+150)%250 {
		t.Errorf("%d will do of %d, next %d, %v", d.Feasible, len(d.Explain().Verdicts), d.Next, err)
	}
	pr.Sampling.Start = -7
	if d, err = c.Schedule(pod("p"), pr, 0); err != nil || d.Feasible != 120 {
		t.Errorf("%d will do, %v", d.Feasible, err)
	}
}

// Nodes that are named are all looked at, few as they are.
func TestSamplingOfNamedNodes(t *testing.T) {
	pr := schedule.Default()
	pr.Sampling = schedule.Sampling{On: true, Start: 100}
	p := pod("p")
	affinity(p).NodeAffinity = &podlife.NodeAffinity{Required: &podlife.NodeSelector{}}
	for _, name := range []string{"node-1", "node-2", "node-5"} {
		affinity(p).NodeAffinity.Required.NodeSelectorTerms = append(affinity(p).NodeAffinity.Required.NodeSelectorTerms, podlife.NodeSelectorTerm{
			MatchFields: []podlife.NodeSelectorRequirement{{Key: "metadata.name", Operator: podlife.SelectorOpIn, Values: []string{name}}}})
	}
	d, err := cluster(t, large(250)).Schedule(p, pr, 0)
	if err != nil || d.Feasible != 2 || len(d.Explain().Verdicts) != 250 || d.Next != 103 {
		t.Errorf("%d will do of %d, next %d, %v", d.Feasible, len(d.Explain().Verdicts), d.Next, err)
	}
}

// A nominated node that the Pod does not name was looked at before the others,
// and is counted among them. In 1.10 it is one like any other.
func TestSamplingOfNominatedNode(t *testing.T) {
	c := cluster(t, large(250))
	for start, want := range map[int]int{100: 102, 248: 0, 249: 1} {
		pr := schedule.Default()
		pr.Sampling = schedule.Sampling{On: true, Start: start}
		d, err := c.Schedule(coming(named(pod("p"), "node-1"), "node-200"), pr, 0)
		if err != nil || d.Node != "node-1" || d.Next != want {
			t.Errorf("from %d: chose %q, next %d, want %d; %v", start, d.Node, d.Next, want, err)
		}
	}
	legacy := schedule.Legacy()
	legacy.Sampling.On = true
	plain, err := c.Schedule(pod("p"), legacy, 0)
	if err != nil {
		t.Fatal(err)
	}
	d, err := c.Schedule(coming(pod("p"), "node-200"), legacy, 0)
	if err != nil || d.Next != plain.Next || len(d.Explain().Verdicts) != len(plain.Explain().Verdicts) {
		t.Errorf("1.10: next %d of %d, want %d of %d; %v", d.Next, len(d.Explain().Verdicts), plain.Next, len(plain.Explain().Verdicts), err)
	}
}

// No Pod, however odd, makes anything panic, on a node or on its way to one.
func TestTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := podtest.Cluster().Draw(t, "cluster")
		o.Pods, o.Nodes = append(o.Pods, nil), append(o.Nodes, nil)
		c, err := schedule.NewCluster(o)
		if err != nil {
			t.Fatal(err)
		}
		odd := podtest.Pod().Draw(t, "odd")
		_ = c.Assume(odd, o.Nodes[0].Name)
		_, _ = c.Schedule(podtest.Pod().Draw(t, "pod"), schedule.Default(), 0)
		c.Forget(odd)
		_, _ = c.Schedule(nil, schedule.Default(), 0)
		_, _ = schedule.NewCluster(nil)
		_, _ = c.Assume(nil, "node-a"), c.SetNode(nil)
		c.Forget(nil)
		_, _ = schedule.Bind(nil, "node-a")
		_, _ = schedule.Binding{}.Apply(nil, at)
		schedule.Queue([]schedule.QueuedPod{{}, {Pod: odd}})
	})
}
