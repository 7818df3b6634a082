package schedule_test

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// incoming are Pods of the kinds that take the scheduler more or less time.
func incoming() map[string]*podlife.Pod {
	plain := pod("plain", "cpu", "500m", "memory", "512Mi")

	affinity := pod("affinity", "cpu", "500m", "memory", "512Mi")
	affinity.Spec.Tolerations = []podlife.Toleration{{Key: "dedicated", Operator: podlife.TolerationOpExists}}
	affinity.Spec.Affinity = &podlife.Affinity{NodeAffinity: &podlife.NodeAffinity{
		Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{{
			MatchExpressions: []podlife.NodeSelectorRequirement{{Key: "disk", Operator: podlife.SelectorOpIn, Values: []string{"ssd", "nvme"}}},
		}}},
		Preferred: []podlife.PreferredSchedulingTerm{{Weight: 10, Preference: podlife.NodeSelectorTerm{
			MatchExpressions: []podlife.NodeSelectorRequirement{{Key: zone, Operator: podlife.SelectorOpIn, Values: []string{"zone-1"}}},
		}}},
	}}

	spread := labeled(pod("spread", "cpu", "500m", "memory", "512Mi"), "app", "app-1")
	for key, action := range map[string]podlife.UnsatisfiableAction{zone: podlife.DoNotSchedule, "kubernetes.io/hostname": podlife.ScheduleAnyway} {
		spread.Spec.TopologySpreadConstraints = append(spread.Spec.TopologySpreadConstraints,
			podlife.TopologySpreadConstraint{MaxSkew: 100, TopologyKey: key, WhenUnsatisfiable: action, LabelSelector: app("app-1")})
	}

	anti := labeled(pod("anti", "cpu", "500m", "memory", "512Mi"), "app", "app-2")
	anti.Spec.Affinity = &podlife.Affinity{PodAntiAffinity: &podlife.PodAffinity{
		Required: []podlife.PodAffinityTerm{{LabelSelector: app("app-2"), TopologyKey: "kubernetes.io/hostname"}},
		Preferred: []podlife.WeightedPodAffinityTerm{{Weight: 50, PodAffinityTerm: podlife.PodAffinityTerm{
			LabelSelector: app("app-3"), TopologyKey: zone,
		}}},
	}}
	return map[string]*podlife.Pod{"plain": plain, "affinity+taints": affinity, "spread": spread, "anti-affinity": anti}
}

func BenchmarkSchedule(b *testing.B) {
	for _, n := range []int{100, 1000, 5000} {
		c := cluster(b, large(n))
		pods := incoming()
		for _, kind := range []string{"plain", "affinity+taints", "spread", "anti-affinity"} {
			b.Run(fmt.Sprintf("nodes=%d/pod=%s", n, kind), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := c.Schedule(pods[kind], schedule.Default(), 0); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// What a question allocates does not grow in number with the nodes, and a Pod
// comes and goes with a few.
func TestAllocations(t *testing.T) {
	per := func(n int) float64 {
		c := cluster(t, large(n))
		return testing.AllocsPerRun(20, func() { _, _ = c.Schedule(incoming()["plain"], schedule.Default(), 0) })
	}
	if few, many := per(50), per(500); many > few+10 {
		t.Errorf("%v allocations for 50 nodes, %v for 500", few, many)
	}
	c := cluster(t, large(50))
	p := pod("one-more", "cpu", "100m")
	got := testing.AllocsPerRun(100, func() {
		if err := c.Assume(p, "node-7"); err != nil {
			t.Fatal(err)
		}
		c.Forget(p)
	})
	if got > 25 {
		t.Errorf("%v allocations to assume and forget", got)
	}
	for shape, p := range incoming() {
		pods, pr := []*podlife.Pod{p}, schedule.Default()
		got := testing.AllocsPerRun(100, func() {
			if one := c.Place(pods, pr, nil)[0]; one.Err != nil {
				t.Fatal(one.Err)
			}
			c.Forget(p)
		})
		if got > 25 {
			t.Errorf("%s: %v allocations to place and forget", shape, got)
		}
	}
}

func BenchmarkNewCluster(b *testing.B) {
	o := large(5000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := schedule.NewCluster(o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkClone(b *testing.B) {
	c := cluster(b, large(5000))
	b.ReportAllocs()
	for b.Loop() {
		c.Clone()
	}
}

// BenchmarkTransaction tries ten Pods and takes them back.
func BenchmarkTransaction(b *testing.B) {
	c := cluster(b, large(5000))
	pods := make([]*podlife.Pod, 10)
	for i := range pods {
		pods[i] = copyOf(incoming()["plain"], fmt.Sprintf("more-%d", i))
	}
	b.ReportAllocs()
	for b.Loop() {
		try := c.Begin()
		c.Place(pods, schedule.Default(), nil)
		try.Rollback()
	}
}

// BenchmarkExplain asks for all verdicts and scores.
func BenchmarkExplain(b *testing.B) {
	c := cluster(b, large(5000))
	d, err := c.Schedule(incoming()["spread"], schedule.Default(), 0)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		d.Explain()
	}
}

func BenchmarkAssumeForget(b *testing.B) {
	c := cluster(b, large(5000))
	p := pod("one-more", "cpu", "100m", "memory", "64Mi")
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Assume(p, "node-7"); err != nil {
			b.Fatal(err)
		}
		c.Forget(p)
	}
}
