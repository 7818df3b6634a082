package schedule_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// patterns are Pods of app web of which different things have to be kept up as
// others like them come and go.
func patterns() map[string]*podlife.Pod {
	web := func(changes ...func(*podlife.Pod)) *podlife.Pod {
		return changed(labeled(pod("p", "cpu", "100m"), "app", "web"), changes...)
	}
	spread := func(key string, skew int32, action podlife.UnsatisfiableAction) func(*podlife.Pod) {
		return func(p *podlife.Pod) {
			p.Spec.TopologySpreadConstraints = append(p.Spec.TopologySpreadConstraints,
				podlife.TopologySpreadConstraint{MaxSkew: skew, TopologyKey: key, WhenUnsatisfiable: action, LabelSelector: app("web")})
		}
	}
	wish := func(key, to string, weight int32) podlife.WeightedPodAffinityTerm {
		return podlife.WeightedPodAffinityTerm{Weight: weight, PodAffinityTerm: term(key, app(to))}
	}
	likes := func(wishes ...podlife.WeightedPodAffinityTerm) func(*podlife.Pod) {
		return func(p *podlife.Pod) { affinity(p).PodAffinity = &podlife.PodAffinity{Preferred: wishes} }
	}
	dislikes := func(wishes ...podlife.WeightedPodAffinityTerm) func(*podlife.Pod) {
		return func(p *podlife.Pod) { affinity(p).PodAntiAffinity = &podlife.PodAffinity{Preferred: wishes} }
	}
	few := int32(9)
	return map[string]*podlife.Pod{
		"plain":                     web(),
		"a port":                    web(func(p *podlife.Pod) { p.Spec.Containers[0].Ports = []podlife.ContainerPort{{HostPort: 80}} }),
		"half a node":               pod("p", "cpu", "2"),
		"spread over zones":         web(spread(zone, 1, podlife.DoNotSchedule)),
		"spread over zones, softly": web(spread(zone, 1, podlife.ScheduleAnyway)),
		"spread over hosts":         web(spread(host, 1, podlife.DoNotSchedule)),
		"spread over hosts, softly": web(spread(host, 2, podlife.ScheduleAnyway)),
		"spread over both":          web(spread(zone, 2, podlife.DoNotSchedule), spread(host, 1, podlife.ScheduleAnyway), spread(zone, 1, podlife.ScheduleAnyway)),
		"many domains wanted":       web(spread(zone, 2, podlife.DoNotSchedule), func(p *podlife.Pod) { p.Spec.TopologySpreadConstraints[0].MinDomains = &few }),
		"one a host":                web(func(p *podlife.Pod) { apart(p, term(host, app("web"))) }),
		"one a zone":                web(func(p *podlife.Pod) { apart(p, term(zone, app("web"))) }),
		"apart from others":         web(func(p *podlife.Pod) { apart(p, term(zone, app("db")), term(host, app("log"))) }),
		"all in a zone":             web(func(p *podlife.Pod) { near(p, term(zone, app("web"))) }),
		"near to others":            web(func(p *podlife.Pod) { near(p, term(zone, app("db"))) }),
		"two terms for one Pod":     web(func(p *podlife.Pod) { near(p, term(zone, app("db")), term(host, &podlife.LabelSelector{})) }),
		"wishes":                    web(likes(wish(zone, "db", 5), wish(host, "web", 3))),
		"two wishes over one label": web(likes(wish(zone, "web", 3), wish(zone, "web", 5), wish(zone, "db", 7))),
		"wishes for and against":    web(likes(wish(zone, "db", 5)), dislikes(wish(host, "web", 9), wish(zone, "log", 1))),
		"about whom others wish":    labeled(pod("p", "cpu", "100m"), "app", "friend"),
	}
}

// neighbours are Pods beside those of a pattern, which count for its sums.
func neighbours(i int) *podlife.Pod {
	p := labeled(pod(fmt.Sprintf("neighbour-%d", i), "cpu", "50m"), "app", []string{"db", "log", "web", "other", "friend"}[i%5])
	switch i % 4 {
	case 1: // wishes for and against others
		affinity(p).PodAffinity = &podlife.PodAffinity{Preferred: []podlife.WeightedPodAffinityTerm{{Weight: int32(i%7 + 1), PodAffinityTerm: term(zone, app("friend"))}}}
		affinity(p).PodAntiAffinity = &podlife.PodAffinity{Preferred: []podlife.WeightedPodAffinityTerm{{Weight: 2, PodAffinityTerm: term(host, app("web"))}}}
	case 2:
		near(p, term(zone, app("friend")))
	case 3:
		apart(p, term(host, app([]string{"web", "friend"}[i%2])))
	}
	if i%6 == 0 {
		going(p)
	}
	return p
}

