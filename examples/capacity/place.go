package main

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// placement is a Pod that found a node.
type placement struct {
	pod  *podlife.Pod
	node string
	// best is how many nodes were as good, feasible how many would do.
	best, feasible int
}

// refusal is a Pod that found none.
type refusal struct {
	pod   *podlife.Pod
	cause cause
	// message of the scheduler.
	message string
	// reasons are how many nodes gave each. Nil: it was not about nodes.
	reasons map[string]int
	// nearest is what was missing where least was. Empty: that cannot be told.
	nearest string
}

// cause is why a Pod found no node.
type cause string

const (
	unschedulable cause = "unschedulable" // no node will do
	gated         cause = "gated"         // the scheduler does not look at it yet
	notCovered    cause = "notCovered"    // this library does not know what it asks for
	invalid       cause = "invalid"       // something in it cannot be
)

// placer places one Pod after the other.
type placer struct {
	cluster    *schedule.Cluster
	profile    schedule.Profile
	tie        uint64
	ledger     *ledger
	admitter   *admitter
	preempt    bool
	placements []placement
	refusals   []refusal
	departures []departure
	// origin is the node that the Pod before this one was on.
	origin map[*podlife.Pod]string
	// staying is how many Pods drained nodes keep.
	staying int
}

// place finds a node for p and puts it there. It returns the Pods that want a
// node because of that.
func (pl *placer) place(p *podlife.Pod) (back []*podlife.Pod) {
	tie := mix(pl.tie, uint64(len(pl.placements)))
	got := pl.cluster.Place([]*podlife.Pod{p}, pl.profile, []uint64{tie})[0]
	d := got.Decision
	if got.Err != nil {
		r := refuse(p, got.Err, &d)
		var unfit *schedule.FitError
		if !pl.preempt || !errors.As(got.Err, &unfit) {
			pl.refusals = append(pl.refusals, r)
			return nil
		}
		var found *schedule.Decision
		if found, back = pl.makeRoom(p, tie, unfit); found == nil {
			r.message = unfit.Error()
			pl.refusals = append(pl.refusals, r)
			return back
		}
		d = *found
	}
	pl.ledger.book(p, d.Node, false)
	pl.placements = append(pl.placements, placement{pod: p, node: d.Node, best: d.Best, feasible: d.Feasible})
	return back
}

// mix returns a number that depends on both and looks as if drawn: n-th after
// seed. Of seed 0 it is 0.
//
// Source: Steele, Lea and Flood, Fast splittable pseudorandom number generators
// (SplitMix64).
func mix(seed, n uint64) uint64 {
	if seed == 0 {
		return 0
	}
	z := seed + (n+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// refuse sorts out why p found no node.
func refuse(p *podlife.Pod, err error, d *schedule.Decision) refusal {
	r := refusal{pod: p, cause: invalid, message: err.Error()}
	var (
		fit    *schedule.FitError
		gates  *schedule.GatedError
		beyond *schedule.NotCoveredError
		cycle  *schedule.CycleError
		empty  *schedule.NoNodesError
	)
	switch {
	case errors.As(err, &fit):
		r.cause, r.reasons, r.nearest = unschedulable, fit.Reasons, nearest(d)
	case errors.As(err, &cycle), errors.As(err, &empty):
		r.cause = unschedulable
	case errors.As(err, &gates):
		r.cause = gated
	case errors.As(err, &beyond):
		r.cause = notCovered
	}
	return r
}

// nearest says what is missing on the nodes where the fewest reasons speak
// against the Pod, as "a, b" or, where they differ, "a; or b". Nodes that would
// not do if they were empty are not looked at.
func nearest(d *schedule.Decision) string {
	least := 0
	found := map[string]bool{}
	for _, v := range d.Explain().Verdicts {
		if v.Rejection == nil || v.Rejection.Unresolvable || len(v.Rejection.Reasons) == 0 {
			continue
		}
		n := len(v.Rejection.Reasons)
		if least == 0 || n < least {
			least = n
			clear(found)
		}
		if n == least {
			found[strings.Join(slices.Sorted(slices.Values(v.Rejection.Reasons)), ", ")] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(found)), "; or ")
}

// profileFor returns the profile that the options ask for. resources are those
// that nodes shall be packed by.
func (o *options) profileFor(resources []podlife.ResourceName) schedule.Profile {
	profile := schedule.Default()
	if !o.pack {
		return profile
	}
	profile.Fit.Strategy = schedule.MostAllocated
	for _, name := range resources {
		if name != podlife.ResourcePods {
			profile.Fit.Resources = append(profile.Fit.Resources, schedule.ResourceWeight{Name: name, Weight: 1})
		}
	}
	return profile
}
