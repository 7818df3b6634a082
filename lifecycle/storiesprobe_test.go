package lifecycle_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
)

// These stories are about the probe workers of a Pod, and about when they ask.

// TestRounds holds that a container is asked for the first time in the round in which its
// initial delay is over, and that a round which nobody ticked is not lost.
func TestRounds(t *testing.T) {
	s := beginStory(t, onNode(always, nil, []podlife.Container{
		{Name: "web", LivenessProbe: &podlife.Probe{PeriodSeconds: 5, InitialDelaySeconds: 20}}, {Name: "log"},
	}))
	s.tell(0, append(start("web"), start("log")...)...)
	s.tell(5*time.Second, lifecycle.Tick{}) // it sees the container
	got := []time.Duration{s.wakeAt()}
	s.tell(22*time.Second, exits("log", 1))
	got = append(got, s.wakeAt())
	s.tell(22*time.Second, lifecycle.Tick{})
	if diff := cmp.Diff([]string{"web Liveness"}, s.asked()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	s.tell(23*time.Second, answers("web", probe.Liveness, probe.Success))
	if diff := cmp.Diff([]time.Duration{20 * time.Second, 20 * time.Second, 25 * time.Second}, append(got, s.wakeAt())); diff != "" {
		t.Errorf("rounds that are due (-want +got):\n%s", diff)
	}
}

// TestAskedWhileEnding holds that a Pod that is deleted is asked whether it is ready, and one
// whose phase is terminal for the kubelet is not, although its object does not say so yet.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, doProbe; pkg/kubelet/kubelet.go,
// SyncTerminatingPod.
func TestAskedWhileEnding(t *testing.T) {
	for _, c := range []struct {
		name  string
		event lifecycle.Event
		want  []string
	}{
		{"deleted", lifecycle.DeleteRequested{}, []string{"web Readiness"}},
		{"evicted", lifecycle.Evicted{}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := beginStory(t, onNode(always, nil, []podlife.Container{{Name: "web", ReadinessProbe: &podlife.Probe{PeriodSeconds: 5}}}))
			s.tell(0, start("web")...)
			s.tell(1*time.Second, answers("web", probe.Readiness, probe.Success), c.event)
			if got := s.state.Pod().Status.Phase; got != podlife.PodRunning {
				t.Errorf("the object says %s", got)
			}
			s.tell(s.wakeAt(), lifecycle.Tick{})
			if diff := cmp.Diff(c.want, s.asked()); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUnreadyWhileEvicted holds that a container that is found to be unready while its Pod is
// evicted makes the Pod unready for the reason that it failed.
func TestUnreadyWhileEvicted(t *testing.T) {
	s := beginStory(t, onNode(always, nil, []podlife.Container{{Name: "web", ReadinessProbe: &podlife.Probe{PeriodSeconds: 5, FailureThreshold: 1}}}))
	s.tell(0, start("web")...)
	s.tell(1*time.Second, answers("web", probe.Readiness, probe.Success))
	s.tell(6*time.Second, lifecycle.Tick{}, lifecycle.Evicted{})
	got := []string{s.condition(podlife.PodReady).Reason}
	s.tell(7*time.Second, answers("web", probe.Readiness, probe.Failure))
	if diff := cmp.Diff([]string{"", phase.ReasonPodFailed}, append(got, s.condition(podlife.PodReady).Reason)); diff != "" {
		t.Errorf("reasons of Ready (-want +got):\n%s", diff)
	}
}

// TestStartedMeanwhile holds that what a startup probe finds shows at once, while the kubelet
// is busy with another container.
func TestStartedMeanwhile(t *testing.T) {
	log := sidecar("log")
	log.StartupProbe = &podlife.Probe{PeriodSeconds: 5}
	s := beginStory(t, onNode(always, []podlife.Container{log}, withNames("web")))
	s.tell(0, start("log")...)
	s.tell(5*time.Second, lifecycle.Tick{}, lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug", Image: "sh:1"}})
	s.tell(6*time.Second, answers("log", probe.Startup, probe.Success))
	if status := s.state.Pod().Status.InitContainerStatuses[0]; !status.HasStarted() {
		t.Errorf("it is shown as %+v", status)
	}
	c := s.condition(podlife.PodInitialized)
	if want := podtest.Epoch().Add(6 * time.Second); c.Status != podlife.ConditionTrue || !c.LastTransitionTime.Equal(want) {
		t.Errorf("Initialized is %s since %v", c.Status, c.LastTransitionTime)
	}
}

// TestSidecarOutlivesKubelet holds that a sidecar that had started is known to have started
// by a kubelet that comes after, so that the next init container need not wait for it
// (kubernetes/kubernetes issue 136910).
func TestSidecarOutlivesKubelet(t *testing.T) {
	log := sidecar("log")
	log.StartupProbe = &podlife.Probe{PeriodSeconds: 5}
	s := beginStory(t, onNode(always, append([]podlife.Container{log}, withNames("fetch")...), withNames("web")))
	s.tell(0, start("log")...)
	s.tell(5*time.Second, lifecycle.Tick{}, answers("log", probe.Startup, probe.Success))
	s.tell(30*time.Second, lifecycle.KubeletRestarted{}, lifecycle.VolumesMounted{})
	if diff := cmp.Diff([]string{"fetch"}, s.pulls()); diff != "" {
		t.Errorf("pulled (-want +got):\n%s", diff)
	}
}

// TestAskedAgain holds that a container that had ended for good is asked again when it runs
// again because all containers restart.
func TestAskedAgain(t *testing.T) {
	s := beginStory(t, onNode(always, nil, []podlife.Container{
		{Name: "db", RestartPolicy: never, LivenessProbe: &podlife.Probe{PeriodSeconds: 5}},
		restartsAll("web", podlife.ExitCodesIn, 42),
	}))
	s.tell(0, append(start("db"), start("web")...)...)
	s.tell(1*time.Second, exits("db", 0))
	s.tell(5*time.Second, lifecycle.Tick{})
	if !s.state.WakeAt().IsZero() {
		t.Errorf("the worker goes on at %v", s.wakeAt())
	}
	s.tell(20*time.Second, exits("web", 42))
	s.tell(20*time.Second, append(start("db"), start("web")...)...)
	s.tell(25*time.Second, lifecycle.Tick{})
	if diff := cmp.Diff([]string{"db Liveness"}, s.asked()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}
