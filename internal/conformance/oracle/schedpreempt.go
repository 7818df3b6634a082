package oracle

import (
	"cmp"
	"context"
	"slices"
	"strings"
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	policylisters "k8s.io/client-go/listers/policy/v1"
	corev1helpers "k8s.io/component-helpers/scheduling/corev1"
	extenderv1 "k8s.io/kube-scheduler/extender/v1"
	fwk "k8s.io/kube-scheduler/framework"

	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/defaultpreemption"
	"k8s.io/kubernetes/pkg/scheduler/framework/preemption"
	frameworkruntime "k8s.io/kubernetes/pkg/scheduler/framework/runtime"
)

// Preemption is what preemption makes of a Pod that no node is fit for.
type Preemption struct {
	// Verdict is that of all the plugins asked after filtering. Success: room can be made.
	Verdict
	// Best are the nodes that are equally good, sorted. The scheduler takes any of them.
	Best []string
	// Node is the first of Best, and Victims make room on it, the most important one first.
	Node    string
	Victims []string
	// Unnominated are the Pods that lose their nomination to Node.
	Unnominated []string
	// Nominated is the node to which the Pod is nominated afterwards.
	Nominated string
	// Nodes says of each node that was tried why no room can be made, or who would have to go.
	Nodes map[string]Trial
	// Ineligible: the Pod is not allowed to preempt.
	Ineligible bool
	// Message is the whole event FailedScheduling.
	Message string
}

// Trial is the dry run of preemption on one node.
type Trial struct {
	Verdict
	Victims    []string // namespace/name, the most important one first
	Violations int      // victims that a disruption budget would have kept
}

// Preempt asks what preemption would do after this decision, which must have a Message. It
// evicts nobody.
func (d *Decision) Preempt() Preemption { return d.PreemptFrom(0) }

// PreemptFrom is [Decision.Preempt], with nodes and budgets in the order of their names, which
// Kubernetes takes in any order, beginning with the node at offset, modulo their number, which
// it draws.
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, schedulingAlgorithm.
func (d *Decision) PreemptFrom(offset int32) Preemption {
	s := d.scheduler
	p := Preemption{Nodes: map[string]Trial{}, Nominated: d.pod.Status.NominatedNodeName}
	var heard *listener
	if s.preempter != nil {
		pods := s.cluster.informers.Core().V1().Pods().Informer().GetIndexer()
		if _, there, _ := pods.Get(d.pod); !there {
			defer pods.Delete(d.pod)
		}
		must(pods.Update(d.pod)) // it is read again from there
		heard = listen(s, offset, p.Nodes)
		defer heard.stop()
	}
	result, status := s.framework.RunPostFilterPlugins(quiet, d.state, d.pod, byName{d.fit.Diagnosis.NodeToStatus})
	p.Verdict = verdictOf(status)
	p.Ineligible = strings.HasPrefix(status.Message(), "preemption: not eligible ")
	if result != nil && result.NominatingInfo != nil {
		p.Nominated = result.NominatedNodeName
	}
	message := status.Message()
	if status.IsSuccess() {
		p.Best = heard.best(p.Nominated)
		p.Node = p.Best[0]
		message = strings.Replace(message, "on node "+p.Nominated+",", "on node "+p.Node+",", 1)
		p.Victims, p.Nominated = p.Nodes[p.Node].Victims, p.Node
		for _, pod := range getLowerPriorityNominatedPods(s.cluster.nominations, corev1helpers.PodPriority(d.pod), p.Node) {
			p.Unnominated = append(p.Unnominated, pod.Namespace+"/"+pod.Name)
		}
		slices.Sort(p.Unnominated)
	} else if heard != nil {
		heard.keep(nil)
	}
	fit := *d.fit
	fit.Diagnosis.PostFilterMsg = message
	p.Message = fit.Error()
	return p
}

// byName lists nodes by name. Kubernetes takes them from a map.
type byName struct{ fwk.NodeToStatusReader }

// NodesForStatusCode lists the nodes with the code.
func (n byName) NodesForStatusCode(lister fwk.NodeInfoLister, code fwk.Code) ([]fwk.NodeInfo, error) {
	nodes, err := n.NodeToStatusReader.NodesForStatusCode(lister, code)
	nodes = slices.Clone(nodes)
	slices.SortFunc(nodes, func(a, b fwk.NodeInfo) int { return cmp.Compare(a.Node().Name, b.Node().Name) })
	return nodes, err
}

// sortedBudgets lists budgets by name. Kubernetes takes them from a map.
type sortedBudgets struct {
	policylisters.PodDisruptionBudgetLister
}

