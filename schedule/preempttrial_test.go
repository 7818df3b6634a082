package schedule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// One node is tried as if no other had been.
func TestTrialsLeaveNoTrace(t *testing.T) {
	boss := func(changes ...func(*podlife.Pod)) *podlife.Pod {
		return changed(ranked(pod("boss", "cpu", "4"), 100), changes...)
	}
	full := func(name, node string) *podlife.Pod { return on(pod(name, "cpu", "4"), node) }
	sameZone := func(pods ...*podlife.Pod) *podlife.Objects {
		return with(nodes(node("n2", zone, "a"), node("n1", zone, "a")), pods...)
	}
	anyone := spreads(1, podlife.DoNotSchedule, func(c *podlife.TopologySpreadConstraint) { c.LabelSelector = &podlife.LabelSelector{} }).Spec.TopologySpreadConstraints
	ownUsers := func(p *podlife.Pod) { p.Spec.HostNetwork, p.Spec.HostUsers = true, new(bool) }
	modern := changed(node("n1"), func(n *podlife.Node) { n.Status.DeclaredFeatures = []string{"UserNamespacesHostNetworkSupport"} })
	high := func(name, node string) *podlife.Pod { return coming(ranked(pod(name), 100), node) }
	checkPlans(t, []planCase{
		{"by name", sameZone(full("q", "n1"), full("r", "n2")), boss(), "n1: q, n2: r, n1 n2 by none"},
		{"who is away comes back", sameZone(apart(full("q", "n1"), term(zone, &podlife.LabelSelector{})), full("r", "n2")), boss(),
			"n1: q, n2: " + unwanted + ", n1 by none"},
		{"who went from one is not missed on another", with(zones(0, 0), full("q", "n1"), full("r", "n2"), high("h", "n2"), high("i", "n2")),
			boss(func(p *podlife.Pod) { p.Spec.TopologySpreadConstraints = anyone }), "n1: q, n2: " + skewed + ", n1 by none"},
		{"each node is asked all", with(nodes(modern, node("n2")), full("q", "n1"), full("r", "n2")), boss(ownUsers),
			"n1: q, n2: node(s) didn't match Pod's required features, n1 by none"},
		{"near to those that come does not count", with(zones(0), full("q", "n1"), labeled(high("h", "n1"), "app", "db")),
			boss(func(p *podlife.Pod) { near(p, term(zone, app("db"))) }), "n1: " + notNear[1:] + ", " + notHelpful},
		{"some that come, of which room is kept elsewhere", with(nodes(node("n1"), node("n2")), full("q", "n1"), full("r", "n2"), changed(high("h", "n2"), func(p *podlife.Pod) {
			p.Spec.Containers[0].Resources.Requests = list("cpu", "1")
		})), boss(), "n1: q, n2: Insufficient cpu, n1 by none"},
		{"some that come, of lower priority", with(nodes(node("n1")), full("q", "n1"), coming(ranked(pod("h", "cpu", "1"), 99), "n1")), boss(), "n1: q, n1 by none"},
	})
}

// A claim that only one Pod may use is counted once for each Pod that uses it,
// and only if it is one.
func TestClaimsInTheWay(t *testing.T) {
	boss := func(names ...string) *podlife.Pod { return claims(ranked(pod("boss", "cpu", "2"), 100), names...) }
	user := func(name, node string, priority int32) *podlife.Pod {
		return claims(ranked(on(pod(name, "cpu", "3"), node), priority), "c")
	}
	o := func(mode podlife.AccessMode, pods ...any) *podlife.Objects {
		return storage(append(pods, boundClaim("c", "v", mode), volume("v"), on(ranked(pod("full", "cpu", "4"), 100), "n2"))...)
	}
	elsewhere := coming(claims(ranked(pod("h"), 100), "c"), "n1")
	elsewhere.Namespace = "other"
	alike := claims(on(pod("r", "cpu", "500m"), "n1"), "c")
	alike.Namespace = "other"
	own := boundClaim("boss-e", "v", podlife.ReadWriteOncePod)
	own.OwnerReferences = []podlife.OwnerReference{{UID: "uid-boss", Controller: true}}
	ephemeral := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.Volumes = []podlife.Volume{{Name: "e", Ephemeral: &podlife.EphemeralVolumeSource{}}}
		return p
	}
	disk := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.Volumes = append(p.Spec.Volumes, podlife.Volume{Name: "d", GCEPersistentDisk: &podlife.GCEPersistentDiskVolumeSource{PDName: "d"}})
		return p
	}
	const n2 = ", n2: " + noVictims
	checkPlans(t, []planCase{
		{"one user", o(podlife.ReadWriteOncePod, user("q", "n1", 0)), boss("c"), "n1: q" + n2 + ", n1 by none"},
		{"named twice", o(podlife.ReadWriteOncePod, user("q", "n1", 0)), boss("c", "c"), "n1: q" + n2 + ", n1 by none"},
		{"a claim for all", o(podlife.ReadWriteOnce, user("q", "n1", 0), claims(ranked(on(pod("r"), "n2"), 100), "c")), disk(boss("c")), "n1: q" + n2 + ", n1 by none"},
		{"a claim for all that only others have", o(podlife.ReadWriteOnce, on(pod("q", "cpu", "3"), "n1"), claims(ranked(on(pod("r"), "n2"), 100), "c")), disk(boss("c")), "n1: q" + n2 + ", n1 by none"},
		{"another user of two claims", storage(boundClaim("c", "v", podlife.ReadWriteOncePod), volume("v"), boundClaim("d", "w", podlife.ReadWriteOncePod), volume("w"), user("q", "n1", 0),
			claims(ranked(on(pod("r", "cpu", "4"), "n2"), 100), "d")), boss("c", "d"), "n1: " + inUse + n2 + ", " + notHelpful},
		{"its own claim that another has", storage(own, volume("v"), on(pod("q", "cpu", "3"), "n1"), claims(ranked(on(pod("r", "cpu", "4"), "n2"), 100), "boss-e")), disk(ephemeral(boss())), "n1: q" + n2 + ", n1 by none"},
		{"a claim of one that comes is nothing to it", storage(boundClaim("c", "v", podlife.ReadWriteOncePod), volume("v"), on(pod("q", "cpu", "3"), "n1"), on(ranked(pod("r", "cpu", "4"), 100), "n2"), elsewhere), disk(boss()),
			"n1: q" + n2 + ", n1 by none"},
		{"one that comes has it, and two that go have claims of its name", o(podlife.ReadWriteOncePod, user("q", "n1", 0), alike, ranked(on(pod("s", "cpu", "500m"), "n1"), 5), elsewhere), boss("c"),
			"n1: q r" + n2 + ", n1 by none"}, // s comes back, for the one that comes is counted once
		{"one that comes has it", o(podlife.ReadWriteOncePod, user("q", "n1", 0), elsewhere), boss("c"), "n1: " + inUse + n2 + ", " + notHelpful},
	})
}

