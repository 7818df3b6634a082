package phase

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// Rule names a rule that a change of a Pod can break.
type Rule string

// The rules that [CheckTransition] knows.
const (
	// RulePhaseStays: a Pod never leaves the phases Succeeded and Failed.
	RulePhaseStays Rule = "PhaseStays"
	// RulePhaseWritten: a kubelet writes Pending, Running, Succeeded and
	// Failed, and no other phase.
	RulePhaseWritten Rule = "PhaseWritten"
	// RuleTerminatedStays: a container that ended and will not be started
	// again stays terminated. The API server refuses the update.
	RuleTerminatedStays Rule = "TerminatedStays"
	// RuleRestartCountGrows: a restart count never falls.
	RuleRestartCountGrows Rule = "RestartCountGrows"
	// RuleImmutable: the field never changes, or never once it is set.
	RuleImmutable Rule = "Immutable"
	// RuleNotNegative: the number is zero or more.
	RuleNotNegative Rule = "NotNegative"
)

// TransitionError is one rule that a change of a Pod breaks. Where the API
// server has the rule, Error is its text.
type TransitionError struct {
	// Rule that is broken.
	Rule Rule
	// Field is the path to what broke it. An index into a list of container
	// statuses is one into the old list.
	Field string
	// Detail says what is wrong with it.
	Detail string
}

// Error is the field and what is wrong with it.
func (e *TransitionError) Error() string { return e.Field + ": " + e.Detail }

// CheckTransition returns nil if a kubelet may write new after old, and else
// the join of a [*TransitionError] for each broken rule, those that the API
// server has in its order:
//
//   - A terminal phase stays, and the phase is one that kubelets write. (The
//     API server accepts any.)
//   - A container that has terminated does not leave that state unless
//     [restart.ByPolicy] starts it again, or some container of the Pod has a
//     rule that restarts all. An ephemeral container never does. A status may
//     always be dropped. (The API server's rule.)
//   - Restart counts do not fall. (The API server accepts it.)
//   - Name, namespace, UID, node and qosClass never change, nor does the start
//     time once set. nominatedNodeName is not set on a bound Pod.
//     observedGeneration is not negative. (The API server's rules, but for the
//     start time.)
//
// Two Pods with different UIDs are different Pods: their containers are not
// compared. Binding sets the node and is not the kubelet's step.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go,
// ValidatePodStatusUpdate; pkg/kubelet/kubelet_pods.go, generateAPIPodStatus.
func CheckTransition(old, new *podlife.Pod) error {
	var c transition
	c.metadata(old, new)
	c.conditions(new.Status.Conditions)
	c.status(&old.Status, &new.Status)
	c.node(old, new)
	c.observed(&old.Status, &new.Status)
	if old.UID == new.UID {
		all := canRestartAll(&old.Spec)
		c.containers("status.containerStatuses", old.Status.ContainerStatuses, new.Status.ContainerStatuses,
			leave{&old.Spec, old.Spec.Containers, all})
		c.containers("status.initContainerStatuses", old.Status.InitContainerStatuses, new.Status.InitContainerStatuses,
			leave{&old.Spec, old.Spec.InitContainers, all})
		c.containers("status.ephemeralContainerStatuses", old.Status.EphemeralContainerStatuses, new.Status.EphemeralContainerStatuses,
			leave{})
	}
	return errors.Join(c.errs...)
}

// transition collects what is wrong with a change.
type transition struct{ errs []error }

func (c *transition) broken(r Rule, field, detail string) {
	c.errs = append(c.errs, &TransitionError{r, field, detail})
}

func (c *transition) immutable(field, old, new, detail string) {
	if old != new {
		c.broken(RuleImmutable, field, detail)
	}
}

func (c *transition) metadata(old, new *podlife.Pod) {
	for _, f := range [...]struct{ field, old, new string }{
		{"metadata.name", old.Name, new.Name},
		{"metadata.namespace", old.Namespace, new.Namespace},
		{"metadata.uid", old.UID, new.UID},
	} {
		c.immutable(f.field, f.old, f.new, fmt.Sprintf("Invalid value: %q: field is immutable", f.new))
	}
}

