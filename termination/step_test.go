package termination_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// podOfContainers returns a running Pod with a grace period of 30 s from lines
// like "main app", "sidecar proxy hook", "init migrate", "sidecar log waiting".
func podOfContainers(lines ...string) *podlife.Pod {
	p := deletable()
	for _, line := range lines {
		words := strings.Fields(line)
		c := podlife.Container{Name: words[1]}
		status := podlife.ContainerStatus{Name: c.Name, State: podlife.Running(start)}
		for _, word := range words[2:] {
			switch word {
			case "hook":
				c.Lifecycle = &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Exec: &podlife.ExecAction{}}}
			case "waiting":
				status.State = podlife.Waiting("CrashLoopBackOff", "")
			}
		}
		switch words[0] {
		case "main":
			p.Spec.Containers = append(p.Spec.Containers, c)
			p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, status)
		case "ephemeral":
			p.Spec.EphemeralContainers = append(p.Spec.EphemeralContainers, podlife.EphemeralContainer{Name: c.Name})
			p.Status.EphemeralContainerStatuses = append(p.Status.EphemeralContainerStatuses, status)
		case "sidecar":
			c.RestartPolicy = podlife.RestartPolicyAlways
			fallthrough
		default:
			p.Spec.InitContainers = append(p.Spec.InitContainers, c)
			p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, status)
		}
	}
	return p
}

// with returns a copy of p that is changed.
func with(p *podlife.Pod, changes ...func(*podlife.Pod)) *podlife.Pod {
	p = p.Clone()
	for _, c := range changes {
		c(p)
	}
	return p
}

func ends(name string) termination.Event   { return termination.ContainerExited{Container: name} }
func hooked(name string) termination.Event { return termination.PreStopFinished{Container: name} }

// transcript plays a script and writes the effects down, but for Wake.
func transcript(t *testing.T, script ...at) (termination.State, []string) {
	t.Helper()
	var s termination.State
	var lines []string
	for _, e := range script {
		next, effects, err := termination.Step(s, sec(e.second), e.event)
		if err != nil {
			t.Fatalf("at %gs: %v", e.second, err)
		}
		s = next
		for _, effect := range effects {
			line := ""
			switch e := effect.(type) {
			case *termination.Wake:
				continue
			case *termination.RunPreStop:
				line = "preStop " + e.Container
			case *termination.SendSignal:
				line = e.Signal + " " + e.Container
				if e.GracePeriodSeconds > 0 {
					line += fmt.Sprintf(" %ds", e.GracePeriodSeconds)
				}
			case *termination.Retry:
				line = fmt.Sprintf("Retry from %g to %g", e.Earliest.Sub(start).Seconds(), e.Latest.Sub(start).Seconds())
			default:
				line = strings.TrimPrefix(fmt.Sprintf("%T", e), "*termination.")
			}
			lines = append(lines, fmt.Sprintf("%g %s", e.second, line))
		}
	}
	return s, lines
}

