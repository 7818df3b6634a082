package oracle

import (
	"context"
	"slices"
	"strings"
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	fwk "k8s.io/kube-scheduler/framework"

	"k8s.io/kubernetes/pkg/scheduler"
	"k8s.io/kubernetes/pkg/scheduler/framework"
)

// Decision is what one scheduling cycle makes of a Pod.
type Decision struct {
	// Nodes in the order of [Cluster.NodeOrder]. Where one node was enough, because the Pod was
	// nominated to it, the others are left out.
	Nodes []NodeDecision
	// Best are the nodes with the highest total, sorted; without scoring, the only feasible node.
	Best []string
	// Host is the node that is taken: one of Best. Empty: none.
	Host string
	// Message is the event FailedScheduling up to what preemption adds: see [Decision.Preempt].
	// Empty if a node was found.
	Message string
	// PreFilter is the message with which a plugin turned the Pod away from all nodes at once.
	PreFilter string
	// Next is where the next cycle would begin to look: see [Scheduler.Start].
	Next int
	// Error says why the cycle itself failed. There is no decision then.
	Error string

	scheduler *Scheduler
	pod       *v1.Pod
	state     fwk.CycleState
	fit       *framework.FitError
}

// NodeDecision is what the cycle says of one node.
type NodeDecision struct {
	Node string
	Verdict
	// Raw and Normal are the scores by plugin, before normalising and after it, without the
	// plugin's weight. Nil if the node was not scored; no entry: the plugin did not score.
	Raw, Normal map[string]int64
	// Total is the weighted sum of Normal.
	Total int64
}

// Verdict is a status of the scheduler.
type Verdict struct {
	Code    fwk.Code
	Reasons []string
	Plugin  string
}

// Schedule runs a scheduling cycle up to the choice of the node. Pods that must not be scheduled,
// because they are gated, deleted or have a node, are scheduled all the same.
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, schedulePod.
func (s *Scheduler) Schedule(pod *v1.Pod) *Decision {
	pod = withUID(pod)
	d := &Decision{scheduler: s, pod: pod, state: framework.NewCycleState()}
	nodes := s.cluster.nodes()
	if len(nodes) == 0 {
		d.Error = scheduler.ErrNoNodesAvailable.Error()
		return d
	}
	setField(s.scheduler, "nextStartNodeIndex", s.Start)
	queued := &framework.QueuedPodInfo{PodInfo: podInfo(pod)}
	feasible, diagnosis, _, err := findNodesThatFitPod(s.scheduler, quiet, s.framework, d.state, queued)
	if err != nil {
		d.Error = err.Error()
		return d
	}
	d.Next = int(fieldOf(s.scheduler, "nextStartNodeIndex").Int())
	d.judge(nodes, feasible, &diagnosis)
	switch len(feasible) {
	case 0:
		d.fit = &framework.FitError{Pod: pod, NumAllNodes: len(nodes), Diagnosis: diagnosis}
		d.Message = d.fit.Error()
	case 1:
		d.Host = feasible[0].Node().Name
		d.Best = []string{d.Host}
	default:
		d.score(feasible)
	}
	return d
}

// judge lists the verdicts. A node that was left out before filtering has the status of absent
// nodes, which has a reason then; one that was not looked at has none.
func (d *Decision) judge(nodes, feasible []fwk.NodeInfo, diagnosis *framework.Diagnosis) {
	d.PreFilter = diagnosis.PreFilterMsg
	seen := map[string]Verdict{}
	for _, node := range feasible {
		seen[node.Node().Name] = Verdict{}
	}
	diagnosis.NodeToStatus.ForEachExplicitNode(func(node string, status *fwk.Status) { seen[node] = verdictOf(status) })
	absent := verdictOf(diagnosis.NodeToStatus.AbsentNodesStatus())
	for _, node := range nodes {
		verdict, ok := seen[node.Node().Name]
		if !ok {
			verdict = absent
		}
		if ok || len(feasible) == 0 || len(absent.Reasons) > 0 {
			d.Nodes = append(d.Nodes, NodeDecision{Node: node.Node().Name, Verdict: verdict})
		}
	}
}

