package schedule_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// claims gives a Pod volumes of the claims.
func claims(p *podlife.Pod, names ...string) *podlife.Pod {
	for _, name := range names {
		p.Spec.Volumes = append(p.Spec.Volumes, podlife.Volume{Name: name, PersistentVolumeClaim: &podlife.PersistentVolumeClaimVolumeSource{ClaimName: name}})
	}
	return p
}

// boundClaim makes a claim that is bound to the volume.
func boundClaim(name, volume string, modes ...podlife.AccessMode) *podlife.PersistentVolumeClaim {
	return &podlife.PersistentVolumeClaim{
		ObjectMeta: podlife.ObjectMeta{Name: name, Namespace: "default", Annotations: map[string]string{"pv.kubernetes.io/bind-completed": "yes"}},
		Spec:       podlife.PersistentVolumeClaimSpec{VolumeName: volume, AccessModes: modes},
	}
}

// freeClaim makes a claim of a class that has no volume yet.
func freeClaim(name, class, size string) *podlife.PersistentVolumeClaim {
	return &podlife.PersistentVolumeClaim{
		ObjectMeta: podlife.ObjectMeta{Name: name, Namespace: "default"},
		Spec: podlife.PersistentVolumeClaimSpec{
			StorageClassName: &class, Resources: podlife.VolumeResourceRequirements{Requests: list("storage", size)},
		},
	}
}

func volume(name string, changes ...func(*podlife.PersistentVolume)) *podlife.PersistentVolume {
	v := &podlife.PersistentVolume{ObjectMeta: podlife.ObjectMeta{Name: name}}
	v.Spec.Capacity, v.Status.Phase = list("storage", "100Gi"), "Available"
	return changed(v, changes...)
}

// reachableFrom makes a volume reachable from one node.
func reachableFrom(name string) func(*podlife.PersistentVolume) {
	return func(v *podlife.PersistentVolume) {
		v.Spec.NodeAffinity = &podlife.VolumeNodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{{
			MatchExpressions: []podlife.NodeSelectorRequirement{{Key: host, Operator: podlife.SelectorOpIn, Values: []string{name}}}}}}}
	}
}

func ofClass(class string) func(*podlife.PersistentVolume) {
	return func(v *podlife.PersistentVolume) { v.Spec.StorageClassName = class }
}

func class(name, provisioner string, mode podlife.VolumeBindingMode) *podlife.StorageClass {
	return &podlife.StorageClass{ObjectMeta: podlife.ObjectMeta{Name: name}, Provisioner: provisioner, VolumeBindingMode: &mode}
}

// storage makes two nodes and puts objects beside them.
func storage(objects ...any) *podlife.Objects {
	o := nodes(node("n1"), node("n2"))
	for _, x := range objects {
		switch x := x.(type) {
		case *podlife.PersistentVolume:
			o.PersistentVolumes = append(o.PersistentVolumes, x)
		case *podlife.PersistentVolumeClaim:
			o.PersistentVolumeClaims = append(o.PersistentVolumeClaims, x)
		case *podlife.StorageClass:
			o.StorageClasses = append(o.StorageClasses, x)
		case *podlife.CSINode:
			o.CSINodes = append(o.CSINodes, x)
		case *podlife.CSIDriver:
			o.CSIDrivers = append(o.CSIDrivers, x)
		case *podlife.CSIStorageCapacity:
			o.CSIStorageCapacities = append(o.CSIStorageCapacities, x)
		case *podlife.VolumeAttachment:
			o.VolumeAttachments = append(o.VolumeAttachments, x)
		case *podlife.Pod:
			o.Pods = append(o.Pods, x)
		}
	}
	return o
}

func csi(handle string) func(*podlife.PersistentVolume) {
	return func(v *podlife.PersistentVolume) {
		v.Spec.CSI = &podlife.CSIPersistentVolumeSource{Driver: "csi.example.com", VolumeHandle: handle}
	}
}

func csiNode(name string, count int32) *podlife.CSINode {
	return &podlife.CSINode{ObjectMeta: podlife.ObjectMeta{Name: name}, Spec: podlife.CSINodeSpec{
		Drivers: []podlife.CSINodeDriver{{Name: "csi.example.com", Allocatable: &podlife.VolumeNodeResources{Count: &count}}}}}
}

