package podtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// recorder is a test that only notes what is said against it.
type recorder struct {
	rapid.TB
	said []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

// laws returns the names of the broken laws: the word after the first colon.
func (r *recorder) laws() []string {
	var out []string
	for _, s := range r.said {
		out = append(out, strings.SplitN(s, ": ", 3)[1])
	}
	return out
}

func TestLifelikePodsObeyTheLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		podtest.CheckLaws(t, podtest.Lifelike().Draw(t, "pod"))
	})
}

// The checks are for Pods that may be wrong, so they survive any, and change none.
func TestChecksAreTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pods := []*podlife.Pod{podtest.Pod().Draw(t, "first"), podtest.Nasty().Draw(t, "second"), {}}
		before := []*podlife.Pod{pods[0].Clone(), pods[1].Clone(), {}}
		podtest.CheckHistory(&recorder{}, pods)
		if diff := cmp.Diff(before, pods); diff != "" {
			t.Fatalf("a check changed a Pod (-before +after):\n%s", diff)
		}
	})
}

// whole returns a Pod as a kubelet reports it, ready, after one restart.
func whole() *podlife.Pod {
	at := func(minutes int) time.Time { return podtest.Epoch().Add(time.Duration(minutes) * time.Minute) }
	yes := true
	crash := podlife.Terminated(1, "Error")
	crash.StartedAt, crash.FinishedAt, crash.ContainerID = at(3), at(4), "containerd://web-1"
	done := podlife.Terminated(0, "Completed")
	done.StartedAt, done.FinishedAt, done.ContainerID = at(1), at(2), "containerd://migrate-1"
	condition := func(t podlife.ConditionType, minutes int) podlife.Condition {
		return podlife.Condition{Type: t, Status: podlife.ConditionTrue, LastTransitionTime: at(minutes)}
	}
	return &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: "web-0", Namespace: "default", UID: "uid-1", Generation: 2, CreationTimestamp: at(0)},
		Spec: podlife.PodSpec{
			InitContainers: []podlife.Container{{Name: "migrate"}, {Name: "proxy", RestartPolicy: podlife.RestartPolicyAlways}},
			Containers:     []podlife.Container{{Name: "web"}},
			RestartPolicy:  podlife.RestartPolicyOnFailure,
			NodeName:       "node-a",
		},
		Status: podlife.PodStatus{
			Phase: podlife.PodRunning, StartTime: at(0), QOSClass: "BestEffort",
			Conditions: []podlife.Condition{
				condition(podlife.PodReadyToStartContainers, 1), condition(podlife.PodInitialized, 3),
				condition(podlife.PodReady, 5), condition(podlife.ContainersReady, 5), condition(podlife.PodScheduled, 0),
			},
			InitContainerStatuses: []podlife.ContainerStatus{
				{Name: "migrate", State: done, Ready: true, Started: new(bool), ContainerID: "containerd://migrate-1"},
				{Name: "proxy", State: podlife.Running(at(2)), Ready: true, Started: &yes, ContainerID: "containerd://proxy-1"},
			},
			ContainerStatuses: []podlife.ContainerStatus{{
				Name: "web", State: podlife.Running(at(5)), LastTerminationState: crash, RestartCount: 1,
				Ready: true, Started: &yes, ContainerID: "containerd://web-2",
			}},
		},
	}
}

