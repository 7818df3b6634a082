package schedule_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

// legacyQuestions are questions with what only the rules of 1.10 look at.
func legacyQuestions() *rapid.Generator[question] {
	return rapid.Custom(func(t *rapid.T) question {
		q := questions().Draw(t, "question")
		disk := func(p *podlife.Pod) {
			id := rapid.SampledFrom([]string{"", "", "", "d1", "d2", "d3"}).Draw(t, "disk")
			if id != "" {
				p.Spec.Volumes = append(p.Spec.Volumes, podlife.Volume{Name: "data", AWSElasticBlockStore: &podlife.AWSElasticBlockStoreVolumeSource{VolumeID: id}})
			}
			p.OwnerReferences = []podlife.OwnerReference{{Kind: "ReplicaSet", UID: "1", Controller: true}}
		}
		disk(q.p)
		for _, p := range q.o.Pods {
			disk(p)
		}
		for _, n := range q.o.Nodes {
			for _, condition := range []string{"Ready", "MemoryPressure", "DiskPressure"} {
				status := "False"
				if rapid.IntRange(0, 7).Draw(t, condition) == 0 != (condition == "Ready") {
					status = "True"
				}
				reports(condition, status)(n)
			}
			if z := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "beta zone"); z != "" {
				n.Labels["failure-domain.beta.kubernetes.io/zone"] = z
			}
			if rapid.Bool().Draw(t, "avoid") {
				n.Annotations = map[string]string{"scheduler.alpha.kubernetes.io/preferAvoidPods": `{"preferAvoidPods":[{"podSignature":{"podController":{"kind":"ReplicaSet","uid":"1"}}}]}`}
			}
		}
		for key, value := range q.p.Labels {
			q.o.Services = append(q.o.Services, &podlife.Service{ObjectMeta: podlife.ObjectMeta{Name: key, Namespace: q.p.Namespace},
				Spec: podlife.ServiceSpec{Selector: map[string]string{key: value}}})
		}
		slices.SortFunc(q.o.Services, func(a, b *podlife.Service) int { return len(a.Name) - len(b.Name) })
		return q
	})
}

// everyPriority is the profile of 1.10 with all priorities, and room for one
// disk on a node.
func everyPriority() schedule.Profile {
	pr := schedule.Legacy()
	for _, name := range []string{schedule.NodeLabelPriority, schedule.MostRequestedPriority, schedule.ImageLocalityPriority} {
		pr.Scores = append(pr.Scores, schedule.PluginWeight{Plugin: name, Weight: 2})
	}
	pr.Legacy = &schedule.LegacyArgs{MaxVolumes: 1, NodeLabel: "disk"}
	return pr
}

// asLegacy makes a decider ask for 1.10, so that the laws of the package are
// about it.
func asLegacy(by decider) decider {
	return func(o *podlife.Objects, p *podlife.Pod, _ schedule.Profile, tie uint64) (schedule.Explanation, error) {
		return by(o, p, everyPriority(), tie)
	}
}

// prioritiesInRange: a priority gives 0 to 10, and totals are weighted sums.
func prioritiesInRange(by decider, q question) string {
	d, err := asLegacy(by)(q.o, q.p, schedule.Profile{}, q.tie)
	if err != nil || len(d.Feasible) < 2 {
		return ""
	}
	for i, total := range d.Totals {
		sum := int64(0)
		for _, s := range d.Scores {
			if s.Normalized == nil {
				continue
			}
			if n := s.Normalized[i]; n < 0 || n > 10 {
				return fmt.Sprintf("%s gives %d", s.Plugin, n)
			}
			sum += s.Normalized[i] * s.Weight
		}
		if sum != total {
			return fmt.Sprintf("total %d is not the sum %d", total, sum)
		}
	}
	return ""
}

// generalIsItsParts: GeneralPredicates rejects a node for all the reasons of
// its four parts.
func generalIsItsParts(by decider, q question) string {
	reasons := func(predicates ...string) map[string][]string {
		out := map[string][]string{}
		for _, name := range predicates {
			d, _ := by(q.o, q.p, only(schedule.LegacyArgs{}, name), q.tie)
			for _, v := range d.Verdicts {
				if v.Rejection != nil {
					out[v.Node] = append(out[v.Node], v.Rejection.Reasons...)
				}
			}
		}
		return out
	}
	whole := reasons(schedule.GeneralPredicates)
	parts := reasons(schedule.PodFitsResources, schedule.HostName, schedule.PodFitsHostPorts, schedule.MatchNodeSelector)
	for _, n := range q.o.Nodes {
		if !slices.Equal(whole[n.Name], parts[n.Name]) {
			return fmt.Sprintf("%s: %q is not %q", n.Name, whole[n.Name], parts[n.Name])
		}
	}
	return ""
}

