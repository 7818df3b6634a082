package oracle

import (
	"context"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	corev1 "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/registry/core/pod"
)

// Default returns p with the defaults that the API server fills in, such as those of probes.
// Source: kubernetes v1.37 pkg/apis/core/v1/zz_generated.defaults.go, SetObjectDefaults_Pod.
func Default(p *v1.Pod) *v1.Pod {
	p = p.DeepCopy()
	corev1.SetObjectDefaults_Pod(p)
	return p
}

// Create is the pod as the API server would store it, and what it finds wrong with it.
// Admission plugins, such as those for tolerations and priority, are not asked.
// Source: kubernetes v1.37 pkg/registry/core/pod/strategy.go, PrepareForCreate, Validate.
func Create(p *v1.Pod) (*v1.Pod, field.ErrorList) {
	internal := Internal(Default(p))
	pod.Strategy.PrepareForCreate(context.Background(), internal)
	return External(internal), pod.Strategy.Validate(context.Background(), internal)
}
