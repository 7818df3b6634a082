package schedule

import "fmt"

// Decision is what a scheduler makes of a Pod.
type Decision struct {
	// Node is the choice. Empty: no node will do.
	Node string
	// Best are the nodes with the highest total, sorted by name. A scheduler
	// may choose any of them.
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
	// Next is where [Sampling] goes on the next time.
	Next int
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

// verdictsOf lists the verdicts about all nodes that were looked at.
func (x *cycle) verdictsOf() Decision {
	d := Decision{Verdicts: make([]Verdict, 0, x.c.alive), Feasible: make([]int, 0, len(x.feasible))}
	for slot, v := range x.verdicts {
		if v == gone || v == unseen {
			continue
		}
		verdict := Verdict{Node: x.c.nodes[slot].name}
		if v == 0 {
			d.Feasible = append(d.Feasible, len(d.Verdicts))
		} else {
			verdict.Rejection = &x.rejections[v-1]
		}
		d.Verdicts = append(d.Verdicts, verdict)
	}
	return d
}

func invalidScore(plugin string, n int64) error {
	return &CycleError{plugin, fmt.Sprintf("plugin %q returns an invalid score %d, it should in the range of [0, 100] after normalizing", plugin, n)}
}
