package schedule_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

func TestMatchInterPodAffinity(t *testing.T) {
	const both = "node(s) didn't match pod affinity/anti-affinity; "
	const notWanted, notNear, tooNear = both + "node(s) didn't satisfy existing pods anti-affinity rules",
		both + "node(s) didn't match pod affinity rules", both + "node(s) didn't match pod anti-affinity rules"
	const failed = `running plugin "MatchInterPodAffinity": empty topologyKey is not allowed except for PreferredDuringScheduling pod anti-affinity`
	// n1 and n2 are in zone a, n3 in b, n4 in none.
	o := func(pods ...*podlife.Pod) *podlife.Objects {
		return with(nodes(node("n1", zone, "a"), node("n2", zone, "a"), node("n3", zone, "b"), node("n4")), pods...)
	}
	web, db := func(name string) *podlife.Pod { return labeled(pod(name), "app", "web") }, func(name string) *podlife.Pod { return labeled(pod(name), "app", "db") }
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.MatchInterPodAffinity), []legacyCase{
		{"no terms", o(), web("p"), ""},
		{"near in the zone", o(on(db("q"), "n2")), near(web("p"), term(zone, app("db"))), ""},
		{"in another zone", o(on(db("q"), "n3")), near(web("p"), term(zone, app("db"))), notNear},
		{"nobody anywhere", o(), near(web("p"), term(zone, app("db"))), notNear},
		{"the first of its kind", o(), near(web("p"), term(zone, app("web"))), ""},
		{"its kind outside zones", o(on(web("q"), "n4")), near(web("p"), term(zone, app("web"))), notNear},
		{"two terms, two Pods", o(on(db("q"), "n1"), on(labeled(pod("r"), "app", "cache"), "n2")), near(web("p"), term(zone, app("db")), term(zone, app("cache"))), ""},
		{"two terms, one met", o(on(db("q"), "n1")), near(web("p"), term(zone, app("db")), term(zone, app("cache"))), notNear},
		{"two terms, first of one", o(on(db("q"), "n1")), near(web("p"), term(zone, app("db")), term(zone, app("web"))), ""},
		{"on the node", o(on(db("q"), "n1")), near(web("p"), term(host, app("db"))), ""},
		{"on another node", o(on(db("q"), "n2")), near(web("p"), term(host, app("db"))), notNear},
		{"its kind on another node", o(on(web("q"), "n2")), near(web("p"), term(host, app("web"))), ""},
		{"other namespace", o(changed(on(db("q"), "n1"), func(p *podlife.Pod) { p.Namespace = "shop" })), near(web("p"), term(zone, app("db"))), notNear},
		{"named namespace", o(changed(on(db("q"), "n1"), func(p *podlife.Pod) { p.Namespace = "shop" })), near(web("p"), term(zone, app("db"), "shop")), ""},
		{"too near", o(on(db("q"), "n2")), apart(web("p"), term(zone, app("db"))), tooNear},
		{"far enough", o(on(db("q"), "n3")), apart(web("p"), term(zone, app("db"))), ""},
		{"apart from its own", o(), apart(web("p"), term(zone, app("web"))), ""},
		{"unwanted", o(on(apart(db("q"), term(zone, app("web"))), "n2")), web("p"), notWanted},
		{"unwanted elsewhere", o(on(apart(db("q"), term(zone, app("web"))), "n3")), web("p"), ""},
		{"unwanted goes first", o(on(apart(db("q"), term(zone, app("web"))), "n2")), apart(near(web("p"), term(zone, app("x"))), term(zone, app("db"))), notWanted},
		{"near goes before apart", o(on(db("q"), "n2")), apart(near(web("p"), term(zone, app("x"))), term(zone, app("db"))), notNear},
		{"no key, near", o(), near(web("p"), term("", app("db"))), failed},
		{"no key, apart", o(), apart(web("p"), term("", app("db"))), tooNear},
		{"no key, unwanted", o(on(apart(db("q"), term("", app("web"))), "n3")), web("p"), failed},
	})
}

// Pods that are gone count no more, and neither do their terms.
func TestGoneFromInterPodAffinity(t *testing.T) {
	web := func(name string) *podlife.Pod { return labeled(pod(name), "app", "web") }
	q, r := on(web("q"), "n1"), on(apart(pod("r"), term("", app("web"))), "n1") // a term that would fail
	c := cluster(t, with(nodes(node("n1", zone, "a"), node("n2", zone, "b")), q, r))
	c.Forget(q)
	c.Forget(r)
	for _, p := range []*podlife.Pod{web("p"), near(web("p"), term(zone, app("web")))} {
		d, err := c.Schedule(p, only(schedule.LegacyArgs{}, schedule.MatchInterPodAffinity), 0)
		if err != nil || d.Feasible != 2 {
			t.Errorf("%d nodes will do, %v; want 2", d.Feasible, err)
		}
	}
}
