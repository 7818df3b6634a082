package schedule_test

import (
	"errors"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// coming keeps room for a Pod on a node.
func coming(p *podlife.Pod, node string) *podlife.Pod {
	p.Status.NominatedNodeName = node
	return p
}

// A node on which room is kept for other Pods is judged with them first.
func TestNominatedOthers(t *testing.T) {
	const inUse = "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod"
	const ports = "node(s) didn't have free ports for the requested pod ports"
	port := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.Containers[0].Ports = []podlife.ContainerPort{{HostPort: 80, ContainerPort: 80}}
		return p
	}
	disk := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.Volumes = append(p.Spec.Volumes, podlife.Volume{Name: "d", GCEPersistentDisk: &podlife.GCEPersistentDiskVolumeSource{PDName: "d"}})
		return p
	}
	elsewhere := func(p *podlife.Pod) *podlife.Pod { p.Namespace = "other"; return p }
	exclusive := func(q *podlife.Pod) *podlife.Objects {
		return storage(boundClaim("c", "v", podlife.ReadWriteOncePod), volume("v"), coming(claims(q, "c"), "n1"))
	}
	exclusive2 := func(q *podlife.Pod) *podlife.Objects {
		return storage(boundClaim("c", "v", podlife.ReadWriteOncePod), volume("v"), boundClaim("d", "w", podlife.ReadWriteOncePod), volume("w"), q)
	}
	ephemeral := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.Volumes = append(p.Spec.Volumes, podlife.Volume{Name: "e", Ephemeral: &podlife.EphemeralVolumeSource{}})
		return p
	}
	ownClaim := boundClaim("p-e", "v", podlife.ReadWriteOncePod)
	ownClaim.OwnerReferences = []podlife.OwnerReference{{UID: "uid-other"}, {UID: "uid-p", Controller: true}}
	wishes := func(p *podlife.Pod, t podlife.PodAffinityTerm) *podlife.Pod {
		affinity(p).PodAntiAffinity = &podlife.PodAffinity{Preferred: []podlife.WeightedPodAffinityTerm{{Weight: 1, PodAffinityTerm: t}}}
		return p
	}
	everyone := term(zone, &podlife.LabelSelector{})
	zoned := func(pods ...*podlife.Pod) *podlife.Objects {
		return with(nodes(node("n1", zone, "a"), node("n2", zone, "b"), node("n3")), pods...)
	}
	both := func(n1, n2 string) map[string]string { return map[string]string{"n1": n1, "n2": n2} }
	three := func(n1, n2, n3 string) map[string]string { return map[string]string{"n1": n1, "n2": n2, "n3": n3} }
	guard := func() *podlife.Pod { return coming(apart(pod("q"), everyone), "n1") }
	checkFilters(t, []filterCase{
		{"reasons with them, though it fails without", with(nodes(node("n1")), coming(pod("q", "memory", "1Gi"), "n1")), pod("p", "cpu", "5", "memory", "8Gi"),
			one("!Insufficient cpu; Insufficient memory")},
		{"a plugin that is earlier with them", with(nodes(node("n1")), coming(port(pod("q")), "n1")), port(pod("p", "cpu", "5")), one(ports)},
		{"a plugin that is earlier without them", with(nodes(changed(node("n1"), closed)), coming(port(pod("q")), "n1")), port(pod("p")), one("!node(s) were unschedulable")},
		{"near to them does not count", zoned(coming(labeled(pod("q"), "app", "web"), "n1")), near(pod("p"), term(zone, app("web"))), three(notNear, notNear, notNear)},
		{"anti-affinity of theirs alone", zoned(guard()), pod("p"), three("ok", "ok", "ok")},
		{"anti-affinity of theirs beside a term of the Pod", zoned(guard()), apart(pod("p"), term(host, app("none"))), three(unwanted, "ok", "ok")},
		{"anti-affinity of theirs beside that of a Pod on a node", zoned(guard(), on(apart(pod("r"), everyone), "n2")), pod("p"), three(unwanted, unwanted, "ok")},
		{"anti-affinity of theirs beside that of a Pod on a node without a zone", zoned(guard(), on(apart(pod("r"), everyone), "n3")), pod("p"), three("ok", "ok", "ok")},
		{"anti-affinity of theirs beside two terms of the Pod", zoned(guard(), on(labeled(pod("r"), "app", "web"), "n1"), on(labeled(pod("s"), "app", "web"), "n2")),
			apart(near(pod("p"), term(zone, app("web"))), term(host, app("none"))), three(unwanted, "ok", notNear)},
		{"anti-affinity of theirs beside a wish of a Pod on a node", zoned(guard(), on(wishes(pod("r"), everyone), "n2")), pod("p"), three("ok", "ok", "ok")},
		{"only those that come to the node", with(nodes(node("n1"), node("n2")), coming(pod("q", "cpu", "3"), "n1"), coming(pod("r", "cpu", "1"), "n2")), pod("p", "cpu", "3"),
			both("Insufficient cpu", "ok")},
		{"only those that come first", with(nodes(node("n1")), coming(pod("q", "cpu", "1"), "n1"), coming(ranked(pod("r", "cpu", "3"), -1), "n1")), pod("p", "cpu", "3"), one("ok")},
		{"two that come", with(nodes(node("n1")), coming(pod("q", "cpu", "1"), "n1"), coming(pod("r", "cpu", "1"), "n1")), pod("p", "cpu", "3"), one("Insufficient cpu")},
		{"the Pod itself", with(nodes(node("n1")), coming(pod("p", "cpu", "3"), "n1")), pod("p", "cpu", "3"), one("ok")},
		{"one of its name elsewhere", with(nodes(node("n1")), coming(elsewhere(pod("p", "cpu", "3")), "n1")), pod("p", "cpu", "3"), one("Insufficient cpu")},
		{"one that is there already", with(nodes(node("n1"), node("n2")), on(pod("q", "cpu", "3"), "n2"), coming(pod("q", "cpu", "3"), "n1")), pod("p", "cpu", "3"), both("ok", "Insufficient cpu")},
		{"one that comes to a node that is gone", with(nodes(node("n1")), coming(pod("q", "cpu", "3"), "n9")), pod("p", "cpu", "3"), one("ok")},
		{"another claim, and the Pod has a disk", exclusive2(coming(claims(pod("q"), "d"), "n1")), disk(claims(pod("p"), "c")), both("ok", "ok")},
		{"a claim for all, and the Pod has a disk", storage(boundClaim("c", "v", podlife.ReadWriteOnce), volume("v"), coming(claims(pod("q"), "c"), "n1")), disk(claims(pod("p"), "c")), both("ok", "ok")},
		{"a claim of its own, of that name elsewhere", storage(ownClaim, volume("v"), coming(ephemeral(elsewhere(pod("p"))), "n1")), disk(ephemeral(pod("p"))), both("ok", "ok")},
		{"their claim alone", exclusive(pod("q")), claims(pod("p"), "c"), both("ok", "ok")},
		{"their claim, and the Pod has a disk", exclusive(pod("q")), disk(claims(pod("p"), "c")), both(inUse, "ok")},
		{"a claim of that name elsewhere, and the Pod has a disk", exclusive(elsewhere(pod("q"))), disk(claims(pod("p"), "c")), both(inUse, "ok")},
	})
}

