package legacy

import (
	"encoding/json"
	"flag"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife/schedule"
)

var (
	cases = flag.Int("cases", 2000, "`number` of scenes")
	seed  = flag.Int("seed", 1, "seed of the first scene")
)

// The predicates and priorities agree with those of Kubernetes 1.10.
func TestRules(t *testing.T) {
	t.Setenv("KUBE_MAX_PD_VOLS", strconv.Itoa(volumeLimit)) // the only way to tell it
	gen := scenes()
	seen := map[string]int{}
	for i := range *cases {
		s := gen.Example(*seed + i)
		c, err := schedule.NewCluster(s.Objects)
		if err != nil {
			t.Fatal(err)
		}
		w := newWorld(s)
		for _, name := range predicateNames {
			compare(t, s, *seed+i, name, w.fits(name), fits(c, s, name), seen)
		}
		for _, name := range priorityNames {
			compare(t, s, *seed+i, name, w.scores(name), scores(c, s, name), seen)
		}
		if t.Failed() {
			return
		}
	}
	for _, name := range append(predicateNames, priorityNames...) {
		if seen[name] < 2 && *cases >= 500 {
			t.Errorf("%s always says the same", name)
		}
	}
}

func compare(t *testing.T, s Scene, seed int, name string, theirs, ours Answer, seen map[string]int) {
	t.Helper()
	if diff := cmp.Diff(theirs, ours); diff != "" {
		data, _ := json.Marshal(s)
		t.Errorf("%s, -cases 1 -seed %d (-Kubernetes +podlife):\n%s\n%s", name, seed, diff, data)
	}
	for _, v := range theirs.Verdicts {
		note(seen, name, strconv.FormatBool(v.Fits))
	}
	for _, score := range theirs.Scores {
		note(seen, name, strconv.Itoa(int(score)))
	}
}

// note counts the different things that a rule says.
func note(seen map[string]int, name, what string) {
	if key := name + " " + what; seen[key] == 0 {
		seen[key] = 1
		seen[name]++
	}
}

// predicateNames are all but two: CheckVolumeBinding, which in 1.10 cannot be asked without a
// running controller, and CheckNodePIDPressure, which came with 1.11.
var predicateNames = []string{
	schedule.CheckNodeCondition, schedule.GeneralPredicates, schedule.HostName, schedule.PodFitsHostPorts, schedule.MatchNodeSelector,
	schedule.PodFitsResources, schedule.NoDiskConflict, schedule.PodToleratesNodeTaints, schedule.PodToleratesNodeNoExecuteTaints,
	schedule.CheckServiceAffinity, schedule.MaxEBSVolumeCount, schedule.MaxGCEPDVolumeCount, schedule.MaxAzureDiskVolumeCount,
	schedule.NoVolumeZoneConflict, schedule.CheckNodeMemoryPressure, schedule.CheckNodeDiskPressure, schedule.MatchInterPodAffinity,
}

var priorityNames = []string{
	schedule.SelectorSpreadPriority, schedule.InterPodAffinityPriority, schedule.LeastRequestedPriority, schedule.BalancedResourceAllocation,
	schedule.NodePreferAvoidPodsPriority, schedule.NodeAffinityPriority, schedule.TaintTolerationPriority, schedule.NodeLabelPriority,
	schedule.MostRequestedPriority, schedule.ImageLocalityPriority,
}
