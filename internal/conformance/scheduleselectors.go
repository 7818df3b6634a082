package conformance

import (
	"errors"
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/schedule"
	v1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"
)

// SelectorsInput is a node and a Pod that has wishes about nodes and other Pods.
type SelectorsInput struct {
	Node *podlife.Node `json:"node"`
	// Labels of another Pod.
	Labels map[string]string `json:"labels,omitempty"`
	// Selector of Pods.
	Selector *podlife.LabelSelector `json:"selector"`
	// Pod with its node selector, node affinity and tolerations.
	Pod *podlife.Pod `json:"pod"`
}

// SelectorsAnswer says what matches.
type SelectorsAnswer struct {
	// Selected: the labels match the selector.
	Selected Match `json:"selected"`
	// Node: the node is one that the Pod may have.
	Node Match `json:"node"`
	// Added: could the Pod's required node affinity be part of a profile? Match, if so.
	Added Match `json:"added"`
	// Preferred are the weights of the preferred terms that match the node, and one without
	// labels. Nil: a term cannot be read.
	Preferred []int64 `json:"preferred"`
	// Tolerated says of each taint whether the Pod tolerates it, without comparison operators and
	// with them.
	Tolerated [][2]bool `json:"tolerated,omitempty"`
	// Kept says that a taint keeps the Pod off the node.
	Kept bool `json:"kept"`
}

// Match is whether something matches.
type Match string

// The ways to match.
const (
	Yes       Match = "yes"
	No        Match = "no"
	Malformed Match = "malformed" // it cannot be read
)

func match(yes bool, err error) Match {
	switch {
	case err != nil:
		return Malformed
	case yes:
		return Yes
	default:
		return No
	}
}

// selectorsArea compares what matches: selectors of Pods, selectors of nodes, tolerations. The
// scenes of [scheduleArea] have them too, among much else and from fewer words.
func selectorsArea() *Area[SelectorsInput, SelectorsAnswer] {
	return &Area[SelectorsInput, SelectorsAnswer]{
		Name:    "selectors",
		Gen:     rapid.Custom(drawSelectors),
		Ours:    ourSelectors,
		Theirs:  theirSelectors,
		Pod:     func(in SelectorsInput) *podlife.Pod { return in.Pod },
		Vectors: selectorsVectors(),
	}
}

func theirSelectors(in SelectorsInput) SelectorsAnswer {
	pod, node := kube.ToPod(in.Pod), kube.ToNode(in.Node)
	var out SelectorsAnswer
	with := kube.ToPod(spreading(in.Selector))
	out.Selected = match(oracle.MatchesLabels(with.Spec.TopologySpreadConstraints[0].LabelSelector, in.Labels))
	out.Node = match(oracle.MatchesNode(pod, node), nil)
	out.Added = Yes
	if a := pod.Spec.Affinity; a != nil && a.NodeAffinity != nil {
		if required := a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution; required != nil {
			out.Added = match(true, oracle.CheckNodeSelector(required))
		}
		out.Preferred, _ = oracle.PreferredScores(a.NodeAffinity.PreferredDuringSchedulingIgnoredDuringExecution, node, kube.ToNode(bare()))
	} else {
		out.Preferred = []int64{0, 0}
	}
	for i := range node.Spec.Taints {
		taint := &node.Spec.Taints[i]
		plain := oracle.Tolerates(pod.Spec.Tolerations, taint, false)
		out.Tolerated = append(out.Tolerated, [2]bool{plain, oracle.Tolerates(pod.Spec.Tolerations, taint, true)})
		out.Kept = out.Kept || !plain && (taint.Effect == v1.TaintEffectNoSchedule || taint.Effect == v1.TaintEffectNoExecute)
	}
	return out
}

// bare is a node without labels.
func bare() *podlife.Node { return &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: "bare"}} }

