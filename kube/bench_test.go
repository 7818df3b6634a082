package kube_test

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife/kube"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// typical returns a Pod as a ReplicaSet's Pods look like: n containers with
// two probes and a status each, the kubelet's conditions, two labels.
func typical(n int) *corev1.Pod {
	at, grace, started, yes := metav1.NewTime(epoch), int64(30), true, true
	k := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{
		Name: "web-7d4b9c", Namespace: "default", UID: "1c5e", Generation: 1, CreationTimestamp: at,
		Labels:          map[string]string{"app": "web", "pod-template-hash": "7d4b9c"},
		OwnerReferences: []metav1.OwnerReference{{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: "web", UID: "2d6f", Controller: &yes}},
	}}
	k.Spec.RestartPolicy, k.Spec.TerminationGracePeriodSeconds, k.Spec.NodeName = "Always", &grace, "node-1"
	k.Status.Phase, k.Status.StartTime, k.Status.QOSClass = "Running", &at, "Burstable"
	for _, c := range []corev1.PodConditionType{"PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"} {
		k.Status.Conditions = append(k.Status.Conditions, corev1.PodCondition{Type: c, Status: "True", LastTransitionTime: at})
	}
	for i := range n {
		name := fmt.Sprintf("c%d", i)
		probe := &corev1.Probe{PeriodSeconds: 10, FailureThreshold: 3, ProbeHandler: corev1.ProbeHandler{
			HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromInt32(8080)},
		}}
		k.Spec.Containers = append(k.Spec.Containers, corev1.Container{Name: name, Image: "web:1", LivenessProbe: probe, ReadinessProbe: probe})
		k.Status.ContainerStatuses = append(k.Status.ContainerStatuses, corev1.ContainerStatus{
			Name: name, Ready: true, Started: &started, Image: "web:1", ImageID: "sha256:1", ContainerID: "containerd://1",
			State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: at}},
		})
	}
	return k
}

func BenchmarkPod(b *testing.B) {
	for _, n := range []int{1, 3, 10} {
		b.Run(fmt.Sprintf("containers=%d", n), func(b *testing.B) {
			k := typical(n)
			b.ReportAllocs()
			for b.Loop() {
				kube.Pod(k)
			}
		})
	}
}

// BenchmarkDeepCopy is what copying the core/v1 object costs, to compare with.
func BenchmarkDeepCopy(b *testing.B) {
	k := typical(3)
	b.ReportAllocs()
	for b.Loop() {
		k.DeepCopy()
	}
}

func BenchmarkPodStatus(b *testing.B) {
	k := typical(3)
	b.ReportAllocs()
	for b.Loop() {
		kube.PodStatus(&k.Status)
	}
}

func BenchmarkToPod(b *testing.B) {
	p := kube.Pod(typical(3))
	b.ReportAllocs()
	for b.Loop() {
		kube.ToPod(p)
	}
}

func BenchmarkApplyPodStatus(b *testing.B) {
	k := typical(3)
	s := kube.PodStatus(&k.Status)
	b.ReportAllocs()
	for b.Loop() {
		kube.ApplyPodStatus(&k.Status, s)
	}
}
