package schedule

import (
	"slices"
	"strings"
)

// filterFit rejects nodes without enough left of what the Pod requests.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/noderesources/fit.go, fitsRequest.
func (x *cycle) filterFit() {
	a := &x.requests
	scalars := x.checkedScalars()
	nothing := a.cpu == 0 && a.memory == 0 && a.ephemeral == 0 && len(a.scalars) == 0
	var last shortage
	verdict := uint32(0)
	// What is not requested is not checked, not even on a node that is over its
	// limits already. A node on which two things are short has both reasons.
	for slot, v := range x.verdicts {
		if v != 0 {
			continue
		}
		r := &x.c.rooms[slot]
		var s shortage
		if r.pods+1 > r.maxPods {
			s.pods = true
		}
		if !nothing {
			if a.cpu > r.cpu-r.usedCPU && a.cpu > 0 {
				s.cpu, s.never = true, a.cpu > r.cpu
			}
			if a.memory > r.memory-r.usedMemory && a.memory > 0 {
				s.memory, s.never = true, s.never || a.memory > r.memory
			}
			if a.ephemeral > r.ephemeral-r.usedEphemeral && a.ephemeral > 0 {
				s.ephemeral, s.never = true, s.never || a.ephemeral > r.ephemeral
			}
			for i, want := range scalars {
				have := x.c.scalars[want.id]
				if want.n > have.have[slot]-have.used[slot] {
					s.scalars |= 1 << min(i, 63)
					s.never = s.never || want.n > have.have[slot]
				}
			}
		}
		if s == (shortage{}) {
			continue
		}
		// Neighbours are often short of the same. The reasons of resources
		// beyond the 63rd share a bit, so they are found again for each node.
		if s != last || verdict == 0 || s.scalars>>63 != 0 {
			last, verdict = s, x.shortageVerdict(s, scalars, int32(slot))
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

// checkedScalars lists the other resources that the Pod requests, without those
// that the profile says to ignore, by name.
func (x *cycle) checkedScalars() []scalarAmount {
	var out []scalarAmount
	for _, s := range x.requests.scalars {
		name := x.c.resources[s.id]
		group, _, _ := strings.Cut(string(name), "/")
		ignored := isExtended(name) && (slices.Contains(x.pr.Fit.IgnoredResources, string(name)) ||
			slices.Contains(x.pr.Fit.IgnoredResourceGroups, group))
		if s.n > 0 && !ignored {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b scalarAmount) int {
		return strings.Compare(string(x.c.resources[a.id]), string(x.c.resources[b.id]))
	})
	return out
}

func (x *cycle) shortageVerdict(s shortage, scalars []scalarAmount, slot int32) uint32 {
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
	for i, want := range scalars {
		have := x.c.scalars[want.id]
		add(s.scalars>>min(i, 63)&1 == 1 && want.n > have.have[slot]-have.used[slot], "Insufficient "+string(x.c.resources[want.id]))
	}
	return x.rejection(NodeResourcesFit, s.never, reasons...)
}
