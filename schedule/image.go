package schedule

import (
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// imageTable says which nodes have which images.
type imageTable struct {
	owner  *owner
	byName map[string][]imageOn // each list is written once
}

// imageOn is an image on a node.
type imageOn struct {
	slot int32
	size int64
}

// writableImages returns the table for writing.
func (c *Cluster) writableImages() map[string][]imageOn {
	if c.images.owner != c.owner {
		fresh := make(map[string][]imageOn, len(c.images.byName))
		for name, list := range c.images.byName {
			fresh[name] = slices.Clip(list)
		}
		c.images = &imageTable{c.owner, fresh}
	}
	return c.images.byName
}

// addImages notes a node's images. Of a name that it lists twice, the last
// size counts.
func (c *Cluster) addImages(slot int32, images []podlife.ContainerImage) {
	if len(images) == 0 {
		return
	}
	table := c.writableImages()
	for _, image := range images {
		for _, name := range image.Names {
			list := table[name]
			if n := len(list); n > 0 && list[n-1].slot == slot {
				list = slices.Clone(list)
				list[n-1].size = image.SizeBytes
				table[name] = list
				continue
			}
			table[name] = append(list, imageOn{slot, image.SizeBytes})
		}
	}
}

func (c *Cluster) removeImages(slot int32) {
	for _, image := range c.nodes[slot].object.Status.Images {
		table := c.writableImages()
		for _, name := range image.Names {
			kept := slices.DeleteFunc(slices.Clone(table[name]), func(on imageOn) bool { return on.slot == slot })
			if len(kept) == 0 {
				delete(table, name)
			} else {
				table[name] = kept
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
		list := x.c.images.byName[name]
		spread := float64(len(list)) / float64(x.c.alive)
		for _, on := range list {
			sums[on.slot] += int64(float64(on.size) * spread)
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
