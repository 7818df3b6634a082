package lifecycle

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/termination"
)

// created begins the life of p.
func (s *step) created(p *podlife.Pod) bool {
	if p == nil {
		return false
	}
	p = p.Clone()
	f := newFacts(p, nil)
	if s.facts != nil { // rules of a test
		f.rules = s.facts.rules
	}
	s.facts = f
	s.object = object{
		created: p.CreationTimestamp, generation: p.Generation, finalizers: p.Finalizers,
		report: phase.Report{Phase: podlife.PodPending},
	}
	if s.object.created.IsZero() {
		s.object.created = seconds(s.at)
	}
	for _, c := range p.Status.Conditions {
		if isOthers(c.Type) {
			s.others = append(s.others, c)
		}
	}
	p.Status = podlife.PodStatus{QOSClass: p.Status.QOSClass}
	s.containers = make([]container, len(f.list))
	s.workers = make([]worker, len(f.workers))
	s.ownContainers, s.ownWorkers = true, true
	s.stage, s.changed = Unbound, true
	if len(p.Spec.SchedulingGates) > 0 { // what it says stays when they are gone, until the scheduler speaks
		s.conditions.scheduled.update(false, seconds(s.at))
		s.conditions.reason, s.conditions.message = phase.ReasonSchedulingGated, "Scheduling is blocked due to non-empty scheduling gates"
	}
	if p.Spec.NodeName != "" {
		s.prepare()
	}
	return true
}

// isOthers reports whether a condition is written by others than the kubelet and
// the scheduler, and is not DisruptionTarget.
func isOthers(t podlife.ConditionType) bool {
	switch t {
	case podlife.PodScheduled, podlife.PodReady, podlife.PodInitialized, podlife.ContainersReady,
		podlife.PodReadyToStartContainers, podlife.AllContainersRestarting, podlife.DisruptionTarget:
		return false
	case podlife.PodResizePending, podlife.PodResizeInProgress: // in-place resize is left out
		return true
	default:
		return true
	}
}

// changeSpec gives the states from here on a spec of their own to change.
func (s *step) changeSpec(change func(*podlife.PodSpec)) {
	p := s.facts.pod.Clone()
	change(&p.Spec)
	s.facts = newFacts(p, s.facts.rules)
	s.changed = true
}

func (s *step) gatesRemoved() bool {
	if len(s.facts.pod.Spec.SchedulingGates) == 0 {
		return false
	}
	s.changeSpec(func(spec *podlife.PodSpec) { spec.SchedulingGates = nil })
	s.object.generation++
	return true
}

// unschedulable writes what the scheduler found.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, handleSchedulingFailure.
func (s *step) unschedulable(e Unschedulable) bool {
	if s.stage != Unbound || len(s.facts.pod.Spec.SchedulingGates) > 0 {
		return false
	}
	s.conditions.scheduled.update(false, seconds(s.at))
	s.conditions.reason, s.conditions.message = e.Reason, e.Message
	if e.Reason == "" {
		s.conditions.reason = "Unschedulable"
	}
	s.object.nominated = e.NominatedNode
	s.changed = true
	return true
}

// bound gives the Pod to a kubelet.
//
// Source: kubernetes v1.37 pkg/registry/core/pod/storage/storage.go, setPodNodeAndMetadata.
func (s *step) bound(e Bound) bool {
	if s.err = e.Binding.Validate(s.State.Pod()); s.err != nil {
		return false
	}
	s.changeSpec(func(spec *podlife.PodSpec) { spec.NodeName = e.Binding.TargetName })
	s.conditions.scheduled.update(true, seconds(s.at))
	s.object.nominated = ""
	s.prepare()
	return true
}

// imageChanged changes the image in the spec. The back-off is filed under the
// image, so it begins anew.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/helpers.go, GetBackoffKey.
func (s *step) imageChanged(e ImageChanged) bool {
	i := s.facts.find(e.Container)
	if i < 0 || i >= s.facts.others || s.facts.list[i].spec.Image == e.Image {
		return false
	}
	s.changeSpec(func(spec *podlife.PodSpec) {
		if i < s.facts.mains {
			spec.InitContainers[i].Image = e.Image
		} else {
			spec.Containers[i-s.facts.mains].Image = e.Image
		}
	})
	s.object.generation++
	forget(s.container(i))
	s.dirty = true
	return true
}

// ephemeralAdded adds a container to the spec.
func (s *step) ephemeralAdded(e EphemeralContainerAdded) bool {
	if e.Container.Name == "" || s.facts.find(e.Container.Name) >= 0 {
		return false
	}
	s.changeSpec(func(spec *podlife.PodSpec) {
		spec.EphemeralContainers = append(spec.EphemeralContainers, e.Container)
	})
	s.object.generation++
	s.containers = append(slices.Clip(s.containers), container{})
	s.ownContainers = true
	s.dirty = true
	return true
}

