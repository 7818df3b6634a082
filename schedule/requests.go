package schedule

import "github.com/podlife/podlife"

// Requests returns what a Pod counts with on its node: the sum over the
// containers that run side by side, or what an init container needs in its turn
// beside the sidecars before it, if that is more; in place of it what is asked
// for the Pod as a whole; and the sandbox, which is its overhead. What the
// kubelet reports of a resize counts too, if it is more. A Pod that waits for a
// node is judged by its spec alone, which comes to the same if it never had one.
//
// What nobody requests is not in the list, nor is the place that a Pod takes
// among those of a node. Amounts are exact; where they are counted, cpu is
// rounded up to thousandths and all else to whole units. The caller owns the
// list.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/types.go, CalculateResource;
// staging/src/k8s.io/component-helpers/resource/helpers.go, PodRequests.
func Requests(p *podlife.Pod) podlife.ResourceList {
	if p == nil {
		return nil
	}
	total := podRequests(p, view{status: true})
	out := make(podlife.ResourceList, len(total))
	for _, t := range total {
		out[t.name] = t.amount
	}
	return out
}
