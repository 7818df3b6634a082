package restart_test

import (
	"testing"

	"github.com/podlife/podlife/restart"
)

func TestIdle(t *testing.T) {
	var (
		one   = []int{0}
		kills = []restart.Kill{{ID: "a-id", Name: "a"}}
		reset = []restart.Reset{{ID: "a-id", Name: "a"}}
		over  = restart.Actions{Reason: restart.ReasonNothingLeft, KillPod: true}
		dead  = restart.Observed{Sandboxes: []restart.Sandbox{{ID: "sandbox"}}}
		gone  = observe("a=0")
		runs  = observe("a=0 b=running")
	)
	gone.Sandboxes, runs.Sandboxes = dead.Sandboxes, dead.Sandboxes
	tests := []struct {
		name string
		do   restart.Actions
		seen restart.Observed
		want bool
	}{
		{"nothing", restart.Actions{}, runs, true},
		{"a sandbox to create", restart.Actions{CreateSandbox: true}, dead, false},
		{"an init container to start", restart.Actions{InitContainersToStart: one}, runs, false},
		{"a main container to start", restart.Actions{ContainersToStart: one}, runs, false},
		{"an ephemeral container to start", restart.Actions{EphemeralContainersToStart: one}, runs, false},
		{"one of each kind to start", restart.Actions{InitContainersToStart: one, ContainersToStart: one, EphemeralContainersToStart: one}, runs, false},
		{"a container to kill", restart.Actions{ContainersToKill: kills}, runs, false},
		{"a run to remove", restart.Actions{ContainersToReset: reset}, runs, false},
		{"one to kill and one to remove", restart.Actions{ContainersToKill: kills, ContainersToReset: reset}, runs, false},
		{"over, nothing seen", over, restart.Observed{}, true},
		{"over, the sandbox is ready", over, observe("a=0"), false},
		{"over, the sandbox is stopped", over, gone, true},
		{"over, a container runs", over, runs, false},
	}
	for _, test := range tests {
		if got := test.do.Idle(&test.seen); got != test.want {
			t.Errorf("%s: idle = %v, want %v", test.name, got, test.want)
		}
	}
}

func TestKillMessage(t *testing.T) {
	tests := []struct {
		kill    restart.Kill
		reason  restart.KillReason
		message string
	}{
		{kill("a", restart.ReasonUnknown, true), "Unknown", `Container is in "unknown" state, try killing it before restart`},
		{kill("a", restart.ReasonDefinitionChanged, true), "", "Container a definition changed, will be restarted"},
		{kill("a", restart.ReasonLivenessFailed, true), "LivenessProbe", "Container a failed liveness probe, will be restarted"},
		{kill("a", restart.ReasonStartupFailed, false), "StartupProbe", "Container a failed startup probe"},
		{killInit("s", restart.ReasonUnknown), "Unknown", `Init container is in "unknown" state, try killing it before restart`},
		{killInit("s", restart.ReasonDefinitionChanged), "", "Init container s definition changed"},
		{killInit("s", restart.ReasonLivenessFailed), "LivenessProbe", "Init container s failed liveness probe"},
		{killInit("s", restart.ReasonStartupFailed), "StartupProbe", "Init container s failed startup probe"},
		{restart.Kill{}, "", ""},
	}
	for _, test := range tests {
		if got := test.kill.KillReason(); got != test.reason {
			t.Errorf("%+v: reason %q, want %q", test.kill, got, test.reason)
		}
		if got := test.kill.Message(); got != test.message {
			t.Errorf("%+v: message %q, want %q", test.kill, got, test.message)
		}
	}
}
