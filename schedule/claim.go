package schedule

import (
	"fmt"
	"slices"

	"github.com/podlife/podlife"
)

// podClaim is a claim that a Pod uses.
type podClaim struct {
	name      string
	ephemeral bool
}

// podClaims lists the claims of a Pod, in the order of its volumes.
func podClaims(p *podlife.Pod) []podClaim {
	var out []podClaim
	for i := range p.Spec.Volumes {
		if c, ok := claimOf(p, &p.Spec.Volumes[i]); ok {
			out = append(out, c)
		}
	}
	return out
}

// claimOf returns the claim of a volume, if it has one.
func claimOf(p *podlife.Pod, v *podlife.Volume) (podClaim, bool) {
	switch {
	case v.PersistentVolumeClaim != nil:
		return podClaim{v.PersistentVolumeClaim.ClaimName, false}, true
	case v.Ephemeral != nil:
		return podClaim{p.Name + "-" + v.Name, true}, true
	default:
		return podClaim{}, false
	}
}

// claim returns a claim in the Pod's namespace, or nil.
func (c *Cluster) claim(p *podlife.Pod, name string) *podlife.PersistentVolumeClaim {
	return c.world.claims[qualified(p.Namespace, name)]
}

// claimNotFound is what the scheduler says of a claim that is not there.
func claimNotFound(name string) string {
	return fmt.Sprintf("persistentvolumeclaim %q not found", name)
}

// isFor reports whether a claim was made for the Pod's ephemeral volume.
//
// Source: staging/src/k8s.io/component-helpers/storage/ephemeral/ephemeral.go, VolumeIsForPod.
func isFor(c *podlife.PersistentVolumeClaim, p *podlife.Pod) bool {
	for _, o := range c.OwnerReferences {
		if o.Controller {
			return o.UID == p.UID
		}
	}
	return false
}

// notOwner is what it says of a claim that is another Pod's, or nobody's.
func notOwner(c *podlife.PersistentVolumeClaim, p *podlife.Pod) string {
	return fmt.Sprintf("PVC %s/%s was not created for pod %s/%s (pod is not owner)", c.Namespace, c.Name, p.Namespace, p.Name)
}

// The annotations that say more about a claim.
//
// Source: staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go.
const (
	classAnnotation = "volume.beta.kubernetes.io/storage-class"
	boundAnnotation = "pv.kubernetes.io/bind-completed"
	nodeAnnotation  = "volume.kubernetes.io/selected-node"
)

// claimClass returns the name of a claim's class. Empty: it has none.
//
// Source: staging/src/k8s.io/component-helpers/storage/volume/helpers.go, GetPersistentVolumeClaimClass.
func claimClass(c *podlife.PersistentVolumeClaim) string {
	if class, ok := c.Annotations[classAnnotation]; ok {
		return class
	}
	if c.Spec.StorageClassName != nil {
		return *c.Spec.StorageClassName
	}
	return ""
}

// volumeClass returns the name of a volume's class. Empty: it has none.
//
// Source: staging/src/k8s.io/component-helpers/storage/volume/helpers.go, GetPersistentVolumeClass.
func volumeClass(v *podlife.PersistentVolume) string {
	if class, ok := v.Annotations[classAnnotation]; ok {
		return class
	}
	return v.Spec.StorageClassName
}

// requestedStorage is how large a volume a claim asks for. 0: it does not say.
func requestedStorage(c *podlife.PersistentVolumeClaim) podlife.Quantity {
	return c.Spec.Resources.Requests[podlife.ResourceStorage]
}

// hasMode reports whether a mode is in a list.
func hasMode(modes []podlife.AccessMode, mode podlife.AccessMode) bool {
	return slices.Contains(modes, mode)
}
