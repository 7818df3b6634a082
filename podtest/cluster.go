package podtest

import (
	"fmt"
	"slices"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// ClusterNode generates nodes called name as a scheduler sees them: with a
// hostname, often a zone and other labels, with and without taints, closed now
// and then, of several sizes.
func ClusterNode(name string) *rapid.Generator[*podlife.Node] {
	return rapid.Custom(func(t *rapid.T) *podlife.Node {
		n := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: name, Labels: map[string]string{hostLabel: name}}}
		// A node without a zone is in no domain of that kind; a size that is no
		// number fits neither Gt nor Lt.
		for _, label := range []struct {
			key    string
			values []string
		}{{zoneLabel, []string{"a", "b", "c", ""}}, {"disk", []string{"ssd", "hdd", ""}}, {"size", []string{"", "3", "5", "big"}}} {
			if value := pick(t, label.key, label.values...); value != "" {
				n.Labels[label.key] = value
			}
		}
		n.Spec.Unschedulable = oneIn(t, 8, "unschedulable")
		n.Spec.Taints = list(rapid.SampledFrom([]podlife.Taint{
			{Key: "dedicated", Value: "batch", Effect: podlife.TaintEffectNoSchedule},
			{Key: "slow", Effect: podlife.TaintEffectPreferNoSchedule},
			{Key: podlife.TaintNodeNotReady, Effect: podlife.TaintEffectNoExecute},
		}), 0, 1).Draw(t, "taints")
		// Small ones fill up with the few Pods of a Cluster.
		n.Status.Allocatable = podlife.ResourceList{
			podlife.ResourceCPU:    readQuantity(pick(t, "cpu", "4", "2", "500m", "8")),
			podlife.ResourceMemory: readQuantity(pick(t, "memory", "8Gi", "2Gi", "16Gi")),
			podlife.ResourcePods:   readQuantity(pick(t, "pods", "110", "2", "3")),
		}
		if oneIn(t, 3, "has storage") {
			n.Status.Allocatable[podlife.ResourceEphemeralStorage] = readQuantity("10Gi")
			n.Status.Allocatable[extended] = readQuantity("1")
		}
		if oneIn(t, 2, "has image") {
			n.Status.Images = []podlife.ContainerImage{{Names: []string{"app:1"}, SizeBytes: pick[int64](t, "sizeBytes", 300<<20, 20<<20)}}
		}
		return n
	})
}

// Unbound generates Pods called name that wait for a node, with everything
// that a scheduler looks at but volumes: requests, node selectors, tolerations,
// affinity, spread constraints, host ports, priorities. lifecycle.Admit takes
// each.
func Unbound(name string) *rapid.Generator[*podlife.Pod] {
	return rapid.Custom(func(t *rapid.T) *podlife.Pod {
		p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{
			Name: name, Namespace: pick(t, "namespace", "default", "default", "shop"), UID: "uid-" + name, Labels: labels(t, "pod"),
		}}
		c := podlife.Container{Name: "web", Image: pick(t, "image", "app:1", "app:2")}
		c.Resources = withLimits(Requests().Draw(t, "requests"))
		if oneIn(t, 5, "has host port") {
			c.Ports = []podlife.ContainerPort{{HostPort: pick[int32](t, "hostPort", 80, 443), ContainerPort: 80}}
		}
		p.Spec.Containers = []podlife.Container{c}
		if oneIn(t, 5, "has init container") {
			p.Spec.InitContainers = []podlife.Container{{
				Name: "migrate", Image: "migrate:1", Resources: withLimits(Requests().Draw(t, "init requests")),
			}}
		}
		if oneIn(t, 5, "has nodeSelector") {
			p.Spec.NodeSelector = map[string]string{"disk": pick(t, "disk", "ssd", "hdd")}
		}
		p.Spec.Tolerations = pick(t, "tolerations", nil, nil, []podlife.Toleration{{Operator: podlife.TolerationOpExists}},
			[]podlife.Toleration{{Key: "dedicated", Value: "batch"}})
		p.Spec.Affinity = clusterAffinity(t)
		if oneIn(t, 3, "is spread") {
			p.Spec.TopologySpreadConstraints = unlike(list(SpreadConstraint(), 1, 2).Draw(t, "topologySpreadConstraints"))
		}
		if oneIn(t, 3, "has priority") {
			priority := pick[int32](t, "priority", 0, 10, -10)
			p.Spec.Priority = &priority
		}
		return p
	})
}

