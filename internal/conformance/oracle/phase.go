package oracle

import (
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	"k8s.io/klog/v2"

	_ "k8s.io/kubernetes/pkg/kubelet" // getPhase
	kubetypes "k8s.io/kubernetes/pkg/kubelet/types"
)

// View is what a kubelet knows beside the container statuses.
type View struct {
	Terminal    bool // all containers have been stopped for good
	Initialized bool // a main container exists in the current, ready sandbox
	Static      bool // the pod comes from a file, not from the API server
}

// staticAnnotations mark a pod as static.
var staticAnnotations = map[string]string{kubetypes.ConfigSourceAnnotationKey: kubetypes.FileSource}

// Phase is the phase that the kubelet computes for statuses, the main containers' first
// and then the init containers'.
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, getPhase.
func Phase(spec *v1.PodSpec, statuses []v1.ContainerStatus, view View) v1.PodPhase {
	pod := v1.Pod{Spec: *spec}
	if view.Static {
		pod.Annotations = staticAnnotations
	}
	return GetPhase(&pod, statuses, view.Terminal, view.Initialized)
}

// GetPhase is [Phase] without any preparation, for benchmarks.
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, getPhase.
func GetPhase(pod *v1.Pod, statuses []v1.ContainerStatus, terminal, initialized bool) v1.PodPhase {
	return getPhase(logger, pod, statuses, terminal, initialized)
}

//go:linkname getPhase k8s.io/kubernetes/pkg/kubelet.getPhase
func getPhase(logger klog.Logger, pod *v1.Pod, info []v1.ContainerStatus, podIsTerminal, podHasInitialized bool) v1.PodPhase
