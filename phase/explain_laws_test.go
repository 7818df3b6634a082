package phase_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
)

// explain is the rule that the laws below are about.
type explain func(*podlife.Pod) []phase.Explanation

func explainLaws() []law[explain] {
	return []law[explain]{
		{"ExplainTotal", func(t *rapid.T, rule explain) {
			p := worked().Draw(t, "pod")
			before := p.Clone()
			reasons := rule(p)
			if len(reasons) == 0 {
				t.Fatal("no reason")
			}
			for _, r := range reasons {
				line := r.String()
				if r.Cause == "" || line == "" || strings.ContainsAny(line, "\n\t") || strings.Contains(line, "  ") {
					t.Fatalf("%+v prints %q", r, line)
				}
			}
			if diff := cmp.Diff(before, p); diff != "" {
				t.Fatalf("the Pod changed (-before +after):\n%s", diff)
			}
		}, func(p *podlife.Pod) []phase.Explanation { // nothing to say of a Pod that is well
			return slices.DeleteFunc(phase.Explain(p), func(r phase.Explanation) bool { return r.Cause == phase.CauseReady })
		}},
		{"ExplainIgnoresStatusOrder", func(t *rapid.T, rule explain) {
			p := unique(worked().Draw(t, "pod"))
			q := p.Clone()
			q.Status.ContainerStatuses = rapid.Permutation(q.Status.ContainerStatuses).Draw(t, "mains")
			q.Status.InitContainerStatuses = rapid.Permutation(q.Status.InitContainerStatuses).Draw(t, "inits")
			if diff := cmp.Diff(rule(p), rule(q)); diff != "" {
				t.Fatalf("in another order (-one +other):\n%s", diff)
			}
		}, func(p *podlife.Pod) []phase.Explanation { // statuses by place, not by name
			p = p.Clone()
			for i := range min(len(p.Spec.Containers), len(p.Status.ContainerStatuses)) {
				p.Status.ContainerStatuses[i].Name = p.Spec.Containers[i].Name
			}
			return phase.Explain(p)
		}},
		{"TerminalReasonIsTheOutcome", func(t *rapid.T, rule explain) {
			p := worked().Draw(t, "pod")
			p.Status.Phase = rapid.SampledFrom([]podlife.Phase{podlife.PodSucceeded, podlife.PodFailed}).Draw(t, "phase")
			reasons := rule(p)
			got, want := reasons[len(reasons)-1], phase.Outcome(p)
			if got.Cause != want.Cause || got.Container != want.Container || got.Phase != p.Status.Phase {
				t.Fatalf("outcome %+v, last reason %+v", want, got)
			}
		}, func(p *podlife.Pod) []phase.Explanation { // containers before the phase
			p = p.Clone()
			p.Status.Phase = podlife.PodRunning
			return phase.Explain(p)
		}},
		{"ReadyOnlyIfReady", func(t *rapid.T, rule explain) {
			p := unique(worked().Draw(t, "pod"))
			said := slices.ContainsFunc(rule(p), func(r phase.Explanation) bool { return r.Cause == phase.CauseReady })
			if got := isReady(p); said && !got {
				t.Fatalf("said to be ready, conditions %+v", phase.Conditions(p))
			}
		}, func(p *podlife.Pod) []phase.Explanation { // running is not ready
			p = p.Clone()
			p.Status.Conditions = nil
			for i := range p.Status.ContainerStatuses {
				p.Status.ContainerStatuses[i].Ready = true
			}
			return phase.Explain(p)
		}},
		{"ReadyIfReady", func(t *rapid.T, rule explain) {
			p := podtest.Lifelike().Draw(t, "pod")
			said := slices.ContainsFunc(rule(p), func(r phase.Explanation) bool { return r.Cause == phase.CauseReady })
			restarting := podlife.FindCondition(phase.Conditions(p), podlife.AllContainersRestarting)
			if restarting != nil && restarting.Status == podlife.ConditionTrue {
				return // it is ready for a moment more
			}
			if isReady(p) && !p.IsDeleted() && !said {
				t.Fatalf("ready, and said to be held by %q", lines(rule(p)))
			}
		}, func(p *podlife.Pod) []phase.Explanation { // any init container that did not complete holds the Pod
			for i := range p.Spec.InitContainers {
				if p.Spec.InitContainers[i].IsSidecar() {
					return []phase.Explanation{{Cause: phase.CauseInitializing}}
				}
			}
			return phase.Explain(p)
		}},
		{"ReasonsNameTheirContainers", func(t *rapid.T, rule explain) {
			p := podtest.Lifelike().Draw(t, "pod")
			for _, r := range rule(p) {
				if want := roleOf(p, r.Container); r.Role != want {
					t.Fatalf("%q has role %v, not %v", r.Container, want, r.Role)
				}
			}
		}, func(p *podlife.Pod) []phase.Explanation {
			reasons := phase.Explain(p)
			for i := range reasons {
				if reasons[i].Role == phase.RoleSidecar {
					reasons[i].Role = phase.RoleInit
				}
			}
			return reasons
		}},
	}
}

// isReady reports whether the kubelet's own conditions, and the one that was
// reported, say that p is ready.
func isReady(p *podlife.Pod) bool {
	due := podlife.FindCondition(phase.Conditions(p), podlife.PodReady)
	shown := podlife.FindCondition(p.Status.Conditions, podlife.PodReady)
	return due.Status == podlife.ConditionTrue && (shown == nil || shown.Status == podlife.ConditionTrue)
}

func roleOf(p *podlife.Pod, name string) phase.Role {
	for _, c := range p.Spec.InitContainers {
		if c.Name == name && c.IsSidecar() {
			return phase.RoleSidecar
		}
		if c.Name == name {
			return phase.RoleInit
		}
	}
	for _, c := range p.Spec.Containers {
		if c.Name == name {
			return phase.RoleMain
		}
	}
	if slices.ContainsFunc(p.Spec.EphemeralContainers, func(c podlife.EphemeralContainer) bool { return c.Name == name }) {
		return phase.RoleEphemeral
	}
	return phase.RoleNone
}

func TestExplainLaws(t *testing.T) { checkLaws[explain](t, phase.Explain, explainLaws()) }

// The generators reach every cause that holds a living Pod, but for
// PodNotReady, which is in the table.
func TestExplainSometimes(t *testing.T) {
	seen := map[phase.Cause]bool{}
	for seed := range 4000 {
		for _, r := range phase.Explain(worked().Example(seed)) {
			seen[r.Cause] = true
		}
	}
	for _, want := range []phase.Cause{
		phase.CauseDeleted, phase.CauseFinalizer, phase.CauseDisruptionTarget, phase.CauseNodeLost,
		phase.CauseSchedulingGated, phase.CauseUnschedulable, phase.CauseNotScheduled, phase.CauseNotReported,
		phase.CauseSandboxNotReady, phase.CauseInitializing, phase.CauseRestartingAllContainers,
		phase.CauseContainerWaiting, phase.CauseContainerRestarting, phase.CauseContainerEnded, phase.CauseContainerFailed,
		phase.CauseInitContainerFailed, phase.CauseOOMKilled, phase.CauseContainerStatusUnknown, phase.CauseNoStatus,
		phase.CauseContainerNotStarted, phase.CauseContainerNotReady, phase.CauseReadinessGate,
		phase.CauseResize, phase.CauseReady, phase.CauseNoSuchContainer,
	} {
		if !seen[want] {
			t.Errorf("never reached: %s", want)
		}
	}
}
