package podlife

import (
	"maps"
	"slices"
)

// PersistentVolume is a piece of storage in the cluster.
//
// Source: API type PersistentVolume (core/v1).
type PersistentVolume struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec is what the volume is.
	Spec PersistentVolumeSpec `json:"spec,omitzero"`
	// Status is what was reported last.
	Status PersistentVolumeStatus `json:"status,omitzero"`
}

// PersistentVolumeSpec is what a volume is and who may have it.
//
// Source: API type PersistentVolumeSpec (core/v1).
type PersistentVolumeSpec struct {
	// Capacity is the volume's size, under storage.
	Capacity ResourceList `json:"capacity,omitempty"`
	// CSI: a driver provides the volume. Volumes of other kinds have none.
	CSI *CSIPersistentVolumeSource `json:"csi,omitempty"`
	// GCEPersistentDisk: the volume is a disk of Google Compute Engine.
	GCEPersistentDisk *GCEPersistentDiskVolumeSource `json:"gcePersistentDisk,omitempty"`
	// AWSElasticBlockStore: the volume is a disk of Amazon Web Services.
	AWSElasticBlockStore *AWSElasticBlockStoreVolumeSource `json:"awsElasticBlockStore,omitempty"`
	// AzureDisk: the volume is a disk of Microsoft Azure.
	AzureDisk *AzureDiskVolumeSource `json:"azureDisk,omitempty"`
	// AccessModes are the ways in which the volume can be mounted.
	AccessModes []AccessMode `json:"accessModes,omitempty"`
	// ClaimRef is the claim that the volume is bound to, or kept for.
	ClaimRef *ObjectReference `json:"claimRef,omitempty"`
	// StorageClassName is the class that the volume belongs to. Empty: none.
	StorageClassName string `json:"storageClassName,omitempty"`
	// VolumeMode is Filesystem or Block. Empty: Filesystem.
	VolumeMode string `json:"volumeMode,omitempty"`
	// NodeAffinity says from which nodes the volume can be reached. Nil: all.
	NodeAffinity *VolumeNodeAffinity `json:"nodeAffinity,omitempty"`
	// VolumeAttributesClassName is the class of its quality. Empty: none.
	VolumeAttributesClassName string `json:"volumeAttributesClassName,omitempty"`
}

// PersistentVolumeStatus is what was last reported about a volume.
//
// Source: API type PersistentVolumeStatus (core/v1).
type PersistentVolumeStatus struct {
	// Phase is Pending, Available, Bound, Released or Failed.
	Phase string `json:"phase,omitempty"`
}

// CSIPersistentVolumeSource is a volume that a CSI driver provides.
//
// Source: API type CSIPersistentVolumeSource (core/v1).
type CSIPersistentVolumeSource struct {
	// Driver is the driver's name.
	Driver string `json:"driver"`
	// VolumeHandle is the driver's name for the volume.
	VolumeHandle string `json:"volumeHandle"`
}

// VolumeNodeAffinity says from which nodes a volume can be reached.
//
// Source: API type VolumeNodeAffinity (core/v1).
type VolumeNodeAffinity struct {
	// Required must hold for the node. Nil: every node will do.
	Required *NodeSelector `json:"required,omitempty"`
}

// ObjectReference names an object.
//
// Source: API type ObjectReference (core/v1).
type ObjectReference struct {
	// Kind of the object.
	Kind string `json:"kind,omitempty"`
	// Namespace of the object.
	Namespace string `json:"namespace,omitempty"`
	// Name of the object.
	Name string `json:"name,omitempty"`
	// UID of the object. Empty: any object of that name.
	UID string `json:"uid,omitempty"`
}

// AccessMode is a way in which a volume can be mounted.
//
// Source: API type PersistentVolumeAccessMode (core/v1).
type AccessMode string

// The access modes.
const (
	// ReadWriteOnce: to read and write, on one node.
	ReadWriteOnce AccessMode = "ReadWriteOnce"
	// ReadOnlyMany: to read, on many nodes.
	ReadOnlyMany AccessMode = "ReadOnlyMany"
	// ReadWriteMany: to read and write, on many nodes.
	ReadWriteMany AccessMode = "ReadWriteMany"
	// ReadWriteOncePod: to read and write, by one Pod. No other mode goes
	// with it.
	ReadWriteOncePod AccessMode = "ReadWriteOncePod"
)

