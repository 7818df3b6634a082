package conformance

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/schedule"
	fwk "k8s.io/kube-scheduler/framework"
)

// Placement is what a scheduler makes of a Pod.
type Placement struct {
	// Question by name: with which profile.
	Question string
	// Refused: podlife has a typed error for the scene. Kubernetes goes on somehow.
	Refused bool `json:",omitempty"`
	// Failed is the plugin with which the cycle failed.
	Failed string `json:",omitempty"`
	// PreFilter is what keeps the Pod off all nodes at once.
	PreFilter string `json:",omitempty"`
	// Message is the event FailedScheduling, as far as both know it.
	Message string `json:",omitempty"`
	// Candidates are the nodes where preemption is worth a try.
	Candidates []string `json:",omitempty"`
	Nodes      []NodePlacement
	Best       []string
	// Next is where the next cycle begins to look, if not all nodes are looked at.
	Next int `json:",omitempty"`
}

// NodePlacement is what a scheduler makes of one node.
type NodePlacement struct {
	Node, Code, Plugin string
	Reasons            []string
	Scores             []Score
	Total              int64
}

// Score is what a plugin makes of a node, before normalising and after it.
type Score struct {
	Plugin      string
	Raw, Normal int64
}

// interview asks questions about scenes. What is costly, the cluster on both sides, it makes once
// for all of them.
type interview struct {
	questions  []question
	cluster    *oracle.Cluster
	schedulers []*oracle.Scheduler // one for each question
	profiles   []schedule.Profile
}

func newInterview(questions []question) *interview {
	w := &interview{questions: questions, cluster: oracle.NewCluster()}
	for _, q := range questions {
		configuration, profile := q.setup()
		w.schedulers = append(w.schedulers, oracle.NewScheduler(w.cluster, configuration))
		w.profiles = append(w.profiles, profile)
	}
	return w
}

// theirs are Kubernetes' answers. It has some to scenes that podlife refuses, but they follow from
// what the API server would not have let in.
func (w *interview) theirs(in Scene) []Placement {
	if in.Nasty && refuses(in) {
		return []Placement{{Refused: true}}
	}
	w.cluster.Load(in.Cluster)
	out := make([]Placement, len(w.questions))
	for i, q := range w.questions {
		if !in.isAbout(q.about) {
			continue
		}
		w.schedulers[i].Start = in.Start
		d := w.schedulers[i].Schedule(in.Pod)
		out[i] = theirs(d, w.profiles[i].Preemption)
		if w.profiles[i].Sampling.On {
			out[i].Next = d.Next
		}
		out[i].Question = q.name
	}
	return out
}

// ours are podlife's answers. A Cluster learns from questions, so scenes begin with different ones.
func (w *interview) ours(in Scene) []Placement {
	objects := fromCluster(in.Cluster)
	if in.on[crowd] {
		w.takeTurns(in.Cluster, objects)
	}
	c, err := schedule.NewCluster(objects)
	if err != nil {
		return []Placement{{Refused: true, Message: in.explain(err)}}
	}
	pod, n := fromPod(in.Pod), len(w.questions)
	out := make([]Placement, n)
	for i := range n {
		i = (i + len(in.Cluster.Pods)) % n
		if !in.isAbout(w.questions[i].about) {
			continue
		}
		profile := w.profiles[i]
		profile.Sampling.Start = in.Start
		d, err := c.Schedule(pod, profile, 0)
		if out[i] = ours(d, err); out[i].Refused {
			return []Placement{{Refused: true, Message: in.explain(err)}}
		}
		out[i].Question = w.questions[i].name
	}
	return out
}

// takeTurns puts the nodes in the order in which Kubernetes looks at them, where that matters.
func (w *interview) takeTurns(in *oracle.ClusterObjects, o *podlife.Objects) {
	w.cluster.Load(in)
	at := map[string]int{}
	for i, name := range w.cluster.NodeOrder() {
		at[name] = i
	}
	slices.SortFunc(o.Nodes, func(a, b *podlife.Node) int { return cmp.Compare(at[a.Name], at[b.Name]) })
}

// refuses reports whether podlife has a typed error for the scene.
func refuses(in Scene) bool {
	c, err := schedule.NewCluster(fromCluster(in.Cluster))
	if err != nil {
		return true
	}
	return ours(c.Schedule(fromPod(in.Pod), schedule.Default(), 0)).Refused
}

