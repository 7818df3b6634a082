package kube_test

import (
	"encoding/json"
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/restart"
	corev1 "k8s.io/api/core/v1"
)

// An operator holds a Pod. One line converts it, the next one asks.
func Example() {
	pod := &corev1.Pod{Spec: corev1.PodSpec{
		RestartPolicy: corev1.RestartPolicyOnFailure,
		Containers:    []corev1.Container{{Name: "migrate", Image: "migrate:1"}},
	}}

	p := kube.Pod(pod)
	fmt.Println(restart.Decide(&p.Spec, &p.Spec.Containers[0], 137))
	// Output: Restart
}

// A computed status goes back into the Pod. What podlife has no field for,
// like the image's ID, stays.
func ExampleApplyPodStatus() {
	pod := &corev1.Pod{Status: corev1.PodStatus{
		Phase: corev1.PodRunning,
		ContainerStatuses: []corev1.ContainerStatus{{
			Name:    "web",
			ImageID: "sha256:4b5f",
			State:   corev1.ContainerState{Running: &corev1.ContainerStateRunning{}},
		}},
	}}

	s := kube.PodStatus(&pod.Status)
	s.Phase = podlife.PodFailed
	s.ContainerStatuses[0].State = podlife.Terminated(137, "OOMKilled")
	kube.ApplyPodStatus(&pod.Status, s)

	web := pod.Status.ContainerStatuses[0]
	fmt.Println(pod.Status.Phase, web.State.Terminated.Reason, web.State.Running == nil, web.ImageID)
	// Output: Failed OOMKilled true sha256:4b5f
}

// A new object, for a fake client or for printing.
func ExampleToPod() {
	p := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: "web"},
		Status:     podlife.PodStatus{Phase: podlife.PodPending},
	}
	out, err := json.Marshal(kube.ToPod(p).Status)
	fmt.Println(string(out), err)
	// Output: {"phase":"Pending"} <nil>
}

// A Deployment holds a PodSpec in its template.
func ExamplePodSpec() {
	template := corev1.PodTemplateSpec{Spec: corev1.PodSpec{
		InitContainers: []corev1.Container{
			{Name: "migrate"},
			{Name: "proxy", RestartPolicy: new(corev1.ContainerRestartPolicyAlways)},
		},
	}}

	spec := kube.PodSpec(&template.Spec)
	for i := range spec.InitContainers {
		c := &spec.InitContainers[i]
		fmt.Println(c.Name, c.IsSidecar())
	}
	// Output:
	// migrate false
	// proxy true
}
