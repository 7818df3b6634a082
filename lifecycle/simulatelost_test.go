package lifecycle_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// doings are the spans of a lane, in words.
func doings(line *lifecycle.Timeline, lane int) []string {
	var out []string
	for i, s := range line.Lanes[lane].Spans {
		text := fmt.Sprintf("%v %v", s.From.Sub(line.Start), s.Doing)
		if s.Run > 0 {
			text += fmt.Sprintf(" %d", s.Run)
		}
		if s.Doing == lifecycle.Ended {
			text += fmt.Sprintf(" %s %d", s.Reason, s.ExitCode)
		}
		if _, what, _ := strings.Cut(text, " "); i > 0 && strings.HasSuffix(out[len(out)-1], " "+what) {
			continue // but for its readiness
		}
		out = append(out, text)
	}
	return out
}

// TestLostNode: a process on a node that does not answer ends when the script says
// so, and the API learns of it when the node returns.
func TestLostNode(t *testing.T) {
	lost := func(after ...lifecycle.Happening) []lifecycle.Happening {
		return append([]lifecycle.Happening{{At: 10 * second, Do: lifecycle.DoLoseNode}}, after...)
	}
	returned := lifecycle.Happening{At: 50 * second, Do: lifecycle.DoReturnNode}
	hook := func(s *podlife.PodSpec) {
		s.Tolerations = []podlife.Toleration{{Operator: podlife.TolerationOpExists}}
		s.Containers[0].Lifecycle = &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: 20}}}
	}
	for _, c := range []struct {
		name          string
		script        lifecycle.Script
		doings, stops []string
		told          time.Duration // when the API learns of the first end; 0: never
		refused       int
	}{
		{
			"it crashes, and is started again when the node returns",
			lifecycle.Script{Until: 60 * second, Containers: containers{"web": {Runs: []lifecycle.Run{{For: 25 * second, ExitCode: 3}, {}}}}, Happenings: lost(returned)},
			[]string{"0s Running 1", "25s Ended 1 Error 3", "50s Running 2"},
			[]string{"25s web exited Itself 3"}, 50 * time.Second, 0,
		},
		{
			"it crashes, and the node is restarted",
			lifecycle.Script{Until: 60 * second, Containers: containers{"web": {Runs: []lifecycle.Run{{For: 25 * second, ExitCode: 3}, {}}}}, Happenings: lost(
				lifecycle.Happening{At: 50 * second, Do: lifecycle.DoRebootNode},
			)},
			[]string{"0s Running 1", "25s Ended 1 Error 3", "50s Running 2"},
			[]string{"25s web exited Itself 3"}, 50 * time.Second, 0,
		},
		{
			"it has ended when the kubelet hears that it was deleted",
			lifecycle.Script{Containers: containers{"web": {Runs: runs(25, 0)}}, Happenings: lost(lifecycle.Happening{At: 30 * second, Do: lifecycle.DoDelete}, returned)},
			[]string{"0s Running 1", "25s Ended 1 Completed 0"},
			[]string{"25s web exited Itself 0"}, 50 * time.Second, 0,
		},
		{
			"somebody ends it there, and again, and tries what cannot be heard of",
			lifecycle.Script{Until: 40 * second, Happenings: lost(
				lifecycle.Happening{At: 20 * second, Do: lifecycle.DoExit, Container: "web", ExitCode: 9},
				lifecycle.Happening{At: 21 * second, Do: lifecycle.DoExit, Container: "web"},
				lifecycle.Happening{At: 22 * second, Do: lifecycle.DoEvict},
			)},
			[]string{"0s Running 1", "20s Ended 1 Error 9"},
			[]string{"20s web exited Itself 9"}, 0, 2,
		},
		{
			"it was being stopped, ended, and the node returned before the deadline",
			lifecycle.Script{
				Containers: containers{"web": {Stop: lifecycle.Stop{After: 15 * second}, PreStop: lifecycle.HookScript{For: second}}},
				Happenings: lost(lifecycle.Happening{At: 5 * second, Do: lifecycle.DoDelete}, lifecycle.Happening{At: 30 * second, Do: lifecycle.DoReturnNode}),
			},
			[]string{"0s Running 1", "5s InPreStop 1", "6s Stopping 1", "21s Ended 1 Error 143"},
			[]string{"5s web preStop Deletion", "6s web SIGTERM Deletion", "21s web exited Deletion 143 SIGTERM"}, 30 * time.Second, 0,
		},
		{
			"it was being stopped, and somebody ended it",
			lifecycle.Script{
				Containers: containers{"web": {Stop: lifecycle.Stop{After: 15 * second}, PreStop: lifecycle.HookScript{For: second}}},
				Happenings: lost(
					lifecycle.Happening{At: 5 * second, Do: lifecycle.DoDelete}, lifecycle.Happening{At: 12 * second, Do: lifecycle.DoExit, Container: "web", ExitCode: 9},
					lifecycle.Happening{At: 30 * second, Do: lifecycle.DoReturnNode},
				),
			},
			[]string{"0s Running 1", "5s InPreStop 1", "6s Stopping 1", "12s Ended 1 Error 9"},
			[]string{"5s web preStop Deletion", "6s web SIGTERM Deletion", "12s web exited Deletion 9 SIGTERM"}, 30 * time.Second, 0,
		},
		{
			"it was being stopped when the node was lost",
			lifecycle.Script{
				Containers: containers{"web": {Stop: lifecycle.Stop{After: 15 * second}, PreStop: lifecycle.HookScript{For: second}}},
				Happenings: lost(lifecycle.Happening{At: 5 * second, Do: lifecycle.DoDelete}, returned),
			},
			[]string{"0s Running 1", "5s InPreStop 1", "6s Stopping 1", "21s Ended 1 Error 143"},
			[]string{"5s web preStop Deletion", "6s web SIGTERM Deletion", "21s web exited Deletion 143 SIGTERM"}, 50 * time.Second, 0,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			line, err := lifecycle.Simulate(plain(podlife.RestartPolicyAlways, hook), c.script)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.doings, doings(&line, 0)); diff != "" {
				t.Errorf("spans (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.stops, stops(&line)); diff != "" {
				t.Errorf("stops (-want +got):\n%s", diff)
			}
			if len(line.Refused) != c.refused {
				t.Errorf("refused: %v", line.Refused)
			}
			for _, r := range line.Refused {
				if want := fmt.Sprintf("lifecycle: %T cannot happen: the node does not answer", r.Err.Event); r.Err.Error() != want {
					t.Errorf("%v, want %s", r.Err, want)
				}
			}
			if got := firstExit(&line); got != c.told {
				t.Errorf("the API learns of the end at %v, want %v", got, c.told)
			}
			if err := checkTimeline(&c.script, &line); err != nil {
				t.Error(err)
			}
		})
	}
}

