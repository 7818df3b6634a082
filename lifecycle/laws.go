package lifecycle

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
)

// LawError is a law that does not hold. The laws are listed in the package's
// documentation.
type LawError struct {
	// Law is its name.
	Law string
	// Detail says what breaks it.
	Detail string
}

// Error names the law and what breaks it.
func (e *LawError) Error() string { return "lifecycle: law " + e.Law + ": " + e.Detail }

func broken(law, format string, args ...any) error {
	return &LawError{law, fmt.Sprintf(format, args...)}
}

// CheckPod returns the law that an object breaks which a kubelet wrote, a
// *[LawError], or nil:
//
//   - ReadyMeansReady: if Ready is True, so is ContainersReady, the phase is
//     Running, and every sidecar and main container is ready. If the sandbox was
//     lost while a sidecar was started again, the phase may be Pending: for the
//     phase, main containers have to wait for that sidecar; for Ready, it is back.
//   - ContainersReadyMeansReady: if ContainersReady is True, every sidecar and
//     main container is ready and runs.
//   - OneInitRuns: at most one ordinary init container runs.
//   - EndedIsStill: if the phase is terminal, no container runs.
//
// The Pod is one with a unique name for each container.
func CheckPod(p *podlife.Pod) error {
	isTrue := func(t podlife.ConditionType) bool {
		c := podlife.FindCondition(p.Status.Conditions, t)
		return c != nil && c.Status == podlife.ConditionTrue
	}
	ended := p.Status.Phase.IsTerminal()
	if isTrue(podlife.PodReady) && (!isTrue(podlife.ContainersReady) || p.Status.Phase != podlife.PodRunning && !beganAgain(p)) {
		return broken("ReadyMeansReady", "the Pod is ready in phase %s, with ContainersReady %v", p.Status.Phase, isTrue(podlife.ContainersReady))
	}
	running := 0
	for i := range p.Spec.InitContainers {
		c := &p.Spec.InitContainers[i]
		s := podlife.FindStatus(p.Status.InitContainerStatuses, c.Name)
		if c.IsSidecar() {
			if err := checkReady(isTrue(podlife.ContainersReady), c.Name, s); err != nil {
				return err
			}
		} else if runs(s) {
			running++
		}
		if ended && runs(s) {
			return broken("EndedIsStill", "init container %s runs in phase %s", c.Name, p.Status.Phase)
		}
	}
	if running > 1 {
		return broken("OneInitRuns", "%d ordinary init containers run", running)
	}
	for i := range p.Spec.Containers {
		name := p.Spec.Containers[i].Name
		s := podlife.FindStatus(p.Status.ContainerStatuses, name)
		if err := checkReady(isTrue(podlife.ContainersReady), name, s); err != nil {
			return err
		}
		if ended && runs(s) {
			return broken("EndedIsStill", "container %s runs in phase %s", name, p.Status.Phase)
		}
	}
	return nil
}

// beganAgain reports whether a Pod is Pending with a sidecar that has run before.
func beganAgain(p *podlife.Pod) bool {
	for i := range p.Spec.InitContainers {
		s := podlife.FindStatus(p.Status.InitContainerStatuses, p.Spec.InitContainers[i].Name)
		if p.Spec.InitContainers[i].IsSidecar() && s != nil && s.RestartCount > 0 {
			return p.Status.Phase == podlife.PodPending
		}
	}
	return false
}

func runs(s *podlife.ContainerStatus) bool { return s != nil && s.State.Kind == podlife.StateRunning }

func checkReady(ready bool, name string, s *podlife.ContainerStatus) error {
	if ready && (!runs(s) || !s.Ready) {
		return broken("ContainersReadyMeansReady", "container %s is not ready", name)
	}
	return nil
}

// CheckStep returns the law that a step breaks, a *[LawError], or nil. after and
// effects are what [Step] returned for e, happening in before.
func CheckStep(before State, e Event, after State, effects []Effect) error {
	for _, check := range [...]func(State, Event, State, []Effect) error{
		checkAccepted, checkObject, checkRuntime, checkStarts, checkRemoval, checkConditions,
	} {
		if err := check(before, e, after, effects); err != nil {
			return err
		}
	}
	return nil
}

// checkAccepted is the law Accepted, with PhaseStays and CountsGrow.
func checkAccepted(before State, e Event, after State, _ []Effect) error {
	old, now := before.Pod(), after.Pod()
	if _, binds := e.(Bound); binds || old == nil || now == nil {
		return nil
	}
	if err := phase.CheckTransition(old, now); err != nil {
		return broken("Accepted", "%v", err)
	}
	return nil
}