func (c *transition) conditions(list []podlife.Condition) {
	for i := range list {
		if g := list[i].ObservedGeneration; g < 0 {
			c.broken(RuleNotNegative, fmt.Sprintf("status.conditions[%d].observedGeneration", i), fmt.Sprintf("Invalid value: %d: must be a non-negative integer", g))
		}
	}
}

func (c *transition) node(old, new *podlife.Pod) {
	c.immutable("status.nodeName", old.Spec.NodeName, new.Spec.NodeName, "Forbidden: may not be changed directly")
	if new.Status.NominatedNodeName != "" && new.Status.NominatedNodeName != old.Status.NominatedNodeName && old.Spec.NodeName != "" {
		c.broken(RuleImmutable, "status.nominatedNodeName", "Forbidden: may not be set on pods that are already bound to a node")
	}
}

func (c *transition) observed(old, new *podlife.PodStatus) {
	if g := cmp.Or(new.ObservedGeneration, old.ObservedGeneration); g < 0 { // a zero one is filled in by the API server
		c.broken(RuleNotNegative, "status.observedGeneration", fmt.Sprintf("Invalid value: %d: must be a non-negative integer", g))
	}
	if new.QOSClass != "" { // an empty one is filled in by the API server
		c.immutable("status.qosClass", old.QOSClass, new.QOSClass, fmt.Sprintf("Invalid value: %q: field is immutable", new.QOSClass))
	}
}

func (c *transition) status(old, new *podlife.PodStatus) {
	switch {
	case old.Phase == new.Phase:
	case old.Phase.IsTerminal():
		c.broken(RulePhaseStays, "status.phase", fmt.Sprintf("Forbidden: a Pod does not leave the phase %s", old.Phase))
	case !isWritten(new.Phase):
		c.broken(RulePhaseWritten, "status.phase", fmt.Sprintf("Invalid value: %q: not a phase that a kubelet writes", new.Phase))
	}
	if !old.StartTime.IsZero() && !old.StartTime.Equal(new.StartTime) {
		c.broken(RuleImmutable, "status.startTime", "Forbidden: may not be changed once set")
	}
}

// isWritten reports whether kubelets write the phase.
func isWritten(p podlife.Phase) bool {
	return p == podlife.PodPending || p == podlife.PodRunning || p.IsTerminal()
}

func (c *transition) containers(field string, old, new []podlife.ContainerStatus, may leave) {
	for i := range old {
		was := &old[i]
		is := podlife.FindStatus(new, was.Name)
		if is == nil {
			continue
		}
		if is.RestartCount < was.RestartCount {
			c.broken(RuleRestartCountGrows, fmt.Sprintf("%s[%d].restartCount", field, i), fmt.Sprintf("Invalid value: %d: was %d before", is.RestartCount, was.RestartCount))
		}
		if was.State.Kind == podlife.StateTerminated && leavesTerminated(new, was.Name) && !may.allowed(was) {
			c.broken(RuleTerminatedStays, fmt.Sprintf("%s[%d].state", field, i), "Forbidden: may not be transitioned to non-terminated state")
		}
	}
}

// leavesTerminated reports whether some status called name is not terminated.
func leavesTerminated(list []podlife.ContainerStatus, name string) bool {
	return slices.ContainsFunc(list, func(s podlife.ContainerStatus) bool {
		return s.Name == name && s.State.Kind != podlife.StateTerminated
	})
}

// leave tells which of some containers may leave the terminated state. The zero
// value lets none.
type leave struct {
	spec       *podlife.PodSpec
	containers []podlife.Container
	all        bool // some rule restarts all containers
}

// allowed reports whether the container whose status was terminated may have
// another one now. One that is not among the containers may not.
func (l leave) allowed(was *podlife.ContainerStatus) bool {
	if l.all {
		return true
	}
	i := slices.IndexFunc(l.containers, func(c podlife.Container) bool { return c.Name == was.Name })
	return i >= 0 && restart.ByPolicy(l.spec, &l.containers[i], was.State.ExitCode) != restart.Stay
}
