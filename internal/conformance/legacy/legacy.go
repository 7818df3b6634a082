// Package legacy asks the predicates and priorities of Kubernetes 1.10 themselves what
// schedule.Legacy says. It is a module of its own, for it needs the other modules of that
// time. See README.md.
package legacy

import (
	"errors"
	"slices"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// Scene is a cluster and a Pod to be placed in it.
type Scene struct {
	Objects *podlife.Objects
	Pod     *podlife.Pod
}

// Answer is what one rule says of all nodes, in the order of their names.
type Answer struct {
	// Failed: the rule fails.
	Failed bool
	// Verdicts of a predicate.
	Verdicts []Verdict
	// Scores of a priority.
	Scores []int64
}

// Verdict is what a predicate says of a node.
type Verdict struct {
	Node    string
	Fits    bool
	Reasons []string
}

// What the rules are told on both sides.
const (
	volumeLimit = 2
	hardWeight  = 1
	nodeLabel   = "disk"
)

var serviceLabels = []string{"size"}

// profile has one rule, or none.
func profile(predicates, priorities []string) schedule.Profile {
	pr := schedule.Legacy()
	pr.Filters, pr.Scores = predicates, nil
	for _, name := range priorities {
		pr.Scores = append(pr.Scores, schedule.PluginWeight{Plugin: name, Weight: 1})
	}
	pr.Legacy = &schedule.LegacyArgs{MaxVolumes: volumeLimit, NodeLabel: nodeLabel, ServiceAffinityLabels: serviceLabels}
	return pr
}

// fits is podlife's answer about a predicate.
func fits(c *schedule.Cluster, s Scene, name string) Answer {
	d, err := c.Schedule(s.Pod, profile([]string{name}, nil), 0)
	var unfit *schedule.FitError
	if err != nil && !errors.As(err, &unfit) {
		return Answer{Failed: true}
	}
	var out Answer
	for _, v := range d.Explain().Verdicts {
		to := Verdict{Node: v.Node, Fits: v.Rejection == nil}
		if v.Rejection != nil {
			to.Reasons = v.Rejection.Reasons
		}
		out.Verdicts = append(out.Verdicts, to)
	}
	slices.SortFunc(out.Verdicts, func(a, b Verdict) int { return strings.Compare(a.Node, b.Node) })
	return out
}

// scores is podlife's answer about a priority.
func scores(c *schedule.Cluster, s Scene, name string) Answer {
	d, err := c.Schedule(s.Pod, profile(nil, []string{name}), 0)
	if err != nil {
		return Answer{Failed: true}
	}
	e := d.Explain()
	out := Answer{Scores: make([]int64, len(e.Feasible))}
	for i, at := range e.Feasible {
		if e.Scores[0].Normalized == nil {
			continue
		}
		out.Scores[rank(s, e.Verdicts[at].Node)] = e.Scores[0].Normalized[i]
	}
	return out
}

// rank is the place of a node among all, by name.
func rank(s Scene, name string) int {
	n := 0
	for _, node := range s.Objects.Nodes {
		if node.Name < name {
			n++
		}
	}
	return n
}
