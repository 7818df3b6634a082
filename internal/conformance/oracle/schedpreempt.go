package oracle

import (
	"context"
	"strings"

	v1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	fwk "k8s.io/kube-scheduler/framework"

	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/defaultpreemption"
	"k8s.io/kubernetes/pkg/scheduler/framework/preemption"
	frameworkruntime "k8s.io/kubernetes/pkg/scheduler/framework/runtime"
)

// Preemption is what preemption makes of a Pod that no node is fit for.
type Preemption struct {
	// Verdict is that of all the plugins asked after filtering. Success: room can be made.
	Verdict
	// Node on which room is made, and Victims that make it, the most important one first. Of
	// nodes that are equally good any one is taken.
	Node    string
	Victims []string
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
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, schedulingAlgorithm.
func (d *Decision) Preempt() Preemption {
	s := d.scheduler
	if pods := s.cluster.informers.Core().V1().Pods().Informer().GetIndexer(); s.preempter != nil {
		must(pods.Update(d.pod)) // it is read again from there
	}
	p := Preemption{Nodes: map[string]Trial{}}
	result, status := s.framework.RunPostFilterPlugins(quiet, d.state, d.pod, d.fit.Diagnosis.NodeToStatus)
	p.Verdict = verdictOf(status)
	p.Ineligible = strings.HasPrefix(status.Message(), "preemption: not eligible ")
	if result != nil && result.NominatingInfo != nil {
		p.Node = result.NominatedNodeName
	}
	fit := *d.fit
	fit.Diagnosis.PostFilterMsg = status.Message()
	p.Message = fit.Error()
	if s.preempter != nil {
		d.try(&p)
	}
	return p
}

// try is the dry run on every node where preemption may help.
// Source: kubernetes v1.37 pkg/scheduler/framework/preemption/preemption.go, DryRunPreemption.
func (d *Decision) try(p *Preemption) {
	evaluator := d.scheduler.preempter.Evaluator
	nodes, err := d.fit.Diagnosis.NodeToStatus.NodesForStatusCode(d.scheduler.cluster.snapshot.NodeInfos(), fwk.Unschedulable)
	must(err)
	budgets := d.scheduler.budgets()
	for _, node := range nodes {
		victims, err := evaluator.GetVictimsOnNode(quiet, node)
		must(err)
		pods, violations, status := evaluator.SelectVictimsOnNode(quiet, d.state.Clone(), d.pod, node.Snapshot(), victims, budgets)
		trial := Trial{Verdict: verdictOf(status), Violations: violations}
		for _, pod := range pods {
			trial.Victims = append(trial.Victims, pod.Namespace+"/"+pod.Name)
		}
		p.Nodes[node.Node().Name] = trial
	}
	p.Victims = p.Nodes[p.Node].Victims
}

// budgets in the order in which the plugin would see them.
func (s *Scheduler) budgets() []*policyv1.PodDisruptionBudget {
	budgets, err := s.cluster.informers.Policy().V1().PodDisruptionBudgets().Lister().List(labels.Everything())
	must(err)
	return budgets
}

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
