package phase_test

import (
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

func TestColumns(t *testing.T) {
	now := epoch.Add(time.Hour)
	ready := podlife.Condition{Type: podlife.PodReady, Status: podlife.ConditionTrue}
	initialized := podlife.Condition{Type: podlife.PodInitialized, Status: podlife.ConditionTrue}
	conditions := func(list ...podlife.Condition) func(*podlife.Pod) {
		return func(p *podlife.Pod) { p.Status.Conditions = list }
	}
	first := func(edit func(s *podlife.ContainerStatus)) func(*podlife.Pod) {
		return func(p *podlife.Pod) {
			if len(p.Status.InitContainerStatuses) > 0 {
				edit(&p.Status.InitContainerStatuses[0])
			} else {
				edit(&p.Status.ContainerStatuses[0])
			}
		}
	}
	restarted := func(count int32, ago time.Duration) func(*podlife.Pod) {
		return first(func(s *podlife.ContainerStatus) {
			s.RestartCount = count
			s.LastTerminationState = podlife.Terminated(1, "Error")
			if ago != 0 {
				s.LastTerminationState.FinishedAt = now.Add(-ago)
			}
		})
	}
	waiting := func(reason string) func(*podlife.Pod) {
		return first(func(s *podlife.ContainerStatus) { s.State = podlife.Waiting(reason, "") })
	}
	deleted := func(p *podlife.Pod) { p.DeletionTimestamp = now }
	status := func(ph podlife.Phase, reason string) func(*podlife.Pod) {
		return func(p *podlife.Pod) { p.Status.Phase, p.Status.Reason = ph, reason }
	}
	type setup []func(*podlife.Pod)
	tests := []struct {
		name  string
		line  string
		setup setup
		want  string // READY STATUS RESTARTS
	}{
		{"running", "Always: m=R", nil, "1/1 Running 0"},
		{"running, not ready", "Always: m=R", setup{first(func(s *podlife.ContainerStatus) { s.Ready = false })}, "0/1 Running 0"},
		{"nothing reported", "Always: m=-", setup{status(podlife.PodPending, "")}, "0/1 Pending 0"},
		{"creating", "Always: m=W", setup{waiting("ContainerCreating")}, "0/1 ContainerCreating 0"},
		{"waiting without reason", "Always: m=W", setup{status(podlife.PodPending, "")}, "0/1 Pending 0"},
		{"second of three init containers", "Always: i=T0 i=R i=W m=W", nil, "0/1 Init:1/3 0"},
		{"PodInitializing is no reason", "Always: i=W m=W", setup{waiting("PodInitializing")}, "0/1 Init:0/1 0"},
		{"init waits without reason", "Always: i=W m=W", nil, "0/1 Init:0/1 0"},
		{"init crash loop", "Always: i=W m=W", setup{waiting("CrashLoopBackOff"), restarted(2, 90*time.Second)}, "0/1 Init:CrashLoopBackOff 2 (90s ago)"},
		{"init failed", "Never: i=T1:Error m=W", nil, "0/1 Init:Error 0"},
		{"init failed, no reason", "Never: i=T1 m=W", nil, "0/1 Init:ExitCode:1 0"},
		{"init killed", "Never: i=T137 m=W", setup{first(func(s *podlife.ContainerStatus) { s.State.Signal = 9 })}, "0/1 Init:Signal:9 0"},
		{"sidecar started, init running", "Always: s=R! i=R m=W", nil, "1/2 Init:1/2 0"},
		{"sidecar started, not ready", "Always: s=R! m=R", setup{first(func(s *podlife.ContainerStatus) { s.Ready = false })}, "1/2 Running 0"},
		{"sidecar not started", "Always: s=R m=W", nil, "0/2 Init:0/1 0"},
		{"sidecar killed at the end of a job", "Never: s=T137:Error m=T0:Completed", setup{conditions(initialized)}, "0/2 Completed 0"},
		{"the same without the condition", "Never: s=T137:Error m=T0:Completed", nil, "0/2 Init:Error 0"},
		{"one completed, Ready true", "Always: m=R m=T0:Completed", setup{conditions(ready)}, "1/2 Running 0"},
		{"one completed, Ready false", "Always: m=R m=T0:Completed", nil, "1/2 NotReady 0"},
		{"the first ended in error", "Always: m=T1:Error m=R", nil, "1/2 Error 0"},
		{"the second ended in error", "Always: m=R m=T1:Error", nil, "1/2 Error 0"},
		{"one completed, one failed", "Never: m=T0:Completed m=T1:Error", nil, "0/2 Error 0"},
		{"all completed", "Never: m=T0:Completed m=T0:Completed", nil, "0/2 Completed 0"},
		{"the lowest index has the last word", "Always: m=W m=T1:Error", setup{waiting("ImagePullBackOff")}, "0/2 ImagePullBackOff 0"},
		{"killed without a reason", "Never: m=T137", setup{first(func(s *podlife.ContainerStatus) { s.State.Signal = 9 })}, "0/1 Signal:9 0"},
		{"failed without a reason", "Never: m=T3", nil, "0/1 ExitCode:3 0"},
		{"evicted", "Never: m=-", setup{status(podlife.PodFailed, podlife.ReasonEvicted)}, "0/1 Evicted 0"},
		{"evicted, but a container tells more", "Never: m=T137:ContainerStatusUnknown", setup{status(podlife.PodFailed, podlife.ReasonEvicted)}, "0/1 ContainerStatusUnknown 0"},
		{"deleted", "Always: m=W", setup{waiting("CrashLoopBackOff"), deleted}, "0/1 Terminating 0"},
		{"deleted while initializing", "Always: i=R m=W", setup{deleted}, "0/1 Terminating 0"},
		{"deleted after the end", "Never: m=T0:Completed", setup{status(podlife.PodSucceeded, ""), deleted}, "0/1 Completed 0"},
		{"node lost", "Always: m=R", setup{status(podlife.PodRunning, podlife.ReasonNodeLost)}, "1/1 NodeLost 0"},
		{"node lost and deleted", "Always: m=R", setup{status(podlife.PodRunning, podlife.ReasonNodeLost), deleted}, "1/1 Unknown 0"},
		{"gated", "Always: m=-", setup{conditions(podlife.Condition{Type: podlife.PodScheduled, Reason: "SchedulingGated"})}, "0/1 SchedulingGated 0"},
		{"gated and deleted", "Always: m=-", setup{conditions(podlife.Condition{Type: podlife.PodScheduled, Reason: "SchedulingGated"}), deleted}, "0/1 Terminating 0"},
		{"restarted", "Always: m=R", setup{restarted(3, 5*time.Minute)}, "1/1 Running 3 (5m ago)"},
		{"restarted, time unknown", "Always: m=R", setup{restarted(3, 0)}, "1/1 Running 3"},
		{"init restarts are forgotten once initialized", "Always: i=T0 m=R", setup{restarted(3, time.Minute)}, "1/1 Running 0"},
		{"sidecar restarts are not", "Always: s=R! m=R", setup{restarted(3, time.Minute)}, "2/2 Running 3 (60s ago)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := readyPod(t, tt.line)
			p.Status.Phase = podlife.PodRunning
			for _, f := range tt.setup {
				f(p)
			}
			row := phase.Columns(p, now)
			if got := strings.Join([]string{row.Ready, row.Status, row.Restarts}, " "); got != tt.want {
				t.Errorf("Columns = %q, want %q", got, tt.want)
			}
			if row.Age != "<unknown>" {
				t.Errorf("Age = %q of a Pod without creation time", row.Age)
			}
			p.CreationTimestamp = epoch
			if got := phase.Columns(p, now).Age; got != "60m" {
				t.Errorf("Age = %q after an hour, want 60m", got)
			}
		})
	}
}

func TestHumanDuration(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct {
		d    time.Duration
		want string
	}{
		{-2 * time.Second, "<invalid>"},
		{-2*time.Second + 1, "0s"},
		{-1, "0s"},
		{0, "0s"},
		{119*time.Second + 999*time.Millisecond, "119s"},
		{2 * time.Minute, "2m"},
		{2*time.Minute + time.Second, "2m1s"},
		{10*time.Minute - 1, "9m59s"},
		{10*time.Minute + 59*time.Second, "10m"},
		{3*time.Hour - 1, "179m"},
		{3 * time.Hour, "3h"},
		{3*time.Hour + time.Minute, "3h1m"},
		{8 * time.Hour, "8h"},
		{2*day - 1, "47h"},
		{2 * day, "2d"},
		{2*day + time.Hour, "2d1h"},
		{8 * day, "8d"},
		{2*365*day - 1, "729d"},
		{2 * 365 * day, "2y"},
		{2*365*day + day, "2y1d"},
		{8*365*day - 1, "7y364d"},
		{8 * 365 * day, "8y"},
	} {
		if got := phase.HumanDuration(tt.d); got != tt.want {
			t.Errorf("HumanDuration(%v) = %q, want %q", tt.d, got, tt.want)
		}
	}
}
