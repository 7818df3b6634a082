package lifecycle

import (
	"strings"

	"github.com/podlife/podlife"
)

// Classes of PodStatus.QOSClass.
//
// Source: API type PodQOSClass (core/v1).
const (
	// QOSGuaranteed: cpu and memory of the Pod, or of each of its containers, are
	// limited to what is requested.
	QOSGuaranteed = "Guaranteed"
	// QOSBurstable: neither of the others.
	QOSBurstable = "Burstable"
	// QOSBestEffort: no cpu and no memory is requested or limited.
	QOSBestEffort = "BestEffort"
)

// isHugePage reports whether the name is that of a size of huge pages.
func isHugePage(name podlife.ResourceName) bool {
	return strings.HasPrefix(string(name), podlife.ResourceHugePagesPrefix)
}

// isNative reports whether the name is one of Kubernetes' own.
//
// Source: kubernetes v1.37 pkg/apis/core/helper/helpers.go, IsNativeResource.
func isNative(name podlife.ResourceName) bool {
	return !strings.Contains(string(name), "/") || strings.Contains(string(name), "kubernetes.io/")
}

// isOvercommitted reports whether a limit may be above the request.
//
// Source: kubernetes v1.37 pkg/apis/core/helper/helpers.go, IsOvercommitAllowed.
func isOvercommitted(name podlife.ResourceName) bool { return isNative(name) && !isHugePage(name) }

// isForPods reports whether a Pod as a whole may ask for the resource.
//
// Source: component-helpers v0.37 resource/helpers.go, IsSupportedPodLevelResource.
func isForPods(name podlife.ResourceName) bool {
	return name == podlife.ResourceCPU || name == podlife.ResourceMemory || isHugePage(name)
}

// requestsOf and limitsOf choose a list of a container.
func requestsOf(c *podlife.Container) podlife.ResourceList { return c.Resources.Requests }
func limitsOf(c *podlife.Container) podlife.ResourceList   { return c.Resources.Limits }

// aggregateAmounts is what the containers need together, at the worst moment: the sum
// over main containers and sidecars, or an init container beside the sidecars
// that were started before it.
//
// Source: component-helpers v0.37 resource/helpers.go, aggregateContainerResourcesByFn.
func aggregateAmounts(s *podlife.PodSpec, of func(*podlife.Container) podlife.ResourceList) podlife.ResourceList {
	sum, sidecars, most := podlife.ResourceList{}, podlife.ResourceList{}, podlife.ResourceList{}
	add := func(to, amounts podlife.ResourceList) {
		for name, amount := range amounts {
			if have, ok := to[name]; ok {
				amount = have.Add(amount)
			}
			to[name] = amount
		}
	}
	raise := func(to, amounts podlife.ResourceList) {
		for name, amount := range amounts {
			if have, ok := to[name]; !ok || amount.Cmp(have) > 0 {
				to[name] = amount
			}
		}
	}
	for i := range s.Containers {
		add(sum, of(&s.Containers[i]))
	}
	for i := range s.InitContainers {
		c := &s.InitContainers[i]
		if c.IsSidecar() {
			add(sum, of(c))
			add(sidecars, of(c))
			raise(most, sidecars)
			continue
		}
		together := podlife.ResourceList{}
		add(together, of(c))
		add(together, sidecars)
		raise(most, together)
	}
	raise(sum, most)
	return sum
}

// setPodResources completes what a Pod asks for as a whole, if it asks for
// anything: huge pages from the containers' limits, then requests from theirs and
// from its own limits, and last limits where every container has one.
//
// Source: kubernetes v1.37 pkg/api/pod/util.go, DefaultPodLevelResources.
func setPodResources(s *podlife.PodSpec) {
	r := s.Resources
	if r == nil || len(r.Requests) == 0 && len(r.Limits) == 0 {
		return
	}
	ceilings := aggregateAmounts(s, limitsOf)
	for name, amount := range ceilings {
		if isHugePage(name) && !hasAmount(r.Requests, name) && !hasAmount(r.Limits, name) {
			setAmount(&r.Limits, name, amount)
		}
	}
	for name, amount := range aggregateAmounts(s, requestsOf) {
		if isForPods(name) && isOvercommitted(name) && !hasAmount(r.Requests, name) {
			setAmount(&r.Requests, name, amount)
		}
	}
	for name, amount := range r.Limits {
		if isForPods(name) && !hasAmount(r.Requests, name) {
			setAmount(&r.Requests, name, amount)
		}
	}
	for name, request := range r.Requests {
		ceiling, ok := ceilings[name]
		if ok && isForPods(name) && !hasAmount(r.Limits, name) && allLimit(s, name) {
			if request.Cmp(ceiling) > 0 {
				ceiling = request
			}
			setAmount(&r.Limits, name, ceiling)
		}
	}
}

// hasAmount reports whether the list names the resource, if only with 0.
func hasAmount(list podlife.ResourceList, name podlife.ResourceName) bool {
	_, ok := list[name]
	return ok
}

// allLimit reports whether every container has a limit for the resource.
// Ephemeral containers never have one.
//
// Source: kubernetes v1.37 pkg/api/pod/util.go, aggregateContainerLimits.
func allLimit(s *podlife.PodSpec, name podlife.ResourceName) bool {
	for _, list := range [][]podlife.Container{s.InitContainers, s.Containers} {
		for i := range list {
			if !hasAmount(list[i].Resources.Limits, name) {
				return false
			}
		}
	}
	return len(s.EphemeralContainers) == 0
}

// qosClass is the Pod's quality of service: that of its own resources if it asks
// for any as a whole, or what its containers agree on.
//
// Source: kubernetes v1.37 pkg/apis/core/helper/qos/qos.go, ComputePodQOS.
func qosClass(s *podlife.PodSpec) string {
	if r := s.Resources; r != nil && (anyForPods(r.Requests) || anyForPods(r.Limits)) {
		return qosOf(r)
	}
	class := ""
	for _, list := range [][]podlife.Container{s.InitContainers, s.Containers} {
		for i := range list {
			class = agreedClass(class, qosOf(&list[i].Resources))
		}
	}
	fillIn(&class, QOSBestEffort)
	return class
}

// anyForPods reports whether the list names a resource that counts for a Pod as a
// whole.
//
// Source: kubernetes v1.37 pkg/apis/core/helper/helpers.go, IsPodLevelResourcesSet.
func anyForPods(list podlife.ResourceList) bool {
	for name := range list {
		if isForPods(name) {
			return true
		}
	}
	return false
}

// qosOf is Guaranteed if cpu and memory are limited to what is requested,
// BestEffort if nothing is asked of either, else Burstable.
func qosOf(r *podlife.ResourceRequirements) string {
	class := ""
	for _, name := range []podlife.ResourceName{podlife.ResourceCPU, podlife.ResourceMemory} {
		request, limit := r.Requests[name], r.Limits[name]
		switch {
		case !request.Equal(limit):
			return QOSBurstable
		case request.IsZero():
			class = agreedClass(class, QOSBestEffort)
		default:
			class = agreedClass(class, QOSGuaranteed)
		}
	}
	return class
}

// agreedClass is the class of two parts: Burstable if theirs differ. The first part
// has none before it.
func agreedClass(class, other string) string {
	if class == "" || class == other {
		return other
	}
	return QOSBurstable
}