const (
	noZone    = "!node(s) had no available volume zone"
	noVolume  = "!node(s) didn't find available persistent volumes to bind"
	noReach   = "!node(s) didn't match PersistentVolume's node affinity"
	noSpace   = "!node(s) did not have enough free storage"
	inUse     = "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod"
	noDisk    = "node(s) had no available disk"
	tooMany   = "node(s) exceed max volume count"
	noDriver  = "csi.example.com CSI driver is not installed on the node"
	waitFirst = podlife.VolumeBindingWaitForFirstConsumer
)

func TestVolumeFilters(t *testing.T) {
	both := func(v string) map[string]string { return map[string]string{"n1": v, "n2": v} }
	two := func(first, second string) map[string]string { return map[string]string{"n1": first, "n2": second} }
	zoned := func(value string) func(*podlife.PersistentVolume) {
		return func(v *podlife.PersistentVolume) { v.Labels = map[string]string{zone: value} }
	}
	inZones := func(o *podlife.Objects, first, second string) *podlife.Objects {
		o.Nodes[0].Labels[zone] = first
		if second != "" {
			o.Nodes[1].Labels[zone] = second
		}
		return o
	}
	disk := func(p *podlife.Pod, readOnly bool) *podlife.Pod {
		p.Spec.Volumes = []podlife.Volume{{Name: "d", GCEPersistentDisk: &podlife.GCEPersistentDiskVolumeSource{PDName: "d", ReadOnly: readOnly}}}
		return p
	}
	attached := &podlife.VolumeAttachment{ObjectMeta: podlife.ObjectMeta{Name: "a"}, Spec: podlife.VolumeAttachmentSpec{
		Attacher: "csi.example.com", NodeName: "n1", Source: podlife.VolumeAttachmentSource{PersistentVolumeName: "v"}}}
	tracked := &podlife.CSIDriver{ObjectMeta: podlife.ObjectMeta{Name: "csi.example.com"}, Spec: podlife.CSIDriverSpec{StorageCapacity: true}}
	demanding := &podlife.CSIDriver{ObjectMeta: podlife.ObjectMeta{Name: "csi.example.com"}, Spec: podlife.CSIDriverSpec{PreventPodSchedulingIfMissing: true}}
	room := func(size string) *podlife.CSIStorageCapacity {
		q := quantity(size)
		return &podlife.CSIStorageCapacity{ObjectMeta: podlife.ObjectMeta{Name: "r"}, StorageClassName: "made", Capacity: &q,
			NodeTopology: &podlife.LabelSelector{MatchLabels: map[string]string{host: "n1"}}}
	}
	fromN2 := class("made", "csi.example.com", waitFirst)
	fromN2.AllowedTopologies = []podlife.TopologySelectorTerm{{MatchLabelExpressions: []podlife.TopologySelectorLabelRequirement{{Key: host, Values: []string{"n2"}}}}}
	chosen := freeClaim("c", "made", "1Gi")
	chosen.Annotations = map[string]string{"volume.kubernetes.io/selected-node": "n2"}
	in := func(key string, values ...string) podlife.NodeSelectorRequirement {
		return podlife.NodeSelectorRequirement{Key: key, Operator: podlife.SelectorOpIn, Values: values}
	}
	onN1 := podlife.NodeSelectorTerm{MatchExpressions: []podlife.NodeSelectorRequirement{in(host, "n1")}}
	bogus := podlife.NodeSelectorTerm{MatchExpressions: []podlife.NodeSelectorRequirement{{Key: zone, Operator: "Bogus"}}}
	reachable := func(terms ...podlife.NodeSelectorTerm) func(*podlife.PersistentVolume) {
		return func(v *podlife.PersistentVolume) {
			v.Spec.NodeAffinity = &podlife.VolumeNodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: terms}}
		}
	}
	checkFilters(t, []filterCase{
		{"an exclusive claim in use", storage(boundClaim("c", "v", podlife.ReadWriteOncePod), volume("v"), on(claims(pod("q"), "c"), "n2")), claims(pod("p"), "c"), both(inUse)},
		{"a claim in use", storage(boundClaim("c", "v", podlife.ReadWriteOnce), volume("v"), on(claims(pod("q"), "c"), "n2")), claims(pod("p"), "c"), both("ok")},
		{"a disk in use", storage(on(disk(pod("q"), true), "n1")), disk(pod("p"), false), two(noDisk, "ok")},
		{"a disk in use for reading", storage(on(disk(pod("q"), true), "n1")), disk(pod("p"), true), both("ok")},
		{"a volume on one node", storage(boundClaim("c", "v"), volume("v", reachableFrom("n1"))), claims(pod("p"), "c"), two("ok", noReach)},
		{"fields are passed over", storage(boundClaim("c", "v"), volume("v", reachable(podlife.NodeSelectorTerm{MatchFields: []podlife.NodeSelectorRequirement{
			in("metadata.name", "elsewhere"), in("spec.unschedulable", "true")}}))), claims(pod("p"), "c"), both("ok")},
		{"fields that cannot be read", storage(boundClaim("c", "v"), volume("v", reachable(podlife.NodeSelectorTerm{MatchFields: []podlife.NodeSelectorRequirement{
			in("metadata.name", "n1", "n2")}}))), claims(pod("p"), "c"), both(noReach)},
		{"one term of two can be read", storage(boundClaim("c", "v"), volume("v", reachable(bogus, onN1))), claims(pod("p"), "c"), two("ok", noReach)},
		{"no term can be read", storage(boundClaim("c", "v"), volume("v", reachable(bogus))), claims(pod("p"), "c"), both(noReach)},
		{"no terms", storage(boundClaim("c", "v"), volume("v", reachable())), claims(pod("p"), "c"), both(noReach)},
		{"a volume in zones", inZones(storage(boundClaim("c", "v"), volume("v", zoned("a__b"))), "b", "c"), claims(pod("p"), "c"), two("ok", noZone)},
		{"a node without a zone", inZones(storage(boundClaim("c", "v"), volume("v", zoned("a"))), "a", ""), claims(pod("p"), "c"), both("ok")},
		{"the same volume again", storage(boundClaim("c", "v"), volume("v", csi("h")), csiNode("n1", 1), csiNode("n2", 1), on(claims(pod("q"), "c"), "n1")), claims(pod("p"), "c"), both("ok")},
		{"another volume", storage(boundClaim("c", "v"), volume("v", csi("h")), boundClaim("d", "w"), volume("w", csi("i")), csiNode("n1", 1), csiNode("n2", 1),
			on(claims(pod("q"), "c"), "n1")), claims(pod("p"), "d"), two(tooMany, "ok")},
		{"attached counts twice", storage(boundClaim("c", "v"), volume("v", csi("h")), csiNode("n1", 1), attached), claims(pod("p"), "c"), two(tooMany, "ok")},
		{"the driver is missing", storage(boundClaim("c", "v"), volume("v", csi("h")), csiNode("n1", 9), demanding), claims(pod("p"), "c"), two("ok", noDriver)},
		{"no volume to be had", storage(freeClaim("c", "local", "1Gi"), class("local", "kubernetes.io/no-provisioner", waitFirst)), claims(pod("p"), "c"), both(noVolume)},
		{"a volume to be had on one node", storage(freeClaim("c", "local", "1Gi"), class("local", "kubernetes.io/no-provisioner", waitFirst), volume("v", ofClass("local"), reachableFrom("n1"))),
			claims(pod("p"), "c"), two("ok", noVolume)},
		{"a volume that is too small", storage(freeClaim("c", "local", "101Gi"), class("local", "kubernetes.io/no-provisioner", waitFirst), volume("v", ofClass("local"))), claims(pod("p"), "c"), both(noVolume)},
		{"a volume to be made", storage(freeClaim("c", "made", "1Gi"), class("made", "csi.example.com", waitFirst)), claims(pod("p"), "c"), both("ok")},
		{"a volume to be made for one node", storage(freeClaim("c", "made", "1Gi"), fromN2), claims(pod("p"), "c"), two(noVolume, "ok")},
		{"a node was chosen", storage(chosen, class("made", "csi.example.com", waitFirst)), claims(pod("p"), "c"), two(noVolume, "ok")},
		{"room on one node", storage(freeClaim("c", "made", "60Gi"), freeClaim("d", "made", "60Gi"), class("made", "csi.example.com", waitFirst), tracked, room("100Gi")),
			claims(pod("p"), "c", "d"), two("ok", noSpace)},
	})
}

