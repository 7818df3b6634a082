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
	"github.com/podlife/podlife/probe"
)

// story is a life that is told event by event.
type story struct {
	t       *testing.T
	state   lifecycle.State
	effects []lifecycle.Effect // of the last event
}

// tell has the events happen, all at that time.
func (s *story) tell(at time.Duration, events ...lifecycle.Event) {
	s.t.Helper()
	for _, e := range events {
		next, effects, err := lifecycle.Step(s.state, podtest.Epoch().Add(at), e)
		if err != nil {
			s.t.Fatalf("after %v: %v", at, err)
		}
		s.state, s.effects = next, effects
	}
}

// beginStory has a Pod get as far as its first sandbox.
func beginStory(t *testing.T, spec podlife.PodSpec) *story {
	t.Helper()
	p := &podlife.Pod{Spec: spec}
	p.Name, p.Namespace, p.UID = "web-1", "default", "uid-1"
	s := &story{t: t}
	s.tell(0, lifecycle.Created{Pod: p})
	if spec.NodeName != "" {
		s.tell(0, lifecycle.VolumesMounted{}, lifecycle.SandboxCreated{})
	}
	return s
}

// start answers what the start of a container asks for.
func start(container string) []lifecycle.Event {
	return []lifecycle.Event{lifecycle.ImagePulled{Container: container}, lifecycle.ContainerStarted{Container: container}}
}

// pulls says for which containers the last event asks for an image.
func (s *story) pulls() []string {
	var out []string
	for _, e := range s.effects {
		if pull, ok := e.(*lifecycle.PullImage); ok {
			out = append(out, pull.Container)
		}
	}
	return out
}

// asked says which questions the last event asks for.
func (s *story) asked() []string {
	var out []string
	for _, e := range s.effects {
		if ask, ok := e.(*lifecycle.AskProbe); ok {
			out = append(out, fmt.Sprint(ask.Container, " ", ask.Kind))
		}
	}
	return out
}

// signals says which signals the last event asks for, and how long there is until the next.
func (s *story) signals() []string {
	var out []string
	for _, e := range s.effects {
		if signal, ok := e.(*lifecycle.SendSignal); ok {
			out = append(out, brief(signal))
		}
	}
	return out
}

// wakeAt is when the story goes on by itself.
func (s *story) wakeAt() time.Duration { return s.state.WakeAt().Sub(podtest.Epoch()) }

// condition is that of a type.
func (s *story) condition(of podlife.ConditionType) podlife.Condition {
	c := podlife.FindCondition(s.state.Pod().Status.Conditions, of)
	if c == nil {
		s.t.Fatalf("there is no condition %s", of)
	}
	return *c
}

// TestKilledStartsAtOnce holds that a container that the kubelet kills and starts in one
// sync has no back-off for that end, of which the sync does not know, but for the one before.
func TestKilledStartsAtOnce(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{NodeName: "node-a", Containers: []podlife.Container{{
		Name: "web", Image: "web:1", LivenessProbe: &podlife.Probe{FailureThreshold: 1, PeriodSeconds: 5},
	}}})
	failing := lifecycle.ProbeAnswered{Container: "web", Kind: probe.Liveness, Outcome: probe.Failure}
	exit := lifecycle.ContainerExited{Container: "web", ExitCode: 1}
	s.tell(0, start("web")...)
	for range 2 { // there is no end before the first kill; the second is long after the first
		at := s.wakeAt()
		s.tell(at, lifecycle.Tick{}, failing, exit)
		if diff := cmp.Diff([]string{"web"}, s.pulls()); diff != "" {
			t.Fatalf("after the kill at %v (-want +got):\n%s", at, diff)
		}
		s.tell(at, start("web")...)
	}
	at := s.wakeAt()
	s.tell(at, exit)
	if len(s.pulls()) > 0 || s.state.Pod().Status.ContainerStatuses[0].State.Reason != "CrashLoopBackOff" {
		t.Errorf("it ended by itself, soon after a start that counted, and: %+v", s.state.Pod().Status.ContainerStatuses[0])
	}
}

// TestCountsAfterSandbox holds that of the init containers that a new sandbox begins without,
// the first is counted on from the run that it had, and the next begins anew, while the
// status goes on as it can.
func TestCountsAfterSandbox(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{
		NodeName:       "node-a",
		InitContainers: []podlife.Container{{Name: "fetch", Image: "fetch:1"}, {Name: "migrate", Image: "migrate:1"}},
		Containers:     []podlife.Container{{Name: "web", Image: "web:1"}},
	})
	done := func(name string) []lifecycle.Event {
		return append(start(name), lifecycle.ContainerExited{Container: name})
	}
	s.tell(0, done("fetch")...)
	s.tell(0, done("migrate")...)
	s.tell(0, start("web")...)
	hour := time.Hour
	s.tell(hour, lifecycle.SandboxLost{}, lifecycle.ContainerExited{Container: "web", ExitCode: 143}, lifecycle.SandboxCreated{})
	s.tell(hour, done("fetch")...)
	s.tell(hour, done("migrate")...)
	s.tell(hour, start("web")...)
	var got []int32
	for _, c := range s.state.Seen().Containers {
		got = append(got, c.Restarts)
	}
	if diff := cmp.Diff([]int32{1, 0, 1}, got); diff != "" {
		t.Errorf("restarts of the runs (-want +got):\n%s", diff)
	}
	status := s.state.Pod().Status
	if a, b := status.InitContainerStatuses[0].RestartCount, status.InitContainerStatuses[1].RestartCount; a != 1 || b != 1 {
		t.Errorf("the status counts %d and %d", a, b)
	}
}

