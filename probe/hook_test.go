package probe_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

func TestHookOutcome(t *testing.T) {
	exec := &podlife.LifecycleHandler{Exec: &podlife.ExecAction{Command: []string{"true"}}}
	http := &podlife.LifecycleHandler{HTTPGet: &podlife.HTTPGetAction{}}
	sleep := &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{}}
	tcp := &podlife.LifecycleHandler{TCPSocket: &podlife.TCPSocketAction{}}
	broken := probe.HookEnd{Broken: true}
	for _, tt := range []struct {
		name string
		hook *podlife.LifecycleHandler
		end  probe.HookEnd
		want probe.Result
	}{
		{"no hook", nil, broken, probe.Success},
		{"exec 0", exec, probe.HookEnd{}, probe.Success},
		{"exec 1", exec, probe.HookEnd{ExitCode: 1}, probe.Failure},
		{"exec not run", exec, broken, probe.Failure},
		{"http, any status", http, probe.HookEnd{}, probe.Success},
		{"http, an exit code means nothing", http, probe.HookEnd{ExitCode: 1}, probe.Success},
		{"http, no response", http, broken, probe.Failure},
		{"sleep", sleep, probe.HookEnd{}, probe.Success},
		{"sleep cut short", sleep, broken, probe.Failure},
		{"tcpSocket never works", tcp, probe.HookEnd{}, probe.Failure},
		{"nothing set", &podlife.LifecycleHandler{}, probe.HookEnd{}, probe.Failure},
		{"exec before http", &podlife.LifecycleHandler{Exec: exec.Exec, HTTPGet: http.HTTPGet}, probe.HookEnd{ExitCode: 1}, probe.Failure},
		{"http before tcp", &podlife.LifecycleHandler{HTTPGet: http.HTTPGet, TCPSocket: tcp.TCPSocket}, probe.HookEnd{}, probe.Success},
		{"sleep before tcp", &podlife.LifecycleHandler{Sleep: sleep.Sleep, TCPSocket: tcp.TCPSocket}, probe.HookEnd{}, probe.Success},
	} {
		if got := probe.HookOutcome(tt.hook, tt.end); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestAfterHook(t *testing.T) {
	for _, hook := range []probe.Hook{probe.PostStart, probe.PreStop, 0, 9} {
		for _, r := range []probe.Result{probe.None, probe.Unknown, probe.Success, probe.Failure} {
			var want probe.HookConsequence
			switch {
			case r == probe.Failure && hook == probe.PostStart:
				want = probe.HookConsequence{"FailedPostStartHook", "PostStartHook failed", "FailedPostStartHook", "PostStartHookError"}
			case r == probe.Failure && hook == probe.PreStop:
				want = probe.HookConsequence{EventReason: "FailedPreStopHook", EventMessage: "PreStopHook failed"}
			}
			if diff := cmp.Diff(want, probe.AfterHook(hook, r)); diff != "" {
				t.Errorf("%v, %v (-want +got):\n%s", hook, r, diff)
			}
		}
	}
}
