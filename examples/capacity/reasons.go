package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// reasonGroup is Pods that found no node for the same reasons.
type reasonGroup struct {
	// why in the scheduler's words, without the numbers of nodes.
	why string
	// nearest is what was missing where least was, if that is less.
	nearest  string
	refusals []refusal
}

// byReason groups refusals, the largest group first.
func byReason(refusals []refusal) []reasonGroup {
	groups := map[[2]string]*reasonGroup{}
	for _, r := range refusals {
		g := reasonGroup{why: r.why(), nearest: r.nearest}
		if g.nearest == g.why {
			g.nearest = ""
		}
		key := [2]string{g.why, g.nearest}
		if groups[key] == nil {
			groups[key] = &g
		}
		groups[key].refusals = append(groups[key].refusals, r)
	}
	var out []reasonGroup
	for _, key := range slices.SortedFunc(maps.Keys(groups), compareKeys) {
		out = append(out, *groups[key])
	}
	slices.SortStableFunc(out, func(a, b reasonGroup) int { return cmp.Compare(len(b.refusals), len(a.refusals)) })
	return out
}

func compareKeys(a, b [2]string) int { return slices.Compare(a[:], b[:]) }

// text is the reasons, and what is missing where least is.
func (g *reasonGroup) text() string {
	if g.nearest == "" {
		return g.why
	}
	return g.why + "; at the nearest nodes " + g.nearest
}

// why is the reasons alone, or the message where there are none.
func (r *refusal) why() string {
	if len(r.reasons) == 0 {
		return r.message
	}
	return strings.Join(slices.Sorted(maps.Keys(r.reasons)), ", ")
}

// names of the Pods.
func (g *reasonGroup) names() []string {
	names := make([]string, len(g.refusals))
	for i, r := range g.refusals {
		names[i] = qualified(r.pod)
	}
	return names
}
