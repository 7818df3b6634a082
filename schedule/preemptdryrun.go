package schedule

import (
	"slices"

	"github.com/podlife/podlife"
)

// What follows, and comingPods, is all that preemption knows of how clusters
// are kept and judged.

// tryToFit asks about all nodes. The error is a [*FitError] if none will do.
func (c *Cluster) tryToFit(p *podlife.Pod, pr *Profile) (*cycle, error) {
	x, err := c.ask(p, pr)
	if err != nil {
		return nil, err
	}
	return x, x.run()
}

// potential lists the nodes that might do without some Pods, by name.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/interface.go, NodesForStatusCode.
func (x *cycle) potential() []string {
	var out []string
	for slot, v := range x.verdicts {
		if v != gone && v != unseen && !x.rejections[v-1].Unresolvable {
			out = append(out, x.c.nodes[slot].name)
		}
	}
	slices.Sort(out)
	return out
}

// dryRun is a copy of a cluster in which Pods of a node go and come back while
// a Pod is judged there.
type dryRun struct {
	x    *cycle // asked of the copy
	slot int32
	try  *Transaction

	away []*placed // have gone
	// filters are those to be asked about a node, and moving those among them
	// that may say something else when other Pods are there.
	filters, moving []string
	// exclusive are the claims that only the Pod may use, uses is how often
	// they count as used, and usesBefore the same with all Pods there.
	exclusive        map[string]bool
	uses, usesBefore int
}

// newDryRun asks the question once with all Pods there. What plugins find out
// then about all nodes is kept up later, and a plugin that finds nothing to do
// is not asked again.
func newDryRun(failed *cycle) (*dryRun, error) {
	c, pr := failed.c.Clone(), *failed.pr
	for _, p := range c.nominated {
		c.placedRequests(p) // the resources that they request are known from here
	}
	r := &dryRun{exclusive: map[string]bool{}}
	var errs []error
	if r.x, errs = newCycle(c, failed.pod, &pr); len(errs) > 0 {
		return nil, errs[0]
	}
	if _, err := r.x.preFilter(); err != nil {
		return nil, err
	}
	r.filters = slices.DeleteFunc(slices.Clone(pr.Filters), r.x.skips)
	r.moving = slices.DeleteFunc(slices.Clone(r.filters), func(name string) bool { return !looksAtPods(name) })
	for slot := range r.x.verdicts {
		r.x.verdicts[slot] = gone
	}
	r.findClaims()
	return r, nil
}

// looksAtPods reports whether a filter depends on the Pods that are there.
func looksAtPods(filter string) bool {
	switch filter {
	case NodePorts, NodeResourcesFit, VolumeRestrictions, NodeVolumeLimits, PodTopologySpread, InterPodAffinity:
		return true
	default:
		return false
	}
}

// findClaims counts the claims that only the Pod may use and others do.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go, calPreFilterState.
func (r *dryRun) findClaims() {
	c, p := r.x.c, r.x.pod
	for _, used := range podClaims(p) {
		claim := c.claim(p, used.name)
		if used.ephemeral || claim == nil || !hasMode(claim.Spec.AccessModes, podlife.ReadWriteOncePod) || r.exclusive[used.name] {
			continue
		}
		r.exclusive[used.name] = true
		if c.anyUses(p.Namespace, map[string]bool{used.name: true}) {
			r.usesBefore++
		}
	}
}

// begin turns to a node. It returns the Pods there.
func (r *dryRun) begin(node string) []*podlife.Pod {
	r.slot, _ = r.x.c.nodeIndex.get(node)
	r.try, r.uses = r.x.c.Begin(), r.usesBefore
	r.x.pr.Filters = r.filters
	return r.x.c.Pods(node)
}

// end brings all Pods back.
func (r *dryRun) end() {
	r.try.Rollback()
	r.away = r.away[:0]
}

// remove takes a Pod away.
func (r *dryRun) remove(p *podlife.Pod) {
	on := r.x.c.onNode[r.slot]
	i := slices.IndexFunc(on, func(pl *placed) bool { return pl.pod == p })
	r.away = append(r.away, on[i])
	r.x.c.Forget(p)
	r.countUses(p, -1)
}

// putBack undoes remove.
func (r *dryRun) putBack(p *podlife.Pod) {
	i := slices.IndexFunc(r.away, func(pl *placed) bool { return pl.pod == p })
	r.x.c.come(r.away[i], len(r.x.c.onNode[r.slot]))
	r.away = slices.Delete(r.away, i, i+1)
	r.countUses(p, 1)
}

// countUses keeps up how often the claims are used. Kubernetes compares the
// names alone, not the namespaces.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go, updateWithPod.
func (r *dryRun) countUses(p *podlife.Pod, by int) {
	for _, claim := range podClaims(p) {
		if !claim.ephemeral && r.exclusive[claim.name] {
			r.uses += by
		}
	}
}

// judge returns why the node will not do, with the Pods on it as they are now.
// Nil: it will.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/runtime/framework.go, RunFilterPluginsWithNominatedPods.
func (r *dryRun) judge() (*Rejection, error) {
	var coming []*podlife.Pod
	for _, p := range r.x.c.nominated {
		if r.x.yieldsTo(p) && p.Status.NominatedNodeName == r.x.c.nodes[r.slot].name {
			coming = append(coming, p)
		}
	}
	if coming != nil {
		if rejection, err := r.judgeWith(coming); err != nil || rejection != nil {
			return rejection, err
		}
	}
	rejection, err := r.filter(nil)
	r.x.pr.Filters = r.moving // the others will say the same again, or it is the last time
	return rejection, err
}

// judgeWith judges the node with Pods that are to come to it.
func (r *dryRun) judgeWith(coming []*podlife.Pod) (*Rejection, error) {
	defer r.x.c.Begin().Rollback()
	defer func(uses int) { r.uses = uses }(r.uses)
	for _, p := range coming {
		if err := r.x.c.Assume(p, r.x.c.nodes[r.slot].name); err != nil {
			return nil, err
		}
		r.countUses(p, 1)
	}
	return r.filter(coming)
}

// filter asks the filters about the node.
func (r *dryRun) filter(coming []*podlife.Pod) (*Rejection, error) {
	x := r.x
	x.verdicts[r.slot] = 0
	defer func() { x.verdicts[r.slot] = gone }()
	x.volumes.failure, x.volumes.inUse, x.aboutKnown = nil, r.uses > 0, false
	x.coming = comingPods{slot: r.slot, pods: coming, gone: r.away}
	if err := x.filter(); err != nil {
		return nil, err
	}
	if x.verdicts[r.slot] == 0 {
		return nil, nil
	}
	rejection := x.rejections[x.verdicts[r.slot]-1]
	return &rejection, nil
}

// nominatedBelow lists the Pods of lower priority for which room is kept on a
// node.
func (r *dryRun) nominatedBelow(node string) []*podlife.Pod {
	var out []*podlife.Pod
	for _, p := range r.x.c.nominated {
		_, placed := r.x.c.podIndex.get(qualified(p.Namespace, p.Name))
		if !placed && p.Status.NominatedNodeName == node && priority(p) < priority(r.x.pod) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, compareNames)
	return out
}