// List lists the budgets that match.
func (l sortedBudgets) List(selector labels.Selector) ([]*policyv1.PodDisruptionBudget, error) {
	budgets, err := l.PodDisruptionBudgetLister.List(selector)
	slices.SortFunc(budgets, func(a, b *policyv1.PodDisruptionBudget) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	return budgets, err
}

// listener stands between the evaluator and the plugin, hears what each node's dry run comes to,
// and draws the offset.
type listener struct {
	preemption.Interface
	evaluator  *preemption.Evaluator
	budgets    policylisters.PodDisruptionBudgetLister
	offset     int32
	trials     map[string]Trial
	victims    map[string]*extenderv1.Victims
	candidates []preemption.Candidate
}

func listen(s *Scheduler, offset int32, trials map[string]Trial) *listener {
	e := s.preempter.Evaluator
	l := &listener{Interface: e.Interface, evaluator: e, budgets: e.PdbLister, offset: offset, trials: trials, victims: map[string]*extenderv1.Victims{}}
	e.Interface, e.PdbLister = l, sortedBudgets{e.PdbLister}
	return l
}

func (l *listener) stop() {
	l.evaluator.Interface, l.evaluator.PdbLister = l.Interface, l.budgets
}

// GetOffsetAndNumCandidates returns the offset that was asked for.
func (l *listener) GetOffsetAndNumCandidates(nodes int32) (int32, int32) {
	_, candidates := l.Interface.GetOffsetAndNumCandidates(nodes)
	return l.offset % nodes, candidates
}

// SelectVictimsOnNode notes what the plugin says.
func (l *listener) SelectVictimsOnNode(ctx context.Context, state fwk.CycleState, pod *v1.Pod, node fwk.NodeInfo, possible []*preemption.DomainVictim, budgets []*policyv1.PodDisruptionBudget) ([]*v1.Pod, int, *fwk.Status) {
	victims, violations, status := l.Interface.SelectVictimsOnNode(ctx, state, pod, node, possible, budgets)
	trial := Trial{Verdict: verdictOf(status), Violations: violations}
	for _, victim := range victims {
		trial.Victims = append(trial.Victims, victim.Namespace+"/"+victim.Name)
	}
	name := node.Node().Name
	l.trials[name] = trial
	l.victims[name] = &extenderv1.Victims{Pods: victims, NumPDBViolations: int64(violations)}
	return victims, violations, status
}

// CandidatesToVictimsMap notes the candidates, if there is a choice.
func (l *listener) CandidatesToVictimsMap(candidates []preemption.Candidate) map[string]*extenderv1.Victims {
	if l.candidates == nil {
		l.candidates = candidates
	}
	return l.Interface.CandidatesToVictimsMap(candidates)
}

// draws is how often two candidates are compared to see that they are equal. Where they are, the
// first one in the order of a map is taken, which one of two is in at least an eighth of all cases.
const draws = 200

// best are the candidates that are as good as the chosen one, sorted.
func (l *listener) best(chosen string) []string {
	all, out := l.candidates, []string{chosen}
	kept := map[string]bool{chosen: true}
	for _, c := range all {
		kept[c.Name()] = true
		for n := 0; n < draws && c.Name() != chosen; n++ {
			if l.evaluator.SelectCandidate(quiet, []preemption.Candidate{c, candidate{chosen, l.victims[chosen]}}).Name() != chosen {
				out = append(out, c.Name())
				break
			}
		}
	}
	l.keep(kept)
	slices.Sort(out)
	return out
}

// keep forgets the dry runs that make room on a node which was not wanted any more.
func (l *listener) keep(wanted map[string]bool) {
	for name, trial := range l.trials {
		if len(trial.Victims) > 0 && !wanted[name] {
			delete(l.trials, name)
		}
	}
}

// candidate is a node, and who has to go from it.
type candidate struct {
	name    string
	victims *extenderv1.Victims
}

var _ preemption.Candidate = candidate{}

// Victims are who has to go.
func (c candidate) Victims() *extenderv1.Victims { return c.victims }

// Name is that of the node.
func (c candidate) Name() string { return c.name }

// NumPodGroupDisruptions is none.
func (candidate) NumPodGroupDisruptions() int { return 0 }

//go:linkname getLowerPriorityNominatedPods k8s.io/kubernetes/pkg/scheduler/framework/preemption.getLowerPriorityNominatedPods
func getLowerPriorityNominatedPods(pn fwk.PodNominator, priority int32, nodeName string) []*v1.Pod

// keepPreempter makes the plugin as factory does, remembers it, and takes from it the power to
// evict.
func (s *Scheduler) keepPreempter(factory frameworkruntime.PluginFactory) frameworkruntime.PluginFactory {
	return func(ctx context.Context, args runtime.Object, handle fwk.Handle) (fwk.Plugin, error) {
		plugin, err := factory(ctx, args, handle)
		if err != nil {
			return nil, err
		}
		s.preempter = plugin.(*defaultpreemption.DefaultPreemption)
		fieldOf(s.preempter.Executor, "fts").FieldByName("EnableAsyncPreemption").SetBool(false)
		s.preempter.Executor.PreemptPod = func(context.Context, preemption.Candidate, preemption.ExecutorPreemptor, *v1.Pod, string) (bool, error) {
			return true, nil
		}
		return plugin, nil
	}
}
