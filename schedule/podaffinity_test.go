package schedule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// near gives a Pod required affinity terms, apart anti-affinity terms.
func near(p *podlife.Pod, terms ...podlife.PodAffinityTerm) *podlife.Pod {
	affinity(p).PodAffinity = &podlife.PodAffinity{Required: terms}
	return p
}

func apart(p *podlife.Pod, terms ...podlife.PodAffinityTerm) *podlife.Pod {
	affinity(p).PodAntiAffinity = &podlife.PodAffinity{Required: terms}
	return p
}

func affinity(p *podlife.Pod) *podlife.Affinity {
	if p.Spec.Affinity == nil {
		p.Spec.Affinity = &podlife.Affinity{}
	}
	return p.Spec.Affinity
}

func term(key string, sel *podlife.LabelSelector, namespaces ...string) podlife.PodAffinityTerm {
	return podlife.PodAffinityTerm{TopologyKey: key, LabelSelector: sel, Namespaces: namespaces}
}

const (
	host     = "kubernetes.io/hostname"
	notNear  = "!node(s) didn't match pod affinity rules"
	tooNear  = "node(s) didn't match pod anti-affinity rules"
	unwanted = "node(s) didn't satisfy existing pods anti-affinity rules"
)

func TestPodAffinityFilter(t *testing.T) {
	// n1 and n2 are in zone a, n3 in zone b, n4 in none.
	four := func() *podlife.Objects {
		return nodes(node("n1", zone, "a"), node("n2", zone, "a", "rack", "r2"), node("n3", zone, "b"), node("n4"))
	}
	all := func(v1, v2, v3, v4 string) map[string]string {
		return map[string]string{"n1": v1, "n2": v2, "n3": v3, "n4": v4}
	}
	web := func(name string) *podlife.Pod { return labeled(pod(name), "app", "web") }
	db := func(name string) *podlife.Pod { return labeled(pod(name), "app", "db", "tier", "back") }
	elsewhere := func(p *podlife.Pod) *podlife.Pod { p.Namespace = "other"; return p }
	anyNamespace := term(host, app("web"))
	anyNamespace.NamespaceSelector = &podlife.LabelSelector{}
	teamX := term(host, app("web"))
	teamX.NamespaceSelector = &podlife.LabelSelector{MatchLabels: map[string]string{"team": "x"}}
	teams := with(four(), on(elsewhere(web("q")), "n1"), on(web("r"), "n2"))
	teams.Namespaces = []*podlife.Namespace{{ObjectMeta: podlife.ObjectMeta{Name: "other", Labels: map[string]string{"team": "x"}}}, {ObjectMeta: podlife.ObjectMeta{Name: "default"}}}
	teamY := term(host, app("web"))
	teamY.NamespaceSelector = &podlife.LabelSelector{MatchLabels: map[string]string{"team": "y"}}
	twoTeams := with(four(), on(apart(db("q"), teamX), "n1"), on(apart(db("r"), teamY), "n2"))
	twoTeams.Namespaces = []*podlife.Namespace{{ObjectMeta: podlife.ObjectMeta{Name: "other", Labels: map[string]string{"team": "y"}}}}
	appIs := func(op podlife.SelectorOperator) *podlife.LabelSelector {
		return &podlife.LabelSelector{MatchExpressions: []podlife.LabelSelectorRequirement{{Key: "app", Operator: op}}}
	}
	anyApp, noApp := appIs(podlife.SelectorOpExists), appIs(podlife.SelectorOpDoesNotExist)
	checkFilters(t, []filterCase{
		{"the first of its kind", four(), near(web("p"), term(zone, app("web"))), all("ok", "ok", "ok", notNear)},
		{"the first, but for one without a zone", with(four(), on(web("q"), "n4")), near(web("p"), term(zone, app("web"))), all("ok", "ok", "ok", notNear)},
		{"one in zone a", with(four(), on(web("q"), "n1")), near(web("p"), term(zone, app("web"))), all("ok", "ok", notNear, notNear)},
		{"not of its own kind", four(), near(db("p"), term(zone, app("web"))), all(notNear, notNear, notNear, notNear)},
		{"two terms, one Pod each", with(four(), on(web("q"), "n1"), on(db("r"), "n1")), near(pod("p"), term(zone, app("web")), term(zone, app("db"))),
			all(notNear, notNear, notNear, notNear)},
		{"two keys", with(four(), on(web("q"), "n2")), near(pod("p"), term(zone, app("web")), term("rack", app("web"))), all(notNear, "ok", notNear, notNear)},
		{"nil selector", four(), near(web("p"), term(zone, nil)), all(notNear, notNear, notNear, notNear)},
		{"one to a node", with(four(), on(web("q"), "n1"), on(web("r"), "n2")), apart(web("p"), term(host, app("web"))), all(tooNear, tooNear, "ok", "ok")},
		{"one to a zone", with(four(), on(web("q"), "n1")), apart(web("p"), term(zone, app("web"))), all(tooNear, tooNear, "ok", "ok")},
		{"all Pods, deleted ones too", with(four(), on(changed(db("q"), func(p *podlife.Pod) { p.DeletionTimestamp = at }), "n3")),
			apart(web("p"), term(host, &podlife.LabelSelector{})), all("ok", "ok", tooNear, "ok")},
		{"theirs", with(four(), on(apart(db("q"), term(zone, app("web"))), "n1")), web("p"), all(unwanted, unwanted, "ok", "ok")},
		{"theirs, in another namespace", with(four(), on(elsewhere(apart(db("q"), term(zone, app("web")))), "n1")), web("p"), all("ok", "ok", "ok", "ok")},
		{"theirs, for all namespaces", with(four(), on(elsewhere(apart(db("q"), anyNamespace)), "n1")), web("p"), all(unwanted, "ok", "ok", "ok")},
		{"ours goes before theirs", with(four(), on(apart(web("q"), term(host, app("web"))), "n1")), apart(web("p"), term(host, app("web"))), all(tooNear, "ok", "ok", "ok")},
		{"affinity goes before anti-affinity", with(four(), on(web("q"), "n1")), apart(near(web("p"), term(zone, app("db"))), term(zone, app("web"))),
			all(notNear, notNear, notNear, notNear)},
		{"namespaces by label", teams, apart(web("p"), teamX), all(tooNear, "ok", "ok", "ok")},
		{"namespaces by name", teams, apart(web("p"), term(host, app("web"), "other")), all(tooNear, "ok", "ok", "ok")},
		{"any app", with(four(), on(pod("q"), "n1"), on(labeled(pod("r"), "tier", "back"), "n2"), on(db("s"), "n3")), apart(pod("p"), term(host, anyApp)), all("ok", "ok", tooNear, "ok")},
		{"no app", with(four(), on(pod("q"), "n1"), on(labeled(pod("r"), "tier", "back"), "n2"), on(db("s"), "n3")), apart(pod("p"), term(host, noApp)), all(tooNear, tooNear, "ok", "ok")},
		{"theirs, for namespaces by two labels", twoTeams, elsewhere(web("p")), all("ok", unwanted, "ok", "ok")},
		{"theirs, for namespaces by two names", with(four(), on(apart(db("q"), term(host, app("web"), "default")), "n1"), on(apart(db("r"), term(host, app("web"), "other")), "n2")),
			elsewhere(web("p")), all("ok", unwanted, "ok", "ok")},
		{"theirs, by two keys", with(four(), on(apart(db("q"), term(host, app("web"))), "n1"), on(apart(db("r"), term(zone, app("web"))), "n3")), web("p"), all(unwanted, "ok", unwanted, "ok")},
		{"one that left wants nothing", with(four(), on(changed(apart(db("q"), term(host, app("web"))), func(p *podlife.Pod) { p.Status.Phase = podlife.PodFailed }), "n1")), web("p"), all("ok", "ok", "ok", "ok")},
		{"no key", with(four(), on(web("q"), "n1")), apart(web("p"), term("", app("web"))), all("ok", "ok", "ok", "ok")},
	})
}

