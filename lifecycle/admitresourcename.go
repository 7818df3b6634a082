package lifecycle

import (
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// resourceName checks the name of a resource in general, and reports whether it
// is right.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateResourceName.
func (a *admission) resourceName(name podlife.ResourceName, path string) bool {
	faults := labelKeyFaults(string(name))
	for _, fault := range faults {
		a.invalid(path, printed(name), fault)
	}
	switch {
	case len(faults) > 0:
		return false
	case !strings.Contains(string(name), "/") && !isStandard(name):
		a.invalid(path, printed(name), "must be a standard resource type or fully qualified")
		return false
	}
	return true
}

// containerResource checks the name of a resource of a container: cpu, memory,
// ephemeral storage, huge pages, or one that somebody added.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidateContainerResourceName.
func (a *admission) containerResource(name podlife.ResourceName, path string) {
	a.resourceName(name, path)
	switch {
	case !strings.Contains(string(name), "/"):
		if name != podlife.ResourceCPU && name != podlife.ResourceMemory && name != podlife.ResourceEphemeralStorage && !isHugePage(name) {
			a.invalid(path, printed(name), "must be a standard resource for containers")
		}
	case !isNative(name) && !isExtended(name):
		a.invalid(path, printed(name), "doesn't follow extended resource name standard")
	}
}

// podResource checks the name of a resource of a Pod as a whole. The API server
// gives the bare prefix of huge pages as the name of them all.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validatePodResourceName.
func (a *admission) podResource(name podlife.ResourceName, path string) {
	if a.resourceName(name, path) && !isForPods(name) {
		a.add(path, probe.UnsupportedValue, printed(name), `supported values: "cpu", "hugepages-", "memory"`)
	}
}

// isStandard reports whether a name without a domain is known, if only to quotas.
//
// Source: kubernetes v1.37 pkg/apis/core/helper/helpers.go, IsStandardResourceName.
func isStandard(name podlife.ResourceName) bool {
	//exhaustive:ignore names of resources are open; these are the known ones
	switch name {
	case "cpu", "memory", "ephemeral-storage", "storage",
		"requests.cpu", "requests.memory", "requests.ephemeral-storage", "requests.storage",
		"limits.cpu", "limits.memory", "limits.ephemeral-storage":
		return true
	default:
		return isObjectCount(name) || isHugePage(name) || strings.HasPrefix(string(name), "requests.hugepages-")
	}
}

// isObjectCount reports whether the name counts objects, in quotas.
func isObjectCount(name podlife.ResourceName) bool {
	//exhaustive:ignore names of resources are open; these count objects
	switch name {
	case "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
		"persistentvolumeclaims", "services.nodeports", "services.loadbalancers":
		return true
	default:
		return false
	}
}

// isExtended reports whether somebody added the resource, like example.com/gpu.
//
// Source: kubernetes v1.37 pkg/apis/core/helper/helpers.go, IsExtendedResourceName.
func isExtended(name podlife.ResourceName) bool {
	const quota = "requests."
	return !isNative(name) && !strings.HasPrefix(string(name), quota) && len(labelKeyFaults(quota+string(name))) == 0
}

// isCounted reports whether there are only whole numbers of the resource.
//
// Source: kubernetes v1.37 pkg/apis/core/helper/helpers.go, IsIntegerResourceName.
func isCounted(name podlife.ResourceName) bool { return isObjectCount(name) || isExtended(name) }
