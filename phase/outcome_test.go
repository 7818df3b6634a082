package phase_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

func TestOutcomeOfTerminalPhase(t *testing.T) {
	failed := func(p *podlife.Pod, reason, message string) *podlife.Pod {
		p.Status.Phase, p.Status.Reason, p.Status.Message = podlife.PodFailed, reason, message
		return p
	}
	final := func(r phase.Result) phase.Result { r.Final = true; return r }
	fail := func(cause phase.Cause) phase.Result { return final(phase.Result{Verdict: phase.Failed, Cause: cause}) }
	success := final(phase.Result{Verdict: phase.Succeeded, Cause: phase.CauseCompleted})
	podReason := func(cause phase.Cause, reason string) phase.Result {
		return final(phase.Result{Verdict: phase.Failed, Cause: cause, Reason: reason, Message: "why"})
	}
	exited := func(cause phase.Cause, container string, code int32, reason string) phase.Result {
		return final(phase.Result{Verdict: phase.Failed, Cause: cause, Container: container, ExitCode: code, Reason: reason})
	}

	tests := []struct {
		name  string
		pod   *podlife.Pod
		mains []string
		want  phase.Result
	}{
		{"succeeded", withPhase(build(t, "Never: m=T0"), podlife.PodSucceeded), nil, success},
		{"succeeded without statuses", withPhase(build(t, "Never: m=-"), podlife.PodSucceeded), nil, success},
		{"succeeded, whatever the statuses", withPhase(build(t, "Never: m=T1"), podlife.PodSucceeded), []string{"m0"}, success},

		{"evicted", failed(build(t, "Never: m=T137"), "Evicted", "why"), nil, podReason(phase.CauseEvicted, "Evicted")},
		{"evicted after success", failed(build(t, "Never: m=T0 m=T137"), "Evicted", "why"), []string{"m0"}, podReason(phase.CauseEvicted, "Evicted")},
		{"rejected for pressure", failed(build(t, "Never: m=-"), "Evicted", "why"), nil, podReason(phase.CauseEvicted, "Evicted")},
		{"deadline", failed(build(t, "Never: m=T0"), "DeadlineExceeded", "why"), nil, podReason(phase.CauseDeadlineExceeded, "DeadlineExceeded")},
		{"preempted on the node", failed(build(t, "Never: m=T143"), "Preempting", "why"), nil, podReason(phase.CausePreempting, "Preempting")},
		{"node shutdown", failed(build(t, "Never: m=T143"), "Terminated", "why"), nil, podReason(phase.CauseNodeShutdown, "Terminated")},
		{"node lost", failed(build(t, "Never: m=R"), "NodeLost", "why"), nil, podReason(phase.CauseNodeLost, "NodeLost")},
		{"rejected", failed(build(t, "Never: m=-"), "OutOfcpu", "why"), nil, podReason(phase.CauseRejected, "OutOfcpu")},
		{"reason of another kubelet", failed(build(t, "Never: m=T0"), "ProviderFailed", "why"), nil, podReason(phase.CauseOther, "ProviderFailed")},
		{
			"node gone after success", withDisruption(failed(build(t, "Never: m=T0 s=R"), "", ""), "DeletionByPodGC"), []string{"m0"},
			final(phase.Result{Verdict: phase.Failed, Cause: phase.CauseNodeLost, Reason: "DeletionByPodGC", Message: "disrupted"}),
		},

		{"named success", failed(build(t, "Never: m=T0 m=T1"), "", ""), []string{"m0"}, success},
		{"named success beside a failed init container", failed(build(t, "Never: i=T1 m=T0"), "", ""), []string{"m0"}, success},
		{"named failure", failed(build(t, "Never: m=T0 m=T1:Error"), "", ""), []string{"m1"}, exited(phase.CauseContainerFailed, "m1", 1, "Error")},
		{"named failure, another failed before", failed(build(t, "Never: m=T3 m=T4"), "", ""), []string{"m1"}, exited(phase.CauseContainerFailed, "m1", 4, "")},
		{"named, another failed", failed(build(t, "Never: m=R m=T1:Error"), "", ""), []string{"m0"}, exited(phase.CauseContainerFailed, "m1", 1, "Error")},

		{"container failed", failed(build(t, "Never: m=T0 m=T3:Error"), "", ""), nil, exited(phase.CauseContainerFailed, "m1", 3, "Error")},
		{"first of two by place", failed(build(t, "Never: m=T3 m=T4"), "", ""), nil, exited(phase.CauseContainerFailed, "m0", 3, "")},
		{"first of two by time", finishedAt(failed(build(t, "Never: m=T3 m=T4"), "", ""), 9, 5), nil, exited(phase.CauseContainerFailed, "m1", 4, "")},
		{"unknown time comes last", finishedAt(failed(build(t, "Never: m=T137:ContainerStatusUnknown m=T4"), "", ""), 0, 5), nil, exited(phase.CauseContainerFailed, "m1", 4, "")},
		{"waits after failure", failed(build(t, "Never: m=W/7"), "", ""), nil, exited(phase.CauseContainerFailed, "m0", 7, "")},
		{"out of memory", failed(build(t, "Never: m=T137:OOMKilled"), "", ""), nil, exited(phase.CauseOOMKilled, "m0", 137, "OOMKilled")},
		{"not found", failed(build(t, "Never: m=T137:ContainerStatusUnknown"), "", ""), nil, exited(phase.CauseContainerStatusUnknown, "m0", 137, "ContainerStatusUnknown")},
		{"init failed", failed(build(t, "Never: i=T2:Error m=W"), "", ""), nil, exited(phase.CauseInitContainerFailed, "i0", 2, "Error")},
		{"init failed, main ran in an older sandbox", failed(build(t, "Never: i=T2 m=T137"), "", ""), nil, exited(phase.CauseInitContainerFailed, "i0", 2, "")},
		{"init to be tried again", failed(build(t, "OnFailure: i=T2 m=W"), "", ""), nil, exited(phase.CauseInitContainerFailed, "i0", 2, "")},
		{"main before init to be tried again", failed(build(t, "OnFailure: i=T2 m=T1"), "", ""), nil, exited(phase.CauseContainerFailed, "m0", 1, "")},

		{"nothing told", failed(build(t, "Never: m=-"), "", ""), nil, fail(phase.CauseNoStatus)},
		{"only a sidecar told", failed(build(t, "Never: s=T1 m=-"), "", ""), []string{"m0"}, fail(phase.CauseNoStatus)},
		{"no container at all", failed(build(t, "Never:"), "", ""), nil, fail(phase.CauseNoStatus)},
		{"all succeeded", failed(build(t, "Never: m=T0"), "", ""), nil, fail(phase.CauseUnexplained)},
		{"sidecar failed", failed(build(t, "Never: s=T1 m=T0"), "", ""), nil, fail(phase.CauseUnexplained)},
		{"still running", failed(build(t, "Never: m=R"), "", ""), []string{"m0"}, fail(phase.CauseUnexplained)},
		{"waits after success", failed(build(t, "Never: m=W/0"), "", ""), []string{"m0"}, fail(phase.CauseUnexplained)},
		{"deleted before it ran", deleted(failed(build(t, "Never: m=W"), "", "")), nil, fail(phase.CauseDeleted)},
		{
			"disrupted before it ran", withDisruption(deleted(failed(build(t, "Never: m=W"), "", "")), "EvictionByEvictionAPI"), nil,
			final(phase.Result{Verdict: phase.Failed, Cause: phase.CauseDisruptionTarget, Reason: "EvictionByEvictionAPI", Message: "disrupted"}),
		},
		{"no such main", withPhase(build(t, "Never: s=R m=T0"), podlife.PodSucceeded), []string{"m0", "s0"}, final(phase.Result{
			Verdict: phase.Failed, Cause: phase.CauseNoSuchContainer, Container: "s0",
		})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, phase.Outcome(tt.pod, tt.mains...)); diff != "" {
				t.Errorf("Outcome(%q) (-want +got):\n%s", tt.mains, diff)
			}
		})
	}
}

