package conformance

import (
	"slices"

	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/schedule"
	"k8s.io/kubernetes/pkg/scheduler/apis/config"
)

// question is with which profile a scene is looked at.
type question struct {
	name string
	// about says in which scenes there is something to ask about.
	about   []theme
	plugins []string // none: the default profile
	// arguments, changed the same way in both profiles. Nil: the default ones.
	arguments func(args *arguments, p *schedule.Profile)
}

// questions are the default profile, each plugin by itself, and other arguments. A plugin that
// only filters is joined by one that scores, because without any the scheduler stops at the first
// node that fits.
func questions() []question {
	alone := func(plugin string, about ...theme) question {
		q := question{name: plugin, about: about, plugins: []string{plugin}}
		if !slices.ContainsFunc(schedule.Default().Scores, func(w schedule.PluginWeight) bool { return w.Plugin == plugin }) {
			q.plugins = append(q.plugins, schedule.ImageLocality)
		}
		return q
	}
	told := func(name, plugin string, change func(*arguments, *schedule.Profile), about ...theme) question {
		q := alone(plugin, about...)
		q.name, q.arguments = name, change
		return q
	}
	return []question{
		{name: "whole"},
		told("most", schedule.NodeResourcesFit, mostAllocated, resources),
		told("ratio", schedule.NodeResourcesFit, capacityRatio, resources),
		told("ignored", schedule.NodeResourcesFit, ignoredResources, resources),
		told("balance", schedule.BalancedAllocation, balanceOfFour, resources),
		told("hard", schedule.InterPodAffinity, hardWeight, podAffinity),
		told("own", schedule.InterPodAffinity, onlyOwnWishes, podAffinity),
		told("added", schedule.NodeAffinity, addedAffinity, nodeAffinity),
		told("spreading", schedule.PodTopologySpread, listedConstraints, spread),
		told("full", schedule.VolumeBinding, fullVolumes, volumes),
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

// samples are the default profile, told to be content with some of many nodes.
func samples() []question {
	enough := func(name string, percentage int) question {
		return question{name: name, arguments: func(args *arguments, p *schedule.Profile) {
			args.profile.SchedulerName = name // by which two on one cluster are told apart
			args.profile.PercentageOfNodesToScore = new(int32(percentage))
			p.Sampling = schedule.Sampling{On: true, Percentage: percentage}
		}}
	}
	return []question{enough("as usual", 0), enough("few", 5), enough("most", 80)}
}

// setup is the profile on both sides.
func (q question) setup() (*config.KubeSchedulerProfile, schedule.Profile) {
	theirs, ours := oracle.DefaultProfile(), schedule.Default()
	if q.plugins != nil {
		theirs, ours = oracle.OnlyPlugins(q.plugins...), q.only(ours)
	}
	if q.arguments != nil {
		q.arguments(argumentsOf(theirs), &ours)
	}
	return theirs, ours
}

// only leaves the question's plugins.
func (q question) only(p schedule.Profile) schedule.Profile {
	p.Preemption, p.DynamicResources = false, false
	p.Filters = slices.DeleteFunc(p.Filters, func(name string) bool { return !slices.Contains(q.plugins, name) })
	p.Scores = slices.DeleteFunc(p.Scores, func(w schedule.PluginWeight) bool { return !slices.Contains(q.plugins, w.Plugin) })
	return p
}
