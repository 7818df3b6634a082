package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// departure is a Pod that left its node.
type departure struct {
	pod  *podlife.Pod
	node string
	// by is the Pod that it made way for. Nil: its node was drained.
	by *podlife.Pod
	// budget is the PodDisruptionBudget that would have kept it. Empty: none.
	budget string
	// successor is the Pod that its controller makes in its place. Nil: nobody
	// makes one.
	successor *podlife.Pod
}

// leave takes a Pod off its node, and returns the one that comes in its place.
// Pods that are being deleted have their successors already.
func (pl *placer) leave(d departure) *podlife.Pod {
	pl.cluster.Forget(d.pod)
	pl.ledger.leave(d.pod, d.node)
	if ownerOf(d.pod) != "" && !d.pod.IsDeleted() {
		d.successor = pl.admitter.again(d.pod)
		pl.origin[d.successor] = d.node
	}
	pl.departures = append(pl.departures, d)
	return d.successor
}

// again returns a Pod like p, which is gone, under its name: who makes it would
// choose another, but people know this one.
func (a *admitter) again(p *podlife.Pod) *podlife.Pod {
	delete(a.taken, p.Namespace+"/"+p.Name)
	return a.admit(p, "")
}

// makeRoom has Pods make way for p, as the scheduler would, and returns those
// that come in their place. There is a decision if that helped.
func (pl *placer) makeRoom(p *podlife.Pod, tie uint64, unfit *schedule.FitError) (found *schedule.Decision, back []*podlife.Pod) {
	plan, err := pl.cluster.Preempt(p, pl.profile, schedule.PreemptionArgs{Offset: tie, Tie: tie})
	if err != nil {
		return nil, nil // Schedule has said as much
	}
	unfit.Preemption = plan.Message
	if plan.Outcome != schedule.PreemptionPlanned {
		return nil, nil
	}
	for _, v := range plan.Victims {
		d := departure{pod: v.Pod, node: plan.Node, by: p}
		if v.Violates != nil {
			d.budget = v.Violates.Name
		}
		if next := pl.leave(d); next != nil {
			back = append(back, next)
		}
	}
	nominated := p.Clone()
	nominated.Status.NominatedNodeName = plan.Node
	got := pl.cluster.Place([]*podlife.Pod{nominated}, pl.profile, []uint64{tie})[0]
	if got.Err != nil {
		return nil, back // as where all are driven away but the Pod waits for something else
	}
	return &got.Decision, back
}

// drainage is which nodes to drain.
type drainage []string

// parseDrainage reads the argument of -whatif.
func (d *drainage) parse(s string) error {
	names, ok := strings.CutPrefix(s, "drain=")
	if !ok || names == "" || slices.Contains(strings.Split(names, ","), "") {
		return fmt.Errorf("want drain=NODE, or drain=NODE,NODE")
	}
	*d = append(*d, strings.Split(names, ",")...)
	return nil
}

// unknown says which nodes to drain are not there.
func (d drainage) unknown(nodes []*podlife.Node) []error {
	var errs []error
	for _, name := range d {
		if indexOf(nodes, name) < 0 {
			errs = append(errs, fmt.Errorf("-whatif: there is no node %q", name))
		}
	}
	return errs
}

func indexOf(nodes []*podlife.Node, name string) int {
	return slices.IndexFunc(nodes, func(n *podlife.Node) bool { return n.Name == name })
}

// drain has no more Pods come to the nodes, and those that kubectl drain would
// evict leave. It returns those that come in their place.
func (pl *placer) drain(names drainage, nodes []*podlife.Node) ([]*podlife.Pod, []error) {
	var back []*podlife.Pod
	var errs []error
	for _, name := range names {
		cordoned := nodes[indexOf(nodes, name)].Clone()
		cordoned.Spec.Unschedulable = true
		if err := pl.cluster.SetNode(cordoned); err != nil {
			errs = append(errs, err)
			continue
		}
		for _, p := range slices.Clone(pl.cluster.Pods(name)) {
			if stays(p) {
				pl.staying++
			} else if next := pl.leave(departure{pod: p, node: name}); next != nil {
				back = append(back, next)
			}
		}
	}
	return back, errs
}

// mirrorAnnotation is on Pods that show what a node runs on its own account.
const mirrorAnnotation = "kubernetes.io/config.mirror"

// stays reports whether a drain leaves the Pod where it is.
//
// Source: kubernetes v1.37 staging/src/k8s.io/kubectl/pkg/drain/filters.go,
// daemonSetFilter (with --ignore-daemonsets), mirrorPodFilter.
func stays(p *podlife.Pod) bool {
	return strings.HasPrefix(ownerOf(p), "DaemonSet/") || strings.HasPrefix(ownerOf(p), "Node/") || p.Annotations[mirrorAnnotation] != ""
}