func TestOutcomeOfContainers(t *testing.T) {
	holds := func(cause phase.Cause, container string) phase.Result {
		return phase.Result{Cause: cause, Container: container}
	}
	success := phase.Result{Verdict: phase.Succeeded, Cause: phase.CauseCompleted, Final: true}
	notFinal := func(r phase.Result) phase.Result { r.Final = false; return r }
	exited := func(v phase.Verdict, cause phase.Cause, container string, code int32) phase.Result {
		return phase.Result{Verdict: v, Cause: cause, Container: container, ExitCode: code, Final: v == phase.Failed}
	}

	tests := []struct {
		name  string
		pod   *podlife.Pod
		mains []string
		want  phase.Result
	}{
		{"success beside a sidecar", build(t, "Never: s=R! m=T0"), nil, success},
		{"success beside a failed sidecar", build(t, "Never: s=T1 m=T0"), nil, success},
		{"named success beside another", build(t, "Never: m=T0 m=R"), []string{"m0"}, success},
		{"success, another runs", build(t, "Never: m=T0 m=R"), nil, holds(phase.CauseContainerRunning, "m1")},
		{"success under OnFailure", build(t, "OnFailure: m=T0"), nil, success},
		{"success under Always", build(t, "Always: m=T0"), nil, exited(phase.Unfinished, phase.CauseContainerRestarting, "m0", 0)},
		{"failure under OnFailure", build(t, "OnFailure: m=T1"), nil, exited(phase.Unfinished, phase.CauseContainerRestarting, "m0", 1)},
		{"failure under Never", build(t, "Never: m=T1"), nil, exited(phase.Failed, phase.CauseContainerFailed, "m0", 1)},
		{"named failure beside another", build(t, "Never: m=T1 m=R"), []string{"m0"}, exited(phase.Failed, phase.CauseContainerFailed, "m0", 1)},
		{"failure, another runs", build(t, "Never: m=T1 m=R"), nil, exited(phase.Unfinished, phase.CauseContainerFailed, "m0", 1)},
		{"failure, another waits", build(t, "Never: m=W m=T1"), nil, exited(phase.Unfinished, phase.CauseContainerFailed, "m1", 1)},
		{"crash loop", build(t, "Always: m=W/1"), nil, exited(phase.Unfinished, phase.CauseContainerRestarting, "m0", 1)},
		{"waits, not to be started again", build(t, "Never: m=W/1"), nil, notFinal(exited(phase.Failed, phase.CauseContainerFailed, "m0", 1))},
		{"waits after success, not to be started again", build(t, "Never: m=W/0"), nil, phase.Result{Verdict: phase.Failed, Cause: phase.CauseUnexplained}},

		{"init failed", build(t, "Never: i=T1 m=W"), nil, exited(phase.Failed, phase.CauseInitContainerFailed, "i0", 1)},
		{"init failed, named", build(t, "Never: i=T1 m=W"), []string{"m0"}, exited(phase.Failed, phase.CauseInitContainerFailed, "i0", 1)},
		{"init failed, named still runs", build(t, "Never: i=T1 m=R"), []string{"m0"}, notFinal(exited(phase.Failed, phase.CauseInitContainerFailed, "i0", 1))},
		{"init failed, named succeeded", build(t, "Never: i=T1 m=T0 m=W"), []string{"m0"}, success},
		{"init failed, all succeeded", build(t, "Never: i=T1 m=T0"), nil, exited(phase.Failed, phase.CauseInitContainerFailed, "i0", 1)},
		{"init failed, shown as waiting", build(t, "Never: i=W/1 m=W"), nil, notFinal(exited(phase.Failed, phase.CauseInitContainerFailed, "i0", 1))},
		{"all succeeded, an init container may yet fail", build(t, "Never: i=R m=T0"), nil, notFinal(success)},
		{"the same, named", build(t, "Never: i=R m=T0"), []string{"m0"}, success},
		{"init retries", build(t, "OnFailure: i=T1 m=W"), nil, exited(phase.Unfinished, phase.CauseInitializing, "i0", 1)},
		{"init runs", build(t, "OnFailure: i=T0 i=R m=W"), nil, holds(phase.CauseInitializing, "i1")},
		{"init without status", build(t, "OnFailure: i=- m=W"), nil, holds(phase.CauseInitializing, "i0")},
		{"init out of memory with exit code 0", build(t, "Never: i=T0:OOMKilled m=W"), nil, phase.Result{
			Cause: phase.CauseOOMKilled, Container: "i0", Reason: "OOMKilled",
		}},
		{"the same, to be tried again", build(t, "OnFailure: i=T0:OOMKilled m=W"), nil, phase.Result{
			Cause: phase.CauseInitializing, Container: "i0", Reason: "OOMKilled",
		}},
		{"that init is not looked back to", build(t, "Never: i=T0:OOMKilled m=R"), nil, holds(phase.CauseContainerRunning, "m0")},

		{"waits", build(t, "Never: i=T0 m=R m=W"), nil, holds(phase.CauseContainerWaiting, "m1")},
		{"status missing", build(t, "Never: m=R m=-"), nil, holds(phase.CauseNoStatus, "m1")},
		{"status empty", build(t, "Never: m={}"), nil, holds(phase.CauseNoStatus, "m0")},
		{"kubelet has not spoken", build(t, "Never: m=-"), nil, holds(phase.CauseNotReported, "")},
		{"not scheduled", unbound(build(t, "Never: m=-")), nil, holds(phase.CauseNotScheduled, "")},
		{"gated", gated(unbound(build(t, "Never: m=-"))), nil, holds(phase.CauseSchedulingGated, "")},
		{"unschedulable", withCondition(unbound(build(t, "Never: m=-")), podlife.PodScheduled, "False", "Unschedulable", "no room"), nil, phase.Result{
			Cause: phase.CauseUnschedulable, Reason: "Unschedulable", Message: "no room",
		}},
		{"gates removed", withCondition(unbound(build(t, "Never: m=-")), podlife.PodScheduled, "False", "SchedulingGated", "blocked"), nil, holds(phase.CauseNotScheduled, "")},
		{"no main container", build(t, "Never:"), nil, holds(phase.CauseNoSuchContainer, "")},
		{"no such main", build(t, "Never: m=R"), []string{"other"}, phase.Result{
			Verdict: phase.Failed, Cause: phase.CauseNoSuchContainer, Container: "other", Final: true,
		}},

		{"node lost", withReason(build(t, "Never: m=T0 m=R"), "NodeLost"), []string{"m0"}, phase.Result{
			Verdict: phase.Lost, Cause: phase.CauseNodeLost, Reason: "NodeLost",
		}},
		{"phase unknown", withPhase(build(t, "Never: m=R"), podlife.PodUnknown), nil, phase.Result{Verdict: phase.Lost, Cause: phase.CauseNodeLost}},

		{"deleted, runs", deleted(build(t, "Always: m=R")), nil, holds(phase.CauseDeleted, "")},
		{"deleted, crash loop", deleted(build(t, "Always: m=W/1")), nil, holds(phase.CauseDeleted, "")},
		{"deleted, ended", deleted(build(t, "Always: m=T0")), nil, notFinal(success)},
		{"deleted, failed", deleted(build(t, "Always: m=T143")), nil, notFinal(exited(phase.Failed, phase.CauseContainerFailed, "m0", 143))},
		{"deleted, ended under Never", deleted(build(t, "Never: m=T0")), nil, success},
		{"deleted, init failed", deleted(build(t, "Always: i=T1 m=W")), nil, notFinal(exited(phase.Failed, phase.CauseInitContainerFailed, "i0", 1))},
		{"deleted, init failed, main runs", deleted(build(t, "Always: i=T1 m=R")), nil, holds(phase.CauseDeleted, "")},
		{"mirror of a static Pod deleted", static(deleted(build(t, "Always: m=T0"))), nil, exited(phase.Unfinished, phase.CauseContainerRestarting, "m0", 0)},

		{"rule restarts", withRule(build(t, "Never: m=T42"), "m0", podlife.RestartActionRestart), nil, exited(phase.Unfinished, phase.CauseContainerRestarting, "m0", 42)},
		{"rule does not match", withRule(build(t, "Never: m=T1"), "m0", podlife.RestartActionRestart), nil, exited(phase.Failed, phase.CauseContainerFailed, "m0", 1)},
		{"all restart", withRule(build(t, "Never: m=T0 m=T42"), "m1", podlife.RestartActionRestartAllContainers), nil, holds(phase.CauseRestartingAllContainers, "m1")},
		{"all restart, named", withRule(build(t, "Never: m=T0 m=T42"), "m1", podlife.RestartActionRestartAllContainers), []string{"m0"}, holds(phase.CauseRestartingAllContainers, "m1")},
		{
			"all restart, by condition", withCondition(build(t, "Never: m=T0 m=R"), podlife.AllContainersRestarting, "True", "", ""), []string{"m0"},
			holds(phase.CauseRestartingAllContainers, ""),
		},
		{
			"all restarted", withRule(waitingFor(build(t, "Never: m=W/137"), "RestartingAllContainers"), "m0", podlife.RestartActionRestartAllContainers), nil,
			phase.Result{Cause: phase.CauseRestartingAllContainers, Container: "m0", ExitCode: 137, Reason: "RestartingAllContainers"},
		},
		{"all may restart by another", withRule(build(t, "Never: m=T0 m=R"), "m1", podlife.RestartActionRestartAllContainers), []string{"m0"}, notFinal(success)},
		{"all may restart by a sidecar", withRule(build(t, "Never: s=R! m=T0"), "s0", podlife.RestartActionRestartAllContainers), nil, notFinal(success)},
		{"all may restart by an init container", withRule(build(t, "Never: i=T0 m=T0 m=R"), "i0", podlife.RestartActionRestartAllContainers), []string{"m0"}, notFinal(success)},
		{"all may restart by an init container that did", withRule(build(t, "Never: i=T42 s=- m=T0"), "i0", podlife.RestartActionRestartAllContainers), nil, notFinal(success)},
		{"nobody is left to restart all", withRule(build(t, "Never: i=T0 m=T0"), "i0", podlife.RestartActionRestartAllContainers), nil, success},
		{"not even itself", withRule(build(t, "Never: m=T1"), "m0", podlife.RestartActionRestartAllContainers), nil, exited(phase.Failed, phase.CauseContainerFailed, "m0", 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, phase.Outcome(tt.pod, tt.mains...)); diff != "" {
				t.Errorf("Outcome(%q) (-want +got):\n%s", tt.mains, diff)
			}
		})
	}
}

