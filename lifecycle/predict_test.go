package lifecycle_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

// crashing returns a Pod whose container waits for its next start.
func crashing(policy podlife.RestartPolicy) *podlife.Pod {
	at := podtest.Epoch()
	p := &podlife.Pod{Spec: podlife.PodSpec{
		RestartPolicy: policy, NodeName: "node-a", Containers: []podlife.Container{{Name: "web", Image: "web:1"}},
	}}
	p.Name, p.Namespace, p.UID = "web-1", "default", "uid-1"
	p.Status.Phase, p.Status.StartTime = podlife.PodRunning, at
	p.Status.Conditions = []podlife.Condition{{Type: podlife.PodScheduled, Status: podlife.ConditionTrue}}
	p.Status.ContainerStatuses = []podlife.ContainerStatus{{
		Name: "web", RestartCount: 3,
		State: podlife.ContainerState{
			Kind: podlife.StateWaiting, Reason: "CrashLoopBackOff",
			Message: restart.Entry{Delay: 40 * time.Second}.Message(p, "web"),
		},
		LastTerminationState: podlife.ContainerState{
			Kind: podlife.StateTerminated, ExitCode: 1, Reason: "Error", FinishedAt: at.Add(time.Minute),
		},
	}}
	return p
}

func TestPredict(t *testing.T) {
	now := podtest.Epoch().Add(90 * time.Second)
	limit := int64(60)
	ended := func(code int32) podlife.ContainerState {
		return podlife.ContainerState{Kind: podlife.StateTerminated, ExitCode: code}
	}
	// sight is what a test looks at.
	type sight struct {
		phases               string
		succeed, fail, ready bool
		restarts             int
		deadline             bool
		removal              bool
	}
	tests := map[string]struct {
		pod  func() *podlife.Pod
		want sight
	}{
		"no Pod": {pod: func() *podlife.Pod { return nil }, want: sight{phases: "none"}},
		"crash loop": {
			pod:  func() *podlife.Pod { return crashing("Always") },
			want: sight{phases: "Running, Succeeded, Failed", succeed: true, fail: true, ready: true, restarts: 1},
		},
		"ended well for good, beside another": {
			pod: func() *podlife.Pod {
				p := crashing("OnFailure")
				p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: "migrate"})
				p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, podlife.ContainerStatus{Name: "migrate", State: ended(0)})
				return p
			},
			want: sight{phases: "Running, Succeeded, Failed", succeed: true, fail: true, restarts: 1},
		},
		"out of time": {
			pod: func() *podlife.Pod {
				p := crashing("Always")
				p.Spec.ActiveDeadlineSeconds = &limit
				return p
			},
			want: sight{phases: "Running, Failed", fail: true, ready: true, restarts: 1, deadline: true},
		},
		"deleted": {
			pod: func() *podlife.Pod {
				p := crashing("Always")
				p.DeletionTimestamp, p.DeletionGracePeriodSeconds = now.Add(30*time.Second), seconds(30)
				return p
			},
			want: sight{phases: "Running, Succeeded, Failed", succeed: true, fail: true, ready: true, removal: true},
		},
		"failed": {
			pod: func() *podlife.Pod {
				p := crashing("Never")
				p.Spec.ActiveDeadlineSeconds = &limit
				p.Status.Phase = podlife.PodFailed
				p.Status.ContainerStatuses[0].State = ended(1)
				return p
			},
			want: sight{phases: "Failed", fail: true},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := lifecycle.Predict(test.pod(), lifecycle.Surroundings{}, now)
			got := sight{
				f.Phases.String(), f.CanSucceed, f.CanFail, f.CanBecomeReady, len(f.Restarts),
				!f.Deadline.IsZero(), len(f.Removal.Waits) > 0,
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(sight{})); diff != "" {
				t.Errorf("Predict (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPredictJoins: a forecast is what the packages beneath say, and the Pod is
// not changed.
func TestPredictJoins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Lifelike().Draw(t, "pod")
		now := podtest.Epoch().Add(time.Duration(rapid.IntRange(-100, 10000).Draw(t, "second")) * time.Second)
		before := p.Clone()
		f := lifecycle.Predict(p, lifecycle.Surroundings{}, now)
		if diff := cmp.Diff(before, p); diff != "" {
			t.Fatalf("the Pod was changed:\n%s", diff)
		}
		want := lifecycle.Forecast{
			Phases: f.Phases, CanSucceed: f.Phases.Has(podlife.PodSucceeded), CanFail: f.Phases.Has(podlife.PodFailed),
			CanBecomeReady: f.CanBecomeReady, Outcome: phase.Outcome(p), Waits: phase.Explain(p),
			Restarts: restart.NextAttempts(p, restart.Backoff{}, now),
			Removal:  termination.Deadline(p, termination.Surroundings{}, now), Deadline: f.Deadline,
		}
		if diff := cmp.Diff(want, f); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if f.Phases&^phase.Reachable(p) != 0 || !f.Phases.Has(p.Status.Phase) || !f.Deadline.IsZero() && !f.Deadline.Equal(phase.Deadline(p)) {
			t.Fatalf("phases %v, deadline %v", f.Phases, f.Deadline)
		}
	})
}

func TestPredictNasty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Nasty().Draw(t, "pod")
		if f := lifecycle.Predict(p, lifecycle.Surroundings{}, podtest.Epoch()); f.Phases == 0 || len(f.Waits) == 0 {
			t.Fatalf("nothing is told: %+v", f)
		}
	})
}

// The container of this Pod is in a crash loop: what can come of it, what holds
// it, and when it is started again.
func ExamplePredict() {
	p := crashing(podlife.RestartPolicyAlways)
	now := p.Status.StartTime.Add(70 * time.Second)

	f := lifecycle.Predict(p, lifecycle.Surroundings{}, now)
	fmt.Println("phases:", f.Phases)
	fmt.Println("can become ready:", f.CanBecomeReady)
	fmt.Println("waits for:", f.Waits[0].Container, f.Waits[0].Reason)
	next := f.Restarts[0]
	fmt.Println("next start:", next.Container, "in", next.Earliest.Sub(now), "to", next.Latest.Sub(now))
	// Output:
	// phases: Running, Succeeded, Failed
	// can become ready: true
	// waits for: web CrashLoopBackOff
	// next start: web in 30s to 1m1s
}
