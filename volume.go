package podlife

import "slices"

// Volume is a directory that a Pod's containers may mount. Of the thirty
// sources a volume may have, only those are kept that the scheduler looks at.
//
// Source: API type Volume (core/v1).
type Volume struct {
	// Name is unique among the volumes of the Pod.
	Name string `json:"name"`
	// PersistentVolumeClaim: the volume is the one that the claim is bound to.
	PersistentVolumeClaim *PersistentVolumeClaimVolumeSource `json:"persistentVolumeClaim,omitempty"`
	// Ephemeral: a claim is made for the Pod, called <pod>-<volume>.
	Ephemeral *EphemeralVolumeSource `json:"ephemeral,omitempty"`
	// Image: the volume is what an image holds.
	Image *ImageVolumeSource `json:"image,omitempty"`
	// GCEPersistentDisk is a disk of Google Compute Engine.
	GCEPersistentDisk *GCEPersistentDiskVolumeSource `json:"gcePersistentDisk,omitempty"`
	// AWSElasticBlockStore is a disk of Amazon Web Services.
	AWSElasticBlockStore *AWSElasticBlockStoreVolumeSource `json:"awsElasticBlockStore,omitempty"`
	// AzureDisk is a disk of Microsoft Azure.
	AzureDisk *AzureDiskVolumeSource `json:"azureDisk,omitempty"`
	// ISCSI is a disk reached by iSCSI.
	ISCSI *ISCSIVolumeSource `json:"iscsi,omitempty"`
	// RBD is a Ceph block device.
	RBD *RBDVolumeSource `json:"rbd,omitempty"`
}

// PersistentVolumeClaimVolumeSource names a claim in the Pod's namespace.
//
// Source: API type PersistentVolumeClaimVolumeSource (core/v1).
type PersistentVolumeClaimVolumeSource struct {
	// ClaimName is the claim's name.
	ClaimName string `json:"claimName"`
	// ReadOnly: mounts of it are read-only.
	ReadOnly bool `json:"readOnly,omitempty"`
}

// EphemeralVolumeSource is a claim that lives as long as the Pod.
//
// Source: API type EphemeralVolumeSource (core/v1).
type EphemeralVolumeSource struct {
	// VolumeClaimTemplate is what the claim is made from.
	VolumeClaimTemplate *PersistentVolumeClaimTemplate `json:"volumeClaimTemplate,omitempty"`
}

// PersistentVolumeClaimTemplate is what a claim is made from.
//
// Source: API type PersistentVolumeClaimTemplate (core/v1).
type PersistentVolumeClaimTemplate struct {
	// Spec of the claim.
	Spec PersistentVolumeClaimSpec `json:"spec"`
}

// ImageVolumeSource is an image whose files are a volume.
//
// Source: API type ImageVolumeSource (core/v1).
type ImageVolumeSource struct {
	// Reference names the image.
	Reference string `json:"reference,omitempty"`
}

// GCEPersistentDiskVolumeSource is a disk of Google Compute Engine.
//
// Source: API type GCEPersistentDiskVolumeSource (core/v1).
type GCEPersistentDiskVolumeSource struct {
	// PDName names the disk.
	PDName string `json:"pdName"`
	// ReadOnly: it is mounted so that several Pods may have it.
	ReadOnly bool `json:"readOnly,omitempty"`
}

// AWSElasticBlockStoreVolumeSource is a disk of Amazon Web Services.
//
// Source: API type AWSElasticBlockStoreVolumeSource (core/v1).
type AWSElasticBlockStoreVolumeSource struct {
	// VolumeID names the disk.
	VolumeID string `json:"volumeID"`
	// ReadOnly: mounts of it are read-only.
	ReadOnly bool `json:"readOnly,omitempty"`
}

// AzureDiskVolumeSource is a disk of Microsoft Azure.
//
// Source: API type AzureDiskVolumeSource (core/v1).
type AzureDiskVolumeSource struct {
	// DiskName names the disk.
	DiskName string `json:"diskName"`
}

// ISCSIVolumeSource is a disk reached by iSCSI.
//
// Source: API type ISCSIVolumeSource (core/v1).
type ISCSIVolumeSource struct {
	// TargetPortal is the server.
	TargetPortal string `json:"targetPortal"`
	// IQN names the target.
	IQN string `json:"iqn"`
	// Lun is the disk's number at the target.
	Lun int32 `json:"lun"`
	// ReadOnly: it is mounted so that several Pods may have it.
	ReadOnly bool `json:"readOnly,omitempty"`
}

// RBDVolumeSource is a Ceph block device.
//
// Source: API type RBDVolumeSource (core/v1).
type RBDVolumeSource struct {
	// CephMonitors are the servers that know where the device is.
	CephMonitors []string `json:"monitors"`
	// RBDImage names the device.
	RBDImage string `json:"image"`
	// RBDPool is the pool that it is in.
	RBDPool string `json:"pool,omitempty"`
	// ReadOnly: it is mounted so that several Pods may have it.
	ReadOnly bool `json:"readOnly,omitempty"`
}

// VolumeMount is the place where a container sees a volume.
//
// Source: API type VolumeMount (core/v1).
type VolumeMount struct {
	// Name of the volume.
	Name string `json:"name"`
	// ReadOnly: the container cannot write to it.
	ReadOnly bool `json:"readOnly,omitempty"`
	// MountPath is the directory in the container.
	MountPath string `json:"mountPath"`
	// BindMountOptions are options that not every node knows.
	BindMountOptions []string `json:"bindMountOptions,omitempty"`
}

func (v Volume) clone() Volume {
	v.PersistentVolumeClaim = clonePtr(v.PersistentVolumeClaim)
	v.Ephemeral = clonePtrDeep(v.Ephemeral, EphemeralVolumeSource.clone)
	v.Image = clonePtr(v.Image)
	v.GCEPersistentDisk = clonePtr(v.GCEPersistentDisk)
	v.AWSElasticBlockStore = clonePtr(v.AWSElasticBlockStore)
	v.AzureDisk = clonePtr(v.AzureDisk)
	v.ISCSI = clonePtr(v.ISCSI)
	v.RBD = clonePtrDeep(v.RBD, RBDVolumeSource.clone)
	return v
}

func (e EphemeralVolumeSource) clone() EphemeralVolumeSource {
	e.VolumeClaimTemplate = clonePtrDeep(e.VolumeClaimTemplate, PersistentVolumeClaimTemplate.clone)
	return e
}

func (t PersistentVolumeClaimTemplate) clone() PersistentVolumeClaimTemplate {
	t.Spec = t.Spec.clone()
	return t
}

func (r RBDVolumeSource) clone() RBDVolumeSource {
	r.CephMonitors = slices.Clone(r.CephMonitors)
	return r
}

func (m VolumeMount) clone() VolumeMount {
	m.BindMountOptions = slices.Clone(m.BindMountOptions)
	return m
}
