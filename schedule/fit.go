package schedule

import (
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// fitRule is what a Pod requests, held against what nodes have left.
type fitRule struct {
	rooms   []room
	request *amounts
	scalars []scalarNeed
	nothing bool // but a place among the Pods of a node
}

// scalarNeed is what a Pod requests of one of the other resources.
type scalarNeed struct {
	scalarColumn
	name podlife.ResourceName
	n    int64
}

// fitRule reads what the Pod requests. The rule runs over what is kept by node, in
// the cycle and in queries alike, and allocates nothing for a node that will do.
func (x *cycle) fitRule() fitRule {
	a := &x.requests
	return fitRule{x.c.rooms, a, x.checkedScalars(), a.cpu == 0 && a.memory == 0 && a.ephemeral == 0 && len(a.scalars) == 0}
}

// filterFit rejects nodes without enough left of what the Pod requests.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/noderesources/fit.go, fitsRequest.
func (x *cycle) filterFit() {
	rule := x.fitRule()
	var last shortage
	verdict := uint32(0)
	for slot, v := range x.verdicts {
		if v != 0 {
			continue
		}
		s := rule.shortage(slot)
		if s == (shortage{}) {
			continue
		}
		// Neighbours are often short of the same. The reasons of resources
		// beyond the 63rd share a bit, so they are found again for each node.
		if s != last || s.scalars>>63 != 0 {
			last, verdict = s, x.rejection(NodeResourcesFit, s.never, rule.reasons(s, slot)...)
		}
		x.verdicts[slot] = verdict
	}
}

// shortage says what a node has not enough of.
type shortage struct {
	pods, cpu, memory, ephemeral bool
	scalars                      uint64 // by position among those that are checked; the last bit for all that are left
	never                        bool   // not even if the node were empty
}

// shortage says what a node has not enough of. What is not requested is not
// checked, not even on a node that is over its limits already.
func (f *fitRule) shortage(slot int) (s shortage) {
	r, a := &f.rooms[slot], f.request
	s.pods = r.pods+1 > r.maxPods
	if f.nothing {
		return s
	}
	if a.cpu > r.cpu-r.usedCPU && a.cpu > 0 {
		s.cpu, s.never = true, a.cpu > r.cpu
	}
	if a.memory > r.memory-r.usedMemory && a.memory > 0 {
		s.memory, s.never = true, s.never || a.memory > r.memory
	}
	if a.ephemeral > r.ephemeral-r.usedEphemeral && a.ephemeral > 0 {
		s.ephemeral, s.never = true, s.never || a.ephemeral > r.ephemeral
	}
	for i := range f.scalars {
		need := &f.scalars[i]
		if need.isShort(slot) {
			s.scalars |= 1 << min(i, 63)
			s.never = s.never || need.n > need.have[slot]
		}
	}
	return s
}

// isShort reports whether a node has not enough left. What is not requested is not
// among the needs.
func (s *scalarNeed) isShort(slot int) bool { return s.n > s.have[slot]-s.used[slot] }

// reasons lists a shortage in words, by name after the resources that every
// node has. A node on which two things are short has both reasons.
func (f *fitRule) reasons(s shortage, slot int) []string {
	var reasons []string
	add := func(is bool, reason string) {
		if is {
			reasons = append(reasons, reason)
		}
	}
	add(s.pods, "Too many pods")
	add(s.cpu, "Insufficient cpu")
	add(s.memory, "Insufficient memory")
	add(s.ephemeral, "Insufficient ephemeral-storage")
	for i := range f.scalars {
		add(s.scalars>>min(i, 63)&1 == 1 && f.scalars[i].isShort(slot), "Insufficient "+string(f.scalars[i].name))
	}
	return reasons
}

// checkedScalars lists the other resources that the Pod requests, without those
// that the profile says to ignore, by name.
func (x *cycle) checkedScalars() []scalarNeed {
	var out []scalarNeed
	for _, s := range x.requests.scalars {
		name := x.resourceName(s.id)
		group, _, _ := strings.Cut(string(name), "/")
		ignored := isExtended(name) && (slices.Contains(x.pr.Fit.IgnoredResources, string(name)) ||
			slices.Contains(x.pr.Fit.IgnoredResourceGroups, group))
		if s.n > 0 && !ignored {
			out = append(out, scalarNeed{x.scalar(s.id), name, s.n})
		}
	}
	slices.SortFunc(out, func(a, b scalarNeed) int { return strings.Compare(string(a.name), string(b.name)) })
	return out
}
