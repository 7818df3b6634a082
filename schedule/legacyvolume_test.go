package schedule_test

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

func TestNoDiskConflict(t *testing.T) {
	gce := func(name string, readOnly bool) podlife.Volume {
		return podlife.Volume{GCEPersistentDisk: &podlife.GCEPersistentDiskVolumeSource{PDName: name, ReadOnly: readOnly}}
	}
	ebs := func(id string, readOnly bool) podlife.Volume {
		return podlife.Volume{AWSElasticBlockStore: &podlife.AWSElasticBlockStoreVolumeSource{VolumeID: id, ReadOnly: readOnly}}
	}
	iscsi := func(iqn string, readOnly bool) podlife.Volume {
		return podlife.Volume{ISCSI: &podlife.ISCSIVolumeSource{IQN: iqn, ReadOnly: readOnly}}
	}
	rbd := func(image string, readOnly bool, monitors ...string) podlife.Volume {
		return podlife.Volume{RBD: &podlife.RBDVolumeSource{RBDImage: image, RBDPool: "rbd", CephMonitors: monitors, ReadOnly: readOnly}}
	}
	azure := podlife.Volume{AzureDisk: &podlife.AzureDiskVolumeSource{DiskName: "d"}}
	const taken = "node(s) had no available disk"
	var cases []legacyCase
	for _, test := range []struct {
		name        string
		there, want podlife.Volume
		verdict     string
	}{
		{"GCE", gce("d", false), gce("d", false), taken},
		{"GCE, one read-only", gce("d", false), gce("d", true), taken},
		{"GCE, both read-only", gce("d", true), gce("d", true), ""},
		{"GCE, another", gce("d", false), gce("e", false), ""},
		{"EBS", ebs("d", false), ebs("d", false), taken},
		{"EBS, both read-only", ebs("d", true), ebs("d", true), taken},
		{"EBS, another", ebs("d", false), ebs("e", false), ""},
		{"other kind", ebs("d", false), gce("d", false), ""},
		{"iSCSI", iscsi("d", false), iscsi("d", false), taken},
		{"iSCSI, both read-only", iscsi("d", true), iscsi("d", true), ""},
		{"RBD", rbd("d", false, "m1", "m2"), rbd("d", false, "m2", "m3"), taken},
		{"RBD, other monitors", rbd("d", false, "m1"), rbd("d", false, "m2"), ""},
		{"RBD, both read-only", rbd("d", true, "m1"), rbd("d", true, "m1"), ""},
		{"Azure is not looked at", azure, azure, ""},
	} {
		q, p := on(pod("q"), "n1"), pod("p")
		q.Spec.Volumes, p.Spec.Volumes = []podlife.Volume{test.there}, []podlife.Volume{test.want}
		cases = append(cases, legacyCase{test.name, with(nodes(node("n1"), node("n2")), q), p, test.verdict})
	}
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.NoDiskConflict), cases)
}

// diskKind is a kind of disk that is counted.
type diskKind struct {
	predicate string
	limit     int
	inline    func(name string) podlife.Volume
	bound     func(name string) func(*podlife.PersistentVolume)
}

func diskKinds() []diskKind {
	return []diskKind{
		{schedule.MaxEBSVolumeCount, 39,
			func(name string) podlife.Volume {
				return podlife.Volume{Name: name, AWSElasticBlockStore: &podlife.AWSElasticBlockStoreVolumeSource{VolumeID: name}}
			},
			func(name string) func(*podlife.PersistentVolume) {
				return func(v *podlife.PersistentVolume) {
					v.Spec.AWSElasticBlockStore = &podlife.AWSElasticBlockStoreVolumeSource{VolumeID: name}
				}
			}},
		{schedule.MaxGCEPDVolumeCount, 16,
			func(name string) podlife.Volume {
				return podlife.Volume{Name: name, GCEPersistentDisk: &podlife.GCEPersistentDiskVolumeSource{PDName: name}}
			},
			func(name string) func(*podlife.PersistentVolume) {
				return func(v *podlife.PersistentVolume) {
					v.Spec.GCEPersistentDisk = &podlife.GCEPersistentDiskVolumeSource{PDName: name}
				}
			}},
		{schedule.MaxAzureDiskVolumeCount, 16,
			func(name string) podlife.Volume {
				return podlife.Volume{Name: name, AzureDisk: &podlife.AzureDiskVolumeSource{DiskName: name}}
			},
			func(name string) func(*podlife.PersistentVolume) {
				return func(v *podlife.PersistentVolume) { v.Spec.AzureDisk = &podlife.AzureDiskVolumeSource{DiskName: name} }
			}},
	}
}