func TestVerdictString(t *testing.T) {
	want := []string{"Unfinished", "Succeeded", "Failed", "Lost", "Verdict(4)"}
	for i, w := range want {
		if got := phase.Verdict(i).String(); got != w {
			t.Errorf("Verdict(%d).String() = %q, want %q", i, got, w)
		}
	}
}

// For every state of up to two init and two main containers, under every
// policy: where the phase that the kubelet computes is terminal, the verdict is
// the same; where it is not, no verdict is given unless all main containers are
// over. And the kubelet's own end of the Pod agrees, too.
func TestOutcomeAgreesWithProject(t *testing.T) {
	verdicts := map[podlife.Phase]phase.Verdict{podlife.PodSucceeded: phase.Succeeded, podlife.PodFailed: phase.Failed}
	everyPod(func(p *podlife.Pod) {
		computed, got := project(p, phase.View{}), phase.Outcome(p)
		if want, terminal := verdicts[computed]; terminal && got.Verdict != want {
			t.Errorf("Project = %s, Outcome = %+v\n%s", computed, got, summary(p))
		}
		if got.Verdict != phase.Unfinished && !computed.IsTerminal() && !allOver(p) {
			t.Errorf("Project = %s, Outcome = %+v\n%s", computed, got, summary(p))
		}
		if got.Final {
			if end := project(p, phase.View{Terminal: true, Initialized: true}); end.IsTerminal() && verdicts[end] != got.Verdict {
				t.Errorf("Project at the end = %s, Outcome = %+v\n%s", end, got, summary(p))
			}
		}
	})
}

