package schedule_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

// decider is what the laws are about: it builds a cluster and asks it.
type decider func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error)

// decide is the rule. The broken variants stand in for it.
func decide(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
	c, err := schedule.NewCluster(o)
	if err != nil {
		return schedule.Explanation{}, err
	}
	return explain(c, p, pr, tie)
}

// question is what a law is tried on.
type question struct {
	o   *podlife.Objects
	p   *podlife.Pod
	tie uint64
}

func questions() *rapid.Generator[question] {
	return rapid.Custom(func(t *rapid.T) question {
		return question{podtest.Cluster().Draw(t, "cluster"), podtest.Unbound("pending").Draw(t, "pod"), rapid.Uint64Range(0, 5).Draw(t, "tie")}
	})
}

// law returns what is wrong with a decider, shown on one question. Empty:
// nothing.
type law func(by decider, q question) string

func checkLaw(t *testing.T, l law) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		if wrong := l(decide, questions().Draw(t, "question")); wrong != "" {
			t.Fatal(wrong)
		}
	})
}

// checkCatches checks that a law finds fault with a broken decider.
func checkCatches(t *testing.T, name string, l law, broken decider) {
	t.Helper()
	t.Run("catches "+name, func(t *testing.T) {
		for seed := range 2000 {
			if l(broken, questions().Example(seed)) != "" {
				return
			}
		}
		t.Error("the law holds for it")
	})
}

// spoiled changes what decide answers.
func spoiled(spoil func(d *schedule.Explanation)) decider {
	return func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
		d, err := decide(o, p, pr, tie)
		spoil(&d)
		return d, err
	}
}

// choiceIsBest: the choice is in the best set, and there is one whenever a node
// will do.
func choiceIsBest(by decider, q question) string {
	d, err := by(q.o, q.p, schedule.Default(), q.tie)
	switch {
	case err == nil && !slices.Contains(d.Best, d.Node):
		return fmt.Sprintf("chose %q of %q", d.Node, d.Best)
	case err != nil && (d.Node != "" || d.Best != nil):
		return fmt.Sprintf("chose %q of %q in spite of %v", d.Node, d.Best, err)
	default:
		return ""
	}
}

func TestChoiceIsBest(t *testing.T) {
	checkLaw(t, choiceIsBest)
	checkCatches(t, "the first feasible node", choiceIsBest, spoiled(func(d *schedule.Explanation) {
		if len(d.Feasible) > 0 {
			d.Node = d.Verdicts[d.Feasible[0]].Node
		}
	}))
}

// bestIsFeasible: the best set is made of feasible nodes, those with the
// highest total.
func bestIsFeasible(by decider, q question) string {
	d, err := by(q.o, q.p, schedule.Default(), q.tie)
	if err != nil {
		return ""
	}
	var want []string
	for i, at := range d.Feasible {
		if d.Totals[i] == slices.Max(d.Totals) {
			want = append(want, d.Verdicts[at].Node)
		}
	}
	slices.Sort(want)
	return cmp.Diff(want, d.Best)
}

func TestBestIsFeasible(t *testing.T) {
	checkLaw(t, bestIsFeasible)
	checkCatches(t, "nodes that were rejected", bestIsFeasible, spoiled(func(d *schedule.Explanation) {
		for _, v := range d.Verdicts {
			if v.Rejection != nil {
				d.Best = append(d.Best, v.Node)
			}
		}
	}))
}

// feasibleMeansPassed: a node is feasible if and only if each filter, asked
// alone, lets it pass.
func feasibleMeansPassed(by decider, q question) string {
	d, _ := by(q.o, q.p, schedule.Default(), q.tie)
	want := map[string]bool{}
	for _, v := range d.Verdicts {
		want[v.Node] = true
	}
	for _, filter := range schedule.Default().Filters {
		alone, _ := decide(q.o, q.p, schedule.Profile{Filters: []string{filter}}, 0)
		for _, v := range alone.Verdicts {
			want[v.Node] = want[v.Node] && v.Rejection == nil
		}
	}
	got := map[string]bool{}
	for i, v := range d.Verdicts {
		got[v.Node] = slices.Contains(d.Feasible, i)
	}
	return cmp.Diff(want, got)
}

