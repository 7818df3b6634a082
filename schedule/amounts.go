package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// maxAmount is the greatest amount of a resource that a node may have, or its
// Pods together request: far above anything real, and far enough below the
// limit of 64 bits that sums cannot pass it.
const maxAmount = 1 << 60

// amounts is what a Pod requests, in the units that the scheduler counts:
// thousandths of cpu, bytes, and whole numbers of the rest.
type amounts struct {
	cpu, memory, ephemeral int64
	scalars                []scalarAmount // sorted by id, so that alike Pods are of one template; those of 0 too
	// With the defaults for containers that do not say, for the scores.
	nonZeroCPU, nonZeroMemory int64
}

// scalarAmount is an amount of an extended resource, of huge pages, or of
// another that Kubernetes has no field of its own for.
type scalarAmount struct {
	id int32
	n  int64
}

// isScalar reports whether the scheduler counts a resource that it has no
// field of its own for. It drops all others.
//
// Source: kubernetes v1.37 pkg/scheduler/util/pod_resources.go, IsScalarResourceName.
func isScalar(name podlife.ResourceName) bool {
	s := string(name)
	return isExtended(name) || strings.HasPrefix(s, podlife.ResourceHugePagesPrefix) ||
		strings.Contains(s, "kubernetes.io/") || strings.HasPrefix(s, "attachable-volumes-")
}

// isExtended reports whether somebody added the resource to the cluster.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/helper/helpers.go, IsExtendedResourceName.
func isExtended(name podlife.ResourceName) bool {
	s := string(name)
	return strings.Contains(s, "/") && !strings.Contains(s, "kubernetes.io/") &&
		!strings.HasPrefix(s, "requests.") && qualifiedNameProblem("requests."+s) == ""
}

// amountsOf turns requests into numbers. id numbers the resources.
func amountsOf(total, nonZero tally, id func(podlife.ResourceName) int32) amounts {
	a := amounts{
		nonZeroCPU:    nonZero.get(podlife.ResourceCPU).MilliValue(),
		nonZeroMemory: nonZero.get(podlife.ResourceMemory).Value(),
	}
	for _, t := range total {
		switch t.name {
		case podlife.ResourceCPU:
			a.cpu = t.amount.MilliValue()
		case podlife.ResourceMemory:
			a.memory = t.amount.Value()
		case podlife.ResourceEphemeralStorage:
			a.ephemeral = t.amount.Value()
		case podlife.ResourceStorage, podlife.ResourcePods:
			// The one is what claims ask for, the other what nodes have.
		default:
			if isScalar(t.name) {
				a.scalars = append(a.scalars, scalarAmount{id(t.name), t.amount.Value()})
			}
		}
	}
	slices.SortFunc(a.scalars, func(x, y scalarAmount) int { return cmp.Compare(x.id, y.id) })
	return a
}

// placedRequests returns what a Pod that is on a node counts with.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/types.go, CalculateResource.
func (c *Cluster) placedRequests(p *podlife.Pod) amounts {
	v := view{status: true}
	total := podRequests(p, v)
	level := podLevelSet(p)
	v.cpu = !level || total.find(podlife.ResourceCPU) == nil
	v.memory = !level || total.find(podlife.ResourceMemory) == nil
	nonZero := total
	if v.cpu || v.memory {
		nonZero = podRequests(p, v)
	}
	return amountsOf(total, nonZero, c.resourceID)
}

// requestProblems reports the quantities of a Pod that cannot be added up.
func requestProblems(p *podlife.Pod) []error {
	var errs []error
	check := func(list podlife.ResourceList, field string, index int) {
		if !hasProblem(list) {
			return // nearly always, so no text was made
		}
		if index >= 0 {
			field = fmt.Sprintf(field, index)
		}
		for _, name := range sortedKeys(list) {
			if problem := amountProblem(name, list[name]); problem != "" {
				errs = append(errs, podError(p, fmt.Sprintf("%s[%q]", field, name), problem))
			}
		}
	}
	for i := range p.Spec.InitContainers {
		check(p.Spec.InitContainers[i].Resources.Requests, "spec.initContainers[%d].resources.requests", i)
	}
	for i := range p.Spec.Containers {
		check(p.Spec.Containers[i].Resources.Requests, "spec.containers[%d].resources.requests", i)
	}
	if p.Spec.Resources != nil {
		check(p.Spec.Resources.Requests, "spec.resources.requests", -1)
	}
	check(p.Spec.Overhead, "spec.overhead", -1)
	check(p.Status.AllocatedResources, "status.allocatedResources", -1)
	if p.Status.Resources != nil {
		check(p.Status.Resources.Requests, "status.resources.requests", -1)
	}
	statuses := func(list []podlife.ContainerStatus, field string) {
		for i := range list {
			check(list[i].AllocatedResources, "status."+field+"[%d].allocatedResources", i)
			if list[i].Resources != nil {
				check(list[i].Resources.Requests, "status."+field+"[%d].resources.requests", i)
			}
		}
	}
	statuses(p.Status.InitContainerStatuses, "initContainerStatuses")
	statuses(p.Status.ContainerStatuses, "containerStatuses")
	return errs
}

// hasProblem reports whether any amount of a list has a problem, without a text
// about it: lists are looked at for every Pod, and problems are rare.
func hasProblem(list podlife.ResourceList) bool {
	for name, q := range list {
		if q.Sign() < 0 || inUnits(name, q) > maxAmount {
			return true
		}
	}
	return false
}

// inUnits returns an amount in the units that the scheduler counts in.
func inUnits(name podlife.ResourceName, q podlife.Quantity) int64 {
	if name == podlife.ResourceCPU {
		return q.MilliValue()
	}
	return q.Value()
}

// amountProblem says what is wrong with an amount of a resource. Empty:
// nothing.
func amountProblem(name podlife.ResourceName, q podlife.Quantity) string {
	if q.Sign() < 0 {
		return fmt.Sprintf("%s is negative", q)
	}
	if inUnits(name, q) > maxAmount {
		return fmt.Sprintf("%s is too large", q)
	}
	return ""
}
