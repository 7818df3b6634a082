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

// marks are the marks of a lane, in words.
func marks(line *lifecycle.Timeline, lane int) []string {
	var out []string
	for _, m := range line.Lanes[lane].Marks {
		text := fmt.Sprintf("%v %s", m.At.Sub(line.Start), m.What)
		if m.Bad {
			text += ": " + strings.TrimSpace(m.Reason+" "+m.Message)
		}
		out = append(out, strings.TrimSuffix(text, ": "))
	}
	return out
}

// TestScripts: what each field of a script does, as the lane of web shows it.
func TestScripts(t *testing.T) {
	check := &podlife.Probe{PeriodSeconds: 1, FailureThreshold: 9, SuccessThreshold: 1, TimeoutSeconds: 2}
	hook := &podlife.LifecycleHandler{Exec: &podlife.ExecAction{Command: []string{"true"}}}
	withHooks := func(s *podlife.PodSpec) {
		s.Containers[0].Lifecycle = &podlife.Lifecycle{PostStart: hook, PreStop: hook}
	}
	asked := func(s *podlife.PodSpec) { s.Containers[0].ReadinessProbe = check }
	at := func(seconds int, do lifecycle.Deed) lifecycle.Happening {
		return lifecycle.Happening{At: lifecycle.Duration(seconds) * second, Do: do, Container: "web"}
	}
	web := func(c lifecycle.ContainerScript) containers { return containers{"web": c} }
	for _, c := range []struct {
		name          string
		change        func(*podlife.PodSpec)
		script        lifecycle.Script
		marks, doings []string
	}{
		{
			"mounts and sandboxes fail", nil, lifecycle.Script{MountFailures: 1, VolumesAfter: second, SandboxFailures: 1, SandboxAfter: second},
			[]string{"24s started"},
			[]string{"0s Awaiting", "24s Running 1"},
		},
		{
			"the scheduler finds a node late", nil, lifecycle.Script{ScheduleAfter: 5 * second, Unschedulable: "0/1 nodes are available."},
			[]string{"5s started"},
			[]string{"0s Awaiting", "5s Running 1"},
		},
		{
			"pulls fail", nil, lifecycle.Script{Containers: web(lifecycle.ContainerScript{PullFailures: 1, PullAfter: 2 * second, PullMessage: "not found"})},
			[]string{"2s pull failed: ErrImagePull not found", "14s started"},
			[]string{"0s Pulling", "2s BackingOff", "12s Pulling", "14s Running 1"},
		},
		{
			"an image is pulled once", nil, lifecycle.Script{Until: 7 * second, Containers: web(lifecycle.ContainerScript{PullAfter: 2 * second, Runs: runs(3, 1)})},
			[]string{"2s started", "5s exited: Error", "5s started"},
			[]string{"0s Pulling", "2s Running 1", "5s Running 2"},
		},
		{
			"starts fail", nil, lifecycle.Script{Containers: web(lifecycle.ContainerScript{StartFailures: 1, StartAfter: 2 * second, StartReason: "RunContainerError", StartMessage: "no such file"})},
			[]string{"2s start failed: RunContainerError no such file", "14s started"},
			[]string{"0s Starting", "2s BackingOff 1", "12s Starting 1", "14s Running 2"},
		},
		{
			"the hooks take their time, and the first fails", withHooks, lifecycle.Script{
				Containers: web(lifecycle.ContainerScript{
					PostStart: lifecycle.HookScript{For: 3 * second, Failed: true, Message: "exit 1"}, PreStop: lifecycle.HookScript{For: 2 * second},
					Stop: lifecycle.Stop{After: 3 * second},
				}),
				Until: 15 * second,
			},
			[]string{"0s started", "3s postStart failed: PostStartHookError exit 1", "3s preStop", "5s SIGTERM", "8s exited: Error"},
			[]string{"0s Running 1", "3s InPreStop 1", "5s Stopping 1", "8s BackingOff 1"},
		},
		{
			"a container is lost, and started again", nil, lifecycle.Script{Happenings: []lifecycle.Happening{at(7, lifecycle.DoLoseContainer)}},
			[]string{"0s started", "7s lost", "7s started"},
			[]string{"0s Running 1", "7s Running 2"},
		},
		{
			"an answer may take as long as its timeout, and the last one holds for ever", asked, lifecycle.Script{Until: 6 * second, Containers: web(lifecycle.ContainerScript{
				Readiness: []lifecycle.Answer{{Times: 1, After: 2 * second}, {Outcome: lifecycle.OutcomeFailure, Times: 1}},
			})},
			[]string{"0s started", "2s readiness probe failed", "3s readiness probe failed", "4s readiness probe failed", "5s readiness probe failed", "6s readiness probe failed"},
			[]string{"0s Running 1"},
		},
		{
			"an answer that takes longer is a failure then", asked, lifecycle.Script{Until: 6 * second, Containers: web(lifecycle.ContainerScript{
				Readiness: []lifecycle.Answer{{Times: 1, After: 3 * second}, {}},
			})},
			[]string{"0s started", "2s readiness probe failed"},
			[]string{"0s Running 1"},
		},
		{
			"a kubelet that begins anew forgets the pull, and the next one takes all its time", nil, lifecycle.Script{
				Containers: web(lifecycle.ContainerScript{PullAfter: 10 * second}), Happenings: []lifecycle.Happening{at(4, lifecycle.DoRestartKubelet)},
			},
			[]string{"14s started"},
			[]string{"0s Pulling", "14s Running 1"},
		},
		{
			"so does one on a node that begins anew", nil, lifecycle.Script{
				Containers: web(lifecycle.ContainerScript{PullAfter: 10 * second}), Happenings: []lifecycle.Happening{at(4, lifecycle.DoRebootNode)},
			},
			[]string{"14s started"},
			[]string{"0s Pulling", "14s Running 1"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.script.Until == 0 {
				c.script.Until = 40 * second
			}
			line, err := lifecycle.Simulate(plain(podlife.RestartPolicyAlways, c.change), c.script)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.marks, marks(&line, 0)); diff != "" {
				t.Errorf("marks (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.doings, doings(&line, 0)); diff != "" {
				t.Errorf("spans (-want +got):\n%s", diff)
			}
			if err := checkTimeline(&c.script, &line); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestSameTime: what the script has happen comes before all else at that time, in the
// script's order.
func TestSameTime(t *testing.T) {
	p := plain(podlife.RestartPolicyNever, func(s *podlife.PodSpec) {
		s.Containers = append(s.Containers, podlife.Container{Name: "db", Image: "db:1"})
	})
	line, err := lifecycle.Simulate(p, lifecycle.Script{
		Until: 20 * second, Containers: containers{"web": {Runs: runs(10, 0)}, "db": {Runs: runs(10, 0)}},
		Happenings: []lifecycle.Happening{
			{At: 10 * second, Do: lifecycle.DoEvict}, {At: 10 * second, Do: lifecycle.DoLoseNode}, {At: 10 * second, Do: lifecycle.DoReturnNode},
			{Do: lifecycle.DoSetCondition, Condition: podlife.Condition{Type: "example.com/lb"}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range line.Entries {
		got = append(got, fmt.Sprintf("%v %s", e.At.Sub(line.Start), brief(e.Event)))
	}
	want := []string{
		"0s Created web-1", "0s ConditionSet Condition{example.com/lb}", "0s Bound Binding{default web-1 uid-1 node}",
		"0s VolumesMounted", "0s SandboxCreated", "0s ImagePulled web", "0s ContainerStarted web", "0s ImagePulled db", "0s ContainerStarted db",
		"10s Evicted", "10s NodeLost", "10s NodeReturned", "10s ContainerExited web", "10s ContainerExited db", "10s CleanedUp",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTooMuch: a simulation in which too much happens is cut off, and says where.
func TestTooMuch(t *testing.T) {
	p := plain(podlife.RestartPolicyAlways, func(s *podlife.PodSpec) {
		s.Containers[0].ReadinessProbe = &podlife.Probe{PeriodSeconds: 1, FailureThreshold: 1, SuccessThreshold: 1, TimeoutSeconds: 1}
	})
	line, err := lifecycle.Simulate(p, lifecycle.Script{Until: 1_000_000 * second})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(line.Entries); n != lifecycle.MaxEntries || !line.End.Equal(line.Entries[n-1].At) {
		t.Errorf("%d events until %v", n, line.End.Sub(line.Start))
	}
}

// TestStart: a life begins when the script says, or else when the Pod was created.
func TestStart(t *testing.T) {
	created, later := plain(podlife.RestartPolicyAlways, nil), time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	uncreated := created.Clone()
	uncreated.CreationTimestamp = time.Time{}
	for _, c := range []struct {
		pod    *podlife.Pod
		script lifecycle.Script
		want   time.Time
	}{
		{created, lifecycle.Script{Start: later}, later},
		{created, lifecycle.Script{}, created.CreationTimestamp},
		{uncreated, lifecycle.Script{}, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		line, err := lifecycle.Simulate(c.pod, c.script)
		if err != nil {
			t.Fatal(err)
		}
		if !line.Start.Equal(c.want) || !line.Entries[0].At.Equal(c.want) {
			t.Errorf("begins at %v and %v, want %v", line.Start, line.Entries[0].At, c.want)
		}
	}
}

// TestUnheard: a probe that is put to a container which has just ended, while the kubelet
// is busy with another one, is answered at once: a command tells nothing, a connection fails.
func TestUnheard(t *testing.T) {
	for _, c := range []struct {
		handler podlife.ProbeHandler
		want    string
	}{
		{podlife.ProbeHandler{TCPSocket: &podlife.TCPSocketAction{Port: podlife.Port{Number: 80}}}, "16s Failure"},
		{podlife.ProbeHandler{Exec: &podlife.ExecAction{Command: []string{"check"}}}, "16s Unknown"},
	} {
		p := plain(podlife.RestartPolicyOnFailure, func(s *podlife.PodSpec) {
			s.Containers[0].ReadinessProbe = &podlife.Probe{ProbeHandler: c.handler, PeriodSeconds: 3, FailureThreshold: 1, SuccessThreshold: 1, TimeoutSeconds: 1}
			s.Containers = append(s.Containers, podlife.Container{Name: "slow", Image: "slow:1"})
		})
		line, err := lifecycle.Simulate(p, lifecycle.Script{Until: 18 * second, Containers: containers{
			"slow": {StartAfter: 10 * second, Runs: runs(3, 1)}, "web": {Runs: runs(14, 0), Readiness: []lifecycle.Answer{{After: second}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, e := range line.Entries {
			if a, ok := e.Event.(lifecycle.ProbeAnswered); ok {
				got = fmt.Sprintf("%v %v", e.At.Sub(line.Start), a.Outcome)
			}
		}
		if got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// TestBands: the conditions have bands as the phase has, which end when the object does,
// even if the node has still something to do.
func TestBands(t *testing.T) {
	line, err := lifecycle.Simulate(plain(podlife.RestartPolicyAlways, nil), lifecycle.Script{
		SandboxAfter: 2 * second, CleanUpAfter: 5 * second,
		Happenings: []lifecycle.Happening{{At: 10 * second, Do: lifecycle.DoDelete, GracePeriodSeconds: seconds(0)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range line.Bands {
		text := b.Name
		for _, s := range b.Spans {
			text += fmt.Sprintf(" %v-%v %s", s.From.Sub(line.Start), s.To.Sub(line.Start), s.Value)
		}
		got = append(got, text)
	}
	want := []string{
		"Phase 0s-2s Pending 2s-10s Running",
		"PodReadyToStartContainers 0s-2s False 2s-10s True",
		"Initialized 0s-10s True",
		"Ready 0s-2s False 2s-10s True",
		"ContainersReady 0s-2s False 2s-10s True",
		"PodScheduled 0s-10s True",
	}
	if diff := cmp.Diff(want, got); diff != "" || line.End.Sub(line.Start) != 15*time.Second {
		t.Errorf("until %v (-want +got):\n%s", line.End.Sub(line.Start), diff)
	}
}

// TestScheduler: what the scheduler says and does, and when: not before the gates are open.
func TestScheduler(t *testing.T) {
	gated := func(s *podlife.PodSpec) { s.SchedulingGates = []podlife.PodSchedulingGate{{Name: "example.com/quota"}} }
	opened := []lifecycle.Happening{{At: 3 * second, Do: lifecycle.DoRemoveGates}}
	for _, c := range []struct {
		name   string
		change func(*podlife.PodSpec)
		script lifecycle.Script
		want   []string
	}{
		{"at once", nil, lifecycle.Script{}, []string{"0s Bound Binding{default web-1 uid-1 node}"}},
		{"not at once", nil, lifecycle.Script{Unschedulable: "0/1 nodes are available.", ScheduleAfter: 2 * second, Node: "node-b"}, []string{
			"0s Unschedulable 0/1 nodes are available.", "2s Bound Binding{default web-1 uid-1 node-b}",
		}},
		{"never", nil, lifecycle.Script{ScheduleAfter: -1}, nil},
		{"behind gates", gated, lifecycle.Script{Unschedulable: "none", ScheduleAfter: second, Happenings: opened}, []string{
			"3s GatesRemoved", "3s Unschedulable none", "4s Bound Binding{default web-1 uid-1 node}",
		}},
		{"by its own spec", func(s *podlife.PodSpec) { s.NodeName = "node-a" }, lifecycle.Script{Unschedulable: "none"}, nil},
	} {
		c.script.Until = 10 * second
		line, err := lifecycle.Simulate(plain(podlife.RestartPolicyAlways, c.change), c.script)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range line.Entries {
			switch e.Event.(type) {
			case lifecycle.Bound, lifecycle.Unschedulable, lifecycle.GatesRemoved:
				got = append(got, fmt.Sprintf("%v %s", e.At.Sub(line.Start), brief(e.Event)))
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
