package restart_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

func TestPlanRestartAll(t *testing.T) {
	p := pod("Always", "i s/sidecar", "a b")
	p.Spec.Containers[0].RestartPolicy = podlife.RestartPolicyNever
	p.Spec.Containers[0].RestartPolicyRules = []podlife.ContainerRestartRule{
		rule(podlife.RestartActionRestartAllContainers, podlife.ExitCodesIn, 137),
	}
	o := observe("a=137 b=running s=running i=0 a=1")
	if !restart.ShouldRestartAll(p, o) {
		t.Fatal("ShouldRestartAll = false")
	}
	o.RestartAll = true
	want := restart.Actions{Reason: restart.ReasonRestartAll, SandboxID: "sandbox", ContainersToReset: []restart.Reset{
		{ID: "a-id", Name: "a"}, // its older run, which did not ask for it
		{ID: "b-id", Name: "b", Kill: true},
		{ID: "i-id", Name: "i"},
		{ID: "s-id", Name: "s", Kill: true},
		{ID: "a-id", Name: "a"},
	}}
	if diff := cmp.Diff(want, restart.Plan(p, o)); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	if restart.ShouldRestartAll(p, observe("")) {
		t.Error("ShouldRestartAll = true when every run is removed")
	}
}

func TestShouldRestartAllByStatus(t *testing.T) {
	p := pod("Always", "", "a")
	p.Spec.Containers[0].RestartPolicyRules = []podlife.ContainerRestartRule{
		rule(podlife.RestartActionRestartAllContainers, podlife.ExitCodesIn, 137),
	}
	began := []podlife.Condition{{Type: podlife.AllContainersRestarting, Status: podlife.ConditionTrue}}
	ended := []podlife.ContainerStatus{{Name: "a", State: podlife.Terminated(137, "Error")}}
	tests := []struct {
		name   string
		status podlife.PodStatus
		seen   string
		want   bool
	}{
		{"nothing", podlife.PodStatus{}, "a=running", false},
		{"begun", podlife.PodStatus{Conditions: began}, "a=running", true},
		{"begun and done", podlife.PodStatus{Conditions: began}, "", false},
		{"asked by the status", podlife.PodStatus{ContainerStatuses: ended}, "a=1", true},
		{"asked by the status of a container that runs again", podlife.PodStatus{ContainerStatuses: ended}, "a=running", false},
		{"the Pod has ended", podlife.PodStatus{Phase: podlife.PodFailed, Conditions: began}, "a=137", false},
	}
	for _, test := range tests {
		p.Status = test.status
		if got := restart.ShouldRestartAll(p, observe(test.seen)); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// TestShouldRestartAllAsksEveryContainer: it is the last that asks.
func TestShouldRestartAllAsksEveryContainer(t *testing.T) {
	p := pod("Always", "", "a b")
	p.Spec.Containers[1].RestartPolicyRules = []podlife.ContainerRestartRule{
		rule(podlife.RestartActionRestartAllContainers, podlife.ExitCodesIn, 137),
	}
	for seen, want := range map[string]bool{"b=137": true, "a=running b=137": true, "a=137 b=running": false} {
		if got := restart.ShouldRestartAll(p, observe(seen)); got != want {
			t.Errorf("%s: got %v, want %v", seen, got, want)
		}
	}
}