// spreading is a Pod with the selector in one of the places where there is one.
func spreading(s *podlife.LabelSelector) *podlife.Pod {
	return &podlife.Pod{Spec: podlife.PodSpec{TopologySpreadConstraints: []podlife.TopologySpreadConstraint{{LabelSelector: s}}}}
}

// ourSelectors asks where each thing matters when a Pod is scheduled.
func ourSelectors(in SelectorsInput) SelectorsAnswer {
	out := SelectorsAnswer{Selected: ourSelected(in)}
	var added schedule.Profile
	affinity := in.Pod.Spec.Affinity
	out.Added = Yes
	if affinity != nil && affinity.NodeAffinity != nil {
		added.NodeAffinity.AddedAffinity = &podlife.NodeAffinity{Required: affinity.NodeAffinity.Required}
		out.Added = match(true, added.Validate())
	}
	c, err := schedule.NewCluster(&podlife.Objects{Nodes: []*podlife.Node{in.Node, bare()}})
	if err != nil {
		return out
	}
	out.Node = ourFilter(c, in, schedule.NodeAffinity)
	out.Kept = ourFilter(c, in, schedule.TaintToleration) == No
	wishes := schedule.Profile{Scores: []schedule.PluginWeight{{Plugin: schedule.NodeAffinity, Weight: 1}}}
	if d, err := c.Schedule(in.Pod, wishes, 0); err == nil {
		raw := d.Explain().Scores[0].Raw
		out.Preferred = []int64{at(raw, 0), at(raw, 1)}
	}
	for i := range in.Node.Spec.Taints {
		var tolerated [2]bool
		for _, t := range in.Pod.Spec.Tolerations {
			tolerated[0] = tolerated[0] || t.Tolerates(&in.Node.Spec.Taints[i], false)
			tolerated[1] = tolerated[1] || t.Tolerates(&in.Node.Spec.Taints[i], true)
		}
		out.Tolerated = append(out.Tolerated, tolerated)
	}
	return out
}

// ourFilter is what one filter says about the node.
func ourFilter(c *schedule.Cluster, in SelectorsInput, filter string) Match {
	d, err := c.Schedule(in.Pod, schedule.Profile{Filters: []string{filter}}, 0)
	var unfit *schedule.FitError
	if err != nil && !errors.As(err, &unfit) {
		return Malformed
	}
	for _, v := range d.Explain().Verdicts {
		if v.Node == in.Node.Name {
			return match(v.Rejection == nil, nil)
		}
	}
	return Match(fmt.Sprintf("nothing about the node: %v", err))
}

// ourSelected asks two Pods that want to be apart: the one that has the selector is on the node
// first, and then the other. Both must find the same.
func ourSelected(in SelectorsInput) Match {
	const key = "place"
	node := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: "n", Labels: map[string]string{key: "here"}}}
	shy := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "shy", Namespace: "default"}}
	shy.Spec.Affinity = &podlife.Affinity{PodAntiAffinity: &podlife.PodAffinity{
		Required: []podlife.PodAffinityTerm{{TopologyKey: key, LabelSelector: in.Selector}},
	}}
	other := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "other", Namespace: "default", Labels: in.Labels}}
	first, second := meet(node, shy, other), meet(node, other, shy)
	if first != second {
		return Match(fmt.Sprintf("%s one way, %s the other", first, second))
	}
	return first
}

// meet says whether a Pod is kept off the node by one that is there.
func meet(node *podlife.Node, there, wanted *podlife.Pod) Match {
	there = there.Clone()
	there.Spec.NodeName = node.Name
	c, err := schedule.NewCluster(&podlife.Objects{Nodes: []*podlife.Node{node}, Pods: []*podlife.Pod{there}})
	if err != nil {
		return Malformed
	}
	var unfit *schedule.FitError
	_, err = c.Schedule(wanted, schedule.Profile{Filters: []string{schedule.InterPodAffinity}}, 0)
	if err != nil && !errors.As(err, &unfit) {
		return Malformed
	}
	return match(unfit != nil, nil)
}
