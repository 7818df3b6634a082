package kube_test

import (
	"reflect"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/kube"
	corev1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"
)

func TestNil(t *testing.T) {
	for name, isNil := range map[string]bool{
		"Pod": kube.Pod(nil) == nil, "ToPod": kube.ToPod(nil) == nil,
		"Node": kube.Node(nil) == nil, "ToNode": kube.ToNode(nil) == nil,
		"PodSpec": kube.PodSpec(nil) == nil, "PodStatus": kube.PodStatus(nil) == nil,
		"Container": kube.Container(nil) == nil, "ContainerStatus": kube.ContainerStatus(nil) == nil,
		"Probe": kube.Probe(nil) == nil,
	} {
		if !isNil {
			t.Errorf("%s(nil) is not nil", name)
		}
	}
}

func TestApplyNil(t *testing.T) {
	pod, node, status := &corev1.Pod{}, &corev1.Node{}, &corev1.PodStatus{}
	pod.Name, node.Name, status.Phase = "web", "web", "Running"
	kube.ApplyPod(pod, nil)
	kube.ApplyNode(node, nil)
	kube.ApplyPodStatus(status, nil)
	if pod.Name != "web" || node.Name != "web" || status.Phase != "Running" {
		t.Errorf("applying nil changed %q, %q or %q", pod.Name, node.Name, status.Phase)
	}
	kube.ApplyPod(nil, &podlife.Pod{})
	kube.ApplyNode(nil, &podlife.Node{})
	kube.ApplyPodStatus(nil, &podlife.PodStatus{})
}

// A part converts alone as it does inside its Pod.
func TestParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := arbitrary[corev1.Pod]().Draw(t, "k")
		p := kube.Pod(k)
		wrong := diff(&p.Spec, kube.PodSpec(&k.Spec)) + diff(&p.Status, kube.PodStatus(&k.Status))
		for i := range k.Spec.Containers {
			c, want := &k.Spec.Containers[i], &p.Spec.Containers[i]
			wrong += diff(want, kube.Container(c)) + diff(want.LivenessProbe, kube.Probe(c.LivenessProbe))
		}
		for i := range k.Status.ContainerStatuses {
			wrong += diff(&p.Status.ContainerStatuses[i], kube.ContainerStatus(&k.Status.ContainerStatuses[i]))
		}
		if wrong != "" {
			t.Fatal(wrong)
		}
	})
}

// Applying a status alone is applying a Pod of which only the status is new.
func TestApplyPodStatus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := examples(pods()).Draw(t, "example")
		alone, whole := e.K.DeepCopy(), e.K.DeepCopy()
		kube.ApplyPodStatus(&alone.Status, &e.P.Status)
		p := kube.Pod(e.K)
		p.Status = e.P.Status
		kube.ApplyPod(whole, p)
		if !reflect.DeepEqual(alone, whole) {
			t.Fatal(diff(whole, alone))
		}
	})
}

func TestApplyKeepsWhatPodlifeLacks(t *testing.T) {
	k := &corev1.PodStatus{
		Phase:  corev1.PodPending,
		HostIP: "192.0.2.1",
		ContainerStatuses: []corev1.ContainerStatus{
			{Name: "db", ImageID: "sha256:db"}, {Name: "gone", ImageID: "sha256:gone"}, {Name: "web", ImageID: "sha256:web"},
		},
	}
	kube.ApplyPodStatus(k, &podlife.PodStatus{
		Phase: podlife.PodRunning,
		ContainerStatuses: []podlife.ContainerStatus{
			{Name: "web", Ready: true}, {Name: "new", RestartCount: 1}, {Name: "db"},
		},
	})
	want := &corev1.PodStatus{
		Phase:  corev1.PodRunning,
		HostIP: "192.0.2.1",
		ContainerStatuses: []corev1.ContainerStatus{
			{Name: "web", Ready: true, ImageID: "sha256:web"}, {Name: "new", RestartCount: 1}, {Name: "db", ImageID: "sha256:db"},
		},
	}
	if d := diff(want, k); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A name that stands twice, which no valid Pod has, keeps both entries apart.
func TestApplyTwins(t *testing.T) {
	k := &corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{Name: "web", ImageID: "1"}, {Name: "web", ImageID: "2"}}}
	p := kube.PodStatus(k)
	p.ContainerStatuses[1].Ready = true
	kube.ApplyPodStatus(k, p)
	want := &corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{Name: "web", ImageID: "1"}, {Name: "web", ImageID: "2", Ready: true}}}
	if d := diff(want, k); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
