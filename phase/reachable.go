package phase

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// Reachable returns the phases that the status of p may show from now on: the
// present one, and those that can still come, whatever happens to its containers,
// to its node, to its kubelet and to the object. It goes by the object alone, in
// which nobody can see what the kubelet is about to do. Changes of the spec are
// left out.
//
// A terminal phase stays. Before it:
//
//   - Failed can always come: the Pod may be evicted, or its node be lost.
//   - Nothing else can if an ordinary init container failed for good, or the Pod
//     was deleted before a kubelet told of it.
//   - Running cannot come of a Pod whose main containers ended for good, or that
//     was deleted before its init containers were done. It can of one with
//     sidecars in which a main container's own policy is Never, and not the Pod's;
//     while it is Pending because a sidecar has just been started again; or of one
//     that was deleted while its init containers ran once more, if the last of them
//     ends on a node that does not answer.
//   - Pending comes back if all containers may restart, or init containers and
//     sidecars begin anew, beside a main container that may.
//     Of a Pod that was deleted before its init containers were done it can.
//   - Succeeded cannot come if a main container failed for good, or of a Pod
//     that was deleted before main containers could run. It can come under
//     policy Always: once the Pod is stopped, no container starts again, and all
//     main containers may have ended in success.
//
// A container ended for good if [restart.ByPolicy] does not start it again, no
// rule restarts all containers, and a new sandbox does not start it once more, as
// [Outcome] explains. That the runtime loses a container is left out.
//
// Unknown, which no part of Kubernetes 1.37 writes, may be followed by any phase.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, getPhase and
// generateAPIPodStatus; pkg/kubelet/kuberuntime/util/util.go, PodSandboxChanged.
func Reachable(p *podlife.Pod) Set {
	now := SetOf(p.Status.Phase)
	if p.Status.Phase.IsTerminal() {
		return now
	}
	if now == 0 {
		now = SetOf(podlife.PodPending)
	}
	w := work{pod: p}
	out := now | SetOf(podlife.PodFailed)
	restartsAll := w.mayRestartAll()
	if w.neverBegins() || !restartsAll && w.hasInitFailed() {
		return out
	}
	early := !restartsAll && w.stoppedEarly()
	if restartsAll || !early && (w.anyGoesOn() || w.sidecarsGoOn() || w.sidecarBegan()) || early && w.lastInitMayEnd() {
		out |= SetOf(podlife.PodRunning)
	}
	if p.Status.Phase == podlife.PodUnknown || restartsAll || early || w.mayBeginAnew() {
		out |= SetOf(podlife.PodPending)
	}
	if restartsAll || !w.hasMainFailed() && !(early && w.anyMainUndone()) {
		out |= SetOf(podlife.PodSucceeded)
	}
	return out
}

// mayRestartAll reports whether all containers may restart, or do so now. Of a Pod
// that is deleted they are removed at most.
func (w *work) mayRestartAll() bool {
	return !w.stopping() && (w.canRestartAll() || anyTrue(w.pod.Status.Conditions, podlife.AllContainersRestarting))
}

// neverBegins reports whether the Pod is deleted before a kubelet told of it.
func (w *work) neverBegins() bool {
	return w.stopping() && (w.pod.Spec.NodeName == "" || len(w.pod.Status.ContainerStatuses) == 0)
}

// hasInitFailed reports whether an ordinary init container is shown to have failed
// for good.
func (w *work) hasInitFailed() bool {
	for i := range w.pod.Spec.InitContainers {
		c := &w.pod.Spec.InitContainers[i]
		if !c.IsSidecar() && w.hasFailed(c) {
			return true
		}
	}
	return false
}

// hasMainFailed reports whether a main container is shown to have failed for good.
func (w *work) hasMainFailed() bool {
	for i := range w.pod.Spec.Containers {
		if w.hasFailed(&w.pod.Spec.Containers[i]) {
			return true
		}
	}
	return false
}

// hasFailed reports whether c is shown to have ended in failure, and nothing but
// a restart of all starts it again.
func (w *work) hasFailed(c *podlife.Container) bool {
	return w.stays(c) && w.ended(c, false).failed()
}

// stoppedEarly reports whether the Pod is deleted before its init containers are
// done. The sync under way starts one of them at most.
func (w *work) stoppedEarly() bool {
	if !w.stopping() || w.anyMainRuns() {
		return false
	}
	for i := range w.pod.Spec.InitContainers {
		if c := &w.pod.Spec.InitContainers[i]; !c.IsSidecar() && !w.ended(c, true).good() {
			return true
		}
	}
	return false
}

