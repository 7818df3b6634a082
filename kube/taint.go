package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
)

func taintFields(d direction, p *podlife.Taint, k *corev1.Taint) {
	value(d, &p.Key, &k.Key)
	value(d, &p.Value, &k.Value)
	text(d, &p.Effect, &k.Effect)
	optionalInstant(d, &p.TimeAdded, &k.TimeAdded)
}

// sameTaint goes by key and effect: a node has at most one taint of each.
//
// Source: k8s.io/api v0.37 core/v1/taint.go, MatchTaint.
func sameTaint(p *podlife.Taint, k *corev1.Taint) bool {
	return p.Key == k.Key && string(p.Effect) == string(k.Effect)
}

// tolerationFields has no kin that finds the same toleration again: nothing
// makes one unique in its list, and podlife has every field that it has.
func tolerationFields(d direction, p *podlife.Toleration, k *corev1.Toleration) {
	value(d, &p.Key, &k.Key)
	text(d, &p.Operator, &k.Operator)
	value(d, &p.Value, &k.Value)
	text(d, &p.Effect, &k.Effect)
	pointer(d, &p.TolerationSeconds, &k.TolerationSeconds)
}
