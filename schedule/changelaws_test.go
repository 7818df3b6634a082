package schedule_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

// ask returns all that a cluster says about a Pod, but for the order of nodes.
func ask(c *schedule.Cluster, p *podlife.Pod) summary {
	return summarize(explain(c, p, schedule.Default(), 1))
}

// identity: a Pod that is assumed and forgotten leaves no trace.
func identity(forget func(c *schedule.Cluster, p *podlife.Pod), q question, other *podlife.Pod) string {
	c, err := schedule.NewCluster(q.o)
	if err != nil {
		return err.Error()
	}
	before := ask(c, q.p)
	if err := c.Assume(other, q.o.Nodes[0].Name); err != nil {
		return err.Error()
	}
	ask(c, q.p) // so that what is noted down on the way is not forgotten either
	forget(c, other)
	return cmp.Diff(before, ask(c, q.p))
}

func TestAssumeThenForgetIsIdentity(t *testing.T) {
	forget := func(c *schedule.Cluster, p *podlife.Pod) { c.Forget(p) }
	rapid.Check(t, func(t *rapid.T) {
		if wrong := identity(forget, questions().Draw(t, "question"), podtest.Unbound("other").Draw(t, "other")); wrong != "" {
			t.Fatal(wrong)
		}
	})
	for seed := range 1000 {
		if identity(func(*schedule.Cluster, *podlife.Pod) {}, questions().Example(seed), podtest.Unbound("other").Example(seed)) != "" {
			return
		}
	}
	t.Error("the law holds for a cluster that forgets nothing")
}

// asFromScratch: a cluster that was changed step by step answers as one that
// is made at once.
func asFromScratch(assume func(c *schedule.Cluster, p *podlife.Pod) error, q question) string {
	whole, err := schedule.NewCluster(q.o)
	if err != nil {
		return err.Error()
	}
	bare := *q.o
	bare.Nodes, bare.Pods = nil, nil
	c, err := schedule.NewCluster(&bare)
	if err != nil {
		return err.Error()
	}
	for i, n := range q.o.Nodes {
		if err := c.SetNode(&podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: n.Name, Labels: map[string]string{zone: "old"}}}); err != nil {
			return err.Error()
		}
		if i == 0 {
			continue
		}
		ask(c, q.p) // notes down labels and selectors that change below
		c.RemoveNode(q.o.Nodes[i-1].Name)
		if err := c.SetNode(q.o.Nodes[i-1]); err != nil {
			return err.Error()
		}
	}
	if err := c.SetNode(q.o.Nodes[len(q.o.Nodes)-1]); err != nil {
		return err.Error()
	}
	for _, p := range q.o.Pods {
		if err := assume(c, p); err != nil {
			return err.Error()
		}
		ask(c, q.p)
	}
	return cmp.Diff(ask(whole, q.p), ask(c, q.p))
}

func TestStepByStepEqualsFromScratch(t *testing.T) {
	assume := func(c *schedule.Cluster, p *podlife.Pod) error { return c.Assume(p, p.Spec.NodeName) }
	rapid.Check(t, func(t *rapid.T) {
		if wrong := asFromScratch(assume, questions().Draw(t, "question")); wrong != "" {
			t.Fatal(wrong)
		}
	})
	unlabeled := func(c *schedule.Cluster, p *podlife.Pod) error {
		p = p.Clone()
		p.Labels = nil
		return c.Assume(p, p.Spec.NodeName)
	}
	for seed := range 1000 {
		if asFromScratch(unlabeled, questions().Example(seed)) != "" {
			return
		}
	}
	t.Error("the law holds for Pods that lose their labels")
}

// clonesGoTheirWay: what is done to one of a cluster and its clone, the other
// does not see.
func clonesGoTheirWay(clone func(*schedule.Cluster) *schedule.Cluster, q question, other *podlife.Pod) string {
	c, err := schedule.NewCluster(q.o)
	if err != nil {
		return err.Error()
	}
	before := ask(c, q.p)
	second := clone(c)
	change := func(c *schedule.Cluster) error {
		c.RemoveNode(q.o.Nodes[1].Name)
		n := q.o.Nodes[0].Clone()
		n.Labels[zone], n.Status.Images, n.Status.Allocatable["example.com/gpu"] = "z", nil, podlife.NewQuantity(5)
		if err := c.SetNode(n); err != nil {
			return err
		}
		if err := c.SetNode(node("new")); err != nil {
			return err
		}
		return c.Assume(other, q.o.Nodes[0].Name)
	}
	if err := change(second); err != nil {
		return err.Error()
	}
	changed := ask(second, q.p)
	wrong := cmp.Diff(before, ask(c, q.p))
	if err := change(c); err != nil {
		return err.Error()
	}
	return wrong + cmp.Diff(changed, ask(second, q.p)) + cmp.Diff(changed, ask(c, q.p))
}

func TestClonesGoTheirWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, other := questions().Draw(t, "question"), podtest.Unbound("other").Draw(t, "other")
		if wrong := clonesGoTheirWay((*schedule.Cluster).Clone, q, other); wrong != "" {
			t.Fatal(wrong)
		}
	})
	same := func(c *schedule.Cluster) *schedule.Cluster { return c }
	for seed := range 1000 {
		if clonesGoTheirWay(same, questions().Example(seed), podtest.Unbound("other").Example(seed)) != "" {
			return
		}
	}
	t.Error("the law holds for a clone that is the cluster itself")
}

// Sometimes: the questions reach every filter, every scorer, and both ends.
func TestQuestionsReach(t *testing.T) {
	rejected, reasons, scored := map[string]bool{}, map[string]bool{}, map[string]bool{}
	ends := map[string]bool{}
	for seed := range 3000 {
		q := questions().Example(seed)
		d, err := decide(q.o, q.p, schedule.Default(), q.tie)
		ends[fmt.Sprintf("%T", err)] = true
		ends[fmt.Sprint(len(d.Best) > 1)] = true
		for _, v := range d.Verdicts {
			if v.Rejection != nil {
				rejected[v.Rejection.Plugin] = true
				for _, r := range v.Rejection.Reasons {
					reasons[r] = true
				}
			}
		}
		for _, s := range d.Scores {
			if slices.ContainsFunc(s.Normalized, func(n int64) bool { return n != 0 && n != 100 }) {
				scored[s.Plugin] = true
			}
		}
	}
	for want, in := range map[string]map[string]bool{
		schedule.NodeUnschedulable: rejected, schedule.TaintToleration: rejected, schedule.NodeAffinity: rejected, schedule.NodePorts: rejected,
		schedule.NodeResourcesFit: rejected, schedule.PodTopologySpread: rejected, schedule.InterPodAffinity: rejected,
		"Too many pods": reasons, "Insufficient cpu": reasons, "Insufficient memory": reasons, "Insufficient ephemeral-storage": reasons,
		"Insufficient example.com/gpu": reasons, skewed: reasons, unlabeled[1:]: reasons, notNear[1:]: reasons, tooNear: reasons, unwanted: reasons,
		"node(s) didn't satisfy plugin(s) [NodeAffinity]": reasons,
		"<nil>": ends, "*schedule.FitError": ends, "true": ends, "false": ends,
	} {
		if !in[want] {
			t.Errorf("never reached: %s", want)
		}
	}
	for _, s := range schedule.Default().Scores {
		if !scored[s.Plugin] && s.Plugin != schedule.VolumeBinding && s.Plugin != schedule.TaintToleration {
			t.Errorf("never between 0 and 100: %s", s.Plugin)
		}
	}
}