func TestFeasibleMeansPassed(t *testing.T) {
	checkLaw(t, feasibleMeansPassed)
	for _, left := range []string{schedule.TaintToleration, schedule.NodeResourcesFit, schedule.PodTopologySpread, schedule.InterPodAffinity} {
		checkCatches(t, "without "+left, feasibleMeansPassed, func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
			pr.Filters = slices.DeleteFunc(pr.Filters, func(name string) bool { return name == left })
			return decide(o, p, pr, tie)
		})
	}
}

// scoresInRange: every score is 0 to 100, and totals are their weighted sums.
func scoresInRange(by decider, q question) string {
	d, err := by(q.o, q.p, schedule.Default(), q.tie)
	if err != nil || len(d.Scores) == 0 {
		return ""
	}
	totals := make([]int64, len(d.Feasible))
	for _, s := range d.Scores {
		for i, n := range s.Normalized {
			if n < 0 || n > 100 {
				return fmt.Sprintf("%s gives %d", s.Plugin, n)
			}
			totals[i] += n * s.Weight
		}
	}
	return cmp.Diff(totals, d.Totals)
}

func TestScoresInRange(t *testing.T) {
	checkLaw(t, scoresInRange)
	checkCatches(t, "raw scores", scoresInRange, spoiled(func(d *schedule.Explanation) {
		for i := range d.Scores {
			d.Scores[i].Normalized = d.Scores[i].Raw
		}
	}))
}

// scoresStandAlone: what a plugin scores does not depend on the other scores.
func scoresStandAlone(by decider, q question) string {
	pr := schedule.Default()
	d, err := by(q.o, q.p, pr, q.tie)
	if err != nil {
		return ""
	}
	for _, s := range d.Scores {
		one := pr
		one.Scores = []schedule.PluginWeight{{Plugin: s.Plugin, Weight: s.Weight}}
		alone, err := decide(q.o, q.p, one, q.tie)
		if err != nil {
			return fmt.Sprintf("%s alone: %v", s.Plugin, err)
		}
		if diff := cmp.Diff(alone.Scores[0], s); diff != "" {
			return diff
		}
	}
	return ""
}

func TestScoresStandAlone(t *testing.T) {
	checkLaw(t, scoresStandAlone)
	checkCatches(t, "sums that go on from plugin to plugin", scoresStandAlone, spoiled(func(d *schedule.Explanation) {
		for i := range d.Scores {
			for j := range d.Scores[i].Raw {
				if i > 0 && d.Scores[i-1].Raw != nil {
					d.Scores[i].Raw[j] += d.Scores[i-1].Raw[j]
				}
			}
		}
	}))
}

// summary is a decision without the order of its nodes.
type summary struct {
	Node     string
	Best     []string
	Verdicts map[string]*schedule.Rejection
	Totals   map[string]int64
	Error    string
}

func summarize(d schedule.Explanation, err error) summary {
	s := summary{Node: d.Node, Best: d.Best, Verdicts: map[string]*schedule.Rejection{}, Totals: map[string]int64{}}
	for _, v := range d.Verdicts {
		s.Verdicts[v.Node] = v.Rejection
	}
	for i, at := range d.Feasible {
		if i < len(d.Totals) {
			s.Totals[d.Verdicts[at].Node] = d.Totals[i]
		}
	}
	if err != nil {
		s.Error = err.Error()
	}
	return s
}

// agreeing makes the nodes agree about the sizes of images.
func agreeing(o *podlife.Objects) *podlife.Objects {
	out := *o
	out.Nodes = nil
	for _, n := range o.Nodes {
		n = n.Clone()
		for i := range n.Status.Images {
			n.Status.Images[i].SizeBytes = 300 << 20
		}
		out.Nodes = append(out.Nodes, n)
	}
	return &out
}

// orderDoesNotMatter: nodes and Pods may stand in any order, if the nodes agree
// about the sizes of images.
func orderDoesNotMatter(by decider, q question) string {
	q.o = agreeing(q.o)
	turned := *q.o
	turned.Nodes, turned.Pods = slices.Clone(q.o.Nodes), slices.Clone(q.o.Pods)
	slices.Reverse(turned.Nodes)
	slices.Reverse(turned.Pods)
	return cmp.Diff(summarize(by(q.o, q.p, schedule.Default(), q.tie)), summarize(by(&turned, q.p, schedule.Default(), q.tie)))
}

func TestOrderDoesNotMatter(t *testing.T) {
	checkLaw(t, orderDoesNotMatter)
	checkCatches(t, "the first of the best", orderDoesNotMatter, spoiled(func(d *schedule.Explanation) {
		for _, v := range d.Verdicts {
			if slices.Contains(d.Best, v.Node) {
				d.Node = v.Node
				break
			}
		}
	}))
}