// ours is podlife's answer.
func ours(d schedule.Decision, err error) Placement {
	var unfit *schedule.FitError
	var failed *schedule.CycleError
	var out Placement
	switch {
	case errors.As(err, &unfit):
		out.PreFilter, out.Message, out.Candidates = unfit.PreFilter, unfit.Error(), unfit.Candidates
	case errors.As(err, &failed):
		return Placement{Failed: failed.Plugin}
	case err != nil:
		return Placement{Refused: true}
	}
	e := d.Explain()
	if d.Node != e.Node || d.Best != len(e.Best) || d.Feasible != len(e.Feasible) {
		return Placement{Failed: "podlife explains another decision than it made"}
	}
	out.Best, out.Next = e.Best, d.Next
	out.Nodes = make([]NodePlacement, len(e.Verdicts))
	for i, v := range e.Verdicts {
		n := &out.Nodes[i]
		n.Node = v.Node
		if r := v.Rejection; r != nil {
			n.Code, n.Plugin, n.Reasons = fwk.Unschedulable.String(), r.Plugin, slices.Sorted(slices.Values(r.Reasons))
			if r.Unresolvable {
				n.Code = fwk.UnschedulableAndUnresolvable.String()
			}
		}
	}
	for i, node := range e.Feasible {
		n := &out.Nodes[node]
		for _, s := range e.Scores {
			n.score(s.Plugin, at(s.Raw, i), at(s.Normalized, i))
		}
		n.Total = e.Totals[i]
	}
	out.settle()
	return out
}

// explain is why podlife refuses a scene, for one that it should not refuse.
func (s Scene) explain(err error) string {
	if s.Nasty {
		return ""
	}
	return err.Error()
}

// pluginName finds the plugin in the error of a cycle.
var pluginName = regexp.MustCompile(`[Pp]lugin "([A-Za-z]+)"|"([A-Za-z]+)" filter plugin`)

// theirs is Kubernetes' answer in the same form.
func theirs(d *oracle.Decision, preemption bool) Placement {
	if d.Error != "" {
		name := pluginName.FindStringSubmatch(d.Error)
		if name == nil {
			return Placement{Failed: d.Error}
		}
		return Placement{Failed: name[1] + name[2]}
	}
	out := Placement{PreFilter: d.PreFilter, Message: d.Message, Best: d.Best, Nodes: make([]NodePlacement, 0, len(d.Nodes))}
	for _, n := range d.Nodes {
		to := NodePlacement{Node: n.Node, Plugin: n.Plugin, Total: n.Total}
		for plugin, normal := range n.Normal {
			to.score(plugin, n.Raw[plugin], normal)
		}
		if n.Code != fwk.Success {
			to.Code, to.Reasons = n.Code.String(), slices.Sorted(slices.Values(n.Reasons))
		}
		out.Nodes = append(out.Nodes, to)
	}
	if d.Message != "" && preemption {
		p := d.Preempt()
		for node, trial := range p.Nodes {
			if len(trial.Reasons) == 0 || trial.Reasons[0] != "No preemption victims found for incoming pod" {
				out.Candidates = append(out.Candidates, node)
			}
		}
		slices.Sort(out.Candidates)
		if out.Candidates == nil || p.Ineligible {
			out.Message, out.Candidates = p.Message, nil // otherwise podlife leaves the rest open
		}
	}
	out.settle()
	return out
}

// score notes what a plugin makes of the node, unless that is nothing: podlife leaves out scores
// of a plugin that has nothing to say.
func (n *NodePlacement) score(plugin string, raw, normal int64) {
	if plugin == schedule.PodTopologySpread {
		raw = max(raw, 0) // podlife marks the nodes that do not count
	}
	if raw != 0 || normal != 0 {
		n.Scores = append(n.Scores, Score{plugin, raw, normal})
	}
}

// settle leaves out what is no difference: the order of nodes and scores, and the plugin that left
// a node out before filtering, which Kubernetes names in the reason only.
func (p *Placement) settle() {
	slices.SortFunc(p.Nodes, func(a, b NodePlacement) int { return cmp.Compare(a.Node, b.Node) })
	for i := range p.Nodes {
		n := &p.Nodes[i]
		slices.SortFunc(n.Scores, func(a, b Score) int { return cmp.Compare(a.Plugin, b.Plugin) })
		if len(n.Reasons) == 1 && strings.HasPrefix(n.Reasons[0], "node(s) didn't satisfy plugin(s) [") {
			n.Plugin = ""
		}
	}
}

// at is the score of a node, 0 in a list that is not there.
func at(scores []int64, i int) int64 {
	if scores == nil {
		return 0
	}
	return scores[i]
}