// TestGatedReasonStays holds that a Pod whose gates are gone is still called gated, until the
// scheduler has looked at it.
func TestGatedReasonStays(t *testing.T) {
	reason := func(s *story) string { return s.condition(podlife.PodScheduled).Reason }
	s := beginStory(t, podlife.PodSpec{
		SchedulingGates: []podlife.PodSchedulingGate{{Name: "example.com/quota"}},
		Containers:      []podlife.Container{{Name: "web"}},
	})
	var got []string
	for _, e := range []lifecycle.Event{lifecycle.GatesRemoved{}, lifecycle.Unschedulable{Message: "0/1 nodes are available"}} {
		got = append(got, reason(s))
		s.tell(0, e)
	}
	if diff := cmp.Diff([]string{"SchedulingGated", "SchedulingGated", "Unschedulable"}, append(got, reason(s))); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
}

// TestObjectIsTheAPIs holds that the object has whole seconds, and no status that nobody has
// written.
func TestObjectIsTheAPIs(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{
		NodeName: "node-a", TerminationGracePeriodSeconds: seconds(30), Containers: []podlife.Container{{Name: "web", Image: "web:1"}},
	})
	s.tell(0, start("web")...)
	half := 500 * time.Millisecond
	s.tell(half, lifecycle.DeleteRequested{})
	s.tell(half, lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug", Image: "debug:1"}})
	p := s.state.Pod()
	if want := podtest.Epoch().Add(30 * time.Second); !p.DeletionTimestamp.Equal(want) {
		t.Errorf("to be gone by %v, want %v", p.DeletionTimestamp, want)
	}
	if len(p.Spec.EphemeralContainers) != 1 || p.Status.EphemeralContainerStatuses != nil {
		t.Errorf("statuses of ephemeral containers: %+v", p.Status.EphemeralContainerStatuses)
	}
}

// TestAbandoned shows what becomes of a Pod that is never to run again and loses its sandbox
// before its main containers' turn: nothing, until it is deleted
// (kubernetes/kubernetes issue 118321).
func TestAbandoned(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{
		NodeName: "node-a", RestartPolicy: podlife.RestartPolicyNever,
		InitContainers: []podlife.Container{{Name: "fetch", Image: "fetch:1"}},
		Containers:     []podlife.Container{{Name: "web", Image: "web:1"}},
	})
	s.tell(0, start("fetch")...)
	s.tell(0, lifecycle.SandboxLost{}, lifecycle.ContainerExited{Container: "fetch"})
	if p := s.state.Pod(); !s.state.WakeAt().IsZero() || p.Status.Phase != podlife.PodPending {
		t.Errorf("phase %s, awake at %v", p.Status.Phase, s.state.WakeAt())
	}
	s.tell(time.Hour, lifecycle.DeleteRequested{}, lifecycle.CleanedUp{})
	if !s.state.IsFinal() {
		t.Errorf("deleted, and %v", s.state.Stage())
	}
}

// TestTwoStatusesAtOnce holds that of two statuses made at one time the API server must take
// the later one after the one that it has: an init container that was done, begins anew and
// fails cannot be shown to wait at once.
func TestTwoStatusesAtOnce(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{
		NodeName: "node-a", RestartPolicy: podlife.RestartPolicyOnFailure,
		InitContainers: []podlife.Container{{Name: "migrate", Image: "migrate:1"}},
		Containers:     []podlife.Container{{Name: "web", Image: "web:1"}},
	})
	s.tell(0, start("migrate")...)
	s.tell(0, lifecycle.ContainerExited{Container: "migrate"}, lifecycle.SandboxLost{}, lifecycle.ImagePullFailed{Container: "web"}, lifecycle.SandboxCreated{})
	s.tell(time.Second, start("migrate")...)
	before := s.state.Pod()
	s.tell(time.Second, lifecycle.ContainerExited{Container: "migrate", ExitCode: 1})
	after := s.state.Pod()
	if err := phase.CheckTransition(before, after); err != nil {
		t.Error(err)
	}
	if got := after.Status.InitContainerStatuses[0].State; got.Kind != podlife.StateTerminated || got.ExitCode != 1 {
		t.Errorf("it is shown as %+v", got)
	}
}
