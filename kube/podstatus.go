package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
)

// PodStatus returns the podlife form of s. Nil gives nil.
func PodStatus(s *corev1.PodStatus) *podlife.PodStatus { return readNew(s, podStatusFields) }

// ApplyPodStatus makes dst say what src says and leaves every field of dst
// that podlife lacks, like hostIP and imageID, as it is. Where either is nil,
// nothing happens.
//
// src is a whole status, not a patch: what is unset in it becomes unset in
// dst. So begin with what [PodStatus] returns and change that. Conditions are
// matched by type and container statuses by name; one that src lacks goes.
func ApplyPodStatus(dst *corev1.PodStatus, src *podlife.PodStatus) { apply(dst, src, podStatusFields) }

func podStatusFields(d direction, p *podlife.PodStatus, k *corev1.PodStatus) {
	value(d, &p.ObservedGeneration, &k.ObservedGeneration)
	text(d, &p.Phase, &k.Phase)
	each(d, &p.Conditions, &k.Conditions, conditionFields, sameCondition)
	value(d, &p.Message, &k.Message)
	value(d, &p.Reason, &k.Reason)
	value(d, &p.NominatedNodeName, &k.NominatedNodeName)
	value(d, &p.PodIP, &k.PodIP)
	each(d, &p.PodIPs, &k.PodIPs, podIPFields, samePodIP)
	optionalInstant(d, &p.StartTime, &k.StartTime)
	each(d, &p.InitContainerStatuses, &k.InitContainerStatuses, containerStatusFields, sameStatus)
	each(d, &p.ContainerStatuses, &k.ContainerStatuses, containerStatusFields, sameStatus)
	each(d, &p.EphemeralContainerStatuses, &k.EphemeralContainerStatuses, containerStatusFields, sameStatus)
	text(d, &p.QOSClass, &k.QOSClass)
	resourceList(d, &p.AllocatedResources, &k.AllocatedResources)
	object(d, &p.Resources, &k.Resources, requirementsFields)
}

func conditionFields(d direction, p *podlife.Condition, k *corev1.PodCondition) {
	text(d, &p.Type, &k.Type)
	value(d, &p.ObservedGeneration, &k.ObservedGeneration)
	text(d, &p.Status, &k.Status)
	instant(d, &p.LastProbeTime, &k.LastProbeTime)
	instant(d, &p.LastTransitionTime, &k.LastTransitionTime)
	value(d, &p.Reason, &k.Reason)
	value(d, &p.Message, &k.Message)
}

// sameCondition goes by the type, as the API server does when it merges a
// patch.
//
// Source: k8s.io/api v0.37 core/v1/types.go, PodStatus.
func sameCondition(p *podlife.Condition, k *corev1.PodCondition) bool {
	return string(p.Type) == string(k.Type)
}

func podIPFields(d direction, p *podlife.PodIP, k *corev1.PodIP) { value(d, &p.IP, &k.IP) }

func samePodIP(p *podlife.PodIP, k *corev1.PodIP) bool { return p.IP == k.IP }
