package conformance

import (
	"slices"

	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/schedule"
	"k8s.io/kubernetes/pkg/scheduler/apis/config"
	"pgregory.net/rapid"
)

// sceneArea is a profile to compare, and the scenes to compare it with.
type sceneArea struct {
	name    string
	scenes  *rapid.Generator[Scene]
	plugins []string // none: the default profile
	// arguments, changed the same way in both profiles. Nil: the default ones.
	arguments func(args *arguments, p *schedule.Profile)
}

// ScheduleAreas compare the default profile, each plugin by itself, and other arguments.
//
// They stand apart from [Areas] because the generator still draws two kinds of scene in which
// kube-scheduler has no answer to compare with: a score for a volume without a capacity, at
// which it panics, and two volumes kept for one claim, of which it takes either. The flag
// -schedule runs them.
func ScheduleAreas() []Runner {
	var out []Runner
	for _, a := range sceneAreas() {
		out = append(out, sceneRunner{scheduleArea(a)})
	}
	return out
}

// sceneAreas are the default profile and each plugin by itself. A plugin that only filters is
// joined by one that scores, because without any the scheduler stops at the first node that fits.
func sceneAreas() []sceneArea {
	alone := func(plugin string, about ...theme) sceneArea {
		a := sceneArea{name: plugin, scenes: scenes(about...), plugins: []string{plugin}}
		if !slices.ContainsFunc(schedule.Default().Scores, func(w schedule.PluginWeight) bool { return w.Plugin == plugin }) {
			a.plugins = append(a.plugins, schedule.ImageLocality)
		}
		return a
	}
	told := func(name, plugin string, change func(*arguments, *schedule.Profile), about ...theme) sceneArea {
		a := alone(plugin, about...)
		a.name, a.arguments = name, change
		return a
	}
	return []sceneArea{
		told("most", schedule.NodeResourcesFit, mostAllocated, resources),
		told("ratio", schedule.NodeResourcesFit, capacityRatio, resources),
		told("ignored", schedule.NodeResourcesFit, ignoredResources, resources),
		told("balance", schedule.BalancedAllocation, balanceOfFour, resources),
		told("hard", schedule.InterPodAffinity, hardWeight, podAffinity),
		told("own", schedule.InterPodAffinity, onlyOwnWishes, podAffinity),
		told("added", schedule.NodeAffinity, addedAffinity, nodeAffinity),
		told("spreading", schedule.PodTopologySpread, listedConstraints, spread),
		told("full", schedule.VolumeBinding, fullVolumes, volumes),
		{name: "whole", scenes: scenes()},
		{name: "preempting", scenes: scenes(resources, priorities)},
		alone(schedule.NodeName, names),
		alone(schedule.NodeUnschedulable, taints),
		alone(schedule.TaintToleration, taints),
		alone(schedule.NodeAffinity, nodeAffinity),
		alone(schedule.NodePorts, ports),
		alone(schedule.NodeResourcesFit, resources),
		alone(schedule.VolumeRestrictions, volumes),
		alone(schedule.NodeVolumeLimits, volumes),
		alone(schedule.VolumeBinding, volumes),
		alone(schedule.VolumeZone, volumes),
		alone(schedule.PodTopologySpread, spread),
		alone(schedule.InterPodAffinity, podAffinity),
		alone(schedule.BalancedAllocation, resources),
		alone(schedule.ImageLocality, images),
		alone(schedule.NodeDeclaredFeatures, features),
	}
}

// profiles are the profile of the area on both sides.
func (a sceneArea) profiles() (*config.KubeSchedulerProfile, schedule.Profile) {
	theirs, ours := oracle.DefaultProfile(), schedule.Default()
	if a.plugins != nil {
		theirs, ours = oracle.OnlyPlugins(a.plugins...), a.only(ours)
	}
	if a.arguments != nil {
		a.arguments(argumentsOf(theirs), &ours)
	}
	return theirs, ours
}

// only leaves the area's plugins.
func (a sceneArea) only(p schedule.Profile) schedule.Profile {
	p.Preemption, p.DynamicResources = false, false
	p.Filters = slices.DeleteFunc(p.Filters, func(name string) bool { return !slices.Contains(a.plugins, name) })
	p.Scores = slices.DeleteFunc(p.Scores, func(w schedule.PluginWeight) bool { return !slices.Contains(a.plugins, w.Plugin) })
	return p
}
