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
	spec := pod("Always", "proxy/sidecar+ migrate", "web db").Spec
	spec.HostNetwork = true
	spec.Containers[0].Lifecycle = &podlife.Lifecycle{PostStart: &podlife.LifecycleHandler{}}
	var got []string
	for _, s := range restart.Steps(&spec) {
		got = append(got, fmt.Sprint(s.Kind, " ", s.Container, " ", s.OnFailure))
	}
	want := []string{
		"CreateCgroup  EndSync",
		"MakeDataDirs  EndSync",
		"MountVolumes  EndSync",
		"FetchPullSecrets  GoOn",
		"AddProbes  GoOn",
		"Plan  GoOn",
		"Kill  EndSync",
		"CreateSandbox  EndSync",
		"Compare proxy GoOn",
		"CheckBackOff proxy SkipContainer",
		"PullImage proxy SkipContainer",
		"CreateContainer proxy SkipContainer",
		"StartContainer proxy SkipContainer",
		"AwaitStarted proxy GoOn",
		"AwaitTurn migrate GoOn",
		"Compare migrate GoOn",
		"CheckBackOff migrate EndSync",
		"PullImage migrate EndSync",
		"CreateContainer migrate EndSync",
		"StartContainer migrate EndSync",
		"AwaitTurn web GoOn",
		"Compare web GoOn",
		"CheckBackOff web SkipContainer",
		"PullImage web SkipContainer",
		"CreateContainer web SkipContainer",
		"StartContainer web SkipContainer",
		"PostStart web KillContainer",
		"AwaitTurn db GoOn",
		"Compare db GoOn",
		"CheckBackOff db SkipContainer",
		"PullImage db SkipContainer",
		"CreateContainer db SkipContainer",
		"StartContainer db SkipContainer",
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
