package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
)

// Probe returns the podlife form of p. Nil gives nil.
func Probe(p *corev1.Probe) *podlife.Probe { return readNew(p, probeFields) }

func probeFields(d direction, p *podlife.Probe, k *corev1.Probe) {
	probeHandlerFields(d, &p.ProbeHandler, &k.ProbeHandler)
	value(d, &p.InitialDelaySeconds, &k.InitialDelaySeconds)
	value(d, &p.TimeoutSeconds, &k.TimeoutSeconds)
	value(d, &p.PeriodSeconds, &k.PeriodSeconds)
	value(d, &p.SuccessThreshold, &k.SuccessThreshold)
	value(d, &p.FailureThreshold, &k.FailureThreshold)
	pointer(d, &p.TerminationGracePeriodSeconds, &k.TerminationGracePeriodSeconds)
}

func probeHandlerFields(d direction, p *podlife.ProbeHandler, k *corev1.ProbeHandler) {
	object(d, &p.Exec, &k.Exec, execFields)
	object(d, &p.HTTPGet, &k.HTTPGet, httpGetFields)
	object(d, &p.TCPSocket, &k.TCPSocket, tcpSocketFields)
	object(d, &p.GRPC, &k.GRPC, grpcFields)
}