// conditionSet writes a condition for somebody else. If a readiness gate names
// it, the kubelet makes it count at once. Differs from the kubelet: there it does
// not while a sync is under way or the Pod ends.
func (s *step) conditionSet(e ConditionSet) bool {
	if !isOthers(e.Condition.Type) || e.Condition.Type == "" {
		return false
	}
	c := e.Condition
	i := slices.IndexFunc(s.others, func(o podlife.Condition) bool { return o.Type == c.Type })
	if c.LastTransitionTime.IsZero() {
		c.LastTransitionTime = seconds(s.at)
		if i >= 0 && s.others[i].Status == c.Status {
			c.LastTransitionTime = s.others[i].LastTransitionTime
		}
	}
	if i < 0 {
		s.others = append(slices.Clip(s.others), c)
	} else {
		s.others = slices.Clone(s.others)
		s.others[i] = c
	}
	s.changed, s.dirty = true, true
	if s.kubelet.reported && !s.node.lost {
		s.setReady()
	}
	return true
}

// deleteRequested is the API server's half of a deletion.
func (s *step) deleteRequested(e DeleteRequested) bool {
	d, err := termination.Delete(s.podForDeletion(), e.Options, s.at)
	if err != nil {
		s.err = err
		return false
	}
	if d.Outcome == termination.Unchanged {
		return true
	}
	if e.Disruption.Reason != "" {
		s.disrupt(e.Disruption)
	}
	first := !s.object.deleted
	s.object.deleted, s.changed = true, true
	s.object.deletion, s.object.generation = d.Pod.DeletionTimestamp, d.Pod.Generation
	s.object.finalizers = d.Pod.Finalizers
	if d.Pod.DeletionGracePeriodSeconds != nil {
		s.object.grace = *d.Pod.DeletionGracePeriodSeconds
	}
	if d.Outcome == termination.Removed {
		s.remove()
		return true
	}
	if first || s.stage == Ending {
		s.seeDeletion()
	}
	return true
}

// disrupt writes the condition DisruptionTarget.
func (s *step) disrupt(d Disruption) {
	since := seconds(s.at)
	if s.object.disruption.reason != "" {
		since = s.object.disruption.since
	}
	s.object.disruption = disruption{d.Reason, d.Message, since}
}

// finalizersRemoved removes the object if nothing else is awaited.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go,
// deleteWithoutFinalizers.
func (s *step) finalizersRemoved() bool {
	if len(s.object.finalizers) == 0 {
		return false
	}
	s.object.finalizers, s.changed = nil, true
	if s.object.deleted && s.object.grace == 0 {
		s.remove()
	} else if s.stage == Ending {
		s.ending(termination.FinalizersRemoved{})
	}
	return true
}

// collected is what the garbage collector does: it makes the phase terminal and
// deletes the object at once. It leaves alone what lives on a node that answers.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go, gc, markFailedAndDeletePod.
func (s *step) collected(e Collected) bool {
	if !s.object.report.Phase.IsTerminal() {
		if !s.node.lost && (s.stage != Unbound || !s.object.deleted) {
			return false
		}
		s.object.report.Phase, s.object.collected = podlife.PodFailed, true
		if e.Orphaned {
			s.disrupt(Disruption{"DeletionByPodGC", "PodGC: node no longer exists"})
		}
	}
	now := int64(0)
	return s.deleteRequested(DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: &now}})
}

// remove removes the object from the API. What a kubelet has of it is ended.
func (s *step) remove() {
	s.object.removed, s.changed = true, false
	s.emit(&RemoveObject{})
	switch {
	case s.stage == Unbound, s.stage == Finished, s.node.lost:
		s.stage = Gone
	default:
		s.seeDeletion()
	}
}

// podForDeletion returns what a delete request looks at of the object.
func (s *State) podForDeletion() *podlife.Pod {
	of, o := s.facts.pod, &s.object
	p := &podlife.Pod{}
	p.Name, p.Namespace, p.UID, p.ResourceVersion = of.Name, of.Namespace, of.UID, of.ResourceVersion
	p.Generation, p.Finalizers = o.generation, o.finalizers
	if o.deleted {
		grace := o.grace
		p.DeletionTimestamp, p.DeletionGracePeriodSeconds = o.deletion, &grace
	}
	p.Spec.NodeName, p.Spec.TerminationGracePeriodSeconds = of.Spec.NodeName, of.Spec.TerminationGracePeriodSeconds
	p.Status.Phase = o.report.Phase
	return p
}
