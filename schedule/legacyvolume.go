package schedule

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
)

// How many volumes of a kind a node can have by default.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, DefaultMaxEBSVolumes,
// DefaultMaxGCEPDVolumes, DefaultMaxAzureDiskVolumes.
const (
	maxEBSVolumes   = 39
	maxOtherVolumes = 16
)

// legacyDisk returns the name of a disk if it is of the kind that a predicate
// counts.
func legacyDisk(predicate string, ebs *podlife.AWSElasticBlockStoreVolumeSource, gce *podlife.GCEPersistentDiskVolumeSource,
	azure *podlife.AzureDiskVolumeSource) (name string, ok bool) {
	switch {
	case predicate == MaxEBSVolumeCount && ebs != nil:
		return ebs.VolumeID, true
	case predicate == MaxGCEPDVolumeCount && gce != nil:
		return gce.PDName, true
	case predicate == MaxAzureDiskVolumeCount && azure != nil:
		return azure.DiskName, true
	default:
		return "", false
	}
}

// legacyDisks notes the disks of a Pod that a predicate counts. A claim whose
// volume is not known stands for one of every kind.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, filterVolumes.
func (x *cycle) legacyDisks(predicate string, p *podlife.Pod, into map[string]bool) (problem string) {
	for i := range p.Spec.Volumes {
		v := &p.Spec.Volumes[i]
		if name, ok := legacyDisk(predicate, v.AWSElasticBlockStore, v.GCEPersistentDisk, v.AzureDisk); ok {
			into[name] = true
			continue
		}
		if v.PersistentVolumeClaim == nil {
			continue
		}
		name := v.PersistentVolumeClaim.ClaimName
		if name == "" {
			return "PersistentVolumeClaim had no name"
		}
		var volume *podlife.PersistentVolume
		if claim := x.c.claim(p, name); claim != nil && claim.Spec.VolumeName != "" {
			volume = x.c.world.volumes[claim.Spec.VolumeName]
		}
		if volume == nil {
			into["\x00"+qualified(p.Namespace, name)] = true // no disk is called that
		} else if name, ok := legacyDisk(predicate, volume.Spec.AWSElasticBlockStore, volume.Spec.GCEPersistentDisk, volume.Spec.AzureDisk); ok {
			into[name] = true
		}
	}
	return ""
}

// maxVolumes rejects nodes that would have too many disks of a kind. A disk that
// several Pods have counts once. A node that has too many already will not do even
// for a Pod whose disk is there; for a Pod without a disk it will.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, MaxPDVolumeCountChecker.
func (x *cycle) maxVolumes(predicate string) legacyCheck {
	limit := x.pr.legacyArgs().MaxVolumes
	switch {
	case limit > 0:
	case predicate == MaxEBSVolumeCount:
		limit = maxEBSVolumes
	default:
		limit = maxOtherVolumes
	}
	want := map[string]bool{}
	if problem := x.legacyDisks(predicate, x.pod, want); problem != "" {
		x.failLegacy(predicate, problem)
	}
	return func(slot int) []legacyReason {
		if len(want) == 0 {
			return nil
		}
		all := map[string]bool{}
		for name := range want {
			all[name] = true
		}
		for _, p := range x.c.onNode[slot] {
			if problem := x.legacyDisks(predicate, p.pod, all); problem != "" {
				x.failLegacy(predicate, problem)
			}
		}
		if len(all) <= limit {
			return nil
		}
		return []legacyReason{{"node(s) exceed max volume count", false}}
	}
}

// volumesBindable rejects nodes from which a bound volume cannot be reached,
// or on which there is no volume for a claim that waits. None is made for it:
// that came with 1.11.
//
// Source: kubernetes v1.10 pkg/controller/volume/persistentvolume/scheduler_binder.go, FindPodVolumes.
func (x *cycle) volumesBindable() legacyCheck {
	problem, err := x.findBindings()
	switch e, _ := err.(*CycleError); {
	case e != nil:
		problem = e.Problem
	case problem == "pod has unbound immediate PersistentVolumeClaims":
		problem = "pod has unbound PersistentVolumeClaims"
	}
	if problem != "" {
		x.failLegacy(CheckVolumeBinding, problem)
	}
	return func(slot int) []legacyReason {
		n := x.c.nodes[slot].object
		var reasons []legacyReason
		reachable, exist := x.c.reachable(x.volumes.bound, n)
		if !exist {
			x.failLegacy(CheckVolumeBinding, "a volume that a claim is bound to was not found")
		}
		if !reachable {
			reasons = append(reasons, legacyReason{"node(s) had volume node affinity conflict", true})
		}
		if !x.allMatched(n) {
			reasons = append(reasons, legacyReason{"node(s) didn't find available persistent volumes to bind", true})
		}
		return reasons
	}
}

// allMatched reports whether there is a volume for each claim that waits.
func (x *cycle) allMatched(n *podlife.Node) bool {
	if len(x.volumes.delayed) == 0 {
		return true
	}
	// What the plan says of volumes that could be made does not matter.
	plan, _, _ := x.planDelayed(n)
	return len(plan.static) == len(x.volumes.delayed)
}

// inVolumeZones rejects a node that is not where a volume is. Only the labels
// of that time count.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go, VolumeZoneChecker.
func (x *cycle) inVolumeZones(slot int) []legacyReason {
	labels := x.c.nodes[slot].object.Labels
	_, hasZone := labels[legacyZone]
	_, hasRegion := labels[legacyRegion]
	if !hasZone && !hasRegion {
		return nil
	}
	for _, c := range podClaims(x.pod) {
		if c.ephemeral {
			continue
		}
		volume, waits, problem := x.zonedVolume(c.name)
		if problem != "" {
			x.failLegacy(NoVolumeZoneConflict, problem)
			return nil
		}
		if waits {
			continue
		}
		for _, z := range zonesOf(volume) {
			if strings.HasPrefix(z.key, legacyZonePrefix) && !z.values[labels[z.key]] {
				return []legacyReason{{"node(s) had no available volume zone", true}}
			}
		}
	}
	return nil
}

// The labels of nodes and volumes that say where they are.
//
// Source: kubernetes v1.10 pkg/kubelet/apis/well_known_labels.go.
const (
	legacyZonePrefix = "failure-domain.beta.kubernetes.io/"
	legacyZone       = legacyZonePrefix + "zone"
	legacyRegion     = legacyZonePrefix + "region"
)

// zonedVolume returns the volume of a claim, or says that the claim waits for
// a node, or what is wrong with it.
func (x *cycle) zonedVolume(name string) (v *podlife.PersistentVolume, waits bool, problem string) {
	if name == "" {
		return nil, false, "PersistentVolumeClaim had no name"
	}
	claim := x.c.claim(x.pod, name)
	if claim == nil {
		return nil, false, claimNotFound(name)
	}
	if claim.Spec.VolumeName != "" {
		if v = x.c.world.volumes[claim.Spec.VolumeName]; v == nil {
			return nil, false, fmt.Sprintf("persistentvolume %q not found", claim.Spec.VolumeName)
		}
		return v, false, ""
	}
	if class := claim.Spec.StorageClassName; class != nil && x.c.world.classes[*class] != nil {
		mode := x.c.world.classes[*class].VolumeBindingMode
		if mode == nil {
			return nil, false, fmt.Sprintf("VolumeBindingMode not set for StorageClass %q", *class)
		}
		if *mode == podlife.VolumeBindingWaitForFirstConsumer {
			return nil, true, ""
		}
	}
	return nil, false, fmt.Sprintf("PersistentVolumeClaim is not bound: %q", name)
}
