package conformance

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/scheduler/apis/config"
)

// arguments are what a profile of Kubernetes tells its plugins.
type arguments struct {
	profile  *config.KubeSchedulerProfile
	fit      *config.NodeResourcesFitArgs
	balance  *config.NodeResourcesBalancedAllocationArgs
	affinity *config.InterPodAffinityArgs
	nodes    *config.NodeAffinityArgs
	spread   *config.PodTopologySpreadArgs
	volumes  *config.VolumeBindingArgs
}

// argumentsOf finds the arguments in the profile, where they can be changed.
func argumentsOf(profile *config.KubeSchedulerProfile) *arguments {
	out := &arguments{profile: profile}
	for _, plugin := range profile.PluginConfig {
		switch args := plugin.Args.(type) {
		case *config.NodeResourcesFitArgs:
			out.fit = args
		case *config.NodeResourcesBalancedAllocationArgs:
			out.balance = args
		case *config.InterPodAffinityArgs:
			out.affinity = args
		case *config.NodeAffinityArgs:
			out.nodes = args
		case *config.PodTopologySpreadArgs:
			out.spread = args
		case *config.VolumeBindingArgs:
			out.volumes = args
		}
	}
	return out
}

func mostAllocated(args *arguments, p *schedule.Profile) {
	weights := []schedule.ResourceWeight{{Name: "cpu", Weight: 1}, {Name: "memory", Weight: 3}, {Name: podlife.ResourceName(extended), Weight: 2}}
	args.fit.ScoringStrategy = &config.ScoringStrategy{Type: config.MostAllocated, Resources: specs(weights)}
	p.Fit.Strategy, p.Fit.Resources = schedule.MostAllocated, weights
}

func capacityRatio(args *arguments, p *schedule.Profile) {
	weights := []schedule.ResourceWeight{{Name: "cpu", Weight: 2}, {Name: "memory", Weight: 1}, {Name: podlife.ResourceName(extended), Weight: 5}}
	shape := []schedule.UtilizationPoint{{Utilization: 0, Score: 0}, {Utilization: 40, Score: 10}, {Utilization: 100, Score: 3}}
	args.fit.ScoringStrategy = &config.ScoringStrategy{
		Type: config.RequestedToCapacityRatio, Resources: specs(weights),
		RequestedToCapacityRatio: &config.RequestedToCapacityRatioParam{Shape: points(shape)},
	}
	p.Fit.Strategy, p.Fit.Resources, p.Fit.Shape = schedule.RequestedToCapacityRatio, weights, shape
}

func ignoredResources(args *arguments, p *schedule.Profile) {
	args.fit.IgnoredResources, args.fit.IgnoredResourceGroups = []string{"odd"}, []string{"example.com"}
	p.Fit.IgnoredResources, p.Fit.IgnoredResourceGroups = []string{"odd"}, []string{"example.com"}
}

func balanceOfFour(args *arguments, p *schedule.Profile) {
	weights := []schedule.ResourceWeight{
		{Name: "cpu", Weight: 1}, {Name: "memory", Weight: 1}, {Name: podlife.ResourceName(extended), Weight: 1}, {Name: "ephemeral-storage", Weight: 1},
	}
	args.balance.Resources, p.Balance.Resources = specs(weights), weights
}

func hardWeight(args *arguments, p *schedule.Profile) {
	args.affinity.HardPodAffinityWeight, p.PodAffinity.HardPodAffinityWeight = 7, 7
}

func onlyOwnWishes(args *arguments, p *schedule.Profile) {
	args.affinity.IgnorePreferredTermsOfExistingPods, p.PodAffinity.IgnorePreferredTermsOfExistingPods = true, true
	args.affinity.HardPodAffinityWeight, p.PodAffinity.HardPodAffinityWeight = 0, 0
}

func addedAffinity(args *arguments, p *schedule.Profile) {
	args.nodes.AddedAffinity = &v1.NodeAffinity{
		RequiredDuringSchedulingIgnoredDuringExecution: &v1.NodeSelector{NodeSelectorTerms: []v1.NodeSelectorTerm{
			{MatchExpressions: []v1.NodeSelectorRequirement{{Key: "disk", Operator: v1.NodeSelectorOpNotIn, Values: []string{"hdd"}}}},
			{MatchFields: []v1.NodeSelectorRequirement{{Key: "metadata.name", Operator: v1.NodeSelectorOpIn, Values: []string{"n0"}}}},
		}},
		PreferredDuringSchedulingIgnoredDuringExecution: []v1.PreferredSchedulingTerm{{Weight: 30, Preference: v1.NodeSelectorTerm{
			MatchExpressions: []v1.NodeSelectorRequirement{{Key: v1.LabelTopologyZone, Operator: v1.NodeSelectorOpIn, Values: []string{"z0"}}},
		}}},
	}
	with := v1.Pod{Spec: v1.PodSpec{Affinity: &v1.Affinity{NodeAffinity: args.nodes.AddedAffinity}}}
	p.NodeAffinity.AddedAffinity = fromPod(&with).Spec.Affinity.NodeAffinity
}

func listedConstraints(args *arguments, p *schedule.Profile) {
	args.spread.DefaultingType = config.ListDefaulting
	args.spread.DefaultConstraints = []v1.TopologySpreadConstraint{
		{MaxSkew: 2, TopologyKey: v1.LabelHostname, WhenUnsatisfiable: v1.DoNotSchedule},
		{MaxSkew: 1, TopologyKey: v1.LabelTopologyZone, WhenUnsatisfiable: v1.ScheduleAnyway},
	}
	with := v1.Pod{Spec: v1.PodSpec{TopologySpreadConstraints: args.spread.DefaultConstraints}}
	p.Spread.ListDefaulting, p.Spread.DefaultConstraints = true, fromPod(&with).Spec.TopologySpreadConstraints
}

func fullVolumes(args *arguments, p *schedule.Profile) {
	shape := []schedule.UtilizationPoint{{Utilization: 0, Score: 0}, {Utilization: 30, Score: 8}, {Utilization: 100, Score: 10}}
	args.volumes.Shape, p.Volumes.Shape = points(shape), shape
}

func specs(weights []schedule.ResourceWeight) []config.ResourceSpec {
	var out []config.ResourceSpec
	for _, w := range weights {
		out = append(out, config.ResourceSpec{Name: string(w.Name), Weight: w.Weight})
	}
	return out
}

func points(shape []schedule.UtilizationPoint) []config.UtilizationShapePoint {
	var out []config.UtilizationShapePoint
	for _, p := range shape {
		out = append(out, config.UtilizationShapePoint{Utilization: int32(p.Utilization), Score: int32(p.Score)})
	}
	return out
}