// checkObject has the object obey the laws of objects, if its kubelet speaks.
func checkObject(_ State, _ Event, after State, _ []Effect) error {
	if after.stage <= Unbound || after.object.removed || after.object.collected || after.node.lost {
		return nil
	}
	return CheckPod(after.Pod())
}

// checkRuntime is the law OneInitRuns, in the runtime.
func checkRuntime(_ State, _ Event, after State, _ []Effect) error {
	if after.facts == nil {
		return nil
	}
	running := 0
	for i := range after.facts.mains {
		if after.facts.isOrdinaryInit(i) && after.isRunning(i) {
			running++
		}
	}
	if running > 1 {
		return broken("OneInitRuns", "%d ordinary init containers run in the runtime", running)
	}
	return nil
}

// checkStarts are the laws MainsWait and DeletedStartsNothing.
func checkStarts(before State, _ Event, after State, effects []Effect) error {
	for _, effect := range effects {
		pull, ok := effect.(*PullImage)
		if !ok {
			continue
		}
		i := after.facts.find(pull.Container)
		if i < len(before.containers) && before.containers[i].todo&toStart != 0 {
			continue // planned by the sync under way
		}
		if before.object.deleted || before.object.removed {
			return broken("DeletedStartsNothing", "a sync begins with container %s after deletion was asked for", pull.Container)
		}
		if before.object.report.Phase.IsTerminal() {
			return broken("DeletedStartsNothing", "container %s is started in phase %s", pull.Container, before.object.report.Phase)
		}
		if i >= after.facts.mains && i < after.facts.others {
			if name := after.uninitialized(); name != "" {
				return broken("MainsWait", "main container %s is started before %s is done", pull.Container, name)
			}
		}
	}
	return nil
}

// uninitialized returns the first init container that main containers must wait
// for, if any: of a Pod that was not initialized in the present sandbox.
func (s *State) uninitialized() string {
	if s.mainActive() {
		return ""
	}
	for i := range s.facts.mains {
		f, c := &s.facts.list[i], &s.containers[i]
		switch {
		case f.role == phase.RoleInit && (c.run.id == 0 || c.run.stray || c.run.state != restart.StateExited || c.ended.exitCode != 0):
			if c.run.id == 0 && i < s.facts.mains-1 {
				continue // removed since; a later one tells that it succeeded
			}
			return f.name
		case f.role == phase.RoleSidecar && i == s.facts.mains-1 && !s.isRunning(i):
			return f.name
		}
	}
	return ""
}

// checkRemoval is the law ObjectLast.
func checkRemoval(before State, e Event, after State, _ []Effect) error {
	if before.object.removed || !after.object.removed || !before.object.deleted || before.object.grace == 0 {
		return nil // not now, or by a request with a grace period of 0
	}
	switch e.(type) {
	case DeleteRequested, Collected:
		return nil // another request, by force
	}
	for i := range after.containers {
		if after.isRunning(i) {
			return broken("ObjectLast", "the object is removed while container %s runs", after.facts.list[i].name)
		}
	}
	return nil
}

// checkConditions is the law ConditionsTell.
func checkConditions(_ State, _ Event, after State, _ []Effect) error {
	if !after.kubelet.reported || after.kubelet.rejected || after.object.removed || after.node.lost {
		return nil
	}
	for _, c := range after.Pod().Status.Conditions {
		if a := after.aspect(c.Type); a != nil && (a.yes != (c.Status == podlife.ConditionTrue) || !a.since.Equal(c.LastTransitionTime)) {
			return broken("ConditionsTell", "%s is %s since %v, and %v since %v is remembered", c.Type, c.Status, c.LastTransitionTime, a.yes, a.since)
		}
	}
	return nil
}

// aspect returns what is remembered of a condition, or nil.
func (s *State) aspect(t podlife.ConditionType) *aspect {
	c := &s.conditions
	switch t {
	case podlife.PodScheduled:
		return &c.scheduled
	case podlife.PodReadyToStartContainers:
		return &c.sandbox
	case podlife.PodInitialized:
		return &c.initialized
	case podlife.ContainersReady:
		return &c.containersReady
	case podlife.PodReady:
		return &c.ready
	case podlife.AllContainersRestarting:
		return &c.restarting
	case podlife.DisruptionTarget, podlife.PodResizePending, podlife.PodResizeInProgress:
		return nil
	default:
		return nil
	}
}
