package schedule

import (
	"errors"
	"testing"
)

// A trial asks about one node only, and leaves the others alone. Where there was
// room before anybody went, nobody has to go: that is an error, as it is in
// kube-scheduler.
func TestTrialOfOneNode(t *testing.T) {
	c := keptCluster(t, 3)
	for _, node := range c.Nodes() {
		if err := c.Assume(keptPod("plain", "on-"+node), node); err != nil {
			t.Fatal(err)
		}
	}
	pr, p, high := Default(), keptPod("plain", "web"), int32(100)
	p.Spec.Priority = &high
	x, err := c.ask(p, &pr)
	if err != nil {
		t.Fatal(err)
	}
	run, err := newDryRun(x)
	if err != nil {
		t.Fatal(err)
	}
	of := preemption{cycle: x, run: run}
	for _, node := range c.Nodes() {
		trial := of.try(node)
		if trial.isCandidate() || len(trial.Victims) > 0 {
			t.Errorf("%s: got %+v", node, trial)
		}
		if got, want := filterFailure(trial.Err), `expected at least one victim pod on node "`+node+`"`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		for slot, v := range run.x.verdicts {
			if v != gone {
				t.Errorf("%s is asked about after the trial of %s", c.nodes[slot].name, node)
			}
		}
	}
}

// A failure on a node is told with the plugin, if there is one.
func TestFilterFailure(t *testing.T) {
	for want, err := range map[string]error{
		`running "A" filter plugin: b`: &CycleError{Plugin: "A", Problem: "b"},
		"b":                            &CycleError{Problem: "b"},
		"c":                            errors.New("c"),
	} {
		if got := filterFailure(err); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