// askingAllChangesNoVerdict: if all predicates are asked, the same nodes will
// do, and the reasons begin with those of the first that rejects the node.
func askingAllChangesNoVerdict(by decider, q question) string {
	pr := everyPriority()
	first, err := by(q.o, q.p, pr, q.tie)
	pr.Legacy.AlwaysCheckAllPredicates = true
	all, allErr := by(q.o, q.p, pr, q.tie)
	if (err == nil) != (allErr == nil) || !slices.Equal(first.Feasible, all.Feasible) {
		return fmt.Sprintf("feasible %v and %v, errors %v and %v", first.Feasible, all.Feasible, err, allErr)
	}
	for i, v := range first.Verdicts {
		if r, more := v.Rejection, all.Verdicts[i].Rejection; r != nil && !slices.Equal(r.Reasons, more.Reasons[:min(len(r.Reasons), len(more.Reasons))]) {
			return fmt.Sprintf("%s: %q does not begin %q", v.Node, r.Reasons, more.Reasons)
		}
	}
	return ""
}

// TestLegacyLaws checks the laws of the package on the profile of 1.10, and
// three more, each with a decider that breaks it.
func TestLegacyLaws(t *testing.T) {
	on := func(l law) law { return func(by decider, q question) string { return l(asLegacy(by), q) } }
	for _, test := range []struct {
		name   string
		law    law
		broken decider
	}{
		{"choiceIsBest", on(choiceIsBest), spoiled(func(d *schedule.Explanation) {
			if len(d.Feasible) > 0 {
				d.Node = d.Verdicts[d.Feasible[0]].Node
			}
		})},
		{"bestIsFeasible", on(bestIsFeasible), spoiled(func(d *schedule.Explanation) {
			if len(d.Best) > 1 {
				d.Best = d.Best[1:]
			}
		})},
		{"countsAddUp", on(countsAddUp), spoiled(func(d *schedule.Explanation) {
			for i := range d.Verdicts {
				if r := d.Verdicts[i].Rejection; r != nil {
					d.Verdicts[i].Rejection = &schedule.Rejection{Plugin: r.Plugin, Reasons: r.Reasons[1:]}
				}
			}
		})},
		{"orderDoesNotMatter", on(orderDoesNotMatter), func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
			d, err := decide(o, p, pr, tie)
			if len(d.Feasible) > 0 {
				d.Node = d.Verdicts[d.Feasible[0]].Node
				d.Best = []string{d.Node}
			}
			return d, err
		}},
		{"prioritiesInRange", prioritiesInRange, spoiled(func(d *schedule.Explanation) {
			for i := range d.Scores {
				for j := range d.Scores[i].Normalized {
					d.Scores[i].Normalized[j]++
				}
			}
		})},
		{"generalIsItsParts", generalIsItsParts, func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
			if pr.Filters[0] == schedule.GeneralPredicates { // it stops at the first
				pr.Filters = []string{schedule.PodFitsResources, schedule.HostName, schedule.PodFitsHostPorts, schedule.MatchNodeSelector}
			}
			return decide(o, p, pr, tie)
		}},
		{"askingAllChangesNoVerdict", askingAllChangesNoVerdict, func(o *podlife.Objects, p *podlife.Pod, pr schedule.Profile, tie uint64) (schedule.Explanation, error) {
			if pr.Legacy.AlwaysCheckAllPredicates { // in another order
				pr.Filters = slices.Clone(pr.Filters)
				slices.Reverse(pr.Filters)
			}
			return decide(o, p, pr, tie)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				if wrong := test.law(decide, legacyQuestions().Draw(t, "question")); wrong != "" {
					t.Fatal(wrong)
				}
			})
			for seed := range 2000 {
				if test.law(test.broken, legacyQuestions().Example(seed)) != "" {
					return
				}
			}
			t.Error("the law holds for a broken decider")
		})
	}
}

// The questions reach every predicate that looks at more than claims, and every
// priority tells nodes apart.
func TestLegacyQuestionsReach(t *testing.T) {
	missing := map[string]bool{}
	for _, name := range []string{schedule.CheckNodeCondition, schedule.GeneralPredicates, schedule.NoDiskConflict, schedule.PodToleratesNodeTaints,
		schedule.MaxEBSVolumeCount, schedule.CheckNodeMemoryPressure, schedule.CheckNodeDiskPressure, schedule.MatchInterPodAffinity, "choice"} {
		missing[name] = true
	}
	for _, s := range everyPriority().Scores {
		missing[s.Plugin] = true
	}
	for seed := range 3000 {
		q := legacyQuestions().Example(seed)
		d, _ := decide(q.o, q.p, everyPriority(), q.tie)
		for _, v := range d.Verdicts {
			if v.Rejection != nil {
				delete(missing, v.Rejection.Plugin)
			}
		}
		for _, s := range d.Scores {
			if s.Normalized != nil && slices.Min(s.Normalized) < slices.Max(s.Normalized) {
				delete(missing, s.Plugin)
			}
		}
		if len(d.Best) > 1 {
			delete(missing, "choice")
		}
		if len(missing) == 0 {
			return
		}
	}
	t.Errorf("never reached: %v", missing)
}
