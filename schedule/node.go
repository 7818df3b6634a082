package schedule

import (
	"errors"
	"fmt"
	"slices"

	"github.com/podlife/podlife"
)

// node is what is read of a node that does not change as Pods come and go.
type node struct {
	object   *podlife.Node // nil: the slot is free
	name     string
	closed   bool  // unschedulable
	taints   int32 // number of its set of taints
	features features
}

// room is what a node has and what its Pods take, of the resources that every
// node has.
type room struct {
	cpu, memory, ephemeral             int64 // allocatable
	usedCPU, usedMemory, usedEphemeral int64
	nonZeroCPU, nonZeroMemory          int64
	maxPods, pods                      int64
}

// scalarColumn is one of the other resources on all nodes.
type scalarColumn struct {
	have []int64 // by slot
	used []int64
}

// resourceID returns the number of a resource, which it makes when the resource
// is met for the first time.
func (c *Cluster) resourceID(name podlife.ResourceName) int32 {
	if id, ok := c.knownResource(name); ok {
		return id
	}
	c.resources = append(c.resources, name)
	c.scalars = append(c.scalars, scalarColumn{make([]int64, len(c.nodes)), make([]int64, len(c.nodes))})
	return int32(len(c.resources) - 1)
}

// knownResource finds the number of a resource. There are few, so a list is
// faster than a map.
func (c *Cluster) knownResource(name podlife.ResourceName) (int32, bool) {
	for i, known := range c.resources {
		if known == name {
			return int32(i), true
		}
	}
	return 0, false
}

// SetNode adds a node, or changes the one of that name, whose Pods stay. If
// its quantities will not do, nothing changes.
func (c *Cluster) SetNode(n *podlife.Node) error {
	if n == nil {
		return nodeError("", "metadata", "there is no node")
	}
	if n.Name == "" {
		return nodeError("", "metadata.name", "is empty")
	}
	var errs []error
	for _, name := range sortedKeys(n.Status.Allocatable) {
		if problem := amountProblem(name, n.Status.Allocatable[name]); problem != "" {
			errs = append(errs, nodeError(n.Name, fmt.Sprintf("status.allocatable[%q]", name), problem))
		}
	}
	for i, image := range n.Status.Images {
		if image.SizeBytes < 0 || image.SizeBytes > maxAmount>>10 {
			errs = append(errs, nodeError(n.Name, fmt.Sprintf("status.images[%d].sizeBytes", i), "is negative or too large"))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	slot, known := c.nodeIndex.get(n.Name)
	if !known {
		slot = c.newSlot()
	}
	c.putNode(slot, n, nil)
	return nil
}

// putNode puts a node in a slot in place of what is there. Nil: the slot is
// free from now on; no Pod may be on the node that leaves. Images that are not
// nil are what the table shall say of them, as it did once.
//
// Every change of a node goes through here, the first, the later ones, and those
// that take back others. So what is kept by node is written in one place.
func (c *Cluster) putNode(slot int32, n *podlife.Node, images []imageState) {
	old := c.nodes[slot].object
	before := c.imageStates(old, n)
	if old != nil {
		c.removeImages(slot)
	}
	switch {
	case old == nil && n == nil:
		return
	case old == nil:
		c.nodes[slot] = node{object: n, name: n.Name}
		c.nodeIndex.set(n.Name, slot)
		c.alive++
		if c.last != nil {
			c.order.insert(c.nodes, slot)
		}
	case n == nil:
		c.order.remove(slot)
		c.nodeIndex.remove(old.Name)
		c.freeSlots = append(c.freeSlots, slot)
		c.alive--
	}
	if n == nil {
		c.nodes[slot] = node{} // of a free slot nothing else is looked at
	} else {
		c.nodes[slot] = node{object: n, name: n.Name, closed: n.Spec.Unschedulable, taints: c.taintSet(n.Spec.Taints), features: declared(n.Status.DeclaredFeatures)}
		c.setRoom(slot, n.Status.Allocatable)
		c.addImages(slot, n.Status.Images)
		c.setColumns(slot, n)
	}
	for _, i := range images {
		c.images[i.name] = i.image
	}
	c.note(change{node: &nodeChange{slot, old, n, before}})
}

// setRoom writes down what a node has. What its Pods take stays as it is. Resources
// that the scheduler does not count are dropped.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/types.go, Resource.Add.
func (c *Cluster) setRoom(slot int32, have podlife.ResourceList) {
	r := &c.rooms[slot]
	amount := func(name podlife.ResourceName) int64 { q := have[name]; return q.Value() }
	cpu := have[podlife.ResourceCPU]
	r.cpu, r.memory = cpu.MilliValue(), amount(podlife.ResourceMemory)
	r.ephemeral, r.maxPods = amount(podlife.ResourceEphemeralStorage), amount(podlife.ResourcePods)
	for id := range c.resources {
		if c.scalars[id].have[slot] != 0 {
			c.scalars[id].have[slot] = 0
		}
	}
	for name, q := range have {
		if isScalar(name) {
			c.scalars[c.resourceID(name)].have[slot] = q.Value()
		}
	}
}

// newSlot returns a free slot. All that is kept by node has room for it.
func (c *Cluster) newSlot() int32 {
	if n := len(c.freeSlots); n > 0 {
		slot := c.freeSlots[n-1]
		c.freeSlots = c.freeSlots[:n-1]
		return slot
	}
	c.nodes = append(c.nodes, node{})
	c.rooms = append(c.rooms, room{})
	c.onNode = append(c.onNode, nil)
	for id := range c.scalars {
		s := &c.scalars[id]
		s.have, s.used = append(s.have, 0), append(s.used, 0)
	}
	return int32(len(c.nodes) - 1)
}

// RemoveNode takes a node out, with all Pods on it. It reports whether there
// was one.
func (c *Cluster) RemoveNode(name string) bool {
	slot, ok := c.nodeIndex.get(name)
	if !ok {
		return false
	}
	for _, p := range slices.Backward(c.onNode[slot]) {
		number, _ := c.podIndex.get(p.key)
		c.leave(number)
	}
	c.putNode(slot, nil, nil)
	return true
}

// roomFor reports whether the sums on a Pod's node stay within bounds, or else
// of which resource they do not. That is no question of what the node has: Pods
// may be on a node that is over its limits. But sums of 64 bits must not overflow,
// as they can in Kubernetes.
func (c *Cluster) roomFor(p *placed) (string, bool) {
	r, a := &c.rooms[p.node], &p.amounts
	switch {
	case r.nonZeroCPU+a.nonZeroCPU > maxAmount: // without the defaults it is no more
		return "cpu", false
	case r.nonZeroMemory+a.nonZeroMemory > maxAmount:
		return "memory", false
	case r.usedEphemeral+a.ephemeral > maxAmount:
		return "ephemeral-storage", false
	}
	for _, s := range a.scalars {
		if c.scalars[s.id].used[p.node]+s.n > maxAmount {
			return string(c.resources[s.id]), false
		}
	}
	return "", true
}

// take adds what a Pod requests to its node (by 1), or gives it back (by -1). A Pod
// never changes while it is placed, so what is given back is what was taken.
func (c *Cluster) take(p *placed, by int64) {
	r, a := &c.rooms[p.node], &p.amounts
	r.pods += by
	r.usedCPU += by * a.cpu
	r.usedMemory += by * a.memory
	r.usedEphemeral += by * a.ephemeral
	r.nonZeroCPU += by * a.nonZeroCPU
	r.nonZeroMemory += by * a.nonZeroMemory
	for _, s := range a.scalars {
		c.scalars[s.id].used[p.node] += by * s.n
	}
}
