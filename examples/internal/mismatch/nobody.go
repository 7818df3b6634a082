package mismatch

import (
	"fmt"
	"slices"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

func neverStored(e *evidence) string {
	if e.Status.Phase != "" {
		return ""
	}
	return "no phase is recorded; the API server writes Pending when it stores a Pod, so this one comes from no cluster"
}

func noSuchPhase(e *evidence) string {
	switch e.Status.Phase {
	case podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed, podlife.PodUnknown:
		return ""
	}
	return fmt.Sprintf("there is no phase %q; no part of Kubernetes writes it", e.Status.Phase)
}

func unknown(e *evidence) string {
	if e.Status.Phase != podlife.PodUnknown {
		return ""
	}
	return "no part of Kubernetes 1.37 writes the phase Unknown, it is only read"
}

// Evidence: a container without a status and a status without a container.
func names(e *evidence) string {
	spec, missing := e.specNames(), e.missing()
	var strange []string
	for _, s := range e.statuses() {
		if !slices.Contains(spec, s.Name) {
			strange = append(strange, s.Name)
		}
	}
	if len(missing) == 0 || len(strange) == 0 {
		return ""
	}
	text := fmt.Sprintf("the spec has %s, the statuses are of %s", list(missing), list(strange))
	if e.byPosition() == e.Status.Phase {
		text += fmt.Sprintf("; taken by their position they add up to %s", e.Status.Phase)
	}
	return text
}

// missing returns the containers that have no status.
func (e *evidence) missing() []string {
	statuses := e.statuses()
	return slices.DeleteFunc(e.specNames(), func(name string) bool {
		return podlife.FindStatus(statuses, name) != nil
	})
}

// byPosition returns the phase that the statuses would add up to if each were
// of the container in its place.
func (e *evidence) byPosition() podlife.Phase {
	rename := func(list []podlife.ContainerStatus, spec []podlife.Container) []podlife.ContainerStatus {
		list = slices.Clone(list)
		for i := range min(len(list), len(spec)) {
			list[i].Name = spec[i].Name
		}
		return list
	}
	all := append(rename(e.Status.ContainerStatuses, e.Spec.Containers),
		rename(e.Status.InitContainerStatuses, e.Spec.InitContainers)...)
	return phase.Project(&e.Spec, all, e.view())
}

// Evidence: a phase past Pending, and a container without a status or with an
// empty state.
func trimmed(e *evidence) string {
	if e.Status.Phase == podlife.PodPending {
		return ""
	}
	if missing := e.missing(); len(missing) > 0 {
		return fmt.Sprintf("no kubelet writes %s without a status for %s; the statuses were trimmed, or something else wrote the phase",
			e.Status.Phase, list(missing))
	}
	var empty []string
	for _, s := range e.statuses() {
		if s.State.Kind == podlife.StateUnset {
			empty = append(empty, s.Name)
		}
	}
	if len(empty) == 0 {
		return ""
	}
	return fmt.Sprintf("no kubelet writes %s without a state for %s; the statuses were trimmed", e.Status.Phase, list(empty))
}

// Evidence: a sidecar that runs and has no started, with which the phase would
// be the recorded one.
func startedTrimmed(e *evidence) string {
	statuses := slices.Clone(e.statuses())
	var without []string
	for i := range statuses {
		s := &statuses[i]
		if s.State.Kind == podlife.StateRunning && s.Started == nil && e.isSidecar(s.Name) {
			yes := true
			s.Started = &yes
			without = append(without, s.Name)
		}
	}
	if len(without) == 0 || phase.Project(&e.Spec, statuses, e.view()) != e.Status.Phase {
		return ""
	}
	return fmt.Sprintf("no kubelet leaves out started of a running sidecar (%s); had it started, the phase would be %s",
		list(without), e.Status.Phase)
}

func (e *evidence) isSidecar(name string) bool {
	return slices.ContainsFunc(e.Spec.InitContainers, func(c podlife.Container) bool {
		return c.Name == name && c.IsSidecar()
	})
}

// Evidence: one container ID in two statuses.
func sameContainer(e *evidence) string {
	first := map[string]string{} // name by container ID
	for _, s := range e.statuses() {
		if other, ok := first[s.ContainerID]; ok && s.ContainerID != "" {
			return fmt.Sprintf("the statuses of %s and %s are about the same container, %.40s…", other, s.Name, s.ContainerID)
		}
		first[s.ContainerID] = s.Name
	}
	return ""
}

// Evidence: PodScheduled False, and statuses of containers.
func notScheduled(e *evidence) string {
	c := e.condition(podlife.PodScheduled)
	if c.Status != podlife.ConditionFalse || len(e.statuses()) == 0 {
		return ""
	}
	return fmt.Sprintf("PodScheduled is False (%s), yet there are container statuses, beside which a kubelet writes True", c.Reason)
}

// Evidence: Pending, Ready is True, and all that the statuses add up to is
// Running.
func ready(e *evidence) string {
	isReady := e.condition(podlife.PodReady).Status == podlife.ConditionTrue
	if e.Status.Phase != podlife.PodPending || e.computed != podlife.PodRunning || !isReady {
		return ""
	}
	return "Ready is True, and a kubelet writes that beside Running only"
}

func list(names []string) string { return strings.Join(names, ", ") }
