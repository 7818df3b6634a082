package podtest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/phase"
	"pgregory.net/rapid"
)

// CheckLaws fails t for each law that pod breaks, if it breaks any. They hold of
// every Pod that API server, scheduler and kubelet of v1.37 store, at every moment
// of its life. So they are for the test of a program that writes Pods: a fake
// kubelet, a controller that makes up statuses, a store. Call it with each Pod that
// the program has written. t is a *testing.T or a *rapid.T.
//
//   - PhaseFits: the phase is the one that the container statuses add up to, or
//     Failed for a reason that is stated. While containers are stopped it may be
//     the one from before; and Pending while sidecars start in a new sandbox.
//   - ConditionsFit: there is at most one condition of a type. ContainersReady,
//     Ready and, until the Pod has ended, Initialized are what statuses and gates
//     say. A Pod that a kubelet reports on says that it is scheduled.
//   - ReadyMeansReady, ContainersReadyMeansReady, OneInitRuns and EndedIsStill
//     of lifecycle.CheckPod. A Pod that was garbage collected is no longer
//     looked at, so its containers may be shown as running and ready; and one with a
//     sidecar that lost its sandbox may be Pending before it is unready.
//   - StatusForEach: once a kubelet reports, each init and main container has one
//     status, and nobody else has. Before that no kubelet has seen the Pod.
//   - StateFits: a container has a state, and its other fields go with it: who
//     has started runs, who runs has an ID, who waits in a crash loop has crashed,
//     an ordinary init container is ready when it has succeeded. Restart counts
//     are not negative.
//   - TimesInOrder: the kubelet saw the Pod, a run ended, the next one began and
//     ended, in this order, as far as it is known when.
//   - DeletionIsWhole: a deletion has a time and a grace period of 0 s or more,
//     or there is none.
//
// Clocks are taken to agree, and the names in the spec to be unique.
//
// Two things look like laws and are none in v1.37. A container that ran before
// may have a restart count of 0, if its image cannot be pulled again; and for a
// moment after the kubelet itself was restarted, a container may be ready that has
// not started.
func CheckLaws(t rapid.TB, pod *podlife.Pod) {
	t.Helper()
	for _, broken := range brokenLaws(pod) {
		t.Errorf("%s/%s breaks a law: %v", pod.Namespace, pod.Name, broken)
	}
}

// brokenLaws returns what is wrong with p: one fault of each law at most.
func brokenLaws(p *podlife.Pod) []error {
	var out []error
	for _, law := range [...]struct {
		name  string
		check func(*podlife.Pod) error
	}{
		{"PhaseFits", phaseFits}, {"ConditionsFit", conditionsFit}, {"StatusForEach", statusForEach},
		{"StateFits", stateFits}, {"TimesInOrder", timesInOrder},
		{"DeletionIsWhole", deletionIsWhole},
	} {
		if err := law.check(p); err != nil {
			out = append(out, fmt.Errorf("%s: %w", law.name, err))
		}
	}
	var broken *lifecycle.LawError
	if errors.As(lifecycle.CheckPod(p), &broken) && !isExcused(p, broken.Law) {
		out = append(out, fmt.Errorf("%s: %s", broken.Law, broken.Detail))
	}
	return out
}

// isExcused reports whether p breaks a law of lifecycle.CheckPod and may: it was
// collected, or is ready and Pending because it has a new sandbox.
func isExcused(p *podlife.Pod, law string) bool {
	switch law {
	case "EndedIsStill":
		return isCollected(p)
	case "ReadyMeansReady":
		return isCollected(p) || p.Status.Phase == podlife.PodPending && unprobed(p) == podlife.PodPending
	default:
		return false
	}
}

// isCollected reports whether the garbage collector may have failed p, which it
// does without a look at the containers.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go,
// markFailedAndDeletePod.
func isCollected(p *podlife.Pod) bool {
	c := podlife.FindCondition(p.Status.Conditions, podlife.DisruptionTarget)
	return p.Status.Phase == podlife.PodFailed && (p.IsDeleted() || c != nil && c.Reason == reasonOrphaned)
}

// isEnding reports whether the kubelet has p end and has still to say so: its
// conditions are already those of the end, its phase is published at the end.
//
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, mergePodStatus.
func isEnding(p *podlife.Pod) bool {
	c := podlife.FindCondition(p.Status.Conditions, podlife.ContainersReady)
	return !p.Status.Phase.IsTerminal() && c != nil && (c.Reason == phase.ReasonPodFailed || c.Reason == phase.ReasonPodCompleted)
}

// phaseFits is the law PhaseFits.
func phaseFits(p *podlife.Pod) error {
	s := &p.Status
	view := phase.ViewOf(p)
	view.Terminal = false
	statuses := slices.Concat(s.ContainerStatuses, s.InitContainerStatuses)
	living := phase.Project(&p.Spec, statuses, view)
	view.Terminal = true
	over := phase.Project(&p.Spec, statuses, view)
	fits := false
	switch s.Phase {
	case podlife.PodSucceeded:
		// One that restarts all containers may have lost sight of some by now.
		fits = over == podlife.PodSucceeded || restartsAllOf(p)
	case podlife.PodFailed:
		// A Pod that was stopped before its time is Failed, however its containers ended.
		fits = living == podlife.PodFailed || over.IsTerminal() && living != podlife.PodSucceeded || s.Reason != "" || isCollected(p)
	case podlife.PodUnknown:
	case podlife.PodPending, podlife.PodRunning:
		fits = s.Phase == living || over.IsTerminal() || isEnding(p) || s.Phase == unprobed(p)
	}
	if !fits {
		return fmt.Errorf("the phase is %q, the containers say %s, and %s once they are stopped", s.Phase, living, over)
	}
	return nil
}

