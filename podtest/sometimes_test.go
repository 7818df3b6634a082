package podtest_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// draws is how many values the tests of this file look at. A generator that
// needs more to reach a case reaches it too seldom for a property test.
const draws = 3000

// seen is the set of values of one field that were drawn.
type seen[V comparable] map[V]bool

// want fails the test for each value that was not drawn.
func (s seen[V]) want(t *testing.T, field string, values ...V) {
	t.Helper()
	for _, v := range values {
		if !s[v] {
			t.Errorf("%s: %v was never drawn", field, v)
		}
	}
}

// each draws values of g, the same ones every time.
func each[V any](g *rapid.Generator[V], visit func(V)) {
	for seed := range draws {
		visit(g.Example(seed))
	}
}

// eachStatus visits all container statuses of p.
func eachStatus(p *podlife.Pod, visit func(*podlife.ContainerStatus)) {
	for _, list := range [][]podlife.ContainerStatus{
		p.Status.InitContainerStatuses, p.Status.ContainerStatuses, p.Status.EphemeralContainerStatuses,
	} {
		for i := range list {
			visit(&list[i])
		}
	}
}

func TestLifelikeReachesEveryState(t *testing.T) {
	kinds, last := seen[podlife.StateKind]{}, seen[podlife.StateKind]{}
	waiting, ended := seen[string]{}, seen[string]{}
	codes := seen[int32]{}
	started, ready, restarted := seen[bool]{}, seen[bool]{}, seen[bool]{}
	each(podtest.Lifelike(), func(p *podlife.Pod) {
		eachStatus(p, func(s *podlife.ContainerStatus) {
			kinds[s.State.Kind] = true
			last[s.LastTerminationState.Kind] = true
			started[s.HasStarted()] = true
			ready[s.Ready] = true
			restarted[s.RestartCount > 0] = true
			switch s.State.Kind {
			case podlife.StateWaiting:
				waiting[s.State.Reason] = true
			case podlife.StateTerminated:
				ended[s.State.Reason] = true
				codes[s.State.ExitCode] = true
			}
		})
	})
	kinds.want(t, "state", podlife.StateWaiting, podlife.StateRunning, podlife.StateTerminated)
	last.want(t, "last state", podlife.StateUnset, podlife.StateTerminated)
	started.want(t, "started", false, true)
	ready.want(t, "ready", false, true)
	restarted.want(t, "restarted", false, true)
	codes.want(t, "exit code", 0, 1, 2, 42, 137, 143, 255)
	ended.want(t, "reason of an end", "Completed", "Error", "OOMKilled", "ContainerCannotRun", "ContainerStatusUnknown")
	waiting.want(t, "reason to wait", "", "ContainerCreating", "PodInitializing", "CrashLoopBackOff", "ErrImagePull",
		"ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError", "RegistryUnavailable",
		"SignatureValidationFailed", "CreateContainerConfigError", "CreateContainerError", "PreCreateHookError",
		"PreStartHookError", "RunContainerError", "PostStartHookError", "RestartingAllContainers")
}

// standing is whatever of a Pod a reader asks about first.
type standing struct {
	phase   podlife.Phase
	deleted bool
}

func TestLifelikeReachesEveryMoment(t *testing.T) {
	standings := seen[standing]{}
	reasons := seen[string]{}
	static, bound, held, observed, ephemeral := seen[bool]{}, seen[bool]{}, seen[bool]{}, seen[bool]{}, seen[bool]{}
	each(podtest.Lifelike(), func(p *podlife.Pod) {
		standings[standing{p.Status.Phase, p.IsDeleted()}] = true
		reasons[p.Status.Reason] = true
		static[p.IsStatic()] = true
		bound[p.Spec.NodeName != ""] = true
		held[p.IsDeleted() && len(p.Finalizers) > 0] = true
		observed[len(p.Status.ContainerStatuses) > 0] = true
		ephemeral[len(p.Status.EphemeralContainerStatuses) > 0] = true
	})
	for _, phase := range []podlife.Phase{podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed} {
		standings.want(t, "phase and deletion", standing{phase, false}, standing{phase, true})
	}
	reasons.want(t, "reason", "", podlife.ReasonEvicted, podlife.ReasonDeadlineExceeded, podlife.ReasonPreempting,
		podlife.ReasonTerminated, "OutOfcpu")
	static.want(t, "static", false, true)
	bound.want(t, "bound", false, true)
	held.want(t, "held by a finalizer", false, true)
	observed.want(t, "observed", false, true)
	ephemeral.want(t, "has an ephemeral container", false, true)
}

func TestLifelikeReachesEveryCondition(t *testing.T) {
	type aspect struct {
		Type   podlife.ConditionType
		Status podlife.ConditionStatus
	}
	aspects := seen[aspect]{}
	reasons := seen[string]{}
	each(podtest.Lifelike(), func(p *podlife.Pod) {
		for _, c := range p.Status.Conditions {
			aspects[aspect{c.Type, c.Status}] = true
			reasons[c.Reason] = true
		}
	})
	for _, c := range []podlife.ConditionType{
		podlife.PodScheduled, podlife.PodReadyToStartContainers, podlife.PodInitialized, podlife.ContainersReady,
		podlife.PodReady, podlife.AllContainersRestarting, "example.com/warm",
	} {
		aspects.want(t, "condition", aspect{c, podlife.ConditionTrue}, aspect{c, podlife.ConditionFalse})
	}
	aspects.want(t, "condition", aspect{podlife.DisruptionTarget, podlife.ConditionTrue})
	reasons.want(t, "reason of a condition", "", "SchedulingGated", "Unschedulable", "PodSandboxNotReady",
		"ContainersNotInitialized", "ContainersNotReady", "PodCompleted", "PodFailed", "ReadinessGatesNotReady",
		"TerminationByKubelet", "RestartAllContainersStarted")
}

