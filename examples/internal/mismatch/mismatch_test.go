package mismatch_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/mismatch"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// pod returns a Pod with a main container web, restarted for ever, in state s.
func pod(recorded podlife.Phase, s podlife.ContainerState, changes ...func(*podlife.Pod)) *podlife.Pod {
	p := &podlife.Pod{
		Spec: podlife.PodSpec{NodeName: "node-a", Containers: []podlife.Container{{Name: "web"}}},
		Status: podlife.PodStatus{
			Phase:             recorded,
			ContainerStatuses: []podlife.ContainerStatus{{Name: "web", State: s}},
		},
	}
	for _, change := range changes {
		change(p)
	}
	return p
}

func reason(reason, message string) func(*podlife.Pod) {
	return func(p *podlife.Pod) { p.Status.Reason, p.Status.Message = reason, message }
}

func condition(t podlife.ConditionType, s podlife.ConditionStatus, reason string) func(*podlife.Pod) {
	return func(p *podlife.Pod) {
		p.Status.Conditions = append(p.Status.Conditions, podlife.Condition{Type: t, Status: s, Reason: reason})
	}
}

func deleted(p *podlife.Pod) { p.DeletionTimestamp = noon }

func unbound(p *podlife.Pod) { p.Spec.NodeName = "" }

func static(p *podlife.Pod) {
	p.Annotations = map[string]string{podlife.ConfigSourceAnnotation: "file"}
}

func noStatus(p *podlife.Pod) { p.Status.ContainerStatuses = nil }

func never(p *podlife.Pod) { p.Spec.RestartPolicy = podlife.RestartPolicyNever }

func due(p *podlife.Pod) { p.Spec.ActiveDeadlineSeconds = new(int64) }

func renamed(p *podlife.Pod) { p.Status.ContainerStatuses[0].Name = "app" }

func second(p *podlife.Pod) {
	p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: "log"})
}

// sidecar adds one that runs; started is nil, or whether it has started.
func sidecar(started *bool) func(*podlife.Pod) {
	return func(p *podlife.Pod) {
		p.Spec.InitContainers = []podlife.Container{{Name: "mesh", RestartPolicy: podlife.RestartPolicyAlways}}
		p.Status.InitContainerStatuses = []podlife.ContainerStatus{{Name: "mesh", State: running, Started: started}}
	}
}

// initRuns adds an init container that is said to run, with the main one's ID.
func initRuns(id string) func(*podlife.Pod) {
	return func(p *podlife.Pod) {
		p.Spec.InitContainers = []podlife.Container{{Name: "fetch"}}
		p.Status.InitContainerStatuses = []podlife.ContainerStatus{{Name: "fetch", State: running, ContainerID: id}}
		p.Status.ContainerStatuses[0].ContainerID = "containerd://1"
	}
}

var (
	running  = podlife.Running(noon)
	waiting  = podlife.Waiting("ContainerCreating", "")
	done     = podlife.Terminated(0, "Completed")
	failed   = podlife.Terminated(1, "Error")
	sandbox  = condition(podlife.PodReadyToStartContainers, podlife.ConditionFalse, "")
	notFound = podlife.ContainerState{
		Kind: podlife.StateTerminated, ExitCode: 137, Reason: "ContainerStatusUnknown",
		Message: "The container could not be located when the pod was terminated",
	}
)

const (
	pending   = podlife.PodPending
	succeeded = podlife.PodSucceeded
	ends      = podlife.PodFailed
	runs      = podlife.PodRunning
)

