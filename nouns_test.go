package podlife_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/podlife/podlife"
)

func TestIsTerminal(t *testing.T) {
	for phase, want := range map[podlife.Phase]bool{
		podlife.PodPending:   false,
		podlife.PodRunning:   false,
		podlife.PodSucceeded: true,
		podlife.PodFailed:    true,
		podlife.PodUnknown:   false,
		"":                   false,
		"failed":             false,
	} {
		if got := phase.IsTerminal(); got != want {
			t.Errorf("%q is terminal: %v", phase, got)
		}
	}
}

// All sets over three codes, asked for each of them: the two operators are
// each other's opposite, and any other operator holds nothing.
func TestExitCodesContains(t *testing.T) {
	codes := []int32{0, 1, math.MinInt32}
	for subset := range 1 << len(codes) {
		var values []int32
		for i, code := range codes {
			if subset>>i&1 == 1 {
				values = append(values, code)
			}
		}
		for i, code := range codes {
			in := subset>>i&1 == 1
			for operator, want := range map[podlife.ExitCodesOperator]bool{
				podlife.ExitCodesIn:    in,
				podlife.ExitCodesNotIn: !in,
				"":                     false,
				"in":                   false,
			} {
				e := podlife.ExitCodes{Operator: operator, Values: values}
				if got := e.Contains(code); got != want {
					t.Errorf("%+v contains %d: %v", e, code, got)
				}
			}
		}
	}
}

func TestIsSidecar(t *testing.T) {
	for policy, want := range map[podlife.RestartPolicy]bool{
		podlife.RestartPolicyAlways:    true,
		podlife.RestartPolicyOnFailure: false,
		podlife.RestartPolicyNever:     false,
		"":                             false,
		"always":                       false,
	} {
		c := podlife.Container{RestartPolicy: policy}
		if got := c.IsSidecar(); got != want {
			t.Errorf("policy %q makes a sidecar: %v", policy, got)
		}
	}
}

func TestIsStatic(t *testing.T) {
	for _, test := range []struct {
		annotations map[string]string
		want        bool
	}{
		{nil, false},
		{map[string]string{podlife.ConfigMirrorAnnotation: "0a"}, false},
		{map[string]string{podlife.ConfigSourceAnnotation: "api"}, false},
		{map[string]string{podlife.ConfigSourceAnnotation: "file"}, true},
		{map[string]string{podlife.ConfigSourceAnnotation: "http"}, true},
		{map[string]string{podlife.ConfigSourceAnnotation: ""}, true},
	} {
		p := podlife.Pod{ObjectMeta: podlife.ObjectMeta{Annotations: test.annotations}}
		if got := p.IsStatic(); got != test.want {
			t.Errorf("static with %v: %v", test.annotations, got)
		}
	}
}

func TestIsDeleted(t *testing.T) {
	for _, test := range []struct {
		at   time.Time
		want bool
	}{{time.Time{}, false}, {time.Unix(0, 0), true}, {time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), true}} {
		m := podlife.ObjectMeta{DeletionTimestamp: test.at}
		if got := m.IsDeleted(); got != test.want {
			t.Errorf("deleted at %v: %v", test.at, got)
		}
	}
}

func TestIsLost(t *testing.T) {
	ready := func(status podlife.ConditionStatus) podlife.NodeCondition {
		return podlife.NodeCondition{Type: podlife.NodeReady, Status: status}
	}
	for _, test := range []struct {
		name       string
		conditions []podlife.NodeCondition
		want       bool
	}{
		{"says nothing", nil, false},
		{"ready", []podlife.NodeCondition{ready(podlife.ConditionTrue)}, false},
		{"not ready", []podlife.NodeCondition{ready(podlife.ConditionFalse)}, false},
		{"silent", []podlife.NodeCondition{ready(podlife.ConditionUnknown)}, true},
		{"silent about its memory", []podlife.NodeCondition{{Type: "MemoryPressure", Status: podlife.ConditionUnknown}, ready(podlife.ConditionTrue)}, false},
		{"silent, said last", []podlife.NodeCondition{{Type: "MemoryPressure", Status: podlife.ConditionFalse}, ready(podlife.ConditionUnknown)}, true},
		{"no status", []podlife.NodeCondition{ready("")}, false},
	} {
		n := podlife.Node{Status: podlife.NodeStatus{Conditions: test.conditions}}
		if got := n.IsLost(); got != test.want {
			t.Errorf("%s: lost is %v", test.name, got)
		}
	}
}

func TestFindCondition(t *testing.T) {
	list := []podlife.Condition{
		{Type: podlife.PodScheduled},
		{Type: podlife.PodReady, Reason: "first"},
		{Type: podlife.PodReady, Reason: "second"},
	}
	if got := podlife.FindCondition(list, podlife.PodReady); got != &list[1] {
		t.Errorf("found %+v, want the first Ready", got)
	}
	if got := podlife.FindCondition(list, podlife.PodInitialized); got != nil {
		t.Errorf("found %+v for a type that is not there", got)
	}
}

// Every constant of an enumeration is told apart from every other.
func TestEnumerationsHaveNoTwins(t *testing.T) {
	for name, values := range map[string][]any{
		"Phase":           {podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed, podlife.PodUnknown},
		"RestartPolicy":   {podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever},
		"ConditionStatus": {podlife.ConditionTrue, podlife.ConditionFalse, podlife.ConditionUnknown},
		"ConditionType": {
			podlife.PodScheduled, podlife.PodReadyToStartContainers, podlife.PodInitialized, podlife.ContainersReady,
			podlife.PodReady, podlife.DisruptionTarget, podlife.PodResizePending, podlife.PodResizeInProgress,
			podlife.AllContainersRestarting,
		},
		"ExitCodesOperator":          {podlife.ExitCodesIn, podlife.ExitCodesNotIn},
		"ContainerRestartRuleAction": {podlife.RestartActionRestart, podlife.RestartActionRestartAllContainers},
		"StateKind":                  {podlife.StateUnset, podlife.StateWaiting, podlife.StateRunning, podlife.StateTerminated},
	} {
		seen := map[string]bool{}
		for _, v := range values {
			text := fmt.Sprint(v)
			if text == "" || seen[text] {
				t.Errorf("%s: %q is empty or stands twice", name, text)
			}
			seen[text] = true
		}
	}
}
