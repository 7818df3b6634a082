package phase

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// final reports whether no container that counts can leave its present state:
// each is terminated, no policy starts it again, and no restart of all
// containers can come any more.
func (w *work) final() bool {
	for i := range w.pod.Spec.Containers {
		c := &w.pod.Spec.Containers[i]
		if w.counts(c.Name) && !w.stays(c) {
			return false
		}
	}
	return !w.canRestartAll()
}

// stays reports whether container c is terminated and nothing starts it again.
func (w *work) stays(c *podlife.Container) bool {
	return w.isDown(c) && !(w.comesBack(c) && w.anyGoesOn())
}

// isDown reports whether container c is terminated and its policy does not start
// it again.
func (w *work) isDown(c *podlife.Container) bool {
	e := w.ended(c, false)
	return e.shown && !startsAgain(&w.pod.Spec, c, e.state)
}

// comesBack reports whether a new sandbox starts main container c in spite of its
// policy. Where init containers come first, each policy is asked again by then.
func (w *work) comesBack(c *podlife.Container) bool {
	return len(w.pod.Spec.InitContainers) == 0 && wantsSandbox(&w.pod.Spec, c)
}

// wantsSandbox reports whether a new sandbox is made for main container c, though
// c ended for good, when the one before is lost. In that question no policy but
// OnFailure counts for a container, and none but Never for the Pod.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go,
// computePodActions.
func wantsSandbox(spec *podlife.PodSpec, c *podlife.Container) bool {
	return spec.RestartPolicy != podlife.RestartPolicyNever && c.RestartPolicy == podlife.RestartPolicyNever
}

// finalInit is final after init container e failed for good: the phase will be
// Failed. Of named containers, one must be left that can never run.
func (w *work) finalInit(e ending) bool {
	return e.shown && !startsAgain(&w.pod.Spec, e.container, e.state) && (len(w.named) == 0 || !w.reached())
}

// initsStay reports whether no ordinary init container will run, which could
// still fail the Pod. Named containers' success it could not undo.
func (w *work) initsStay() bool {
	for i := range w.pod.Spec.InitContainers {
		c := &w.pod.Spec.InitContainers[i]
		if len(w.named) == 0 && !c.IsSidecar() && !w.stays(c) {
			return false
		}
	}
	return true
}

// canRestartAll reports whether some container that may still run has a rule
// that restarts all. A sidecar may until the Pod ends, and an ordinary init
// container, though it is done, as long as a main container may: they begin
// anew in a new sandbox.
func (w *work) canRestartAll() bool {
	open := false
	for i := range w.pod.Spec.Containers {
		c := &w.pod.Spec.Containers[i]
		if w.stays(c) {
			continue
		}
		if open = true; hasRestartAllRule(c) {
			return true
		}
	}
	for i := range w.pod.Spec.InitContainers {
		c := &w.pod.Spec.InitContainers[i]
		if hasRestartAllRule(c) && (open || c.IsSidecar() || !w.stays(c)) {
			return true
		}
	}
	return false
}

func hasRestartAllRule(c *podlife.Container) bool {
	return c.RestartPolicy != "" && slices.ContainsFunc(c.RestartPolicyRules, func(r podlife.ContainerRestartRule) bool {
		return r.Action == podlife.RestartActionRestartAllContainers
	})
}

// restartingAll reports whether a restart of all containers is under way, and
// names the container whose end asked for it, if it is still shown. Sidecars
// are left to the condition, which the kubelet writes with the same status.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go; KEP-5532.
func (w *work) restartingAll() (container string, ok bool) {
	if w.stopping() {
		return "", false
	}
	for _, list := range [...][]podlife.Container{w.pod.Spec.InitContainers, w.pod.Spec.Containers} {
		for i := range list {
			s := statusMainFirst(w.pod, list[i].Name)
			if s != nil && s.State.Kind == podlife.StateTerminated && !isSidecar(&w.pod.Spec, list[i].Name) &&
				restart.ByPolicy(&w.pod.Spec, &list[i], s.State.ExitCode) == restart.RestartAll {
				return list[i].Name, true
			}
		}
	}
	return "", anyTrue(w.pod.Status.Conditions, podlife.AllContainersRestarting)
}
