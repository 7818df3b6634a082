package main

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/heatmap"
)

// picture is the heat map of the cluster.
func (r *report) picture() *heatmap.Picture {
	l := r.ledger
	p := &heatmap.Picture{
		Title: r.title(),
		Lines: r.summary(),
	}
	total := l.total()
	shown := l.shown()
	for _, i := range shown {
		name := l.resources[i]
		text := fmt.Sprintf("%s of %s", human(name, total[i].After), human(name, total[i].Allocatable))
		p.Columns = append(p.Columns, heatmap.Column{Name: shortName(name), Text: text, Level: l.level(total[i])})
	}
	for _, g := range l.groups() {
		group := heatmap.Group{Name: r.groupName(g.name), Text: count(len(g.nodes), "node"), Levels: l.levels(g.amounts, shown)}
		for _, n := range g.nodes {
			group.Nodes = append(group.Nodes, heatmap.Node{Name: n.name, Levels: l.levels(n.amounts, shown)})
		}
		p.Groups = append(p.Groups, group)
	}
	p.Remarks = r.remarks()
	return p
}

// remarks says why Pods found no node, in a few lines.
func (r *report) remarks() []string {
	const most = 6
	var missing []string // in the order of the reasons
	pods := map[string]int{}
	for _, g := range byReason(r.refusals) {
		what := g.why
		if g.nearest != "" {
			what = g.nearest + " (at the nearest nodes)"
		}
		if pods[what] == 0 {
			missing = append(missing, what)
		}
		pods[what] += len(g.refusals)
	}
	var lines []string
	for i, what := range missing {
		if i == most-1 && len(missing) > most {
			return append(lines, fmt.Sprintf("and %d more reasons", len(missing)-i))
		}
		lines = append(lines, fmt.Sprintf("No node for %s: %s", count(pods[what], "Pod"), what))
	}
	return lines
}

// shown are the resources that are drawn, as indexes: all but the number of Pods.
func (l *ledger) shown() []int {
	var out []int
	for i, name := range l.resources {
		if name != podlife.ResourcePods {
			out = append(out, i)
		}
	}
	return out
}

func (l *ledger) levels(amounts []amount, which []int) []heatmap.Level {
	out := make([]heatmap.Level, len(which))
	for i, at := range which {
		out[i] = l.level(amounts[at])
	}
	return out
}

// title says what was placed, in a line.
func (r *report) title() string {
	placed, all := len(r.placements), len(r.placements)+len(r.refusals)
	nodes := count(len(r.ledger.nodes), "node")
	switch {
	case all == 0:
		return "Nothing to place on " + nodes
	case all == 1 && placed == 1:
		return "1 Pod finds a place on " + nodes
	case placed == all:
		return fmt.Sprintf("All %s find a place on %s", count(all, "Pod"), nodes)
	default:
		return fmt.Sprintf("%s of %s find a place on %s", thousands(int64(placed)), count(all, "Pod"), nodes)
	}
}

// summary says what else one should know.
func (r *report) summary() []string {
	var lines []string
	say := func(is bool, format string, args ...any) {
		if is {
			lines = append(lines, fmt.Sprintf(format, args...))
		}
	}
	p := r.program
	share, skipped := p.reader.sharePods, p.reader.skippedPods
	say(share > 0 && skipped == 0, "%s want a part of a GPU; -gpu-share %v stands in for that.", count(share, "Pod"), p.share)
	say(skipped > 0, "%s that want a part of a GPU are left out.", count(skipped, "Pod"))
	say(p.strays > 0, "%s on nodes that are not in the input, and left out.", areOnes(p.strays))
	say(len(r.departures)+r.staying > 0, "%s", r.departed())
	say(p.pack, "Full nodes are preferred (MostAllocated).")
	return lines
}

func areOnes(n int) string {
	if n == 1 {
		return "1 Pod is"
	}
	return count(n, "Pod") + " are"
}

// groupName is the name by which people know a group.
func (r *report) groupName(name string) string {
	switch {
	case name != "":
		return name
	case r.program.by != "":
		return "without label"
	default:
		return "no zone"
	}
}
