package schedule

import (
	"fmt"
	"slices"

	"github.com/podlife/podlife"
)

// volumeState is what the volume plugins find out before they look at single
// nodes, and keep for the score.
type volumeState struct {
	inUse   bool          // a claim that only one Pod may use is in use
	zones   []zoneLabel   // of the volumes
	csi     [2]csiVolumes // where the drivers of a node are not known, and where they are
	bound   []*podlife.PersistentVolumeClaim
	delayed []*podlife.PersistentVolumeClaim
	byNode  map[int32]volumePlan // of delayed claims, for the score
	failure error                // ends the cycle
}

// volumePlan is how the delayed claims of a Pod would be bound on a node.
type volumePlan struct {
	static  []staticBinding
	dynamic []provision
}

type staticBinding struct {
	claim  *podlife.PersistentVolumeClaim
	volume *podlife.PersistentVolume
}

type provision struct {
	claim    *podlife.PersistentVolumeClaim
	capacity *podlife.CSIStorageCapacity // nil: nobody says how much room there is
}

// findBindings sorts the Pod's claims into those that are bound and those that
// wait for a node. All others keep the Pod off every node.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumebinding/volume_binding.go, PreFilter.
func (x *cycle) findBindings() (rejection string, err error) {
	s := &x.volumes
	s.bound, s.delayed = nil, nil
	claims := podClaims(x.pod)
	for _, c := range claims {
		if rejection := x.claimProblem(c); rejection != "" {
			return rejection, nil
		}
	}
	immediate := false
	for _, c := range claims {
		claim := x.c.claim(x.pod, c.name)
		_, completed := claim.Annotations[boundAnnotation]
		if claim.Spec.VolumeName != "" && completed {
			s.bound = append(s.bound, claim)
			continue
		}
		class := x.c.world.classes[claimClass(claim)]
		if class != nil && class.VolumeBindingMode == nil {
			return "", &CycleError{VolumeBinding, fmt.Sprintf("VolumeBindingMode not set for StorageClass %q", class.Name)}
		}
		if class != nil && *class.VolumeBindingMode == podlife.VolumeBindingWaitForFirstConsumer && claim.Spec.VolumeName == "" {
			s.delayed = append(s.delayed, claim)
		} else {
			immediate = true
		}
	}
	if immediate {
		return "pod has unbound immediate PersistentVolumeClaims", nil
	}
	return "", nil
}

// claimProblem says why no Pod can have a claim. Empty: nothing.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumebinding/volume_binding.go, podHasPVCs.
func (x *cycle) claimProblem(c podClaim) string {
	claim := x.c.claim(x.pod, c.name)
	switch {
	case claim == nil && c.ephemeral:
		return fmt.Sprintf("waiting for ephemeral volume controller to create the persistentvolumeclaim %q", c.name)
	case claim == nil:
		return claimNotFound(c.name)
	case claim.Status.Phase == "Lost":
		return fmt.Sprintf("persistentvolumeclaim %q bound to non-existent persistentvolume %q", claim.Name, claim.Spec.VolumeName)
	case claim.IsDeleted():
		return fmt.Sprintf("persistentvolumeclaim %q is being deleted", claim.Name)
	case c.ephemeral && !isFor(claim, x.pod):
		return notOwner(claim, x.pod)
	default:
		return ""
	}
}

// filterVolumeBinding rejects nodes from which a bound volume cannot be
// reached, or on which no volume can be had for a claim that waits.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumebinding/binder.go, FindPodVolumes.
func (x *cycle) filterVolumeBinding() {
	s := &x.volumes
	if len(s.bound)+len(s.delayed) == 0 {
		return
	}
	s.byNode = map[int32]volumePlan{}
	for slot, v := range x.verdicts {
		if v != 0 {
			continue
		}
		n := x.c.nodes[slot].object
		var reasons []string
		reachable, exist := x.c.reachable(s.bound, n)
		plan, found, enough := x.planDelayed(n)
		for _, r := range []struct {
			ok     bool
			reason string
		}{
			{reachable, "node(s) didn't match PersistentVolume's node affinity"},
			{found, "node(s) didn't find available persistent volumes to bind"},
			{enough, "node(s) did not have enough free storage"},
			{exist, "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"},
		} {
			if !r.ok {
				reasons = append(reasons, r.reason)
			}
		}
		if reasons != nil {
			x.verdicts[slot] = x.rejection(VolumeBinding, true, reasons...)
			continue
		}
		s.byNode[int32(slot)] = plan
	}
}