// allOver reports whether all main containers have ended and the policies of
// these Pods start none again.
func allOver(p *podlife.Pod) bool {
	for _, c := range p.Spec.Containers {
		s := podlife.FindStatus(p.Status.ContainerStatuses, c.Name)
		if s == nil {
			return false
		}
		end := s.State
		if end.Kind == podlife.StateWaiting {
			end = s.LastTerminationState
		}
		policy := p.Spec.RestartPolicy
		if c.RestartPolicy != "" {
			policy = c.RestartPolicy
		}
		again := policy == podlife.RestartPolicyAlways || policy == podlife.RestartPolicyOnFailure && end.ExitCode != 0
		if end.Kind != podlife.StateTerminated || again {
			return false
		}
	}
	return true
}

// everyPod visits Pods with up to two init containers, ordinary (i) or sidecar
// (s), and one or two main ones, without (m) or with a policy of their own
// (a, o, n), in every state, under every policy.
func everyPod(visit func(*podlife.Pod)) {
	kinds := []string{"m", "im", "sm", "imm", "smm", "iim", "ism", "imo", "sno", "ian"}
	for _, first := range "maon" {
		for _, second := range "maon" {
			kinds = append(kinds, string(first)+string(second))
		}
	}
	for _, policy := range policies {
		for _, k := range kinds {
			n := 1
			for range k {
				n *= int(shapes)
			}
			for code := range n {
				visit(podOf(policy, k, code))
			}
		}
	}
}

