package phase_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
)

// A container that only its own policy Never keeps ended runs again in a new
// sandbox, so its end is final only where no new sandbox can start it.
func TestFinalInANewSandbox(t *testing.T) {
	tests := []struct {
		name, pod string
		own       podlife.RestartPolicy
		mains     []string
		final     bool
	}{
		{"the Pod's own Never ends it", "Never: m=T0 m=R", podlife.RestartPolicyNever, []string{"m0"}, true},
		{"a new sandbox starts it", "OnFailure: m=T0 m=R", podlife.RestartPolicyNever, []string{"m0"}, false},
		{"a new sandbox starts it under Always", "Always: m=T1 m=R", podlife.RestartPolicyNever, []string{"m0"}, false},
		{"OnFailure keeps what succeeded", "Always: m=T0 m=R", podlife.RestartPolicyOnFailure, []string{"m0"}, true},
		{"behind an init container policies count", "OnFailure: i=T0 m=T0 m=R", podlife.RestartPolicyNever, []string{"m0"}, true},
		{"a Pod that ends gets no sandbox", "OnFailure: m=T0", podlife.RestartPolicyNever, nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := build(t, tt.pod)
			container(t, p, "m0").RestartPolicy = tt.own
			if got := phase.Outcome(p, tt.mains...); got.Final != tt.final || got.Verdict == phase.Unfinished {
				t.Errorf("Outcome(%q) = %+v, want Final: %v", tt.mains, got, tt.final)
			}
		})
	}
}

// finalOutlastsSandbox: what a final outcome is about ends no other way when the
// sandbox is lost and what the kubelet then starts ends anyhow.
func finalOutlastsSandbox(t *rapid.T, rule outcome) {
	p := endedByItsOwn().Draw(t, "pod")
	mains := named(t, p)
	first := rule(p, mains...)
	if !first.Final || project(p, phase.View{}).IsTerminal() {
		return
	}
	for _, i := range restart.Plan(p, observe(p, false)).ContainersToStart {
		name := p.Spec.Containers[i].Name
		p.Status.ContainerStatuses[i] = podlife.ContainerStatus{Name: name, State: podtest.TerminatedState().Draw(t, name+" again")}
	}
	if got := rule(p, mains...); got.Verdict != first.Verdict {
		t.Fatalf("was final: %+v\nafter a new sandbox %+v", first, got)
	}
}

func TestFinalOutlastsSandbox(t *testing.T) {
	policiesAlone := func(p *podlife.Pod, mains ...string) phase.Result {
		q := p.Clone()
		q.Spec.InitContainers = append(q.Spec.InitContainers, podlife.Container{Name: "done"})
		q.Status.InitContainerStatuses = append(q.Status.InitContainerStatuses,
			podlife.ContainerStatus{Name: "done", State: podlife.Terminated(0, "Completed")})
		return phase.Outcome(q, mains...)
	}
	checkLaws[outcome](t, phase.Outcome, []law[outcome]{{"FinalOutlastsSandbox", finalOutlastsSandbox, policiesAlone}})
}

// endedByItsOwn generates Pods of over without init containers, in which many a
// main container has a policy of its own.
func endedByItsOwn() *rapid.Generator[*podlife.Pod] {
	return rapid.Custom(func(t *rapid.T) *podlife.Pod {
		p := over().Draw(t, "pod")
		p.Spec.InitContainers, p.Status.InitContainerStatuses = nil, nil
		for i := range p.Spec.Containers {
			p.Spec.Containers[i].RestartPolicy = rapid.SampledFrom(append(policies, "")).Draw(t, "own policy")
			p.Spec.Containers[i].RestartPolicyRules = nil
		}
		return p
	})
}

// Where the runtime has lost the record of a run that is over, Final does not
// hold: whatever the policy is, the kubelet starts the container once more. The
// API server does not let it say so, but how the second run ended it may say.
func TestFinalNeedsTheRecord(t *testing.T) {
	p := build(t, "Never: m=T0 m=R")
	want := phase.Result{Verdict: phase.Succeeded, Cause: phase.CauseCompleted, Final: true}
	if diff := cmp.Diff(want, phase.Outcome(p, "m0")); diff != "" {
		t.Errorf("Outcome (-want +got):\n%s", diff)
	}
	seen := observe(p, true)
	if again := restart.Plan(p, seen).ContainersToStart; len(again) > 0 {
		t.Errorf("with the record, %v are started", again)
	}
	seen.Containers = slices.DeleteFunc(seen.Containers, func(s restart.RuntimeStatus) bool { return s.Name == "m0" })
	if diff := cmp.Diff([]int{0}, restart.Plan(p, seen).ContainersToStart); diff != "" {
		t.Errorf("started without the record (-want +got):\n%s", diff)
	}

	runs, ended := p.Clone(), p.Clone()
	runs.Status.ContainerStatuses[0].State = podlife.Running(epoch)
	ended.Status.ContainerStatuses[0].State = podlife.Terminated(1, "Error")
	if phase.CheckTransition(p, runs) == nil {
		t.Error("the second run may be shown")
	}
	if err := phase.CheckTransition(p, ended); err != nil {
		t.Errorf("the end of the second run may not be shown: %v", err)
	}
	if got := phase.Outcome(ended, "m0"); got.Verdict != phase.Failed {
		t.Errorf("after the second run %+v", got)
	}
}

// observe returns what a kubelet sees of p if its statuses are up to date. With
// the sandbox, all that ran has ended.
func observe(p *podlife.Pod, sandbox bool) restart.Observed {
	o := restart.Observed{Sandboxes: []restart.Sandbox{{ID: "sandbox", Ready: sandbox}}}
	for _, s := range allStatuses(p) {
		r := restart.RuntimeStatus{ID: s.Name, Name: s.Name, SandboxID: "sandbox", State: restart.StateExited}
		switch s.State.Kind {
		case podlife.StateTerminated:
			r.ExitCode = s.State.ExitCode
		case podlife.StateRunning:
			if r.ExitCode = 137; sandbox {
				r.State, r.ExitCode = restart.StateRunning, 0
			}
		default: // waits, for another run or the first
			if s.LastTerminationState.Kind != podlife.StateTerminated {
				continue
			}
			r.ExitCode = s.LastTerminationState.ExitCode
		}
		o.Containers = append(o.Containers, r)
	}
	return o
}