// firstExit returns when the API first showed the end of a main container.
func firstExit(line *lifecycle.Timeline) time.Duration {
	for _, e := range line.Entries {
		if e.Pod == nil {
			continue
		}
		for _, c := range e.Pod.Status.ContainerStatuses {
			if c.State.Kind == podlife.StateTerminated || c.LastTerminationState.Kind == podlife.StateTerminated {
				return e.At.Sub(line.Start)
			}
		}
	}
	return 0
}

// TestRefused: what the script has happen in vain is told of, with its time and
// its place in the script.
func TestRefused(t *testing.T) {
	script := lifecycle.Script{Until: 60 * second, Happenings: []lifecycle.Happening{
		{At: 30 * second, Do: lifecycle.DoEvict},
		{At: 120 * second, Do: lifecycle.DoDelete},
		{At: second, Do: lifecycle.DoReturnNode},
		{At: 20 * second, Do: lifecycle.DoDelete},
		{At: 2 * second, Do: lifecycle.DoReject},
	}}
	for _, c := range []struct {
		name string
		do   int
		want []string
	}{
		{"the Pod is gone", 4, []string{
			"1s 2 lifecycle: lifecycle.NodeReturned cannot happen in stage Living",
			"30s 0 lifecycle: lifecycle.Evicted cannot happen in stage Gone",
			"2m0s 1 lifecycle: lifecycle.DeleteRequested cannot happen in stage Gone",
		}},
		{"the node is there", 5, []string{
			"1s 2 lifecycle: lifecycle.NodeReturned cannot happen in stage Living",
			"2s 4 lifecycle: lifecycle.Rejected cannot happen in stage Living",
			"30s 0 lifecycle: lifecycle.Evicted cannot happen in stage Gone",
			"2m0s 1 lifecycle: lifecycle.DeleteRequested cannot happen in stage Gone",
		}},
		{"the time is up", 3, []string{
			"1s 2 lifecycle: lifecycle.NodeReturned cannot happen in stage Living",
			"2m0s 1 lifecycle: lifecycle.DeleteRequested cannot happen: the simulation is over",
		}},
	} {
		s := script
		s.Happenings = s.Happenings[:c.do]
		line, err := lifecycle.Simulate(plain(podlife.RestartPolicyAlways, nil), s)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range line.Refused {
			got = append(got, fmt.Sprintf("%v %d %v", r.At.Sub(line.Start), r.Index, r.Err))
			if e := (*lifecycle.EventError)(nil); !errors.As(r.Err, &e) {
				t.Errorf("%T", r.Err)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestEnd: a Timeline ends when nothing more is to be expected.
func TestEnd(t *testing.T) {
	job := containers{"web": {Runs: runs(5, 0)}}
	at := func(seconds int, do lifecycle.Deed) []lifecycle.Happening {
		return []lifecycle.Happening{{At: lifecycle.Duration(seconds) * second, Do: do}}
	}
	for _, c := range []struct {
		name   string
		policy podlife.RestartPolicy
		script lifecycle.Script
		want   time.Duration
	}{
		{"gone", podlife.RestartPolicyAlways, lifecycle.Script{Happenings: at(7, lifecycle.DoDelete), CleanUpAfter: second}, 8 * time.Second},
		{"gone, and more was to come", podlife.RestartPolicyAlways, lifecycle.Script{Happenings: append(at(7, lifecycle.DoDelete), at(9, lifecycle.DoEvict)...)}, 7 * time.Second},
		{"completed", podlife.RestartPolicyNever, lifecycle.Script{Containers: job, CleanUpAfter: second}, 6 * time.Second},
		{"completed, then deleted", podlife.RestartPolicyNever, lifecycle.Script{Containers: job, Happenings: at(50, lifecycle.DoDelete)}, 50 * time.Second},
		{"completed, and what was to come is refused", podlife.RestartPolicyNever, lifecycle.Script{Containers: job, Happenings: at(50, lifecycle.DoEvict)}, 5 * time.Second},
		{"completed, and more comes too late", podlife.RestartPolicyNever, lifecycle.Script{Until: 40 * second, Containers: job, Happenings: at(50, lifecycle.DoDelete)}, 40 * time.Second},
		{"ended before its time", podlife.RestartPolicyAlways, lifecycle.Script{Containers: containers{"web": {Runs: runs(7200, 0)}}, Happenings: at(7, lifecycle.DoEvict)}, 7 * time.Second},
		{"it runs on", podlife.RestartPolicyAlways, lifecycle.Script{Until: 40 * second}, 40 * time.Second},
		{"it waits on", podlife.RestartPolicyAlways, lifecycle.Script{Until: 40 * second, ScheduleAfter: -1}, 40 * time.Second},
	} {
		line, err := lifecycle.Simulate(plain(c.policy, nil), c.script)
		if err != nil {
			t.Fatal(err)
		}
		if got := line.End.Sub(line.Start); got != c.want {
			t.Errorf("%s: ends after %v, want %v", c.name, got, c.want)
		}
		if err := checkTimeline(&c.script, &line); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestInitDefault: an init container of which the script says nothing succeeds at
// once, and one that is to hang is given a run without an end.
func TestInitDefault(t *testing.T) {
	p := plain(podlife.RestartPolicyAlways, func(s *podlife.PodSpec) {
		s.InitContainers = []podlife.Container{
			{Name: "proxy", Image: "proxy:1", RestartPolicy: podlife.RestartPolicyAlways}, {Name: "migrate", Image: "migrate:1"},
		}
	})
	for _, c := range []struct {
		script lifecycle.Script
		phase  podlife.Phase
	}{
		{lifecycle.Script{Until: second}, podlife.PodRunning},
		{lifecycle.Script{Until: second, Containers: containers{"migrate": {PullAfter: second / 2}}}, podlife.PodRunning},
		{lifecycle.Script{Until: second, Containers: containers{"migrate": {Runs: []lifecycle.Run{{}}}}}, podlife.PodPending},
	} {
		line, err := lifecycle.Simulate(p, c.script)
		if err != nil {
			t.Fatal(err)
		}
		if got := line.Final.Pod().Status.Phase; got != c.phase {
			t.Errorf("%v: %s, want %s", c.script.Containers, got, c.phase)
		}
		if proxy := line.Lanes[0].Spans; proxy[len(proxy)-1].Doing != lifecycle.Running {
			t.Errorf("the sidecar does not run: %v", doings(&line, 0))
		}
	}
}

// TestDeadAreNotHealthy: a container that does not run answers no probe, whatever
// the script has it answer.
func TestDeadAreNotHealthy(t *testing.T) {
	for _, c := range []struct {
		name  string
		exec  bool
		after lifecycle.Duration
		late  int // successes that are heard of after the end
	}{
		{"a connection", false, 0, 0},
		{"a connection, and the answer takes time", false, second / 2, 0},
		{"a command, and the answer takes time", true, second / 2, 0},
	} {
		p := plain(podlife.RestartPolicyNever, func(s *podlife.PodSpec) {
			r := &podlife.Probe{PeriodSeconds: 1, FailureThreshold: 1, SuccessThreshold: 1, TimeoutSeconds: 1}
			if c.exec {
				r.Exec = &podlife.ExecAction{Command: []string{"check"}}
			}
			s.Containers[0].ReadinessProbe = r
			s.Containers = append(s.Containers, podlife.Container{Name: "slow", Image: "slow:1"})
		})
		line, err := lifecycle.Simulate(p, lifecycle.Script{Until: 60 * second, Containers: containers{
			"web": {Readiness: []lifecycle.Answer{{After: c.after}}, Runs: []lifecycle.Run{{For: 10*second + second/4}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		end := line.Start.Add(10*time.Second + 250*time.Millisecond)
		late, failed := 0, 0
		for _, e := range line.Entries {
			if a, ok := e.Event.(lifecycle.ProbeAnswered); ok && e.At.After(end) {
				late += int(map[bool]int{true: 1}[a.Outcome.String() == "Success"])
				failed++
			}
		}
		if late != c.late || c.after > 0 && failed == 0 {
			t.Errorf("%s: %d answers of %d after the end are successes", c.name, late, failed)
		}
		for _, m := range line.Lanes[0].Marks {
			if m.At.After(end) {
				t.Errorf("%s: a mark after the end: %+v", c.name, m)
			}
		}
	}
}

// TestHeardOnce: what a node tells when it returns it does not tell again.
func TestHeardOnce(t *testing.T) {
	at := func(s int, do lifecycle.Deed) lifecycle.Happening {
		return lifecycle.Happening{At: lifecycle.Duration(s) * second, Do: do}
	}
	p := plain(podlife.RestartPolicyAlways, func(s *podlife.PodSpec) {
		s.Tolerations = []podlife.Toleration{{Operator: podlife.TolerationOpExists}}
	})
	line, err := lifecycle.Simulate(p, lifecycle.Script{
		Until: 60 * second, Containers: containers{"web": {PullFailures: 1, PullAfter: 5 * second}},
		Happenings: []lifecycle.Happening{
			at(2, lifecycle.DoLoseNode), at(8, lifecycle.DoReturnNode), at(19, lifecycle.DoLoseNode), at(20, lifecycle.DoReturnNode),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"8s pull failed: ErrImagePull", "23s started"} // tried again at 18 s
	if diff := cmp.Diff(want, marks(&line, 0)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
