package oracle

import (
	v1 "k8s.io/api/core/v1"

	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
)

// Verdicts is what the probes of one kind have found, by container. It serves the kubelet
// as a results.Manager that nobody listens to.
type Verdicts map[kubecontainer.ContainerID]results.Result

var _ results.Manager = Verdicts{}

// Get returns the container's verdict, if there is one.
func (v Verdicts) Get(id kubecontainer.ContainerID) (results.Result, bool) {
	result, ok := v[id]
	return result, ok
}

// Set changes the container's verdict.
func (v Verdicts) Set(id kubecontainer.ContainerID, result results.Result, _ *v1.Pod) {
	v[id] = result
}

// Remove forgets the container.
func (v Verdicts) Remove(id kubecontainer.ContainerID) {
	delete(v, id)
}

// Updates never delivers: Kubernetes would wake the pod's worker.
func (v Verdicts) Updates() <-chan results.Update {
	return nil
}
