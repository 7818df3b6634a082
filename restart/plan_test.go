package restart_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// pod makes a Pod of containers written as "name", "name/policy" and, for the
// init containers, "name/sidecar"; a "+" at the end gives it a startup probe.
func pod(policy podlife.RestartPolicy, init, main string) *podlife.Pod {
	return &podlife.Pod{Spec: podlife.PodSpec{
		RestartPolicy: policy, InitContainers: containers(init), Containers: containers(main),
	}}
}

func containers(list string) []podlife.Container {
	var out []podlife.Container
	for _, word := range strings.Fields(list) {
		word, probed := strings.CutSuffix(word, "+")
		name, policy, _ := strings.Cut(word, "/")
		c := podlife.Container{Name: name, Image: name + ":1", RestartPolicy: podlife.RestartPolicy(policy)}
		if policy == "sidecar" {
			c.RestartPolicy = podlife.RestartPolicyAlways
		}
		if probed {
			c.StartupProbe = &podlife.Probe{}
		}
		c.LivenessProbe = &podlife.Probe{}
		out = append(out, c)
	}
	return out
}

// observe makes an observation of one ready sandbox with runs written as
// "name=state", the newest first. A state is created, running, unknown, an exit
// code, oom for an exit code of 0 with reason OOMKilled, or, of a run that runs,
// unlive, failed, started or changed.
func observe(list string) restart.Observed {
	o := restart.Observed{Sandboxes: []restart.Sandbox{{ID: "sandbox", Ready: true}}}
	for _, word := range strings.Fields(list) {
		name, state, _ := strings.Cut(word, "=")
		s := restart.RuntimeStatus{ID: name + "-id", Name: name, SandboxID: "sandbox", State: restart.StateRunning}
		switch state {
		case "created":
			s.State = restart.StateCreated
		case "unknown":
			s.State = restart.StateUnknown
		case "oom":
			s.State, s.Reason = restart.StateExited, "OOMKilled"
		case "0", "1", "137":
			s.State = restart.StateExited
			s.ExitCode = map[string]int32{"1": 1, "137": 137}[state]
		case "unlive":
			s.Liveness = restart.VerdictFailure
		case "failed":
			s.Startup = restart.VerdictFailure
		case "started":
			s.Startup = restart.VerdictSuccess
		case "changed":
			s.Image = "another"
		case "running":
		default:
			panic(state)
		}
		o.Containers = append(o.Containers, s)
	}
	return o
}

// kill makes a planned kill.
func kill(name string, reason restart.Reason, again bool) restart.Kill {
	return restart.Kill{ID: name + "-id", Name: name, Reason: reason, Restart: again}
}

func killInit(name string, reason restart.Reason) restart.Kill {
	k := kill(name, reason, true)
	k.Init = true
	return k
}

