package phase_test

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

func BenchmarkOutcome(b *testing.B) {
	for _, n := range []int{1, 3, 10} {
		running, done := runningPod(n), donePod(n)
		b.Run(fmt.Sprintf("running/containers=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				phase.Outcome(running)
			}
		})
		b.Run(fmt.Sprintf("done/containers=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				phase.Outcome(done, "web-0")
			}
		})
	}
}

func BenchmarkExplain(b *testing.B) {
	for _, n := range []int{1, 3, 10} {
		ready, done := runningPod(n), donePod(n)
		b.Run(fmt.Sprintf("ready/containers=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				phase.Explain(ready)
			}
		})
		b.Run(fmt.Sprintf("done/containers=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				phase.Explain(done)
			}
		})
	}
}

// donePod returns a Pod of n main containers that ended in success.
func donePod(n int) *podlife.Pod {
	p := runningPod(n)
	p.Spec.RestartPolicy = podlife.RestartPolicyNever
	for i := range p.Status.ContainerStatuses {
		p.Status.ContainerStatuses[i].State = podlife.Terminated(0, "Completed")
	}
	return p
}

func TestOutcomeAllocatesNothing(t *testing.T) {
	failed := donePod(3)
	failed.Status.Phase = podlife.PodFailed
	for name, p := range map[string]*podlife.Pod{"running": runningPod(3), "done": donePod(3), "failed": failed} {
		if n := testing.AllocsPerRun(100, func() { phase.Outcome(p, "web-0", "web-1") }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
