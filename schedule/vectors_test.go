package schedule_test

import (
	"errors"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/schedule"
)

// vectorInput is what is asked about in selectors.jsonl.
type vectorInput struct {
	Node     *podlife.Node
	Labels   map[string]string // of another Pod
	Selector *podlife.LabelSelector
	Pod      *podlife.Pod
}

// vectorAnswer is what matches: "yes", "no", or "malformed" if it cannot be
// read.
type vectorAnswer struct {
	Selected, Node, Added string
	Preferred             []int64 // of the node and of one without labels; nil: malformed
	Tolerated             [][2]bool
	Kept                  bool
}

// Selectors and tolerations match as Kubernetes has them match.
func TestVectors(t *testing.T) {
	err := lawtest.Vectors("selectors", func(in vectorInput) vectorAnswer {
		out := vectorAnswer{Selected: selected(in), Added: addable(in)}
		c := cluster(t, nodes(in.Node, &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: "other"}}))
		out.Node = verdict(c, in, schedule.NodeAffinity)
		out.Kept = verdict(c, in, schedule.TaintToleration) == "no"
		pr := schedule.Profile{Scores: []schedule.PluginWeight{{Plugin: schedule.NodeAffinity, Weight: 1}}}
		if e, err := explain(c, in.Pod, pr, 0); err == nil {
			out.Preferred = []int64{0, 0}
			copy(out.Preferred, e.Scores[0].Raw)
		}
		for i := range in.Node.Spec.Taints {
			var by [2]bool
			for _, toleration := range in.Pod.Spec.Tolerations {
				by[0] = by[0] || toleration.Tolerates(&in.Node.Spec.Taints[i], false)
				by[1] = by[1] || toleration.Tolerates(&in.Node.Spec.Taints[i], true)
			}
			out.Tolerated = append(out.Tolerated, by)
		}
		return out
	})
	if err != nil {
		t.Error(err)
	}
}

// selected asks a Pod that must not be beside what it selects.
func selected(in vectorInput) string {
	at := node("n1")
	there := on(pod("q"), "n1")
	there.Labels = in.Labels
	c, err := schedule.NewCluster(with(nodes(at), there))
	if err != nil {
		return err.Error()
	}
	pr := schedule.Profile{Filters: []string{schedule.InterPodAffinity}}
	_, err = c.Schedule(apart(pod("p"), term(host, in.Selector)), pr, 0)
	var wrong *schedule.ObjectError
	switch {
	case err == nil:
		return "no"
	case errors.As(err, &wrong):
		return "malformed"
	default:
		return "yes"
	}
}

// addable asks whether the Pod's node affinity can be a profile's.
func addable(in vectorInput) string {
	var pr schedule.Profile
	if a := in.Pod.Spec.Affinity; a != nil {
		pr.NodeAffinity.AddedAffinity = &podlife.NodeAffinity{Required: a.NodeAffinity.Required}
	}
	if pr.Validate() != nil {
		return "malformed"
	}
	return "yes"
}

// verdict is what one filter says about the first node.
func verdict(c *schedule.Cluster, in vectorInput, filter string) string {
	e, err := explain(c, in.Pod, schedule.Profile{Filters: []string{filter}}, 0)
	var fit *schedule.FitError
	if err != nil && !errors.As(err, &fit) {
		return err.Error()
	}
	for _, v := range e.Verdicts {
		if v.Node == in.Node.Name && v.Rejection == nil {
			return "yes"
		}
	}
	return "no"
}
