package phase_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// lines is what a person reads.
func lines(reasons []phase.Explanation) []string {
	var out []string
	for _, r := range reasons {
		out = append(out, r.String())
	}
	return out
}

func TestExplain(t *testing.T) {
	const (
		only    = "; only a new Pod can do its work"
		again   = ", and will be started again; the kubelet must start it again"
		stay    = ", and will not be started again"
		report  = "; the kubelet must stop what still runs and report the end"
		sandbox = "the sandbox is not ready (no pod sandbox exists); the kubelet must set up the sandbox, its volumes and its network"
	)
	tests := []struct {
		name string
		pod  *podlife.Pod
		want []string
	}{
		{"one ready", ready(build(t, "Always: m=R!")), []string{"the container runs and is ready"}},
		{"all ready", ready(build(t, "Always: i=T0 s=R! m=R! m=R!")), []string{"all 3 containers run and are ready"}},

		{"deleted, runs", finalizer(deleted(build(t, "Always: s=R! m=R! e=R"))), []string{
			"sidecar s0 (1 of 1) still runs, though deletion was asked for; it must end, or be killed once its grace period is over",
			"main container m0 still runs, though deletion was asked for; it must end, or be killed once its grace period is over",
			"ephemeral container e0 still runs, though deletion was asked for; it must end, or be killed once its grace period is over",
			"a finalizer holds the deleted Pod (example.com/hold); whoever set it must remove it",
		}},
		{"deleted, stopped", deleted(build(t, "Always: m=T0")), []string{"deletion was asked for, and no container runs any more; the kubelet must report the end"}},
		{"deleted, disrupted", withDisruption(deleted(build(t, "Always: m=T0")), "DeletionByTaintManager"), []string{
			"deletion was asked for, and no container runs any more; the kubelet must report the end",
			"the Pod is to end for a reason outside it: DeletionByTaintManager (disrupted)",
		}},
		{"deleted, no node", deleted(unbound(build(t, "Always: m=-"))), []string{"deletion was asked for, and no container runs any more; the object must be removed"}},
		{"deleted, no node, held", finalizer(deleted(unbound(build(t, "Always: m=-")))), []string{"a finalizer holds the deleted Pod (example.com/hold); whoever set it must remove it"}},
		{"deleted, succeeded", deleted(withPhase(build(t, "Always: m=T0"), podlife.PodSucceeded)), []string{
			"deletion was asked for, and no container runs any more; the object must be removed", "the Pod succeeded",
		}},
		{"deleted, node lost", withReason(deleted(build(t, "Always: m=T0")), "NodeLost"), []string{
			"deletion was asked for, and no container runs any more; the kubelet must report the end",
			"the node does not answer: NodeLost; the node must come back, or its Node object be deleted",
		}},
		{"phase unknown", withPhase(build(t, "Always: m=R!"), podlife.PodUnknown), []string{"the node does not answer; the node must come back, or its Node object be deleted"}},

		{"succeeded", withPhase(build(t, "Never: m=T0"), podlife.PodSucceeded), []string{"the Pod succeeded"}},
		{"evicted", withReason(withPhase(build(t, "Never: m=T0"), podlife.PodFailed), "Evicted"), []string{"the Pod failed: Evicted" + only}},
		{"rejected", withReason(withPhase(build(t, "Never: m=-"), podlife.PodFailed), "OutOfcpu"), []string{"the Pod failed: Rejected, OutOfcpu" + only}},
		{"main failed", withPhase(build(t, "Never: m=T1:Error"), podlife.PodFailed), []string{"main container m0 ended with exit code 1: Error, and the Pod failed" + only}},
		{"crash loop failed", withPhase(build(t, "Never: m=W/1"), podlife.PodFailed), []string{"main container m0 ended with exit code 1, and the Pod failed" + only}},
		{"no status tells", withPhase(build(t, "Never: m=T0"), podlife.PodFailed), []string{"the Pod failed, and no status tells why" + only}},
		{"failed without statuses", withPhase(build(t, "Never: m=-"), podlife.PodFailed), []string{"the Pod failed, and no container has a status" + only}},
		{"failed, an init container alone has a status", withPhase(build(t, "Never: i=T0 m=-"), podlife.PodFailed), []string{"the Pod failed, and no status tells why" + only}},
		{"deleted before it ran", deleted(withPhase(build(t, "Never: m=W"), podlife.PodFailed)), []string{
			"deletion was asked for, and no container runs any more; the object must be removed", "the Pod failed: Deleted" + only,
		}},

		{"gated", gated(unbound(build(t, "Always: m=-"))), []string{"a scheduling gate is left (example.com/quota); whoever set it must remove it"}},
		{"unschedulable", withCondition(unbound(build(t, "Always: m=-")), podlife.PodScheduled, "False", "Unschedulable", "0/3 nodes are available: 3 Insufficient cpu."), []string{
			"no node was found: Unschedulable (0/3 nodes are available: 3 Insufficient cpu.); a node must come to fit",
		}},
		{"room is being made", nominated(withCondition(unbound(build(t, "Always: m=-")), podlife.PodScheduled, "False", "Unschedulable", "no room")), []string{
			"no node was found: Unschedulable (no room); the scheduler is making room on node node-2",
		}},
		{"scheduler failed", withCondition(unbound(build(t, "Always: m=-")), podlife.PodScheduled, "False", "SchedulerError", "oops"), []string{
			"no node was found: SchedulerError (oops); the scheduler must try again",
		}},
		{"not scheduled", unbound(build(t, "Always: m=-")), []string{"no scheduler has chosen a node; the scheduler must look at the Pod"}},
		{"not reported", build(t, "Always: m=-"), []string{"the kubelet has not reported yet; the kubelet of its node must take it up"}},
		{"no main container", build(t, "Always:"), []string{"the spec has no main container; nothing can happen"}},

		{"no sandbox", noSandbox(build(t, "Always: m=W")), []string{sandbox}},
		{"no sandbox, and more", noSandbox(wait(build(t, "Always: m=W"), "m0", "ImagePullBackOff", "Back-off")), []string{
			sandbox, "main container m0 waits: ImagePullBackOff (Back-off); the image must become pullable",
		}},
		{"sandbox died", noSandbox(build(t, "Always: m=T255:Unknown")), []string{sandbox, "main container m0 ended with exit code 255: Unknown" + again}},

		{"sandbox died under Never", noSandbox(withRule(build(t, "Never: m=T42"), "m0", podlife.RestartActionRestart)), []string{
			"the sandbox is not ready (no pod sandbox exists); under policy Never the kubelet makes no second one",
			"main container m0 ended with exit code 42" + again,
		}},
		{"sandbox not needed any more", noSandbox(build(t, "Never: m=T0")), []string{"main container m0 ended with exit code 0" + stay + report}},

		{"init waits", build(t, "Always: i=T0 i=W m=W"), []string{"init container i1 (2 of 2) waits; the kubelet must start it"}},
		{"init crash loop", wait(build(t, "Always: i=W/3 m=W"), "i0", "CrashLoopBackOff", "back-off 10s"), []string{
			"init container i0 (1 of 1) waits: CrashLoopBackOff (back-off 10s), having ended with exit code 3; it is started again when the back-off is over",
		}},
		{"init runs", build(t, "Always: i=R m=W"), []string{"init container i0 (1 of 1) runs; it must end with exit code 0"}},
		{"init retries", build(t, "Always: i=T2:Error m=W"), []string{"init container i0 (1 of 1) ended with exit code 2: Error" + again}},
		{"init failed", build(t, "Never: i=T2:Error m=W"), []string{"init container i0 (1 of 1) ended with exit code 2: Error" + stay + "; the kubelet must report the Pod's end"}},
		{"init out of memory with exit code 0", build(t, "Never: i=T0:OOMKilled m=W"), []string{
			"init container i0 (1 of 1) ended with exit code 0: OOMKilled" + stay + "; the kubelet takes it for failed, and neither goes on nor ends the Pod",
		}},
		{"the same, to be tried again", build(t, "OnFailure: i=T0:OOMKilled m=W"), []string{"init container i0 (1 of 1) ended with exit code 0: OOMKilled" + again}},
		{"init without status", build(t, "Never: i=- m=W"), []string{"init container i0 (1 of 1) has no status; the kubelet must report it"}},
		{"sidecar started, init runs", build(t, "Never: s=R! i=R m=W"), []string{"init container i1 (2 of 2) runs; it must end with exit code 0"}},
		{"sidecar not started", startupProbe(t, build(t, "Never: s=R i=W m=W"), "s0"), []string{"sidecar s0 (1 of 2) runs, but has not started; its startup probe must succeed"}},
		{"sidecar crashes before the start", build(t, "Never: s=T1:Error m=W"), []string{"sidecar s0 (1 of 1) ended with exit code 1: Error" + again}},

		{"waits for its image", wait(build(t, "Always: m=W"), "m0", "ImagePullBackOff", `Back-off pulling image "web:1"`), []string{
			`main container m0 waits: ImagePullBackOff (Back-off pulling image "web:1"); the image must become pullable`,
		}},
		{"waits to be made", build(t, "Always: m=W"), []string{"main container m0 waits; the kubelet must start it"}},
		{"crash loop", wait(build(t, "Always: m=W/1"), "m0", "CrashLoopBackOff", "back-off 10s"), []string{
			"main container m0 waits: CrashLoopBackOff (back-off 10s), having ended with exit code 1; it is started again when the back-off is over",
		}},
		{"ended, starts again", build(t, "Always: m=T1:OOMKilled"), []string{"main container m0 ended with exit code 1: OOMKilled" + again}},
		{"weight", ready(build(t, "Never: m=T0 m=R m=- m=T1 m=W s=T1")), []string{
			"main container m3 ended with exit code 1" + stay + "; the Pod ends when the other main containers have ended",
			"sidecar s0 ended with exit code 1" + again,
			"main container m4 waits; the kubelet must start it",
			"main container m2 has no status; the kubelet must report it",
			"main container m1 runs, but has not started; the kubelet must report it started",
			"main container m0 ended with exit code 0" + stay + "; the Pod ends when the other main containers have ended",
		}},
		{"done but for a sidecar", ready(build(t, "Never: s=R! m=T0")), []string{"main container m0 ended with exit code 0" + stay + report}},
		{"failed but for a sidecar", ready(build(t, "Never: s=R! m=T1")), []string{"main container m0 ended with exit code 1" + stay + report}},
		{"not started", startupProbe(t, build(t, "Always: m=R"), "m0"), []string{"main container m0 runs, but has not started; its startup probe must succeed"}},
		{"not ready", readinessProbe(t, build(t, "Always: m=R!"), "m0"), []string{"main container m0 runs, but is not ready; its readiness probe must succeed"}},
		{"not reported ready", build(t, "Always: m=R!"), []string{"main container m0 runs, but is not ready; the kubelet must report it ready"}},

		{"gate missing", readinessGate(ready(build(t, "Always: m=R!"))), []string{
			`a readiness gate is not passed (corresponding condition of pod readiness gate "example.com/warm" does not exist.); who watches over the gate must set its condition to True`,
		}},
		{"gate false", withCondition(readinessGate(ready(build(t, "Always: m=R!"))), "example.com/warm", "False", "", ""), []string{
			`a readiness gate is not passed (the status of pod readiness gate "example.com/warm" is not "True", but False); who watches over the gate must set its condition to True`,
		}},
		{"not ready for another reason", withCondition(ready(build(t, "Always: m=R!")), podlife.PodReady, "False", "ContainersNotReady", "old"), []string{
			"the condition Ready is not True: ContainersNotReady (old); the kubelet must report again",
		}},
		{"disrupted and to be resized", withCondition(withDisruption(ready(build(t, "Always: m=R!")), "PreemptionByScheduler"), podlife.PodResizePending, "True", "Deferred", "no cpu"), []string{
			"the Pod is to end for a reason outside it: PreemptionByScheduler (disrupted); its containers will be stopped",
			"the container runs and is ready",
			"a resize is not done: Deferred (no cpu); the node must have room",
		}},
		{"resize infeasible", withCondition(ready(build(t, "Always: m=R!")), podlife.PodResizePending, "True", "Infeasible", "too much"), []string{
			"the container runs and is ready", "a resize is not done: Infeasible (too much); ask for less: the node can never grant it",
		}},
		{"resize in progress", withCondition(ready(build(t, "Always: m=R!")), podlife.PodResizeInProgress, "True", "", ""), []string{
			"the container runs and is ready", "a resize is not done: PodResizeInProgress; the kubelet must finish it",
		}},
		{"all restart", withRule(build(t, "Never: m=T0 m=T42:Error"), "m1", podlife.RestartActionRestartAllContainers), []string{
			"main container m1 ended with exit code 42: Error, for which all containers start again; the kubelet must remove them all and begin anew",
		}},
		{"all restart, by condition", withCondition(build(t, "Always: m=T0 m=R!"), podlife.AllContainersRestarting, "True", "", ""), []string{
			"all containers start again in place; the kubelet must remove them all and begin anew",
		}},
		{"message of several lines", wait(build(t, "Always: m=W"), "m0", "ErrImagePull", "  one\n\ttwo "), []string{
			"main container m0 waits: ErrImagePull (one two); the image must become pullable",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lines(phase.Explain(tt.pod))); diff != "" {
				t.Errorf("Explain (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExplainFields(t *testing.T) {
	p := wait(build(t, "Always: i=T0 i=W/3 m=W"), "i1", "CrashLoopBackOff", "back-off 10s")
	want := []phase.Explanation{{
		Cause:     phase.CauseContainerWaiting,
		Role:      phase.RoleInit,
		Container: "i1",
		Number:    2,
		Count:     2,
		State:     podlife.Waiting("CrashLoopBackOff", "back-off 10s"),
		Last:      podlife.Terminated(3, ""),
		Condition: podlife.PodInitialized,
		Reason:    "CrashLoopBackOff",
		Message:   "back-off 10s",
		Next:      "it is started again when the back-off is over",
	}}
	if diff := cmp.Diff(want, phase.Explain(p)); diff != "" {
		t.Errorf("Explain (-want +got):\n%s", diff)
	}
}

// Each reason names the condition of the Pod that it holds back.
func TestExplainConditions(t *testing.T) {
	tests := []struct {
		name string
		pod  *podlife.Pod
		want []podlife.ConditionType
	}{
		{"unschedulable", withCondition(unbound(build(t, "Always: m=-")), podlife.PodScheduled, "False", "Unschedulable", ""), []podlife.ConditionType{podlife.PodScheduled}},
		{"not reported", build(t, "Always: m=-"), []podlife.ConditionType{""}},
		{"no sandbox, and an image", noSandbox(wait(build(t, "Always: m=W"), "m0", "ImagePullBackOff", "")),
			[]podlife.ConditionType{podlife.PodReadyToStartContainers, podlife.ContainersReady}},
		{"init failed", build(t, "Never: i=T1 m=W"), []podlife.ConditionType{podlife.PodInitialized}},
		{"init runs", build(t, "Never: i=R m=W"), []podlife.ConditionType{podlife.PodInitialized}},
		{"not ready", build(t, "Always: m=R!"), []podlife.ConditionType{podlife.ContainersReady}},
		{"ready", ready(build(t, "Always: m=R!")), []podlife.ConditionType{podlife.PodReady}},
		{"gate missing", readinessGate(ready(build(t, "Always: m=R!"))), []podlife.ConditionType{podlife.PodReady}},
		{"to be resized", withCondition(ready(build(t, "Always: m=R!")), podlife.PodResizePending, "True", "Deferred", ""),
			[]podlife.ConditionType{podlife.PodReady, podlife.PodResizePending}},
		{"all restart", withCondition(build(t, "Always: m=T0"), podlife.AllContainersRestarting, "True", "", ""), []podlife.ConditionType{podlife.AllContainersRestarting}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []podlife.ConditionType
			for _, r := range phase.Explain(tt.pod) {
				got = append(got, r.Condition)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("conditions (-want +got):\n%s", diff)
			}
		})
	}
}

// Each reason for which the kubelet lets a container wait has an answer of its
// own to what must happen, but for those that say nothing.
func TestExplainWaitingReasons(t *testing.T) {
	nothing := "the kubelet must start it"
	for reason, want := range map[string]string{
		"ContainerCreating": nothing, "PodInitializing": nothing, "RestartingAllContainers": nothing, "SomethingNew": nothing,
		"ErrImagePull":               "the image must become pullable",
		"ImagePullBackOff":           "the image must become pullable",
		"RegistryUnavailable":        "the image must become pullable",
		"ErrImageNeverPull":          "the image must be put on the node, or the pull policy be another",
		"InvalidImageName":           "the image's name must be corrected",
		"ImageInspectError":          "the runtime must be able to look at the image",
		"SignatureValidationFailed":  "the image's signature must become valid",
		"CreateContainerConfigError": "what its configuration refers to must exist",
		"CreateContainerError":       "the runtime must be able to create it",
		"PreCreateHookError":         "the runtime must be able to create it",
		"PreStartHookError":          "the runtime must be able to start it",
		"RunContainerError":          "the runtime must be able to start it",
		"PostStartHookError":         "its postStart hook must succeed",
		"CrashLoopBackOff":           "it is started again when the back-off is over",
	} {
		got := phase.Explain(wait(build(t, "Always: m=W"), "m0", reason, ""))[0]
		if got.Next != want || got.Reason != reason {
			t.Errorf("%s: Reason %q, Next %q, want %q", reason, got.Reason, got.Next, want)
		}
	}
}

func TestRoleString(t *testing.T) {
	want := []string{"none", "main container", "init container", "sidecar", "ephemeral container", "Role(5)"}
	for i, w := range want {
		if got := phase.Role(i).String(); got != w {
			t.Errorf("Role(%d).String() = %q, want %q", i, got, w)
		}
	}
}

// Any Reason prints as one line, also one that Explain never makes.
func TestReasonStringTotal(t *testing.T) {
	for _, role := range []phase.Role{phase.RoleNone, phase.RoleMain} {
		for kind := range podlife.StateTerminated + 1 {
			for _, ph := range []podlife.Phase{"", podlife.PodFailed, podlife.PodSucceeded} {
				r := phase.Explanation{Role: role, State: podlife.ContainerState{Kind: kind, Reason: "a\nb"}, Phase: ph, Message: "a\nb", Reason: "word"}
				if got := r.String(); got == "" || strings.Contains(got, "%!") {
					t.Errorf("%+v prints %q", r, got)
				}
			}
		}
	}
	if got, want := fmt.Sprint(phase.Explanation{Cause: "New", Reason: "Word"}), "New: Word"; got != want {
		t.Errorf("an unknown cause prints %q, want %q", got, want)
	}
	if got, want := (phase.Explanation{Role: phase.RoleMain}).String(), `main container "" has no status`; got != want {
		t.Errorf("a container without a name prints %q, want %q", got, want)
	}
}

// The functions below change p and return it.

// ready makes all running containers that have started ready.
func ready(p *podlife.Pod) *podlife.Pod {
	for _, list := range [][]podlife.ContainerStatus{p.Status.ContainerStatuses, p.Status.InitContainerStatuses} {
		for i := range list {
			list[i].Ready = list[i].Ready || list[i].State.Kind == podlife.StateRunning && list[i].HasStarted()
		}
	}
	return p
}

func nominated(p *podlife.Pod) *podlife.Pod { p.Status.NominatedNodeName = "node-2"; return p }

func finalizer(p *podlife.Pod) *podlife.Pod { p.Finalizers = []string{"example.com/hold"}; return p }

func noSandbox(p *podlife.Pod) *podlife.Pod {
	return withCondition(p, podlife.PodReadyToStartContainers, "False", "PodSandboxNotReady", "no pod sandbox exists")
}

func wait(p *podlife.Pod, name, reason, message string) *podlife.Pod {
	for _, list := range [][]podlife.ContainerStatus{p.Status.ContainerStatuses, p.Status.InitContainerStatuses} {
		if s := podlife.FindStatus(list, name); s != nil {
			s.State = podlife.Waiting(reason, message)
		}
	}
	return p
}

func startupProbe(t *testing.T, p *podlife.Pod, name string) *podlife.Pod {
	container(t, p, name).StartupProbe = &podlife.Probe{}
	return p
}

func readinessProbe(t *testing.T, p *podlife.Pod, name string) *podlife.Pod {
	container(t, p, name).ReadinessProbe = &podlife.Probe{}
	return p
}

func readinessGate(p *podlife.Pod) *podlife.Pod {
	p.Spec.ReadinessGates = slices.Concat(p.Spec.ReadinessGates, []podlife.PodReadinessGate{{ConditionType: "example.com/warm"}})
	return p
}
