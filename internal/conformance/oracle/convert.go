package oracle

import (
	v1 "k8s.io/api/core/v1"

	"k8s.io/kubernetes/pkg/apis/core"
	corev1 "k8s.io/kubernetes/pkg/apis/core/v1"
)

// Internal converts pod into the type that the API server works with. The result shares
// memory with pod.
// Source: kubernetes v1.37 pkg/apis/core/v1/conversion.go, Convert_v1_Pod_To_core_Pod.
func Internal(pod *v1.Pod) *core.Pod {
	var out core.Pod
	must(corev1.Convert_v1_Pod_To_core_Pod(pod, &out, nil))
	return &out
}

// External undoes [Internal].
// Source: kubernetes v1.37 pkg/apis/core/v1/conversion.go, Convert_core_Pod_To_v1_Pod.
func External(pod *core.Pod) *v1.Pod {
	var out v1.Pod
	must(corev1.Convert_core_Pod_To_v1_Pod(pod, &out, nil))
	return &out
}

// must panics on an error that cannot happen.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