// What is kept about a template is what would be found out anew, Pod after Pod,
// while neighbours come and go and now and then a node changes.
func TestPlaceKeepsUp(t *testing.T) {
	for name, from := range patterns() {
		for _, size := range []int{9, 45} { // with zones that are small, and large ones
			t.Run(fmt.Sprintf("%s/nodes=%d", name, size), func(t *testing.T) {
				if diff := keepsUp(t, from, schedule.Default(), size); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// So it is where a profile has others' terms count in another way.
func TestPlaceKeepsUpWithArguments(t *testing.T) {
	for name, change := range map[string]func(pr *schedule.Profile){
		"hard affinity counts more":    func(pr *schedule.Profile) { pr.PodAffinity.HardPodAffinityWeight = 5 },
		"hard affinity does not count": func(pr *schedule.Profile) { pr.PodAffinity.HardPodAffinityWeight = 0 },
		"wishes of others are ignored": func(pr *schedule.Profile) { pr.PodAffinity.IgnorePreferredTermsOfExistingPods = true },
		"affinity scores and does not filter": func(pr *schedule.Profile) {
			pr.Filters = slices.DeleteFunc(pr.Filters, func(name string) bool { return name == schedule.InterPodAffinity })
		},
	} {
		for _, from := range []string{"about whom others wish", "wishes", "plain"} {
			for _, size := range []int{9, 45} {
				t.Run(fmt.Sprintf("%s/%s/nodes=%d", name, from, size), func(t *testing.T) {
					pr := schedule.Default()
					change(&pr)
					if diff := keepsUp(t, patterns()[from], pr, size); diff != "" {
						t.Error(diff)
					}
				})
			}
		}
	}
}

// When all have gone that a Pod must be near to, and it is one of them, it may be
// the first again.
func TestPlaceFirstAgain(t *testing.T) {
	c := cluster(t, nodes(node("n1", zone, "a"), node("n2", zone, "b")))
	for range 3 {
		want := map[string][]string{}
		for i := range 3 {
			p := copyOf(patterns()["all in a zone"], fmt.Sprintf("p-%d", i))
			got := c.Place([]*podlife.Pod{p}, schedule.Default(), nil)[0]
			want[got.Decision.Node] = append(want[got.Decision.Node], p.Name)
		}
		if diff := cmp.Diff(want, contents(c)); diff != "" || len(want) != 1 {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		for i := range 3 {
			c.Forget(pod(fmt.Sprintf("p-%d", i)))
		}
	}
}

// keepsUp places Pods of a pattern by what is kept and by what is found out anew.
// It returns in what the two differ.
func keepsUp(t *testing.T, from *podlife.Pod, pr schedule.Profile, size int) string {
	t.Helper()
	o := nodes()
	for i := range size {
		n := node(fmt.Sprintf("n%02d", i), zone, []string{"a", "b", "b", "c", "c", "c"}[i%6])
		if i == 4 {
			n = node(n.Name) // without a zone
		}
		o.Nodes = append(o.Nodes, n)
	}
	kept, plain := cluster(t, o), cluster(t, o)
	for i := range 40 {
		p, tie := copyOf(from, fmt.Sprintf("p-%d", i)), uint64(i*7)
		d, err := plain.Schedule(p, pr, tie)
		if err == nil {
			err = plain.Assume(p, d.Node)
		}
		got := kept.Place([]*podlife.Pod{p}, pr, []uint64{tie})[0]
		if diff := cmp.Diff(outcomeOf(d, err), outcomeOf(got.Decision, got.Err)); diff != "" {
			return fmt.Sprintf("the Pod at %d (-want +got):\n%s", i, diff)
		}
		for _, c := range []*schedule.Cluster{kept, plain} {
			if err := c.Assume(neighbours(i), fmt.Sprintf("n%02d", i*5%size)); err != nil {
				t.Fatal(err)
			}
			if i%3 == 2 {
				c.Forget(pod(fmt.Sprintf("p-%d", i/2)))
			}
			if i%4 == 3 {
				c.Forget(neighbours(i / 3))
			}
			if i == 30 {
				c.RemoveNode("n03")
			}
			if i == 15 || i == 31 {
				if err := c.SetNode(node("n03", zone, []string{"d", "a"}[i%2])); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return cmp.Diff(contents(plain), contents(kept))
}
