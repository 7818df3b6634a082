package phase

import "github.com/podlife/podlife"

// unfinished is the outcome of work that goes on: what holds it, the first of
//
//  1. a main container that counts and failed for good;
//  2. deletion;
//  3. what keeps the Pod from a node, where none has reported;
//  4. an init container, while no main container that counts runs;
//  5. the first main container that counts and does not run;
//  6. the first that does.
func (w *work) unfinished() Result {
	if e := w.failedMain(); e.state != nil {
		r := w.failure(e)
		r.Verdict = Unfinished
		return r
	}
	if w.stopping() {
		return Result{Cause: CauseDeleted}
	}
	first := w.holding()
	if first.container == nil {
		return Result{Cause: CauseNoSuchContainer}
	}
	if !w.anyStatus() {
		cause, c := unplaced(w.pod)
		return Result{Cause: cause, Reason: c.Reason, Message: c.Message}
	}
	if first.cause() != CauseContainerRunning {
		if init := w.holdingInit(); init.container != nil {
			first = init
		}
	}
	return first.result()
}

// failedMain returns the main container that counts, failed for good, and did
// so first.
func (w *work) failedMain() ending {
	var first ending
	for i := range w.pod.Spec.Containers {
		c := &w.pod.Spec.Containers[i]
		if e := w.over(c, false); w.counts(c.Name) && e.failed() && e.before(first) {
			first = e
		}
	}
	return first
}

// unplaced returns what keeps a Pod without statuses from being run by a node,
// with the condition that says so, if one does.
func unplaced(p *podlife.Pod) (Cause, podlife.Condition) {
	c := podlife.FindCondition(p.Status.Conditions, podlife.PodScheduled)
	switch {
	case p.Spec.NodeName != "":
		return CauseNotReported, podlife.Condition{}
	case len(p.Spec.SchedulingGates) > 0 && c == nil:
		return CauseSchedulingGated, podlife.Condition{}
	case len(p.Spec.SchedulingGates) > 0:
		return CauseSchedulingGated, *c
	case c != nil && c.Status == podlife.ConditionFalse && c.Reason != ReasonSchedulingGated:
		return CauseUnschedulable, *c
	default: // gates that were removed leave their condition behind
		return CauseNotScheduled, podlife.Condition{}
	}
}

// held is a container whose state holds the work. The zero held is none.
type held struct {
	container *podlife.Container
	status    *podlife.ContainerStatus // nil: none was reported
	init      bool
	stuck     bool // as initStuck says
}

// holding returns the first main container that counts, is not over and does
// not run, or else the first that runs.
func (w *work) holding() held {
	var running held
	for i := range w.pod.Spec.Containers {
		c := &w.pod.Spec.Containers[i]
		if !w.counts(c.Name) || w.over(c, false).state != nil {
			continue
		}
		h := held{container: c, status: statusMainFirst(w.pod, c.Name)}
		if h.cause() != CauseContainerRunning {
			return h
		}
		if running.container == nil {
			running = h
		}
	}
	return running
}

// holdingInit returns the first ordinary init container that is not done.
func (w *work) holdingInit() held {
	for i := range w.pod.Spec.InitContainers {
		c := &w.pod.Spec.InitContainers[i]
		if !c.IsSidecar() && !initDone(w.pod, c) {
			return held{container: c, status: statusMainFirst(w.pod, c.Name), init: true, stuck: initStuck(w.pod, c)}
		}
	}
	return held{}
}

// initDone reports whether ordinary init container c is done. The kubelet does
// not go on after one that was killed for want of memory, be its exit code 0;
// but once a main container was made it does not look back.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go,
// computeInitContainerActions.
func initDone(p *podlife.Pod, c *podlife.Container) bool {
	state := lastEnd(statusMainFirst(p, c.Name))
	return state != nil && state.ExitCode == 0 && (state.Reason != reasonOOMKilled || mainHasRun(p))
}

// initStuck reports whether ordinary init container c was killed for want of
// memory, ended with exit code 0 all the same and is not to be started again:
// the kubelet neither goes on nor fails the Pod. Unless the Pod's policy is
// Never, it tries once more in a new sandbox.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go,
// computePodActions.
func initStuck(p *podlife.Pod, c *podlife.Container) bool {
	state := lastEnd(statusMainFirst(p, c.Name))
	return state != nil && state.ExitCode == 0 && state.Reason == reasonOOMKilled &&
		p.Spec.RestartPolicy == podlife.RestartPolicyNever && !startsAgain(&p.Spec, c, state)
}

// cause says what the state of the container is a cause of.
func (h held) cause() Cause {
	switch {
	case h.stuck:
		return CauseOOMKilled
	case h.init:
		return CauseInitializing
	case h.status == nil || h.status.State.Kind == podlife.StateUnset:
		return CauseNoStatus
	case h.status.State.Kind == podlife.StateRunning:
		return CauseContainerRunning
	case h.status.State.Reason == reasonRestartingAll:
		return CauseRestartingAllContainers
	case lastEnd(h.status) != nil:
		return CauseContainerRestarting
	default:
		return CauseContainerWaiting
	}
}

func (h held) result() Result {
	r := Result{Cause: h.cause(), Container: h.container.Name}
	if h.status == nil {
		return r
	}
	r.Reason, r.Message = h.status.State.Reason, h.status.State.Message
	if end := lastEnd(h.status); end != nil {
		r.ExitCode = end.ExitCode
	}
	return r
}
