package schedule_test

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife/schedule"
)

// A Pod that is too large for any node of a full cluster as it is: a hundred
// nodes are tried.
func BenchmarkPreempt(b *testing.B) {
	for _, n := range []int{1000, 5000} {
		o := nodes()
		for i := range n {
			name := fmt.Sprintf("node-%d", i)
			o.Nodes = append(o.Nodes, node(name, zone, fmt.Sprintf("zone-%d", i%10), "disk", "ssd"))
			for j := range 8 {
				p := pod(fmt.Sprintf("p-%d-%d", i, j), "cpu", "500m")
				o.Pods = append(o.Pods, started(on(labeled(p, "app", fmt.Sprint("app-", i%50)), name), i%7))
			}
		}
		c := cluster(b, o)
		for _, kind := range []string{"plain", "affinity+taints", "spread", "anti-affinity"} {
			p := ranked(incoming()[kind], 100)
			p.Spec.Containers[0].Resources.Requests = list("cpu", "2", "memory", "1Gi")
			b.Run(fmt.Sprintf("nodes=%d/pods=%d/kind=%s", n, len(o.Pods), kind), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					plan, err := c.Preempt(p, schedule.Default(), schedule.PreemptionArgs{})
					if err != nil || plan.Node == "" {
						b.Fatalf("%v, %v", plan.Outcome, err)
					}
				}
			})
		}
	}
}
