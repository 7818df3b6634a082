package schedule

import (
	"fmt"

	"github.com/podlife/podlife"
)

// Strategy is how NodeResourcesFit scores.
type Strategy string

// The strategies. An empty one is LeastAllocated.
const (
	// LeastAllocated prefers nodes of which less is in use.
	LeastAllocated Strategy = "LeastAllocated"
	// MostAllocated prefers nodes of which more is in use.
	MostAllocated Strategy = "MostAllocated"
	// RequestedToCapacityRatio goes by a shape.
	RequestedToCapacityRatio Strategy = "RequestedToCapacityRatio"
)

// UtilizationPoint is a corner of a shape.
type UtilizationPoint struct {
	// Utilization in percent, 0 to 100.
	Utilization int64
	// Score there, 0 to 10.
	Score int64
}

// FitArgs is what NodeResourcesFit is told.
//
// Source: kubernetes v1.37 pkg/scheduler/apis/config/types_pluginargs.go, NodeResourcesFitArgs.
type FitArgs struct {
	// Strategy says which nodes score more.
	Strategy Strategy
	// Resources that are scored. None: cpu and memory, 1 each.
	Resources []ResourceWeight
	// Shape is for RequestedToCapacityRatio: one point or more, in the order
	// of utilization.
	Shape []UtilizationPoint
	// IgnoredResources are extended resources that are not checked.
	IgnoredResources []string
	// IgnoredResourceGroups are those that come before the slash in the names
	// of further ones.
	IgnoredResourceGroups []string
}

// BalanceArgs is what NodeResourcesBalancedAllocation is told.
//
// Source: kubernetes v1.37 pkg/scheduler/apis/config/types_pluginargs.go, NodeResourcesBalancedAllocationArgs.
type BalanceArgs struct {
	// Resources that are compared, each of weight 1. None: cpu and memory.
	Resources []ResourceWeight
}

// NodeAffinityArgs is what NodeAffinity is told.
//
// Source: kubernetes v1.37 pkg/scheduler/apis/config/types_pluginargs.go, NodeAffinityArgs.
type NodeAffinityArgs struct {
	// AddedAffinity holds for all Pods, beside their own.
	AddedAffinity *podlife.NodeAffinity
}

// PodAffinityArgs is what InterPodAffinity is told.
//
// Source: kubernetes v1.37 pkg/scheduler/apis/config/types_pluginargs.go, InterPodAffinityArgs.
type PodAffinityArgs struct {
	// HardPodAffinityWeight is what a required affinity term of a Pod on a node
	// counts for the Pods that it is about. [Default] has 1.
	HardPodAffinityWeight int64
	// IgnorePreferredTermsOfExistingPods: only the Pod's own wishes count, if
	// it has any.
	IgnorePreferredTermsOfExistingPods bool
}

// SpreadArgs is what PodTopologySpread is told.
//
// Source: kubernetes v1.37 pkg/scheduler/apis/config/types_pluginargs.go, PodTopologySpreadArgs.
type SpreadArgs struct {
	// ListDefaulting: DefaultConstraints are for Pods without constraints of
	// their own. Otherwise those that Kubernetes has are: over nodes with a
	// skew of 3, over zones with one of 5.
	ListDefaulting bool
	// DefaultConstraints have no selector: that of the Pod's Services and its
	// controller takes its place.
	DefaultConstraints []podlife.TopologySpreadConstraint
}

// VolumeArgs is what VolumeBinding is told.
//
// Source: kubernetes v1.37 pkg/scheduler/apis/config/types_pluginargs.go, VolumeBindingArgs.
type VolumeArgs struct {
	// Shape says what a node scores whose volumes are that full. None: 100 for
	// empty to 0 for full.
	Shape []UtilizationPoint
}

// Sampling limits how many nodes are looked at, as kube-scheduler does where
// there are many. The order of nodes is that of the slots in the cluster.
type Sampling struct {
	// On: the limit holds.
	On bool
	// Percentage of the nodes that must be feasible to stop. 0: less the more
	// nodes there are, from 50 down to 5.
	Percentage int
	// Start is the place in the order to begin at. The last Decision says
	// where to go on.
	Start int
}

func (pr *Profile) validateArgs(fail func(field, format string, args ...any)) {
	for i, r := range pr.Fit.Resources {
		if r.Weight < 1 || r.Weight > 100 {
			fail(fmt.Sprintf("Fit.Resources[%d].Weight", i), "%d is not in 1 to 100", r.Weight)
		}
	}
	for i, r := range pr.Balance.Resources {
		if r.Weight != 1 {
			fail(fmt.Sprintf("Balance.Resources[%d].Weight", i), "%d is not 1", r.Weight)
		}
	}
	switch pr.Fit.Strategy {
	case "", LeastAllocated, MostAllocated:
	case RequestedToCapacityRatio:
		if len(pr.Fit.Shape) == 0 {
			fail("Fit.Shape", "has no point")
		}
	default:
		fail("Fit.Strategy", "no strategy %q", pr.Fit.Strategy)
	}
	validateShape(pr.Fit.Shape, "Fit.Shape", fail)
	validateShape(pr.Volumes.Shape, "Volumes.Shape", fail)
	if w := pr.PodAffinity.HardPodAffinityWeight; w < 0 || w > 100 {
		fail("PodAffinity.HardPodAffinityWeight", "%d is not in 0 to 100", w)
	}
	pr.validateAffinity(fail)
	for i, c := range pr.Spread.DefaultConstraints {
		if c.MaxSkew < 1 || c.TopologyKey == "" || c.LabelSelector != nil {
			fail(fmt.Sprintf("Spread.DefaultConstraints[%d]", i), "want a skew of 1 or more, a topology key and no selector")
		}
	}
}

func validateShape(shape []UtilizationPoint, field string, fail func(field, format string, args ...any)) {
	for i, p := range shape {
		if p.Utilization < 0 || p.Utilization > 100 || p.Score < 0 || p.Score > 10 || i > 0 && p.Utilization <= shape[i-1].Utilization {
			fail(fmt.Sprintf("%s[%d]", field, i), "want a utilization of 0 to 100 that is above the last one, and a score of 0 to 10")
		}
	}
}

func (pr *Profile) validateAffinity(fail func(field, format string, args ...any)) {
	added := pr.NodeAffinity.AddedAffinity
	if added == nil {
		return
	}
	if added.Required != nil {
		if field, problem := selectorProblem(added.Required); problem != "" {
			fail("NodeAffinity.AddedAffinity.Required."+field, "%s", problem)
		}
	}
	for i := range added.Preferred {
		if _, field, problem := termRequirements(&added.Preferred[i].Preference); problem != "" {
			fail(fmt.Sprintf("NodeAffinity.AddedAffinity.Preferred[%d].Preference.%s", i, field), "%s", problem)
		}
	}
}

func bothResources() []ResourceWeight {
	return []ResourceWeight{{podlife.ResourceCPU, 1}, {podlife.ResourceMemory, 1}}
}

func (a *FitArgs) resources() []ResourceWeight {
	if len(a.Resources) == 0 {
		return bothResources()
	}
	return a.Resources
}

func (a *BalanceArgs) resources() []ResourceWeight {
	if len(a.Resources) == 0 {
		return bothResources()
	}
	return a.Resources
}