// moreRoomNeverHurts: a node that will do still does if nodes have more.
func moreRoomNeverHurts(by decider, q question) string {
	before, _ := by(q.o, q.p, schedule.Default(), q.tie)
	roomy := *q.o
	roomy.Nodes = nil
	for _, n := range q.o.Nodes {
		n = n.Clone()
		for name, have := range n.Status.Allocatable {
			n.Status.Allocatable[name] = have.Add(have)
		}
		roomy.Nodes = append(roomy.Nodes, n)
	}
	after, _ := by(&roomy, q.p, schedule.Default(), q.tie)
	for i, v := range before.Verdicts {
		if v.Rejection == nil && after.Verdicts[i].Rejection != nil {
			return fmt.Sprintf("%s will do no longer: %q", v.Node, after.Verdicts[i].Rejection.Reasons)
		}
	}
	return ""
}

func TestMoreRoomNeverHurts(t *testing.T) {
	checkLaw(t, moreRoomNeverHurts)
	checkCatches(t, "nodes that are too large", moreRoomNeverHurts, func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
		d, err := decide(o, p, pr, tie)
		for i, n := range o.Nodes {
			if cpu := n.Status.Allocatable["cpu"]; cpu.Value() > 10 {
				d.Verdicts[i].Rejection = &schedule.Rejection{Reasons: []string{"too large"}}
			}
		}
		return d, err
	})
}

// countsAddUp: the error counts every reason of every node, and no more.
func countsAddUp(by decider, q question) string {
	d, err := by(q.o, q.p, schedule.Default(), q.tie)
	var fit *schedule.FitError
	if !errors.As(err, &fit) {
		return ""
	}
	want := map[string]int{}
	for _, v := range d.Verdicts {
		if v.Rejection == nil {
			return v.Node + " will do"
		}
		for _, reason := range v.Rejection.Reasons {
			want[reason]++
		}
	}
	return cmp.Diff(want, fit.Reasons) + cmp.Diff(len(d.Verdicts), fit.Nodes) + cmp.Diff(len(q.o.Nodes), fit.Nodes)
}

func TestCountsAddUp(t *testing.T) {
	checkLaw(t, countsAddUp)
	checkCatches(t, "one reason a node", countsAddUp, func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
		d, err := decide(o, p, pr, tie)
		var fit *schedule.FitError
		if errors.As(err, &fit) {
			fit.Reasons = map[string]int{}
			for _, v := range d.Verdicts {
				fit.Reasons[v.Rejection.Reasons[0]]++
			}
		}
		return d, err
	})
}

// argumentsKept: no argument is changed.
func argumentsKept(by decider, q question) string {
	pod, nodes, pods := q.p.Clone(), slices.Clone(q.o.Nodes), slices.Clone(q.o.Pods)
	for i, n := range q.o.Nodes {
		nodes[i] = n.Clone()
	}
	for i, p := range q.o.Pods {
		pods[i] = p.Clone()
	}
	pr := schedule.Default()
	_, _ = by(q.o, q.p, pr, q.tie)
	return cmp.Diff(pod, q.p) + cmp.Diff(nodes, q.o.Nodes) + cmp.Diff(pods, q.o.Pods) + cmp.Diff(schedule.Default(), pr)
}

func TestArgumentsKept(t *testing.T) {
	checkLaw(t, argumentsKept)
	checkCatches(t, "a Pod that is bound at once", argumentsKept, func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
		d, err := decide(o, p, pr, tie)
		p.Spec.NodeName = d.Node
		return d, err
	})
}

// onceMore: the same question has the same answer, asked of the same cluster.
func onceMore(by decider, q question) string {
	first, err := by(q.o, q.p, schedule.Default(), q.tie)
	second, err2 := by(q.o, q.p, schedule.Default(), q.tie)
	if !reflect.DeepEqual(first, second) {
		return cmp.Diff(first, second)
	}
	return cmp.Diff(fmt.Sprint(err), fmt.Sprint(err2))
}

func TestOnceMore(t *testing.T) {
	checkLaw(t, onceMore)
	asked := 0
	checkCatches(t, "a turn for each node", onceMore, func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
		asked++
		return decide(o, p, pr, uint64(asked))
	})
}
