package schedule

import "github.com/podlife/podlife"

// filterNominated asks again about nodes on which room is kept for other Pods
// of the same priority or higher: they must do with those Pods on them too.
// Then, if room is kept for the Pod itself and its node will do, no other node
// is looked at.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/runtime/framework.go, RunFilterPluginsWithNominatedPods;
// pkg/scheduler/schedule_one.go, evaluateNominatedNode.
func (x *cycle) filterNominated() error {
	// A node must do both with the Pods that it waits for and without: they may
	// never come, and an affinity to them must not count on it.
	for _, slot := range x.reserved() {
		with := x.c.Clone()
		for _, p := range x.c.nominated {
			if x.yieldsTo(p) && p.Status.NominatedNodeName == x.c.nodes[slot].object.Name {
				if err := with.Assume(p, p.Status.NominatedNodeName); err != nil {
					return err
				}
			}
		}
		y, _ := newCycle(with, x.pod, x.pr)
		if whole, err := y.preFilter(); err != nil || whole != 0 {
			return err
		}
		if err := y.filter(); err != nil {
			return err
		}
		if v := y.verdicts[slot]; v != 0 && x.verdicts[slot] == 0 {
			r := y.rejections[v-1]
			x.verdicts[slot] = x.rejection(r.Plugin, r.Unresolvable, r.Reasons...)
		}
	}
	if x.pr.Legacy != nil {
		return nil // 1.10 looks at the other nodes too
	}
	own, ok := x.c.nodeIndex.get(x.pod.Status.NominatedNodeName)
	if ok && x.verdicts[own] == 0 {
		for slot, v := range x.verdicts {
			if v == 0 && int32(slot) != own {
				x.verdicts[slot] = unseen
			}
		}
	}
	return nil
}

// reserved lists the nodes on which room is kept before x's Pod.
func (x *cycle) reserved() []int32 {
	var out []int32
	for _, p := range x.c.nominated {
		slot, ok := x.c.nodeIndex.get(p.Status.NominatedNodeName)
		if !ok || !x.yieldsTo(p) {
			continue
		}
		twice := false
		for _, s := range out {
			twice = twice || s == slot
		}
		if !twice {
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
