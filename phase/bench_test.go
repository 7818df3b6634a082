package phase_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// runningPod returns a Pod of n main containers that run and are ready.
func runningPod(n int) *podlife.Pod {
	started := true
	p := &podlife.Pod{Spec: podlife.PodSpec{NodeName: "node-1", RestartPolicy: podlife.RestartPolicyAlways}}
	p.Name = "web"
	p.CreationTimestamp = epoch
	p.Status.Phase = podlife.PodRunning
	for i := range n {
		name := fmt.Sprintf("web-%d", i)
		p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: name, Image: "web:1"})
		p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, podlife.ContainerStatus{
			Name: strings.Clone(name), State: podlife.Running(epoch), Ready: true, Started: &started, ContainerID: "containerd://" + name,
		})
	}
	return p
}

func BenchmarkProject(b *testing.B) {
	for _, n := range []int{1, 3, 10} {
		p := runningPod(n)
		b.Run(fmt.Sprintf("containers=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				phase.Project(&p.Spec, p.Status.ContainerStatuses, phase.View{})
			}
		})
		// The spec's order and the statuses' are not always the same.
		q := p.Clone()
		for i, j := 0, n-1; i < j; i, j = i+1, j-1 {
			q.Spec.Containers[i], q.Spec.Containers[j] = q.Spec.Containers[j], q.Spec.Containers[i]
		}
		b.Run(fmt.Sprintf("reversed/containers=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				phase.Project(&q.Spec, q.Status.ContainerStatuses, phase.View{})
			}
		})
	}
}

func BenchmarkOf(b *testing.B) {
	p := runningPod(3)
	b.ReportAllocs()
	for b.Loop() {
		phase.Of(p)
	}
}

func BenchmarkConditions(b *testing.B) {
	p := runningPod(3)
	b.ReportAllocs()
	for b.Loop() {
		phase.Conditions(p)
	}
}

func BenchmarkColumns(b *testing.B) {
	p := runningPod(3)
	now := epoch.Add(time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		phase.Columns(p, now)
	}
}
