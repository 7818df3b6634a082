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

// csiVolumes lists the volumes of CSI drivers that a Pod uses, each once. A
// claim without a volume counts as one that is yet to be made. The first claim
// in the order of the volumes with which something is wrong ends the list:
// missing says that it is not there, err that it is another Pod's. Of a Pod
// that has a node, claims that are not there are passed over.
//
// Volumes of the kinds that were once part of Kubernetes are not counted.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodevolumelimits/csi.go, filterAttachableVolumes.
func (c *Cluster) csiVolumes(p *podlife.Pod, hasNode bool) (volumes map[csiVolume]bool, missing string, err error) {
	volumes = map[csiVolume]bool{}
	for _, used := range podClaims(p) {
		claim := c.claim(p, used.name)
		switch {
		case claim == nil && hasNode:
			continue
		case claim == nil:
			return nil, fmt.Sprintf("looking up PVC %s/%s: %s", p.Namespace, used.name, claimNotFound(used.name)), nil
		case used.ephemeral && !isFor(claim, p):
			return volumes, "", &CycleError{NodeVolumeLimits, notOwner(claim, p)}
		}
		if v := c.csiVolume(claim); v.driver != "" && v.handle != "" {
			volumes[v] = true
		}
	}
	return volumes, "", nil
}

// csiVolume returns the volume of a claim, or one that stands for it.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodevolumelimits/csi.go, getCSIDriverInfo.
func (c *Cluster) csiVolume(claim *podlife.PersistentVolumeClaim) csiVolume {
	if v := c.world.volumes[claim.Spec.VolumeName]; v != nil {
		if v.Spec.CSI == nil {
			return csiVolume{}
		}
		return csiVolume{v.Spec.CSI.Driver, v.Spec.CSI.VolumeHandle}
	}
	class := c.world.classes[claimClass(claim)]
	if class == nil || strings.HasPrefix(class.Provisioner, "kubernetes.io/") {
		return csiVolume{}
	}
	return csiVolume{class.Provisioner, "\x00" + qualified(claim.Namespace, claim.Name)}
}

// findVolumes lists the Pod's volumes once for all nodes.
func (x *cycle) findVolumes() (rejection string) {
	x.volumes.csi, x.volumes.missing = nil, ""
	if len(podClaims(x.pod)) > 0 {
		x.volumes.csi, x.volumes.missing, x.volumes.ownerError = x.c.csiVolumes(x.pod, false)
	}
	return ""
}

// filterVolumeLimits rejects nodes that cannot have as many volumes of a CSI
// driver, or lack the driver.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodevolumelimits/csi.go, Filter.
func (x *cycle) filterVolumeLimits() {
	switch s := &x.volumes; {
	case s.ownerError != nil:
		s.failure = s.ownerError
		return
	case s.missing != "":
		x.rejectAll(x.rejection(NodeVolumeLimits, true, s.missing))
		return
	case len(s.csi) == 0:
		return
	}
	for slot, v := range x.verdicts {
		if v != 0 {
			continue
		}
		if reason := x.volumeLimit(int32(slot)); reason != "" {
			x.verdicts[slot] = x.rejection(NodeVolumeLimits, false, reason)
		}
	}
}

func (x *cycle) volumeLimit(slot int32) (reason string) {
	name := x.c.nodes[slot].object.Name
	csiNode := x.c.world.csiNodes[name]
	drivers := map[string]bool{}
	for v := range x.volumes.csi {
		drivers[v.driver] = true
	}
	for _, driver := range sortedKeys(drivers) {
		object := x.c.world.drivers[driver]
		if object != nil && object.Spec.PreventPodSchedulingIfMissing && findDriver(csiNode, driver) == nil {
			return driver + " CSI driver is not installed on the node"
		}
	}
	limited := false
	for driver := range drivers {
		d := findDriver(csiNode, driver)
		limited = limited || d != nil && d.Allocatable != nil && d.Allocatable.Count != nil
	}
	if !limited {
		return ""
	}
	used := x.c.volumesOn(slot)
	counts := map[string]int{}
	for v := range used {
		counts[v.driver]++
	}
	for _, a := range x.c.world.attached[name] {
		v := x.c.world.volumes[a.Spec.Source.PersistentVolumeName]
		if a.Spec.Attacher == "" || v == nil || v.Spec.CSI == nil {
			continue
		}
		if !used[csiVolume{a.Spec.Attacher, v.Spec.CSI.VolumeHandle}] {
			counts[a.Spec.Attacher]++
		}
	}
	for v := range x.volumes.csi {
		if !used[v] {
			counts[v.driver]++
		}
	}
	for v := range x.volumes.csi {
		d := findDriver(csiNode, v.driver)
		if !used[v] && d != nil && d.Allocatable != nil && d.Allocatable.Count != nil && counts[v.driver] > int(*d.Allocatable.Count) {
			return "node(s) exceed max volume count"
		}
	}
	return ""
}

// volumesOn lists the volumes that the Pods on a node use.
func (c *Cluster) volumesOn(slot int32) map[csiVolume]bool {
	used := map[csiVolume]bool{}
	for _, p := range c.onNode[slot] {
		volumes, _, _ := c.csiVolumes(p.pod, true)
		for v := range volumes {
			used[v] = true
		}
	}
	return used
}

func findDriver(n *podlife.CSINode, name string) *podlife.CSINodeDriver {
	if n == nil {
		return nil
	}
	for i := range n.Spec.Drivers {
		if n.Spec.Drivers[i].Name == name {
			return &n.Spec.Drivers[i]
		}
	}
	return nil
}