func TestStep(t *testing.T) {
	one := podOfContainers("main app")
	two := podOfContainers("main app", "sidecar s1", "sidecar s2")
	hook := podOfContainers("main app hook", "main db")
	for _, c := range []struct {
		name   string
		script []at
		want   []string
		stage  termination.Stage
	}{
		{
			"a Pod that heeds its signal",
			[]at{{0, termination.Requested{Pod: with(one, deleted(30))}}, {1, ends("app")}, {2, termination.CleanedUp{}}, {3, termination.ObjectRemoved{}}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "1 StopSandbox", "1 WriteStatus", "1 CleanUp", "2 DeleteObject", "2 RemoveObject"},
			termination.Gone,
		}, {
			"one that ignores it, and a late tick",
			[]at{{0, termination.Requested{Pod: with(one, deleted(30))}}, {29, termination.Tick{}}, {33, termination.Tick{}}, {34, ends("app")}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "33 SIGKILL app", "34 StopSandbox", "34 WriteStatus", "34 CleanUp"},
			termination.Cleaning,
		}, {
			"sidecars share what the main container leaves them",
			[]at{{0, termination.Requested{Pod: with(two, deleted(30))}}, {20, ends("app")}, {22, ends("s2")}, {30, termination.Tick{}}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "20 SIGTERM s2 10s", "22 SIGTERM s1 8s", "30 SIGKILL s1"},
			termination.Terminating,
		}, {
			"fractions of the wait are dropped, to the sidecar's advantage",
			[]at{{0, termination.Requested{Pod: with(two, deleted(30))}}, {19.75, ends("app")}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "19.75 SIGTERM s2 11s"},
			termination.Terminating,
		}, {
			"main containers that use up everything leave 2 s",
			[]at{{0, termination.Requested{Pod: with(two, deleted(30))}}, {30, termination.Tick{}}, {32, termination.Tick{}}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "30 SIGKILL app", "30 SIGTERM s2 2s", "30 SIGTERM s1 2s", "32 SIGKILL s2", "32 SIGKILL s1"},
			termination.Terminating,
		}, {
			"a hook takes its time from the grace period, and only its container waits",
			[]at{{0, termination.Requested{Pod: with(hook, deleted(30))}}, {10.5, hooked("app")}, {30, termination.Tick{}}, {30.5, termination.Tick{}}},
			[]string{"0 WithdrawEndpoint", "0 preStop app", "0 SIGTERM db 30s", "10.5 SIGTERM app 20s", "30 SIGKILL db", "30.5 SIGKILL app"},
			termination.Terminating,
		}, {
			"a hook that hangs: 2 s, once, and its end means nothing",
			[]at{{0, termination.Requested{Pod: with(hook, deleted(10))}}, {10, termination.Tick{}}, {11, hooked("app")}, {12, termination.Tick{}}},
			[]string{"0 WithdrawEndpoint", "0 preStop app", "0 SIGTERM db 10s", "10 SIGTERM app 2s", "10 SIGKILL db", "12 SIGKILL app"},
			termination.Terminating,
		}, {
			"a container that ends in its hook is not signalled, but waited for",
			[]at{{0, termination.Requested{Pod: with(podOfContainers("main app hook", "sidecar s"), deleted(30))}}, {1, ends("app")}, {4, hooked("app")}},
			[]string{"0 WithdrawEndpoint", "0 preStop app", "4 SIGTERM s 26s"},
			termination.Terminating,
		}, {
			"a sidecar's hook runs at once",
			[]at{{0, termination.Requested{Pod: with(podOfContainers("main app", "sidecar s hook"), deleted(30))}}, {5, hooked("s")}, {9, ends("app")}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "0 preStop s", "9 SIGTERM s 21s"},
			termination.Terminating,
		}, {
			"a sidecar that ends before its turn passes it on when it comes",
			[]at{{0, termination.Requested{Pod: with(two, deleted(30))}}, {1, ends("s2")}, {5, ends("app")}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "5 SIGTERM s1 25s"},
			termination.Terminating,
		}, {
			"a neighbour that does not run hides those beyond it",
			[]at{{0, termination.Requested{Pod: with(podOfContainers("main app", "sidecar s1", "sidecar s2 waiting", "sidecar s3"), deleted(30))}}, {5, ends("app")}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "5 SIGTERM s3 25s", "5 SIGTERM s1 25s"},
			termination.Terminating,
		}, {
			"ordinary init and ephemeral containers neither wait nor are waited for",
			[]at{{0, termination.Requested{Pod: with(podOfContainers("main app waiting", "sidecar s", "init migrate", "ephemeral debug"), deleted(30))}}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM migrate 30s", "0 SIGTERM debug 30s", "0 SIGTERM s 30s"},
			termination.Terminating,
		}, {
			"a Pod that somebody looked into again and again",
			[]at{{0, termination.Requested{Pod: with(podOfContainers("main app", "ephemeral d1", "ephemeral d2", "ephemeral d3"), deleted(30))}}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "0 SIGTERM d1 30s", "0 SIGTERM d2 30s", "0 SIGTERM d3 30s"},
			termination.Terminating,
		}, {
			"zero is one, and 2 s are left: no exception for force",
			[]at{{0, termination.Requested{Pod: with(hook, deleted(0), finalized("x"))}}, {1, termination.Tick{}}, {2, termination.Tick{}}, {3, termination.Tick{}}},
			[]string{"0 WithdrawEndpoint", "0 preStop app", "0 SIGTERM db 2s", "1 SIGTERM app 2s", "2 SIGKILL db", "3 SIGKILL app"},
			termination.Terminating,
		}, {
			"a shorter request does not hurry what is under way",
			[]at{{0, termination.Requested{Pod: with(one, deleted(30))}}, {5, termination.Requested{Pod: with(one, deleted(10))}}, {10, termination.Tick{}}, {30, termination.Tick{}}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "30 SIGKILL app"},
			termination.Terminating,
		}, {
			"the next attempt takes the shorter time",
			[]at{
				{0, termination.Requested{Pod: with(one, deleted(30))}},
				{5, termination.Requested{Pod: with(one, deleted(10))}},
				{30, termination.Tick{}},
				{31, termination.StopFailed{Container: "app"}},
				{42, termination.Retried{}},
				{52, termination.Tick{}},
				{53, ends("app")},
			},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "30 SIGKILL app", "31 StopSandbox", "31 Retry from 41 to 46", "42 SIGTERM app 10s", "52 SIGKILL app", "53 StopSandbox", "53 WriteStatus", "53 CleanUp"},
			termination.Cleaning,
		}, {
			"removed by force: the containers end, and nobody is told",
			[]at{{0, termination.ObjectRemoved{Pod: with(one, deleted(0))}}, {2, termination.Tick{}}, {2, ends("app")}, {3, termination.CleanedUp{}}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 2s", "2 SIGKILL app", "2 StopSandbox", "2 CleanUp"},
			termination.Gone,
		}, {
			"removed by force on the way",
			[]at{{0, termination.Requested{Pod: with(one, deleted(30))}}, {5, termination.ObjectRemoved{}}, {30, termination.Tick{}}, {30, ends("app")}, {31, termination.CleanedUp{}}},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "30 SIGKILL app", "30 StopSandbox", "30 CleanUp"},
			termination.Gone,
		}, {
			"evicted: the endpoint stays until nothing runs, the object for ever",
			[]at{{0, termination.Requested{Pod: one, GracePeriodSeconds: ptr[int64](termination.HardEvictionGraceSeconds)}}, {2, termination.Tick{}}, {2, ends("app")}, {3, termination.CleanedUp{}}},
			[]string{"0 SIGTERM app 2s", "2 SIGKILL app", "2 StopSandbox", "2 WriteStatus", "2 WithdrawEndpoint", "2 CleanUp"},
			termination.Finished,
		}, {
			"evicted, and removed by force on the way: the endpoint goes at once",
			[]at{{0, termination.Requested{Pod: one, GracePeriodSeconds: ptr[int64](5)}}, {1, termination.ObjectRemoved{}}},
			[]string{"0 SIGTERM app 5s", "1 WithdrawEndpoint"},
			termination.Terminating,
		}, {
			"evicted, then deleted, then released by a finalizer",
			[]at{
				{0, termination.Requested{Pod: one, GracePeriodSeconds: ptr[int64](5)}},
				{2, ends("app")}, {3, termination.CleanedUp{}},
				{60, termination.Requested{Pod: with(one, deleted(0), finalized("x"))}},
				{90, termination.FinalizersRemoved{}}, {90, termination.ObjectRemoved{}},
			},
			[]string{"0 SIGTERM app 5s", "2 StopSandbox", "2 WriteStatus", "2 WithdrawEndpoint", "2 CleanUp", "60 DeleteObject", "90 RemoveObject"},
			termination.Gone,
		}, {
			"completed: each sidecar has its own time, and nothing is withdrawn before the end",
			[]at{{0, termination.Completed{Pod: podOfContainers("main app waiting", "sidecar s1", "sidecar s2")}}, {3, ends("s2")}, {4, ends("s1")}},
			[]string{"0 SIGTERM s2 30s", "3 SIGTERM s1 27s", "4 StopSandbox", "4 WriteStatus", "4 WithdrawEndpoint", "4 CleanUp"},
			termination.Cleaning,
		}, {
			"nothing runs",
			[]at{{0, termination.Requested{Pod: with(podOfContainers("main app waiting"), deleted(30))}}},
			[]string{"0 WithdrawEndpoint", "0 StopSandbox", "0 WriteStatus", "0 CleanUp"},
			termination.Cleaning,
		}, {
			"a probe failed: one container ends, with its hook, and the Pod lives on",
			[]at{{0, termination.KillRequested{Pod: hook, Container: "app", Reason: termination.KillLivenessProbe}}, {4, hooked("app")}, {6, ends("app")}},
			[]string{"0 preStop app", "4 SIGTERM app 26s"},
			termination.Living,
		}, {
			"an ephemeral container ends alone",
			[]at{{0, termination.KillRequested{Pod: podOfContainers("main app", "ephemeral debug"), Container: "debug"}}, {6, ends("debug")}},
			[]string{"0 SIGTERM debug 30s"},
			termination.Living,
		}, {
			"restart all: no hook, 2 s",
			[]at{{0, termination.KillRequested{Pod: hook, Container: "app", GracePeriodSeconds: ptr[int64](0)}}, {2, termination.Tick{}}},
			[]string{"0 SIGTERM app 2s", "2 SIGKILL app"},
			termination.KillingOne,
		}, {
			"deleted while one is being killed: the others wait, their clocks too",
			[]at{
				{0, termination.KillRequested{Pod: hook, Container: "db"}},
				{5, termination.Requested{Pod: with(hook, deleted(30))}},
				{8, ends("db")}, {38, termination.Tick{}},
			},
			[]string{"0 SIGTERM db 30s", "5 WithdrawEndpoint", "8 preStop app", "38 SIGTERM app 2s"},
			termination.Terminating,
		}, {
			"deleted while one could not be killed: it is killed anew with the others",
			[]at{
				{0, termination.KillRequested{Pod: hook, Container: "db"}},
				{5, termination.Requested{Pod: with(hook, deleted(30))}},
				{30, termination.Tick{}}, {31, termination.StopFailed{Container: "db"}},
			},
			[]string{"0 SIGTERM db 30s", "5 WithdrawEndpoint", "30 SIGKILL db", "31 preStop app", "31 SIGTERM db 30s"},
			termination.Terminating,
		},
		{
			"deleted while one that ended already is in its hook: the others wait for the hook",
			[]at{
				{0, termination.KillRequested{Pod: hook, Container: "app"}},
				{1, ends("app")},
				{2, termination.Requested{Pod: with(podOfContainers("main app hook waiting", "main db"), deleted(30))}},
				{4, hooked("app")},
			},
			[]string{"0 preStop app", "2 WithdrawEndpoint", "4 SIGTERM db 30s"},
			termination.Terminating,
		}, {
			"a sidecar that could not be killed alone takes its turn with the others",
			[]at{
				{0, termination.KillRequested{Pod: two, Container: "s1"}},
				{5, termination.Requested{Pod: with(two, deleted(30))}},
				{30, termination.Tick{}}, {31, termination.StopFailed{Container: "s1"}},
				{33, ends("app")},
			},
			[]string{"0 SIGTERM s1 30s", "5 WithdrawEndpoint", "30 SIGKILL s1", "31 SIGTERM app 30s", "33 SIGTERM s2 28s"},
			termination.Terminating,
		}, {
			"one that ends while it waits for its kill to begin needs no hook",
			[]at{
				{0, termination.KillRequested{Pod: hook, Container: "db"}},
				{5, termination.Requested{Pod: with(hook, deleted(30))}},
				{6, ends("app")}, {8, ends("db")},
			},
			[]string{"0 SIGTERM db 30s", "5 WithdrawEndpoint", "8 StopSandbox", "8 WriteStatus", "8 CleanUp"},
			termination.Cleaning,
		}, {
			"a shorter request between two attempts counts in the second",
			[]at{
				{0, termination.Requested{Pod: with(one, deleted(30))}},
				{1, termination.StopFailed{Container: "app"}},
				{2, termination.Requested{Pod: with(one, deleted(10))}},
				{12, termination.Retried{}},
			},
			[]string{"0 WithdrawEndpoint", "0 SIGTERM app 30s", "1 StopSandbox", "1 Retry from 11 to 16", "12 SIGTERM app 10s"},
			termination.Terminating,
		}, {
			"removed by force when the kubelet is done",
			[]at{
				{0, termination.Requested{Pod: one, GracePeriodSeconds: ptr[int64](5)}}, {2, ends("app")}, {3, termination.CleanedUp{}},
				{9, termination.ObjectRemoved{Pod: with(one, deleted(0))}},
			},
			[]string{"0 SIGTERM app 5s", "2 StopSandbox", "2 WriteStatus", "2 WithdrawEndpoint", "2 CleanUp"},
			termination.Gone,
		}, {
			"a clock that runs backwards gives no more time",
			[]at{{5, termination.Requested{Pod: with(hook, deleted(30))}}, {0, hooked("app")}},
			[]string{"5 WithdrawEndpoint", "5 preStop app", "5 SIGTERM db 30s", "0 SIGTERM app 30s"},
			termination.Terminating,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, got := transcript(t, c.script...)
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if s.Stage != c.stage {
				t.Errorf("stage %v, want %v", s.Stage, c.stage)
			}
		})
	}
}

