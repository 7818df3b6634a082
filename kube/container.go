package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
)

// Container returns the podlife form of c. Nil gives nil.
func Container(c *corev1.Container) *podlife.Container { return readNew(c, containerFields) }

func containerFields(d direction, p *podlife.Container, k *corev1.Container) {
	value(d, &p.Name, &k.Name)
	value(d, &p.Image, &k.Image)
	each(d, &p.Ports, &k.Ports, containerPortFields, sameContainerPort)
	optional(d, &p.RestartPolicy, &k.RestartPolicy)
	each(d, &p.RestartPolicyRules, &k.RestartPolicyRules, restartRuleFields, nil)
	object(d, &p.LivenessProbe, &k.LivenessProbe, probeFields)
	object(d, &p.ReadinessProbe, &k.ReadinessProbe, probeFields)
	object(d, &p.StartupProbe, &k.StartupProbe, probeFields)
	object(d, &p.Lifecycle, &k.Lifecycle, lifecycleFields)
	requirementsFields(d, &p.Resources, &k.Resources)
	each(d, &p.VolumeMounts, &k.VolumeMounts, volumeMountFields, sameVolumeMount)
}

// sameContainer goes by the name, as the API server does when it merges a
// patch. So do its kin for statuses and ephemeral containers.
//
// Source: k8s.io/api v0.37 core/v1/types.go, PodSpec.
func sameContainer(p *podlife.Container, k *corev1.Container) bool { return p.Name == k.Name }

func containerPortFields(d direction, p *podlife.ContainerPort, k *corev1.ContainerPort) {
	value(d, &p.Name, &k.Name)
	value(d, &p.HostPort, &k.HostPort)
	value(d, &p.ContainerPort, &k.ContainerPort)
	text(d, &p.Protocol, &k.Protocol)
	value(d, &p.HostIP, &k.HostIP)
}

// sameContainerPort goes by the keys that make a port unique in its list.
//
// Source: k8s.io/api v0.37 core/v1/types.go, Container.
func sameContainerPort(p *podlife.ContainerPort, k *corev1.ContainerPort) bool {
	return p.ContainerPort == k.ContainerPort && p.Protocol == string(k.Protocol)
}

func ephemeralFields(d direction, p *podlife.EphemeralContainer, k *corev1.EphemeralContainer) {
	value(d, &p.Name, &k.Name)
	value(d, &p.Image, &k.Image)
	value(d, &p.TargetContainerName, &k.TargetContainerName)
	each(d, &p.VolumeMounts, &k.VolumeMounts, volumeMountFields, sameVolumeMount)
}

func sameEphemeral(p *podlife.EphemeralContainer, k *corev1.EphemeralContainer) bool {
	return p.Name == k.Name
}

func restartRuleFields(d direction, p *podlife.ContainerRestartRule, k *corev1.ContainerRestartRule) {
	text(d, &p.Action, &k.Action)
	exitCodes(d, &p.ExitCodes, &k.ExitCodes)
}

// exitCodes copies between a value whose zero means "not set" and a pointer. A
// pointer to the zero value reads as not set, and is left alone by a write of
// "not set".
func exitCodes(d direction, p *podlife.ExitCodes, k **corev1.ContainerRestartRuleOnExitCodes) {
	var old podlife.ExitCodes
	if *k != nil {
		exitCodesFields(read, &old, *k)
	}
	switch {
	case d == read:
		*p = old
	case isSet(p):
		object(write, &p, k, exitCodesFields)
	case isSet(&old):
		*k = nil
	}
}

func isSet(e *podlife.ExitCodes) bool { return e.Operator != "" || e.Values != nil }

func exitCodesFields(d direction, p *podlife.ExitCodes, k *corev1.ContainerRestartRuleOnExitCodes) {
	text(d, &p.Operator, &k.Operator)
	list(d, &p.Values, &k.Values)
}