// withLimits limits what cannot be overcommitted, as its requests alone would be
// refused.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go,
// ValidateContainerResourceRequirements.
func withLimits(requests podlife.ResourceList) podlife.ResourceRequirements {
	out := podlife.ResourceRequirements{Requests: requests}
	if gpus, ok := requests[extended]; ok {
		out.Limits = podlife.ResourceList{extended: gpus}
	}
	return out
}

// unlike drops the second of two constraints that the API server takes for
// one.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go,
// ValidateSpreadConstraintNotRepeat.
func unlike(list []podlife.TopologySpreadConstraint) []podlife.TopologySpreadConstraint {
	return slices.CompactFunc(list, func(a, b podlife.TopologySpreadConstraint) bool {
		return a.TopologyKey == b.TopologyKey && a.WhenUnsatisfiable == b.WhenUnsatisfiable
	})
}

// clusterAffinity draws that the Pod cares nothing, or for nodes, or for what
// runs beside it, in every mixture.
func clusterAffinity(t *rapid.T) *podlife.Affinity {
	var a podlife.Affinity
	if oneIn(t, 4, "has node affinity") {
		a.NodeAffinity = &podlife.NodeAffinity{}
		if oneIn(t, 2, "requires nodes") {
			a.NodeAffinity.Required = &podlife.NodeSelector{NodeSelectorTerms: list(NodeSelectorTerm(), 1, 2).Draw(t, "terms")}
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "preferred nodes") {
			a.NodeAffinity.Preferred = append(a.NodeAffinity.Preferred, podlife.PreferredSchedulingTerm{
				Weight: pick[int32](t, "weight", 1, 10, 100), Preference: NodeSelectorTerm().Draw(t, fmt.Sprintf("preference %d", i)),
			})
		}
	}
	if oneIn(t, 4, "has pod affinity") {
		a.PodAffinity = podAffinity(t)
	}
	if oneIn(t, 4, "has pod anti-affinity") {
		a.PodAntiAffinity = podAffinity(t)
	}
	if a == (podlife.Affinity{}) {
		return nil
	}
	return &a
}

// podAffinity draws terms that must hold, that should, both or none.
func podAffinity(t *rapid.T) *podlife.PodAffinity {
	out := &podlife.PodAffinity{Required: list(PodAffinityTerm(), 0, 2).Draw(t, "required")}
	if oneIn(t, 2, "prefers") {
		out.Preferred = []podlife.WeightedPodAffinityTerm{{Weight: pick[int32](t, "weight", 1, 50), PodAffinityTerm: PodAffinityTerm().Draw(t, "preferred")}}
	}
	return out
}

// Cluster generates what a scheduler knows: two to five nodes of
// [ClusterNode], up to eight Pods of [Unbound] on them, namespaces and a
// Service. Some Pods are being deleted.
func Cluster() *rapid.Generator[*podlife.Objects] {
	return rapid.Custom(func(t *rapid.T) *podlife.Objects {
		o := &podlife.Objects{}
		names := []string{"node-a", "node-b", "node-c", "node-d", "node-e"}[:rapid.IntRange(2, 5).Draw(t, "nodes")]
		for _, name := range names {
			o.Nodes = append(o.Nodes, ClusterNode(name).Draw(t, name))
		}
		for i := range rapid.IntRange(0, 8).Draw(t, "pods") {
			name := fmt.Sprintf("placed-%d", i)
			p := Unbound(name).Draw(t, name)
			p.Spec.NodeName = pick(t, name+" is on", names...)
			if oneIn(t, 8, name+" is being deleted") {
				deleteAt(p, later(t, Epoch(), 3600), 30)
			}
			o.Pods = append(o.Pods, p)
		}
		// Some Pods are in a namespace that is not known: a scheduler hears of
		// objects in any order.
		o.Namespaces = []*podlife.Namespace{{ObjectMeta: podlife.ObjectMeta{Name: "default"}}}
		if oneIn(t, 2, "has namespace shop") {
			o.Namespaces = append(o.Namespaces, &podlife.Namespace{ObjectMeta: podlife.ObjectMeta{Name: "shop", Labels: map[string]string{"team": "a"}}})
		}
		if oneIn(t, 2, "has service") {
			o.Services = []*podlife.Service{{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"}, Spec: podlife.ServiceSpec{Selector: map[string]string{"app": "web"}}}}
		}
		return o
	})
}
