package schedule

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
)

// csiVolume is a volume as a CSI driver knows it.
type csiVolume struct {
	driver, handle string
}

// csiVolumes are the volumes of CSI drivers that a Pod uses, each once.
type csiVolumes struct {
	set     map[csiVolume]bool
	missing string // a claim that is not there
	err     error  // ends the cycle
}

// csiVolumes lists the volumes of CSI drivers that a Pod uses. A claim without
// a volume counts as one that is yet to be made. The first volume with which
// something is wrong ends the list. Of a Pod that has a node, claims that are
// not there are passed over.
//
// Drivers stand in for the kinds of volumes that were once part of Kubernetes,
// on a node of which it is known what drivers it has: stoodIn.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodevolumelimits/csi.go, filterAttachableVolumes.
func (c *Cluster) csiVolumes(p *podlife.Pod, hasNode, stoodIn bool) csiVolumes {
	out := csiVolumes{set: map[csiVolume]bool{}}
	for i := range p.Spec.Volumes {
		v, ok := &p.Spec.Volumes[i], true
		var used csiVolume
		if claim, uses := claimOf(p, v); uses {
			if used, ok = c.claimedVolume(p, claim, hasNode, stoodIn, &out); used.handle == "" {
				used.driver = "" // without a claim it would count
			}
		} else if stoodIn {
			used, ok = inlineVolume(v, &out)
		}
		if !ok {
			return out
		}
		if used.driver != "" {
			out.set[used] = true
		}
	}
	return out
}

// claimedVolume returns the volume of a claim, or says in out what is wrong.
func (c *Cluster) claimedVolume(p *podlife.Pod, used podClaim, hasNode, stoodIn bool, out *csiVolumes) (v csiVolume, ok bool) {
	claim := c.claim(p, used.name)
	switch {
	case claim == nil && hasNode:
		return csiVolume{}, true
	case claim == nil:
		out.missing = fmt.Sprintf("looking up PVC %s/%s: %s", p.Namespace, used.name, claimNotFound(used.name))
		return csiVolume{}, false
	case used.ephemeral && !isFor(claim, p):
		out.err = &CycleError{NodeVolumeLimits, notOwner(claim, p)}
		return csiVolume{}, false
	}
	return c.csiVolume(claim, stoodIn), true
}

// csiVolume returns the volume of a claim, or one that stands for it.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodevolumelimits/csi.go, getCSIDriverInfo.
func (c *Cluster) csiVolume(claim *podlife.PersistentVolumeClaim, stoodIn bool) csiVolume {
	if v := c.world.volumes[claim.Spec.VolumeName]; v != nil {
		switch {
		case v.Spec.CSI != nil:
			return csiVolume{v.Spec.CSI.Driver, v.Spec.CSI.VolumeHandle}
		case stoodIn:
			return formerVolume(v)
		default:
			return csiVolume{}
		}
	}
	class := c.world.classes[claimClass(claim)]
	if class == nil {
		return csiVolume{}
	}
	driver := class.Provisioner
	if standIn, former := driverFor(driver); former {
		if driver = standIn; !stoodIn {
			driver = ""
		}
	}
	return csiVolume{driver, "\x00" + qualified(claim.Namespace, claim.Name)}
}

// The drivers that stand in for kinds of volumes that this library knows.
//
// Source: staging/src/k8s.io/csi-translation-lib/plugins.
const (
	ebsDriver   = "ebs.csi.aws.com"
	gceDriver   = "pd.csi.storage.gke.io"
	azureDriver = "disk.csi.azure.com"
)

// driverFor returns the driver that stands in for a provisioner which was once
// part of Kubernetes, if it is one. Of some the volumes are not counted.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodevolumelimits/utils.go, isCSIMigrationOn.
func driverFor(provisioner string) (driver string, former bool) {
	switch provisioner {
	case "kubernetes.io/aws-ebs":
		return ebsDriver, true
	case "kubernetes.io/gce-pd":
		return gceDriver, true
	case "kubernetes.io/azure-disk":
		return azureDriver, true
	case "kubernetes.io/cinder":
		return "cinder.csi.openstack.org", true
	case "kubernetes.io/portworx-volume":
		return "pxd.portworx.com", true
	case "kubernetes.io/azure-file", "kubernetes.io/vsphere-volume":
		return "", true
	default:
		return "", false
	}
}

