package kube

import (
	"github.com/podlife/podlife"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// StorageClass returns the podlife form of k. Nil gives nil.
func StorageClass(k *storagev1.StorageClass) *podlife.StorageClass {
	return readNew(k, storageClassFields)
}

// ToStorageClass returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToStorageClass(p *podlife.StorageClass) *storagev1.StorageClass {
	return writeNew(p, &storagev1.StorageClass{TypeMeta: metav1.TypeMeta{APIVersion: "storage.k8s.io/v1", Kind: "StorageClass"}}, storageClassFields)
}

func storageClassFields(d direction, p *podlife.StorageClass, k *storagev1.StorageClass) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	value(d, &p.Provisioner, &k.Provisioner)
	pointerText(d, &p.VolumeBindingMode, &k.VolumeBindingMode)
	each(d, &p.AllowedTopologies, &k.AllowedTopologies, topologyTermFields, nil)
}

// CSINode returns the podlife form of k. Nil gives nil.
func CSINode(k *storagev1.CSINode) *podlife.CSINode { return readNew(k, csiNodeFields) }

// ToCSINode returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToCSINode(p *podlife.CSINode) *storagev1.CSINode {
	return writeNew(p, &storagev1.CSINode{TypeMeta: metav1.TypeMeta{APIVersion: "storage.k8s.io/v1", Kind: "CSINode"}}, csiNodeFields)
}

func csiNodeFields(d direction, p *podlife.CSINode, k *storagev1.CSINode) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	each(d, &p.Spec.Drivers, &k.Spec.Drivers, csiNodeDriverFields, nil)
}

// CSIDriver returns the podlife form of k. Nil gives nil.
func CSIDriver(k *storagev1.CSIDriver) *podlife.CSIDriver { return readNew(k, csiDriverFields) }

// ToCSIDriver returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToCSIDriver(p *podlife.CSIDriver) *storagev1.CSIDriver {
	return writeNew(p, &storagev1.CSIDriver{TypeMeta: metav1.TypeMeta{APIVersion: "storage.k8s.io/v1", Kind: "CSIDriver"}}, csiDriverFields)
}

func csiDriverFields(d direction, p *podlife.CSIDriver, k *storagev1.CSIDriver) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	flag(d, &p.Spec.StorageCapacity, &k.Spec.StorageCapacity)
	flag(d, &p.Spec.PreventPodSchedulingIfMissing, &k.Spec.PreventPodSchedulingIfMissing)
}

// CSIStorageCapacity returns the podlife form of k. Nil gives nil.
func CSIStorageCapacity(k *storagev1.CSIStorageCapacity) *podlife.CSIStorageCapacity {
	return readNew(k, csiStorageCapacityFields)
}

// ToCSIStorageCapacity returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToCSIStorageCapacity(p *podlife.CSIStorageCapacity) *storagev1.CSIStorageCapacity {
	return writeNew(p, &storagev1.CSIStorageCapacity{TypeMeta: metav1.TypeMeta{APIVersion: "storage.k8s.io/v1", Kind: "CSIStorageCapacity"}}, csiStorageCapacityFields)
}

func csiStorageCapacityFields(d direction, p *podlife.CSIStorageCapacity, k *storagev1.CSIStorageCapacity) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	object(d, &p.NodeTopology, &k.NodeTopology, labelSelectorFields)
	value(d, &p.StorageClassName, &k.StorageClassName)
	optionalQuantity(d, &p.Capacity, &k.Capacity)
	optionalQuantity(d, &p.MaximumVolumeSize, &k.MaximumVolumeSize)
}

// VolumeAttachment returns the podlife form of k. Nil gives nil.
func VolumeAttachment(k *storagev1.VolumeAttachment) *podlife.VolumeAttachment {
	return readNew(k, volumeAttachmentFields)
}

// ToVolumeAttachment returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToVolumeAttachment(p *podlife.VolumeAttachment) *storagev1.VolumeAttachment {
	return writeNew(p, &storagev1.VolumeAttachment{TypeMeta: metav1.TypeMeta{APIVersion: "storage.k8s.io/v1", Kind: "VolumeAttachment"}}, volumeAttachmentFields)
}

func volumeAttachmentFields(d direction, p *podlife.VolumeAttachment, k *storagev1.VolumeAttachment) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	value(d, &p.Spec.Attacher, &k.Spec.Attacher)
	optional(d, &p.Spec.Source.PersistentVolumeName, &k.Spec.Source.PersistentVolumeName)
	value(d, &p.Spec.NodeName, &k.Spec.NodeName)
}

func csiNodeDriverFields(d direction, p *podlife.CSINodeDriver, k *storagev1.CSINodeDriver) {
	value(d, &p.Name, &k.Name)
	object(d, &p.Allocatable, &k.Allocatable, volumeResourcesFields)
}

func volumeResourcesFields(d direction, p *podlife.VolumeNodeResources, k *storagev1.VolumeNodeResources) {
	pointer(d, &p.Count, &k.Count)
}