// reachable looks at bound claims until one will not do: its volume cannot be
// reached from the node, or does not exist.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumebinding/binder.go, checkBoundClaims.
func (c *Cluster) reachable(claims []*podlife.PersistentVolumeClaim, n *podlife.Node) (reachable, exist bool) {
	for _, claim := range claims {
		volume := c.world.volumes[claim.Spec.VolumeName]
		if volume == nil {
			return true, false
		}
		if !reachableFrom(volume, n) {
			return false, true
		}
	}
	return true, true
}

// reachableFrom reports whether a volume can be reached from a node.
//
// Source: staging/src/k8s.io/component-helpers/storage/volume/helpers.go, CheckNodeAffinity.
func reachableFrom(v *podlife.PersistentVolume, n *podlife.Node) bool {
	a := v.Spec.NodeAffinity
	return a == nil || a.Required == nil || slices.ContainsFunc(a.Required.NodeSelectorTerms, func(t podlife.NodeSelectorTerm) bool {
		return termMatchesLabels(&t, n.Labels)
	})
}

// planDelayed finds volumes for the claims that wait for a node, or the means
// to make them. A claim for which another round of the scheduler chose a node stays
// with it: its volume may be in the making there.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumebinding/binder.go, FindPodVolumes, findMatchingVolumes.
func (x *cycle) planDelayed(n *podlife.Node) (plan volumePlan, found, enough bool) {
	var match, toMake []*podlife.PersistentVolumeClaim
	for _, claim := range x.volumes.delayed {
		node, chosen := claim.Annotations[nodeAnnotation]
		switch {
		case chosen && node != n.Name:
			return plan, false, true
		case chosen:
			toMake = append(toMake, claim)
		default:
			match = append(match, claim)
		}
	}
	// The smallest claims choose first, so that none takes a volume that a
	// greater one needs.
	slices.SortStableFunc(match, func(a, b *podlife.PersistentVolumeClaim) int {
		return requestedStorage(a).Cmp(requestedStorage(b))
	})
	taken := map[string]bool{}
	found = true
	for _, claim := range match {
		volume := x.c.findVolume(claim, n, taken)
		if volume == nil {
			toMake, found = append(toMake, claim), false
			continue
		}
		taken[volume.Name] = true
		plan.static = append(plan.static, staticBinding{claim, volume})
	}
	if len(toMake) == 0 {
		return plan, found, true
	}
	plan.dynamic, found, enough = x.c.provisions(toMake, n)
	return plan, found, enough
}

// findVolume returns the smallest volume that a claim can have on a node, or
// the one that is kept for it, or nil.
//
// Source: staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go, FindMatchingVolume.
func (c *Cluster) findVolume(claim *podlife.PersistentVolumeClaim, n *podlife.Node, taken map[string]bool) *podlife.PersistentVolume {
	want, class := requestedStorage(claim), claimClass(claim)
	sel := selector{}
	if claim.Spec.Selector != nil {
		sel, _, _ = newSelector(claim.Spec.Selector) // was checked when the cluster was made
	}
	var smallest *podlife.PersistentVolume
	for _, v := range c.world.volumeList {
		kept := isKeptFor(v, claim)
		size := v.Spec.Capacity[podlife.ResourceStorage]
		if volumeClass(v) != class || taken[v.Name] || v.Spec.ClaimRef != nil && !kept || size.Cmp(want) < 0 || v.IsDeleted() ||
			volumeMode(v.Spec.VolumeMode) != volumeMode(claim.Spec.VolumeMode) ||
			v.Spec.VolumeAttributesClassName != claim.Spec.VolumeAttributesClassName {
			continue
		}
		near := reachableFrom(v, n)
		if kept {
			if near {
				return v
			}
			return nil
		}
		if !near || v.Status.Phase != "Available" || !sel.matches(v.Labels) || !hasModes(v.Spec.AccessModes, claim.Spec.AccessModes) {
			continue
		}
		if smallest == nil || size.Cmp(smallest.Spec.Capacity[podlife.ResourceStorage]) < 0 {
			smallest = v
		}
	}
	return smallest
}

// isKeptFor reports whether a volume is bound to a claim, or kept for it.
//
// Source: staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go, IsVolumeBoundToClaim.
func isKeptFor(v *podlife.PersistentVolume, c *podlife.PersistentVolumeClaim) bool {
	r := v.Spec.ClaimRef
	return r != nil && r.Name == c.Name && r.Namespace == c.Namespace && (r.UID == "" || r.UID == c.UID)
}

// volumeMode returns a mode, or the one that an unset one stands for.
func volumeMode(mode string) string {
	if mode == "" {
		return "Filesystem"
	}
	return mode
}

// hasModes reports whether a volume can be used in all ways that are wanted.
func hasModes(have, want []podlife.AccessMode) bool {
	for _, mode := range want {
		if !hasMode(have, mode) {
			return false
		}
	}
	return true
}
