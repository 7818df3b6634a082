package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func lifecycleFields(d direction, p *podlife.Lifecycle, k *corev1.Lifecycle) {
	object(d, &p.PostStart, &k.PostStart, lifecycleHandlerFields)
	object(d, &p.PreStop, &k.PreStop, lifecycleHandlerFields)
	optional(d, &p.StopSignal, &k.StopSignal)
}

func lifecycleHandlerFields(d direction, p *podlife.LifecycleHandler, k *corev1.LifecycleHandler) {
	object(d, &p.Exec, &k.Exec, execFields)
	object(d, &p.HTTPGet, &k.HTTPGet, httpGetFields)
	object(d, &p.TCPSocket, &k.TCPSocket, tcpSocketFields)
	object(d, &p.Sleep, &k.Sleep, sleepFields)
}

func execFields(d direction, p *podlife.ExecAction, k *corev1.ExecAction) {
	list(d, &p.Command, &k.Command)
}

func httpGetFields(d direction, p *podlife.HTTPGetAction, k *corev1.HTTPGetAction) {
	value(d, &p.Path, &k.Path)
	port(d, &p.Port, &k.Port)
	value(d, &p.Host, &k.Host)
	text(d, &p.Scheme, &k.Scheme)
}

func tcpSocketFields(d direction, p *podlife.TCPSocketAction, k *corev1.TCPSocketAction) {
	port(d, &p.Port, &k.Port)
	value(d, &p.Host, &k.Host)
}

func grpcFields(d direction, p *podlife.GRPCAction, k *corev1.GRPCAction) {
	value(d, &p.Port, &k.Port)
	optional(d, &p.Service, &k.Service)
}

func sleepFields(d direction, p *podlife.SleepAction, k *corev1.SleepAction) {
	value(d, &p.Seconds, &k.Seconds)
}

// port copies between a name or number and an IntOrString, which has a type
// and both values. Only the value of its type counts, and a type that does not
// exist means a number. A write that would not change what counts changes
// nothing.
//
// Source: k8s.io/apimachinery v0.37 pkg/util/intstr/intstr.go, String.
func port(d direction, p *podlife.Port, k *intstr.IntOrString) {
	if d == read {
		*p = readPort(*k)
		return
	}
	fresh := intstr.FromInt32(p.Number)
	if p.Name != "" {
		fresh = intstr.FromString(p.Name)
	}
	if readPort(*k) != readPort(fresh) {
		*k = fresh
	}
}

func readPort(k intstr.IntOrString) podlife.Port {
	if k.Type == intstr.String {
		return podlife.Port{Name: k.StrVal}
	}
	return podlife.Port{Number: k.IntVal}
}
