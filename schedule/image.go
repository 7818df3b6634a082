package schedule

import (
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

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
	on   []imageOn // each node is there once; once others see the entry, it stays
}

// imageOn is an image on a node.
type imageOn struct {
	slot int32
	size int64 // as the last entry of this node has it; the profile of 1.10 counts it
}

// addImages notes a node's images.
func (c *Cluster) addImages(slot int32, images []podlife.ContainerImage) {
	for _, listed := range images {
		for _, name := range listed.Names {
			known, ok := c.images[name]
			if !ok {
				known.size = listed.SizeBytes
			}
			if n := len(known.on); n > 0 && known.on[n-1].slot == slot {
				known.on[n-1].size = listed.SizeBytes
			} else {
				known.on = append(known.on, imageOn{slot, listed.SizeBytes})
			}
			c.images[name] = known
		}
	}
}

func (c *Cluster) removeImages(slot int32) {
	for _, listed := range c.nodes[slot].object.Status.Images {
		for _, name := range listed.Names {
			known := c.images[name]
			known.on = slices.DeleteFunc(slices.Clone(known.on), func(on imageOn) bool { return on.slot == slot })
			if len(known.on) == 0 {
				delete(c.images, name)
			} else {
				c.images[name] = known
			}
		}
	}
}

// imageState is what the table says under a name, to be brought back.
type imageState struct {
	name  string
	image image
}

// imageStates notes down what the table says about the images of some nodes. Of
// what it says nothing, nothing has to be brought back: when the node that brought
// it goes, no node has it.
func (c *Cluster) imageStates(of ...*podlife.Node) []imageState {
	if c.last == nil {
		return nil // nobody goes back behind the making of a cluster
	}
	var out []imageState
	for _, n := range of {
		if n == nil {
			continue
		}
		for _, listed := range n.Status.Images {
			for _, name := range listed.Names {
				if known, ok := c.images[name]; ok {
					out = append(out, imageState{name, image{known.size, slices.Clip(known.on)}})
				}
			}
		}
	}
	return out
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
	sums := x.imageSums()
	if sums == nil {
		return nil
	}
	return x.ofFeasible(sums)
}

// imageSums is scoreImages by slot, for all nodes. Nil: none has an image.
func (x *cycle) imageSums() []int64 {
	names := podImages(x.pod)
	var sums []int64
	for _, name := range names {
		known := x.c.images[name]
		spread := float64(len(known.on)) / float64(x.c.alive)
		bytes := int64(float64(known.size) * spread)
		for _, on := range known.on {
			if sums == nil {
				sums = x.wide()
			}
			sums[on.slot] += bytes
		}
	}
	highest := int64(maxImageBytes * len(names))
	for slot, sum := range sums {
		sum = max(minImageBytes, min(sum, highest))
		sums[slot] = maxScore * (sum - minImageBytes) / (highest - minImageBytes)
	}
	return sums
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
