package conformance

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/duration"
)

// peers runs both sides on the same input. Conversions are made before.
func peers(b *testing.B, name string, ours, theirs func()) {
	for _, side := range []struct {
		name string
		call func()
	}{{"podlife", ours}, {"kubernetes", theirs}} {
		b.Run(name+"/"+side.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				side.call()
			}
		})
	}
}

// runningPod is a Pod of n main containers, all ready.
func runningPod(n int) *podlife.Pod {
	p := pod("Always:" + strings.Repeat(" m=R+", n))
	p.Generation, p.CreationTimestamp = 1, podtest.Epoch()
	p.Status.Phase = podlife.PodRunning
	p.Status.Conditions = phase.Conditions(p)
	return p
}

func BenchmarkPeerProject(b *testing.B) {
	for _, n := range []int{1, 3, 10} {
		p := runningPod(n)
		statuses := allStatuses(p)
		theirs, theirStatuses := kube.ToPod(p), toStatuses(statuses)
		peers(b, fmt.Sprintf("containers=%d", n),
			func() { phase.Project(&p.Spec, statuses, phase.View{Initialized: true}) },
			func() { oracle.GetPhase(theirs, theirStatuses, false, true) })
	}
}

func BenchmarkPeerColumns(b *testing.B) {
	p, now := runningPod(3), podtest.Epoch().Add(time.Hour)
	theirs := oracle.Internal(kube.ToPod(p))
	peers(b, "containers=3",
		func() { phase.Columns(p, now) },
		func() {
			if _, err := oracle.PrintPod(theirs); err != nil {
				b.Fatal(err)
			}
		})
}

func BenchmarkPeerConditions(b *testing.B) {
	p := runningPod(3)
	theirs, runtime := kube.ToPod(p), runtimeOf(p)
	runtime.SandboxStatuses = sandbox(p, true)
	statuses := append(append([]v1.ContainerStatus{}, theirs.Status.InitContainerStatuses...), theirs.Status.ContainerStatuses...)
	peers(b, "containers=3",
		func() { phase.Conditions(p) },
		func() {
			oracle.ReadyToStartContainers(theirs, &theirs.Status, runtime)
			oracle.Initialized(theirs, &theirs.Status, statuses, v1.PodRunning)
			oracle.Ready(theirs, &theirs.Status, theirs.Status.Conditions, statuses, v1.PodRunning)
			oracle.ContainersReady(theirs, &theirs.Status, statuses, v1.PodRunning)
		})
}

func BenchmarkPeerDuration(b *testing.B) {
	const d = 5*time.Hour + 7*time.Minute
	peers(b, "hours",
		func() { phase.HumanDuration(d) },
		func() { duration.HumanDuration(d) })
}
