package main

import (
	"encoding/json"
	"io"
)

// The lines that -o json prints. Type tells them apart.

type placementLine struct {
	Type      string `json:"type"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Owner     string `json:"owner,omitempty"`
	Node      string `json:"node"`
	Group     string `json:"group"`
	Best      int    `json:"best"`
	Feasible  int    `json:"feasible"`
	From      string `json:"from,omitempty"`
}

type departureLine struct {
	Type      string `json:"type"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Owner     string `json:"owner,omitempty"`
	Node      string `json:"node"`
	By        string `json:"by,omitempty"`
	Budget    string `json:"budget,omitempty"`
	Again     bool   `json:"again"`
}

type refusalLine struct {
	Type      string         `json:"type"`
	Namespace string         `json:"namespace"`
	Name      string         `json:"name"`
	Owner     string         `json:"owner,omitempty"`
	Cause     cause          `json:"cause"`
	Message   string         `json:"message"`
	Reasons   map[string]int `json:"reasons,omitempty"`
	Nearest   string         `json:"nearest,omitempty"`
}

type nodeLine struct {
	Type      string            `json:"type"`
	Name      string            `json:"name"`
	Group     string            `json:"group"`
	Resources map[string]amount `json:"resources"`
}

type groupLine struct {
	Type      string            `json:"type"`
	Name      string            `json:"name"`
	Nodes     int               `json:"nodes"`
	Resources map[string]amount `json:"resources"`
}

type totalsLine struct {
	Type      string            `json:"type"`
	Pods      int               `json:"pods"`
	Placed    int               `json:"placed"`
	Refused   int               `json:"refused"`
	Nodes     int               `json:"nodes"`
	Resources map[string]amount `json:"resources"`
	Skipped   skippedLine       `json:"skipped"`
}

// skippedLine is how many Pods were left out, and why.
type skippedLine struct {
	OnUnknownNodes int `json:"onUnknownNodes"`
	GPUShare       int `json:"gpuShare"`
}

// lines prints all there is to say for programs.
func (r *report) lines(out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	var all []any
	l := r.ledger
	for _, p := range r.placements {
		all = append(all, placementLine{
			"placement", p.pod.Namespace, p.pod.Name, ownerOf(p.pod), p.node, l.nodes[l.index[p.node]].group, p.best, p.feasible,
			r.origin[p.pod],
		})
	}
	for _, d := range r.departures {
		line := departureLine{"departure", d.pod.Namespace, d.pod.Name, ownerOf(d.pod), d.node, "", d.budget, d.successor != nil}
		if d.by != nil {
			line.By = qualified(d.by)
		}
		all = append(all, line)
	}
	for _, f := range r.refusals {
		all = append(all, refusalLine{"refusal", f.pod.Namespace, f.pod.Name, ownerOf(f.pod), f.cause, f.message, f.reasons, f.nearest})
	}
	groups := l.groups()
	for _, g := range groups {
		for _, n := range g.nodes {
			all = append(all, nodeLine{"node", n.name, n.group, l.named(n.amounts)})
		}
	}
	for _, g := range groups {
		all = append(all, groupLine{"group", g.name, len(g.nodes), l.named(g.amounts)})
	}
	all = append(all, totalsLine{
		"totals", len(r.placements) + len(r.refusals), len(r.placements), len(r.refusals), len(l.nodes), l.named(l.total()),
		skippedLine{r.program.strays, r.program.reader.skippedPods},
	})
	for _, line := range all {
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// named puts the names of resources to amounts.
func (l *ledger) named(amounts []amount) map[string]amount {
	out := make(map[string]amount, len(amounts))
	for i, a := range amounts {
		out[string(l.resources[i])] = a
	}
	return out
}
