package schedule

import (
	"slices"
	"strings"
)

// isFilter reports whether a plugin can reject nodes.
func isFilter(name string) bool { return filterOf(name) != nil }

// filterOf returns what a plugin does to the nodes that are left, or nil.
//
// This is a switch and no table: a table would be package state, and the
// compiler could not follow it.
func filterOf(name string) func(x *cycle) {
	switch name {
	case NodeName:
		return (*cycle).filterNodeName
	case NodeUnschedulable:
		return (*cycle).filterUnschedulable
	case TaintToleration:
		return (*cycle).filterTaints
	case NodeAffinity:
		return (*cycle).filterNodeAffinity
	case NodePorts:
		return (*cycle).filterPorts
	case NodeResourcesFit:
		return (*cycle).filterFit
	case VolumeRestrictions:
		return (*cycle).filterVolumeRestrictions
	case NodeVolumeLimits:
		return (*cycle).filterVolumeLimits
	case VolumeBinding:
		return (*cycle).filterVolumeBinding
	case VolumeZone:
		return (*cycle).filterVolumeZone
	case PodTopologySpread:
		return (*cycle).filterSpread
	case InterPodAffinity:
		return (*cycle).filterPodAffinity
	case NodeDeclaredFeatures:
		return (*cycle).filterFeatures
	default:
		return legacyFilterOf(name)
	}
}

// isScorer reports whether a plugin can score nodes. Several plugins can filter
// too; what they do in one half of the cycle says nothing about the other.
func isScorer(name string) bool {
	switch name {
	case TaintToleration, NodeAffinity, NodeResourcesFit, VolumeBinding, PodTopologySpread, InterPodAffinity, BalancedAllocation, ImageLocality:
		return true
	default:
		return isPriority(name)
	}
}

// score returns a plugin's raw scores for the feasible nodes, and those that
// count. Nil: all are 0. Where a plugin of kube-scheduler skips the Pod its raw
// scores are nil here; TaintToleration alone counts for something then, as it
// turns its scores round and nothing becomes the best.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/runtime/framework.go, RunScorePlugins.
func (x *cycle) score(name string) (raw, normalized []int64, err error) {
	switch name {
	case TaintToleration:
		if raw = x.scoreTaints(); raw == nil {
			return nil, slices.Repeat([]int64{maxScore}, len(x.feasible)), nil
		}
		return raw, normalize(raw, true), nil
	case NodeAffinity:
		if raw, err = x.scoreNodeAffinity(); raw == nil {
			return nil, nil, err
		}
		return raw, normalize(raw, false), nil
	case NodeResourcesFit:
		rule := x.fitScore()
		raw = x.each(rule.at)
	case VolumeBinding:
		raw = x.scoreVolumes()
	case PodTopologySpread:
		if raw = x.scoreSpread(); raw != nil {
			return raw, normalizeSpread(raw), nil
		}
	case InterPodAffinity:
		if raw = x.scorePodAffinity(); raw != nil {
			return raw, normalizePodAffinity(raw), nil
		}
	case BalancedAllocation:
		if rule := x.balanceScore(); rule.resources != nil {
			raw = x.each(rule.at)
		}
	case ImageLocality:
		raw = x.scoreImages()
	default:
		return x.scoreLegacy(name)
	}
	return raw, raw, nil
}

// nameConflict says why the Pod's names can be no node. Empty: they can. It is
// asked when the last of filters has its turn, and goes by those before it: what
// a plugin that comes later would add is not known then.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go, PreFilter.
func (x *cycle) nameConflict(filters []string) string {
	if _, _, conflict := namedNodes(x.pod); conflict && filters[len(filters)-1] == NodeAffinity {
		return "pod affinity terms conflict"
	}
	if names, by := x.named(filters); len(by) > 1 && len(names) == 0 {
		return "node(s) didn't satisfy plugin(s) [" + strings.Join(by, " ") + "] simultaneously"
	}
	return ""
}

// preFilter asks what plugins find out before they look at single nodes. It
// returns the verdict about all nodes, 0 if there is none. The first plugin with
// something against the Pod ends the round, so that one message is given and not
// several. What the others find is written into the cycle.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/runtime/framework.go, RunPreFilterPlugins.
func (x *cycle) preFilter() (uint32, error) {
	if x.pr.Legacy != nil {
		if err := x.checkClaims(); err != nil {
			return 0, err
		}
	}
	for i, name := range x.pr.Filters {
		var message string
		var err error
		switch name {
		case NodeName, NodeAffinity:
			message = x.nameConflict(x.pr.Filters[:i+1])
		case VolumeRestrictions:
			message = x.findClaims()
		case NodeVolumeLimits:
			message = x.findVolumes()
		case VolumeBinding:
			message, err = x.findBindings()
		case VolumeZone:
			message, err = x.findZones()
		}
		if err != nil {
			return 0, err
		}
		if message != "" {
			return x.rejection(name, true, message), nil
		}
	}
	return 0, nil
}