func verdictOf(status *fwk.Status) Verdict {
	if status == nil {
		return Verdict{} // success
	}
	return Verdict{Code: status.Code(), Reasons: status.Reasons(), Plugin: status.Plugin()}
}

func (d *Decision) score(feasible []fwk.NodeInfo) {
	s := d.scheduler
	scored, err := prioritizeNodes(quiet, nil, s.framework, d.state, d.pod, feasible)
	if err != nil {
		*d = Decision{Error: err.Error()}
		return
	}
	byName := map[string]*NodeDecision{}
	for i := range d.Nodes {
		byName[d.Nodes[i].Node] = &d.Nodes[i]
	}
	weights := fieldOf(s.framework, "scorePluginWeight").Interface().(map[string]int)
	for _, node := range scored {
		to := byName[node.Name]
		to.Raw, to.Normal, to.Total = map[string]int64{}, map[string]int64{}, node.TotalScore
		for _, raw := range node.RawScores {
			to.Raw[raw.Name] = raw.Score
		}
		for _, score := range node.Scores {
			to.Normal[score.Name] = score.Score / int64(weights[score.Name])
		}
	}
	d.choose(scored)
}

// choose takes the best node.
// Source: kubernetes v1.37 pkg/scheduler/framework/sorted_nodes.go, NewSortedScoredNodes.
func (d *Decision) choose(scored []fwk.NodePluginScores) {
	sorted := framework.NewSortedScoredNodes(slices.Clone(scored))
	first := sorted.Pop()
	d.Host = first.Name
	for _, node := range scored {
		if node.TotalScore == first.TotalScore {
			d.Best = append(d.Best, node.Name)
		}
	}
	slices.Sort(d.Best)
}

// Enqueue says whether the Pod may wait for a scheduling cycle at all: not while it is gated.
// Source: kubernetes v1.37 pkg/scheduler/framework/interface.go, PreEnqueuePlugin.
func (s *Scheduler) Enqueue(pod *v1.Pod) Verdict {
	for _, plugin := range s.framework.PreEnqueuePlugins() {
		if status := plugin.PreEnqueue(quiet, pod); !status.IsSuccess() {
			verdict := verdictOf(status)
			verdict.Plugin = plugin.Name()
			return verdict
		}
	}
	return Verdict{}
}

// String is the code and the reasons.
func (v Verdict) String() string {
	return strings.Join(append([]string{v.Code.String()}, v.Reasons...), ", ")
}

// Host is the node that [Scheduler.Schedule] chooses, without the reasons: it takes the time
// that a scheduling cycle takes, and no more.
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, schedulePod.
func (s *Scheduler) Host(pod *v1.Pod) (string, error) {
	setField(s.scheduler, "nextStartNodeIndex", s.Start)
	queued := &framework.QueuedPodInfo{PodInfo: podInfo(pod)}
	result, err := schedulePod(s.scheduler, quiet, s.framework, framework.NewCycleState(), queued)
	return result.SuggestedHost, err
}

//go:linkname schedulePod k8s.io/kubernetes/pkg/scheduler.(*Scheduler).schedulePod
func schedulePod(sched *scheduler.Scheduler, ctx context.Context, schedFramework framework.Framework, state fwk.CycleState, podInfo *framework.QueuedPodInfo) (scheduler.ScheduleResult, error)

//go:linkname findNodesThatFitPod k8s.io/kubernetes/pkg/scheduler.(*Scheduler).findNodesThatFitPod
func findNodesThatFitPod(sched *scheduler.Scheduler, ctx context.Context, schedFramework framework.Framework, state fwk.CycleState, podInfo *framework.QueuedPodInfo) ([]fwk.NodeInfo, framework.Diagnosis, string, error)

//go:linkname prioritizeNodes k8s.io/kubernetes/pkg/scheduler.prioritizeNodes
func prioritizeNodes(ctx context.Context, extenders []fwk.Extender, schedFramework framework.Framework, state fwk.CycleState, pod *v1.Pod, nodes []fwk.NodeInfo) ([]fwk.NodePluginScores, error)
