package lifecycle

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// TestConvert holds the conversion of what the runtime has to container statuses,
// case by case.
func TestConvert(t *testing.T) {
	terminated := func(code int32, reason, message string) condition {
		return condition{kind: podlife.StateTerminated, exitCode: code, reason: reason, message: message}
	}
	waits := func(reason string) condition { return condition{kind: podlife.StateWaiting, reason: reason} }
	runs := condition{kind: podlife.StateRunning}
	crash := failure{reason: "CrashLoopBackOff", delay: 10}
	exited := func(id, code int32) (run, ended) {
		return run{id: id, state: restart.StateExited}, ended{id: id, exitCode: code, reason: "Error"}
	}
	oneExited, oneEnd := exited(1, 1)
	wellExited, wellEnd := exited(1, 0)
	initWell := wellEnd
	oneRan := terminated(1, "Error", "")
	oneRan.id = 1
	crashed := condition{kind: podlife.StateWaiting, reason: "CrashLoopBackOff", delay: 10}
	type want struct {
		state, last condition
		restarts    int32
	}
	for _, c := range []struct {
		name    string
		policy  podlife.RestartPolicy
		v       converting
		init    bool // look at the init container of a Pod that has one
		sidecar bool // which is one
		c       container
		want    want
	}{
		{name: "a new Pod without init containers", want: want{state: waits("ContainerCreating")}},
		{name: "a new Pod with one", init: true, want: want{state: waits("PodInitializing")}},
		{
			name: "a run that vanished", v: converting{reported: true}, c: container{shown: shown{state: runs, id: 1, restarts: 2}},
			want: want{waits("ContainerCreating"), terminated(137, "ContainerStatusUnknown", textGone), 3},
		},
		{
			name: "a run that vanished from a deleted Pod", v: converting{reported: true, deleted: true},
			c:    container{shown: shown{state: runs, id: 1, restarts: 2}},
			want: want{waits("ContainerCreating"), terminated(137, "ContainerStatusUnknown", textGone), 2},
		},
		{
			name: "one that vanished and had ended before", v: converting{reported: true},
			c:    container{shown: shown{state: runs, last: oneRan, id: 2, restarts: 2}},
			want: want{waits("ContainerCreating"), oneRan, 2},
		},
		{
			name: "an end that vanished", v: converting{reported: true}, c: container{shown: shown{state: terminated(0, "Completed", ""), restarts: 1}},
			want: want{state: terminated(0, "Completed", ""), restarts: 1},
		},
		{name: "made and not started", v: converting{reported: true}, c: container{run: run{id: 1, state: restart.StateCreated}}, want: want{state: waits("")}},
		{
			name: "unknown, and ran", v: converting{reported: true},
			c:    container{run: run{id: 1}, shown: shown{state: runs, id: 1, restarts: 4}},
			want: want{state: terminated(137, "ContainerStatusUnknown", textLocate), restarts: 5},
		},
		{
			name: "unknown, and waited", v: converting{reported: true}, c: container{run: run{id: 1}, shown: shown{state: waits("")}},
			want: want{state: waits("")},
		},
		{
			name: "in back-off", v: converting{reported: true}, c: container{run: oneExited, ended: oneEnd, failed: crash, shown: shown{state: oneRan, id: 1}},
			want: want{crashed, oneRan, 0},
		},
		{
			name: "in back-off, and deleted", v: converting{reported: true, deleted: true}, c: container{run: oneExited, ended: oneEnd, failed: crash},
			want: want{state: oneRan},
		},
		{
			name: "a failure of long ago", policy: podlife.RestartPolicyOnFailure, v: converting{reported: true},
			c:    container{run: wellExited, ended: wellEnd, failed: crash},
			want: want{state: condition{kind: podlife.StateTerminated, id: 1, reason: "Error"}},
		},
		{
			name: "it runs again", v: converting{reported: true},
			c:    container{run: run{id: 2, restarts: 1, state: restart.StateRunning}, ended: oneEnd, shown: shown{state: runs, id: 1}},
			want: want{runs, oneRan, 1},
		},
		{
			name: "it runs again, and the runtime forgot the runs before", v: converting{reported: true},
			c:    container{run: run{id: 2, state: restart.StateRunning}, shown: shown{state: oneRan, id: 1, restarts: 3}},
			want: want{runs, oneRan, 4},
		},
		{
			name: "an init container that vanished while main containers run", init: true, v: converting{reported: true, mainMade: true},
			want: want{state: terminated(0, "Completed", textCompleted)},
		},
		{
			name: "a sidecar in the same situation", init: true, sidecar: true, v: converting{reported: true, mainMade: true},
			want: want{state: waits("PodInitializing")},
		},
		{
			name: "an init container that is done", init: true, v: converting{reported: true}, c: container{run: wellExited, ended: initWell, failed: crash},
			want: want{state: condition{kind: podlife.StateTerminated, id: 1, reason: "Error"}},
		},
		{
			name: "all containers restart", v: converting{reported: true, restarting: true}, c: container{shown: shown{state: oneRan, id: 1, restarts: 2}},
			want: want{waits("RestartingAllContainers"), terminated(137, "RestartingAllContainers", textRemoved), 3},
		},
		{
			name: "all containers restart, and it waits", v: converting{reported: true, restarting: true},
			c: container{shown: shown{state: crashed, last: oneRan, restarts: 2}}, want: want{waits("ContainerCreating"), oneRan, 2},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &podlife.Pod{Spec: podlife.PodSpec{RestartPolicy: c.policy, Containers: []podlife.Container{{Name: "web"}}}}
			i := 0
			if c.init {
				p.Spec.InitContainers = []podlife.Container{{Name: "migrate"}}
			}
			if c.sidecar {
				p.Spec.InitContainers[0].RestartPolicy = podlife.RestartPolicyAlways
			}
			c.v.facts = newFacts(p, nil)
			n := c.v.convert(i, &c.c)
			if c.want.state.reason == reasonRestarting {
				c.want.state.message = textRemoved
			}
			got := want{n.state, n.last, n.restarts}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(want{}, condition{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestInitialized holds when the main containers' turn has come. That one of them has run
// says so, and that the Pod succeeded, whatever is known of init containers.
func TestInitialized(t *testing.T) {
	shows := func(kind podlife.StateKind) shown { return shown{state: condition{kind: kind}} }
	waits := shows(podlife.StateWaiting)
	done := shown{state: condition{kind: podlife.StateTerminated}, ready: true}
	for _, c := range []struct {
		name        string
		judged      podlife.Phase
		migrate, db shown
		want        bool
	}{
		{"nothing has run", podlife.PodPending, waits, waits, false},
		{"the init container is done", podlife.PodPending, done, waits, true},
		{"a main container runs", podlife.PodRunning, waits, shows(podlife.StateRunning), true},
		{"a main container has ended", podlife.PodRunning, waits, shows(podlife.StateTerminated), true},
		{"the Pod succeeded", podlife.PodSucceeded, waits, waits, true},
	} {
		spec := podlife.PodSpec{InitContainers: []podlife.Container{{Name: "migrate"}}, Containers: []podlife.Container{{Name: "web"}, {Name: "db"}}}
		s := State{facts: newFacts(&podlife.Pod{Spec: spec}, nil), containers: []container{{shown: c.migrate}, {shown: waits}, {shown: c.db}}}
		s.kubelet.judged = c.judged
		if got := s.initialized(); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

// TestSettle holds the last word on containers of which nobody knows how they
// ended.
func TestSettle(t *testing.T) {
	waiting := podlife.Waiting("PodInitializing", "")
	pod := func(inits, mains []podlife.ContainerState) *podlife.Pod {
		p := &podlife.Pod{}
		for i := range inits {
			p.Spec.InitContainers = append(p.Spec.InitContainers, podlife.Container{})
			p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, podlife.ContainerStatus{State: inits[i]})
		}
		for i := range mains {
			p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, podlife.ContainerStatus{State: mains[i]})
		}
		return p
	}
	done := podlife.Terminated(0, "Completed")
	for _, c := range []struct {
		name         string
		inits, mains []podlife.ContainerState
		want         []int32 // exit codes, -1 for none
	}{
		{"no init containers", nil, []podlife.ContainerState{waiting}, []int32{137}},
		{"the first init container waits", []podlife.ContainerState{waiting, waiting}, []podlife.ContainerState{waiting}, []int32{137, -1, -1}},
		{"the second one was killed", []podlife.ContainerState{done, podlife.Running(podlife.Pod{}.CreationTimestamp)}, []podlife.ContainerState{waiting}, []int32{0, 137, -1}},
		{"the last one is done", []podlife.ContainerState{done}, []podlife.ContainerState{waiting, done}, []int32{0, 137, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := pod(c.inits, c.mains)
			settleStatuses(p)
			var got []int32
			for _, s := range append(p.Status.InitContainerStatuses, p.Status.ContainerStatuses...) {
				code := s.State.ExitCode
				if s.State.Kind != podlife.StateTerminated {
					code = -1
				}
				got = append(got, code)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
