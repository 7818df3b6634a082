package schedule

import (
	"slices"

	"github.com/podlife/podlife"
)

// legacyReason is a reason of a predicate.
type legacyReason struct {
	text string
	// final: the node would not do either if other Pods were driven away.
	final bool
}

// legacyCheck returns why the node in a slot will not do. Nil: it will.
type legacyCheck func(slot int) []legacyReason

// legacyFilterOf returns what a predicate does to the nodes that are left, or
// nil.
func legacyFilterOf(name string) func(x *cycle) {
	switch name {
	case CheckNodeCondition, GeneralPredicates, HostName, PodFitsHostPorts, MatchNodeSelector, PodFitsResources, NoDiskConflict,
		PodToleratesNodeTaints, PodToleratesNodeNoExecuteTaints, CheckServiceAffinity, MaxEBSVolumeCount, MaxGCEPDVolumeCount,
		MaxAzureDiskVolumeCount, CheckVolumeBinding, NoVolumeZoneConflict, CheckNodeMemoryPressure, CheckNodePIDPressure,
		CheckNodeDiskPressure, MatchInterPodAffinity:
		return func(x *cycle) { x.filterLegacy(name) }
	default:
		return nil
	}
}

// filterLegacy asks a predicate about the nodes that are left. Where none is,
// it is not asked, so it cannot fail.
//
// Source: kubernetes v1.10 pkg/scheduler/core/generic_scheduler.go, podFitsOnNode.
func (x *cycle) filterLegacy(name string) {
	all := x.pr.legacyArgs().AlwaysCheckAllPredicates
	if !all && !slices.Contains(x.verdicts, 0) {
		return
	}
	check := x.legacyCheck(name)
	for slot, v := range x.verdicts {
		if v == gone || v != 0 && !all {
			continue
		}
		if x.volumes.failure != nil {
			return
		}
		if reasons := check(slot); len(reasons) > 0 {
			x.verdicts[slot] = x.legacyVerdict(name, v, reasons)
		}
	}
}

// legacyVerdict adds reasons to those of the verdict before.
func (x *cycle) legacyVerdict(name string, before uint32, reasons []legacyReason) uint32 {
	var texts []string
	final := false
	if before != 0 {
		r := &x.rejections[before-1]
		name, final, texts = r.Plugin, r.Unresolvable, slices.Clone(r.Reasons)
	}
	for _, r := range reasons {
		texts = append(texts, r.text)
		final = final || r.final
	}
	return x.rejection(name, final, texts...)
}

// failLegacy ends the cycle.
func (x *cycle) failLegacy(name, problem string) {
	x.volumes.failure = &CycleError{name, problem}
}

// legacyCheck reads what a predicate needs, once for all nodes.
func (x *cycle) legacyCheck(name string) legacyCheck {
	switch name {
	case CheckNodeCondition:
		return x.nodeConditions
	case GeneralPredicates:
		return x.general()
	case HostName:
		return x.asNow((*cycle).filterNodeName, legacyReason{"node(s) didn't match the requested hostname", true})
	case PodFitsHostPorts:
		return x.asNow((*cycle).filterPorts, legacyReason{"node(s) didn't have free ports for the requested pod ports", false})
	case MatchNodeSelector:
		return x.onlyIf(x.legacySelected(), legacyReason{"node(s) didn't match node selector", true})
	case PodFitsResources:
		return x.podFitsResources()
	case NoDiskConflict:
		return x.asNow((*cycle).filterVolumeRestrictions, legacyReason{"node(s) had no available disk", false})
	case PodToleratesNodeTaints:
		return x.asNow((*cycle).filterTaints, untoleratedTaints())
	case PodToleratesNodeNoExecuteTaints:
		return x.toleratesNoExecute
	case CheckServiceAffinity:
		return x.onlyIf(x.c.matchTerm(x.serviceLabels().reqs), legacyReason{"node(s) didn't match service affinity", false})
	case MaxEBSVolumeCount, MaxGCEPDVolumeCount, MaxAzureDiskVolumeCount:
		return x.maxVolumes(name)
	case CheckVolumeBinding:
		return x.volumesBindable()
	case NoVolumeZoneConflict:
		return x.inVolumeZones
	case CheckNodeMemoryPressure:
		return x.pressure("MemoryPressure", "node(s) had memory pressure", isBestEffort(x.pod))
	case CheckNodePIDPressure:
		return x.pressure("PIDPressure", "node(s) had pid pressure", true)
	case CheckNodeDiskPressure:
		return x.pressure("DiskPressure", "node(s) had disk pressure", true)
	default: // MatchInterPodAffinity
		return x.matchPodAffinity()
	}
}