var cases = []struct {
	name   string
	pod    *podlife.Pod
	rule   mismatch.Rule
	author mismatch.Author
}{
	{"no phase", pod("", running), mismatch.RuleNeverStored, mismatch.ByNobody},
	{"invented phase", pod("CrashLoopBackOff", running), mismatch.RuleNoSuchPhase, mismatch.ByNobody},
	{"phase Unknown", pod(podlife.PodUnknown, running), mismatch.RuleUnknown, mismatch.ByNobody},

	{"rejected", pod(ends, running, noStatus, reason("OutOfcpu", "Pod was rejected: Node didn't have enough resource: cpu")), mismatch.RuleRejected, mismatch.ByKubelet},
	{"rejected by an old kubelet", pod(ends, running, noStatus, reason("NodeAffinity", "Pod Predicate NodeAffinity failed")), mismatch.RuleRejected, mismatch.ByKubelet},
	{"rejected for a reason of its own", pod(ends, running, noStatus, reason("MyPlugin", "Pod was rejected: no")), mismatch.RuleRejected, mismatch.ByKubelet},
	{"rejected for pressure", pod(ends, running, noStatus, reason("Evicted", "Pod was rejected: The node had condition: [DiskPressure].")), mismatch.RuleRejected, mismatch.ByKubelet},
	{"rejected, with a status", pod(ends, running, reason("OutOfcpu", "")), "", mismatch.Unexplained},

	{"evicted", pod(ends, running, reason("Evicted", "The node was low on resource: memory.")), mismatch.RuleEvicted, mismatch.ByKubelet},
	{"evicted, no statuses left", pod(ends, running, noStatus, reason("Evicted", "The node was low on resource: memory.")), mismatch.RuleEvicted, mismatch.ByKubelet},
	{"evicted, yet Succeeded", pod(succeeded, running, reason("Evicted", "")), "", mismatch.Unexplained},
	{"preempted", pod(ends, running, reason("Preempting", "")), mismatch.RulePreempted, mismatch.ByKubelet},
	{"shutdown", pod(ends, running, reason("Terminated", "")), mismatch.RuleShutdown, mismatch.ByKubelet},
	{"shutdown by an old kubelet", pod(ends, running, reason("Shutdown", "")), mismatch.RuleShutdown, mismatch.ByKubelet},
	{"deadline", pod(ends, running, due, reason("DeadlineExceeded", "")), mismatch.RuleDeadline, mismatch.ByKubelet},
	{"deadline that was not set", pod(ends, running, reason("DeadlineExceeded", "")), "", mismatch.Unexplained},

	{"node gone", pod(ends, running, condition(podlife.DisruptionTarget, podlife.ConditionTrue, "DeletionByPodGC")), mismatch.RuleNodeGone, mismatch.ByController},
	{"node gone, it is denied", pod(ends, running, condition(podlife.DisruptionTarget, podlife.ConditionFalse, "DeletionByPodGC")), "", mismatch.Unexplained},
	{"never scheduled", pod(ends, running, noStatus, deleted, unbound), mismatch.RuleNeverScheduled, mismatch.ByController},

	{"deleted and done", pod(succeeded, done, deleted), mismatch.RuleStopped, mismatch.ByKubelet},
	{"deleted and failed", pod(ends, failed, deleted), mismatch.RuleStopped, mismatch.ByKubelet},
	{"given up", pod(ends, notFound), mismatch.RuleStopped, mismatch.ByKubelet},
	{"evicted, and done all the same", pod(succeeded, done, condition(podlife.DisruptionTarget, podlife.ConditionTrue, "TerminationByKubelet")), mismatch.RuleStopped, mismatch.ByKubelet},
	{"done, nobody stopped it", pod(succeeded, done), "", mismatch.Unexplained},
	{"deleted and done, yet Failed", pod(ends, done, deleted), "", mismatch.Unexplained},
	{"deleted, still runs", pod(ends, running, deleted), "", mismatch.Unexplained},
	{"deleted, static", pod(succeeded, done, deleted, static), "", mismatch.Unexplained},
	{"deleted before it ran", pod(ends, waiting, deleted), mismatch.RuleUnfinished, mismatch.ByKubelet},
	{"deleted before it ran, static", pod(ends, waiting, deleted, static), "", mismatch.Unexplained},

	{"other names", pod(runs, running, renamed), mismatch.RuleNames, mismatch.ByNobody},
	{"other names, other states", pod(runs, waiting, renamed), mismatch.RuleNames, mismatch.ByNobody},
	{"no statuses", pod(runs, running, noStatus), mismatch.RuleTrimmed, mismatch.ByNobody},
	{"a status missing", pod(succeeded, done, never, second), mismatch.RuleTrimmed, mismatch.ByNobody},
	{"no state", pod(runs, podlife.ContainerState{}), mismatch.RuleTrimmed, mismatch.ByNobody},
	{"sidecar without started", pod(runs, done, sidecar(nil), sandbox), mismatch.RuleStartedTrimmed, mismatch.ByNobody},
	{"sidecar not started", pod(runs, done, sidecar(new(bool)), sandbox), "", mismatch.Unexplained},
	{"one container twice", pod(runs, running, initRuns("containerd://1")), mismatch.RuleSameContainer, mismatch.ByNobody},
	{"two containers", pod(runs, running, initRuns("containerd://2")), "", mismatch.Unexplained},
	{"two without ID", pod(runs, running, initRuns("")), "", mismatch.Unexplained},
	{"not scheduled, yet running", pod(pending, running, condition(podlife.PodScheduled, podlife.ConditionFalse, "Unschedulable")), mismatch.RuleNotScheduled, mismatch.ByNobody},
	{"ready, yet Pending", pod(pending, running, condition(podlife.PodReady, podlife.ConditionTrue, "")), mismatch.RuleReady, mismatch.ByNobody},
	{"not ready and Pending", pod(pending, running, condition(podlife.PodReady, podlife.ConditionFalse, "")), "", mismatch.Unexplained},
	{"waits, yet Running", pod(runs, waiting), "", mismatch.Unexplained},
	{"runs, yet Failed", pod(ends, running), "", mismatch.Unexplained},
}