// podOf returns the Pod with these kinds of containers, in the states whose
// numbers are the digits of code.
func podOf(policy podlife.RestartPolicy, kinds string, code int) *podlife.Pod {
	own := map[rune]podlife.RestartPolicy{
		's': podlife.RestartPolicyAlways, 'a': podlife.RestartPolicyAlways, 'o': podlife.RestartPolicyOnFailure, 'n': podlife.RestartPolicyNever,
	}
	p := &podlife.Pod{Spec: podlife.PodSpec{RestartPolicy: policy, NodeName: "node-1"}}
	for i, kind := range kinds {
		c := podlife.Container{Name: fmt.Sprintf("%c%d", kind, i), RestartPolicy: own[kind]}
		status := shape(code % int(shapes)).status(c.Name)
		code /= int(shapes)
		if kind == 'i' || kind == 's' {
			p.Spec.InitContainers = append(p.Spec.InitContainers, c)
			p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, status...)
		} else {
			p.Spec.Containers = append(p.Spec.Containers, c)
			p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, status...)
		}
	}
	return p
}

func summary(p *podlife.Pod) string {
	s := string(p.Spec.RestartPolicy) + ":"
	for _, list := range [][]podlife.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for _, st := range list {
			s += fmt.Sprintf(" %s %v(%d)/%v(%d)", st.Name, st.State.Kind, st.State.ExitCode, st.LastTerminationState.Kind, st.LastTerminationState.ExitCode)
		}
	}
	return s
}