// The node on which room is kept for the Pod itself is judged first.
func TestNominatedOwn(t *testing.T) {
	const affinity = "!node(s) didn't match Pod's node affinity/selector"
	named := func() *podlife.Pod {
		return changed(coming(pod("p"), "n2"), func(p *podlife.Pod) {
			p.Spec.Affinity = &podlife.Affinity{NodeAffinity: &podlife.NodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{{
				MatchFields: []podlife.NodeSelectorRequirement{{Key: "metadata.name", Operator: podlife.SelectorOpIn, Values: []string{"n1"}}}}}}}}
		})
	}
	checkFilters(t, []filterCase{
		{"it will do", nodes(changed(node("n1"), closed), node("n2"), node("n3")), coming(pod("p"), "n2"), map[string]string{"n2": "ok"}},
		{"it will not", nodes(node("n1"), changed(node("n2"), closed)), coming(pod("p"), "n2"), map[string]string{"n1": "ok", "n2": "!node(s) were unschedulable"}},
		{"it is not there", nodes(node("n1")), coming(pod("p"), "n2"), one("ok")},
		{"the Pod does not name it", nodes(node("n1"), node("n2"), node("n3")), named(),
			map[string]string{"n1": "ok", "n2": affinity, "n3": "!node(s) didn't satisfy plugin(s) [NodeAffinity]"}},
		{"the Pod does not name it, and it is closed", nodes(node("n1"), changed(node("n2"), closed), node("n3")), named(),
			map[string]string{"n1": "ok", "n2": "!node(s) were unschedulable", "n3": "!node(s) didn't satisfy plugin(s) [NodeAffinity NodeUnschedulable]"}},
		{"room on it is kept for another too", with(nodes(node("n1"), node("n2")), coming(pod("q", "cpu", "3"), "n2")), coming(pod("p", "cpu", "2"), "n2"),
			map[string]string{"n1": "ok", "n2": "Insufficient cpu"}},
	})
}

