package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Pod returns the podlife form of pod. Nil gives nil.
func Pod(pod *corev1.Pod) *podlife.Pod { return readNew(pod, podFields) }

// ToPod returns a new core/v1 Pod that holds what p holds, and its kind and
// version, as p's JSON does. Nil gives nil.
func ToPod(p *podlife.Pod) *corev1.Pod {
	return writeNew(p, &corev1.Pod{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}}, podFields)
}

// ApplyPod makes dst say what src says and leaves every field of dst that
// podlife lacks as it is. Where either is nil, nothing happens.
//
// Containers, statuses and conditions are matched by name or type. One that
// src lacks goes, with all its fields.
func ApplyPod(dst *corev1.Pod, src *podlife.Pod) { apply(dst, src, podFields) }

func podFields(d direction, p *podlife.Pod, k *corev1.Pod) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	podSpecFields(d, &p.Spec, &k.Spec)
	podStatusFields(d, &p.Status, &k.Status)
}
