package schedule_test

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// quantity reads a quantity that is known to be good.
func quantity(s string) podlife.Quantity {
	q, err := podlife.ParseQuantity(s)
	if err != nil {
		panic(err)
	}
	return q
}

// list makes a resource list of names and amounts in turn.
func list(pairs ...string) podlife.ResourceList {
	out := podlife.ResourceList{}
	for i := 0; i < len(pairs); i += 2 {
		out[podlife.ResourceName(pairs[i])] = quantity(pairs[i+1])
	}
	return out
}

// node makes a node of 4 cpu, 8Gi and 110 Pods, with labels and a hostname.
func node(name string, labels ...string) *podlife.Node {
	n := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: name, Labels: map[string]string{"kubernetes.io/hostname": name}}}
	for i := 0; i < len(labels); i += 2 {
		n.Labels[labels[i]] = labels[i+1]
	}
	n.Status.Allocatable = list("cpu", "4", "memory", "8Gi", "pods", "110")
	return n
}

const zone = "topology.kubernetes.io/zone"

// pod makes a Pod of one container with requests.
func pod(name string, requests ...string) *podlife.Pod {
	return &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: name, Namespace: "default", UID: "uid-" + name},
		Spec:       podlife.PodSpec{Containers: []podlife.Container{{Name: "web", Resources: podlife.ResourceRequirements{Requests: list(requests...)}}}},
	}
}

// on puts a Pod on a node.
func on(p *podlife.Pod, node string) *podlife.Pod {
	p.Spec.NodeName = node
	return p
}

// labeled gives a Pod labels.
func labeled(p *podlife.Pod, labels ...string) *podlife.Pod {
	p.Labels = map[string]string{}
	for i := 0; i < len(labels); i += 2 {
		p.Labels[labels[i]] = labels[i+1]
	}
	return p
}

func cluster(tb testing.TB, o *podlife.Objects) *schedule.Cluster {
	tb.Helper()
	c, err := schedule.NewCluster(o)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// app selects Pods with the label app.
func app(value string) *podlife.LabelSelector {
	return &podlife.LabelSelector{MatchLabels: map[string]string{"app": value}}
}

// large makes a cluster of n nodes in 10 zones, with 10 Pods of 50 apps on
// each node.
func large(n int) *podlife.Objects {
	o := &podlife.Objects{}
	for i := range n {
		name := fmt.Sprintf("node-%d", i)
		at := node(name, zone, fmt.Sprintf("zone-%d", i%10), "disk", []string{"ssd", "hdd"}[i%2])
		at.Status.Allocatable = list("cpu", "16", "memory", "64Gi", "pods", "110")
		if i%5 == 0 {
			at.Spec.Taints = []podlife.Taint{{Key: "dedicated", Value: "batch", Effect: podlife.TaintEffectNoSchedule}}
		}
		at.Status.Images = []podlife.ContainerImage{{Names: []string{fmt.Sprintf("app:%d", i%50)}, SizeBytes: 300 << 20}}
		o.Nodes = append(o.Nodes, at)
		for j := range 10 {
			k := i*10 + j
			p := pod(fmt.Sprintf("pod-%d", k), "cpu", fmt.Sprintf("%dm", 100+k%400), "memory", fmt.Sprintf("%dMi", 128+k%512))
			o.Pods = append(o.Pods, on(labeled(p, "app", fmt.Sprintf("app-%d", k%50)), name))
		}
	}
	return o
}

// explain asks a cluster and returns all that it finds out. It fails where that
// does not lead to the choice.
func explain(c *schedule.Cluster, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
	d, err := c.Schedule(p, pr, tie)
	e := d.Explain()
	if d.Node != e.Node || d.Feasible != len(e.Feasible) || d.Best != len(e.Best) {
		return e, fmt.Errorf("%+v is explained by %+v", d, e)
	}
	return e, err
}
