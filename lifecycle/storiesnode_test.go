package lifecycle_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/termination"
)

// These stories are about a node that has much to do at once, or is late.

// TestNodeReturnedLate holds that a kubelet which is back asks at once what it should have
// asked long ago, and sees a deletion that it has missed.
func TestNodeReturnedLate(t *testing.T) {
	spec := onNode(always, nil, []podlife.Container{{Name: "web", LivenessProbe: &podlife.Probe{PeriodSeconds: 5}}})
	spec.Tolerations = []podlife.Toleration{{Operator: podlife.TolerationOpExists}}
	s := beginStory(t, spec)
	s.tell(0, start("web")...)
	s.tell(3*time.Second, lifecycle.NodeLost{})
	s.tell(12*time.Second, lifecycle.NodeReturned{})
	if diff := cmp.Diff([]string{"web Liveness"}, s.asked()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	s.tell(13*time.Second, lifecycle.Evicted{}, lifecycle.NodeLost{}, lifecycle.DeleteRequested{}, lifecycle.NodeReturned{})
	s.tell(14*time.Second, exits("web", 0), lifecycle.CleanedUp{})
	if !s.state.IsFinal() {
		t.Errorf("deleted while it was evicted, and %v", s.state.Stage())
	}
}

// TestEvictedFaster holds that an eviction shortens the grace of a deletion under way, for a
// kill that has to be tried again.
func TestEvictedFaster(t *testing.T) {
	s := beginStory(t, onNode(always, nil, withNames("web")))
	s.tell(0, start("web")...)
	s.tell(1*time.Second, lifecycle.DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: seconds(20)}})
	got := s.signals()
	s.tell(2*time.Second, lifecycle.Evicted{GracePeriodSeconds: seconds(7)}, lifecycle.StopFailed{Container: "web"})
	s.tell(s.wakeAt(), lifecycle.Tick{})
	if diff := cmp.Diff([]string{"SendSignal web SIGTERM 20", "SendSignal web SIGTERM 7"}, append(got, s.signals()...)); diff != "" {
		t.Errorf("signals (-want +got):\n%s", diff)
	}
}

// TestTaintedWhileDeleted shows that a taint does nothing to a Pod that is being deleted. The
// taint manager would write its own reason for the disruption.
func TestTaintedWhileDeleted(t *testing.T) {
	p := &podlife.Pod{Spec: onNode(always, nil, withNames("web"))}
	p.Name, p.Namespace, p.UID, p.Finalizers = "web-1", "default", "uid-1", []string{"example.com/hold"}
	s := &story{t: t}
	s.tell(0, lifecycle.Created{Pod: p}, lifecycle.DeleteRequested{
		Options: termination.DeleteOptions{GracePeriodSeconds: seconds(0)}, Disruption: lifecycle.Disruption{Reason: "EvictionByEvictionAPI"},
	})
	s.tell(2*time.Second, lifecycle.TaintsChanged{Taints: []podlife.Taint{{Key: "maintenance", Effect: podlife.TaintEffectNoExecute}}})
	if got := s.condition(podlife.DisruptionTarget).Reason; got != "EvictionByEvictionAPI" {
		t.Errorf("disrupted by %s", got)
	}
}
