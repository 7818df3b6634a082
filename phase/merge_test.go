package phase_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

func TestMerge(t *testing.T) {
	deadline := &phase.Report{Phase: podlife.PodFailed, Reason: "DeadlineExceeded"}
	tests := []struct {
		name        string
		computed    podlife.Phase
		cached, api phase.Report
		override    *phase.Report
		want        phase.Report
	}{
		{"nothing before", "Running", phase.Report{}, phase.Report{}, nil, phase.Report{Phase: "Running"}},
		{"a cached end stays with its reason", "Running", phase.Report{Phase: "Failed", Reason: "Evicted", Message: "low"}, phase.Report{Phase: "Running"}, nil,
			phase.Report{Phase: "Failed", Reason: "Evicted", Message: "low"}},
		{"a cached end gives way to a computed one", "Succeeded", phase.Report{Phase: "Failed", Reason: "Evicted", Message: "low"}, phase.Report{Phase: "Running"}, nil,
			phase.Report{Phase: "Succeeded"}},
		{"the API's end stays", "Failed", phase.Report{Phase: "Succeeded"}, phase.Report{Phase: "Succeeded"}, nil, phase.Report{Phase: "Succeeded"}},
		{"the API's end stays for a kubelet without memory of it", "Running", phase.Report{Phase: "Running"}, phase.Report{Phase: "Failed"}, nil, phase.Report{Phase: "Failed"}},
		{"the deadline after the end changes the reason alone", "Succeeded", phase.Report{Phase: "Succeeded"}, phase.Report{Phase: "Succeeded"}, deadline,
			phase.Report{Phase: "Succeeded", Reason: "DeadlineExceeded"}},
		{"the deadline goes before a computed success", "Succeeded", phase.Report{Phase: "Running"}, phase.Report{Phase: "Running"}, deadline,
			phase.Report{Phase: "Failed", Reason: "DeadlineExceeded"}},
		{"a reason is filled in from the API", "Running", phase.Report{Phase: "Running"}, phase.Report{Phase: "Running", Reason: "X", Message: "x"}, nil,
			phase.Report{Phase: "Running", Reason: "X", Message: "x"}},
		{"a reason goes with its phase", "Pending", phase.Report{Phase: "Running", Reason: "X"}, phase.Report{Phase: "Running", Reason: "X"}, nil,
			phase.Report{Phase: "Pending"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := phase.Merge(tt.computed, tt.cached, tt.api, tt.override)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Merge (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNextIsMergeForOneWhoKnowsOnlyTheAPI(t *testing.T) {
	phases := []podlife.Phase{"", podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed, podlife.PodUnknown}
	for _, prev := range phases {
		for _, computed := range phases[1:5] {
			api := phase.Report{Phase: prev}
			want := phase.Merge(computed, api, api, nil).Phase
			if got := phase.Next(podlife.PodStatus{Phase: prev}, computed); got != want {
				t.Errorf("Next(%q, %q) = %q, Merge says %q", prev, computed, got, want)
			}
		}
	}
}

func TestAt(t *testing.T) {
	seconds := int64(60)
	p := build(t, "Always: m=R")
	p.Status.Phase = podlife.PodRunning
	p.Spec.ActiveDeadlineSeconds = &seconds
	if got := phase.At(p, epoch.Add(time.Hour)).Phase; got != podlife.PodRunning {
		t.Errorf("before the start time is known: %s, want Running", got)
	}
	p.Status.StartTime = epoch
	if got, want := phase.Deadline(p), epoch.Add(time.Minute); !got.Equal(want) {
		t.Errorf("Deadline = %v, want %v", got, want)
	}
	if got := phase.At(p, epoch.Add(time.Minute-1)); got != (phase.Report{Phase: podlife.PodRunning}) {
		t.Errorf("just before the deadline: %+v, want Running", got)
	}
	want := phase.Report{Phase: podlife.PodFailed, Reason: "DeadlineExceeded", Message: "Pod was active on the node longer than the specified deadline"}
	if diff := cmp.Diff(want, phase.At(p, epoch.Add(time.Minute))); diff != "" {
		t.Errorf("at the deadline (-want +got):\n%s", diff)
	}
	p.Status.Reason, p.Status.Message = podlife.ReasonNodeLost, "node-1 does not answer"
	want = phase.Report{Phase: podlife.PodUnknown, Reason: podlife.ReasonNodeLost, Message: "node-1 does not answer"}
	if diff := cmp.Diff(want, phase.At(p, epoch.Add(time.Minute))); diff != "" {
		t.Errorf("on a lost node (-want +got):\n%s", diff)
	}
}

func TestDeadlineOfExtremeSeconds(t *testing.T) {
	p := &podlife.Pod{}
	p.Status.StartTime = epoch
	for _, seconds := range []int64{math.MaxInt64, math.MinInt64, -1, 0} {
		p.Spec.ActiveDeadlineSeconds = &seconds
		if got := phase.Deadline(p); got.Before(epoch) {
			t.Errorf("Deadline with %d seconds = %v, before the start", seconds, got)
		}
	}
}

// TestLongestDeadline: a duration holds no more seconds.
func TestLongestDeadline(t *testing.T) {
	const most = math.MaxInt64 / int64(time.Second)
	p := &podlife.Pod{}
	p.Status.StartTime = epoch
	for seconds, want := range map[int64]time.Duration{
		most - 1: time.Duration(most-1) * time.Second, most: time.Duration(most) * time.Second, most + 1: math.MaxInt64,
	} {
		p.Spec.ActiveDeadlineSeconds = &seconds
		if got := phase.Deadline(p).Sub(epoch); got != want {
			t.Errorf("Deadline with %d seconds is %v after the start, want %v", seconds, got, want)
		}
	}
}

// TestPublishOfALivingPod: only an end waits for the containers.
func TestPublishOfALivingPod(t *testing.T) {
	target := podlife.Condition{Type: podlife.DisruptionTarget, Status: podlife.ConditionTrue}
	for _, running := range []bool{true, false} {
		api := &podlife.Pod{Status: podlife.PodStatus{Phase: podlife.PodPending}}
		next := podlife.PodStatus{Phase: podlife.PodRunning, Message: "new", Conditions: []podlife.Condition{target}}
		want := podlife.PodStatus{Phase: podlife.PodRunning, Message: "new"} // the disruption waits for the end
		if diff := cmp.Diff(want, phase.Publish(api, next, running, epoch)); diff != "" {
			t.Errorf("running %v (-want +got):\n%s", running, diff)
		}
	}
}

// TestPublishDisruption: the transition of a disruption that the API has already
// counts from then, unless the status is another.
func TestPublishDisruption(t *testing.T) {
	now := epoch.Add(time.Hour)
	for had, want := range map[podlife.ConditionStatus]time.Time{podlife.ConditionTrue: epoch, podlife.ConditionFalse: now} {
		target := podlife.Condition{Type: podlife.DisruptionTarget, Status: had, LastTransitionTime: epoch}
		api := &podlife.Pod{Status: podlife.PodStatus{Phase: podlife.PodRunning, Conditions: []podlife.Condition{target}}}
		target.Status = podlife.ConditionTrue
		next := podlife.PodStatus{Phase: podlife.PodFailed, Conditions: []podlife.Condition{target}}
		target.LastTransitionTime = want
		if diff := cmp.Diff([]podlife.Condition{target}, phase.Publish(api, next, false, now).Conditions); diff != "" {
			t.Errorf("the API had %s (-want +got):\n%s", had, diff)
		}
	}
}

func TestPublish(t *testing.T) {
	now := epoch.Add(time.Hour)
	api := &podlife.Pod{}
	api.Generation = 3
	api.Status = podlife.PodStatus{
		Phase: podlife.PodRunning,
		Conditions: []podlife.Condition{
			{Type: "example.com/gate", Status: podlife.ConditionTrue},
			{Type: podlife.PodReady, Status: podlife.ConditionTrue, LastTransitionTime: epoch},
		},
	}
	next := podlife.PodStatus{
		Phase: podlife.PodFailed, Reason: podlife.ReasonEvicted,
		Conditions: []podlife.Condition{
			{Type: podlife.DisruptionTarget, Status: podlife.ConditionTrue, Reason: "TerminationByKubelet", LastTransitionTime: epoch},
			{Type: podlife.PodReady, Status: podlife.ConditionTrue, LastTransitionTime: epoch},
			{Type: podlife.ContainersReady, Status: podlife.ConditionFalse, LastTransitionTime: epoch},
		},
	}
	held := podlife.PodStatus{
		Phase: podlife.PodRunning,
		Conditions: []podlife.Condition{
			{Type: "example.com/gate", Status: podlife.ConditionTrue},
			{Type: podlife.PodReady, Status: podlife.ConditionTrue, LastTransitionTime: epoch},
			{Type: podlife.ContainersReady, Status: podlife.ConditionFalse, LastTransitionTime: epoch},
		},
	}
	if diff := cmp.Diff(held, phase.Publish(api, next, true, now)); diff != "" {
		t.Errorf("while containers may run (-want +got):\n%s", diff)
	}
	ended := podlife.PodStatus{
		Phase: podlife.PodFailed, Reason: podlife.ReasonEvicted,
		Conditions: []podlife.Condition{
			{Type: "example.com/gate", Status: podlife.ConditionTrue},
			{Type: podlife.DisruptionTarget, Status: podlife.ConditionTrue, Reason: "TerminationByKubelet", LastTransitionTime: now},
			{Type: podlife.PodReady, Status: podlife.ConditionFalse, Reason: "PodFailed", ObservedGeneration: 3, LastTransitionTime: now},
			{Type: podlife.ContainersReady, Status: podlife.ConditionFalse, Reason: "PodFailed", ObservedGeneration: 3, LastTransitionTime: epoch},
		},
	}
	if diff := cmp.Diff(ended, phase.Publish(api, next, false, now)); diff != "" {
		t.Errorf("once none can run (-want +got):\n%s", diff)
	}
}
