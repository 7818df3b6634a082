package schedule_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// shapes are the Pods of the benchmarks, in the order in which they are shown.
func shapes() []string { return []string{"plain", "affinity+taints", "spread", "anti-affinity"} }

// BenchmarkGrowth shows how the cost of a Pod grows with the nodes.
//
// Of a new template it grows with them, as each must be looked at once. Of a
// known template (one more Pod is placed and forgotten) it hardly grows: a Pod
// that comes or goes changes one node, and the kinds of nodes that are judged
// anew are as many as zones times counts of Pods on a node, however many nodes
// there are. What grows is how long it takes to find a place in lists that no
// longer fit the caches of the machine.
func BenchmarkGrowth(b *testing.B) {
	for _, n := range []int{1000, 2000, 4000, 8000, 16000} {
		c := cluster(b, large(n))
		for _, shape := range shapes() {
			p, pr := incoming()[shape], schedule.Default()
			b.Run(fmt.Sprintf("new/pod=%s/nodes=%d", shape, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := c.Schedule(p, pr, 0); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(fmt.Sprintf("known/pod=%s/nodes=%d", shape, n), func(b *testing.B) {
				place := func() {
					if one := c.Place([]*podlife.Pod{p}, pr, nil)[0]; one.Err != nil {
						b.Fatal(one.Err)
					}
					c.Forget(p)
				}
				place()
				place() // now it is known
				b.ReportAllocs()
				for b.Loop() {
					place()
				}
			})
		}
	}
}

// BenchmarkPlaceMany fills an empty cluster: half of the Pods are plain, a
// quarter is spread over zones and nodes, a quarter keeps away from its like.
// There are 20 applications of each kind, and their Pods come in turn.
func BenchmarkPlaceMany(b *testing.B) {
	for _, size := range []struct{ nodes, pods int }{{1500, 10000}, {15000, 100000}} {
		b.Run(fmt.Sprintf("nodes=%d/pods=%d", size.nodes, size.pods), func(b *testing.B) {
			o := &podlife.Objects{Nodes: emptyNodes(size.nodes)}
			pods := many(size.pods)
			b.ReportAllocs()
			var peak, live uint64
			for b.Loop() {
				c, err := schedule.NewCluster(o)
				if err != nil {
					b.Fatal(err)
				}
				for _, one := range c.Place(pods, schedule.Default(), nil) {
					if one.Err != nil {
						b.Fatal(one.Err)
					}
				}
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapSys)
				runtime.GC()
				runtime.ReadMemStats(&m)
				live = m.HeapAlloc
				runtime.KeepAlive(c)
			}
			b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
			b.ReportMetric(float64(live)/(1<<20), "MiB-live")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(size.pods), "µs/pod")
		})
	}
}

func emptyNodes(n int) []*podlife.Node {
	out := make([]*podlife.Node, n)
	for i := range out {
		name := fmt.Sprintf("node-%d", i)
		out[i] = node(name, zone, fmt.Sprintf("zone-%d", i%10), "disk", []string{"ssd", "hdd"}[i%2])
		out[i].Status.Allocatable = list("cpu", []string{"16", "32"}[i%2], "memory", "64Gi", "pods", "110")
	}
	return out
}

func many(n int) []*podlife.Pod {
	out := make([]*podlife.Pod, n)
	for i := range out {
		name, label := fmt.Sprintf("pod-%d", i), fmt.Sprintf("app-%d-%d", i%4, i/4%20)
		p := labeled(pod(name, "cpu", fmt.Sprintf("%dm", 100+50*(i/4%20)), "memory", fmt.Sprintf("%dMi", 128+32*(i/4%20))), "app", label)
		switch i % 4 {
		case 0:
			p.Spec.TopologySpreadConstraints = []podlife.TopologySpreadConstraint{
				{MaxSkew: 1, TopologyKey: zone, WhenUnsatisfiable: podlife.DoNotSchedule, LabelSelector: app(label)},
				{MaxSkew: 1, TopologyKey: host, WhenUnsatisfiable: podlife.ScheduleAnyway, LabelSelector: app(label)},
			}
		case 1:
			p.Spec.Affinity = &podlife.Affinity{PodAntiAffinity: &podlife.PodAffinity{
				Required: []podlife.PodAffinityTerm{{LabelSelector: app(label), TopologyKey: host}},
			}}
		}
		out[i] = p
	}
	return out
}
