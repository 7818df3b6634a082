package schedule

import (
	"slices"

	"github.com/podlife/podlife"
)

// filterOwn asks about the node on which room is kept for the Pod itself,
// before any other. It reports whether the node will do; then no other is
// looked at. A plugin that fails here may fail again when its turn comes.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, evaluateNominatedNode.
func (x *cycle) filterOwn() bool {
	own, ok := x.c.nodeIndex.get(x.pod.Status.NominatedNodeName)
	if !ok || x.pr.Legacy != nil { // 1.10 treats it as any other
		return false
	}
	x.turn(0, unseen)
	x.verdicts[own] = 0
	if x.filterNominated() != nil {
		x.volumes.failure, x.verdicts[own] = nil, 0
	} else if x.verdicts[own] == 0 {
		return true
	}
	x.turn(unseen, 0)
	return false
}

// ownRejection returns why the node on which room is kept for the Pod itself
// will not do. Nil: there is none, or it was not asked about.
func (x *cycle) ownRejection() *Rejection {
	own, ok := x.c.nodeIndex.get(x.pod.Status.NominatedNodeName)
	if !ok || x.verdicts[own] == 0 {
		return nil
	}
	return &x.rejections[x.verdicts[own]-1]
}

// turn puts one verdict in the place of another.
func (x *cycle) turn(from, to uint32) {
	for slot, v := range x.verdicts {
		if v == from {
			x.verdicts[slot] = to
		}
	}
}

// filterNominated asks all filters about all nodes that are left. A node on
// which room is kept for other Pods of the same priority or higher must do with
// those Pods first. Only if it does is it asked about without them: they may
// never come, and an affinity to them must not count on it.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/runtime/framework.go, RunFilterPluginsWithNominatedPods.
func (x *cycle) filterNominated() error {
	rejected := map[int32]uint32{}
	for _, slot := range x.reserved() {
		if x.verdicts[slot] != 0 {
			continue
		}
		r, err := x.withNominated(slot)
		if err != nil {
			return err
		}
		if r != nil {
			rejected[slot] = x.rejection(r.Plugin, r.Unresolvable, r.Reasons...)
			x.verdicts[slot] = gone // until the others were asked about
		}
	}
	err := x.filter()
	for slot, v := range rejected {
		x.verdicts[slot] = v
	}
	return err
}

// withNominated returns why a node will not do with the Pods that are to come
// to it. Nil: it will.
func (x *cycle) withNominated(slot int32) (*Rejection, error) {
	with, coming := x.c.Clone(), []*podlife.Pod(nil)
	for _, p := range x.c.nominated {
		if x.yieldsTo(p) && p.Status.NominatedNodeName == x.c.nodes[slot].name {
			if err := with.Assume(p, p.Status.NominatedNodeName); err != nil {
				return nil, err
			}
			coming = append(coming, p)
		}
	}
	pr := *x.pr
	pr.Filters = slices.DeleteFunc(slices.Clone(pr.Filters), x.skips)
	y, errs := newCycle(with, x.pod, &pr)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	y.coming = comingPods{slot: slot, pods: coming}
	if _, err := y.preFilter(); err != nil {
		return nil, err
	}
	if slices.Contains(pr.Filters, VolumeRestrictions) {
		y.volumes.inUse = y.volumes.inUse || slices.ContainsFunc(coming, x.wantsClaimOf)
	}
	for other := range y.verdicts {
		if int32(other) != slot {
			y.verdicts[other] = gone
		}
	}
	if err := y.filter(); err != nil || y.verdicts[slot] == 0 {
		return nil, err
	}
	return &y.rejections[y.verdicts[slot]-1], nil
}

// comingPods are Pods that are to come to a node, as if they were there.
type comingPods struct {
	slot int32
	pods []*podlife.Pod
	gone []*placed // those that went, see dryRun
}

// missedBy counts those that a spread constraint of p counts and would not if
// they were on the node: all of them where the selector is empty, else those
// that somebody asked to delete. Such Pods that went are taken from the number.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/podtopologyspread/filtering.go, updateWithPod.
func (c *comingPods) missedBy(p *podlife.Pod, sel *selector) int64 {
	n := int64(0)
	missed := func(other *podlife.Pod) bool {
		return other.Namespace == p.Namespace && (sel.isEmpty() || other.IsDeleted()) && sel.matches(other.Labels)
	}
	for _, other := range c.pods {
		if missed(other) {
			n++
		}
	}
	for _, other := range c.gone {
		if missed(other.pod) {
			n--
		}
	}
	return n
}

// skips reports whether a filter found nothing to do when it looked at the
// Pods on the nodes. It is then not asked about those that are to come either.
// Other filters that skip a Pod do so whatever Pods there are.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/interpodaffinity/filtering.go,
// pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go, PreFilter.
func (x *cycle) skips(filter string) bool {
	switch filter {
	case InterPodAffinity:
		return len(x.near)+len(x.anti) == 0 && !slices.ContainsFunc(x.about(), x.isKeptOff)
	case VolumeRestrictions:
		return !x.volumes.inUse && !slices.ContainsFunc(x.pod.Spec.Volumes, isDisk)
	default:
		return false
	}
}

// isKeptOff reports whether Pods want the Pod off the domain of a node that
// they are on.
func (x *cycle) isKeptOff(k *carried) bool {
	if k.kind != requiredAnti {
		return false
	}
	label, any := x.topology(k.key), false
	k.each(x.c, func(slot int32, _ int64) { any = any || label.ids[slot] != 0 })
	return any
}

// wantsClaimOf reports whether a Pod that is to come uses a claim that only
// x's Pod may use. Kubernetes compares the names alone, not the namespaces.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go, conflictingPVCRefCountForPod.
func (x *cycle) wantsClaimOf(p *podlife.Pod) bool {
	theirs := podClaims(p)
	return slices.ContainsFunc(podClaims(x.pod), func(c podClaim) bool {
		if c.ephemeral || !slices.Contains(theirs, c) {
			return false
		}
		claim := x.c.claim(x.pod, c.name)
		return claim != nil && hasMode(claim.Spec.AccessModes, podlife.ReadWriteOncePod)
	})
}

// reserved lists the nodes on which room is kept before x's Pod.
func (x *cycle) reserved() []int32 {
	var out []int32
	for _, p := range x.c.nominated {
		if slot, ok := x.c.nodeIndex.get(p.Status.NominatedNodeName); ok && x.yieldsTo(p) && !slices.Contains(out, slot) {
			out = append(out, slot)
		}
	}
	return out
}

// yieldsTo reports whether room that is kept for p is not x's Pod's to take.
func (x *cycle) yieldsTo(p *podlife.Pod) bool {
	same := p.Namespace == x.pod.Namespace && p.Name == x.pod.Name
	_, placed := x.c.podIndex.get(qualified(p.Namespace, p.Name))
	return !same && !placed && priority(p) >= priority(x.pod)
}
