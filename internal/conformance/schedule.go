package conformance

import (
	"cmp"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/schedule"
	fwk "k8s.io/kube-scheduler/framework"
)

// Placement is what a scheduler makes of a Pod.
type Placement struct {
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
}

// NodePlacement is what a scheduler makes of one node.
type NodePlacement struct {
	Node, Code, Plugin string
	Reasons            []string
	Raw, Normal        map[string]int64
	Total              int64
}

// scheduleArea compares a scheduler of Kubernetes with a profile of podlife.
func scheduleArea(a sceneArea) *Area[Scene, Placement] {
	configuration, profile := a.profiles()
	cluster := oracle.NewCluster()
	scheduler := sync.OnceValue(func() *oracle.Scheduler { return oracle.NewScheduler(cluster, configuration) })
	return &Area[Scene, Placement]{
		Name: "schedule-" + a.name,
		Gen:  a.scenes,
		Ours: func(in Scene) Placement { return ours(in, profile) },
		Theirs: func(in Scene) Placement {
			if in.Nasty && ours(in, profile).Refused {
				return Placement{Refused: true}
			}
			cluster.Load(in.Cluster)
			return theirs(scheduler().Schedule(in.Pod), profile.Preemption)
		},
		Pod: func(in Scene) *podlife.Pod { return fromPod(in.Pod) },
	}
}

// ours is podlife's answer.
func ours(in Scene, profile schedule.Profile) Placement {
	c, err := schedule.NewCluster(fromCluster(in.Cluster))
	if err != nil {
		return Placement{Refused: true, Message: in.explain(err)}
	}
	d, err := c.Schedule(fromPod(in.Pod), profile, 0)
	var unfit *schedule.FitError
	var failed *schedule.CycleError
	var out Placement
	switch {
	case errors.As(err, &unfit):
		out.PreFilter, out.Message, out.Candidates = unfit.PreFilter, unfit.Error(), unfit.Candidates
	case errors.As(err, &failed):
		return Placement{Failed: failed.Plugin}
	case err != nil:
		return Placement{Refused: true, Message: in.explain(err)}
	}
	out.Best = d.Best
	for _, v := range d.Verdicts {
		n := NodePlacement{Node: v.Node}
		if r := v.Rejection; r != nil {
			n.Code, n.Plugin, n.Reasons = fwk.Unschedulable.String(), r.Plugin, slices.Sorted(slices.Values(r.Reasons))
			if r.Unresolvable {
				n.Code = fwk.UnschedulableAndUnresolvable.String()
			}
		}
		out.Nodes = append(out.Nodes, n)
	}
	for i, node := range d.Feasible {
		n := &out.Nodes[node]
		for _, s := range d.Scores {
			set(&n.Raw, s.Plugin, at(s.Raw, i))
			set(&n.Normal, s.Plugin, at(s.Normalized, i))
		}
		n.Total = d.Totals[i]
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
	out := Placement{PreFilter: d.PreFilter, Message: d.Message, Best: d.Best}
	for _, n := range d.Nodes {
		to := NodePlacement{Node: n.Node, Plugin: n.Plugin, Raw: n.Raw, Normal: n.Normal, Total: n.Total}
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

// settle leaves out what is no difference: the order of nodes, scores of 0, which podlife leaves
// out if a plugin has nothing to say, and the plugin that left a node out before filtering, which
// Kubernetes names in the reason only.
func (p *Placement) settle() {
	slices.SortFunc(p.Nodes, func(a, b NodePlacement) int { return cmp.Compare(a.Node, b.Node) })
	for i := range p.Nodes {
		n := &p.Nodes[i]
		if n.Raw[schedule.PodTopologySpread] < 0 { // podlife marks the nodes that do not count
			n.Raw[schedule.PodTopologySpread] = 0
		}
		maps.DeleteFunc(n.Normal, func(plugin string, score int64) bool {
			if score == 0 && n.Raw[plugin] == 0 {
				delete(n.Raw, plugin)
				return true
			}
			return false
		})
		if len(n.Raw) == 0 {
			n.Raw, n.Normal = nil, nil
		}
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

func set(m *map[string]int64, key string, value int64) {
	if *m == nil {
		*m = map[string]int64{}
	}
	(*m)[key] = value
}