// The with-functions change p and return it.

func withPhase(p *podlife.Pod, ph podlife.Phase) *podlife.Pod { p.Status.Phase = ph; return p }

func withReason(p *podlife.Pod, reason string) *podlife.Pod { p.Status.Reason = reason; return p }

func withCondition(p *podlife.Pod, t podlife.ConditionType, s podlife.ConditionStatus, reason, message string) *podlife.Pod {
	p.Status.Conditions = append(p.Status.Conditions, podlife.Condition{Type: t, Status: s, Reason: reason, Message: message})
	return p
}

func withDisruption(p *podlife.Pod, reason string) *podlife.Pod {
	return withCondition(p, podlife.DisruptionTarget, podlife.ConditionTrue, reason, "disrupted")
}

// withRule gives the container the policy Never, or a sidecar's, and the rule
// that action follows exit code 42.
func withRule(p *podlife.Pod, name string, action podlife.ContainerRestartRuleAction) *podlife.Pod {
	for _, list := range [][]podlife.Container{p.Spec.Containers, p.Spec.InitContainers} {
		for i := range list {
			if c := &list[i]; c.Name == name {
				if c.RestartPolicy == "" {
					c.RestartPolicy = podlife.RestartPolicyNever
				}
				restartOn(c, action, podlife.ExitCodesIn, 42)
			}
		}
	}
	return p
}

