package lifecycle

import (
	"reflect"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// TestCloneSharesNothing holds that what is written to a copy is not seen in the state.
func TestCloneSharesNothing(t *testing.T) {
	make := func() State {
		return State{
			others: []podlife.Condition{{Type: "a"}}, node: node{taints: []podlife.Taint{{Key: "a"}}},
			containers: []container{{runs: 1}}, workers: []worker{{seen: 1}}, end: termination.State{Containers: []termination.Container{{Name: "web"}}},
		}
	}
	s := make()
	c := s.Clone()
	if !reflect.DeepEqual(s, c) {
		t.Errorf("got %+v, want %+v", c, s)
	}
	c.others[0].Type, c.node.taints[0].Key, c.containers[0].runs, c.workers[0].seen, c.end.Containers[0].Name = "b", "b", 2, 2, "db"
	if want := make(); !reflect.DeepEqual(s, want) {
		t.Errorf("got %+v, want %+v", s, want)
	}
}

// TestShownEqual holds that every field of a status makes a difference to a reader, and
// that the zone of a time makes none.
func TestShownEqual(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	full := condition{kind: podlife.StateTerminated, exitCode: 1, id: 1, reason: "Error", message: "oh", delay: 1, startedAt: at, finishedAt: at}
	base := shown{id: 1, restarts: 1, started: true, ready: true, image: "web:1", state: full, last: full}
	for name, change := range map[string]func(*shown){
		"id": func(s *shown) { s.id++ }, "restarts": func(s *shown) { s.restarts++ }, "started": func(s *shown) { s.started = false },
		"ready": func(s *shown) { s.ready = false }, "image": func(s *shown) { s.image = "" },
		"kind": func(s *shown) { s.state.kind = podlife.StateRunning }, "exit code": func(s *shown) { s.state.exitCode = 2 },
		"run": func(s *shown) { s.state.id = 2 }, "reason": func(s *shown) { s.state.reason = "" }, "message": func(s *shown) { s.state.message = "" },
		"delay": func(s *shown) { s.state.delay = 2 }, "start": func(s *shown) { s.state.startedAt = at.Add(1) },
		"finish": func(s *shown) { s.last.finishedAt = at.Add(1) },
	} {
		other := base
		change(&other)
		if base.equal(&other) {
			t.Errorf("%s makes no difference", name)
		}
	}
	other := base
	other.state.startedAt = at.In(time.FixedZone("east", 3600))
	if !base.equal(&other) {
		t.Error("a zone makes a difference")
	}
}

// TestHasInitialized holds when the main containers' turn has come, by the statuses alone.
func TestHasInitialized(t *testing.T) {
	waiting, running := podlife.Waiting("", ""), podlife.Running(time.Time{})
	yes := true
	for _, c := range []struct {
		name    string
		sidecar bool
		init    podlife.ContainerStatus
		main    podlife.ContainerStatus
		want    bool
	}{
		{"it waits", false, podlife.ContainerStatus{State: waiting}, podlife.ContainerStatus{State: waiting}, false},
		{"it runs", false, podlife.ContainerStatus{State: running}, podlife.ContainerStatus{State: waiting}, false},
		{"it is done", false, podlife.ContainerStatus{State: podlife.Terminated(0, "")}, podlife.ContainerStatus{State: waiting}, true},
		{"it failed", false, podlife.ContainerStatus{State: podlife.Terminated(1, "")}, podlife.ContainerStatus{State: waiting}, false},
		{"it was done", false, podlife.ContainerStatus{State: waiting, LastTerminationState: podlife.Terminated(0, "")}, podlife.ContainerStatus{State: waiting}, true},
		{"a main container runs", false, podlife.ContainerStatus{State: waiting}, podlife.ContainerStatus{State: running}, true},
		{"a main container has run", false, podlife.ContainerStatus{State: waiting}, podlife.ContainerStatus{State: waiting, LastTerminationState: podlife.Terminated(1, "")}, true},
		{"a sidecar runs", true, podlife.ContainerStatus{State: running}, podlife.ContainerStatus{State: waiting}, false},
		{"a sidecar has started", true, podlife.ContainerStatus{State: running, Started: &yes}, podlife.ContainerStatus{State: waiting}, true},
		{"a sidecar waits", true, podlife.ContainerStatus{State: waiting, Started: &yes}, podlife.ContainerStatus{State: waiting}, false},
		{"a sidecar was done", true, podlife.ContainerStatus{State: podlife.Terminated(0, "")}, podlife.ContainerStatus{State: waiting}, false},
	} {
		p := &podlife.Pod{Spec: podlife.PodSpec{InitContainers: []podlife.Container{{}}}}
		if c.sidecar {
			p.Spec.InitContainers[0].RestartPolicy = always
		}
		p.Status.InitContainerStatuses, p.Status.ContainerStatuses = []podlife.ContainerStatus{c.init}, []podlife.ContainerStatus{c.main}
		if got := hasInitialized(p); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
		p.Status.InitContainerStatuses = nil
		if got := hasInitialized(p); got && c.main.State.Kind == podlife.StateWaiting && c.main.LastTerminationState.Kind == 0 {
			t.Errorf("%s, without a status: got %v", c.name, got)
		}
	}
}

// TestUnknownWhileRestarting holds what is said of a run of which nobody knows whether it
// goes on, while all containers restart.
func TestUnknownWhileRestarting(t *testing.T) {
	for restarting, want := range map[bool]string{false: reasonUnknown, true: reasonRestarting} {
		v := converting{reported: true, restarting: restarting}
		var next shown
		v.unknown(&next, &shown{state: condition{kind: podlife.StateRunning}, restarts: 1})
		if next.state.reason != want || next.restarts != 2 || next.state.exitCode != killedCode {
			t.Errorf("restarting %v: got %+v", restarting, next)
		}
	}
}
