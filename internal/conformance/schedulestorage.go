package conformance

import (
	"fmt"

	"github.com/podlife/podlife/internal/conformance/oracle"
	v1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// The classes: bound at once, bound late by a driver, bound late to what is there.
var classNames = []string{"late", "local", "late", "local", "now", "", "gone"}

func (s *scenery) volume() v1.Volume {
	out := v1.Volume{Name: fmt.Sprintf("v%d", s.upTo(2))}
	switch s.upTo(11) {
	case 0, 1, 2, 3, 10, 11:
		out.PersistentVolumeClaim = &v1.PersistentVolumeClaimVolumeSource{ClaimName: s.claimName(), ReadOnly: s.coin()}
	case 4:
		out.Ephemeral = &v1.EphemeralVolumeSource{VolumeClaimTemplate: &v1.PersistentVolumeClaimTemplate{Spec: s.claimSpec()}}
	case 5:
		out.GCEPersistentDisk = &v1.GCEPersistentDiskVolumeSource{PDName: s.of("d0", "d1"), ReadOnly: s.coin()}
	case 6:
		out.AWSElasticBlockStore = &v1.AWSElasticBlockStoreVolumeSource{VolumeID: s.ebsVolume(), ReadOnly: s.coin()}
	case 7:
		out.ISCSI = &v1.ISCSIVolumeSource{TargetPortal: s.of("a", "b"), IQN: s.of("x", "y"), Lun: int32(s.upTo(1)), ReadOnly: s.coin()}
	case 8:
		out.RBD = &v1.RBDVolumeSource{CephMonitors: some(s, 2, func() string { return s.of("m0", "m1") }), RBDPool: s.of("rbd", ""), RBDImage: s.of("i0", "i1"), ReadOnly: s.coin()}
	case 9:
		out.Image = &v1.ImageVolumeSource{Reference: s.imageName()}
	}
	return out
}

// ebsVolume is the name of a volume, alone or with the zone that it is in.
func (s *scenery) ebsVolume() string {
	if s.nasty && s.one(6) {
		return s.of("aws://z0/x", "aws://vol-0", "aws:///z0/vol-0", "aws://z0/vol-0/", "aws://z0/vol-0?x#y", "")
	}
	return s.of("vol-0", "aws://z0/vol-0", "vol-1", "aws://z1/vol-1")
}

func (s *scenery) claimName() string {
	if s.one(24) {
		return "gone"
	}
	return fmt.Sprintf("c%d", s.upTo(s.claims))
}

func (s *scenery) claimSpec() v1.PersistentVolumeClaimSpec {
	spec := v1.PersistentVolumeClaimSpec{
		AccessModes: s.accessModes(),
		Resources:   v1.VolumeResourceRequirements{Requests: list("storage", s.of("10Gi", "1Gi", "60Gi"))},
		VolumeMode:  s.volumeMode(),
	}
	if !s.one(12) {
		spec.StorageClassName = new(s.of(classNames...))
	}
	if s.one(6) {
		spec.Selector = s.labelSelector()
	}
	return spec
}

// accessModes are those of most volumes, so that they match, or others.
func (s *scenery) accessModes() []v1.PersistentVolumeAccessMode {
	if !s.one(3) {
		return []v1.PersistentVolumeAccessMode{v1.ReadWriteOnce}
	}
	return append(some(s, 1, s.accessMode), s.accessMode())
}

func (s *scenery) accessMode() v1.PersistentVolumeAccessMode {
	return pick(s, v1.ReadWriteOnce, v1.ReadWriteOncePod, v1.ReadOnlyMany, v1.ReadWriteMany)
}

func (s *scenery) volumeMode() *v1.PersistentVolumeMode {
	return maybe(s, func() v1.PersistentVolumeMode {
		return pick(s, v1.PersistentVolumeFilesystem, v1.PersistentVolumeFilesystem, v1.PersistentVolumeBlock)
	})
}

func (s *scenery) drawStorage(o *oracle.ClusterObjects) {
	s.drawClasses(o)
	for i := range s.upTo(8) {
		pv := s.persistentVolume(fmt.Sprintf("pv%d", i))
		size := pv.Spec.Capacity[v1.ResourceStorage]
		size.Add(*resource.NewQuantity(int64(i), resource.BinarySI)) // of two that are equal Kubernetes takes any
		pv.Spec.Capacity[v1.ResourceStorage] = size
		if s.one(4) {
			s.keep(pv, &v1.ObjectReference{Kind: "PersistentVolumeClaim", Namespace: s.of(s.sources...), Name: s.claimName()}, o)
		}
		o.PersistentVolumes = append(o.PersistentVolumes, pv)
	}
	s.claims = s.upTo(3)
	for _, namespace := range s.sources {
		for i := range s.claims + 1 {
			if !s.one(24) {
				o.PersistentVolumeClaims = append(o.PersistentVolumeClaims, s.claim(fmt.Sprintf("c%d", i), namespace, o))
			}
		}
		for i := range s.upTo(4) { // what ephemeral volumes of the Pod are bound to, or of one on a node
			pod := s.of("web", "web", "web", "p0")
			claim := s.claim(fmt.Sprintf("%s-v%d", pod, i), namespace, o)
			if !s.one(8) {
				claim.OwnerReferences = []metav1.OwnerReference{{APIVersion: "v1", Kind: "Pod", Name: pod, UID: types.UID(pod), Controller: new(true)}}
			}
			o.PersistentVolumeClaims = append(o.PersistentVolumeClaims, claim)
		}
	}
	s.drawDrivers(o)
}

func (s *scenery) drawClasses(o *oracle.ClusterObjects) {
	for _, name := range []string{"late", "local", "now"} {
		if s.upTo(11) == 0 {
			continue
		}
		class := &storagev1.StorageClass{ObjectMeta: metav1.ObjectMeta{Name: name}, Provisioner: s.of("d0", "d1", "d0", "d1", "kubernetes.io/gce-pd", "kubernetes.io/azure-file")}
		class.VolumeBindingMode = new(storagev1.VolumeBindingWaitForFirstConsumer)
		switch name {
		case "now":
			class.VolumeBindingMode = new(storagev1.VolumeBindingImmediate)
		case "local":
			class.Provisioner = "kubernetes.io/no-provisioner"
		}
		if s.one(4) {
			class.AllowedTopologies = some(s, 2, s.topologyTerm)
		}
		if s.nasty && s.one(8) {
			class.VolumeBindingMode = nil
		}
		o.StorageClasses = append(o.StorageClasses, class)
	}
}

func (s *scenery) topologyTerm() v1.TopologySelectorTerm {
	return v1.TopologySelectorTerm{MatchLabelExpressions: some(s, 2, func() v1.TopologySelectorLabelRequirement {
		return v1.TopologySelectorLabelRequirement{
			Key:    s.of(v1.LabelTopologyZone, v1.LabelHostname, "disk"),
			Values: some(s, 2, s.nodeValue),
		}
	})}
}

func (s *scenery) persistentVolume(name string) *v1.PersistentVolume {
	pv := &v1.PersistentVolume{ObjectMeta: metav1.ObjectMeta{Name: name}}
	pv.Spec = v1.PersistentVolumeSpec{
		Capacity:         list("storage", s.of("100Gi", "20Gi", "10Gi")),
		AccessModes:      s.accessModes(),
		StorageClassName: s.of(classNames...),
		VolumeMode:       s.volumeMode(),
	}
	pv.Status.Phase = pick(s, v1.VolumeAvailable, v1.VolumeAvailable, v1.VolumeBound, v1.VolumeReleased, v1.VolumePending)
	switch s.upTo(7) {
	case 0, 1, 2, 3:
		pv.Spec.CSI = &v1.CSIPersistentVolumeSource{Driver: s.of("d0", "d1"), VolumeHandle: s.of(name, "shared")}
	case 4: // this and the next were once part of Kubernetes
		pv.Spec.GCEPersistentDisk = &v1.GCEPersistentDiskVolumeSource{PDName: s.of("d0", "d1")}
	case 5:
		pv.Spec.AWSElasticBlockStore = &v1.AWSElasticBlockStoreVolumeSource{VolumeID: s.ebsVolume()}
	default:
		pv.Spec.Local = &v1.LocalVolumeSource{Path: "/x"}
	}
	if s.one(3) {
		pv.Spec.NodeAffinity = &v1.VolumeNodeAffinity{Required: s.nodeSelector()}
	}
	if s.one(3) {
		pv.Labels = map[string]string{s.of(v1.LabelTopologyZone, v1.LabelTopologyRegion, v1.LabelFailureDomainBetaZone): s.of("z0", "z1", "z0__z1", "r0", "", "a-b-c__a-b-d")}
	}
	if s.one(5) {
		if pv.Labels == nil {
			pv.Labels = map[string]string{}
		}
		pv.Labels["app"] = s.of("a", "b")
	}
	return pv
}

// keep keeps the volume for a claim, unless another one is kept for it: of two Kubernetes takes
// either, in the order of a map, so there is no answer to compare with.
func (s *scenery) keep(pv *v1.PersistentVolume, ref *v1.ObjectReference, o *oracle.ClusterObjects) {
	for _, other := range o.PersistentVolumes {
		if r := other.Spec.ClaimRef; other != pv && r != nil && r.Namespace == ref.Namespace && r.Name == ref.Name {
			return
		}
	}
	pv.Spec.ClaimRef = ref
}

// claim is one that is bound, half of the time, to a volume that is there, most of the time.
func (s *scenery) claim(name, namespace string, o *oracle.ClusterObjects) *v1.PersistentVolumeClaim {
	claim := &v1.PersistentVolumeClaim{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace}, Spec: s.claimSpec()}
	claim.UID = types.UID(namespace + "-" + name)
	claim.Status.Phase = v1.ClaimPending
	if s.coin() {
		claim.Spec.VolumeName = "gone"
		if n := len(o.PersistentVolumes); n > 0 && !s.one(24) {
			pv := o.PersistentVolumes[s.upTo(n-1)]
			claim.Spec.VolumeName = pv.Name
			if s.coin() {
				s.keep(pv, &v1.ObjectReference{Namespace: namespace, Name: name, UID: claim.UID}, o)
			}
		}
		claim.Status.Phase = v1.ClaimBound
		if !s.one(6) {
			claim.Annotations = map[string]string{"pv.kubernetes.io/bind-completed": "yes"}
		}
	}
	switch s.upTo(40) {
	case 21:
		claim.Status.Phase = v1.ClaimLost
	case 22:
		now := metav1.NewTime(epoch)
		claim.DeletionTimestamp = &now
	case 23:
		if claim.Annotations == nil {
			claim.Annotations = map[string]string{}
		}
		claim.Annotations["volume.kubernetes.io/selected-node"] = s.node()
	}
	return claim
}

