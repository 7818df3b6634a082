package lifecycle_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/termination"
)

// TestCreatedForgets holds that a life begins with the conditions of others and no other
// status, at the time of the event if nobody says when, and that the Pod stays the caller's.
func TestCreatedForgets(t *testing.T) {
	p := &podlife.Pod{Spec: podlife.PodSpec{Containers: []podlife.Container{{Name: "web", Image: "web:1"}}}}
	p.Name, p.Labels = "web-1", map[string]string{"app": "web"}
	warm := podlife.Condition{Type: "example.com/warm", Status: podlife.ConditionTrue}
	p.Status = podlife.PodStatus{
		Phase: podlife.PodRunning, Reason: "Odd", QOSClass: lifecycle.QOSBurstable, PodIP: "10.0.0.1", NominatedNodeName: "node-b",
		Conditions: []podlife.Condition{{Type: podlife.PodReady, Status: podlife.ConditionTrue}, warm},
	}
	s := &story{t: t}
	s.tell(1500*time.Millisecond, lifecycle.Created{Pod: p})
	p.Labels["app"], p.Spec.Containers[0].Image = "db", "db:1"
	got := s.state.Pod()
	want := podlife.PodStatus{Phase: podlife.PodPending, QOSClass: lifecycle.QOSBurstable, Conditions: []podlife.Condition{warm}}
	if diff := cmp.Diff(want, got.Status); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
	if !got.CreationTimestamp.Equal(podtest.Epoch().Add(time.Second)) || got.Labels["app"] != "web" || got.Spec.Containers[0].Image != "web:1" {
		t.Errorf("got %+v", got)
	}
	got.Labels["app"] = "db"
	if s.state.Pod().Labels["app"] != "web" {
		t.Error("the state shares its Pod")
	}
}

// TestDeleteRefused holds that a refused deletion says why.
func TestDeleteRefused(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{NodeName: "node-a", Containers: []podlife.Container{{Name: "web", Image: "web:1"}}})
	uid := "other"
	next, _, err := lifecycle.Step(s.state, podtest.Epoch(), lifecycle.DeleteRequested{Options: termination.DeleteOptions{Preconditions: termination.Preconditions{UID: &uid}}})
	var refused *lifecycle.EventError
	if !errors.As(err, &refused) || errors.Unwrap(refused) == nil || !strings.HasSuffix(err.Error(), errors.Unwrap(refused).Error()) || next.Pod().IsDeleted() {
		t.Errorf("got %v", err)
	}
	_, _, err = lifecycle.Step(s.state, podtest.Epoch(), lifecycle.GatesRemoved{})
	if !errors.As(err, &refused) || errors.Unwrap(refused) != nil || err.Error() != "lifecycle: lifecycle.GatesRemoved cannot happen in stage Living" {
		t.Errorf("got %v", err)
	}
}

// TestForeground holds that a deletion that waits for dependents is held by a finalizer.
func TestForeground(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{NodeName: "node-a", TerminationGracePeriodSeconds: seconds(30), Containers: []podlife.Container{{Name: "web", Image: "web:1"}}})
	s.tell(0, lifecycle.DeleteRequested{Options: termination.DeleteOptions{PropagationPolicy: "Foreground"}})
	if diff := cmp.Diff([]string{"foregroundDeletion"}, s.state.Pod().Finalizers); diff != "" {
		t.Errorf("finalizers (-want +got):\n%s", diff)
	}
}

// TestPodShows holds what the object says of containers: the IDs of their runs, their
// messages, cut to share what there is room for, and the ephemeral ones by name.
func TestPodShows(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{NodeName: "node-a", Containers: []podlife.Container{{Name: "web", Image: "web:1"}}})
	s.tell(0, start("web")...)
	for _, name := range []string{"sh", "debug"} {
		s.tell(1*time.Second, lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: name, Image: "sh:1"}})
		s.tell(1*time.Second, start(name)...)
	}
	s.tell(2*time.Second, lifecycle.ImageChanged{Container: "web", Image: "web:2"}, lifecycle.ContainerExited{Container: "web", Message: strings.Repeat("a", 5000)})
	s.tell(2*time.Second, start("web")...)
	p := s.state.Pod()
	web := p.Status.ContainerStatuses[0]
	if web.ContainerID != "containerd://web-2" || web.State.ContainerID != "" || web.LastTerminationState.ContainerID != "containerd://web-1" || len(web.LastTerminationState.Message) != 4096 {
		t.Errorf("web: %+v", web)
	}
	if p.Spec.Containers[0].Image != "web:2" || web.Image != "web:2" {
		t.Errorf("images %q and %q", p.Spec.Containers[0].Image, web.Image)
	}
	for _, c := range p.Status.Conditions {
		if c.ObservedGeneration != p.Generation || p.Generation != 3 {
			t.Errorf("%s is of generation %d, want %d", c.Type, c.ObservedGeneration, p.Generation)
		}
	}
	if e := p.Status.EphemeralContainerStatuses; len(e) != 2 || e[0].Name != "debug" || e[1].Name != "sh" || e[0].Started != nil {
		t.Errorf("ephemeral containers: %+v", e)
	}
}

