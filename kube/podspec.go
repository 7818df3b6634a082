package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
)

// PodSpec returns the podlife form of spec, like that of a Deployment's Pod
// template. Nil gives nil.
func PodSpec(spec *corev1.PodSpec) *podlife.PodSpec { return readNew(spec, podSpecFields) }

func podSpecFields(d direction, p *podlife.PodSpec, k *corev1.PodSpec) {
	each(d, &p.InitContainers, &k.InitContainers, containerFields, sameContainer)
	each(d, &p.Containers, &k.Containers, containerFields, sameContainer)
	each(d, &p.EphemeralContainers, &k.EphemeralContainers, ephemeralFields, sameEphemeral)
	text(d, &p.RestartPolicy, &k.RestartPolicy)
	pointer(d, &p.TerminationGracePeriodSeconds, &k.TerminationGracePeriodSeconds)
	pointer(d, &p.ActiveDeadlineSeconds, &k.ActiveDeadlineSeconds)
	value(d, &p.NodeName, &k.NodeName)
	value(d, &p.HostNetwork, &k.HostNetwork)
	each(d, &p.Tolerations, &k.Tolerations, tolerationFields, nil)
	pointer(d, &p.Priority, &k.Priority)
	value(d, &p.PriorityClassName, &k.PriorityClassName)
	optional(d, &p.PreemptionPolicy, &k.PreemptionPolicy)
	value(d, &p.SchedulerName, &k.SchedulerName)
	dict(d, &p.NodeSelector, &k.NodeSelector)
	object(d, &p.Affinity, &k.Affinity, affinityFields)
	each(d, &p.TopologySpreadConstraints, &k.TopologySpreadConstraints, spreadFields, nil)
	object(d, &p.Resources, &k.Resources, requirementsFields)
	resourceList(d, &p.Overhead, &k.Overhead)
	each(d, &p.Volumes, &k.Volumes, volumeFields, sameVolume)
	pointer(d, &p.HostUsers, &k.HostUsers)
	each(d, &p.ResourceClaims, &k.ResourceClaims, podResourceClaimFields, samePodResourceClaim)
	object(d, &p.SchedulingGroup, &k.SchedulingGroup, schedulingGroupFields)
	each(d, &p.ReadinessGates, &k.ReadinessGates, readinessGateFields, sameReadinessGate)
	each(d, &p.SchedulingGates, &k.SchedulingGates, schedulingGateFields, sameSchedulingGate)
}

func schedulingGroupFields(d direction, p *podlife.PodSchedulingGroup, k *corev1.PodSchedulingGroup) {
	optional(d, &p.PodGroupName, &k.PodGroupName)
}

func readinessGateFields(d direction, p *podlife.PodReadinessGate, k *corev1.PodReadinessGate) {
	text(d, &p.ConditionType, &k.ConditionType)
}

func sameReadinessGate(p *podlife.PodReadinessGate, k *corev1.PodReadinessGate) bool {
	return string(p.ConditionType) == string(k.ConditionType)
}

func schedulingGateFields(d direction, p *podlife.PodSchedulingGate, k *corev1.PodSchedulingGate) {
	value(d, &p.Name, &k.Name)
}

func sameSchedulingGate(p *podlife.PodSchedulingGate, k *corev1.PodSchedulingGate) bool {
	return p.Name == k.Name
}