// Resources that only Pods to come ask for are told from those that the Pod
// asks for.
func TestStrangeResources(t *testing.T) {
	pr := schedule.Default()
	pr.Fit.IgnoredResourceGroups = []string{"b.io"}
	o := with(nodes(node("n1")), on(pod("q", "cpu", "3"), "n1"), coming(ranked(pod("h", "a.io/x", "1"), 100), "n1"))
	plan, err := cluster(t, o).Preempt(ranked(pod("boss", "cpu", "2", "b.io/y", "1"), 100), pr, schedule.PreemptionArgs{})
	if err != nil || inWords(plan) != "n1: q, n1 by none" {
		t.Errorf("got %s, %v", inWords(plan), err)
	}
}

// Who is not nominated any more, and which budget would have kept a victim: in
// the order of names.
func TestUnnominatedAndBudgets(t *testing.T) {
	q := labeled(ranked(pod("q", "cpu", "3"), 1), "app", "web")
	elsewhere := coming(ranked(pod("b"), 1), "n1")
	elsewhere.Namespace = "another"
	o := guarding(with(nodes(node("n1"), changed(node("n2"), closed)), on(q, "n1"),
		coming(ranked(pod("x"), 1), "n1"), coming(ranked(pod("w"), 2), "n1"), elsewhere, coming(ranked(pod("same"), 100), "n1"), coming(ranked(pod("higher"), 101), "n1"),
		coming(ranked(pod("there"), 1), "n2"), coming(pod("placed"), "n1"), on(ranked(pod("placed"), 100), "n1")),
		budgetOf("c", 0, app("web")), budgetOf("b", 0, app("web")), budgetOf("a", 1, app("web")))
	plan, err := cluster(t, o).Preempt(ranked(pod("boss", "cpu", "2"), 100), schedule.Default(), schedule.PreemptionArgs{})
	if err != nil || plan.Node != "n1" || len(plan.Victims) != 1 || plan.Violations != 1 {
		t.Fatalf("got %s, %v", inWords(plan), err)
	}
	if v := plan.Victims[0].Violates; v == nil || v.Name != "b" {
		t.Errorf("violates %+v, want b", v)
	}
	var got []string
	for _, p := range plan.Unnominated {
		got = append(got, p.Namespace+"/"+p.Name)
	}
	if diff := cmp.Diff([]string{"another/b", "default/w", "default/x"}, got); diff != "" {
		t.Errorf("unnominated (-want +got):\n%s", diff)
	}
}

// Where a plugin fails in several ways, all are told.
func TestPreemptionFailsTwice(t *testing.T) {
	objects := append(foreignOn("h1", "n1"), foreignOn("h2", "n2")...)
	o := storage(append(objects, boundClaim("c", "v"), volume("v", csi("v")), on(pod("q", "cpu", "3"), "n1"), on(pod("r", "cpu", "3"), "n2"))...)
	for _, p := range o.Pods[:2] {
		ranked(p, 100)
	}
	pr := schedule.Profile{Filters: []string{schedule.NodeResourcesFit, schedule.NodeVolumeLimits}, Preemption: true}
	plan, err := cluster(t, o).Preempt(claims(ranked(pod("p", "cpu", "2"), 100), "c"), pr, schedule.PreemptionArgs{})
	if err == nil || plan.Outcome != schedule.PreemptionFailed {
		t.Fatalf("got %v, %v", plan.Outcome, err)
	}
	of := func(name string) string {
		return `running "NodeVolumeLimits" filter plugin: PVC default/` + name + "-e was not created for pod default/" + name + " (pod is not owner)"
	}
	if diff := cmp.Diff("preemption: ["+of("h1")+", "+of("h2")+"]", plan.Message); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