// PersistentVolumeClaim asks for a volume.
//
// Source: API type PersistentVolumeClaim (core/v1).
type PersistentVolumeClaim struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec is what is asked for.
	Spec PersistentVolumeClaimSpec `json:"spec,omitzero"`
	// Status is what was reported last.
	Status PersistentVolumeClaimStatus `json:"status,omitzero"`
}

// PersistentVolumeClaimSpec is what a claim asks for.
//
// Source: API type PersistentVolumeClaimSpec (core/v1).
type PersistentVolumeClaimSpec struct {
	// AccessModes that the volume must have, all of them.
	AccessModes []AccessMode `json:"accessModes,omitempty"`
	// Selector is a condition on the volume's labels. Nil: any volume.
	Selector *LabelSelector `json:"selector,omitempty"`
	// Resources is the size, under storage.
	Resources VolumeResourceRequirements `json:"resources,omitzero"`
	// VolumeName is the volume that the claim is bound to. Empty: none yet.
	VolumeName string `json:"volumeName,omitempty"`
	// StorageClassName is the class. Nil: not set; empty: none.
	StorageClassName *string `json:"storageClassName,omitempty"`
	// VolumeMode is Filesystem or Block. Empty: Filesystem.
	VolumeMode string `json:"volumeMode,omitempty"`
	// VolumeAttributesClassName is the class of quality. Empty: none.
	VolumeAttributesClassName string `json:"volumeAttributesClassName,omitempty"`
}

// VolumeResourceRequirements is the size that a claim asks for.
//
// Source: API type VolumeResourceRequirements (core/v1).
type VolumeResourceRequirements struct {
	// Limits is the greatest size.
	Limits ResourceList `json:"limits,omitempty"`
	// Requests is the least size.
	Requests ResourceList `json:"requests,omitempty"`
}

// PersistentVolumeClaimStatus is what was last reported about a claim.
//
// Source: API type PersistentVolumeClaimStatus (core/v1).
type PersistentVolumeClaimStatus struct {
	// Phase is Pending, Bound or Lost.
	Phase string `json:"phase,omitempty"`
}

// Clone returns a copy that shares nothing with v. The clone of nil is nil.
func (v *PersistentVolume) Clone() *PersistentVolume {
	if v == nil {
		return nil
	}
	c := *v
	c.ObjectMeta = v.ObjectMeta.clone()
	c.Spec.Capacity = maps.Clone(v.Spec.Capacity)
	c.Spec.CSI = clonePtr(v.Spec.CSI)
	c.Spec.GCEPersistentDisk = clonePtr(v.Spec.GCEPersistentDisk)
	c.Spec.AWSElasticBlockStore = clonePtr(v.Spec.AWSElasticBlockStore)
	c.Spec.AzureDisk = clonePtr(v.Spec.AzureDisk)
	c.Spec.AccessModes = slices.Clone(v.Spec.AccessModes)
	c.Spec.ClaimRef = clonePtr(v.Spec.ClaimRef)
	c.Spec.NodeAffinity = clonePtrDeep(v.Spec.NodeAffinity, VolumeNodeAffinity.clone)
	return &c
}

func (a VolumeNodeAffinity) clone() VolumeNodeAffinity {
	a.Required = clonePtrDeep(a.Required, NodeSelector.clone)
	return a
}

// MarshalJSON writes the volume as the API does, kind and version included.
func (v PersistentVolume) MarshalJSON() ([]byte, error) {
	type fields PersistentVolume // without this method
	return marshalKind("v1", "PersistentVolume", fields(v))
}

// Clone returns a copy that shares nothing with c. The clone of nil is nil.
func (c *PersistentVolumeClaim) Clone() *PersistentVolumeClaim {
	if c == nil {
		return nil
	}
	return &PersistentVolumeClaim{ObjectMeta: c.ObjectMeta.clone(), Spec: c.Spec.clone(), Status: c.Status}
}

func (s PersistentVolumeClaimSpec) clone() PersistentVolumeClaimSpec {
	s.AccessModes = slices.Clone(s.AccessModes)
	s.Selector = clonePtrDeep(s.Selector, LabelSelector.clone)
	s.Resources.Limits = maps.Clone(s.Resources.Limits)
	s.Resources.Requests = maps.Clone(s.Resources.Requests)
	s.StorageClassName = clonePtr(s.StorageClassName)
	return s
}

// MarshalJSON writes the claim as the API does, kind and version included.
func (c PersistentVolumeClaim) MarshalJSON() ([]byte, error) {
	type fields PersistentVolumeClaim // without this method
	return marshalKind("v1", "PersistentVolumeClaim", fields(c))
}
