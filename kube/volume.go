package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
)

func volumeFields(d direction, p *podlife.Volume, k *corev1.Volume) {
	value(d, &p.Name, &k.Name)
	object(d, &p.PersistentVolumeClaim, &k.PersistentVolumeClaim, claimSourceFields)
	object(d, &p.Ephemeral, &k.Ephemeral, ephemeralSourceFields)
	object(d, &p.Image, &k.Image, imageSourceFields)
	object(d, &p.GCEPersistentDisk, &k.GCEPersistentDisk, gceSourceFields)
	object(d, &p.AWSElasticBlockStore, &k.AWSElasticBlockStore, awsSourceFields)
	object(d, &p.AzureDisk, &k.AzureDisk, azureSourceFields)
	object(d, &p.ISCSI, &k.ISCSI, iscsiSourceFields)
	object(d, &p.RBD, &k.RBD, rbdSourceFields)
}

func sameVolume(p *podlife.Volume, k *corev1.Volume) bool { return p.Name == k.Name }

func claimSourceFields(d direction, p *podlife.PersistentVolumeClaimVolumeSource, k *corev1.PersistentVolumeClaimVolumeSource) {
	value(d, &p.ClaimName, &k.ClaimName)
	value(d, &p.ReadOnly, &k.ReadOnly)
}

func ephemeralSourceFields(d direction, p *podlife.EphemeralVolumeSource, k *corev1.EphemeralVolumeSource) {
	object(d, &p.VolumeClaimTemplate, &k.VolumeClaimTemplate, claimTemplateFields)
}

func claimTemplateFields(d direction, p *podlife.PersistentVolumeClaimTemplate, k *corev1.PersistentVolumeClaimTemplate) {
	claimSpecFields(d, &p.Spec, &k.Spec)
}

func imageSourceFields(d direction, p *podlife.ImageVolumeSource, k *corev1.ImageVolumeSource) {
	value(d, &p.Reference, &k.Reference)
}

func gceSourceFields(d direction, p *podlife.GCEPersistentDiskVolumeSource, k *corev1.GCEPersistentDiskVolumeSource) {
	value(d, &p.PDName, &k.PDName)
	value(d, &p.ReadOnly, &k.ReadOnly)
}

func awsSourceFields(d direction, p *podlife.AWSElasticBlockStoreVolumeSource, k *corev1.AWSElasticBlockStoreVolumeSource) {
	value(d, &p.VolumeID, &k.VolumeID)
	value(d, &p.ReadOnly, &k.ReadOnly)
}

func azureSourceFields(d direction, p *podlife.AzureDiskVolumeSource, k *corev1.AzureDiskVolumeSource) {
	value(d, &p.DiskName, &k.DiskName)
}

func iscsiSourceFields(d direction, p *podlife.ISCSIVolumeSource, k *corev1.ISCSIVolumeSource) {
	value(d, &p.TargetPortal, &k.TargetPortal)
	value(d, &p.IQN, &k.IQN)
	value(d, &p.Lun, &k.Lun)
	value(d, &p.ReadOnly, &k.ReadOnly)
}

func rbdSourceFields(d direction, p *podlife.RBDVolumeSource, k *corev1.RBDVolumeSource) {
	list(d, &p.CephMonitors, &k.CephMonitors)
	value(d, &p.RBDImage, &k.RBDImage)
	value(d, &p.RBDPool, &k.RBDPool)
	value(d, &p.ReadOnly, &k.ReadOnly)
}

func volumeMountFields(d direction, p *podlife.VolumeMount, k *corev1.VolumeMount) {
	value(d, &p.Name, &k.Name)
	value(d, &p.ReadOnly, &k.ReadOnly)
	value(d, &p.MountPath, &k.MountPath)
	list(d, &p.BindMountOptions, &k.BindMountOptions)
}

// sameVolumeMount goes by the path, as the API server does when it merges a
// patch.
//
// Source: k8s.io/api v0.37 core/v1/types.go, Container.
func sameVolumeMount(p *podlife.VolumeMount, k *corev1.VolumeMount) bool {
	return p.MountPath == k.MountPath
}

func claimSpecFields(d direction, p *podlife.PersistentVolumeClaimSpec, k *corev1.PersistentVolumeClaimSpec) {
	texts(d, &p.AccessModes, &k.AccessModes)
	object(d, &p.Selector, &k.Selector, labelSelectorFields)
	resourceList(d, &p.Resources.Limits, &k.Resources.Limits)
	resourceList(d, &p.Resources.Requests, &k.Resources.Requests)
	value(d, &p.VolumeName, &k.VolumeName)
	pointer(d, &p.StorageClassName, &k.StorageClassName)
	optional(d, &p.VolumeMode, &k.VolumeMode)
	optional(d, &p.VolumeAttributesClassName, &k.VolumeAttributesClassName)
}

func volumeSpecFields(d direction, p *podlife.PersistentVolumeSpec, k *corev1.PersistentVolumeSpec) {
	resourceList(d, &p.Capacity, &k.Capacity)
	object(d, &p.CSI, &k.CSI, csiSourceFields)
	object(d, &p.GCEPersistentDisk, &k.GCEPersistentDisk, gceSourceFields)
	object(d, &p.AWSElasticBlockStore, &k.AWSElasticBlockStore, awsSourceFields)
	object(d, &p.AzureDisk, &k.AzureDisk, azureSourceFields)
	texts(d, &p.AccessModes, &k.AccessModes)
	object(d, &p.ClaimRef, &k.ClaimRef, referenceFields)
	value(d, &p.StorageClassName, &k.StorageClassName)
	optional(d, &p.VolumeMode, &k.VolumeMode)
	object(d, &p.NodeAffinity, &k.NodeAffinity, volumeAffinityFields)
	optional(d, &p.VolumeAttributesClassName, &k.VolumeAttributesClassName)
}

func csiSourceFields(d direction, p *podlife.CSIPersistentVolumeSource, k *corev1.CSIPersistentVolumeSource) {
	value(d, &p.Driver, &k.Driver)
	value(d, &p.VolumeHandle, &k.VolumeHandle)
}

func volumeAffinityFields(d direction, p *podlife.VolumeNodeAffinity, k *corev1.VolumeNodeAffinity) {
	object(d, &p.Required, &k.Required, nodeSelectorFields)
}

func referenceFields(d direction, p *podlife.ObjectReference, k *corev1.ObjectReference) {
	value(d, &p.Kind, &k.Kind)
	value(d, &p.Namespace, &k.Namespace)
	value(d, &p.Name, &k.Name)
	text(d, &p.UID, &k.UID)
}
