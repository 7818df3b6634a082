package conformance

import (
	"fmt"
	"slices"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// epoch is when scenes take place.
var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func hours(n int) time.Duration { return time.Duration(n) * time.Hour }

const extended = v1.ResourceName("example.com/gpu")

// drawNodes draws 1 to 60 nodes, most of them few.
func (s *scenery) drawNodes() []*v1.Node {
	zones := s.upTo(4)
	s.shift = s.upTo(9)
	var nodes []*v1.Node
	for i := range s.size(59, 7) + 1 {
		n := &v1.Node{}
		n.Name = fmt.Sprintf("n%d", i)
		n.Labels = s.nodeLabels(n.Name, zones)
		n.Status.Allocatable = s.allocatable()
		if s.on[taints] {
			n.Spec.Taints = some(s, 2, s.taint)
			n.Spec.Unschedulable = s.one(8)
		}
		if s.on[images] {
			n.Status.Images = some(s, 4, s.image)
		}
		if s.on[features] && s.coin() {
			n.Status.DeclaredFeatures = slices.Compact(slices.Sorted(slices.Values(some(s, 3, s.feature)))) // as the API server demands
		}
		nodes = append(nodes, n)
	}
	if s.on[crowd] {
		nodes = s.multiply(nodes)
	}
	return nodes
}

// multiply makes copies of the nodes, more than a hundred.
func (s *scenery) multiply(nodes []*v1.Node) []*v1.Node {
	out := nodes
	for i := range s.upTo(80) + 95 {
		n := nodes[s.upTo(len(nodes)-1)].DeepCopy()
		n.Name = fmt.Sprintf("m%d", i)
		if n.Labels[v1.LabelHostname] != "" {
			n.Labels[v1.LabelHostname] = n.Name
		}
		out = append(out, n)
	}
	return out
}

// nodeLabels are those of a node in one of so many zones, two to a region. Few nodes lack a label.
func (s *scenery) nodeLabels(name string, zones int) map[string]string {
	labels := map[string]string{}
	if !s.one(16) {
		labels[v1.LabelHostname] = name
	}
	if zones > 0 && !s.one(12) {
		z := s.upTo(zones - 1)
		zone, region := v1.LabelTopologyZone, v1.LabelTopologyRegion
		if s.one(12) {
			zone, region = v1.LabelFailureDomainBetaZone, v1.LabelFailureDomainBetaRegion
		}
		labels[zone] = fmt.Sprintf("z%d", z)
		if !s.one(6) {
			labels[region] = fmt.Sprintf("r%d", z/2)
		}
	}
	if s.on[nodeAffinity] || s.on[podAffinity] || s.on[spread] {
		if s.coin() {
			labels["disk"] = s.of("ssd", "hdd", "")
		}
		if s.coin() {
			labels["size"] = s.of("5", "6", "06", "-3", "6.0", "x", "9223372036854775807")
		}
	}
	if len(labels) == 0 && s.coin() {
		return nil
	}
	return labels
}

func (s *scenery) allocatable() v1.ResourceList {
	if !s.on[resources] {
		return list("cpu", "64", "memory", "256Gi", "pods", "1000", "ephemeral-storage", "1Ti")
	}
	if s.one(24) {
		return nil
	}
	out := list("cpu", s.of("4", "2", "8", "1", "64", "3500m", "4", "500m", "0"),
		"memory", s.of("8Gi", "4Gi", "2Gi", "64Gi", "1Gi", "512Mi", "2G", "8Gi", "0", "1"))
	if !s.one(16) {
		out[v1.ResourcePods] = quantity(s.of("110", "10", "3", "1", "0"))
	}
	if !s.one(6) {
		out[v1.ResourceEphemeralStorage] = quantity(s.of("10Gi", "1Gi", "0"))
	}
	if s.one(3) {
		out[extended] = quantity(s.of("4", "1", "0"))
	}
	if s.one(4) {
		out[v1.ResourceName(v1.ResourceHugePagesPrefix+"2Mi")] = quantity(s.of("4Mi", "2Mi", "0"))
	}
	if s.one(8) {
		out["attachable-volumes-csi-example"] = quantity("3")
	}
	return out
}

// list is a list of resources from name, value, name, value and so on.
func list(pairs ...string) v1.ResourceList {
	out := v1.ResourceList{}
	for i := 0; i < len(pairs); i += 2 {
		out[v1.ResourceName(pairs[i])] = quantity(pairs[i+1])
	}
	return out
}

func quantity(text string) resource.Quantity { return resource.MustParse(text) }

func (s *scenery) taint() v1.Taint {
	return v1.Taint{
		Key:    s.of("dedicated", v1.TaintNodeUnschedulable, v1.TaintNodeNotReady),
		Value:  s.of("", "batch", "5", "05"),
		Effect: pick(s, v1.TaintEffectPreferNoSchedule, v1.TaintEffectNoSchedule, v1.TaintEffectPreferNoSchedule, v1.TaintEffectNoExecute),
	}
}

func (s *scenery) toleration() v1.Toleration {
	t := v1.Toleration{
		Key:      s.of("dedicated", v1.TaintNodeUnschedulable, v1.TaintNodeNotReady),
		Operator: pick(s, v1.TolerationOpExists, v1.TolerationOpEqual, ""),
		Effect:   pick(s, "", v1.TaintEffectNoSchedule, v1.TaintEffectNoExecute, v1.TaintEffectPreferNoSchedule),
	}
	if t.Operator != v1.TolerationOpExists || s.nasty {
		t.Value = s.of("", "batch", "5")
	}
	if t.Operator == v1.TolerationOpExists && s.one(6) || s.nasty && s.one(6) {
		t.Key = ""
	}
	if s.nasty {
		t.Operator = pick(s, t.Operator, v1.TolerationOpGt, v1.TolerationOpLt)
	}
	if t.Effect == v1.TaintEffectNoExecute {
		t.TolerationSeconds = new(int64(300))
	}
	return t
}

// image is what a node has. Its first name decides how large it is, unless the scene is nasty:
// then, as happens with tags that move, one name stands for images of different sizes.
func (s *scenery) image() v1.ContainerImage {
	sizes := []int64{250, 33, 32, 23, 500, 1000, 3000, 10, 0, 1 << 20}
	name := s.imageName()
	at := (len(name) + s.shift) % len(sizes)
	if s.nasty {
		at = s.upTo(len(sizes) - 1)
		return v1.ContainerImage{Names: append(some(s, 1, s.imageName), name), SizeBytes: sizes[at] << 20}
	}
	return v1.ContainerImage{Names: []string{name}, SizeBytes: sizes[at] << 20}
}

// imageName is a name as nodes list it and as Pods write it.
func (s *scenery) imageName() string {
	return s.of("web:latest", "db:1", "web", "reg:5000/a:latest", "reg:5000/a", "a/b@sha256:1", "a/b", "")
}

func (s *scenery) feature() string {
	return s.of("RestartAllContainersOnContainerExits", "UserNamespacesHostNetworkSupport", "VolumeBindMountOptions", "Other")
}