func TestPlan(t *testing.T) {
	type indexes = []int
	type kills = []restart.Kill
	tests := []struct {
		name             string
		policy           podlife.RestartPolicy
		init, main, seen string
		want             restart.Actions // SandboxID aside
	}{
		{"nothing made yet", "Always", "", "a b", "", restart.Actions{ContainersToStart: indexes{0, 1}}},
		{"all well", "Always", "", "a b", "a=running b=running", restart.Actions{}},
		{"one ended, Always", "Always", "", "a b", "a=0 b=running", restart.Actions{ContainersToStart: indexes{0}}},
		{"one succeeded, OnFailure", "OnFailure", "", "a b", "a=0 b=running", restart.Actions{}},
		{"one failed, Never", "Never", "", "a b", "a=1 b=running", restart.Actions{}},
		{"one failed, Never, own Always", "Never", "", "a/Always b", "a=1 b=running", restart.Actions{ContainersToStart: indexes{0}}},
		{"all ended, Never", "Never", "", "a b", "a=1 b=0",
			restart.Actions{Reason: restart.ReasonNothingLeft, KillPod: true}},
		{"an older run is nothing", "Never", "", "a b", "a=1 b=running a=running", restart.Actions{}},
		{"created, Never", "Never", "", "a b", "a=created b=running", restart.Actions{ContainersToStart: indexes{0}}},
		{"unknown", "Never", "", "a b", "a=unknown b=running",
			restart.Actions{ContainersToKill: kills{kill("a", restart.ReasonUnknown, true)}, ContainersToStart: indexes{0}}},
		{"not alive", "OnFailure", "", "a b", "a=unlive b=running",
			restart.Actions{ContainersToKill: kills{kill("a", restart.ReasonLivenessFailed, true)}, ContainersToStart: indexes{0}}},
		{"not started up, Never", "Never", "", "a b", "a=failed b=running",
			restart.Actions{ContainersToKill: kills{kill("a", restart.ReasonStartupFailed, false)}}},
		{"the only one not alive, Never", "Never", "", "a", "a=unlive", restart.Actions{
			Reason: restart.ReasonNothingLeft, KillPod: true,
			ContainersToKill: kills{kill("a", restart.ReasonLivenessFailed, false)}}},
		{"changed, Never", "Never", "", "a b", "a=changed b=running",
			restart.Actions{ContainersToKill: kills{kill("a", restart.ReasonDefinitionChanged, true)}, ContainersToStart: indexes{0}}},

		{"first init container", "Always", "i j", "a", "", restart.Actions{InitContainersToStart: indexes{0}}},
		{"init container runs", "Always", "i j", "a", "i=running", restart.Actions{}},
		{"init container done", "Always", "i j", "a", "i=0", restart.Actions{InitContainersToStart: indexes{1}}},
		{"last init container done", "Always", "i j", "a", "j=0", restart.Actions{ContainersToStart: indexes{0}}},
		{"init container failed, OnFailure", "OnFailure", "i j", "a", "i=1", restart.Actions{InitContainersToStart: indexes{0}}},
		{"init container failed, Never", "Never", "i j", "a", "i=1",
			restart.Actions{Reason: restart.ReasonInitFailed, KillPod: true}},
		{"init container failed, own OnFailure", "Never", "i/OnFailure", "a", "i=1", restart.Actions{InitContainersToStart: indexes{0}}},
		{"init container created, Never", "Never", "i", "a", "i=created", restart.Actions{InitContainersToStart: indexes{0}}},
		{"init container unknown", "Always", "i", "a", "i=unknown",
			restart.Actions{ContainersToKill: kills{killInit("i", restart.ReasonUnknown)}, InitContainersToStart: indexes{0}}},
		{"init container unknown, Never", "Never", "i", "a", "i=unknown",
			restart.Actions{Reason: restart.ReasonInitFailed, KillPod: true}},
		{"init container out of memory, Always", "Always", "i", "a", "i=oom", restart.Actions{InitContainersToStart: indexes{0}}},
		{"init container out of memory, OnFailure", "OnFailure", "i", "a", "i=oom",
			restart.Actions{Reason: restart.ReasonInitFailed, KillPod: true}},
		{"completed init container removed, main container runs", "Always", "i", "a", "a=running", restart.Actions{}},

		{"sidecar runs", "Always", "s/sidecar i", "a", "s=running", restart.Actions{InitContainersToStart: indexes{1}}},
		{"sidecar starts up", "Always", "s/sidecar+ i", "a", "s=running", restart.Actions{}},
		{"sidecar has started up", "Always", "s/sidecar+ i", "a", "s=started", restart.Actions{InitContainersToStart: indexes{1}}},
		{"sidecar did not start up", "Always", "s/sidecar+ i", "a", "s=failed",
			restart.Actions{ContainersToKill: kills{killInit("s", restart.ReasonStartupFailed)}, InitContainersToStart: indexes{0}}},
		{"last sidecar runs", "Always", "i s/sidecar", "a", "s=running i=0", restart.Actions{ContainersToStart: indexes{0}}},
		{"sidecar ended, Never", "Never", "s/sidecar", "a", "s=0 a=running", restart.Actions{InitContainersToStart: indexes{0}}},
		{"sidecar ended during init", "Never", "s/sidecar i", "a", "i=running s=0", restart.Actions{InitContainersToStart: indexes{0}}},
		{"sidecar created during init", "Always", "s/sidecar i", "a", "s=created", restart.Actions{InitContainersToStart: indexes{0}}},
		{"sidecar not alive does not hold up", "Never", "s/sidecar i", "a", "s=unlive",
			restart.Actions{ContainersToKill: kills{killInit("s", restart.ReasonLivenessFailed)}, InitContainersToStart: indexes{0, 1}}},
		{"two sidecars ended", "Always", "r/sidecar s/sidecar", "a", "r=1 s=1 a=running", restart.Actions{InitContainersToStart: indexes{0, 1}}},
		{"two sidecars changed", "Always", "r/sidecar s/sidecar", "a", "r=changed s=changed a=running", restart.Actions{
			ContainersToKill: kills{
				killInit("r", restart.ReasonDefinitionChanged), killInit("s", restart.ReasonDefinitionChanged),
			},
			InitContainersToStart: indexes{0, 1}}},
		{"sidecar lost", "Always", "i s/sidecar", "a", "a=running", restart.Actions{InitContainersToStart: indexes{1}}},
		{"sidecar ended, nothing else left", "Never", "s/sidecar", "a", "s=1 a=0",
			restart.Actions{Reason: restart.ReasonNothingLeft, KillPod: true}},
		{"sidecar and main container killed", "Always", "s/sidecar", "a b", "s=changed a=changed b=running", restart.Actions{
			ContainersToKill: kills{
				killInit("s", restart.ReasonDefinitionChanged), kill("a", restart.ReasonDefinitionChanged, true),
			},
			InitContainersToStart: indexes{0}, ContainersToStart: indexes{0}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.want.SandboxID = "sandbox"
			got := restart.Plan(pod(test.policy, test.init, test.main), observe(test.seen))
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlanSandbox(t *testing.T) {
	dead := []restart.Sandbox{{ID: "old", Attempt: 4}}
	anew := func(reason restart.Reason, attempt uint32, id string) restart.Actions {
		return restart.Actions{Reason: reason, KillPod: true, CreateSandbox: true, Attempt: attempt, SandboxID: id}
	}
	over := func(reason restart.Reason) restart.Actions {
		return restart.Actions{Reason: reason, KillPod: true, Attempt: 5, SandboxID: "old"}
	}
	main := func(a restart.Actions, indexes ...int) restart.Actions {
		a.ContainersToStart = indexes
		return a
	}
	init := func(a restart.Actions) restart.Actions {
		a.InitContainersToStart = []int{0}
		return a
	}
	tests := []struct {
		name      string
		pod       *podlife.Pod
		sandboxes []restart.Sandbox
		seen      string
		want      restart.Actions
	}{
		{"none", pod("Never", "", "a"), nil, "", main(anew(restart.ReasonNoSandbox, 0, ""), 0)},
		{"none, init containers", pod("Never", "i j", "a"), nil, "", init(anew(restart.ReasonNoSandbox, 0, ""))},
		{"none, no main container", pod("Always", "i", ""), nil, "", init(anew(restart.ReasonNoSandbox, 0, ""))},
		{"dead", pod("Always", "", "a b"), dead, "a=0 b=1", main(anew(restart.ReasonSandboxNotReady, 5, "old"), 0, 1)},
		{"two ready", pod("Always", "", "a"), []restart.Sandbox{{ID: "new", Attempt: 1, Ready: true}, {ID: "old", Ready: true}}, "",
			main(anew(restart.ReasonManySandboxes, 2, "new"), 0)},
		{"the other network", pod("Always", "", "a"), []restart.Sandbox{{ID: "old", Ready: true, HostNetwork: true}}, "",
			main(anew(restart.ReasonNetworkChanged, 1, ""), 0)},
		{"no address", pod("Always", "", "a"), []restart.Sandbox{{ID: "old", Ready: true, NoIP: true}}, "",
			main(anew(restart.ReasonNoIP, 1, "old"), 0)},
		{"dead, Never, something was made", pod("Never", "", "a"), dead, "a=0", over(restart.ReasonRanBefore)},
		{"dead, Never, something was made, own Always", pod("Never", "", "a/Always"), dead, "a=0", over(restart.ReasonRanBefore)},
		{"dead, Never, nothing was made", pod("Never", "", "a"), dead, "", main(anew(restart.ReasonSandboxNotReady, 5, "old"), 0)},
		{"dead, OnFailure, one succeeded", pod("OnFailure", "", "a b"), dead, "a=0 b=1", main(anew(restart.ReasonSandboxNotReady, 5, "old"), 1)},
		{"dead, OnFailure, all succeeded", pod("OnFailure", "", "a b"), dead, "a=0 b=0", over(restart.ReasonAllSucceeded)},
		{"dead, Always, own OnFailure, succeeded", pod("Always", "i", "a/OnFailure"), dead, "a=0", over(restart.ReasonAllSucceeded)},
		{"dead, Always, own Never: begins anew", pod("Always", "", "a/Never"), dead, "a=1", main(anew(restart.ReasonSandboxNotReady, 5, "old"), 0)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := observe(test.seen)
			o.Sandboxes = test.sandboxes
			if diff := cmp.Diff(test.want, restart.Plan(test.pod, o), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPlanAsksTheNewestRun has a clock that went backwards: the run of the old
// sandbox is newer than that of the new one.
func TestPlanAsksTheNewestRun(t *testing.T) {
	o := observe("i=running i=1")
	o.Containers[0].SandboxID = "old"
	want := restart.Actions{Reason: restart.ReasonInitFailed, KillPod: true, SandboxID: "sandbox"}
	if diff := cmp.Diff(want, restart.Plan(pod("Always", "i", "a"), o), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
}

func TestPlanEphemeralContainers(t *testing.T) {
	p := pod("Always", "i", "a")
	p.Spec.EphemeralContainers = []podlife.EphemeralContainer{{Name: "debug"}, {Name: "trace"}}
	got := restart.Plan(p, observe("i=running debug=1"))
	want := restart.Actions{SandboxID: "sandbox", EphemeralContainersToStart: []int{1}}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
}

// TestPlanBehindTheDoors shows where Plan and Compute differ.
func TestPlanBehindTheDoors(t *testing.T) {
	ended := pod("Always", "", "a/Never")
	ended.Status.Phase = podlife.PodFailed
	deleted := pod("Always", "i j", "a")
	deleted.DeletionTimestamp = epoch
	tests := []struct {
		name string
		pod  *podlife.Pod
		seen restart.Observed
		want restart.Reason
	}{
		{"ended", ended, restart.Observed{}, restart.ReasonPodEnded},
		{"deleted", deleted, observe("i=0"), restart.ReasonDeleted},
	}
	for _, test := range tests {
		if diff := cmp.Diff(restart.Actions{Reason: test.want}, restart.Plan(test.pod, test.seen)); diff != "" {
			t.Errorf("%s: plan (-want +got):\n%s", test.name, diff)
		}
		if a := restart.Compute(test.pod, test.seen); a.Idle(&test.seen) {
			t.Errorf("%s: Compute starts nothing: %+v", test.name, a)
		}
	}
}

// TestComputeDeleted shows what the deletion of a Pod changes for
// computePodActions.
func TestComputeDeleted(t *testing.T) {
	tests := []struct {
		name, init, seen string
		want             restart.Actions
	}{
		{"a main container that ended stays", "", "a=1 b=running", restart.Actions{}},
		{"a main container never made is not made", "", "b=running", restart.Actions{}},
		{"a main container in an unknown state is left alone", "", "a=unknown b=running", restart.Actions{}},
		{"an init container that failed ends the Pod", "i", "i=1", restart.Actions{Reason: restart.ReasonInitFailed, KillPod: true}},
		{"the next init container starts", "i j", "i=0", restart.Actions{InitContainersToStart: []int{1}}},
		{"a sidecar starts again", "s/sidecar", "s=1 a=running b=running", restart.Actions{InitContainersToStart: []int{0}}},
	}
	for _, test := range tests {
		p := pod("Always", test.init, "a b")
		p.DeletionTimestamp = epoch
		test.want.SandboxID = "sandbox"
		if diff := cmp.Diff(test.want, restart.Compute(p, observe(test.seen)), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: actions (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestFinishedAt(t *testing.T) {
	o := observe("a=running a=1 a=0 b=1")
	o.Containers[1].FinishedAt, o.Containers[2].FinishedAt, o.Containers[3].FinishedAt = epoch.Add(2), epoch.Add(1), epoch
	if got := o.FinishedAt("a"); !got.Equal(epoch.Add(2)) {
		t.Errorf("a: %v, want the newest exit", got)
	}
	if got := o.FinishedAt("c"); !got.IsZero() {
		t.Errorf("c: %v, want zero", got)
	}
}