func TestPodAffinityScore(t *testing.T) {
	three := func() *podlife.Objects {
		return nodes(node("n1", zone, "a"), node("n2", zone, "b"), node("n3", zone, "c"))
	}
	wish := func(p *podlife.Pod, near, far int32) *podlife.Pod {
		affinity(p).PodAffinity = &podlife.PodAffinity{Preferred: []podlife.WeightedPodAffinityTerm{{Weight: near, PodAffinityTerm: term(zone, app("web"))}}}
		affinity(p).PodAntiAffinity = &podlife.PodAffinity{Preferred: []podlife.WeightedPodAffinityTerm{{Weight: far, PodAffinityTerm: term(zone, app("db"))}}}
		return p
	}
	web, db := labeled(pod("web"), "app", "web"), labeled(pod("db"), "app", "db")
	ignoring := schedule.Default()
	ignoring.PodAffinity.IgnorePreferredTermsOfExistingPods = true
	heavy := schedule.Default()
	heavy.PodAffinity.HardPodAffinityWeight = 50
	weighty := schedule.Default()
	weighty.PodAffinity.HardPodAffinityWeight = 0
	for _, test := range []struct {
		name string
		o    *podlife.Objects
		p    *podlife.Pod
		pr   schedule.Profile
		want map[string]int64
	}{
		{"own wishes", with(three(), on(web, "n1"), on(db, "n2")), wish(pod("p"), 10, 10), schedule.Default(), map[string]int64{"n1": 100, "n2": 0, "n3": 50}},
		{"theirs", with(three(), on(wish(pod("q"), 10, 0), "n2")), labeled(pod("p"), "app", "web"), schedule.Default(), map[string]int64{"n1": 0, "n2": 100, "n3": 0}},
		{"theirs, ignored", with(three(), on(wish(pod("q"), 10, 0), "n2")), labeled(pod("p"), "app", "web"), ignoring, map[string]int64{"n1": 0, "n2": 0, "n3": 0}},
		{"what they require", with(three(), on(near(pod("q"), term(zone, app("web"))), "n3")), labeled(pod("p"), "app", "web"), schedule.Default(),
			map[string]int64{"n1": 0, "n2": 0, "n3": 100}},
		{"what they require, and a wish of half the weight", with(three(), on(near(pod("q"), term(zone, app("web"))), "n3"), on(wish(pod("r"), 25, 0), "n2")), labeled(pod("p"), "app", "web"), heavy,
			map[string]int64{"n1": 0, "n2": 50, "n3": 100}},
		{"what they require, for nothing", with(three(), on(near(pod("q"), term(zone, app("web"))), "n3")), labeled(pod("p"), "app", "web"), weighty,
			map[string]int64{"n1": 0, "n2": 0, "n3": 0}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, scores(t, test.o, test.p, test.pr, schedule.InterPodAffinity)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
