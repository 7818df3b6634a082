package termination_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// TestEndpoint goes through every Pod that differs in what counts.
func TestEndpoint(t *testing.T) {
	statuses := []podlife.ConditionStatus{"", podlife.ConditionTrue, podlife.ConditionFalse, podlife.ConditionUnknown}
	phases := []podlife.Phase{"", podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed, podlife.PodUnknown}
	for _, status := range statuses {
		for _, del := range []bool{false, true} {
			for _, phase := range phases {
				for _, address := range []int{0, 1, 2} {
					p := deletable()
					p.Status.Phase = phase
					if status != "" {
						p.Status.Conditions = []podlife.Condition{{Type: podlife.PodScheduled, Status: podlife.ConditionTrue}, {Type: podlife.PodReady, Status: status}}
					}
					if del {
						deleted(30)(p)
					}
					switch address {
					case 1:
						p.Status.PodIP = "10.0.0.7"
					case 2:
						p.Status.PodIPs = []podlife.PodIP{{IP: "fd00::7"}}
					}
					want := termination.EndpointConditions{
						Ready:       status == "True" && !del,
						Serving:     status == "True",
						Terminating: del,
					}
					got := termination.Endpoint(p)
					if got != want {
						t.Errorf("ready %q, deleted %v: got %+v", status, del, got)
					}
					want.Ready = true
					if got.Published() != want {
						t.Errorf("published, ready %q, deleted %v: got %+v", status, del, got.Published())
					}
					listed := phase != "Succeeded" && phase != "Failed" && address != 0
					if termination.HasEndpoint(p) != listed {
						t.Errorf("phase %q, address %d: listed %v", phase, address, !listed)
					}
				}
			}
		}
	}
	if termination.HasEndpoint(nil) || termination.Endpoint(nil) != (termination.EndpointConditions{}) {
		t.Error("no Pod has an endpoint")
	}
}