func TestStopSignal(t *testing.T) {
	p := podOfContainers("main app")
	p.Spec.Containers[0].Lifecycle = &podlife.Lifecycle{StopSignal: "SIGUSR1"}
	_, got := transcript(t, at{0, termination.Requested{Pod: p}}, at{30, termination.Tick{}})
	if d := cmp.Diff([]string{"0 SIGUSR1 app 30s", "30 SIGKILL app"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestProbeGrace(t *testing.T) {
	p := podOfContainers("main app")
	p.Spec.Containers[0].LivenessProbe = &podlife.Probe{TerminationGracePeriodSeconds: ptr[int64](60)}
	kill := termination.KillRequested{Pod: p, Container: "app", Reason: termination.KillLivenessProbe}
	_, got := transcript(t, at{0, kill}, at{60, termination.Tick{}})
	if d := cmp.Diff([]string{"0 SIGTERM app 60s", "60 SIGKILL app"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestRefused names, for states along one Pod's end, events that cannot happen.
func TestRefused(t *testing.T) {
	p := with(podOfContainers("main app hook", "main db"), deleted(30), finalized("x"))
	other := with(p, func(p *podlife.Pod) { p.UID = "2" })
	var s termination.State
	for _, c := range []struct {
		at      at
		stage   termination.Stage // before the event
		refused []termination.Event
	}{
		{at{0, termination.KillRequested{Pod: p, Container: "app"}}, termination.Living, []termination.Event{
			nil, ends("app"), hooked("app"), termination.CleanedUp{}, termination.Retried{}, termination.FinalizersRemoved{},
			termination.Requested{}, termination.Completed{}, termination.ObjectRemoved{}, termination.KillRequested{},
			termination.KillRequested{Pod: p, Container: "nobody"},
		}},
		{at{1, termination.Requested{Pod: p}}, termination.KillingOne, []termination.Event{
			termination.KillRequested{Pod: p, Container: "db"}, ends("db"), termination.Requested{Pod: other},
			termination.ObjectRemoved{}, termination.ObjectRemoved{Pod: other}, termination.Completed{Pod: p},
		}},
		{at{2, hooked("app")}, termination.Asked, []termination.Event{
			hooked("db"), termination.StopFailed{Container: "app"}, termination.StopFailed{Container: "nobody"},
		}},
		{at{3, ends("app")}, termination.Asked, []termination.Event{ends("nobody")}},
		{at{4, ends("db")}, termination.Terminating, []termination.Event{ends("app"), termination.CleanedUp{}, termination.StopFailed{Container: "app"}}},
		{at{5, termination.CleanedUp{}}, termination.Cleaning, []termination.Event{termination.Retried{}, ends("db")}},
		{at{6, termination.ObjectRemoved{}}, termination.Deleting, []termination.Event{termination.CleanedUp{}, termination.KillRequested{Pod: p, Container: "app"}}},
		{at{7, termination.Tick{}}, termination.Gone, []termination.Event{
			termination.FinalizersRemoved{}, termination.ObjectRemoved{}, termination.Requested{Pod: p}, termination.Completed{Pod: p},
		}},
	} {
		if s.Stage != c.stage {
			t.Fatalf("before %+v: stage %v, want %v", c.at, s.Stage, c.stage)
		}
		for _, e := range c.refused {
			if _, _, err := termination.Step(s, sec(c.at.second), e); err == nil {
				t.Errorf("%v: %#v can happen", s.Stage, e)
			}
		}
		next, _, err := termination.Step(s, sec(c.at.second), c.at.event)
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
}