// drawDrivers draws what nodes and clusters say of drivers.
func (s *scenery) drawDrivers(o *oracle.ClusterObjects) {
	for _, node := range o.Nodes {
		if s.upTo(3) == 0 {
			continue
		}
		csi := &storagev1.CSINode{ObjectMeta: metav1.ObjectMeta{Name: node.Name}}
		for _, driver := range []string{"d0", "d1", "pd.csi.storage.gke.io", "ebs.csi.aws.com"} {
			if s.upTo(4) == 0 {
				continue
			}
			d := storagev1.CSINodeDriver{Name: driver, NodeID: "x"}
			if s.coin() {
				d.Allocatable = &storagev1.VolumeNodeResources{Count: maybe(s, func() int32 { return pick(s, int32(1), 0, 2) })}
			}
			csi.Spec.Drivers = append(csi.Spec.Drivers, d)
		}
		o.CSINodes = append(o.CSINodes, csi)
	}
	for _, driver := range []string{"d0", "d1"} {
		if s.coin() {
			d := &storagev1.CSIDriver{ObjectMeta: metav1.ObjectMeta{Name: driver}}
			d.Spec.StorageCapacity = pick(s, new(true), nil, new(false))
			if driver == "d0" { // of two that are missing Kubernetes names any
				d.Spec.PreventPodSchedulingIfMissing = maybe(s, s.coin)
			}
			o.CSIDrivers = append(o.CSIDrivers, d)
		}
	}
	s.drawCapacities(o)
	for i := range s.upTo(2) {
		a := &storagev1.VolumeAttachment{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("va%d", i)}}
		a.Spec = storagev1.VolumeAttachmentSpec{Attacher: s.of("d0", "d1"), NodeName: s.node()}
		a.Spec.Source.PersistentVolumeName = maybe(s, func() string { return s.of("pv0", "pv1", "gone") })
		o.VolumeAttachments = append(o.VolumeAttachments, a)
	}
}

