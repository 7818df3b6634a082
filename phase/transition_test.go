package phase_test

import (
	"errors"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

func TestCheckTransition(t *testing.T) {
	tests := []struct {
		name     string
		old, new string
		edit     func(old, new *podlife.Pod)
		want     string // the error's text, lines for several
		rule     phase.Rule
	}{
		{name: "nothing changed", old: "Always: m=R", new: "Always: m=R"},
		{name: "a container ends", old: "Always: m=R", new: "Always: m=T1"},
		{name: "and starts again", old: "Always: m=T1", new: "Always: m=R"},
		{name: "after success under OnFailure", old: "OnFailure: m=T0 m=T1", new: "OnFailure: m=R m=R",
			want: "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state", rule: phase.RuleTerminatedStays},
		{name: "an init container under Never", old: "Never: i=T1 m=W", new: "Never: i=W m=W",
			want: "status.initContainerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state", rule: phase.RuleTerminatedStays},
		{name: "a sidecar under Never", old: "Never: s=T1 m=R", new: "Never: s=R m=R"},
		{name: "an ephemeral container", old: "Always: m=R e=T0", new: "Always: m=R e=R",
			want: "status.ephemeralContainerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state", rule: phase.RuleTerminatedStays},
		{name: "a status is dropped", old: "Never: m=T0", new: "Never: m=-"},
		{name: "a container that the spec does not know", old: "Always: m=T1", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			old.Spec.Containers[0].Name = "other"
		}, want: "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state", rule: phase.RuleTerminatedStays},
		{name: "own Never under Always", old: "Always: m=T0", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			old.Spec.Containers[0].RestartPolicy = podlife.RestartPolicyNever
		}, want: "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state", rule: phase.RuleTerminatedStays},
		{name: "a rule restarts all", old: "Never: m=T0 m=T0", new: "Never: m=R m=W", edit: func(old, new *podlife.Pod) {
			restartOn(&old.Spec.Containers[1], podlife.RestartActionRestartAllContainers, podlife.ExitCodesIn, 42)
		}},
		{name: "even then no ephemeral container", old: "Never: m=T0 e=T0", new: "Never: m=R e=W", edit: func(old, new *podlife.Pod) {
			restartOn(&old.Spec.Containers[0], podlife.RestartActionRestartAllContainers, podlife.ExitCodesIn, 42)
		}, want: "status.ephemeralContainerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state", rule: phase.RuleTerminatedStays},
		{name: "the phase leaves its end", old: "Always: m=R", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			old.Status.Phase, new.Status.Phase = podlife.PodFailed, podlife.PodSucceeded
		}, want: "status.phase: Forbidden: a Pod does not leave the phase Failed", rule: phase.RulePhaseStays},
		{name: "the phase goes back to Pending", old: "Always: m=R", new: "Always: m=W", edit: func(old, new *podlife.Pod) {
			old.Status.Phase, new.Status.Phase = podlife.PodRunning, podlife.PodPending
		}},
		{name: "a phase that nobody writes", old: "Always: m=R", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			old.Status.Phase, new.Status.Phase = podlife.PodRunning, podlife.PodUnknown
		}, want: `status.phase: Invalid value: "Unknown": not a phase that a kubelet writes`, rule: phase.RulePhaseWritten},
		{name: "a restart count falls", old: "Always: m=R", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			old.Status.ContainerStatuses[0].RestartCount = 2
			new.Status.ContainerStatuses[0].RestartCount = 1
		}, want: "status.containerStatuses[0].restartCount: Invalid value: 1: was 2 before", rule: phase.RuleRestartCountGrows},
		{name: "another Pod of the same name", old: "Always: m=T1", new: "Always: m=W", edit: func(old, new *podlife.Pod) {
			old.UID, new.UID = "a", "b"
			old.Status.ContainerStatuses[0].RestartCount = 2
		}, want: `metadata.uid: Invalid value: "b": field is immutable`, rule: phase.RuleImmutable},
		{name: "the node", old: "Always: m=R", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			new.Spec.NodeName = "node-2"
		}, want: "status.nodeName: Forbidden: may not be changed directly", rule: phase.RuleImmutable},
		{name: "the nominated node of a bound Pod", old: "Always: m=R", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			new.Status.NominatedNodeName = "node-2"
		}, want: "status.nominatedNodeName: Forbidden: may not be set on pods that are already bound to a node", rule: phase.RuleImmutable},
		{name: "the start time", old: "Always: m=R", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			old.Status.StartTime = epoch
		}, want: "status.startTime: Forbidden: may not be changed once set", rule: phase.RuleImmutable},
		{name: "the start time is set", old: "Always: m=W", new: "Always: m=W", edit: func(old, new *podlife.Pod) {
			new.Status.StartTime = epoch
		}},
		{name: "the QoS class", old: "Always: m=R", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			old.Status.QOSClass, new.Status.QOSClass = "Burstable", "Guaranteed"
		}, want: `status.qosClass: Invalid value: "Guaranteed": field is immutable`, rule: phase.RuleImmutable},
		{name: "an empty QoS class is filled in", old: "Always: m=R", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			old.Status.QOSClass = "Burstable"
		}},
		{name: "negative generations", old: "Always: m=R", new: "Always: m=R", edit: func(old, new *podlife.Pod) {
			new.Status.ObservedGeneration = -1
			new.Status.Conditions = []podlife.Condition{{Type: podlife.PodReady, ObservedGeneration: -2}}
		}, want: "status.conditions[0].observedGeneration: Invalid value: -2: must be a non-negative integer\n" +
			"status.observedGeneration: Invalid value: -1: must be a non-negative integer", rule: phase.RuleNotNegative},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			old, new := build(t, tt.old), build(t, tt.new)
			if tt.edit != nil {
				tt.edit(old, new)
			}
			err := phase.CheckTransition(old, new)
			if got := text(err); got != tt.want {
				t.Fatalf("CheckTransition = %q, want %q", got, tt.want)
			}
			var broken *phase.TransitionError
			if errors.As(err, &broken) && broken.Rule != tt.rule {
				t.Errorf("rule %q, want %q", broken.Rule, tt.rule)
			}
		})
	}
}
