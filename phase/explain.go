package phase

import (
	"github.com/podlife/podlife"
)

// Explain returns what holds p where it is, the weightiest reason first, and
// at least one. It goes by the object alone, as it was reported.
//
// Of these, the first that applies and what stands with it:
//
//  1. Deletion was asked for: each container that still runs, each finalizer.
//     This comes before all else. Beside it stand only 2, 3 and why the Pod is
//     disrupted.
//  2. The phase is terminal: the cause that [Outcome] finds.
//  3. The node is lost.
//  4. The Pod has no node, or no kubelet has reported: scheduling gates, the
//     scheduler's verdict, or that there is none yet.
//  5. All containers restart.
//  6. The sandbox is not ready, and of 7 and 8 what it does not explain.
//  7. The init container whose turn it is.
//  8. Main containers and sidecars that are not ready: those that failed for
//     good, wait or will be started again, then those without a status, not
//     started, not ready, done.
//  9. The readiness gates, or the condition Ready, if it is not True for no
//     reason above.
//  10. All containers run and are ready.
//
// A coming disruption stands before 4 to 10, a resize behind 6 to 10.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go,
// computePodActions; pkg/kubelet/status/generate.go.
func Explain(p *podlife.Pod) []Explanation {
	e := explainer{pod: p, work: work{pod: p}}
	if p.IsDeleted() {
		e.deletion()
	}
	switch {
	case p.Status.Phase.IsTerminal():
		e.terminal()
	case isLost(p):
		e.nodeLost()
	case p.IsDeleted():
		e.disruption("")
	default:
		e.disruption("its containers will be stopped")
		e.holders()
	}
	return e.reasons
}

// explainer gathers explanations, the weightiest first.
type explainer struct {
	pod     *podlife.Pod
	work    work
	reasons []Explanation
}

// add appends a reason, which weighs less than those before it.
func (e *explainer) add(r Explanation) { e.reasons = append(e.reasons, r) }

// deletion says what a deleted Pod still waits for.
func (e *explainer) deletion() {
	before := len(e.reasons)
	e.eachContainer(func(r Explanation) {
		if r.State.Kind == podlife.StateRunning && !e.pod.Status.Phase.IsTerminal() {
			r.Cause, r.Next = CauseDeleted, "it must end, or be killed once its grace period is over"
			e.add(r)
		}
	})
	if len(e.reasons) == before && !e.pod.Status.Phase.IsTerminal() && e.pod.Spec.NodeName != "" {
		e.add(Explanation{Cause: CauseDeleted, Next: "the kubelet must report the end"})
	}
	for _, name := range e.pod.Finalizers {
		e.add(Explanation{Cause: CauseFinalizer, Message: name, Next: "whoever set it must remove it"})
	}
	if len(e.reasons) == before {
		e.add(Explanation{Cause: CauseDeleted, Next: "the object must be removed"})
	}
}

// terminal says why the Pod ended.
func (e *explainer) terminal() {
	o := Outcome(e.pod)
	r := Explanation{}
	if o.Container != "" {
		r = e.reasonFor(o.Container)
		if end := lastEnd(statusMainFirst(e.pod, o.Container)); end != nil {
			r.State, r.Last = *end, podlife.ContainerState{}
		}
	}
	r.Cause, r.Phase, r.Reason, r.Message = o.Cause, e.pod.Status.Phase, o.Reason, o.Message
	if o.Verdict == Failed {
		r.Next = "only a new Pod can do its work"
	}
	e.add(r)
}

// nodeLost says that nobody can tell how the Pod is.
func (e *explainer) nodeLost() {
	e.add(Explanation{
		Cause: CauseNodeLost, Reason: e.pod.Status.Reason, Message: e.pod.Status.Message,
		Next: "the node must come back, or its Node object be deleted",
	})
}

// disruption says that the Pod is to end soon.
func (e *explainer) disruption(next string) {
	c := podlife.FindCondition(e.pod.Status.Conditions, podlife.DisruptionTarget)
	if c != nil && c.Status == podlife.ConditionTrue {
		e.add(Explanation{
			Cause: CauseDisruptionTarget, Condition: c.Type, Reason: c.Reason, Message: c.Message, Next: next,
		})
	}
}