// A plugin that would fail is not asked about nodes that others rejected.
func TestNoNodeLeft(t *testing.T) {
	p := pod("p")
	p.Spec.Volumes = []podlife.Volume{{Name: "v", Ephemeral: &podlife.EphemeralVolumeSource{}}}
	pr := schedule.Default()
	pr.Filters = []string{schedule.NodeUnschedulable, schedule.NodeVolumeLimits}
	o := nodes(node("n1"))
	o.PersistentVolumeClaims = []*podlife.PersistentVolumeClaim{boundClaim("p-v", "v")}
	var fails *schedule.CycleError
	if _, err := explain(cluster(t, o), p, pr, 0); !errors.As(err, &fails) {
		t.Errorf("got %v, want a *CycleError", err)
	}
	o.Nodes[0] = changed(node("n1"), closed)
	var fit *schedule.FitError
	if _, err := explain(cluster(t, o), p, pr, 0); !errors.As(err, &fit) {
		t.Errorf("got %v, want a *FitError", err)
	}
	// Nor about one that will not do with the Pods that are to come to it.
	pr.Filters = []string{schedule.NodeResourcesFit, schedule.NodeVolumeLimits}
	o.Nodes[0], o.Pods = node("n1"), []*podlife.Pod{coming(pod("q", "cpu", "4"), "n1")}
	p.Spec.Containers[0].Resources.Requests = list("cpu", "1")
	if _, err := explain(cluster(t, o), p, pr, 0); !errors.As(err, &fit) {
		t.Errorf("with one to come: got %v, want a *FitError", err)
	}
}

// foreignOn puts a Pod on a node that has another's claim for its own. To count
// the volumes on that node is a failure.
func foreignOn(name, node string) []any {
	q := on(pod(name), node)
	q.Spec.Volumes = []podlife.Volume{{Name: "e", Ephemeral: &podlife.EphemeralVolumeSource{}}}
	return []any{q, boundClaim(name+"-e", name), volume(name, csi(name)), csiNode(node, 5)}
}

// named makes a Pod ask for a node by its name.
func named(p *podlife.Pod, node string) *podlife.Pod {
	affinity(p).NodeAffinity = &podlife.NodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{{
		MatchFields: []podlife.NodeSelectorRequirement{{Key: "metadata.name", Operator: podlife.SelectorOpIn, Values: []string{node}}}}}}}
	return p
}

// A failure on the node on which room is kept for the Pod is forgotten where
// another plugin rules the node out; so is one on nodes that it does not name.
func TestFailureOnNominated(t *testing.T) {
	pr := schedule.Profile{Filters: []string{schedule.NodeVolumeLimits, schedule.NodeAffinity}}
	objects := func(more ...any) *podlife.Objects {
		return storage(append(more, boundClaim("c", "v"), volume("v", csi("v")))...)
	}
	for _, test := range []struct {
		name, want string
		o          *podlife.Objects
		p          *podlife.Pod
	}{
		{"its own", "n2", objects(foreignOn("q", "n1")...), coming(claims(named(pod("p"), "n2"), "c"), "n1")},
		{"on another node than that of others", "n1", objects(append(foreignOn("q", "n2"), coming(pod("r"), "n1"))...), claims(named(pod("p"), "n1"), "c")},
		{"on the only node", "", objects(foreignOn("q", "n1")...), coming(claims(named(pod("p"), "n1"), "c"), "n1")},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := cluster(t, test.o).Schedule(test.p, pr, 0)
			var failed *schedule.CycleError
			if d.Node != test.want || errors.As(err, &failed) != (test.want == "") {
				t.Errorf("got %q, %v; want %q", d.Node, err, test.want)
			}
		})
	}
}

// A node that left is not asked about.
func TestAfterANodeLeft(t *testing.T) {
	c := cluster(t, with(nodes(node("n1"), node("n2"), node("n3")), on(pod("q", "cpu", "3"), "n3")))
	c.RemoveNode("n1")
	if d, err := c.Schedule(named(pod("p"), "n2"), schedule.Default(), 0); err != nil || d.Node != "n2" || d.Feasible != 1 {
		t.Errorf("got %+v, %v", d, err)
	}
	plan, err := c.Preempt(ranked(named(pod("p", "cpu", "4"), "n3"), 5), schedule.Default(), schedule.PreemptionArgs{})
	if err != nil || inWords(plan) != "n3: q, n3 by none" {
		t.Errorf("got %s, %v", inWords(plan), err)
	}
}
