package lifecycle_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// stops is what the marks of a Timeline say of stops and ends.
func stops(line *lifecycle.Timeline) []string {
	var out []string
	for _, lane := range line.Lanes {
		for _, m := range lane.Marks {
			if m.Cause == lifecycle.NoCause {
				continue
			}
			text := fmt.Sprintf("%v %s %s %v", m.At.Sub(line.Start), lane.Container, m.What, m.Cause)
			if m.What == "exited" {
				text += strings.TrimRight(fmt.Sprintf(" %d %s", m.ExitCode, m.Signal), " ")
			}
			out = append(out, text)
		}
	}
	return out
}

func TestCauses(t *testing.T) {
	always, never := podlife.RestartPolicyAlways, podlife.RestartPolicyNever
	check := &podlife.Probe{PeriodSeconds: 1, FailureThreshold: 1, SuccessThreshold: 1, TimeoutSeconds: 1}
	failing := []lifecycle.Answer{{Until: 5 * second}, {Outcome: lifecycle.OutcomeFailure}}
	quick := lifecycle.ContainerScript{Stop: lifecycle.Stop{After: second}}
	busy := lifecycle.ContainerScript{StartAfter: 10 * second, Runs: runs(3, 1)}
	undecided := func(until lifecycle.Duration) []lifecycle.Answer {
		return []lifecycle.Answer{{Outcome: lifecycle.OutcomeUnknown, Until: until}, {Outcome: lifecycle.OutcomeFailure}}
	}
	deed := func(h lifecycle.Happening) []lifecycle.Happening { h.At = 10 * second; return []lifecycle.Happening{h} }
	restartAll := int32(7)
	for _, c := range []struct {
		name   string
		policy podlife.RestartPolicy
		change func(*podlife.PodSpec)
		script lifecycle.Script
		want   []string
	}{
		{"by itself", never, nil, lifecycle.Script{Containers: containers{"web": {Runs: runs(4, 1)}}}, []string{"4s web exited Itself 1"}},
		{"a delete request", always, nil, lifecycle.Script{Containers: containers{"web": quick}, Happenings: deed(lifecycle.Happening{Do: lifecycle.DoDelete})}, []string{
			"10s web SIGTERM Deletion", "11s web exited Deletion 143 SIGTERM",
		}},
		{"an end while the preStop hook runs", always, func(s *podlife.PodSpec) {
			s.Containers[0].Lifecycle = &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: 20}}}
		}, lifecycle.Script{Containers: containers{"web": {Runs: runs(15, 0)}}, Happenings: deed(lifecycle.Happening{Do: lifecycle.DoDelete})}, []string{
			"10s web preStop Deletion", "15s web exited Deletion 0",
		}},
		{"a signal that is ignored", always, nil, lifecycle.Script{
			Containers: containers{"web": {Stop: lifecycle.Stop{Ignored: true}}}, Happenings: deed(lifecycle.Happening{Do: lifecycle.DoDelete}),
		}, []string{"10s web SIGTERM Deletion", "40s web SIGKILL Deletion", "40s web exited Deletion 137 SIGKILL"}},
		{"a taint", always, nil, lifecycle.Script{Happenings: deed(lifecycle.Happening{
			Do: lifecycle.DoTaint, Taints: []podlife.Taint{{Key: "full", Effect: podlife.TaintEffectNoExecute}},
		})}, []string{"10s web SIGTERM Taint", "10s web exited Taint 143 SIGTERM"}},
		{"an eviction, and a delete request after it", always, nil, lifecycle.Script{
			Containers: containers{"web": quick},
			Happenings: []lifecycle.Happening{{At: 10 * second, Do: lifecycle.DoEvict}, {At: 10 * second, Do: lifecycle.DoDelete}},
		}, []string{"10s web SIGTERM Eviction", "11s web exited Eviction 143 SIGTERM"}},
		{"the active deadline", always, func(s *podlife.PodSpec) { s.ActiveDeadlineSeconds = seconds(10) }, lifecycle.Script{}, []string{
			"10s web SIGTERM Deadline", "10s web exited Deadline 143 SIGTERM",
		}},
		{"nothing left to do", never, func(s *podlife.PodSpec) {
			s.InitContainers = []podlife.Container{{Name: "proxy", Image: "proxy:1", RestartPolicy: always}}
		}, lifecycle.Script{Containers: containers{"web": {Runs: runs(4, 0)}}}, []string{
			"4s proxy SIGTERM Completion", "4s proxy exited Completion 143 SIGTERM", "4s web exited Itself 0",
		}},
		{"the liveness probe", always, func(s *podlife.PodSpec) { s.Containers[0].LivenessProbe = check }, lifecycle.Script{
			Until: 8 * second, Containers: containers{"web": {Liveness: failing, Stop: lifecycle.Stop{After: second}}},
		}, []string{"5s web SIGTERM Liveness", "6s web exited Liveness 143 SIGTERM"}},
		{"the liveness probe, and then nobody", always, func(s *podlife.PodSpec) { s.Containers[0].LivenessProbe = check }, lifecycle.Script{
			Until: 8 * second, Containers: containers{"web": {Runs: []lifecycle.Run{{}, {For: 2 * second, ExitCode: 1}, {}}, Liveness: failing}},
		}, []string{"5s web SIGTERM Liveness", "5s web exited Liveness 143 SIGTERM", "7s web exited Itself 1"}},
		{"the liveness probe of a sidecar", always, func(s *podlife.PodSpec) {
			s.InitContainers = []podlife.Container{{Name: "proxy", Image: "proxy:1", RestartPolicy: always, LivenessProbe: check}}
		}, lifecycle.Script{Until: 5 * second, Containers: containers{"proxy": {Liveness: failing}}}, []string{
			"5s proxy SIGTERM Liveness", "5s proxy exited Liveness 143 SIGTERM",
		}},
		{"another image of a sidecar", always, func(s *podlife.PodSpec) {
			s.InitContainers = []podlife.Container{{Name: "proxy", Image: "proxy:1", RestartPolicy: always}}
		}, lifecycle.Script{Until: 20 * second, Happenings: deed(lifecycle.Happening{Do: lifecycle.DoChangeImage, Container: "proxy", Image: "proxy:2"})}, []string{
			"10s proxy SIGTERM Image", "10s proxy exited Image 143 SIGTERM",
		}},
		{"another image, and then the startup probe, while the kubelet is busy: of a main container the image", always, func(s *podlife.PodSpec) {
			s.Containers[0].StartupProbe = check
			s.Containers = append(s.Containers, podlife.Container{Name: "slow", Image: "slow:1"})
		}, lifecycle.Script{
			Until: 25 * second, Happenings: []lifecycle.Happening{{At: 14 * second, Do: lifecycle.DoChangeImage, Container: "web", Image: "web:2"}},
			Containers: containers{"slow": busy, "web": {Startup: undecided(15 * second), Stop: lifecycle.Stop{After: 30 * second}}},
		}, []string{"23s web SIGTERM Image", "13s slow exited Itself 1"}},
		{"the same of a sidecar: the probe", always, func(s *podlife.PodSpec) {
			s.InitContainers = []podlife.Container{
				{Name: "slow", Image: "slow:1", RestartPolicy: always}, {Name: "proxy", Image: "proxy:1", RestartPolicy: always, StartupProbe: check},
			}
		}, lifecycle.Script{
			Until: 25 * second, Happenings: []lifecycle.Happening{{At: 14 * second, Do: lifecycle.DoChangeImage, Container: "proxy", Image: "proxy:2"}},
			Containers: containers{"slow": busy, "proxy": {Startup: undecided(5 * second), Stop: lifecycle.Stop{After: 30 * second}}},
		}, []string{"13s slow exited Itself 1", "23s proxy SIGTERM Startup"}},
		{"the startup probe", always, func(s *podlife.PodSpec) { s.Containers[0].StartupProbe = check }, lifecycle.Script{
			Until: 4 * second, Containers: containers{"web": {Startup: []lifecycle.Answer{{Outcome: lifecycle.OutcomeUnknown, Times: 2}, {Outcome: lifecycle.OutcomeFailure}}, Stop: lifecycle.Stop{After: 30 * second}}},
		}, []string{"3s web SIGTERM Startup"}},
		{"the postStart hook", always, func(s *podlife.PodSpec) {
			s.Containers[0].Lifecycle = &podlife.Lifecycle{PostStart: &podlife.LifecycleHandler{Exec: &podlife.ExecAction{Command: []string{"warm"}}}}
		}, lifecycle.Script{Until: 5 * second, Containers: containers{"web": {PostStart: lifecycle.HookScript{For: 2 * second, Failed: true}}}}, []string{
			"2s web SIGTERM PostStart", "2s web exited PostStart 143 SIGTERM",
		}},
		{"another image", always, nil, lifecycle.Script{Until: 20 * second, Happenings: deed(lifecycle.Happening{Do: lifecycle.DoChangeImage, Container: "web", Image: "web:2"})}, []string{
			"10s web SIGTERM Image", "10s web exited Image 143 SIGTERM",
		}},
		{"the sandbox", always, nil, lifecycle.Script{Until: 20 * second, Happenings: deed(lifecycle.Happening{Do: lifecycle.DoLoseSandbox})}, []string{
			"10s web SIGTERM Sandbox", "10s web exited Sandbox 143 SIGTERM",
		}},
		{"a rule for all", never, func(s *podlife.PodSpec) {
			s.Containers = append(s.Containers, podlife.Container{Name: "job", Image: "job:1", RestartPolicy: never, RestartPolicyRules: []podlife.ContainerRestartRule{{
				Action: podlife.RestartActionRestartAllContainers, ExitCodes: podlife.ExitCodes{Operator: "In", Values: []int32{restartAll}},
			}}})
		}, lifecycle.Script{Until: 20 * second, Containers: containers{"job": {Runs: []lifecycle.Run{{For: 10 * second, ExitCode: restartAll}, {}}}}}, []string{
			"10s web SIGTERM RestartAll", "10s web exited RestartAll 143 SIGTERM", "10s job exited Itself 7",
		}},
		{"a restart of the node", always, nil, lifecycle.Script{Until: 20 * second, Happenings: deed(lifecycle.Happening{Do: lifecycle.DoRebootNode})}, []string{
			"10s web exited Reboot 255",
		}},
		{"a kubelet that forgets whom it was about to stop", always, func(s *podlife.PodSpec) {
			s.Containers[0].LivenessProbe = &podlife.Probe{PeriodSeconds: 1, FailureThreshold: 1, SuccessThreshold: 1, TimeoutSeconds: 1}
			s.Containers[0].Lifecycle = &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: 20}}}
		}, lifecycle.Script{
			Until: 27 * second, Happenings: deed(lifecycle.Happening{Do: lifecycle.DoRestartKubelet}),
			Containers: containers{"web": {Runs: []lifecycle.Run{{For: 25 * second, ExitCode: 1}, {}}, Liveness: []lifecycle.Answer{
				{Times: 3}, {Outcome: lifecycle.OutcomeFailure, Until: 10 * second}, {},
			}}},
		}, []string{"4s web preStop Liveness", "25s web exited Itself 1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			line, err := lifecycle.Simulate(plain(c.policy, c.change), c.script)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, stops(&line)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err := checkTimeline(&c.script, &line); err != nil {
				t.Error(err)
			}
		})
	}
}