// holders says what keeps a Pod that is to live from being ready.
func (e *explainer) holders() {
	switch before := len(e.reasons); {
	case len(e.pod.Spec.Containers) == 0:
		e.add(Explanation{Cause: CauseNoSuchContainer, Next: "nothing can happen"})
	case noStatuses(e.pod):
		e.placement()
	case e.restartingAll():
	default:
		e.sandbox()
		if !e.initialization() {
			e.containers()
		}
		if len(e.reasons) == before {
			e.readiness()
		}
		e.resize()
	}
}

// placement says why no node has reported on the Pod.
func (e *explainer) placement() {
	cause, c := unplaced(e.pod)
	r := Explanation{Cause: cause, Reason: c.Reason, Message: c.Message, Next: nextForPlacement(cause, c.Reason)}
	if cause != CauseNotReported {
		r.Condition = podlife.PodScheduled
	}
	if node := e.pod.Status.NominatedNodeName; cause == CauseUnschedulable && node != "" {
		r.Next = "the scheduler is making room on node " + node
	}
	if cause != CauseSchedulingGated {
		e.add(r)
		return
	}
	for _, gate := range e.pod.Spec.SchedulingGates {
		r.Reason, r.Message = ReasonSchedulingGated, gate.Name
		e.add(r)
	}
}

// restartingAll says that all containers start again in place. The phase
// comes first: a Pod that is at its end restarts nothing.
func (e *explainer) restartingAll() bool {
	container, ok := e.work.restartingAll()
	if !ok && !restartAllAsked(e.pod) || computed(e.pod).IsTerminal() {
		return false
	}
	var r Explanation
	if container != "" {
		r = e.reasonFor(container)
	}
	r.Cause, r.Condition = CauseRestartingAllContainers, podlife.AllContainersRestarting
	r.Next = "the kubelet must remove them all and begin anew"
	e.add(r)
	return true
}

// sandbox says that the sandbox is not ready, unless the Pod is at its end and
// needs none.
func (e *explainer) sandbox() {
	c := podlife.FindCondition(e.pod.Status.Conditions, podlife.PodReadyToStartContainers)
	if c == nil || c.Status != podlife.ConditionFalse || computed(e.pod).IsTerminal() {
		return
	}
	next := "the kubelet must set up the sandbox, its volumes and its network"
	if e.pod.Spec.RestartPolicy == podlife.RestartPolicyNever && anyLeft(e.pod) {
		next = "under policy Never the kubelet makes no second one"
	}
	e.add(Explanation{Cause: CauseSandboxNotReady, Condition: c.Type, Reason: c.Reason, Message: c.Message, Next: next})
}

// readiness says why the Pod is not ready though all its containers are, or
// that it is.
func (e *explainer) readiness() {
	shown := podlife.FindCondition(e.pod.Status.Conditions, podlife.PodReady)
	due := podlife.FindCondition(Conditions(e.pod), podlife.PodReady)
	switch {
	case due.Reason == ReasonReadinessGatesNotReady:
		e.add(Explanation{
			Cause: CauseReadinessGate, Condition: due.Type, Reason: due.Reason, Message: due.Message,
			Next: "who watches over the gate must set its condition to True",
		})
	case shown != nil && shown.Status != podlife.ConditionTrue:
		e.add(Explanation{
			Cause: CausePodNotReady, Condition: shown.Type, Reason: shown.Reason, Message: shown.Message,
			Next: "the kubelet must report again",
		})
	default:
		e.add(Explanation{Cause: CauseReady, Count: e.countReady(), Condition: podlife.PodReady})
	}
}

// resize says how far a change of resources is.
func (e *explainer) resize() {
	for _, t := range [...]podlife.ConditionType{podlife.PodResizePending, podlife.PodResizeInProgress} {
		if c := podlife.FindCondition(e.pod.Status.Conditions, t); c != nil && c.Status == podlife.ConditionTrue {
			e.add(Explanation{
				Cause: CauseResize, Condition: t, Reason: firstSet(c.Reason, string(t)), Message: c.Message,
				Next: nextForResize(t, c.Reason),
			})
		}
	}
}
