package schedule

import (
	"fmt"

	"github.com/podlife/podlife"
)

// Decision is what a scheduler makes of a Pod: the choice, and what it needs to
// explain it. The zero Decision explains nothing.
type Decision struct {
	// Node is the choice. Empty: no node will do.
	Node string
	// Feasible is how many nodes will do.
	Feasible int
	// Best is how many nodes have the highest total. A scheduler may choose
	// any of them.
	Best int
	// Next is where [Sampling] goes on the next time.
	Next int

	question *question
}

// question is what a Decision answers.
type question struct {
	cluster *Cluster
	at      *change // when it was asked
	pod     *podlife.Pod
	profile *Profile
	tie     uint64
}

// Explanation is all that a scheduler finds out about the nodes on the way to a
// [Decision].
type Explanation struct {
	// Node is the choice. Empty: no node will do.
	Node string
	// Best are the nodes with the highest total, sorted by name.
	Best []string
	// Verdicts has one for each node that was looked at.
	Verdicts []Verdict
	// Feasible are indexes into Verdicts: the nodes that will do.
	Feasible []int
	// Scores are by plugin, in the profile's order. None where one node only,
	// or none, will do.
	Scores []PluginScore
	// Totals are the sums of the weighted scores, one for each of Feasible.
	Totals []int64
}

// Verdict is what the filters say about a node.
type Verdict struct {
	// Node by name.
	Node string
	// Rejection says why the node will not do. Nil: it will. Nodes share
	// rejections; nobody may change one.
	Rejection *Rejection
}

// PluginScore is what one plugin says about the feasible nodes.
type PluginScore struct {
	// Plugin by name.
	Plugin string
	// Weight that the score is multiplied with.
	Weight int64
	// Raw are the scores as the plugin counts, one for each of Feasible. Nil:
	// all are 0.
	Raw []int64
	// Normalized are the scores from 0 to 100. Nil: all are 0, as they are
	// where the plugin has nothing to say about the Pod.
	Normalized []int64
}

// Weighted returns what the plugin adds to the total of a feasible node.
func (s *PluginScore) Weighted(i int) int64 {
	if s.Normalized == nil {
		return 0
	}
	return s.Normalized[i] * s.Weight
}

// Explain says of each node why it will not do or what it scores. That is found
// out when it is asked for, for most who place Pods never ask.
//
// It speaks of the cluster as it was when the decision was made, whatever
// became of it since: the changes are taken back in a copy first. As long as a
// Decision is kept, so are the changes after it. It is a question like any
// other, so nobody may change the cluster meanwhile; and nobody may have
// changed the Pod.
func (d Decision) Explain() Explanation {
	q := d.question
	if q == nil {
		return Explanation{}
	}
	c := q.cluster
	if c.last != q.at {
		c = c.Clone()
		c.undo(q.at)
	}
	x, err := c.ask(q.pod, q.profile)
	if err != nil {
		return Explanation{}
	}
	err = x.run()
	e := x.verdictsOf()
	e.Scores, e.Totals = x.scores, x.totals
	if err == nil {
		best := x.best()
		for _, slot := range best {
			e.Best = append(e.Best, c.nodes[slot].name)
		}
		e.Node = x.pick(best, q.tie)
	}
	return e
}

// verdictsOf lists the verdicts about all nodes that were looked at, as far as
// the cycle came.
func (x *cycle) verdictsOf() Explanation {
	if x.feasible == nil {
		return Explanation{}
	}
	e := Explanation{Verdicts: make([]Verdict, 0, x.c.alive), Feasible: make([]int, 0, len(x.feasible))}
	for slot, v := range x.verdicts {
		if v == gone || v == unseen {
			continue
		}
		verdict := Verdict{Node: x.c.nodes[slot].name}
		if v == 0 {
			e.Feasible = append(e.Feasible, len(e.Verdicts))
		} else {
			verdict.Rejection = &x.rejections[v-1]
		}
		e.Verdicts = append(e.Verdicts, verdict)
	}
	return e
}

func invalidScore(plugin string, n int64) error {
	return &CycleError{plugin, fmt.Sprintf("plugin %q returns an invalid score %d, it should in the range of [0, 100] after normalizing", plugin, n)}
}
