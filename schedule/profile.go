package schedule

import (
	"errors"
	"fmt"
	"slices"

	"github.com/podlife/podlife"
)

// The plugins, by the names that kube-scheduler has for them.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/names/names.go.
const (
	NodeName             = "NodeName"
	NodeUnschedulable    = "NodeUnschedulable"
	TaintToleration      = "TaintToleration"
	NodeAffinity         = "NodeAffinity"
	NodePorts            = "NodePorts"
	NodeResourcesFit     = "NodeResourcesFit"
	VolumeRestrictions   = "VolumeRestrictions"
	NodeVolumeLimits     = "NodeVolumeLimits"
	VolumeBinding        = "VolumeBinding"
	VolumeZone           = "VolumeZone"
	PodTopologySpread    = "PodTopologySpread"
	InterPodAffinity     = "InterPodAffinity"
	BalancedAllocation   = "NodeResourcesBalancedAllocation"
	ImageLocality        = "ImageLocality"
	NodeDeclaredFeatures = "NodeDeclaredFeatures"
	DynamicResources     = "DynamicResources"  // not covered
	GangScheduling       = "GangScheduling"    // not covered
	DefaultPreemption    = "DefaultPreemption" // see Profile.Preemption
)

// Profile is what a scheduler goes by: which plugins, how much each counts, and
// what they are told. The zero Profile has no plugin: every node will do, and
// all are equal.
type Profile struct {
	// Filters are the plugins that reject nodes. The first that rejects a node
	// gives the reasons, so their order shows in messages.
	Filters []string
	// Scores are the plugins that score nodes.
	Scores []PluginWeight
	// Preemption says that DefaultPreemption is asked when no node will do. It
	// shows in the message.
	Preemption bool
	// DynamicResources says that the plugin of that name is in the profile. It
	// decides nothing here, but shows in some messages.
	DynamicResources bool
	// Fit is for NodeResourcesFit.
	Fit FitArgs
	// Balance is for NodeResourcesBalancedAllocation.
	Balance BalanceArgs
	// NodeAffinity is for NodeAffinity.
	NodeAffinity NodeAffinityArgs
	// PodAffinity is for InterPodAffinity.
	PodAffinity PodAffinityArgs
	// Spread is for PodTopologySpread.
	Spread SpreadArgs
	// Volumes is for VolumeBinding.
	Volumes VolumeArgs
	// Legacy is for the predicates and priorities of Kubernetes 1.10, and makes
	// the rest of the cycle like that of 1.10. Nil: it is not. See [Legacy].
	Legacy *LegacyArgs
	// Sampling says how many nodes are looked at. The zero value: all.
	Sampling Sampling
}

// PluginWeight is a plugin that scores, and how much its score counts.
type PluginWeight struct {
	// Plugin by name.
	Plugin string
	// Weight that its score is multiplied with, 1 or more.
	Weight int64
}

// ResourceWeight is a resource, and how much it counts among others.
type ResourceWeight struct {
	// Name of the resource.
	Name podlife.ResourceName
	// Weight is 1 to 100.
	Weight int64
}

// Default returns the profile that kube-scheduler 1.37 has if it is told
// nothing: all plugins in its order, with its weights.
//
// Source: kubernetes v1.37 pkg/scheduler/apis/config/v1/default_plugins.go, getDefaultPlugins.
func Default() Profile {
	return Profile{
		Filters: []string{
			NodeName, NodeUnschedulable, TaintToleration, NodeAffinity, NodePorts, NodeResourcesFit, VolumeRestrictions,
			NodeVolumeLimits, VolumeBinding, VolumeZone, PodTopologySpread, InterPodAffinity, NodeDeclaredFeatures,
		},
		Scores: []PluginWeight{
			{TaintToleration, 3}, {NodeAffinity, 2}, {NodeResourcesFit, 1}, {VolumeBinding, 1}, {PodTopologySpread, 2},
			{InterPodAffinity, 2}, {BalancedAllocation, 1}, {ImageLocality, 1},
		},
		Preemption:       true,
		DynamicResources: true,
		PodAffinity:      PodAffinityArgs{HardPodAffinityWeight: 1},
	}
}

// ProfileError is something in a profile that will not do.
type ProfileError struct {
	// Field of the Profile.
	Field string
	// Problem says what is wrong.
	Problem string
}

func (e *ProfileError) Error() string { return "schedule: profile: " + e.Field + ": " + e.Problem }

// Validate reports all that is wrong with the profile, each as a
// [*ProfileError].
func (pr *Profile) Validate() error {
	var errs []error
	fail := func(field, format string, args ...any) {
		errs = append(errs, &ProfileError{field, fmt.Sprintf(format, args...)})
	}
	for i, name := range pr.Filters {
		if !isFilter(name) {
			fail(fmt.Sprintf("Filters[%d]", i), "no plugin %q filters", name)
		} else if slices.Contains(pr.Filters[:i], name) {
			fail(fmt.Sprintf("Filters[%d]", i), "%q is there twice", name)
		}
	}
	for i, s := range pr.Scores {
		switch field := fmt.Sprintf("Scores[%d]", i); {
		case !isScorer(s.Plugin):
			fail(field, "no plugin %q scores", s.Plugin)
		case s.Weight < 1 || s.Weight > maxWeight:
			fail(field, "weight %d is not in 1 to %d", s.Weight, maxWeight)
		case slices.ContainsFunc(pr.Scores[:i], func(o PluginWeight) bool { return o.Plugin == s.Plugin }):
			fail(field, "%q is there twice", s.Plugin)
		}
	}
	pr.validateArgs(fail)
	pr.validateLegacy(fail)
	return errors.Join(errs...)
}

// maxWeight keeps totals far from overflow.
const maxWeight = 1 << 40