// drawCapacities draws how much room there is for volumes. Two kinds of scene have no answer to
// compare with, so they are not drawn. Where a driver says how large a volume may be and not how
// much room it has, kube-scheduler panics when it scores the node. Where two objects have enough
// for one class on one node, it takes either and scores by that; so those that can meet on a node
// are of the same capacity.
func (s *scenery) drawCapacities(o *oracle.ClusterObjects) {
	everywhere := s.coin()
	sizes := map[string]*resource.Quantity{}
	for i := range s.upTo(3) {
		c := &storagev1.CSIStorageCapacity{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("cap%d", i), Namespace: "default"}, StorageClassName: s.of("late", "now")}
		zone := ""
		if !s.one(8) {
			c.NodeTopology = &metav1.LabelSelector{}
			if !everywhere {
				zone = s.of("z0", "z1")
				c.NodeTopology.MatchLabels = map[string]string{v1.LabelTopologyZone: zone}
			}
		}
		if !s.one(8) {
			key := c.StorageClassName + zone
			if sizes[key] == nil {
				sizes[key] = new(quantity(s.of("100Gi", "5Gi", "10Gi", "0")))
			}
			c.Capacity = sizes[key]
			if s.one(4) {
				c.MaximumVolumeSize = new(quantity(s.of("50Gi", "1Gi")))
			}
		}
		o.CSIStorageCapacities = append(o.CSIStorageCapacities, c)
	}
}
