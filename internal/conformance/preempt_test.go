package conformance

import (
	"slices"
	"strings"
	"testing"

	"github.com/podlife/podlife/schedule"
)

// Packed scenes are worth asking about: preemption comes to every end, for every reason.
func TestPreemptScenes(t *testing.T) {
	const cases = 4000
	seen := map[string]int{}
	gen := packed()
	for seed := range cases {
		in := gen.Example(seed + 1)
		c, err := schedule.NewCluster(fromCluster(in.Cluster))
		if err != nil {
			t.Fatal(err)
		}
		plan, err := c.Preempt(fromPod(in.Pod), schedule.Default(), in.args())
		if err != nil && plan.Outcome != schedule.PreemptionFailed {
			seen["error"]++
			continue
		}
		countPlan(seen, &plan)
		if in.Pod.Status.NominatedNodeName != "" && plan.Nominated == "" {
			seen["the nomination is cleared"]++
		}
	}
	for what, want := range atLeast {
		if n := seen[what] * 1000 / cases; n < want {
			t.Errorf("%d in a thousand, want %d: %s", n, want, what)
		}
	}
	if testing.Verbose() {
		for _, what := range slices.Sorted(keys(seen)) {
			t.Logf("%6d %s", seen[what], what)
		}
	}
}

func keys(m map[string]int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// atLeast is how many cases in a thousand come to what.
var atLeast = map[string]int{
	"found a potential placement":                 300,
	"several victims":                             100,
	"violations":                                  30,
	"several nodes are best":                      20,
	"several nodes are possible":                  100,
	"not needed":                                  50,
	"not reached":                                 1,
	"not eligible due to preemptionPolicy=Never.": 10,
	"not eligible due to a terminating pod on the nominated node.": 1,
	"Preemption is not helpful for scheduling":                     50,
	"by minimum number of PDB violations":                          10,
	"by minimum highest priority victim":                           20,
	"by smallest sum of priorities":                                20,
	"by latest start time of all highest priority victims":         10,
	"unnominated":                                10,
	"the nomination is cleared":                  5,
	"rejected by DefaultPreemption":              50,
	"rejected by " + schedule.NodeResourcesFit:   10,
	"rejected by " + schedule.NodePorts:          1,
	"rejected by " + schedule.PodTopologySpread:  3,
	"rejected by " + schedule.InterPodAffinity:   10,
	"rejected by " + schedule.VolumeRestrictions: 1,
	"a victim is being deleted":                  20,
}

func countPlan(seen map[string]int, plan *schedule.Plan) {
	note := func(is bool, what string) {
		if is {
			seen[what]++
		}
	}
	seen[plan.Outcome.String()]++
	note(len(plan.Victims) > 1, "several victims")
	note(plan.Violations > 0, "violations")
	note(len(plan.Best) > 1, "several nodes are best")
	note(plan.Node != "", "by "+plan.Criterion.String())
	note(len(plan.Unnominated) > 0, "unnominated")
	note(plan.Outcome == schedule.PreemptionNotHelpful && strings.Contains(plan.Message, "victims found"), "no victims anywhere")
	possible := 0
	for _, trial := range plan.Trials {
		if trial.Rejection != nil {
			seen["rejected by "+trial.Rejection.Plugin]++
			continue
		}
		if trial.Err == nil {
			possible++
		}
		note(trial.Err != nil, "a trial failed")
	}
	note(possible > 1, "several nodes are possible")
	note(slices.ContainsFunc(plan.Victims, func(v schedule.Victim) bool { return v.Pod.IsDeleted() }), "a victim is being deleted")
}