func TestMaxVolumeCount(t *testing.T) {
	const many = "node(s) exceed max volume count"
	kinds := diskKinds()
	for i, k := range kinds {
		uses := func(p *podlife.Pod, names ...string) *podlife.Pod {
			for _, name := range names {
				p.Spec.Volumes = append(p.Spec.Volumes, k.inline(name))
			}
			return p
		}
		all := func(n int) (names []string) {
			for i := range n {
				names = append(names, fmt.Sprintf("d%d", i))
			}
			return names
		}
		there := func(n int) *podlife.Objects {
			o := storage(boundClaim("same", "pv"), boundClaim("other", "csi"), boundClaim("new", "nv"), boundClaim("lost", "gone"), freeClaim("free", "fast", "1Gi"))
			o.PersistentVolumes = []*podlife.PersistentVolume{volume("pv", k.bound("d0")), volume("nv", k.bound("new")), volume("csi", csi("d"))}
			return with(o, on(uses(pod("q"), all(n)...), "n1"))
		}
		other := pod("p")
		other.Spec.Volumes = []podlife.Volume{kinds[(i+1)%3].inline("x")}
		error := `running plugin "` + k.predicate + `": PersistentVolumeClaim had no name`
		t.Run(k.predicate, func(t *testing.T) {
			pr := schedule.Profile{Filters: []string{k.predicate}} // nil arguments are those by default
			checkLegacy(t, pr, []legacyCase{
				{"none", there(k.limit), pod("p"), ""},
				{"last one", there(k.limit - 1), uses(pod("p"), "x"), ""},
				{"one too many", there(k.limit), uses(pod("p"), "x"), many},
				{"two too many", there(k.limit - 1), uses(pod("p"), "x", "y"), many},
				{"the same twice", there(k.limit - 1), uses(pod("p"), "x", "x"), ""},
				{"one that is there", there(k.limit), uses(pod("p"), "d0"), ""},
				{"one that is there, above the limit", there(k.limit + 1), uses(pod("p"), "d0"), many},
				{"a claim for one that is there", there(k.limit), claims(pod("p"), "same"), ""},
				{"a claim for one that is not there", with(there(k.limit-1), on(claims(pod("r"), "new"), "n1")), uses(pod("p"), "x"), many},
				{"a claim for another kind", there(k.limit), claims(pod("p"), "other"), ""},
				{"a claim without a volume", there(k.limit), claims(pod("p"), "free"), many},
				{"a claim that is not there", there(k.limit), claims(pod("p"), "missing"), many},
				{"a claim whose volume is not there", there(k.limit), claims(pod("p"), "lost"), many},
				{"a claim without a name", there(0), claims(pod("p"), ""), error},
				{"a claim without a name of a placed Pod", with(there(0), on(claims(pod("r"), ""), "n1")), uses(pod("p"), "x"), error},
				{"another kind", there(k.limit), other, ""},
			})
			checkLegacy(t, only(schedule.LegacyArgs{MaxVolumes: 2}, k.predicate), []legacyCase{
				{"limit set", there(1), uses(pod("p"), "x"), ""},
				{"above it", there(2), uses(pod("p"), "x"), many},
			})
		})
	}
}

