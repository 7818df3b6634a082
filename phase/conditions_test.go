package phase_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// show renders a condition as "Type=Status Reason: message".
func show(list []podlife.Condition, t podlife.ConditionType) string {
	c := podlife.FindCondition(list, t)
	if c == nil {
		return "none"
	}
	out := string(c.Status)
	if c.Reason != "" {
		out += " " + c.Reason
	}
	if c.Message != "" {
		out += ": " + c.Message
	}
	return out
}

// readyPod is build with every main container and sidecar ready that runs.
func readyPod(t *testing.T, line string) *podlife.Pod {
	p := build(t, line)
	for _, list := range [][]podlife.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for i := range list {
			list[i].Ready = list[i].Ready || list[i].State.Kind == podlife.StateRunning && list[i].Name[0] != 'i'
		}
	}
	return p
}

func TestConditions(t *testing.T) {
	gate := func(name string) func(*podlife.Pod) {
		return func(p *podlife.Pod) {
			p.Spec.ReadinessGates = append(p.Spec.ReadinessGates, podlife.PodReadinessGate{ConditionType: podlife.ConditionType(name)})
		}
	}
	with := func(c podlife.Condition) func(*podlife.Pod) {
		return func(p *podlife.Pod) { p.Status.Conditions = append(p.Status.Conditions, c) }
	}
	restartsAll := func(p *podlife.Pod) {
		c := &p.Spec.Containers[0]
		c.RestartPolicy = podlife.RestartPolicyNever
		restartOn(c, podlife.RestartActionRestartAllContainers, podlife.ExitCodesIn, 42)
	}
	tests := []struct {
		name  string
		line  string
		setup []func(*podlife.Pod)
		kind  podlife.ConditionType
		want  string
	}{
		{"no statuses", "Always: m=-", nil, podlife.ContainersReady, "False UnknownContainerStatuses"},
		{"no statuses, Ready follows", "Always: m=-", nil, podlife.PodReady, "False UnknownContainerStatuses"},
		{"no statuses, init containers", "Always: i=- m=-", nil, podlife.PodInitialized, "False UnknownContainerStatuses"},
		{"no statuses, no init containers", "Always: m=-", nil, podlife.PodInitialized, "True"},
		{"all ready", "Always: s=R! m=R", nil, podlife.PodReady, "True"},
		{"unready and unknown, sidecars first", "Always: m=R s=W m=W m=-", nil, podlife.ContainersReady,
			"False ContainersNotReady: containers with unknown status: [m2], containers with unready status: [s0 m1]"},
		{"succeeded", "Never: i=T0 m=T0", nil, podlife.ContainersReady, "False PodCompleted"},
		{"succeeded, initialized", "Never: i=T0 m=T0", nil, podlife.PodInitialized, "True PodCompleted"},
		{"succeeded, a status missing", "Never: m=T0 m=-", []func(*podlife.Pod){func(p *podlife.Pod) { p.Status.Phase = podlife.PodSucceeded }}, podlife.PodReady,
			"False ContainersNotReady: containers with unknown status: [m1], containers with unready status: [m0]"},
		{"failed", "Never: m=T1", nil, podlife.PodReady, "False PodFailed"},
		{"an init container runs", "Always: i=T0 i=R m=W", nil, podlife.PodInitialized,
			"False ContainersNotInitialized: containers with incomplete status: [i1]"},
		{"a sidecar has not started", "Always: s=R i=- m=W", nil, podlife.PodInitialized,
			"False ContainersNotInitialized: containers with unknown status: [i1], containers with incomplete status: [s0]"},
		{"a main container has run", "Always: s=R m=T1", nil, podlife.PodInitialized, "True"},
		{"once initialized", "Always: i=W m=W", []func(*podlife.Pod){with(podlife.Condition{Type: podlife.PodInitialized, Status: podlife.ConditionTrue})},
			podlife.PodInitialized, "True"},
		{"a gate without condition", "Always: m=R", []func(*podlife.Pod){gate("example.com/g")}, podlife.PodReady,
			`False ReadinessGatesNotReady: corresponding condition of pod readiness gate "example.com/g" does not exist.`},
		{"two gates", "Always: m=R", []func(*podlife.Pod){gate("example.com/g"), gate("example.com/h"), with(podlife.Condition{Type: "example.com/h", Status: podlife.ConditionUnknown})}, podlife.PodReady,
			`False ReadinessGatesNotReady: corresponding condition of pod readiness gate "example.com/g" does not exist., the status of pod readiness gate "example.com/h" is not "True", but Unknown`},
		{"a gate that is open", "Always: m=R", []func(*podlife.Pod){gate("example.com/g"), with(podlife.Condition{Type: "example.com/g", Status: podlife.ConditionTrue})}, podlife.PodReady, "True"},
		{"a gate on Initialized", "Always: m=R", []func(*podlife.Pod){gate("Initialized")}, podlife.PodReady, "True"},
		{"a gate on ContainersReady is never open", "Always: m=R", []func(*podlife.Pod){gate("ContainersReady"), with(podlife.Condition{Type: podlife.ContainersReady, Status: podlife.ConditionTrue})}, podlife.PodReady,
			`False ReadinessGatesNotReady: corresponding condition of pod readiness gate "ContainersReady" does not exist.`},
		{"gates are not looked at while containers are unready", "Always: m=W", []func(*podlife.Pod){gate("example.com/g")}, podlife.PodReady,
			"False ContainersNotReady: containers with unready status: [m0]"},
		{"bound", "Always: m=R", nil, podlife.PodScheduled, "True"},
		{"gated", "Always: m=-", []func(*podlife.Pod){func(p *podlife.Pod) {
			p.Spec.NodeName = ""
			p.Spec.SchedulingGates = []podlife.PodSchedulingGate{{Name: "example.com/quota"}}
		}}, podlife.PodScheduled, "False SchedulingGated: Scheduling is blocked due to non-empty scheduling gates"},
		{"unschedulable", "Always: m=-", []func(*podlife.Pod){func(p *podlife.Pod) { p.Spec.NodeName = "" },
			with(podlife.Condition{Type: podlife.PodScheduled, Status: podlife.ConditionFalse, Reason: "Unschedulable", Message: "0/1 nodes are available"})},
			podlife.PodScheduled, "False Unschedulable: 0/1 nodes are available"},
		{"no sandbox yet", "Always: m=W", nil, podlife.PodReadyToStartContainers, "False PodSandboxNotReady: no pod sandbox exists"},
		{"sandbox there", "Always: m=R", nil, podlife.PodReadyToStartContainers, "True"},
		{"sandbox gone", "Never: m=T0", nil, podlife.PodReadyToStartContainers, "False PodSandboxNotReady: pod sandbox is not ready"},
		{"sandbox as reported", "Always: m=W", []func(*podlife.Pod){with(podlife.Condition{Type: podlife.PodReadyToStartContainers, Status: podlife.ConditionTrue})},
			podlife.PodReadyToStartContainers, "True"},
		{"no rule restarts all", "Always: m=R", nil, podlife.AllContainersRestarting, "none"},
		{"nobody asked for a restart of all", "Always: m=R m=T1", []func(*podlife.Pod){restartsAll}, podlife.AllContainersRestarting, "False"},
		{"somebody did", "Always: m=T42 m=R", []func(*podlife.Pod){restartsAll}, podlife.AllContainersRestarting,
			"True RestartAllContainersStarted: container exited with restart policy rule"},
		{"it goes on", "Always: m=R m=T1", []func(*podlife.Pod){restartsAll, with(podlife.Condition{Type: podlife.AllContainersRestarting, Status: podlife.ConditionTrue})},
			podlife.AllContainersRestarting, "True RestartAllContainersStarted: container exited with restart policy rule"},
		{"all have been removed", "Always: m=W m=W", []func(*podlife.Pod){restartsAll, with(podlife.Condition{Type: podlife.AllContainersRestarting, Status: podlife.ConditionTrue})},
			podlife.AllContainersRestarting, "False"},
		{"not after the end", "Never: m=T1", []func(*podlife.Pod){restartsAll}, podlife.AllContainersRestarting, "False PodFailed"},
		{"disruption is kept", "Always: m=R", []func(*podlife.Pod){with(podlife.Condition{Type: podlife.DisruptionTarget, Status: podlife.ConditionTrue, Reason: "EvictionByEvictionAPI"})},
			podlife.DisruptionTarget, "True EvictionByEvictionAPI"},
		{"others' conditions are theirs", "Always: m=R", []func(*podlife.Pod){with(podlife.Condition{Type: "example.com/g"})}, "example.com/g", "none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := readyPod(t, tt.line)
			for _, f := range tt.setup {
				f(p)
			}
			if got := show(phase.Conditions(p), tt.kind); got != tt.want {
				t.Errorf("%s = %s\nwant %s", tt.kind, got, tt.want)
			}
		})
	}
}