func waitingFor(p *podlife.Pod, reason string) *podlife.Pod {
	s := &p.Status.ContainerStatuses[0]
	s.State.Reason, s.LastTerminationState.Reason = reason, reason
	return p
}

// finishedAt sets when main containers ended, in seconds; 0 is unknown.
func finishedAt(p *podlife.Pod, seconds ...int) *podlife.Pod {
	for i, sec := range seconds {
		if sec > 0 {
			p.Status.ContainerStatuses[i].State.FinishedAt = epoch.Add(time.Duration(sec) * time.Second)
		}
	}
	return p
}

func deleted(p *podlife.Pod) *podlife.Pod { p.DeletionTimestamp = epoch; return p }

func unbound(p *podlife.Pod) *podlife.Pod { p.Spec.NodeName = ""; return p }

func gated(p *podlife.Pod) *podlife.Pod {
	p.Spec.SchedulingGates = []podlife.PodSchedulingGate{{Name: "example.com/quota"}}
	return p
}

func static(p *podlife.Pod) *podlife.Pod {
	p.Annotations = map[string]string{podlife.ConfigSourceAnnotation: "file"}
	return p
}

func TestResultString(t *testing.T) {
	for _, tt := range []struct {
		result phase.Result
		want   string
	}{
		{phase.Result{}, "Unfinished"},
		{phase.Result{Verdict: phase.Succeeded, Cause: phase.CauseCompleted, Final: true}, "Succeeded"},
		{phase.Result{Verdict: phase.Succeeded, Cause: phase.CauseCompleted}, "Succeeded, not final"},
		{phase.Result{Cause: phase.CauseCompleted}, "Unfinished: Completed"},
		{phase.Result{Cause: phase.CauseContainerRunning, Container: "web"}, "Unfinished: ContainerRunning (web)"},
		{phase.Result{Verdict: phase.Failed, Cause: phase.CauseRejected, Reason: "OutOfcpu", Message: "no room", Final: true}, "Failed: Rejected (OutOfcpu)"},
		{phase.Result{Verdict: phase.Failed, Cause: phase.CauseContainerFailed, Container: "web", ExitCode: 1, Reason: "Error"}, "Failed: ContainerFailed (web, exit code 1, Error), not final"},
		{phase.Result{Verdict: phase.Failed, Cause: phase.CauseEvicted, Reason: "Evicted", Final: true}, "Failed: Evicted"},
		{phase.Result{Verdict: phase.Lost, Cause: phase.CauseNodeLost, Reason: "NodeLost"}, "Lost: NodeLost"},
		{phase.Result{Verdict: phase.Lost, Final: true}, "Lost, final"},
		{phase.Result{Verdict: 9, ExitCode: -1}, "Verdict(9) (exit code -1)"},
	} {
		if got := tt.result.String(); got != tt.want {
			t.Errorf("want %q, got %q", tt.want, got)
		}
	}
}
