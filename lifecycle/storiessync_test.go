package lifecycle_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
)

// These stories are about syncs of the kubelet: what one does first, what it remembers for
// the next, and what is gone after it.

// restartsAll is a container that restarts all for some exit codes, and else ends for good.
func restartsAll(name string, op podlife.ExitCodesOperator, code int32) podlife.Container {
	return podlife.Container{Name: name, RestartPolicy: never, RestartPolicyRules: []podlife.ContainerRestartRule{{
		Action: podlife.RestartActionRestartAllContainers, ExitCodes: podlife.ExitCodes{Operator: op, Values: []int32{code}},
	}}}
}

// TestPurged holds that a new sandbox begins without the runs of init containers, and that
// the sync which starts the first of them again reports it for the last time.
func TestPurged(t *testing.T) {
	for _, c := range []struct {
		name   string
		events []lifecycle.Event
		want   []int // runs of fetch and of migrate
	}{
		{"the image of fetch is being pulled", []lifecycle.Event{lifecycle.SandboxCreated{}}, []int{1, 0}},
		{"the sandbox cannot be made", []lifecycle.Event{lifecycle.SandboxFailed{}}, []int{0, 0}},
		{"the image cannot be pulled", []lifecycle.Event{lifecycle.SandboxCreated{}, lifecycle.ImagePullFailed{Container: "fetch"}}, []int{0, 0}},
		{"the kubelet restarts", []lifecycle.Event{lifecycle.SandboxCreated{}, lifecycle.KubeletRestarted{}}, []int{0, 0}},
		{"fetch runs again", append([]lifecycle.Event{lifecycle.SandboxCreated{}}, start("fetch")...), []int{1, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := beginStory(t, onNode(always, withNames("fetch", "migrate"), withNames("web")))
			for _, name := range []string{"fetch", "migrate"} {
				s.tell(0, append(start(name), exits(name, 0))...)
			}
			s.tell(0, start("web")...)
			s.tell(time.Hour, lifecycle.SandboxLost{}, exits("web", 143))
			s.tell(time.Hour, c.events...)
			var got []int
			for _, seen := range s.state.Seen().Containers[:2] {
				got = append(got, len(seen.Runs))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("runs that the runtime has (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTriedOnce holds that a sync starts ephemeral containers first, and that one whose image
// cannot be pulled is not tried again by the sync that follows at once.
func TestTriedOnce(t *testing.T) {
	s := beginStory(t, onNode(always, nil, withNames("web", "db")))
	s.tell(0, start("web")...)
	s.tell(1*time.Second, lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug", Image: "sh:1"}}, exits("web", 0))
	var got []string
	for _, e := range append(start("db"), append([]lifecycle.Event{lifecycle.ImagePullFailed{Container: "debug"}}, start("web")...)...) {
		s.tell(2*time.Second, e)
		got = append(got, s.pulls()...)
	}
	if diff := cmp.Diff([]string{"debug", "web"}, got); diff != "" {
		t.Errorf("pulled (-want +got):\n%s", diff)
	}
	if got := s.state.Pod().Status.EphemeralContainerStatuses[0].State.Reason; got != "ErrImagePull" || s.wakeAt() != 12*time.Second {
		t.Errorf("debug is in %s until %v, want ErrImagePull until 12s", got, s.wakeAt())
	}
}

// TestKilledForItsImage holds that the grace period of a startup probe is for kills by that
// probe alone.
func TestKilledForItsImage(t *testing.T) {
	s := beginStory(t, onNode(always, nil, []podlife.Container{{
		Name: "web", StartupProbe: &podlife.Probe{PeriodSeconds: 5, TerminationGracePeriodSeconds: seconds(4)},
	}}))
	s.tell(0, start("web")...)
	s.tell(1*time.Second, lifecycle.ImageChanged{Container: "web", Image: "web:2"})
	if diff := cmp.Diff([]string{"SendSignal web SIGTERM 30"}, s.signals()); diff != "" {
		t.Errorf("signals (-want +got):\n%s", diff)
	}
}

// TestSandboxAlone holds that a status is written of which nothing changed but a condition.
func TestSandboxAlone(t *testing.T) {
	s := beginStory(t, onNode(always, nil, []podlife.Container{restartsAll("web", podlife.ExitCodesIn, 42)}))
	s.tell(1*time.Second, lifecycle.ImagePullFailed{Container: "web"})
	s.tell(2*time.Second, lifecycle.SandboxLost{})
	var got []string
	for _, e := range s.effects {
		got = append(got, brief(e))
	}
	if diff := cmp.Diff([]string{"CreateSandbox 1", "WriteStatus", "Wake"}, got); diff != "" {
		t.Errorf("effects (-want +got):\n%s", diff)
	}
}

// TestAllRestarting holds what the condition AllContainersRestarting says: True as long as the
// runtime has a container left, whatever the statuses can tell of it.
func TestAllRestarting(t *testing.T) {
	const kind = podlife.AllContainersRestarting
	for _, c := range []struct {
		name   string
		mains  []podlife.Container
		events []lifecycle.Event
		want   podlife.Condition
	}{
		{
			// The exit code that the status then gives it would ask for all again.
			"its only container was removed", []podlife.Container{restartsAll("web", podlife.ExitCodesNotIn, 0)}, []lifecycle.Event{exits("web", 1)},
			podlife.Condition{Type: kind, Status: podlife.ConditionFalse},
		},
		{
			"the one that asked for it is lost", append(withNames("db"), restartsAll("web", podlife.ExitCodesIn, 42)),
			[]lifecycle.Event{exits("web", 42), lifecycle.ContainerLost{Container: "web"}, lifecycle.KubeletRestarted{}, lifecycle.VolumesMounted{}},
			podlife.Condition{Type: kind, Status: podlife.ConditionTrue, Reason: phase.ReasonRestartAllContainersStarted, Message: "container exited with restart policy rule"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := beginStory(t, onNode(always, nil, c.mains))
			for _, main := range c.mains {
				s.tell(0, start(main.Name)...)
			}
			s.tell(time.Minute, c.events...)
			c.want.LastTransitionTime = podtest.Epoch().Add(time.Minute)
			if diff := cmp.Diff(c.want, s.condition(kind)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRestartsAlone holds that a container that restarts all is shown to have restarted, and
// is started at once, if there is no other.
func TestRestartsAlone(t *testing.T) {
	s := beginStory(t, onNode(always, nil, []podlife.Container{restartsAll("web", podlife.ExitCodesIn, 42)}))
	s.tell(0, start("web")...)
	s.tell(time.Minute, exits("web", 42))
	if status := s.state.Pod().Status.ContainerStatuses[0]; len(s.pulls()) != 1 || status.RestartCount != 1 {
		t.Errorf("pulls %v, with status %+v", s.pulls(), status)
	}
}
