package termination_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

// TestEverythingIsTotal gives Pods and nodes that no cluster would have to
// everything that takes one: nothing panics, and nothing is changed.
func TestEverythingIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, n := podtest.Nasty().Draw(t, "pod"), podtest.Node().Draw(t, "node")
		pod, node := p.Clone(), n.Clone()
		now := podtest.Time().Draw(t, "now")
		asked := rapid.Ptr(rapid.Int64(), true).Draw(t, "asked")
		c := podtest.Container("app").Draw(t, "container")

		_, _ = termination.Delete(p, termination.DeleteOptions{GracePeriodSeconds: asked}, now)
		_ = termination.Endpoint(p)
		_ = termination.HasEndpoint(p)
		e := termination.Evict(p, n.Spec.Taints, time.Time{}, now)
		_ = e.Update(p, n.Spec.Taints, now.Add(time.Second))
		_ = termination.DefaultTolerations(p.Spec.Tolerations)
		s := termination.Cluster{Pods: []*podlife.Pod{p, nil}, Nodes: []*podlife.Node{n, nil}, Now: now, TerminatedPodThreshold: 1}
		s.Missing = s.Quarantine()
		s.Now = now.Add(time.Hour)
		_ = termination.Collect(s)
		_ = termination.Deadline(p, termination.Surroundings{Node: n}, now)
		_ = termination.ContainerGrace(p, &c, termination.KillLivenessProbe)
		_ = termination.PodGrace(0, p, asked)
		_, _ = termination.ShutdownGrace(p, []termination.ShutdownGroup{{}, {Priority: 5, GracePeriodSeconds: 5}})
		_ = termination.SoftEvictionGrace(p, 5)
		state := termination.State{}
		for _, event := range everyEvent(p) {
			state, _, _ = termination.Step(state, now, event)
		}
		_ = state.Bound()
		if d := cmp.Diff(pod, p) + cmp.Diff(node, n); d != "" {
			t.Fatalf("an argument was changed:\n%s", d)
		}
	})
}
