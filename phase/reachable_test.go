package phase_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

func TestSet(t *testing.T) {
	all := []podlife.Phase{podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed, podlife.PodUnknown}
	for bits := range 1 << len(all) {
		var want []podlife.Phase
		for i, p := range all {
			if bits&(1<<i) != 0 {
				want = append(want, p)
			}
		}
		s := phase.SetOf(want...)
		if diff := cmp.Diff(want, slices.Collect(s.All())); diff != "" {
			t.Errorf("All (-want +got):\n%s", diff)
		}
		for _, p := range all {
			if s.Has(p) != slices.Contains(want, p) {
				t.Errorf("%v: Has(%s) = %v", s, p, s.Has(p))
			}
		}
	}
	s := phase.SetOf(podlife.PodFailed, podlife.PodPending, "Napping", "")
	if got := s.String(); got != "Pending, Failed" || s.Has("Napping") || s.Has("") {
		t.Errorf("got %q", got)
	}
	if got := phase.Set(0).String(); got != "none" {
		t.Errorf("got %q", got)
	}
	for p := range s.All() {
		if p != podlife.PodPending {
			t.Errorf("first is %s", p)
		}
		break
	}
}

func TestReachable(t *testing.T) {
	const (
		pending, running, succeeded, failed = podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed
	)
	ended := func(name string, code int32) podlife.ContainerStatus {
		return podlife.ContainerStatus{Name: name, State: podlife.ContainerState{Kind: podlife.StateTerminated, ExitCode: code}}
	}
	runs := func(name string) podlife.ContainerStatus {
		return podlife.ContainerStatus{Name: name, State: podlife.ContainerState{Kind: podlife.StateRunning}}
	}
	waits := func(name string) podlife.ContainerStatus {
		return podlife.ContainerStatus{Name: name, State: podlife.ContainerState{Kind: podlife.StateWaiting}}
	}
	ownNever := func(p *podlife.Pod) { p.Spec.Containers[0].RestartPolicy = podlife.RestartPolicyNever }
	sidecar := func(p *podlife.Pod) { p.Spec.InitContainers[0].RestartPolicy = podlife.RestartPolicyAlways }
	restartAll := []podlife.ContainerRestartRule{{
		Action:    podlife.RestartActionRestartAllContainers,
		ExitCodes: podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{42}},
	}}
	tests := map[string]struct {
		policy  podlife.RestartPolicy
		phase   podlife.Phase
		inits   []podlife.ContainerStatus
		mains   []podlife.ContainerStatus
		change  func(*podlife.Pod)
		deleted bool
		want    phase.Set
	}{
		"new": {
			policy: "Always", mains: []podlife.ContainerStatus{waits("web")}, phase: pending,
			want: phase.SetOf(pending, running, succeeded, failed),
		},
		"no phase yet": {
			policy: "Always", change: func(p *podlife.Pod) { p.Spec.Containers = []podlife.Container{{Name: "web"}} },
			want: phase.SetOf(pending, running, succeeded, failed),
		},
		"terminal": {policy: "Always", phase: succeeded, mains: []podlife.ContainerStatus{ended("web", 0)}, want: phase.SetOf(succeeded)},
		"runs, no init containers": {
			policy: "Always", phase: running, mains: []podlife.ContainerStatus{runs("web")},
			want: phase.SetOf(running, succeeded, failed),
		},
		"runs, an init container that may run again": {
			policy: "Always", phase: running, inits: []podlife.ContainerStatus{ended("init", 0)}, mains: []podlife.ContainerStatus{runs("web")},
			want: phase.SetOf(pending, running, succeeded, failed),
		},
		"runs, an init container that is not seen to run again": {
			policy: "OnFailure", phase: running, inits: []podlife.ContainerStatus{ended("init", 0)}, mains: []podlife.ContainerStatus{runs("web")},
			want: phase.SetOf(running, succeeded, failed),
		},
		"init container failed for good": {
			policy: "Never", phase: pending, inits: []podlife.ContainerStatus{ended("init", 1)}, mains: []podlife.ContainerStatus{waits("web")},
			want: phase.SetOf(pending, failed),
		},
		"init container failed and is tried again": {
			policy: "OnFailure", phase: pending, inits: []podlife.ContainerStatus{ended("init", 1)}, mains: []podlife.ContainerStatus{waits("web")},
			want: phase.SetOf(pending, running, succeeded, failed),
		},
		"one of two failed for good": {
			policy: "Never", phase: running, mains: []podlife.ContainerStatus{ended("web", 1), runs("db")},
			want: phase.SetOf(running, failed),
		},
		"one of two failed for good, unless all restart": {
			policy: "Never", phase: running, mains: []podlife.ContainerStatus{ended("web", 1), runs("db")},
			change: func(p *podlife.Pod) {
				p.Spec.Containers[1].RestartPolicy, p.Spec.Containers[1].RestartPolicyRules = "Never", restartAll
			},
			want: phase.SetOf(pending, running, succeeded, failed),
		},
		"failed by its own policy, and a new sandbox starts it again": {
			policy: "OnFailure", phase: running, mains: []podlife.ContainerStatus{ended("web", 1), runs("db")}, change: ownNever,
			want: phase.SetOf(running, succeeded, failed),
		},
		"failed by its own policy, behind an init container": {
			policy: "OnFailure", phase: running, mains: []podlife.ContainerStatus{ended("web", 1), runs("db")},
			inits: []podlife.ContainerStatus{ended("init", 0)}, change: ownNever,
			want: phase.SetOf(running, failed),
		},
		"failed by its own policy and the Pod's": {
			policy: "Never", phase: running, mains: []podlife.ContainerStatus{ended("web", 1), runs("db")}, change: ownNever,
			want: phase.SetOf(running, failed),
		},
		"over but for a sidecar that begins anew, in a sandbox made for its own policy": {
			policy: "OnFailure", phase: pending, mains: []podlife.ContainerStatus{ended("web", 0)},
			inits:  []podlife.ContainerStatus{runs("proxy")},
			change: func(p *podlife.Pod) { sidecar(p); ownNever(p) },
			want:   phase.SetOf(pending, running, succeeded, failed),
		},
		"over but for a sidecar that has just been started again": {
			policy: "OnFailure", phase: pending, mains: []podlife.ContainerStatus{ended("web", 0)},
			inits: []podlife.ContainerStatus{runs("proxy")}, change: sidecar,
			want: phase.SetOf(pending, running, succeeded, failed),
		},
		"over but for a sidecar that waits, and no sandbox is made": {
			policy: "OnFailure", phase: pending, mains: []podlife.ContainerStatus{ended("web", 0)},
			inits: []podlife.ContainerStatus{waits("proxy")}, change: sidecar,
			want: phase.SetOf(pending, succeeded, failed),
		},
		"over but for an init container": {
			policy: "OnFailure", phase: pending, mains: []podlife.ContainerStatus{ended("web", 0)},
			inits: []podlife.ContainerStatus{runs("init")}, change: ownNever,
			want: phase.SetOf(pending, succeeded, failed),
		},
		"deleted before it was bound": {
			policy: "Always", phase: pending, deleted: true,
			change: func(p *podlife.Pod) { p.Spec.NodeName = "" },
			want:   phase.SetOf(pending, failed),
		},
		"deleted before the init container was done": {
			policy: "OnFailure", phase: pending, deleted: true, inits: []podlife.ContainerStatus{runs("init")}, mains: []podlife.ContainerStatus{waits("web")},
			want: phase.SetOf(pending, failed),
		},
		"deleted while the init container runs once more, which may end on a lost node": {
			policy: "Always", phase: pending, deleted: true, inits: []podlife.ContainerStatus{runs("proxy"), runs("init")},
			mains:  []podlife.ContainerStatus{ended("web", 1), ended("db", 0)},
			change: func(p *podlife.Pod) { sidecar(p); ownNever(p) },
			want:   phase.SetOf(pending, running, failed),
		},
		"deleted while the init container runs once more, and a sidecar waits": {
			policy: "Always", phase: pending, deleted: true, inits: []podlife.ContainerStatus{waits("proxy"), runs("init")},
			mains: []podlife.ContainerStatus{ended("web", 0)}, change: sidecar,
			want: phase.SetOf(pending, succeeded, failed),
		},
		"deleted while the first of two init containers runs, and nothing is known of the other": {
			policy: "Always", phase: pending, deleted: true, inits: []podlife.ContainerStatus{runs("init"), waits("fetch")},
			mains: []podlife.ContainerStatus{ended("web", 0)},
			want:  phase.SetOf(pending, succeeded, failed),
		},
		"deleted while the init container runs once more, and a main container never has": {
			policy: "Always", phase: pending, deleted: true, inits: []podlife.ContainerStatus{runs("init")},
			mains: []podlife.ContainerStatus{ended("web", 0), waits("db")},
			want:  phase.SetOf(pending, failed),
		},
		"deleted while the init container runs once more, and no main container would": {
			policy: "OnFailure", phase: pending, deleted: true, inits: []podlife.ContainerStatus{runs("init")},
			mains: []podlife.ContainerStatus{ended("web", 0)},
			want:  phase.SetOf(pending, succeeded, failed),
		},
		"deleted while it runs": {
			policy: "Never", phase: running, deleted: true, mains: []podlife.ContainerStatus{runs("web")},
			want: phase.SetOf(running, succeeded, failed),
		},
		"unknown": {
			policy: "Never", phase: podlife.PodUnknown, mains: []podlife.ContainerStatus{runs("web")},
			want: phase.SetOf(pending, running, succeeded, failed, podlife.PodUnknown),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := &podlife.Pod{Spec: podlife.PodSpec{RestartPolicy: test.policy, NodeName: "node-a"}}
			for i := range test.inits {
				p.Spec.InitContainers = append(p.Spec.InitContainers, podlife.Container{Name: test.inits[i].Name})
			}
			for i := range test.mains {
				p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: test.mains[i].Name})
			}
			p.Status = podlife.PodStatus{Phase: test.phase, InitContainerStatuses: test.inits, ContainerStatuses: test.mains}
			if test.deleted {
				p.DeletionTimestamp = podtest.Epoch()
			}
			if test.change != nil {
				test.change(p)
			}
			if diff := cmp.Diff(test.want.String(), phase.Reachable(p).String()); diff != "" {
				t.Errorf("Reachable (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReachableHasWhatIs: the present phase is reachable, and the one that the
// kubelet would report now; a terminal one is the only one; an outcome that is
// final agrees.
func TestReachableHasWhatIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Lifelike().Draw(t, "pod")
		before := p.Clone()
		got := phase.Reachable(p)
		if diff := cmp.Diff(before, p); diff != "" {
			t.Fatalf("the Pod was changed:\n%s", diff)
		}
		if !got.Has(p.Status.Phase) {
			t.Fatalf("%v without the present phase %s", got, p.Status.Phase)
		}
		if p.Status.Phase.IsTerminal() != (got == phase.SetOf(p.Status.Phase)) {
			t.Fatalf("%v from phase %s", got, p.Status.Phase)
		}
		if r := phase.Outcome(p); r.Final && r.Verdict == phase.Failed && !p.Status.Phase.IsTerminal() && got.Has(podlife.PodSucceeded) {
			t.Fatalf("%v, and the failure is final: %+v", got, r)
		}
	})
}