func TestSpecReachesEveryChoice(t *testing.T) {
	mains, inits := seen[int]{}, seen[int]{}
	policies, own := seen[podlife.RestartPolicy]{}, seen[podlife.RestartPolicy]{}
	actions := seen[podlife.ContainerRestartRuleAction]{}
	operators := seen[podlife.ExitCodesOperator]{}
	sidecar, gated, readiness, deadline, grace := seen[bool]{}, seen[bool]{}, seen[bool]{}, seen[bool]{}, seen[bool]{}
	liveness, startup, hooks := seen[bool]{}, seen[bool]{}, seen[bool]{}
	each(podtest.Spec(), func(s podlife.PodSpec) {
		mains[len(s.Containers)] = true
		inits[len(s.InitContainers)] = true
		policies[s.RestartPolicy] = true
		gated[s.SchedulingGates != nil] = true
		readiness[s.ReadinessGates != nil] = true
		deadline[s.ActiveDeadlineSeconds != nil] = true
		grace[s.TerminationGracePeriodSeconds != nil] = true
		for i := range s.InitContainers {
			sidecar[s.InitContainers[i].IsSidecar()] = true
		}
		for _, c := range s.Containers {
			own[c.RestartPolicy] = true
			liveness[c.LivenessProbe != nil] = true
			startup[c.StartupProbe != nil] = true
			hooks[c.Lifecycle != nil] = true
			for _, rule := range c.RestartPolicyRules {
				actions[rule.Action] = true
				operators[rule.ExitCodes.Operator] = true
			}
		}
	})
	mains.want(t, "main containers", 1, 2, 3)
	inits.want(t, "init containers", 0, 1, 2, 3)
	policies.want(t, "restart policy", podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever)
	own.want(t, "own restart policy", "", podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever)
	actions.want(t, "action", podlife.RestartActionRestart, podlife.RestartActionRestartAllContainers)
	operators.want(t, "operator", podlife.ExitCodesIn, podlife.ExitCodesNotIn)
	for field, s := range map[string]seen[bool]{
		"sidecar": sidecar, "gated": gated, "readiness gate": readiness, "deadline": deadline, "grace period": grace,
		"liveness probe": liveness, "startup probe": startup, "hooks": hooks,
	} {
		s.want(t, field, false, true)
	}
}

func TestNastyReachesTheOddities(t *testing.T) {
	phases := seen[podlife.Phase]{}
	kinds, last := seen[podlife.StateKind]{}, seen[podlife.StateKind]{}
	missing, doubled, stranger, unstarted, empty := seen[bool]{}, seen[bool]{}, seen[bool]{}, seen[bool]{}, seen[bool]{}
	each(podtest.Nasty(), func(p *podlife.Pod) {
		phases[p.Status.Phase] = true
		eachStatus(p, func(s *podlife.ContainerStatus) {
			kinds[s.State.Kind] = true
			last[s.LastTerminationState.Kind] = true
			unstarted[s.Started == nil] = true
			stranger[s.Name == "stranger"] = true
		})
		names := map[string]int{}
		for i := range p.Status.ContainerStatuses {
			names[p.Status.ContainerStatuses[i].Name]++
		}
		for i := range p.Spec.Containers {
			name := p.Spec.Containers[i].Name
			missing[names[name] == 0] = true
			doubled[names[name] > 1] = true
			empty[name == ""] = true
		}
	})
	phases.want(t, "phase", "", podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed,
		podlife.PodUnknown, "CrashLoopBackOff")
	kinds.want(t, "state", podlife.StateUnset, podlife.StateWaiting, podlife.StateRunning, podlife.StateTerminated)
	last.want(t, "last state", podlife.StateUnset, podlife.StateWaiting, podlife.StateRunning, podlife.StateTerminated)
	for field, s := range map[string]seen[bool]{
		"missing status": missing, "doubled status": doubled, "status of a stranger": stranger,
		"Started unset": unstarted, "empty name": empty,
	} {
		s.want(t, field, false, true)
	}
}

func TestNodeReachesEveryState(t *testing.T) {
	lost, tainted := seen[bool]{}, seen[bool]{}
	ready := seen[podlife.ConditionStatus]{}
	effects := seen[podlife.TaintEffect]{}
	each(podtest.Node(), func(n *podlife.Node) {
		lost[n.IsLost()] = true
		tainted[n.Spec.Taints != nil] = true
		for _, taint := range n.Spec.Taints {
			effects[taint.Effect] = true
		}
		for _, c := range n.Status.Conditions {
			if c.Type == podlife.NodeReady {
				ready[c.Status] = true
			}
		}
	})
	lost.want(t, "lost", false, true)
	tainted.want(t, "tainted", false, true)
	ready.want(t, "ready", "", podlife.ConditionTrue, podlife.ConditionFalse, podlife.ConditionUnknown)
	effects.want(t, "effect", podlife.TaintEffectNoSchedule, podlife.TaintEffectPreferNoSchedule, podlife.TaintEffectNoExecute)
}

func TestTolerationsReachTaints(t *testing.T) {
	operators := seen[podlife.TolerationOperator]{}
	tolerated := seen[bool]{}
	each(podtest.Toleration(), func(toleration podlife.Toleration) {
		operators[toleration.Operator] = true
		taint := podtest.Taint().Example(len(operators))
		tolerated[toleration.Tolerates(&taint, true)] = true
	})
	operators.want(t, "operator", "", podlife.TolerationOpExists, podlife.TolerationOpEqual, podlife.TolerationOpLt,
		podlife.TolerationOpGt)
	tolerated.want(t, "tolerated", false, true)
}
