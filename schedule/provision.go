package schedule

import (
	"math"
	"slices"

	"github.com/podlife/podlife"
)

// provisions says how volumes for claims would be made on a node, until one
// cannot be. Nothing is set aside meanwhile: two claims may count on the same
// room, as they may in Kubernetes. Only claims of a class that is there wait for a
// node.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumebinding/binder.go, checkVolumeProvisions.
func (c *Cluster) provisions(claims []*podlife.PersistentVolumeClaim, n *podlife.Node) (plan []provision, possible, enough bool) {
	for _, claim := range claims {
		class := c.world.classes[claimClass(claim)]
		if class.Provisioner == "" || class.Provisioner == "kubernetes.io/no-provisioner" || !allows(class.AllowedTopologies, n.Labels) {
			return nil, false, true
		}
		capacity, enough := c.findCapacity(claim, class, n)
		if !enough {
			return nil, true, false
		}
		plan = append(plan, provision{claim, capacity})
	}
	return plan, true, true
}

// allows reports whether one of the terms holds, or there is none.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/helper/helpers.go, MatchTopologySelectorTerms.
func allows(terms []podlife.TopologySelectorTerm, labels map[string]string) bool {
	if len(terms) == 0 {
		return true
	}
	return slices.ContainsFunc(terms, func(t podlife.TopologySelectorTerm) bool {
		for _, r := range t.MatchLabelExpressions {
			if value, ok := labels[r.Key]; !ok || !slices.Contains(r.Values, value) {
				return false
			}
		}
		return len(t.MatchLabelExpressions) > 0
	})
}

// findCapacity looks for room for a claim that is seen from a node. Where the
// driver does not say how much there is, there is enough. The limit of a room is
// the largest volume in it, if that is told, or else what is left: a room may have
// much left and no piece that is large enough. The first that will do is taken.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumebinding/binder.go, hasEnoughCapacity.
func (c *Cluster) findCapacity(claim *podlife.PersistentVolumeClaim, class *podlife.StorageClass, n *podlife.Node) (*podlife.CSIStorageCapacity, bool) {
	want, asks := claim.Spec.Resources.Requests[podlife.ResourceStorage]
	driver := c.world.drivers[class.Provisioner]
	if !asks || driver == nil || !driver.Spec.StorageCapacity {
		return nil, true
	}
	for _, room := range c.world.capacities {
		limit := room.Capacity
		if room.MaximumVolumeSize != nil {
			limit = room.MaximumVolumeSize
		}
		sel, _, problem := newSelector(room.NodeTopology)
		if room.StorageClassName == class.Name && limit != nil && limit.Value() >= want.Value() && problem == "" && sel.matches(n.Labels) {
			return room, true
		}
	}
	return nil, false
}

// scoreVolumes scores how full the volumes, or the rooms for them, would be, by
// storage class, and gives the mean. By default the emptier is the better, which
// leaves volumes room to grow. Nil: the Pod has no claim that waits for a node.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/volumebinding/volume_binding.go, Score.
func (x *cycle) scoreVolumes() []int64 {
	if len(x.volumes.delayed) == 0 {
		return nil
	}
	shape := x.pr.Volumes.Shape
	if len(shape) == 0 {
		shape = []UtilizationPoint{{0, 10}, {100, 0}}
	}
	out := make([]int64, len(x.feasible))
	for i, slot := range x.feasible {
		classes := x.volumes.byNode[slot].classes()
		sum := int64(0)
		for _, c := range classes {
			sum += shapeScore(shape, c.want, c.have)
		}
		if len(classes) > 0 {
			out[i] = int64(math.Round(float64(sum) / float64(len(classes))))
		}
	}
	return out
}

// storageUse is how much of a storage class is asked for, and there.
type storageUse struct {
	class      string
	want, have int64
}

// classes adds up by storage class what a plan uses. If any volume is there
// already, those that would be made do not count.
func (p volumePlan) classes() []storageUse {
	var out []storageUse
	use := func(class string) *storageUse {
		for i := range out {
			if out[i].class == class {
				return &out[i]
			}
		}
		out = append(out, storageUse{class: class})
		return &out[len(out)-1]
	}
	for _, s := range p.static {
		u := use(s.volume.Spec.StorageClassName)
		size := s.volume.Spec.Capacity[podlife.ResourceStorage]
		u.want = add(u.want, requestedStorage(s.claim).Value())
		u.have = add(u.have, size.Value())
	}
	if len(p.static) > 0 {
		return out
	}
	for _, d := range p.dynamic {
		if d.capacity == nil {
			continue
		}
		u := use(claimClass(d.claim))
		u.want = add(u.want, requestedStorage(d.claim).Value())
		u.have = 0
		if d.capacity.Capacity != nil {
			u.have = d.capacity.Capacity.Value()
		}
	}
	return out
}

// add returns the sum of two sizes, or the greatest number if it is greater.
func add(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}
