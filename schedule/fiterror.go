package schedule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// FitError is a Pod for which no node will do.
type FitError struct {
	// Namespace of the Pod.
	Namespace string
	// Pod is its name.
	Pod string
	// Nodes is how many there are.
	Nodes int
	// PreFilter is what was found before single nodes were looked at. Empty:
	// nothing was.
	PreFilter string
	// Reasons are how often each was given. A node may give more than one.
	Reasons map[string]int
	// Preemption is what a scheduler finds when it looks for Pods to drive
	// away, as the message has it. Empty: it does not look, or it would have
	// to try, see Candidates.
	Preemption string
	// Candidates are the nodes, by name, on which there are Pods of lower
	// priority, and that might do without them.
	Candidates []string
}

// Error returns the message of kube-scheduler's event FailedScheduling.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/types.go, FitError.Error.
func (e *FitError) Error() string {
	b := fmt.Appendf(nil, "0/%d nodes are available:", e.Nodes)
	switch {
	case e.PreFilter != "":
		b = fmt.Appendf(b, " %s.", e.PreFilter)
	case len(e.Reasons) > 0:
		b = fmt.Appendf(b, " %s.", histogram(e.Reasons))
	}
	if e.Preemption != "" {
		b = append(append(b, ' '), e.Preemption...)
	}
	return string(b)
}

// histogram lists how often each reason was given, sorted as text.
func histogram(reasons map[string]int) string {
	var entries []string
	for reason, n := range reasons {
		entries = append(entries, fmt.Sprintf("%d %s", n, reason))
	}
	slices.Sort(entries)
	return strings.Join(entries, ", ")
}

// fail returns the error where no node will do.
func (x *cycle) fail(preFilter string) error {
	x.feasible = []int32{}
	e := &FitError{
		Namespace: x.pod.Namespace, Pod: x.pod.Name, Nodes: x.c.alive, PreFilter: preFilter, Reasons: map[string]int{},
	}
	for _, v := range x.verdicts {
		if v != gone && v != unseen {
			for _, reason := range x.rejections[v-1].Reasons {
				e.Reasons[reason]++
			}
		}
	}
	x.preempt(e)
	return e
}

// preempt says what a scheduler finds that looks for Pods to drive away, as far
// as that is clear without trying.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/preemption/preemption.go, Preempt.
func (x *cycle) preempt(e *FitError) {
	if !x.pr.Preemption {
		return
	}
	if e.PreFilter != "" && x.pr.DynamicResources {
		// That plugin looks first, and for what it would have found out before
		// single nodes were looked at.
		e.Preemption = "not found"
		return
	}
	if x.pod.Spec.PreemptionPolicy == podlife.PreemptNever {
		e.Preemption = "preemption: not eligible due to preemptionPolicy=Never."
		return
	}
	if x.awaitsVictims() {
		e.Preemption = "preemption: not eligible due to a terminating pod on the nominated node."
		return
	}
	counts := map[string]int{}
	for slot, v := range x.verdicts {
		switch {
		case v == gone || v == unseen:
		case x.rejections[v-1].Unresolvable:
			counts["Preemption is not helpful for scheduling"]++
		case x.hasLower(int32(slot)):
			e.Candidates = append(e.Candidates, x.c.nodes[slot].object.Name)
		default:
			counts["No preemption victims found for incoming pod"]++
		}
	}
	slices.Sort(e.Candidates)
	if e.Candidates == nil {
		e.Preemption = fmt.Sprintf("preemption: 0/%d nodes are available: %s.", e.Nodes, histogram(counts))
	}
}

// awaitsVictims reports whether room is being made for the Pod already: on its
// nominated node a Pod is being deleted that had to make way.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go, PodEligibleToPreemptOthers.
func (x *cycle) awaitsVictims() bool {
	slot, ok := x.c.nodeIndex.get(x.pod.Status.NominatedNodeName)
	if !ok || x.rejections[x.verdicts[slot]-1].Unresolvable {
		return false
	}
	for _, p := range x.c.onNode[slot] {
		c := podlife.FindCondition(p.pod.Status.Conditions, podlife.DisruptionTarget)
		if priority(p.pod) < priority(x.pod) && p.pod.IsDeleted() &&
			c != nil && c.Status == podlife.ConditionTrue && c.Reason == "PreemptionByScheduler" {
			return true
		}
	}
	return false
}

// hasLower reports whether a Pod of lower priority is on a node.
func (x *cycle) hasLower(slot int32) bool {
	for _, p := range x.c.onNode[slot] {
		if priority(p.pod) < priority(x.pod) {
			return true
		}
	}
	return false
}