func TestCheckVolumeBinding(t *testing.T) {
	const far, none = "node(s) had volume node affinity conflict", "node(s) didn't find available persistent volumes to bind"
	const failed = `running plugin "CheckVolumeBinding": `
	late := class("late", "kubernetes.io/no-provisioner", podlife.VolumeBindingWaitForFirstConsumer)
	o := func(objects ...any) *podlife.Objects {
		return storage(append(objects, late, class("made", "example.com/disk", podlife.VolumeBindingWaitForFirstConsumer),
			class("now", "example.com/disk", podlife.VolumeBindingImmediate))...)
	}
	data := func(names ...string) *podlife.Pod { return claims(pod("p"), names...) }
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.CheckVolumeBinding), []legacyCase{
		{"no claims", o(), pod("p"), ""},
		{"bound", o(boundClaim("a", "v"), volume("v")), data("a"), ""},
		{"bound, reachable", o(boundClaim("a", "v"), volume("v", reachableFrom("n1"))), data("a"), ""},
		{"bound elsewhere", o(boundClaim("a", "v"), volume("v", reachableFrom("n2"))), data("a"), far},
		{"volume is not there", o(boundClaim("a", "v")), data("a"), failed + "a volume that a claim is bound to was not found"},
		{"waits, volume there", o(freeClaim("a", "late", "1Gi"), volume("v", ofClass("late"))), data("a"), ""},
		{"waits, volume elsewhere", o(freeClaim("a", "late", "1Gi"), volume("v", ofClass("late"), reachableFrom("n2"))), data("a"), none},
		{"waits, too small", o(freeClaim("a", "late", "101Gi"), volume("v", ofClass("late"))), data("a"), none},
		{"waits, other class", o(freeClaim("a", "late", "1Gi"), volume("v", ofClass("slow"))), data("a"), none},
		{"two wait for one", o(freeClaim("a", "late", "1Gi"), freeClaim("b", "late", "1Gi"), volume("v", ofClass("late"))), data("a", "b"), none},
		{"none is made", o(freeClaim("a", "made", "1Gi")), data("a"), none},
		{"both", o(boundClaim("a", "v"), volume("v", reachableFrom("n2")), freeClaim("b", "late", "1Gi")), data("a", "b"), far + "; " + none},
		{"immediate", o(freeClaim("a", "now", "1Gi")), data("a"), failed + "pod has unbound PersistentVolumeClaims"},
		{"no class", o(freeClaim("a", "", "1Gi")), data("a"), failed + "pod has unbound PersistentVolumeClaims"},
	})
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.CheckVolumeBinding), []legacyCase{
		{"no mode", storage(freeClaim("a", "odd", "1Gi"), &podlife.StorageClass{ObjectMeta: podlife.ObjectMeta{Name: "odd"}}), data("a"),
			failed + `VolumeBindingMode not set for StorageClass "odd"`},
	})
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.VolumeBinding, schedule.CheckVolumeBinding), []legacyCase{
		{"asked after the plugin of today", o(freeClaim("a", "late", "1Gi"), volume("v", ofClass("late"))), data("a"), ""},
	})
	closed := o(freeClaim("a", "now", "1Gi"))
	for _, n := range closed.Nodes {
		n.Spec.Unschedulable = true
	}
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.CheckNodeCondition, schedule.CheckVolumeBinding), []legacyCase{
		{"not asked where no node is left", closed, data("a"), "node(s) were unschedulable"},
	})
}

