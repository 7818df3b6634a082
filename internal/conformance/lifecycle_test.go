package conformance

import (
	"testing"

	"github.com/podlife/podlife"
)

// TestReplayCatches shows that a wrong status is told from a right one, and that there are
// many to compare.
func TestReplayCatches(t *testing.T) {
	gen := lives()
	compared := 0
	for seed := range 40 {
		differences, n := replay(gen.Example(seed), nil)
		if compared += n; len(differences) > 0 {
			t.Errorf("seed %d: %s", seed, differences[0])
		}
	}
	t.Logf("%d statuses of 40 lives", compared)
	if compared < 200 {
		t.Errorf("only %d statuses were compared", compared)
	}
	for name, spoil := range map[string]func(*podlife.PodStatus){
		"restart count": func(s *podlife.PodStatus) { s.ContainerStatuses[0].RestartCount++ },
		"last state":    func(s *podlife.PodStatus) { s.ContainerStatuses[0].LastTerminationState.ExitCode = 9 },
		"readiness":     func(s *podlife.PodStatus) { s.ContainerStatuses[0].Ready = !s.ContainerStatuses[0].Ready },
		"condition":     func(s *podlife.PodStatus) { s.Conditions[len(s.Conditions)-1].Status = podlife.ConditionUnknown },
	} {
		caught := false
		for seed := 0; seed < 10 && !caught; seed++ {
			differences, _ := replay(gen.Example(seed), spoil)
			caught = len(differences) > 0
		}
		if !caught {
			t.Errorf("a wrong %s was not seen", name)
		}
	}
}