// general asks four predicates, and all of them even if one rejects the node.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, GeneralPredicates.
func (x *cycle) general() legacyCheck {
	var checks []legacyCheck
	for _, name := range []string{PodFitsResources, HostName, PodFitsHostPorts, MatchNodeSelector} {
		checks = append(checks, x.legacyCheck(name))
	}
	return func(slot int) []legacyReason {
		var reasons []legacyReason
		for _, check := range checks {
			reasons = append(reasons, check(slot)...)
		}
		return reasons
	}
}

// asNow is a predicate whose rule is that of a filter of today. Only the words
// differ.
func (x *cycle) asNow(filter func(x *cycle), reason legacyReason) legacyCheck {
	verdicts := x.apart(filter)
	return func(slot int) []legacyReason {
		if verdicts[slot] == 0 {
			return nil
		}
		return []legacyReason{reason}
	}
}

// apart returns the verdicts that a filter would give if it were the only one. A
// predicate is asked about a node that others rejected too, if all reasons are
// wanted; a filter of today passes such nodes over, so it gets verdicts of its own
// to look at.
func (x *cycle) apart(filter func(x *cycle)) []uint32 {
	kept := x.verdicts
	x.verdicts = make([]uint32, len(kept))
	for slot, v := range kept {
		if v == gone {
			x.verdicts[slot] = gone
		}
	}
	filter(x)
	out := x.verdicts
	x.verdicts = kept
	return out
}

// onlyIf is a predicate that was asked about all nodes at once.
func (x *cycle) onlyIf(some []bool, reason legacyReason) legacyCheck {
	return func(slot int) []legacyReason {
		if some[slot] {
			return nil
		}
		return []legacyReason{reason}
	}
}

// legacySelected returns the nodes that the Pod's nodeSelector and required
// node affinity hold for. Terms after one that cannot be read do not count.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, podMatchesNodeLabels.
func (x *cycle) legacySelected() []bool {
	sel := mapSelector(x.pod.Spec.NodeSelector)
	out := x.c.matchTerm(sel.reqs)
	a := x.pod.Spec.Affinity
	if a == nil || a.NodeAffinity == nil || a.NodeAffinity.Required == nil {
		return out
	}
	read := podlife.NodeSelector{}
	for i := range a.NodeAffinity.Required.NodeSelectorTerms {
		t := &a.NodeAffinity.Required.NodeSelectorTerms[i]
		if _, _, problem := termRequirements(t); problem != "" {
			break
		}
		read.NodeSelectorTerms = append(read.NodeSelectorTerms, *t)
	}
	for slot, holds := range x.c.matchTerms(&read) {
		out[slot] = out[slot] && holds
	}
	return out
}

// untoleratedTaints is the reason of both predicates about taints. It is final: to
// drive Pods away takes no taint off a node.
func untoleratedTaints() legacyReason {
	return legacyReason{"node(s) had taints that the pod didn't tolerate", true}
}

// toleratesNoExecute looks at the taints that drive Pods away, and no others.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, PodToleratesNodeNoExecuteTaints.
func (x *cycle) toleratesNoExecute(slot int) []legacyReason {
	taints := x.c.taintSets[x.c.nodes[slot].taints]
	for i := range taints {
		if taints[i].Effect == podlife.TaintEffectNoExecute && !tolerated(&taints[i], x.pod.Spec.Tolerations) {
			return []legacyReason{untoleratedTaints()}
		}
	}
	return nil
}
