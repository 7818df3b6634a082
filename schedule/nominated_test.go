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
}
