package schedule

import (
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// imageTable says which nodes have which images.
type imageTable struct {
	owner  *owner
	byName map[string]image
}

// image is what is known under one name.
//
// Its size is one for all nodes, even if they say otherwise, as can be with a
// name that moves from one image to another. It is that of the node that was
// added first, and of the first entry in that node's list. As in Kubernetes it
// stays, whatever becomes of that node, until no node has the name any more.
//
// Source: kubernetes v1.37 pkg/scheduler/backend/cache/cache.go, addNodeImageStates, removeNodeImageStates.
type image struct {
	size int64
	on   []imageOn // written once; each node is there once
}

// imageOn is an image on a node.
type imageOn struct {
	slot int32
	size int64 // as the last entry of this node has it; the profile of 1.10 counts it
}

// writableImages returns the table for writing.
func (c *Cluster) writableImages() map[string]image {
	if c.images.owner != c.owner {
		fresh := make(map[string]image, len(c.images.byName))
		for name, i := range c.images.byName {
			fresh[name] = image{i.size, slices.Clip(i.on)}
		}
		c.images = &imageTable{c.owner, fresh}
	}
	return c.images.byName
}

// addImages notes a node's images.
func (c *Cluster) addImages(slot int32, images []podlife.ContainerImage) {
	if len(images) == 0 {
		return
	}
	table := c.writableImages()
	for _, listed := range images {
		for _, name := range listed.Names {
			known, ok := table[name]
			if !ok {
				known.size = listed.SizeBytes
			}
			if n := len(known.on); n > 0 && known.on[n-1].slot == slot {
				known.on = slices.Clone(known.on)
				known.on[n-1].size = listed.SizeBytes
			} else {
				known.on = append(known.on, imageOn{slot, listed.SizeBytes})
			}
			table[name] = known
		}
	}
}

func (c *Cluster) removeImages(slot int32) {
	for _, listed := range c.nodes[slot].object.Status.Images {
		table := c.writableImages()
		for _, name := range listed.Names {
			known := table[name]
			known.on = slices.DeleteFunc(slices.Clone(known.on), func(on imageOn) bool { return on.slot == slot })
			if len(known.on) == 0 {
				delete(table, name)
			} else {
				table[name] = known
			}
		}
	}
}

// What ImageLocality counts from and up to.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/imagelocality/image_locality.go.
const (
	minImageBytes = 23 << 20
	maxImageBytes = 1000 << 20
)

// scoreImages gives more to nodes that have more of the Pod's images, counted
// in bytes and in how many nodes have them.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/imagelocality/image_locality.go, Score.
func (x *cycle) scoreImages() []int64 {
	names := podImages(x.pod)
	sums := x.wide()
	found := false
	for _, name := range names {
		known := x.c.images.byName[name]
		spread := float64(len(known.on)) / float64(x.c.alive)
		bytes := int64(float64(known.size) * spread)
		for _, on := range known.on {
			sums[on.slot] += bytes
			found = true
		}
	}
	if !found {
		return nil
	}
	highest := int64(maxImageBytes * len(names))
	out := make([]int64, len(x.feasible))
	for i, slot := range x.feasible {
		sum := max(minImageBytes, min(sums[slot], highest))
		out[i] = maxScore * (sum - minImageBytes) / (highest - minImageBytes)
	}
	return out
}

// podImages returns the names of a Pod's images, as nodes list them.
func podImages(p *podlife.Pod) []string {
	var names []string
	for i := range p.Spec.InitContainers {
		names = append(names, imageName(p.Spec.InitContainers[i].Image))
	}
	for i := range p.Spec.Containers {
		names = append(names, imageName(p.Spec.Containers[i].Image))
	}
	for i := range p.Spec.Volumes {
		if image := p.Spec.Volumes[i].Image; image != nil {
			names = append(names, imageName(image.Reference))
		}
	}
	return names
}

// imageName adds the tag that an image without one has.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/imagelocality/image_locality.go, normalizedImageName.
func imageName(name string) string {
	if strings.LastIndexByte(name, ':') <= strings.LastIndexByte(name, '/') {
		return name + ":latest"
	}
	return name
}