func TestNoVolumeZoneConflict(t *testing.T) {
	const zone, region, conflict = "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region", "node(s) had no available volume zone"
	const failed = `running plugin "NoVolumeZoneConflict": `
	o := func(node []string, volumeLabels ...string) *podlife.Objects {
		v := volume("v")
		v.Labels = map[string]string{}
		for i := 0; i < len(volumeLabels); i += 2 {
			v.Labels[volumeLabels[i]] = volumeLabels[i+1]
		}
		out := storage(boundClaim("a", "v"), boundClaim("lost", "gone"), v, freeClaim("late", "late", "1Gi"), freeClaim("now", "now", "1Gi"),
			class("late", "example.com/disk", podlife.VolumeBindingWaitForFirstConsumer), class("now", "example.com/disk", podlife.VolumeBindingImmediate))
		for i := 0; i < len(node); i += 2 {
			out.Nodes[0].Labels[node[i]] = node[i+1]
		}
		return out
	}
	data := func(names ...string) *podlife.Pod { return claims(pod("p"), names...) }
	storageIn := func(zone string, objects ...any) *podlife.Objects {
		out := storage(objects...)
		out.Nodes[0].Labels[zone] = "a"
		return out
	}
	inA := []string{zone, "a"}
	ownClaim := pod("p")
	ownClaim.Spec.Volumes = []podlife.Volume{{Name: "data", Ephemeral: &podlife.EphemeralVolumeSource{}}}
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.NoVolumeZoneConflict), []legacyCase{
		{"no volumes", o(inA, zone, "b"), pod("p"), ""},
		{"same zone", o(inA, zone, "a"), data("a"), ""},
		{"another zone", o(inA, zone, "b"), data("a"), conflict},
		{"one of two zones", o(inA, zone, "b__a"), data("a"), ""},
		{"none of two zones", o(inA, zone, "b__c"), data("a"), conflict},
		{"volume without zone", o(inA), data("a"), ""},
		{"node without zone", o(nil, zone, "b"), data("a"), ""},
		{"node lacks the region", o(inA, zone, "a", region, "r"), data("a"), conflict},
		{"region", o([]string{region, "r"}, region, "r"), data("a"), ""},
		{"another region, no zones", o([]string{region, "s"}, region, "r"), data("a"), conflict},
		{"another region", o([]string{zone, "a", region, "s"}, zone, "a", region, "r"), data("a"), conflict},
		{"an unreadable label is passed over", o(inA, zone, "b__"), data("a"), ""},
		{"today's label is not looked at", o(inA, "topology.kubernetes.io/zone", "b"), data("a"), ""},
		{"a claim that waits", o(inA, zone, "b"), data("late"), ""},
		{"a claim of the Pod's own", o(inA, zone, "b"), ownClaim, ""},
		{"a claim that does not wait", o(inA), data("now"), failed + `PersistentVolumeClaim is not bound: "now"`},
		{"a claim without a class", storageIn(zone, changed(freeClaim("bare", "", "1Gi"), func(c *podlife.PersistentVolumeClaim) { c.Spec.StorageClassName = nil })), data("bare"),
			failed + `PersistentVolumeClaim is not bound: "bare"`},
		{"a claim of a class that is not there", storageIn(zone, freeClaim("lost", "gone", "1Gi")), data("lost"), failed + `PersistentVolumeClaim is not bound: "lost"`},
		{"not looked at without zones", o(nil), data("now"), ""},
		{"no volume", o(inA), data("lost"), failed + `persistentvolume "gone" not found`},
		{"the conflict comes first", o(inA, zone, "b"), data("a", "now"), conflict},
		{"but not before an error", o(inA, zone, "b"), data("now", "a"), failed + `PersistentVolumeClaim is not bound: "now"`},
	})
	odd := storage(freeClaim("a", "odd", "1Gi"), &podlife.StorageClass{ObjectMeta: podlife.ObjectMeta{Name: "odd"}})
	odd.Nodes[0].Labels[zone] = "a"
	checkLegacy(t, schedule.Profile{Filters: []string{schedule.NoVolumeZoneConflict}}, []legacyCase{
		{"no mode", odd, data("a"), failed + `VolumeBindingMode not set for StorageClass "odd"`},
		{"no name", o(inA), data(""), failed + "PersistentVolumeClaim had no name"},
		{"no claim", o(inA), data("missing"), failed + `persistentvolumeclaim "missing" not found`},
	})
}

// A claim without a volume counts as one of each kind.
func TestUnboundClaimCountsThrice(t *testing.T) {
	late := class("late", "kubernetes.io/no-provisioner", podlife.VolumeBindingWaitForFirstConsumer)
	p := claims(pod("p"), "free")
	for _, k := range diskKinds() {
		q := pod("q-" + k.predicate)
		for i := range k.limit {
			q.Spec.Volumes = append(q.Spec.Volumes, k.inline(fmt.Sprintf("d%d", i)))
		}
		if got := legacySays(t, with(storage(late, freeClaim("free", "late", "1Gi")), on(q, "n1")), p, schedule.Legacy()); got != "node(s) exceed max volume count" {
			t.Errorf("%s: %q", k.predicate, got)
		}
	}
}
