package schedule

import (
	"encoding/binary"
	"fmt"
	"maps"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
)

// groupTerm draws a term of which no other means the same.
func (d dice) groupTerm() podlife.PodAffinityTerm {
	selects := func() *podlife.LabelSelector {
		labels := []map[string]string{nil, {"a": "x"}, {"a": "y"}, {"b": "x"}, {"a": "x", "b": "x"}}
		return &podlife.LabelSelector{MatchLabels: labels[d.IntN(len(labels))]}
	}
	t := podlife.PodAffinityTerm{TopologyKey: d.word(), LabelSelector: selects(), Namespaces: [][]string{nil, {"a"}, {"ab"}, {"a", "b"}}[d.IntN(4)]}
	if d.some() {
		t.LabelSelector = nil
	}
	if s := selects(); s.MatchLabels != nil || t.Namespaces == nil { // all namespaces and some are just all
		t.NamespaceSelector = s
	}
	return t
}

// Pods on nodes have one group if they are alike to others, and none in common if
// they are not; and so it is with their terms.
func TestGroupsApart(t *testing.T) {
	c := keptCluster(t, 1)
	group := func(p *podlife.Pod) (int32, []byte) {
		near, anti, wishes, errs := podTerms(p, true)
		if errs != nil {
			t.Fatal(errs)
		}
		g := c.groupOf(p, near, anti, wishes)
		return g, binary.BigEndian.AppendUint32(nil, uint32(g))
	}
	checkApart(t, "labels", func(d dice) (any, []byte) {
		p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Namespace: d.word(), Labels: d.labels()}}
		if d.some() {
			p.DeletionTimestamp = p.DeletionTimestamp.AddDate(2026, 0, 0)
		}
		_, key := group(p)
		return p, key
	})
	checkApart(t, "weights", func(d dice) (any, []byte) {
		p, pods := &podlife.Pod{}, &podlife.PodAffinity{}
		p.Spec.Affinity = &podlife.Affinity{PodAffinity: pods}
		for range d.IntN(3) {
			term := podlife.PodAffinityTerm{TopologyKey: d.word(), NamespaceSelector: &podlife.LabelSelector{}}
			pods.Preferred = append(pods.Preferred, podlife.WeightedPodAffinityTerm{Weight: []int32{1, 11, 100}[d.IntN(3)], PodAffinityTerm: term})
		}
		_, key := group(p)
		return p, key
	})
	checkApart(t, "terms", func(d dice) (any, []byte) {
		p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Labels: d.labels()}} // groups may have a term in common
		pods := &podlife.PodAffinity{Required: []podlife.PodAffinityTerm{d.groupTerm()}}
		p.Spec.Affinity = &podlife.Affinity{PodAffinity: pods}
		if d.some() {
			p.Spec.Affinity = &podlife.Affinity{PodAntiAffinity: pods}
		}
		g, _ := group(p)
		return p.Spec, binary.BigEndian.AppendUint32(nil, uint32(c.groups[g].carries[0].term))
	})
}

// holds is how many things of each kind a cluster holds.
func holds(c *Cluster) map[string]int {
	out := map[string]int{}
	for v, i := reflect.ValueOf(c).Elem(), 0; i < v.NumField(); i++ {
		if f := v.Type().Field(i); f.Type.Kind() == reflect.Slice && f.Name != "keyBuffer" {
			out[f.Name] = v.Field(i).Len()
		}
	}
	for _, k := range c.kept {
		out["templates"] += len(k.templates)
	}
	return out
}

// What comes again, and was there before, takes no more room, however often: not
// if it is made anew each time, with its maps in another order.
func TestNothingPilesUp(t *testing.T) {
	c := keptCluster(t, 3)
	some := podlife.ResourceList{"a.io/x": podlife.NewQuantity(1), "b.io/x": podlife.NewQuantity(1), "c.io/x": podlife.NewQuantity(1)}
	for _, n := range c.nodes {
		n := n.object.Clone()
		n.Spec.Taints = []podlife.Taint{{Key: "a", Effect: podlife.TaintEffectPreferNoSchedule}}
		for name := range some {
			n.Status.Allocatable[name] = podlife.NewQuantity(9)
		}
		if err := c.SetNode(n); err != nil {
			t.Fatal(err)
		}
	}
	round := func(i int) {
		p := keptPod("near", fmt.Sprint("web-", i))
		p.Spec.Containers[0].Resources.Requests = maps.Clone(some)
		for _, key := range []string{"b", "c", "d", "e"} {
			p.Labels[key] = key
		}
		if one := c.Place([]*podlife.Pod{p}, Default(), nil)[0]; one.Err != nil {
			t.Fatal(one.Err)
		}
		try, n := c.Begin(), c.nodes[1].object.Clone()
		n.Labels[testZone] = "other"
		if err := c.SetNode(n); err != nil {
			t.Fatal(err)
		}
		c.RemoveNode("node-02")
		try.Rollback()
		c.Forget(p)
		n = c.nodes[2].object
		c.RemoveNode(n.Name)
		if err := c.SetNode(n); err != nil {
			t.Fatal(err)
		}
	}
	round(0)
	round(1) // of the second like the first more is kept
	before := holds(c)
	for i := range 20 {
		round(i + 2)
	}
	if diff := cmp.Diff(before, holds(c)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	if before["groups"] != 1 || before["carried"] != 2 || before["templates"] != 1 {
		t.Errorf("got %v", before)
	}
}

// A clone has a buffer of its own: two clones are used side by side.
func TestCloneHasItsBuffer(t *testing.T) {
	c := keptCluster(t, 1)
	if err := c.Assume(keptPod("plain", "web"), "node-00"); err != nil {
		t.Fatal(err)
	}
	if out := c.Clone(); cap(c.keyBuffer) == 0 || cap(out.keyBuffer) != 0 {
		t.Errorf("the buffers have room for %d and %d", cap(c.keyBuffer), cap(out.keyBuffer))
	}
}

// A rejection is written down once, and only the same one is the same.
func TestRejections(t *testing.T) {
	var x cycle
	seen := map[uint32]bool{}
	for range 2 {
		for _, plugin := range []string{"A", "B"} {
			for _, unresolvable := range []bool{false, true} {
				for _, reasons := range [][]string{nil, {"r"}, {"s"}, {"r", "s"}} {
					v := x.rejection(plugin, unresolvable, reasons...)
					seen[v] = true
					if diff := cmp.Diff(Rejection{plugin, reasons, unresolvable}, x.rejections[v-1]); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
				}
			}
		}
	}
	if len(seen) != 16 || len(x.rejections) != 16 {
		t.Errorf("%d verdicts, %d rejections", len(seen), len(x.rejections))
	}
}

// Room is kept on nodes that are there, for Pods that are not of lower priority,
// and each such node is named once.
func TestReserved(t *testing.T) {
	o := &podlife.Objects{}
	for _, n := range keptCluster(t, 3).nodes {
		o.Nodes = append(o.Nodes, n.object)
	}
	for i, node := range []string{"node-01", "node-09", "node-02", "node-02"} {
		p, priority := keptPod("plain", fmt.Sprint("to-", i)), int32(min(i, 1)-1)
		p.Spec.Priority, p.Status.NominatedNodeName = &priority, node
		o.Pods = append(o.Pods, p)
	}
	c, err := NewCluster(o)
	if err != nil {
		t.Fatal(err)
	}
	x := cycle{c: c, pod: keptPod("plain", "web")}
	if diff := cmp.Diff([]int32{2}, x.reserved()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
