package schedule_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

func TestProfileValidate(t *testing.T) {
	pr := schedule.Profile{
		Filters: []string{"Bogus", schedule.NodeName, schedule.NodeName},
		Scores:  []schedule.PluginWeight{{Plugin: schedule.NodeName, Weight: 1}, {Plugin: schedule.ImageLocality}},
		Fit:     schedule.FitArgs{Strategy: "Odd", Resources: []schedule.ResourceWeight{{Name: "cpu"}}},
		Balance: schedule.BalanceArgs{Resources: []schedule.ResourceWeight{{Name: "cpu", Weight: 2}}},
		Volumes: schedule.VolumeArgs{Shape: []schedule.UtilizationPoint{{Score: 11}}},
	}
	want := []string{
		`schedule: profile: Filters[0]: no plugin "Bogus" filters`,
		`schedule: profile: Filters[2]: "NodeName" is there twice`,
		`schedule: profile: Scores[0]: no plugin "NodeName" scores`,
		`schedule: profile: Scores[1]: weight 0 is not in 1 to 1099511627776`,
		`schedule: profile: Fit.Resources[0].Weight: 0 is not in 1 to 100`,
		`schedule: profile: Balance.Resources[0].Weight: 2 is not 1`,
		`schedule: profile: Fit.Strategy: no strategy "Odd"`,
		`schedule: profile: Volumes.Shape[0]: want a utilization of 0 to 100 that is above the last one, and a score of 0 to 10`,
	}
	if diff := cmp.Diff(want, problems(pr.Validate())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	pr = schedule.Default()
	if err := pr.Validate(); err != nil {
		t.Error(err)
	}
}

// The limits are those that kube-scheduler has for its configuration: each
// argument is good up to them.
func TestProfileLimits(t *testing.T) {
	weight := func(n int64) []schedule.ResourceWeight {
		return []schedule.ResourceWeight{{Name: "cpu", Weight: n}}
	}
	shape := func(points ...schedule.UtilizationPoint) func(*schedule.Profile) {
		return func(pr *schedule.Profile) { pr.Fit.Shape = points }
	}
	spread := func(c podlife.TopologySpreadConstraint) func(*schedule.Profile) {
		return func(pr *schedule.Profile) { pr.Spread.DefaultConstraints = []podlife.TopologySpreadConstraint{c} }
	}
	bogus := []podlife.NodeSelectorRequirement{{Key: "disk", Operator: "Bogus"}}
	const (
		shapeText  = "want a utilization of 0 to 100 that is above the last one, and a score of 0 to 10"
		spreadText = "Spread.DefaultConstraints[0]: want a skew of 1 or more, a topology key and no selector"
	)
	for _, test := range []struct {
		name string
		set  func(*schedule.Profile)
		want string // empty: nothing is wrong
	}{
		{"weight 1", func(pr *schedule.Profile) { pr.Fit.Resources = weight(1) }, ""},
		{"weight 100", func(pr *schedule.Profile) { pr.Fit.Resources = weight(100) }, ""},
		{"weight 101", func(pr *schedule.Profile) { pr.Fit.Resources = weight(101) }, "Fit.Resources[0].Weight: 101 is not in 1 to 100"},
		{"weight of the balance", func(pr *schedule.Profile) { pr.Balance.Resources = weight(1) }, ""},
		{"no weight in the balance", func(pr *schedule.Profile) { pr.Balance.Resources = weight(0) }, "Balance.Resources[0].Weight: 0 is not 1"},
		{"score weight 2^40", func(pr *schedule.Profile) { pr.Scores[0].Weight = 1 << 40 }, ""},
		{"score weight above", func(pr *schedule.Profile) { pr.Scores[0].Weight = 1<<40 + 1 }, "Scores[0]: weight 1099511627777 is not in 1 to 1099511627776"},
		{"a score twice", func(pr *schedule.Profile) { pr.Scores = append(pr.Scores, pr.Scores[0]) }, `Scores[8]: "TaintToleration" is there twice`},
		{"ratio without a shape", func(pr *schedule.Profile) { pr.Fit.Strategy = schedule.RequestedToCapacityRatio }, "Fit.Shape: has no point"},
		{"widest shape", shape(schedule.UtilizationPoint{Utilization: 0, Score: 10}, schedule.UtilizationPoint{Utilization: 100, Score: 0}), ""},
		{"utilization below 0", shape(schedule.UtilizationPoint{Utilization: -1}), "Fit.Shape[0]: " + shapeText},
		{"utilization above 100", shape(schedule.UtilizationPoint{Utilization: 101}), "Fit.Shape[0]: " + shapeText},
		{"shape score below 0", shape(schedule.UtilizationPoint{Score: -1}), "Fit.Shape[0]: " + shapeText},
		{"shape score above 10", shape(schedule.UtilizationPoint{Score: 11}), "Fit.Shape[0]: " + shapeText},
		{"shape stands still", shape(schedule.UtilizationPoint{Utilization: 50}, schedule.UtilizationPoint{Utilization: 50}), "Fit.Shape[1]: " + shapeText},
		{"shape goes back", shape(schedule.UtilizationPoint{Utilization: 50}, schedule.UtilizationPoint{Utilization: 40}), "Fit.Shape[1]: " + shapeText},
		{"shape of volumes", func(pr *schedule.Profile) { pr.Volumes.Shape = []schedule.UtilizationPoint{{Utilization: 101}} }, "Volumes.Shape[0]: " + shapeText},
		{"affinity weight 0", func(pr *schedule.Profile) { pr.PodAffinity.HardPodAffinityWeight = 0 }, ""},
		{"affinity weight 100", func(pr *schedule.Profile) { pr.PodAffinity.HardPodAffinityWeight = 100 }, ""},
		{"affinity weight -1", func(pr *schedule.Profile) { pr.PodAffinity.HardPodAffinityWeight = -1 }, "PodAffinity.HardPodAffinityWeight: -1 is not in 0 to 100"},
		{"affinity weight 101", func(pr *schedule.Profile) { pr.PodAffinity.HardPodAffinityWeight = 101 }, "PodAffinity.HardPodAffinityWeight: 101 is not in 0 to 100"},
		{"a constraint", spread(podlife.TopologySpreadConstraint{MaxSkew: 1, TopologyKey: zone}), ""},
		{"a constraint without a skew", spread(podlife.TopologySpreadConstraint{TopologyKey: zone}), spreadText},
		{"a constraint without a key", spread(podlife.TopologySpreadConstraint{MaxSkew: 1}), spreadText},
		{"a constraint with a selector", spread(podlife.TopologySpreadConstraint{MaxSkew: 1, TopologyKey: zone, LabelSelector: app("web")}), spreadText},
		{"added affinity", func(pr *schedule.Profile) { pr.NodeAffinity.AddedAffinity = &podlife.NodeAffinity{} }, ""},
		{"added affinity requires what cannot be read", func(pr *schedule.Profile) {
			pr.NodeAffinity.AddedAffinity = &podlife.NodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{{MatchExpressions: bogus}}}}
		}, `NodeAffinity.AddedAffinity.Required.nodeSelectorTerms[0].matchExpressions[0]: "Bogus" is not a valid label selector operator`},
		{"added affinity prefers what cannot be read", func(pr *schedule.Profile) {
			pr.NodeAffinity.AddedAffinity = &podlife.NodeAffinity{Preferred: []podlife.PreferredSchedulingTerm{{Weight: 1}, {Weight: 1, Preference: podlife.NodeSelectorTerm{MatchExpressions: bogus}}}}
		}, `NodeAffinity.AddedAffinity.Preferred[1].Preference.matchExpressions[0]: "Bogus" is not a valid label selector operator`},
	} {
		t.Run(test.name, func(t *testing.T) {
			pr := schedule.Default()
			test.set(&pr)
			got := ""
			if err := pr.Validate(); err != nil {
				got = strings.TrimPrefix(err.Error(), "schedule: profile: ")
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