func TestFind(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := c.pod.Clone()
			d, differ := mismatch.Find(c.pod)
			if !differ || d.Recorded == d.Computed || d.Recorded != c.pod.Status.Phase {
				t.Fatalf("no difference: %+v", d)
			}
			if d.Rule != c.rule || d.Author != c.author {
				t.Errorf("rule %q by %v, want %q by %v", d.Rule, d.Author, c.rule, c.author)
			}
			if (d.Text == "") != (d.Rule == "") {
				t.Errorf("rule %q has the text %q", d.Rule, d.Text)
			}
			if diff := cmp.Diff(before, c.pod); diff != "" {
				t.Errorf("Find changed the Pod (-before +after)\n%s", diff)
			}
		})
	}
}

// Every rule explains something above.
func TestEveryRule(t *testing.T) {
	reached := map[mismatch.Rule]bool{}
	for _, c := range cases {
		reached[c.rule] = true
	}
	for _, r := range mismatch.Rules() {
		if !reached[r] {
			t.Errorf("no case for rule %s", r)
		}
		delete(reached, r)
	}
	if delete(reached, ""); len(reached) > 0 {
		t.Errorf("unknown rules %v", reached)
	}
}

func TestNoDifference(t *testing.T) {
	for name, p := range map[string]*podlife.Pod{
		"runs":                   pod(runs, running),
		"waits":                  pod(pending, waiting),
		"will restart":           pod(runs, failed),
		"failed":                 pod(ends, failed, never),
		"failed, and is deleted": pod(ends, failed, never, deleted),
		"not seen by a kubelet":  pod(pending, running, noStatus, unbound),
		"sidecar started":        pod(runs, running, sidecar(nil)), // a main container runs beside it
	} {
		if d, differ := mismatch.Find(p); differ {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

func TestTexts(t *testing.T) {
	for want, p := range map[string]*podlife.Pod{
		"the spec has web, the statuses are of app; taken by their position they add up to Running":                             pod(runs, running, renamed),
		"the spec has web, the statuses are of app":                                                                             pod(runs, waiting, renamed),
		`there is no phase "Waiting"; no part of Kubernetes writes it`:                                                          pod("Waiting", running),
		"deletion was asked for (due 2026-06-01T12:00:00Z), and every container has stopped: no restart policy counts any more": pod(succeeded, done, deleted),
	} {
		if d, _ := mismatch.Find(p); d.Text != want {
			t.Errorf("got  %s\nwant %s", d.Text, want)
		}
	}
}

func TestAuthorString(t *testing.T) {
	want := []string{"unexplained", "kubelet", "controller", "nobody", "Author(4)"}
	for i, w := range want {
		if got := mismatch.Author(i).String(); got != w {
			t.Errorf("%d: %s, want %s", i, got, w)
		}
	}
}