func TestCheckLaws(t *testing.T) {
	type pod = podlife.Pod
	web := func(p *pod) *podlife.ContainerStatus { return &p.Status.ContainerStatuses[0] }
	inits := func(p *pod) []podlife.ContainerStatus { return p.Status.InitContainerStatuses }
	condition := func(p *pod, t podlife.ConditionType) *podlife.Condition {
		return podlife.FindCondition(p.Status.Conditions, t)
	}
	withoutSidecar := func(p *pod) {
		p.Spec.InitContainers, p.Status.InitContainerStatuses = p.Spec.InitContainers[:1], inits(p)[:1]
	}
	for _, test := range []struct {
		name   string
		breaks func(*pod)
		law    string // that is broken, perhaps among others
	}{
		{"whole", func(*pod) {}, ""},
		{"unknown phase", func(p *pod) { p.Status.Phase = podlife.PodUnknown }, "PhaseFits"},
		{"pending with a sidecar, for a new sandbox", func(p *pod) { p.Status.Phase = podlife.PodPending }, ""},
		{"pending", func(p *pod) { withoutSidecar(p); p.Status.Phase = podlife.PodPending }, "PhaseFits"},
		{"succeeded", func(p *pod) { p.Status.Phase, p.Status.Conditions = podlife.PodSucceeded, nil }, "EndedIsStill"},
		{"failed for no reason", func(p *pod) {
			web(p).State = inits(p)[0].State
			inits(p)[1].State = inits(p)[0].State
			p.Status.Phase = podlife.PodFailed
		}, "PhaseFits"},
		{"succeeded in failure", func(p *pod) {
			web(p).State = podlife.Terminated(1, "Error")
			p.Status.Phase = podlife.PodSucceeded
		}, "PhaseFits"},
		{"ready twice", func(p *pod) { p.Status.Conditions = append(p.Status.Conditions, p.Status.Conditions[2]) }, "ConditionsFit"},
		{"not scheduled", func(p *pod) { p.Status.Conditions = p.Status.Conditions[:4] }, "ConditionsFit"},
		{"not initialized", func(p *pod) { condition(p, podlife.PodInitialized).Status = podlife.ConditionFalse }, "ConditionsFit"},
		{"containers not ready", func(p *pod) {
			condition(p, podlife.ContainersReady).Status = podlife.ConditionFalse
			condition(p, podlife.PodReady).Status = podlife.ConditionFalse
		}, "ConditionsFit"},
		{"ready but for the gate", func(p *pod) {
			p.Spec.ReadinessGates = []podlife.PodReadinessGate{{ConditionType: "example.com/warm"}}
		}, "ConditionsFit"},
		{"ready and pending", func(p *pod) { withoutSidecar(p); p.Status.Phase = podlife.PodPending }, "ReadyMeansReady"},
		{"ready with a container that is not", func(p *pod) { web(p).Ready = false }, "ContainersReadyMeansReady"},
		{"two init containers run", func(p *pod) {
			p.Spec.InitContainers[1].RestartPolicy = ""
			inits(p)[0].State = inits(p)[1].State
		}, "OneInitRuns"},
		{"status missing", func(p *pod) { p.Status.InitContainerStatuses = inits(p)[:1] }, "StatusForEach"},
		{"status twice", func(p *pod) { p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, *web(p)) }, "StatusForEach"},
		{"status of a stranger", func(p *pod) { web(p).Name = "stranger" }, "StatusForEach"},
		{"status without a node", func(p *pod) { p.Spec.NodeName = "" }, "StatusForEach"},
		{"status without a start", func(p *pod) { p.Status.StartTime = time.Time{} }, "StatusForEach"},
		{"no state", func(p *pod) { web(p).State = podlife.ContainerState{} }, "StateFits"},
		{"last state runs", func(p *pod) { web(p).LastTerminationState = podlife.Running(podtest.Epoch()) }, "StateFits"},
		{"runs without ID", func(p *pod) { web(p).ContainerID = "" }, "StateFits"},
		{"crash loop without a crash", func(p *pod) {
			web(p).State, web(p).LastTerminationState = podlife.Waiting("CrashLoopBackOff", ""), podlife.ContainerState{}
		}, "StateFits"},
		{"started is not said", func(p *pod) { web(p).Started = nil }, "StateFits"},
		{"started and done", func(p *pod) { inits(p)[0].Started = web(p).Started }, "StateFits"},
		{"succeeded, not ready", func(p *pod) { inits(p)[0].Ready = false }, "StateFits"},
		{"fewer than no restarts", func(p *pod) { web(p).RestartCount = -1 }, "StateFits"},
		{"began before the last run ended", func(p *pod) { web(p).State.StartedAt = podtest.Epoch() }, "TimesInOrder"},
		{"ended before it began", func(p *pod) { inits(p)[0].State.FinishedAt = podtest.Epoch() }, "TimesInOrder"},
		{"began before it was seen", func(p *pod) { inits(p)[1].State.StartedAt = podtest.Epoch().Add(-time.Second) }, "TimesInOrder"},
		{"deleted without grace", func(p *pod) { p.DeletionTimestamp = podtest.Epoch() }, "DeletionIsWhole"},
		{"grace without deletion", func(p *pod) { p.DeletionGracePeriodSeconds = new(int64) }, "DeletionIsWhole"},
		{"less than no grace", func(p *pod) {
			grace := int64(-1)
			p.DeletionTimestamp, p.DeletionGracePeriodSeconds = podtest.Epoch(), &grace
		}, "DeletionIsWhole"},
	} {
		p := whole()
		test.breaks(p)
		var r recorder
		podtest.CheckLaws(&r, p)
		if got := strings.Join(r.laws(), " "); test.law == "" && got != "" || !strings.Contains(got, test.law) {
			t.Errorf("%s: want %q, got %q", test.name, test.law, r.said)
		}
	}
}

