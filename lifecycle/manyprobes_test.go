package lifecycle_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/probe"
)

// TestManyProbes holds that a Pod of many containers, each with all three probes, is asked
// about each of them by itself, and that no step is seen in the state before it.
func TestManyProbes(t *testing.T) {
	var names []string
	spec := podlife.PodSpec{NodeName: "node-a"}
	for i := range 9 {
		p := &podlife.Probe{PeriodSeconds: 5, FailureThreshold: 2}
		names = append(names, fmt.Sprint("web-", i))
		spec.Containers = append(spec.Containers, podlife.Container{Name: names[i], Image: names[i] + ":1", LivenessProbe: p, ReadinessProbe: p, StartupProbe: p})
	}
	s := beginStory(t, spec)
	for _, name := range names {
		s.tell(0, start(name)...)
	}
	var want []string
	for _, name := range names {
		want = append(want, name+" Startup")
	}
	before := s.state.Clone()
	held := s.state
	s.tell(5*time.Second, lifecycle.Tick{})
	if diff := cmp.Diff(want, s.asked()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	for i, name := range names {
		s.tell(6*time.Second, lifecycle.ProbeAnswered{Container: name, Kind: probe.Startup, Outcome: probe.Success})
		if diff := cmp.Diff([]string{name + " Readiness"}, s.asked()); diff != "" {
			t.Errorf("asked after %d answers (-want +got):\n%s", i, diff)
		}
	}
	if !lifecycle.Equal(before, held) {
		t.Error("a step is seen in the state before it")
	}
}