func TestConditionsOrderGenerationAndTimes(t *testing.T) {
	p := readyPod(t, "Always: m=R m=R")
	p.Generation = 7
	restartOn(&p.Spec.Containers[1], podlife.RestartActionRestartAllContainers, podlife.ExitCodesIn, 42)
	p.Status.Conditions = []podlife.Condition{
		{Type: podlife.PodScheduled, Status: podlife.ConditionTrue, LastTransitionTime: epoch},
		{Type: podlife.PodReady, Status: podlife.ConditionFalse, LastTransitionTime: epoch},
		{Type: podlife.DisruptionTarget, Status: podlife.ConditionTrue, LastTransitionTime: epoch.Add(time.Second), ObservedGeneration: 5},
	}
	var got []string
	for _, c := range phase.Conditions(p) {
		got = append(got, fmt.Sprintf("%s %d %s", c.Type, c.ObservedGeneration, c.LastTransitionTime.Format("15:04:05")))
	}
	want := []string{
		"DisruptionTarget 5 00:00:01",
		"PodReadyToStartContainers 7 00:00:00",
		"Initialized 7 00:00:00",
		"Ready 7 00:00:00", // turned True: the time is for the writer to set
		"ContainersReady 7 00:00:00",
		"PodScheduled 7 00:00:00",
		"AllContainersRestarting 0 00:00:00",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("conditions (-want +got):\n%s", diff)
	}
	if c := podlife.FindCondition(phase.Conditions(p), podlife.PodReady); !c.LastTransitionTime.IsZero() {
		t.Errorf("Ready turned True, and kept the time %v of when it was False", c.LastTransitionTime)
	}
	if c := podlife.FindCondition(phase.Conditions(p), podlife.PodScheduled); !c.LastTransitionTime.Equal(epoch) {
		t.Errorf("PodScheduled stayed True, and has the time %v, want %v", c.LastTransitionTime, epoch)
	}
}

// Conditions that say what was said before keep their times, all of them.
func TestConditionsKeepTheirTimes(t *testing.T) {
	p := readyPod(t, "Always: m=R m=R")
	restartOn(&p.Spec.Containers[1], podlife.RestartActionRestartAllContainers, podlife.ExitCodesIn, 42)
	first := phase.Conditions(p)
	for i := range first {
		first[i].LastTransitionTime = epoch.Add(time.Duration(i) * time.Minute)
	}
	p.Status.Conditions = first
	if diff := cmp.Diff(first, phase.Conditions(p)); diff != "" {
		t.Errorf("conditions (-before +after):\n%s", diff)
	}
}
