package conformance

import (
	"flag"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/schedule"
)

var dump = flag.String("dump", "", "`file` with a cluster, as kubectl prints it, for TestPlaceDump; empty: a small one")

// TestPlaceDump has Kubernetes place the Pods of a cluster one after the other, and looks whether
// each goes to a node that podlife has among the best then. It says how long both take for all.
func TestPlaceDump(t *testing.T) {
	nodes, pods := dumped(t)
	cluster := oracle.NewCluster()
	objects := &oracle.ClusterObjects{Nodes: each(nodes, kube.ToNode)}
	cluster.Load(objects)
	scheduler := oracle.NewScheduler(cluster, oracle.DefaultProfile())
	ours, err := schedule.NewCluster(&podlife.Objects{Nodes: nodes})
	if err != nil {
		t.Fatal(err)
	}
	profile := schedule.Default()
	var took time.Duration
	fit := 0
	for _, p := range pods {
		pod := kube.ToPod(p)
		start := time.Now()
		host, err := scheduler.Host(pod)
		if err == nil {
			cluster.Bind(pod, host)
		}
		took += time.Since(start)
		d, ourErr := ours.Schedule(p, profile, 0)
		if err != nil || ourErr != nil {
			if err == nil || ourErr == nil {
				t.Fatalf("%s/%s: Kubernetes says %v, podlife %v", p.Namespace, p.Name, err, ourErr)
			}
			continue
		}
		if best := d.Explain().Best; !slices.Contains(best, host) {
			t.Fatalf("%s/%s: Kubernetes takes %s, podlife has %v", p.Namespace, p.Name, host, best)
		}
		if err := ours.Assume(p, host); err != nil {
			t.Fatal(err)
		}
		fit++
	}
	t.Logf("%d nodes, %d Pods: Kubernetes places %d in %v", len(nodes), len(pods), fit, took)
	placeAlone(t, nodes, pods)
}

// placeAlone has podlife place the Pods by its own choice.
func placeAlone(t *testing.T, nodes []*podlife.Node, pods []*podlife.Pod) {
	start := time.Now()
	c, err := schedule.NewCluster(&podlife.Objects{Nodes: nodes})
	if err != nil {
		t.Fatal(err)
	}
	fit := 0
	for _, one := range c.Place(pods, schedule.Default(), nil) {
		if one.Err == nil {
			fit++
		}
	}
	t.Logf("podlife places %d in %v", fit, time.Since(start))
	if fit == 0 {
		t.Error("podlife places none")
	}
}

// dumped are the nodes, and the Pods that wait for one in the order of the queue.
func dumped(t *testing.T) ([]*podlife.Node, []*podlife.Pod) {
	if *dump == "" {
		o := fromCluster(large(60, 300))
		for _, p := range o.Pods {
			p.Spec.NodeName = ""
		}
		return o.Nodes, o.Pods
	}
	data, err := os.ReadFile(*dump)
	if err != nil {
		t.Fatal(err)
	}
	o, err := podlife.ParseObjects(data)
	if err != nil {
		t.Fatal(err)
	}
	var queue []schedule.QueuedPod
	for _, p := range o.Pods {
		if p.Spec.NodeName == "" {
			queue = append(queue, schedule.QueuedPod{Pod: p, Since: p.CreationTimestamp})
		}
	}
	var pods []*podlife.Pod
	for _, q := range schedule.Queue(queue) {
		pods = append(pods, q.Pod)
	}
	return o.Nodes, pods
}