func TestCheckHistory(t *testing.T) {
	type pod = podlife.Pod
	deleted := func(grace int64) func(*pod) {
		return func(p *pod) { p.DeletionTimestamp, p.DeletionGracePeriodSeconds = podtest.Epoch(), &grace }
	}
	nothing := func(*pod) {}
	for _, test := range []struct {
		name        string
		first, next func(*pod)
		law         string // that is broken, perhaps among others
	}{
		{"nothing new", nothing, nothing, ""},
		{"bound", func(p *pod) {
			p.Spec.NodeName, p.Status = "", podlife.PodStatus{Phase: podlife.PodPending, QOSClass: p.Status.QOSClass}
		}, nothing, ""},
		{"bound elsewhere", func(p *pod) { p.Spec.NodeName = "node-b" }, nothing, "Accepted"},
		{"another Pod", nothing, func(p *pod) { p.UID = "uid-2" }, "Accepted"},
		{"lives again", func(p *pod) { p.Status.Phase, p.Status.Reason = podlife.PodFailed, podlife.ReasonEvicted }, nothing, "Accepted"},
		{"fewer restarts", nothing, func(p *pod) { p.Status.ContainerStatuses[0].RestartCount = 0 }, "Accepted"},
		{"init container runs again", nothing, func(p *pod) {
			s := &p.Status.InitContainerStatuses[0]
			s.State, s.Ready, s.ContainerID = podlife.Running(podtest.Epoch()), false, "containerd://migrate-2"
		}, "Accepted"},
		{"deletion", nothing, deleted(30), ""},
		{"deletion taken back", deleted(30), nothing, "DeletionStays"},
		{"grace shrinks", deleted(30), deleted(1), ""},
		{"grace grows", deleted(1), deleted(30), "DeletionStays"},
		{"generation falls", nothing, func(p *pod) { p.Generation = 1 }, "SpecStays"},
		{"container leaves", nothing, func(p *pod) { p.Spec.InitContainers = p.Spec.InitContainers[1:] }, "SpecStays"},
		{"run that is over", func(p *pod) {
			s := &p.Status.ContainerStatuses[0]
			s.State = podlife.Terminated(1, "Error")
		}, nothing, "RunsStay"},
		{"run that began twice", nothing, func(p *pod) {
			s := &p.Status.ContainerStatuses[0].State
			s.StartedAt = s.StartedAt.Add(time.Minute)
		}, "RunsStay"},
		{"condition goes back", nothing, func(p *pod) {
			podlife.FindCondition(p.Status.Conditions, podlife.ContainersReady).LastTransitionTime = podtest.Epoch()
		}, "ConditionsMove"},
		{"breaks a law by itself", nothing, func(p *pod) { p.Status.Phase = podlife.PodUnknown }, "PhaseFits"},
	} {
		first, next := whole(), whole()
		test.first(first)
		test.next(next)
		var r recorder
		podtest.CheckHistory(&r, []*podlife.Pod{first, next})
		var got []string
		for i, law := range r.laws() {
			if strings.Contains(r.said[i], "from 1 to 2") || strings.Contains(r.said[i], "2 of 2") {
				got = append(got, law)
			}
		}
		if s := strings.Join(got, " "); test.law == "" && s != "" || !strings.Contains(s, test.law) {
			t.Errorf("%s: want %q, got %q", test.name, test.law, r.said)
		}
	}
}

// An init container that is done may be seen to wait for another run only if a run
// in between ended, as after a lost sandbox.
func TestMissedEnd(t *testing.T) {
	first := whole()
	first.Spec.RestartPolicy = podlife.RestartPolicyOnFailure
	ended := podlife.Terminated(1, "Error")
	for _, test := range []struct {
		name, run string
		accepted  bool
	}{
		{"an end that was missed", "containerd://migrate-2", true},
		{"no other run", first.Status.InitContainerStatuses[0].State.ContainerID, false},
	} {
		next := first.Clone()
		s := &next.Status.InitContainerStatuses[0]
		ended.ContainerID = test.run
		s.State, s.LastTerminationState, s.ContainerID = podlife.Waiting("CrashLoopBackOff", ""), ended, test.run
		var r recorder
		podtest.CheckHistory(&r, []*podlife.Pod{first, next})
		if got := !strings.Contains(strings.Join(r.laws(), " "), "Accepted"); got != test.accepted {
			t.Errorf("%s: accepted %t, want %t; %q", test.name, got, test.accepted, r.said)
		}
	}
}
