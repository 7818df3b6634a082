package restart_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
	"pgregory.net/rapid"
)

func TestSteps(t *testing.T) {
	spec := pod("Always", "proxy/sidecar+ log/sidecar migrate+", "web db").Spec
	spec.HostNetwork = true
	spec.Containers[0].Lifecycle = &podlife.Lifecycle{PostStart: &podlife.LifecycleHandler{}}
	var got []string
	for _, s := range restart.Steps(&spec) {
		got = append(got, fmt.Sprint(s.Kind, " ", s.Container, " ", s.OnFailure, " after ", s.Needs))
	}
	want := []string{
		"CreateCgroup  EndSync after []",
		"MakeDataDirs  EndSync after []",
		"MountVolumes  EndSync after [MakeDataDirs]",
		"FetchPullSecrets  GoOn after []",
		"AddProbes  GoOn after []",
		"Plan  GoOn after []",
		"Kill  EndSync after [Plan]",
		"CreateSandbox  EndSync after [CreateCgroup MountVolumes Kill]",
		"Compare proxy GoOn after [CreateSandbox]",
		"CheckBackOff proxy SkipContainer after [Compare]",
		"PullImage proxy SkipContainer after [CheckBackOff FetchPullSecrets]",
		"CreateContainer proxy SkipContainer after [PullImage]",
		"StartContainer proxy SkipContainer after [CreateContainer]",
		"AwaitStarted proxy GoOn after [StartContainer]",
		"AwaitTurn log GoOn after [CreateSandbox]",
		"Compare log GoOn after [AwaitTurn]",
		"CheckBackOff log SkipContainer after [Compare]",
		"PullImage log SkipContainer after [CheckBackOff FetchPullSecrets]",
		"CreateContainer log SkipContainer after [PullImage]",
		"StartContainer log SkipContainer after [CreateContainer]",
		"AwaitTurn migrate GoOn after [CreateSandbox]",
		"Compare migrate GoOn after [AwaitTurn]",
		"CheckBackOff migrate EndSync after [Compare]",
		"PullImage migrate EndSync after [CheckBackOff FetchPullSecrets]",
		"CreateContainer migrate EndSync after [PullImage]",
		"StartContainer migrate EndSync after [CreateContainer]",
		"AwaitTurn web GoOn after [CreateSandbox]",
		"Compare web GoOn after [AwaitTurn]",
		"CheckBackOff web SkipContainer after [Compare]",
		"PullImage web SkipContainer after [CheckBackOff FetchPullSecrets]",
		"CreateContainer web SkipContainer after [PullImage]",
		"StartContainer web SkipContainer after [CreateContainer]",
		"PostStart web KillContainer after [StartContainer]",
		"AwaitTurn db GoOn after [CreateSandbox]",
		"Compare db GoOn after [AwaitTurn]",
		"CheckBackOff db SkipContainer after [Compare]",
		"PullImage db SkipContainer after [CheckBackOff FetchPullSecrets]",
		"CreateContainer db SkipContainer after [PullImage]",
		"StartContainer db SkipContainer after [CreateContainer]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// TestStepsComeAfterTheirNeeds checks that what a step needs was done before,
// for the same container or for the Pod.
func TestStepsComeAfterTheirNeeds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := podtest.Spec().Draw(t, "spec")
		var done []restart.Step
		for _, s := range restart.Steps(&spec) {
			for _, need := range s.Needs {
				if !slices.ContainsFunc(done, func(d restart.Step) bool {
					return d.Kind == need && (d.Container == s.Container || d.Container == "")
				}) {
					t.Fatalf("%v of %q comes before %v", s.Kind, s.Container, need)
				}
			}
			done = append(done, s)
		}
	})
}