func TestVolumeMessages(t *testing.T) {
	lost := boundClaim("c", "v")
	lost.Status.Phase = "Lost"
	deleted := boundClaim("c", "v")
	deleted.DeletionTimestamp = at
	ephemeral := func() *podlife.Pod {
		p := pod("p")
		p.Spec.Volumes = []podlife.Volume{{Name: "c", Ephemeral: &podlife.EphemeralVolumeSource{}}}
		return p
	}
	for _, test := range []struct {
		name string
		o    *podlife.Objects
		p    *podlife.Pod
		want string
	}{
		{"unbound", storage(freeClaim("c", "fast", "1Gi"), class("fast", "x", podlife.VolumeBindingImmediate)), claims(pod("p"), "c"), "pod has unbound immediate PersistentVolumeClaims"},
		{"lost", storage(lost), claims(pod("p"), "c"), `persistentvolumeclaim "c" bound to non-existent persistentvolume "v"`},
		{"being deleted", storage(deleted), claims(pod("p"), "c"), `persistentvolumeclaim "c" is being deleted`},
		{"volume missing", storage(boundClaim("c", "v")), claims(pod("p"), "c"), `persistentvolume "v" not found`},
		{"ephemeral, not there", storage(), ephemeral(), `waiting for ephemeral volume controller to create the persistentvolumeclaim "p-c"`},
		{"ephemeral, of another", storage(boundClaim("p-c", "v"), volume("v")), ephemeral(), "PVC default/p-c was not created for pod default/p (pod is not owner)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, want := message(t, test.o, test.p), "0/2 nodes are available: "+test.want+". not found"; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
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

// Of the claims of a Pod, the first with a problem counts.
func TestVolumeLimitsFirstProblem(t *testing.T) {
	const (
		missing = `looking up PVC default/gone: persistentvolumeclaim "gone" not found`
		foreign = "PVC default/p-e was not created for pod default/p (pod is not owner)"
	)
	ephemeral := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.Volumes = append(p.Spec.Volumes, podlife.Volume{Name: "e", Ephemeral: &podlife.EphemeralVolumeSource{}})
		return p
	}
	limits := schedule.Profile{Filters: []string{schedule.NodeVolumeLimits}}
	for _, test := range []struct {
		name, reason, failure string
		p                     *podlife.Pod
	}{
		{"missing, then of another", missing, "", ephemeral(claims(pod("p"), "gone"))},
		{"of another, then missing", "", foreign, claims(ephemeral(pod("p")), "gone")},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := explain(cluster(t, storage(boundClaim("p-e", "v"), volume("v"))), test.p, limits, 0)
			var failure *schedule.CycleError
			if got := errors.As(err, &failure); got != (test.failure != "") {
				t.Fatalf("got error %v", err)
			}
			if failure != nil {
				if failure.Problem != test.failure {
					t.Errorf("got  %s\nwant %s", failure.Problem, test.failure)
				}
				return
			}
			want := &schedule.Rejection{Plugin: schedule.NodeVolumeLimits, Reasons: []string{test.reason}, Unresolvable: true}
			if diff := cmp.Diff(want, d.Verdicts[0].Rejection); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestVolumeScore(t *testing.T) {
	tracked := &podlife.CSIDriver{ObjectMeta: podlife.ObjectMeta{Name: "csi.example.com"}, Spec: podlife.CSIDriverSpec{StorageCapacity: true}}
	room := func(name, class, size string) *podlife.CSIStorageCapacity {
		q := quantity(size)
		return &podlife.CSIStorageCapacity{ObjectMeta: podlife.ObjectMeta{Name: name}, StorageClassName: class, Capacity: &q, NodeTopology: &podlife.LabelSelector{}}
	}
	made := func(name string) *podlife.StorageClass { return class(name, "csi.example.com", waitFirst) }
	for _, test := range []struct {
		name string
		o    *podlife.Objects
		p    *podlife.Pod
		want int64
	}{
		{"none", storage(), pod("p"), 0},
		{"10 of 100", storage(freeClaim("c", "a", "10Gi"), made("a"), tracked, room("r", "a", "100Gi")), claims(pod("p"), "c"), 90},
		{"two of 60 in 100", storage(freeClaim("c", "a", "60Gi"), freeClaim("d", "a", "60Gi"), made("a"), tracked, room("r", "a", "100Gi")), claims(pod("p"), "c", "d"), 0},
		{"90 and 45", storage(freeClaim("c", "a", "10Gi"), freeClaim("d", "b", "55Gi"), made("a"), made("b"), tracked, room("r", "a", "100Gi"), room("s", "b", "100Gi")),
			claims(pod("p"), "c", "d"), 68},
		{"static", storage(freeClaim("c", "a", "20Gi"), made("a"), volume("v", ofClass("a"))), claims(pod("p"), "c"), 80},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := scores(t, test.o, test.p, schedule.Default(), schedule.VolumeBinding)["n1"]; got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}