// inlineVolume returns the volume of the driver that stands in for what a Pod
// names without a claim, or says in out what is wrong.
//
// Source: staging/src/k8s.io/csi-translation-lib/plugins, TranslateInTreeInlineVolumeToCSI.
func inlineVolume(v *podlife.Volume, out *csiVolumes) (csiVolume, bool) {
	switch {
	case v.AWSElasticBlockStore != nil:
		id, ok := ebsVolumeID(v.AWSElasticBlockStore.VolumeID)
		if !ok {
			out.err = &CycleError{NodeVolumeLimits, fmt.Sprintf("converting volume(%s) from inline to csi: "+
				"failed to translate Kubernetes ID to EBS Volume ID Invalid format for AWS volume (%s)", v.Name, v.AWSElasticBlockStore.VolumeID)}
		}
		return csiVolume{ebsDriver, id}, ok
	case v.GCEPersistentDisk != nil:
		return csiVolume{gceDriver, gceHandle("zones/UNSPECIFIED", v.GCEPersistentDisk.PDName)}, true
	case v.AzureDisk != nil:
		return csiVolume{azureDriver, v.AzureDisk.DiskName}, true
	default:
		return csiVolume{}, true
	}
}

// formerVolume returns the volume of the driver that stands in for the kind of
// a PersistentVolume.
//
// Source: staging/src/k8s.io/csi-translation-lib/plugins, TranslateInTreePVToCSI.
func formerVolume(v *podlife.PersistentVolume) csiVolume {
	switch {
	case v.Spec.AWSElasticBlockStore != nil:
		id, _ := ebsVolumeID(v.Spec.AWSElasticBlockStore.VolumeID)
		return csiVolume{ebsDriver, id}
	case v.Spec.GCEPersistentDisk != nil:
		place, ok := gcePlace(v)
		if !ok {
			return csiVolume{}
		}
		return csiVolume{gceDriver, gceHandle(place, v.Spec.GCEPersistentDisk.PDName)}
	case v.Spec.AzureDisk != nil:
		return csiVolume{azureDriver, v.Spec.AzureDisk.DiskName}
	default:
		return csiVolume{}
	}
}

func gceHandle(place, disk string) string {
	return "projects/UNSPECIFIED/" + place + "/disks/" + disk
}

// gcePlace says in which zone a disk is, or in which region if in more than one
// zone, as its labels have it.
func gcePlace(v *podlife.PersistentVolume) (string, bool) {
	label := v.Labels["failure-domain.beta.kubernetes.io/zone"]
	if label == "" {
		label = v.Labels["topology.kubernetes.io/zone"]
	}
	zones := strings.Split(label, "__")
	switch {
	case len(zones) == 1 && label == "":
		return "zones/UNSPECIFIED", true
	case len(zones) == 1:
		return "zones/" + label, true
	}
	region := ""
	for _, zone := range zones { // like europe-west1-b
		end := strings.LastIndexByte(zone, '-')
		if strings.Count(zone, "-") != 2 || region != "" && zone[:end] != region {
			return "", false
		}
		region = zone[:end]
	}
	return "regions/" + region, true
}

// ebsVolumeID returns the ID in a name like aws://<zone>/<id>, or the name if it
// is none of that kind.
//
// Source: staging/src/k8s.io/csi-translation-lib/plugins/aws_ebs.go, KubernetesVolumeIDToEBSVolumeID.
func ebsVolumeID(name string) (string, bool) {
	rest, ok := strings.CutPrefix(name, "aws://")
	if !ok {
		return name, true
	}
	if end := strings.IndexAny(rest, "?#"); end >= 0 {
		rest = rest[:end]
	}
	_, path, _ := strings.Cut(rest, "/")
	id := strings.Trim(path, "/")
	if !strings.HasPrefix(id, "vol-") || strings.Contains(id, "/") {
		return "", false
	}
	return id, true
}