// TestSeen holds what a kubelet sees of runs, failures and verdicts.
func TestSeen(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{NodeName: "node-a", Containers: []podlife.Container{
		{Name: "web", Image: "web:1", ReadinessProbe: &podlife.Probe{PeriodSeconds: 5, FailureThreshold: 1}}, {Name: "db", Image: "db:1"},
	}})
	s.tell(0, start("web")...)
	s.tell(0, lifecycle.ImagePullFailed{Container: "db", Message: "no route"})
	s.tell(0, lifecycle.ProbeAnswered{Container: "web", Kind: probe.Readiness, Outcome: probe.Success})
	if web := s.state.Seen().Containers[0]; web.Readiness != probe.Success || web.Startup != probe.None {
		t.Errorf("verdicts %v and %v", web.Readiness, web.Startup)
	}
	s.tell(10*time.Second, lifecycle.ContainerExited{Container: "web", ExitCode: 1, Message: "oh"})
	s.tell(11*time.Second, start("web")...)
	at := func(n int) time.Time { return podtest.Epoch().Add(time.Duration(n) * time.Second) }
	want := lifecycle.Seen{
		Statuses: s.state.Seen().Statuses, SandboxMade: true, SandboxReady: true,
		Containers: []lifecycle.SeenContainer{{
			Name: "web", Restarts: 1, Messages: []string{"", "oh"}, Started: []time.Time{at(11), at(0)},
			Runs: []restart.RuntimeStatus{
				{ID: "containerd://web-2", Name: "web", SandboxID: "present", State: restart.StateRunning, Image: "web:1"},
				{ID: "containerd://web-1", Name: "web", State: restart.StateExited, ExitCode: 1, Reason: "Error", FinishedAt: at(10)},
			},
		}, {Name: "db", Reason: "ImagePullBackOff", Message: `Back-off pulling image "db:1": ErrImagePull: no route`}},
	}
	if diff := cmp.Diff(want, s.state.Seen()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := s.state.Seen().Statuses; n < 4 {
		t.Errorf("%d statuses", n)
	}
	s.tell(12*time.Second, lifecycle.ContainerExited{Container: "web", ExitCode: 2, Message: "again"}, lifecycle.ImagePullFailed{Container: "db"})
	if web := s.state.Seen().Containers[0]; web.Messages[0] != "again" || len(web.Runs) != 1 || web.Reason != "CrashLoopBackOff" || !strings.HasPrefix(web.Message, "back-off 10s") {
		t.Errorf("got %+v", web)
	}
}

// TestStages holds that each stage has a name, and that others are printed.
func TestStages(t *testing.T) {
	seen := map[string]bool{}
	for s := lifecycle.Unborn; s <= lifecycle.Gone; s++ {
		seen[s.String()] = true
	}
	if len(seen) != 7 || (lifecycle.Gone+1).String() != "Stage(7)" {
		t.Errorf("got %v and %v", seen, lifecycle.Gone+1)
	}
}

// TestConditionIsReplaced holds that a condition that is set again is replaced, and keeps
// its time unless its status changes, and that the state before does not see it.
func TestConditionIsReplaced(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{Containers: []podlife.Container{{Name: "web", Image: "web:1"}}})
	set := func(status podlife.ConditionStatus, message string) lifecycle.Event {
		return lifecycle.ConditionSet{Condition: podlife.Condition{Type: "example.com/lb", Status: status, Message: message}}
	}
	s.tell(1*time.Second, set(podlife.ConditionTrue, "one"))
	before := s.state
	s.tell(2*time.Second, set(podlife.ConditionTrue, "two"))
	for _, c := range []struct {
		state lifecycle.State
		want  string
	}{{before, "one"}, {s.state, "two"}} {
		want := []podlife.Condition{{
			Type: "example.com/lb", Status: podlife.ConditionTrue, Message: c.want, LastTransitionTime: podtest.Epoch().Add(time.Second),
		}}
		if diff := cmp.Diff(want, c.state.Pod().Status.Conditions); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestOthersSpeak holds whose conditions others may set, and that a new container has a name
// that no other one has.
func TestOthersSpeak(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{NodeName: "node-a", Containers: []podlife.Container{{Name: "web", Image: "web:1"}}})
	for _, c := range []struct {
		event lifecycle.Event
		want  bool
	}{
		{lifecycle.ConditionSet{Condition: podlife.Condition{Type: podlife.PodResizePending}}, true},
		{lifecycle.ConditionSet{Condition: podlife.Condition{Type: "example.com/lb"}}, true},
		{lifecycle.ConditionSet{Condition: podlife.Condition{Type: podlife.PodReady}}, false},
		{lifecycle.ConditionSet{}, false},
		{lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "web"}}, false},
		{lifecycle.EphemeralContainerAdded{}, false},
		{lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug"}}, true},
	} {
		if _, _, err := lifecycle.Step(s.state, podtest.Epoch(), c.event); (err == nil) != c.want {
			t.Errorf("%+v: %v", c.event, err)
		}
	}
}

// TestInitImage holds that the image of an init container can be changed before its turn.
func TestInitImage(t *testing.T) {
	s := beginStory(t, podlife.PodSpec{
		NodeName: "node-a", InitContainers: []podlife.Container{{Name: "fetch", Image: "fetch:1"}, {Name: "migrate", Image: "migrate:1"}},
		Containers: []podlife.Container{{Name: "web", Image: "web:1"}},
	})
	s.tell(0, lifecycle.ImageChanged{Container: "migrate", Image: "migrate:2"})
	s.tell(0, start("fetch")...)
	s.tell(0, lifecycle.ContainerExited{Container: "fetch"})
	if got := s.state.Pod().Spec.InitContainers[1].Image; got != "migrate:2" || len(s.pulls()) != 1 {
		t.Errorf("image %s, pulls %v", got, s.pulls())
	}
}
