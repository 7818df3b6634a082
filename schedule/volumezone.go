package schedule

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
)

// zoneLabel is a label of a volume that says from where it can be reached.
type zoneLabel struct {
	key    string
	values map[string]bool
}

// zoneKeys are the labels that VolumeZone looks at: the older ones first, each
// with the one that took its place.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumezone/volume_zone.go, topologyLabels.
func zoneKeys() [4]string {
	return [...]string{
		"failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
		"topology.kubernetes.io/zone", "topology.kubernetes.io/region",
	}
}

// findZones looks up the zones of the volumes that the Pod's claims have. A claim
// for an ephemeral volume is passed over, as Kubernetes does: its volume is made
// where the Pod goes. A claim that waits for a node has no zone yet.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumezone/volume_zone.go, getPVbyPod.
func (x *cycle) findZones() (rejection string, err error) {
	for _, c := range podClaims(x.pod) {
		if c.ephemeral {
			continue
		}
		if c.name == "" {
			return "PersistentVolumeClaim had no name", nil
		}
		claim := x.c.claim(x.pod, c.name)
		if claim == nil {
			return claimNotFound(c.name), nil
		}
		if claim.Spec.VolumeName == "" {
			if rejection := x.unboundZone(claim); rejection != "" {
				return rejection, nil
			}
			continue
		}
		volume := x.c.world.volumes[claim.Spec.VolumeName]
		if volume == nil {
			return fmt.Sprintf("persistentvolume %q not found", claim.Spec.VolumeName), nil
		}
		x.volumes.zones = append(x.volumes.zones, zonesOf(volume)...)
	}
	return "", nil
}

// unboundZone says what is wrong with a claim that has no volume yet.
func (x *cycle) unboundZone(c *podlife.PersistentVolumeClaim) string {
	name := claimClass(c)
	if name == "" {
		return "PersistentVolumeClaim had no pv name and storageClass name"
	}
	class := x.c.world.classes[name]
	switch {
	case class == nil:
		return fmt.Sprintf("storageclass.storage.k8s.io %q not found", name)
	case class.VolumeBindingMode == nil:
		return fmt.Sprintf("VolumeBindingMode not set for StorageClass %q", name)
	case *class.VolumeBindingMode == podlife.VolumeBindingWaitForFirstConsumer:
		return ""
	default:
		return "PersistentVolume had no name"
	}
}

// zonesOf reads the labels of a volume. A value may name several zones, between
// two underscores, from each of which the volume can be reached. One that cannot
// be read is passed over.
//
// Source: staging/src/k8s.io/cloud-provider/volume/helpers/zones.go, LabelZonesToSet.
func zonesOf(v *podlife.PersistentVolume) []zoneLabel {
	var out []zoneLabel
	for _, key := range zoneKeys() {
		value, ok := v.Labels[key]
		if !ok {
			continue
		}
		values := map[string]bool{}
		for part := range strings.SplitSeq(value, "__") {
			values[strings.TrimSpace(part)] = true
		}
		if !values[""] {
			out = append(out, zoneLabel{key, values})
		}
	}
	return out
}

// filterVolumeZone rejects nodes that are not where a volume is.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumezone/volume_zone.go, Filter.
func (x *cycle) filterVolumeZone() {
	if len(x.volumes.zones) == 0 {
		return
	}
	verdict := x.rejection(VolumeZone, true, "node(s) had no available volume zone")
	for slot, v := range x.verdicts {
		if v == 0 && !x.inZones(x.c.nodes[slot].object.Labels) {
			x.verdicts[slot] = verdict
		}
	}
}

// inZones reports whether a node with the labels is in all zones. A node without
// any such label is taken to be in a cluster without zones, and will do. A volume
// with one of the older labels is content with the newer one of the node, but not
// the other way round.
func (x *cycle) inZones(labels map[string]string) bool {
	any := false
	for _, key := range zoneKeys() {
		_, ok := labels[key]
		any = any || ok
	}
	if !any {
		return true
	}
	for _, z := range x.volumes.zones {
		value, ok := labels[z.key]
		if rest, beta := strings.CutPrefix(z.key, "failure-domain.beta."); beta && !ok {
			value, ok = labels["topology."+rest]
		}
		if !ok || !z.values[value] {
			return false
		}
	}
	return true
}
