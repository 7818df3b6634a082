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
	podutil "k8s.io/kubernetes/pkg/api/v1/pod"
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

// BenchmarkPeerConditions has both sides make the list. The kubelet's is put together as
// generateAPIPodStatus does it: the same capacity, the conditions made so far given to
// Ready, and PodScheduled at the end. The Pod has no condition that the kubelet only keeps.
// Times of transitions, which podlife sets here, the kubelet sets elsewhere.
func BenchmarkPeerConditions(b *testing.B) {
	p := runningPod(3)
	theirs, runtime := kube.ToPod(p), runtimeOf(p)
	runtime.SandboxStatuses = sandbox(p, true)
	old := &theirs.Status
	statuses := append(append([]v1.ContainerStatus{}, old.InitContainerStatuses...), old.ContainerStatuses...)
	var ours []podlife.Condition
	var list []v1.PodCondition // both lists outlive the call, as a status does
	conditions := func() { ours = phase.Conditions(p) }
	generate := func() {
		list = make([]v1.PodCondition, 0, len(old.Conditions)+1)
		list = append(list, oracle.ReadyToStartContainers(theirs, old, runtime))
		list = append(list, oracle.Initialized(theirs, old, statuses, v1.PodRunning))
		list = append(list, oracle.Ready(theirs, old, list, statuses, v1.PodRunning))
		list = append(list, oracle.ContainersReady(theirs, old, statuses, v1.PodRunning))
		list = append(list, v1.PodCondition{
			Type: v1.PodScheduled, Status: v1.ConditionTrue,
			ObservedGeneration: podutil.CalculatePodConditionObservedGeneration(old, theirs.Generation, v1.PodScheduled),
		})
	}
	conditions()
	generate()
	if len(list) != len(ours) {
		b.Fatalf("%d conditions of the kubelet's, %d of ours", len(list), len(ours))
	}
	peers(b, "containers=3", conditions, generate)
}

func BenchmarkPeerDuration(b *testing.B) {
	const d = 5*time.Hour + 7*time.Minute
	peers(b, "hours",
		func() { phase.HumanDuration(d) },
		func() { duration.HumanDuration(d) })
}
