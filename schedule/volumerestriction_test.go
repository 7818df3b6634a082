package schedule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// Two Pods have one disk: whether it can be on one node for both depends on its
// kind, and on whether both only read.
func TestSharedDisks(t *testing.T) {
	gce := func(name string, readOnly bool) podlife.Volume {
		return podlife.Volume{GCEPersistentDisk: &podlife.GCEPersistentDiskVolumeSource{PDName: name, ReadOnly: readOnly}}
	}
	ebs := func(id string) podlife.Volume {
		return podlife.Volume{AWSElasticBlockStore: &podlife.AWSElasticBlockStoreVolumeSource{VolumeID: id}}
	}
	iscsi := func(iqn string, readOnly bool) podlife.Volume {
		return podlife.Volume{ISCSI: &podlife.ISCSIVolumeSource{IQN: iqn, ReadOnly: readOnly}}
	}
	rbd := func(pool, image string, readOnly bool, monitors ...string) podlife.Volume {
		return podlife.Volume{RBD: &podlife.RBDVolumeSource{RBDPool: pool, RBDImage: image, ReadOnly: readOnly, CephMonitors: monitors}}
	}
	for _, test := range []struct {
		name string
		a, b podlife.Volume
		want string
	}{
		{"GCE, both write", gce("d", false), gce("d", false), noDisk},
		{"GCE, one writes", gce("d", false), gce("d", true), noDisk},
		{"GCE, both read", gce("d", true), gce("d", true), "ok"},
		{"GCE, two disks", gce("d", false), gce("e", false), "ok"},
		{"EBS", ebs("d"), ebs("d"), noDisk},
		{"EBS, two disks", ebs("d"), ebs("e"), "ok"},
		{"iSCSI, both write", iscsi("d", false), iscsi("d", false), noDisk},
		{"iSCSI, one writes", iscsi("d", true), iscsi("d", false), noDisk},
		{"iSCSI, both read", iscsi("d", true), iscsi("d", true), "ok"},
		{"iSCSI, two disks", iscsi("d", false), iscsi("e", false), "ok"},
		{"RBD, both write", rbd("p", "i", false, "a", "b"), rbd("p", "i", false, "b", "c"), noDisk},
		{"RBD, one writes", rbd("p", "i", true, "a"), rbd("p", "i", false, "a"), noDisk},
		{"RBD, both read", rbd("p", "i", true, "a"), rbd("p", "i", true, "a"), "ok"},
		{"RBD, two monitors", rbd("p", "i", false, "a"), rbd("p", "i", false, "b"), "ok"},
		{"RBD, two pools", rbd("p", "i", false, "a"), rbd("q", "i", false, "a"), "ok"},
		{"RBD, two images", rbd("p", "i", false, "a"), rbd("p", "j", false, "a"), "ok"},
		{"two kinds, a", iscsi("d", false), rbd("d", "d", false, "d"), "ok"},
		{"two kinds, b", gce("d", false), ebs("d"), "ok"},
		{"no disk there", ebs("d"), podlife.Volume{}, "ok"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for range 2 {
				p, q := pod("p"), on(pod("q"), "n1")
				p.Spec.Volumes, q.Spec.Volumes = []podlife.Volume{{Name: "tmp"}, test.a}, []podlife.Volume{{Name: "tmp"}, test.b}
				if diff := cmp.Diff(verdictList(test.want, "ok"), verdicts(t, storage(q), p)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				test.a, test.b = test.b, test.a
			}
		})
	}
}

// A claim that only one Pod may use: of a Pod that has a node, its namespace
// counts; of one that is merely nominated, the name alone, and only if the Pod
// has a disk that cannot be shared.
func TestExclusiveClaimInOtherNamespace(t *testing.T) {
	other := func(status, node string) *podlife.Pod {
		q := claims(pod("q"), "c")
		q.Namespace, q.Status.NominatedNodeName, q.Spec.NodeName = "other", status, node
		return q
	}
	withDisk := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.Volumes = append(p.Spec.Volumes, podlife.Volume{Name: "d", GCEPersistentDisk: &podlife.GCEPersistentDiskVolumeSource{PDName: "d"}})
		return p
	}
	both, first := map[string]string{"n1": "ok", "n2": "ok"}, map[string]string{"n1": inUse, "n2": "ok"}
	o := func(q *podlife.Pod) *podlife.Objects {
		return storage(boundClaim("c", "v", podlife.ReadWriteOncePod), volume("v"), q)
	}
	checkFilters(t, []filterCase{
		{"on a node", o(other("", "n1")), claims(pod("p"), "c"), both},
		{"on a node, and a disk", o(other("", "n1")), withDisk(claims(pod("p"), "c")), both},
		{"nominated", o(other("n1", "")), claims(pod("p"), "c"), both},
		{"nominated, and a disk", o(other("n1", "")), withDisk(claims(pod("p"), "c")), first},
	})
}

// A claim that only one Pod may use is free again when that Pod has left.
func TestExclusiveClaimIsFreeAgain(t *testing.T) {
	c := cluster(t, storage(boundClaim("c", "v", podlife.ReadWriteOncePod), volume("v"), on(claims(pod("q"), "c"), "n1")))
	feasible := func() int {
		d, _ := c.Schedule(claims(pod("p"), "c"), schedule.Default(), 0)
		return d.Feasible
	}
	if got := feasible(); got != 0 {
		t.Errorf("in use: %d nodes will do", got)
	}
	c.Forget(pod("q"))
	if got := feasible(); got != 2 {
		t.Errorf("free again: %d nodes will do", got)
	}
}