// reasonRestartingAll stands on a container that was removed so that all
// containers restart.
const reasonRestartingAll = "RestartingAllContainers"

// unprobed returns the phase of a Pod that has no main container in its sandbox
// yet, as a kubelet computes it: before it looks at its probes, so that no sidecar
// has started. A Pod with a sidecar that loses its sandbox, or begins anew, is
// Pending for a while by it, whatever the old containers still do. The object does
// not say that this is so.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, generateAPIPodStatus.
func unprobed(p *podlife.Pod) podlife.Phase {
	statuses := slices.Concat(p.Status.ContainerStatuses, p.Status.InitContainerStatuses)
	for i := range statuses {
		statuses[i].Started = nil
	}
	return phase.Project(&p.Spec, statuses, phase.View{Static: p.IsStatic()})
}

// restartsAllOf reports whether some container was removed so that all restart.
func restartsAllOf(p *podlife.Pod) bool {
	return slices.ContainsFunc(p.Status.ContainerStatuses, func(s podlife.ContainerStatus) bool {
		return s.State.Reason == reasonRestartingAll || s.LastTerminationState.Reason == reasonRestartingAll
	})
}

// conditionsFit is the law ConditionsFit. The node controller makes a Pod unready
// whose node does not answer, whatever its containers say.
func conditionsFit(p *podlife.Pod) error {
	s := &p.Status
	for i, c := range s.Conditions {
		if podlife.FindCondition(s.Conditions, c.Type) != &s.Conditions[i] {
			return fmt.Errorf("there are two conditions %s", c.Type)
		}
	}
	if s.ContainerStatuses == nil || isEnding(p) || isCollected(p) || phase.Of(p) != s.Phase {
		return nil // no kubelet has reported, or it has the end still to tell
	}
	for _, want := range phase.Conditions(p) {
		//exhaustive:ignore the others rest on more than the object
		switch want.Type {
		case podlife.PodScheduled, podlife.ContainersReady, podlife.PodReady:
		case podlife.PodInitialized:
			if s.Phase.IsTerminal() {
				continue // statuses that were made up at the end do not tell
			}
		default:
			continue // rests on more than the object, or is somebody else's
		}
		got := podlife.FindCondition(s.Conditions, want.Type)
		switch {
		case got == nil:
			return fmt.Errorf("%s is missing", want.Type)
		case got.Status == podlife.ConditionFalse && want.Type == podlife.PodReady:
		case got.Status != want.Status:
			return fmt.Errorf("%s is %s and should be %s", want.Type, got.Status, want.Status)
		}
	}
	return nil
}

// statusForEach is the law StatusForEach. An ephemeral container may be too new to
// have a status.
func statusForEach(p *podlife.Pod) error {
	s := &p.Status
	var inits, mains, ephemeral []string
	for i := range p.Spec.InitContainers {
		inits = append(inits, p.Spec.InitContainers[i].Name)
	}
	for i := range p.Spec.Containers {
		mains = append(mains, p.Spec.Containers[i].Name)
	}
	for i := range p.Spec.EphemeralContainers {
		ephemeral = append(ephemeral, p.Spec.EphemeralContainers[i].Name)
	}
	reported := len(s.InitContainerStatuses)+len(s.ContainerStatuses)+len(s.EphemeralContainerStatuses) > 0
	if reported && (p.Spec.NodeName == "" || s.StartTime.IsZero()) {
		return errors.New("a kubelet reports that has not seen the Pod")
	}
	return errors.Join(
		oneEach("initContainerStatuses", s.InitContainerStatuses, inits, reported),
		oneEach("containerStatuses", s.ContainerStatuses, mains, reported),
		oneEach("ephemeralContainerStatuses", s.EphemeralContainerStatuses, ephemeral, false),
	)
}

// oneEach compares the names in a list of statuses to those in the spec.
func oneEach(field string, list []podlife.ContainerStatus, names []string, all bool) error {
	for i := range list {
		switch name := list[i].Name; {
		case !slices.Contains(names, name):
			return fmt.Errorf("%s: the spec has no container %q", field, name)
		case podlife.FindStatus(list, name) != &list[i]:
			return fmt.Errorf("%s: %s has two", field, name)
		}
	}
	for _, name := range names {
		if all && podlife.FindStatus(list, name) == nil {
			return fmt.Errorf("%s: %s has none", field, name)
		}
	}
	return nil
}

// deletionIsWhole is the law DeletionIsWhole.
func deletionIsWhole(p *podlife.Pod) error {
	grace := p.DeletionGracePeriodSeconds
	switch {
	case p.IsDeleted() != (grace != nil):
		return fmt.Errorf("deletionTimestamp %v and deletionGracePeriodSeconds %v", p.DeletionTimestamp, grace)
	case grace != nil && *grace < 0:
		return fmt.Errorf("deletionGracePeriodSeconds is %d", *grace)
	}
	return nil
}