// TestReachableNasty: nothing panics.
func TestReachableNasty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Nasty().Draw(t, "pod")
		if phase.Reachable(p) == 0 {
			t.Fatal("no phase at all")
		}
	})
}

func TestReachableAllocs(t *testing.T) {
	p := &podlife.Pod{Spec: podlife.PodSpec{Containers: []podlife.Container{{Name: "web"}}}}
	if n := testing.AllocsPerRun(100, func() { phase.Reachable(p) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// A Pod with restart policy Never of which one container failed cannot succeed
// any more, though the other runs on.
func ExampleReachable() {
	p := &podlife.Pod{Spec: podlife.PodSpec{
		RestartPolicy: podlife.RestartPolicyNever, NodeName: "node-a",
		Containers: []podlife.Container{{Name: "web"}, {Name: "migrate"}},
	}}
	p.Status.Phase = podlife.PodRunning
	p.Status.ContainerStatuses = []podlife.ContainerStatus{
		{Name: "web", State: podlife.ContainerState{Kind: podlife.StateRunning}},
		{Name: "migrate", State: podlife.ContainerState{Kind: podlife.StateTerminated, ExitCode: 1}},
	}
	can := phase.Reachable(p)
	fmt.Println(can)
	fmt.Println(can.Has(podlife.PodSucceeded))
	// Output:
	// Running, Failed
	// false
}