// lastInitMayEnd reports whether the next status of a Pod that is deleted may show its
// init containers done: the one that is not runs, and may end before the kubelet hears of
// the deletion. The main containers have all ended in another sandbox, and one would be
// started again, so that the phase is Running. A restart of all is called off by then.
func (w *work) lastInitMayEnd() bool {
	spec := &w.pod.Spec
	for i := range spec.InitContainers {
		c := &spec.InitContainers[i]
		s := podlife.FindStatus(w.pod.Status.InitContainerStatuses, c.Name)
		runs := s != nil && s.State.Kind == podlife.StateRunning
		if !runs && (c.IsSidecar() || !w.ended(c, true).good()) {
			return false
		}
	}
	again := false
	for i := range spec.Containers {
		e := w.ended(&spec.Containers[i], false)
		if e.state == nil {
			return false
		}
		again = again || restart.ByPolicy(spec, &spec.Containers[i], e.state.ExitCode) != restart.Stay
	}
	return again
}

// anyMainUndone reports whether some main container has not ended in success, as
// far as is shown of its last run.
func (w *work) anyMainUndone() bool {
	for i := range w.pod.Spec.Containers {
		if e := w.ended(&w.pod.Spec.Containers[i], false); e.state == nil || e.failed() {
			return true
		}
	}
	return false
}

func (w *work) anyMainRuns() bool {
	for i := range w.pod.Status.ContainerStatuses {
		if w.pod.Status.ContainerStatuses[i].State.Kind == podlife.StateRunning {
			return true
		}
	}
	return false
}

// mayBeginAnew reports whether init containers or sidecars may be seen to begin
// anew after the main containers. That an init container which succeeded does
// so is seen only if its policy starts it again: else the API server refuses the
// status.
func (w *work) mayBeginAnew() bool {
	spec := &w.pod.Spec
	seen := false
	for i := range spec.InitContainers {
		c := &spec.InitContainers[i]
		seen = seen || c.IsSidecar() || restart.ByPolicy(spec, c, 0) != restart.Stay
	}
	return seen && w.anyGoesOn() && w.mayGetSandbox()
}

// anyGoesOn reports whether some main container runs or may be started.
func (w *work) anyGoesOn() bool {
	for i := range w.pod.Spec.Containers {
		if !w.isDown(&w.pod.Spec.Containers[i]) {
			return true
		}
	}
	return false
}

// sidecarsGoOn reports whether sidecars may begin anew in another sandbox, if the
// one that they ran in is lost, though the main containers have ended.
func (w *work) sidecarsGoOn() bool {
	spec := &w.pod.Spec
	return slices.ContainsFunc(spec.InitContainers, func(c podlife.Container) bool { return c.IsSidecar() }) &&
		slices.ContainsFunc(spec.Containers, func(c podlife.Container) bool { return wantsSandbox(spec, &c) })
}

// sidecarBegan reports whether the phase is Pending while a sidecar runs, or may in
// the sandbox that stands. If it was started again, the next status counts it as one
// that has.
func (w *work) sidecarBegan() bool {
	if w.pod.Status.Phase != podlife.PodPending {
		return false
	}
	stands := anyTrue(w.pod.Status.Conditions, podlife.PodReadyToStartContainers)
	for i := range w.pod.Spec.InitContainers {
		c := &w.pod.Spec.InitContainers[i]
		s := podlife.FindStatus(w.pod.Status.InitContainerStatuses, c.Name)
		if c.IsSidecar() && s != nil && (s.State.Kind == podlife.StateRunning || stands && s.State.Kind == podlife.StateWaiting) {
			return true
		}
	}
	return false
}

// mayGetSandbox reports whether a sidecar may start again or a new sandbox be made
// after the Pod has run.
func (w *work) mayGetSandbox() bool {
	spec := &w.pod.Spec
	if spec.RestartPolicy != podlife.RestartPolicyNever {
		return true
	}
	for _, list := range [...][]podlife.Container{spec.InitContainers, spec.Containers} {
		for i := range list {
			if list[i].RestartPolicy != "" {
				return true
			}
		}
	}
	return false
}

// CanRestartAll reports whether a restart of all containers of p may still come, or
// is under way: nobody has deleted p, and some container that may run has a rule
// that asks for it. If so, nothing that has ended is over.
//
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go,
// ShouldAllContainersRestart. KEP-5532.
func CanRestartAll(p *podlife.Pod) bool {
	w := work{pod: p}
	return w.mayRestartAll()
}
