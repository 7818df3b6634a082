package schedule

import (
	"slices"

	"github.com/podlife/podlife"
)

// findVolumes lists the Pod's volumes once for all nodes. There are two lists,
// for nodes of which the drivers are not known and for the others: only where a
// driver is known to be there does it stand in for a kind of volume that was once
// part of Kubernetes. Each node then takes the list that is about it.
func (x *cycle) findVolumes() (rejection string) {
	if len(x.pod.Spec.Volumes) > 0 {
		x.volumes.csi[0], x.volumes.csi[1] = x.c.csiVolumes(x.pod, false, false), x.c.csiVolumes(x.pod, false, true)
	}
	return ""
}

// filterVolumeLimits rejects nodes that cannot have as many volumes of a CSI
// driver, or lack the driver.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodevolumelimits/csi.go, Filter.
func (x *cycle) filterVolumeLimits() {
	if s := &x.volumes.csi; s[0].isEmpty() && s[1].isEmpty() {
		return
	}
	for slot, v := range x.verdicts {
		if v != 0 {
			continue
		}
		csiNode := x.c.world.csiNodes[x.c.nodes[slot].object.Name]
		wanted := &x.volumes.csi[0]
		if csiNode != nil {
			wanted = &x.volumes.csi[1]
		}
		// A claim that is not there keeps the Pod off each node, whatever limits
		// that has.
		switch reason, err := x.volumeLimit(int32(slot), csiNode, wanted); {
		case err != nil:
			x.volumes.failure = err
			return
		case wanted.missing != "":
			x.verdicts[slot] = x.rejection(NodeVolumeLimits, true, wanted.missing)
		case reason != "":
			x.verdicts[slot] = x.rejection(NodeVolumeLimits, false, reason)
		}
	}
}

// isEmpty reports whether there is nothing to count and nothing wrong.
func (v *csiVolumes) isEmpty() bool { return len(v.set) == 0 && v.missing == "" && v.err == nil }

// volumeLimit says why a node cannot have the volumes. Empty: it can.
//
// A volume that is on the node already, by whichever Pod, costs nothing more.
// What is attached to it and used by nobody is counted too: it may not be
// detached yet.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodevolumelimits/csi.go, Filter, getNodeVolumeAttachmentInfo.
func (x *cycle) volumeLimit(slot int32, csiNode *podlife.CSINode, wanted *csiVolumes) (reason string, err error) {
	if wanted.err != nil || wanted.missing != "" || len(wanted.set) == 0 {
		return "", wanted.err
	}
	name := x.c.nodes[slot].object.Name
	drivers := map[string]bool{}
	for v := range wanted.set {
		drivers[v.driver] = true
	}
	for _, driver := range sortedKeys(drivers) {
		object := x.c.world.drivers[driver]
		if object != nil && object.Spec.PreventPodSchedulingIfMissing && findDriver(csiNode, driver) == nil {
			return driver + " CSI driver is not installed on the node", nil
		}
	}
	if !limitsVolumes(csiNode) {
		return "", nil
	}
	used, err := x.c.volumesOn(slot)
	if err != nil {
		return "", err
	}
	counts := map[string]int{}
	for v := range used {
		counts[v.driver]++
	}
	attached := map[csiVolume]bool{}
	for _, a := range x.c.world.attached[name] {
		v := x.c.world.volumes[a.Spec.Source.PersistentVolumeName]
		if a.Spec.Attacher == "" || v == nil || v.Spec.CSI == nil {
			continue
		}
		attached[csiVolume{a.Spec.Attacher, v.Spec.CSI.VolumeHandle}] = true
	}
	for _, others := range []map[csiVolume]bool{attached, wanted.set} {
		for v := range others {
			if !used[v] {
				counts[v.driver]++
			}
		}
	}
	for v := range wanted.set {
		d := findDriver(csiNode, v.driver)
		if !used[v] && d != nil && d.Allocatable != nil && d.Allocatable.Count != nil && counts[v.driver] > int(*d.Allocatable.Count) {
			return "node(s) exceed max volume count", nil
		}
	}
	return "", nil
}

// volumesOn lists the volumes that the Pods on a node use. One that has
// another Pod's claim for its own ends the cycle.
func (c *Cluster) volumesOn(slot int32) (map[csiVolume]bool, error) {
	used := map[csiVolume]bool{}
	for _, p := range c.onNode[slot] {
		volumes := c.csiVolumes(p.pod, true, true)
		if volumes.err != nil {
			return nil, volumes.err
		}
		for v := range volumes.set {
			used[v] = true
		}
	}
	return used, nil
}

// limitsVolumes reports whether a node has a limit for some driver. If not, its
// Pods are not looked at, and what is wrong with them is not found.
func limitsVolumes(n *podlife.CSINode) bool {
	return n != nil && slices.ContainsFunc(n.Spec.Drivers, func(d podlife.CSINodeDriver) bool {
		return d.Allocatable != nil && d.Allocatable.Count != nil
	})
}

// findDriver returns what a node says of a driver, or nil.
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
