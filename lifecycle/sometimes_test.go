package lifecycle_test

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"pgregory.net/rapid"
)

// TestSometimes shows that the random lives reach every event, effect, stage and
// kind of work, and every phase.
func TestSometimes(t *testing.T) {
	seen := map[string]int{}
	lives := rapid.Custom(func(t *rapid.T) bool {
		w := startWalk(t, lifecycle.Step, lifecycle.State{})
		w.walk(2*steps, func(_ lifecycle.State, e lifecycle.Event, after lifecycle.State, effects []lifecycle.Effect) {
			seen[fmt.Sprintf("%T", e)]++
			for _, effect := range effects {
				seen[fmt.Sprintf("%T", effect)]++
			}
			seen[after.Stage().String()]++
			seen[lifecycle.Work(after)]++
			if p := after.Pod(); p != nil {
				seen[string(p.Status.Phase)]++
			}
		})
		return true
	})
	for seed := range 300 {
		lives.Example(seed)
	}
	for _, want := range []any{
		lifecycle.Created{}, lifecycle.GatesRemoved{}, lifecycle.Unschedulable{}, lifecycle.Bound{}, lifecycle.ImageChanged{},
		lifecycle.EphemeralContainerAdded{}, lifecycle.ConditionSet{}, lifecycle.DeleteRequested{}, lifecycle.FinalizersRemoved{},
		lifecycle.Collected{}, lifecycle.TaintsChanged{}, lifecycle.NodeLost{}, lifecycle.NodeReturned{}, lifecycle.NodeRebooted{},
		lifecycle.KubeletRestarted{}, lifecycle.Rejected{}, lifecycle.Evicted{}, lifecycle.VolumesMounted{}, lifecycle.MountFailed{},
		lifecycle.SandboxCreated{}, lifecycle.SandboxFailed{}, lifecycle.SandboxLost{}, lifecycle.ImagePulled{}, lifecycle.ImagePullFailed{},
		lifecycle.ContainerStarted{}, lifecycle.StartFailed{}, lifecycle.PostStartFinished{}, lifecycle.ContainerExited{},
		lifecycle.ContainerLost{}, lifecycle.ProbeAnswered{}, lifecycle.PreStopFinished{}, lifecycle.StopFailed{}, lifecycle.CleanedUp{}, lifecycle.Tick{},
		&lifecycle.MountVolumes{}, &lifecycle.CreateSandbox{}, &lifecycle.PullImage{}, &lifecycle.StartContainer{}, &lifecycle.RunPostStart{},
		&lifecycle.AskProbe{}, &lifecycle.RunPreStop{}, &lifecycle.SendSignal{}, &lifecycle.CleanUp{}, &lifecycle.Wake{},
		&lifecycle.RemoveContainer{}, &lifecycle.StopSandbox{}, &lifecycle.WithdrawEndpoint{}, &lifecycle.WriteStatus{}, &lifecycle.RemoveObject{},
	} {
		if seen[fmt.Sprintf("%T", want)] == 0 {
			t.Errorf("%T never happened", want)
		}
	}
	for _, want := range []string{
		"Unbound", "Preparing", "Living", "Ending", "Finished", "Gone",
		"idle", "killingAll", "killingOne", "sandboxing", "pulling", "starting", "postStarting",
		string(podlife.PodPending), string(podlife.PodRunning), string(podlife.PodSucceeded), string(podlife.PodFailed),
	} {
		if seen[want] == 0 {
			t.Errorf("%s was never reached", want)
		}
	}
}
