package schedule

import (
	"slices"

	"github.com/podlife/podlife"
)

// findClaims looks up the claims of the Pod, and whether one of them that only
// one Pod may use is in use.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go, PreFilter.
func (x *cycle) findClaims() (rejection string) {
	exclusive := map[string]bool{}
	for _, c := range podClaims(x.pod) {
		if c.ephemeral {
			continue
		}
		claim := x.c.claim(x.pod, c.name)
		if claim == nil {
			return claimNotFound(c.name)
		}
		if hasMode(claim.Spec.AccessModes, podlife.ReadWriteOncePod) {
			exclusive[c.name] = true
		}
	}
	x.volumes.inUse = len(exclusive) > 0 && x.c.anyUses(x.pod.Namespace, exclusive)
	return ""
}

// anyUses reports whether a Pod on any node uses one of the claims.
func (c *Cluster) anyUses(namespace string, claims map[string]bool) bool {
	for _, e := range c.pods {
		p := e.placed
		if p == nil || p.pod.Namespace != namespace {
			continue
		}
		for i := range p.pod.Spec.Volumes {
			if v := p.pod.Spec.Volumes[i].PersistentVolumeClaim; v != nil && claims[v.ClaimName] {
				return true
			}
		}
	}
	return false
}

// filterVolumeRestrictions rejects nodes on which another Pod has a disk that
// cannot be shared.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go, Filter.
func (x *cycle) filterVolumeRestrictions() {
	if slices.ContainsFunc(x.pod.Spec.Volumes, isDisk) {
		verdict := x.rejection(VolumeRestrictions, false, "node(s) had no available disk")
		for slot, v := range x.verdicts {
			if v == 0 && x.sharesDisk(x.c.onNode[slot]) {
				x.verdicts[slot] = verdict
			}
		}
	}
	if x.volumes.inUse {
		x.rejectAll(x.rejection(VolumeRestrictions, false,
			"node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod"))
	}
}

// isDisk reports whether a volume is of a kind of which two Pods on a node can be in
// each other's way.
func isDisk(v podlife.Volume) bool {
	return v.GCEPersistentDisk != nil || v.AWSElasticBlockStore != nil || v.RBD != nil || v.ISCSI != nil
}

// sharesDisk reports whether one of some Pods is in the way of the Pod.
func (x *cycle) sharesDisk(with []*placed) bool {
	for _, p := range with {
		for i := range x.pod.Spec.Volumes {
			for j := range p.pod.Spec.Volumes {
				if diskConflict(&x.pod.Spec.Volumes[i], &p.pod.Spec.Volumes[j]) {
					return true
				}
			}
		}
	}
	return false
}

// diskConflict reports whether two volumes are one disk that cannot be
// mounted twice.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go, isVolumeConflict.
func diskConflict(a, b *podlife.Volume) bool {
	if x, y := a.GCEPersistentDisk, b.GCEPersistentDisk; x != nil && y != nil && x.PDName == y.PDName && !(x.ReadOnly && y.ReadOnly) {
		return true
	}
	if x, y := a.AWSElasticBlockStore, b.AWSElasticBlockStore; x != nil && y != nil && x.VolumeID == y.VolumeID {
		return true
	}
	if x, y := a.ISCSI, b.ISCSI; x != nil && y != nil && x.IQN == y.IQN && !(x.ReadOnly && y.ReadOnly) {
		return true
	}
	x, y := a.RBD, b.RBD
	return x != nil && y != nil && x.RBDPool == y.RBDPool && x.RBDImage == y.RBDImage && !(x.ReadOnly && y.ReadOnly) &&
		slices.ContainsFunc(x.CephMonitors, func(m string) bool { return slices.Contains(y.CephMonitors, m) })
}
