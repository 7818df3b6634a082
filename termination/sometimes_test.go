package termination_test

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife/termination"
)

// TestSometimes proves that the scenarios of the laws reach every stage, step,
// event and effect, and the turns that are rare.
func TestSometimes(t *testing.T) {
	seen := map[string]bool{}
	for seed := range 1500 {
		for _, e := range simulate(termination.Step, lifelike().Example(seed)) {
			if e.err != nil {
				t.Fatalf("seed %d: %v", seed, e.err) // the scenarios play what can happen
			}
			seen[fmt.Sprintf("%T in %v", e.event, e.before.Stage)] = true
			seen[fmt.Sprint(e.after.Stage)] = true
			for _, effect := range e.effects {
				seen[fmt.Sprintf("%T", effect)] = true
			}
			for i, c := range e.after.Containers {
				seen[fmt.Sprint(c.Progress)] = true
				seen[fmt.Sprint(c.Kind)] = true
				if len(e.before.Containers) > i {
					seen[fmt.Sprintf("%v to %v by %T", e.before.Containers[i].Progress, c.Progress, e.event)] = true
				}
			}
		}
	}
	for _, want := range []string{
		"KillingOne", "Asked", "Terminating", "Retrying", "Cleaning", "Finished", "Deleting", "Gone",
		"InPreStop", "AwaitingTurn", "Stopping", "Killed", "StopGivenUp", "Ended", "Main", "Sidecar", "Other", "Queued",
		"*termination.WithdrawEndpoint", "*termination.RunPreStop", "*termination.SendSignal", "*termination.StopSandbox",
		"*termination.WriteStatus", "*termination.CleanUp", "*termination.Retry", "*termination.DeleteObject",
		"*termination.RemoveObject", "*termination.Wake",
		"termination.KillRequested in Living", "termination.Completed in Living", "termination.Requested in Living",
		"termination.ObjectRemoved in Living", "termination.ObjectRemoved in KillingOne", "termination.ObjectRemoved in Deleting",
		"termination.ObjectRemoved in Terminating", "termination.Requested in KillingOne", "termination.Requested in Asked",
		"termination.Requested in Terminating", "termination.Requested in Retrying", "termination.Requested in Finished",
		"termination.FinalizersRemoved in Terminating", "termination.FinalizersRemoved in Deleting",
		"InPreStop to Stopping by termination.PreStopFinished", "InPreStop to AwaitingTurn by termination.PreStopFinished",
		"InPreStop to Stopping by termination.Tick", "InPreStop to Ended by termination.PreStopFinished",
		"AwaitingTurn to Stopping by termination.ContainerExited", "AwaitingTurn to Stopping by termination.Tick",
		"AwaitingTurn to Ended by termination.ContainerExited", "Stopping to Killed by termination.Tick",
		"Stopping to Stopping by termination.PreStopFinished", "StopGivenUp to InPreStop by termination.Retried",
		"StopGivenUp to Stopping by termination.Retried", "Killed to StopGivenUp by termination.StopFailed",
	} {
		if !seen[want] {
			t.Errorf("never seen: %s", want)
		}
	}
}
