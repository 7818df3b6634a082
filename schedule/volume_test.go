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
	const older = "failure-domain.beta.kubernetes.io/zone"
	oldZone := func(value string) func(*podlife.PersistentVolume) {
		return func(v *podlife.PersistentVolume) { v.Labels = map[string]string{older: value} }
	}
	bothZones := func(o *podlife.Objects) *podlife.Objects {
		o.Nodes[0].Labels[older], o.Nodes[1].Labels[older] = "a", "b"
		return inZones(o, "b", "a")
	}
	oldZones := func(o *podlife.Objects) *podlife.Objects {
		o.Nodes[0].Labels[older], o.Nodes[1].Labels[older] = "a", "b"
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
	local := class("local", "kubernetes.io/no-provisioner", waitFirst)
	fast := func(v *podlife.PersistentVolume) { v.Labels = map[string]string{"disk": "fast"} }
	of := func(size string) func(*podlife.PersistentVolume) {
		return func(v *podlife.PersistentVolume) { v.Spec.Capacity = list("storage", size) }
	}
	mode := func(mode string) func(*podlife.PersistentVolume) {
		return func(v *podlife.PersistentVolume) { v.Spec.VolumeMode = mode }
	}
	modes := func(modes ...podlife.AccessMode) func(*podlife.PersistentVolume) {
		return func(v *podlife.PersistentVolume) { v.Spec.AccessModes = modes }
	}
	keptFor := func(namespace, name, uid string) func(*podlife.PersistentVolume) {
		return func(v *podlife.PersistentVolume) {
			v.Spec.ClaimRef = &podlife.ObjectReference{Namespace: namespace, Name: name, UID: uid}
		}
	}
	choosy := func(name, size string) *podlife.PersistentVolumeClaim {
		c := freeClaim(name, "local", size)
		c.Spec.Selector = &podlife.LabelSelector{MatchLabels: map[string]string{"disk": "fast"}}
		return c
	}
	wanting := func(name string, modes ...podlife.AccessMode) *podlife.PersistentVolumeClaim {
		c := freeClaim(name, "local", "1Gi")
		c.Spec.AccessModes = modes
		return c
	}
	atMost := func(c *podlife.CSIStorageCapacity, size string) *podlife.CSIStorageCapacity {
		q := quantity(size)
		c.MaximumVolumeSize = &q
		return c
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
		{"attached is a volume that nobody knows", storage(boundClaim("c", "w"), volume("w", csi("h")), csiNode("n1", 1), attached), claims(pod("p"), "c"), both("ok")},
		{"attached is a volume of no driver", storage(boundClaim("c", "w"), volume("w", csi("h")), volume("v"), csiNode("n1", 1), attached), claims(pod("p"), "c"), both("ok")},
		{"attached by nobody", storage(boundClaim("c", "w"), volume("w", csi("h")), volume("v", csi("i")), csiNode("n1", 1), changed(&podlife.VolumeAttachment{Spec: attached.Spec}, func(a *podlife.VolumeAttachment) {
			a.Spec.Attacher = ""
		})), claims(pod("p"), "c"), both("ok")},
		{"a driver without a limit", storage(boundClaim("c", "w"), volume("w", csi("h")), changed(csiNode("n1", 0), func(n *podlife.CSINode) { n.Spec.Drivers[0].Allocatable = nil }),
			changed(csiNode("n2", 0), func(n *podlife.CSINode) { n.Spec.Drivers[0].Allocatable.Count = nil })), claims(pod("p"), "c"), both("ok")},
		{"an exclusive claim, and Pods with other volumes", storage(boundClaim("c", "v", podlife.ReadWriteOncePod), volume("v"), on(changed(pod("q"), func(p *podlife.Pod) {
			p.Spec.Volumes = []podlife.Volume{{Name: "tmp"}}
		}), "n2")), claims(pod("p"), "c"), both("ok")},
		{"a zone by the older label, on nodes with the newer", inZones(storage(boundClaim("c", "v"), volume("v", oldZone("a"))), "a", "b"), claims(pod("p"), "c"), two("ok", noZone)},
		{"a zone by the older label, on nodes with both", bothZones(storage(boundClaim("c", "v"), volume("v", oldZone("a")))), claims(pod("p"), "c"), two("ok", noZone)},
		{"a zone by the newer label, on nodes with the older", oldZones(storage(boundClaim("c", "v"), volume("v", zoned("a")))), claims(pod("p"), "c"), both(noZone)},
		{"a claim that waits, then one in a zone", inZones(storage(freeClaim("w", "made", "1Gi"), class("made", "csi.example.com", waitFirst), boundClaim("c", "v"), volume("v", zoned("a"))), "a", "b"),
			claims(pod("p"), "w", "c"), two("ok", noZone)},
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
		{"a bound claim, and one that waits", storage(boundClaim("b", "w"), volume("w", reachableFrom("n1")), freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), reachableFrom("n1"))),
			claims(pod("p"), "b", "c"), two("ok", noReach+"; "+noVolume[1:])},
		{"a node was chosen, and nobody makes volumes", storage(changed(freeClaim("c", "local", "1Gi"), func(c *podlife.PersistentVolumeClaim) { c.Annotations = chosen.Annotations }), local, volume("v", ofClass("local"))),
			claims(pod("p"), "c"), both(noVolume)},
		{"of two volumes of one size the first is taken", storage(freeClaim("c", "local", "10Gi"), choosy("d", "10Gi"), local, volume("v", ofClass("local")), volume("w", ofClass("local"), fast)),
			claims(pod("p"), "c", "d"), both("ok")},
		{"the greater claim stands first, the smaller is choosy", storage(freeClaim("c", "local", "60Gi"), choosy("d", "10Gi"), local, volume("v", ofClass("local"), fast), volume("w", ofClass("local"), of("200Gi"))),
			claims(pod("p"), "c", "d"), both("ok")},
		{"a volume that a claim does not select", storage(choosy("c", "10Gi"), local, volume("v", ofClass("local"))), claims(pod("p"), "c"), both(noVolume)},
		{"a volume of just the size", storage(freeClaim("c", "local", "100Gi"), local, volume("v", ofClass("local"))), claims(pod("p"), "c"), both("ok")},
		{"a volume for two claims", storage(freeClaim("c", "local", "1Gi"), freeClaim("d", "local", "1Gi"), local, volume("v", ofClass("local"))), claims(pod("p"), "c", "d"), both(noVolume)},
		{"a volume of another class", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("other"))), claims(pod("p"), "c"), both(noVolume)},
		{"a volume that is released", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), func(v *podlife.PersistentVolume) { v.Status.Phase = "Released" })), claims(pod("p"), "c"), both(noVolume)},
		{"a volume that is being deleted", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), func(v *podlife.PersistentVolume) { v.DeletionTimestamp = at })), claims(pod("p"), "c"), both(noVolume)},
		{"a volume of blocks", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), mode("Block"))), claims(pod("p"), "c"), both(noVolume)},
		{"a volume of files, as usual", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), mode("Filesystem"))), claims(pod("p"), "c"), both("ok")},
		{"a volume for one writer", storage(wanting("c", podlife.ReadWriteMany), local, volume("v", ofClass("local"), modes(podlife.ReadWriteOnce))), claims(pod("p"), "c"), both(noVolume)},
		{"a volume for many writers or one", storage(wanting("c", podlife.ReadWriteOnce), local, volume("v", ofClass("local"), modes(podlife.ReadWriteMany, podlife.ReadWriteOnce))), claims(pod("p"), "c"), both("ok")},
		{"a volume of other attributes", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), func(v *podlife.PersistentVolume) { v.Spec.VolumeAttributesClassName = "gold" })), claims(pod("p"), "c"), both(noVolume)},
		{"kept for the claim", storage(changed(freeClaim("c", "local", "1Gi"), func(c *podlife.PersistentVolumeClaim) { c.UID = "uid-c" }), local, volume("v", ofClass("local"), keptFor("default", "c", "uid-c"), func(v *podlife.PersistentVolume) { v.Status.Phase = "Bound" })), claims(pod("p"), "c"), both("ok")},
		{"kept for any claim of the name", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), keptFor("default", "c", ""))), claims(pod("p"), "c"), both("ok")},
		{"kept for an older claim", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), keptFor("default", "c", "old"))), claims(pod("p"), "c"), both(noVolume)},
		{"kept for another claim", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), keptFor("default", "d", ""))), claims(pod("p"), "c"), both(noVolume)},
		{"kept for a claim elsewhere", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), keptFor("other", "c", ""))), claims(pod("p"), "c"), both(noVolume)},
		{"kept for it, but out of reach", storage(freeClaim("c", "local", "1Gi"), local, volume("v", ofClass("local"), keptFor("default", "c", ""), reachableFrom("n1")), volume("w", ofClass("local"))),
			claims(pod("p"), "c"), two("ok", noVolume)},
		{"exactly the room", storage(freeClaim("c", "made", "100Gi"), class("made", "csi.example.com", waitFirst), tracked, room("100Gi")), claims(pod("p"), "c"), two("ok", noSpace)},
		{"too little room", storage(freeClaim("c", "made", "101Gi"), class("made", "csi.example.com", waitFirst), tracked, room("100Gi")), claims(pod("p"), "c"), both(noSpace)},
		{"room for small volumes alone", storage(freeClaim("c", "made", "60Gi"), class("made", "csi.example.com", waitFirst), tracked, atMost(room("100Gi"), "50Gi")), claims(pod("p"), "c"), both(noSpace)},
		{"room that nobody measured", storage(freeClaim("c", "made", "1Gi"), class("made", "csi.example.com", waitFirst), tracked, &podlife.CSIStorageCapacity{StorageClassName: "made", NodeTopology: &podlife.LabelSelector{}}),
			claims(pod("p"), "c"), both(noSpace)},
		{"room of another class", storage(freeClaim("c", "other", "1Gi"), class("other", "csi.example.com", waitFirst), tracked, room("100Gi")), claims(pod("p"), "c"), both(noSpace)},
		{"room where nobody can tell", storage(freeClaim("c", "made", "1Gi"), class("made", "csi.example.com", waitFirst), tracked, &podlife.CSIStorageCapacity{StorageClassName: "made", Capacity: room("100Gi").Capacity,
			NodeTopology: &podlife.LabelSelector{MatchExpressions: []podlife.LabelSelectorRequirement{{Key: host, Operator: "Bogus"}}}}), claims(pod("p"), "c"), both(noSpace)},
		{"a driver that does not measure", storage(freeClaim("c", "made", "101Gi"), class("made", "csi.example.com", waitFirst), &podlife.CSIDriver{ObjectMeta: tracked.ObjectMeta}, room("100Gi")), claims(pod("p"), "c"), both("ok")},
		{"a driver that nobody knows", storage(freeClaim("c", "made", "101Gi"), class("made", "csi.example.com", waitFirst), room("100Gi")), claims(pod("p"), "c"), both("ok")},
		{"a claim of no size", storage(changed(freeClaim("c", "made", "1Gi"), func(c *podlife.PersistentVolumeClaim) { c.Spec.Resources.Requests = nil }), class("made", "csi.example.com", waitFirst), tracked),
			claims(pod("p"), "c"), both("ok")},
		{"topologies that allow nothing", storage(freeClaim("c", "made", "1Gi"), changed(class("made", "csi.example.com", waitFirst), func(c *podlife.StorageClass) {
			c.AllowedTopologies = []podlife.TopologySelectorTerm{{}}
		})), claims(pod("p"), "c"), both(noVolume)},
		{"nobody makes volumes", storage(freeClaim("c", "made", "1Gi"), class("made", "", waitFirst)), claims(pod("p"), "c"), both(noVolume)},
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
		{"bound, but not yet done", storage(changed(boundClaim("c", "v"), func(c *podlife.PersistentVolumeClaim) { c.Annotations = nil }), volume("v")), claims(pod("p"), "c"), "pod has unbound immediate PersistentVolumeClaims"},
		{"done, but bound to nothing", storage(boundClaim("c", "")), claims(pod("p"), "c"), "pod has unbound immediate PersistentVolumeClaims"},
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
		{"good, then of another", "", foreign, ephemeral(claims(pod("p"), "good"))},
		{"good, then missing", missing, "", claims(pod("p"), "good", "gone")},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := explain(cluster(t, storage(boundClaim("p-e", "v"), volume("v"), boundClaim("good", "w"), volume("w", csi("w")))), test.p, limits, 0)
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
	sized := func(capacity *podlife.Quantity, most string) *podlife.CSIStorageCapacity {
		q := quantity(most)
		return &podlife.CSIStorageCapacity{StorageClassName: "a", Capacity: capacity, MaximumVolumeSize: &q, NodeTopology: &podlife.LabelSelector{}}
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
		{"room that nobody measured, and nothing asked", storage(freeClaim("c", "a", "0"), made("a"), tracked, sized(nil, "0")), claims(pod("p"), "c"), 0},
		{"the smallest that will do, which is the last", storage(freeClaim("c", "a", "10Gi"), made("a"), volume("v", ofClass("a")), volume("w", ofClass("a"), func(v *podlife.PersistentVolume) { v.Spec.Capacity = list("storage", "50Gi") })),
			claims(pod("p"), "c"), 80},
		{"the smallest that will do, which is the first", storage(freeClaim("c", "a", "10Gi"), made("a"), volume("w", ofClass("a")), volume("v", ofClass("a"), func(v *podlife.PersistentVolume) { v.Spec.Capacity = list("storage", "50Gi") })),
			claims(pod("p"), "c"), 80},
		{"two rooms, one not measured", storage(freeClaim("c", "a", "5Gi"), freeClaim("d", "a", "50Gi"), made("a"), tracked, sized(room("r", "a", "1000Gi").Capacity, "10Gi"), sized(nil, "100Gi")),
			claims(pod("p"), "c", "d"), 0},
		{"static", storage(freeClaim("c", "a", "20Gi"), made("a"), volume("v", ofClass("a"))), claims(pod("p"), "c"), 80},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := scores(t, test.o, test.p, schedule.Default(), schedule.VolumeBinding)["n1"]; got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}