// requests are a Timeline's deletion, in words.
func requests(line *lifecycle.Timeline) []string {
	d := line.Deletion
	if d == nil {
		return nil
	}
	since := func(at time.Time) time.Duration { return at.Sub(line.Start) }
	out := []string{fmt.Sprintf("first deadline %v", since(d.DeadlineAt))}
	for _, r := range d.Requests {
		grace := "its own"
		if r.GracePeriodSeconds != nil {
			grace = fmt.Sprint(*r.GracePeriodSeconds)
		}
		out = append(out, strings.TrimRight(fmt.Sprintf("%v %v, grace %s, deadline %v %s", since(r.At), r.Cause, grace, since(r.DeadlineAt), r.Reason), " "))
	}
	if !d.RemovedAt.IsZero() {
		out = append(out, fmt.Sprintf("removed %v", since(d.RemovedAt)))
	}
	return out
}

func TestDeletionRequests(t *testing.T) {
	slow := containers{"web": {Stop: lifecycle.Stop{After: 20 * second}}}
	for _, c := range []struct {
		name   string
		script lifecycle.Script
		want   []string
	}{
		{"nobody", lifecycle.Script{}, nil},
		{"one", lifecycle.Script{Containers: slow, Happenings: []lifecycle.Happening{{At: 10 * second, Do: lifecycle.DoDelete}}}, []string{
			"first deadline 40s", "10s Deletion, grace its own, deadline 40s", "30s Kubelet, grace 0, deadline 30s", "removed 30s",
		}},
		{"one by force after one with patience", lifecycle.Script{Containers: slow, Happenings: []lifecycle.Happening{
			{At: 10 * second, Do: lifecycle.DoDelete}, {At: 12 * second, Do: lifecycle.DoDelete, GracePeriodSeconds: seconds(60)},
			{At: 15 * second, Do: lifecycle.DoDelete, GracePeriodSeconds: seconds(0)},
		}}, []string{
			"first deadline 40s", "10s Deletion, grace its own, deadline 40s", "12s Deletion, grace 60, deadline 40s",
			"15s Deletion, grace 0, deadline 15s", "removed 15s",
		}},
		{"the eviction API", lifecycle.Script{Containers: slow, Happenings: []lifecycle.Happening{
			{At: 10 * second, Do: lifecycle.DoDelete, Reason: "EvictionByEvictionAPI", GracePeriodSeconds: seconds(25)},
		}}, []string{
			"first deadline 35s", "10s Deletion, grace 25, deadline 35s EvictionByEvictionAPI", "30s Kubelet, grace 0, deadline 30s", "removed 30s",
		}},
		{"a lost node and the collector", lifecycle.Script{Happenings: []lifecycle.Happening{
			{At: 10 * second, Do: lifecycle.DoLoseNode}, {At: 60 * second, Do: lifecycle.DoCollect, Reason: "orphaned"},
		}}, []string{
			"first deadline 40s", "10s Taint, grace its own, deadline 40s DeletionByTaintManager",
			"1m0s Collector, grace 0, deadline 1m0s DeletionByPodGC", "removed 1m0s",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			line, err := lifecycle.Simulate(plain(podlife.RestartPolicyAlways, nil), c.script)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, requests(&line)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCauseNames(t *testing.T) {
	seen := map[string]bool{}
	for c := lifecycle.NoCause; c <= lifecycle.ByReboot; c++ {
		if seen[c.String()] || strings.HasPrefix(c.String(), "Cause(") {
			t.Errorf("%d has no name of its own: %v", uint8(c), c)
		}
		seen[c.String()] = true
	}
	if got := (lifecycle.ByReboot + 1).String(); got != "Cause(16)" {
		t.Error(got)
	}
	for d := lifecycle.Awaiting; d <= lifecycle.Ended; d++ {
		if seen[d.String()] || strings.HasPrefix(d.String(), "Doing(") {
			t.Errorf("%d has no name of its own: %v", uint8(d), d)
		}
		seen[d.String()] = true
	}
	if got := (lifecycle.Ended + 1).String(); got != "Doing(9)" {
		t.Error(got)
	}
}
