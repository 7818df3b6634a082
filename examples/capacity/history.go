package main

import (
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// happening is a change of the cluster, other than by a Pod that is audited.
type happening struct {
	at     time.Time
	change func(c *schedule.Cluster)
}

// history says what happened to a cluster, as far as its objects tell, in order.
// Each node comes twice: when it was made, with the taint of one that is not
// ready, and as it is when it was ready. Pods that have ended were there until
// then. placed are the Pods that are on nodes.
func history(nodes []*podlife.Node, pods, placed []*podlife.Pod) []happening {
	var out []happening
	for _, n := range nodes {
		fresh := n.Clone()
		fresh.Spec.Taints = append(fresh.Spec.Taints, podlife.Taint{Key: podlife.TaintNodeNotReady, Effect: podlife.TaintEffectNoSchedule})
		made, ready := n.CreationTimestamp, readyAt(n)
		for _, p := range placed {
			if p.Spec.NodeName != n.Name {
				continue
			}
			// What came to be since, cannot have been before.
			made = earliest(made, scheduledAt(p))
			if auditable(p) && !strings.HasPrefix(ownerOf(p), "DaemonSet/") {
				ready = earliest(ready, scheduledAt(p))
			}
		}
		out = append(out,
			happening{made, func(c *schedule.Cluster) { _ = c.SetNode(fresh) }}, // it could be in the cluster
			happening{ready, func(c *schedule.Cluster) { _ = c.SetNode(n) }})
	}
	for _, p := range pods {
		if end := endedAt(p); p.Status.Phase.IsTerminal() && p.Spec.NodeName != "" && !end.IsZero() {
			out = append(out,
				happening{scheduledAt(p), func(c *schedule.Cluster) { _ = c.Assume(p, p.Spec.NodeName) }}, // not on a node that is gone
				happening{end, func(c *schedule.Cluster) { c.Forget(p) }})
		}
	}
	slices.SortStableFunc(out, func(a, b happening) int { return a.at.Compare(b.at) })
	return out
}

// scheduledAt is when a Pod was placed, as far as it tells.
func scheduledAt(p *podlife.Pod) time.Time {
	c := podlife.FindCondition(p.Status.Conditions, podlife.PodScheduled)
	if c != nil && !c.LastTransitionTime.IsZero() {
		return c.LastTransitionTime
	}
	return p.CreationTimestamp
}

// endedAt is when the last container of a Pod ended. Zero: it does not tell.
func endedAt(p *podlife.Pod) time.Time {
	var end time.Time
	for _, s := range p.Status.ContainerStatuses {
		if s.State.FinishedAt.After(end) {
			end = s.State.FinishedAt
		}
	}
	return end
}

// readyAt is when the node last became ready, as far as it tells.
func readyAt(n *podlife.Node) time.Time {
	at := n.CreationTimestamp
	for _, c := range n.Status.Conditions {
		if c.Type == podlife.NodeReady && c.Status == podlife.ConditionTrue && c.LastTransitionTime.After(at) {
			at = c.LastTransitionTime
		}
	}
	return at
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
