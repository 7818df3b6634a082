package lifecycle

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
)

// Pod returns the object as the API shows it now: nil if it was not created yet
// or is removed. The caller owns it.
func (s State) Pod() *podlife.Pod {
	if s.stage == Unborn || s.object.removed {
		return nil
	}
	p := s.facts.pod.Clone()
	o := &s.object
	p.CreationTimestamp, p.Generation, p.Finalizers = o.created, o.generation, slices.Clone(o.finalizers)
	if o.deleted {
		grace := o.grace
		p.DeletionTimestamp, p.DeletionGracePeriodSeconds = seconds(o.deletion), &grace
	}
	p.Status = podlife.PodStatus{
		ObservedGeneration: o.observed, Phase: o.report.Phase, Reason: o.report.Reason, Message: o.report.Message,
		NominatedNodeName: o.nominated, QOSClass: s.facts.pod.Status.QOSClass, StartTime: o.startTime,
	}
	if o.podIP != "" {
		p.Status.PodIP, p.Status.PodIPs = o.podIP, []podlife.PodIP{{IP: o.podIP}}
	}
	if s.kubelet.reported && !s.kubelet.rejected {
		s.addStatuses(p)
	}
	p.Status.Conditions = s.podConditions(p)
	if o.settled {
		settleStatuses(p)
	}
	return p
}

// addStatuses adds the container statuses: those of init containers as in the
// spec, the others by name. An ephemeral container of which the kubelet has not
// spoken yet has none.
func (s *State) addStatuses(p *podlife.Pod) {
	list := make([]podlife.ContainerStatus, len(s.containers))
	for i := range list {
		list[i] = s.status(i)
	}
	byName := func(a, b podlife.ContainerStatus) int { return cmp.Compare(a.Name, b.Name) }
	st := &p.Status
	st.InitContainerStatuses = slices.Clip(list[:s.facts.mains])
	st.ContainerStatuses = slices.Clip(list[s.facts.mains:s.facts.others])
	st.EphemeralContainerStatuses = slices.DeleteFunc(slices.Clip(list[s.facts.others:]), func(c podlife.ContainerStatus) bool {
		return c.State.Kind == podlife.StateUnset
	})
	slices.SortStableFunc(st.ContainerStatuses, byName)
	slices.SortStableFunc(st.EphemeralContainerStatuses, byName)
	for _, l := range []*[]podlife.ContainerStatus{&st.InitContainerStatuses, &st.ContainerStatuses, &st.EphemeralContainerStatuses} {
		if len(*l) == 0 {
			*l = nil
		}
	}
}

// status returns the status of container i.
func (s *State) status(i int) podlife.ContainerStatus {
	f, n := &s.facts.list[i], &s.containers[i].shown
	id := func(run int32) string { return containerID(f.name, run) }
	out := podlife.ContainerStatus{
		Name: f.name, State: n.state.api(id), LastTerminationState: n.last.api(id),
		Ready: n.ready, RestartCount: n.restarts, Image: n.image,
	}
	for _, part := range []struct {
		from *condition
		to   *podlife.ContainerState
	}{{&n.state, &out.State}, {&n.last, &out.LastTerminationState}} {
		part.to.Message = s.message(f, part.from)
	}
	if n.id != 0 {
		out.ContainerID = id(n.id)
	}
	if f.role != phase.RoleEphemeral {
		started := n.started
		out.Started = &started
	}
	return out
}

// containerID returns the name of a container's run.
func containerID(name string, run int32) string { return fmt.Sprintf("containerd://%s-%d", name, run) }

// longestMessages is how many bytes the termination messages of all containers of
// a Pod may have together.
//
// Source: kubernetes v1.37 pkg/kubelet/container/container_log.go,
// MaxPodTerminationMessageLogLength; pkg/kubelet/status/status_manager.go, normalizeStatus.
const longestMessages = 12288

// message returns the text that stands with a state.
func (s *State) message(f *fact, c *condition) string {
	switch {
	case c.kind == podlife.StateWaiting && c.reason == reasonCrashLoop:
		return restart.Entry{Delay: c.delay}.Message(s.facts.pod, f.name)
	case c.kind == podlife.StateWaiting && c.reason == reasonPullBackOff:
		text := fmt.Sprintf("Back-off pulling image %q", f.spec.Image)
		if c.message != "" {
			text += ": " + c.message
		}
		return text
	case c.kind == podlife.StateTerminated:
		return c.message[:min(len(c.message), longestMessages/len(s.containers))]
	default:
		return c.message
	}
}

// podConditions returns the conditions: those of others first, then the kubelet's
// or, while there is none, what is known of the scheduler.
func (s *State) podConditions(p *podlife.Pod) []podlife.Condition {
	out := slices.Clone(s.others)
	if d := s.object.disruption; d.reason != "" {
		out = append(out, podlife.Condition{
			Type: podlife.DisruptionTarget, Status: podlife.ConditionTrue, Reason: d.reason, Message: d.message,
			LastTransitionTime: d.since, ObservedGeneration: s.object.generation,
		})
	}
	if s.kubelet.rejected {
		return out
	}
	view := podlife.Pod{Spec: p.Spec, Status: p.Status}
	view.Generation = s.object.observed
	view.Status.Phase = s.kubelet.judged
	view.Status.Reason = ""
	view.Status.Conditions = append(slices.Clip(out), s.remembered()...)
	for _, c := range phase.Conditions(&view) {
		switch {
		case c.Type == podlife.DisruptionTarget, !s.kubelet.reported && c.Type != podlife.PodScheduled:
			continue
		case c.Type == podlife.PodScheduled && !s.conditions.scheduled.set:
			continue
		case c.Type == podlife.PodReady && s.node.lost && c.Status == podlife.ConditionTrue:
			c.Status, c.LastTransitionTime = podlife.ConditionFalse, s.node.lostAt
		case c.Type == podlife.AllContainersRestarting:
			c = s.restartingCondition(c)
		}
		out = append(out, c)
	}
	return out
}

// restartingCondition returns c as what is remembered has it: whether the runtime
// has a container left does not show in the statuses.
func (s *State) restartingCondition(c podlife.Condition) podlife.Condition {
	c.LastTransitionTime = s.conditions.restarting.since
	switch {
	case s.conditions.restarting.yes:
		c.Status, c.Reason = podlife.ConditionTrue, phase.ReasonRestartAllContainersStarted
		c.Message = "container exited with restart policy rule"
	case c.Status == podlife.ConditionTrue:
		c.Status, c.Reason, c.Message = podlife.ConditionFalse, "", ""
	}
	return c
}

// remembered returns the conditions as far as the state holds them.
func (s *State) remembered() []podlife.Condition {
	var out []podlife.Condition
	add := func(t podlife.ConditionType, a *aspect, reason, message string) {
		if !a.set {
			return
		}
		c := podlife.Condition{Type: t, Status: podlife.ConditionFalse, LastTransitionTime: a.since, Reason: reason, Message: message}
		if a.yes {
			c.Status, c.Reason, c.Message = podlife.ConditionTrue, "", ""
		}
		out = append(out, c)
	}
	c := &s.conditions
	text := "no pod sandbox exists"
	if s.kubelet.sandbox.made {
		text = "pod sandbox is not ready"
	}
	add(podlife.PodReadyToStartContainers, &c.sandbox, phase.ReasonPodSandboxNotReady, text)
	add(podlife.PodInitialized, &c.initialized, "", "")
	add(podlife.PodReady, &c.ready, "", "")
	add(podlife.ContainersReady, &c.containersReady, "", "")
	add(podlife.PodScheduled, &c.scheduled, c.reason, c.message)
	return out
}
