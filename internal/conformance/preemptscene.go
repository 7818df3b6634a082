package conformance

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/podlife/podlife/internal/conformance/oracle"
	v1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	"pgregory.net/rapid"
)

// packed draws clusters that are nearly full, of Pods of several priorities, and a Pod that most of
// them have to make way for.
//
// Two Pods of a node never have the same host port, which the kubelet would not have let in: when
// one of them goes, kube-scheduler takes the port for free. A node has no more than 12 Pods, for
// kube-scheduler sorts so many as they come, and more in no order.
func packed() *rapid.Generator[Crowd] {
	return rapid.Custom(func(t *rapid.T) Crowd {
		s := &scenery{T: t, sources: []string{"default", "other"}}
		uniform := s.coin()
		for i := range s.on {
			s.on[i] = s.one(6) && !(uniform && s.coin())
		}
		s.on[priorities], s.on[features], s.on[images], s.on[names], s.on[crowd] = true, false, false, false, false
		s.on[resources] = s.on[resources] || s.coin() || s.coin()
		s.on[podAffinity] = s.on[podAffinity] || s.one(4)
		out := Crowd{Scene: s.crowd(uniform), Offset: int32(s.upTo(9))}
		if s.coin() {
			out.Args = s.upTo(len(preemptionArgs) - 1)
		}
		return out
	})
}

// crowd is one of these clusters. Half of them are uniform: nodes and Pods are much the same, so that
// it takes several criteria to choose a node.
func (s *scenery) crowd(uniform bool) Scene {
	o := &oracle.ClusterObjects{Nodes: s.crowdedNodes(uniform)}
	for _, n := range o.Nodes {
		s.nodes = append(s.nodes, n.Name)
	}
	s.drawNamespaces(o)
	if s.on[volumes] {
		s.drawSolo(o)
	}
	if s.on[spread] {
		s.drawWorkloads(o)
	}
	s.crowdedBudgets(o)
	templates := make([]*v1.Pod, s.upTo(4)+1)
	if uniform {
		templates = templates[:s.upTo(len(templates)-1)/2+1]
	}
	for i := range templates {
		templates[i] = s.crowdedPod(fmt.Sprintf("t%d", i))
	}
	for i := range 3*len(o.Nodes) + s.upTo(3*len(o.Nodes)) {
		pod := s.crowdedCopy(pick(s, templates...), fmt.Sprintf("p%02d", i))
		if uniform && pod.Spec.NodeName != "" && i < 4*len(s.nodes) {
			pod.Spec.NodeName, pod.Spec.Priority = s.nodes[i%len(s.nodes)], templates[0].Spec.Priority
		}
		o.Pods = append(o.Pods, pod)
	}
	slices.SortFunc(o.Pods, func(a, b *v1.Pod) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	o.Pods = withoutClashes(o.Pods)
	return Scene{Cluster: o, Pod: s.preemptor(templates)}
}

// crowdedNodes are a few nodes that are soon full.
func (s *scenery) crowdedNodes(uniform bool) []*v1.Node {
	zones := s.upTo(3)
	var nodes []*v1.Node
	for i := range s.size(11, 4) + 1 {
		n := &v1.Node{}
		n.Name = fmt.Sprintf("n%02d", i)
		n.Labels = s.nodeLabels(n.Name, zones)
		n.Status.Allocatable = list("cpu", s.of("3", "4", "6", "2"), "memory", s.of("8Gi", "4Gi"), "pods", s.of("4", "10", "3", "2"), "ephemeral-storage", "10Gi")
		if uniform {
			n.Status.Allocatable = list("cpu", "3", "memory", "8Gi", "pods", "4", "ephemeral-storage", "10Gi")
		}
		if s.one(3) {
			n.Status.Allocatable[extended] = quantity(s.of("2", "1"))
		}
		if s.on[taints] {
			n.Spec.Taints = some(s, 1, s.taint)
			n.Spec.Unschedulable = s.one(12)
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// crowdedPod is a Pod of which a node has room for a few.
func (s *scenery) crowdedPod(name string) *v1.Pod {
	pod := s.drawPod(name)
	pod.Spec.InitContainers, pod.Spec.Overhead, pod.Spec.Resources = nil, nil, nil
	pod.Spec.Containers = pod.Spec.Containers[:1]
	requests := v1.ResourceList{}
	if s.on[resources] {
		requests = list("cpu", s.of("1", "1500m", "500m", "2", "100m"), "memory", s.of("1Gi", "512Mi", "3Gi"))
		if s.one(6) {
			requests[extended] = quantity("1")
		}
	}
	pod.Spec.Containers[0].Resources.Requests = requests
	pod.Spec.Priority = maybe(s, func() int32 { return pick(s, int32(10), -10, 5, -2147483648, 100, 10, 1000) })
	pod.Spec.PreemptionPolicy = nil
	if s.on[volumes] {
		pod.Spec.Volumes = s.soloVolumes(pod.Spec.Volumes)
	}
	return pod
}

// solo is a claim that only one Pod may use.
const solo = "solo"

// drawSolo draws volumes, and in each namespace a claim that only one Pod may use.
func (s *scenery) drawSolo(o *oracle.ClusterObjects) {
	if s.coin() {
		s.drawStorage(o)
	}
	for _, namespace := range s.sources {
		claim := &v1.PersistentVolumeClaim{ObjectMeta: metav1.ObjectMeta{Name: solo, Namespace: namespace, UID: types.UID(namespace + "-" + solo)}}
		claim.Annotations = map[string]string{"pv.kubernetes.io/bind-completed": "yes"}
		claim.Spec.AccessModes, claim.Spec.VolumeName = []v1.PersistentVolumeAccessMode{v1.ReadWriteOncePod}, solo+"-"+namespace
		claim.Status.Phase = v1.ClaimBound
		pv := &v1.PersistentVolume{ObjectMeta: metav1.ObjectMeta{Name: claim.Spec.VolumeName}}
		pv.Spec = v1.PersistentVolumeSpec{Capacity: list("storage", "10Gi"), AccessModes: claim.Spec.AccessModes}
		pv.Spec.ClaimRef = &v1.ObjectReference{Namespace: namespace, Name: solo, UID: claim.UID}
		pv.Status.Phase = v1.VolumeBound
		o.PersistentVolumeClaims = append(o.PersistentVolumeClaims, claim)
		o.PersistentVolumes = append(o.PersistentVolumes, pv)
	}
}

// soloVolumes are volumes of which one may be that claim.
func (s *scenery) soloVolumes(o []v1.Volume) []v1.Volume {
	if s.coin() {
		o = nil
	}
	if s.coin() {
		o = append(o, v1.Volume{Name: solo, VolumeSource: v1.VolumeSource{PersistentVolumeClaim: &v1.PersistentVolumeClaimVolumeSource{ClaimName: solo}}})
	}
	if s.one(3) {
		o = append(o, v1.Volume{Name: "disk", VolumeSource: v1.VolumeSource{GCEPersistentDisk: &v1.GCEPersistentDiskVolumeSource{PDName: s.of("d0", "d1")}}})
	}
	return o
}

// crowdedCopy is a Pod of the template that runs somewhere, or is to run there.
func (s *scenery) crowdedCopy(template *v1.Pod, name string) *v1.Pod {
	pod := template.DeepCopy()
	pod.Name, pod.UID = name, types.UID(name)
	pod.Spec.NodeName = pick(s, s.nodes...)
	if s.one(4) {
		pod.Spec.Priority = new(pick(s, int32(0), 10, 5, -10, 1))
	}
	if s.on[volumes] && s.one(3) {
		pod.Spec.Volumes = s.soloVolumes(nil)
	}
	if !s.one(6) {
		start := metav1.NewTime(epoch.Add(hours(pick(s, 0, 0, 1, 2))))
		pod.Status.StartTime = &start
	}
	switch {
	case s.one(10), (s.on[spread] || s.on[podAffinity]) && s.one(4):
		pod.Status.NominatedNodeName, pod.Spec.NodeName = pod.Spec.NodeName, ""
		pod.Status.StartTime = nil
		pod.Spec.Priority = new(pick(s, int32(0), 100, 10, 1000))
	case s.one(10), (s.on[spread] || s.on[podAffinity]) && s.one(4):
		now := metav1.NewTime(epoch)
		pod.DeletionTimestamp = &now
		if s.coin() {
			pod.Status.Conditions = []v1.PodCondition{{
				Type: v1.DisruptionTarget, Status: pick(s, v1.ConditionTrue, v1.ConditionTrue, v1.ConditionFalse),
				Reason: s.of(v1.PodReasonPreemptionByScheduler, v1.PodReasonPreemptionByScheduler, "TerminationByKubelet"),
			}}
		}
	}
	return pod
}

// preemptor is the Pod that others have to make way for, most of the time.
func (s *scenery) preemptor(templates []*v1.Pod) *v1.Pod {
	pod := pick(s, templates...).DeepCopy()
	if s.coin() {
		pod = s.crowdedPod("web")
	}
	pod.Name, pod.UID = "web", "web"
	if !s.one(8) {
		pod.Spec.Priority = new(pick(s, int32(500), 500, 2147483647, 10))
	}
	if s.on[resources] {
		pod.Spec.Containers[0].Resources.Requests[v1.ResourceCPU] = quantity(s.of("3", "2", "2500m", "1500m", "1", "3", "4"))
	}
	if a := pod.Spec.Affinity; a != nil && a.PodAffinity != nil && s.coin() {
		a.PodAffinity = nil // often there is nobody to be near to
	}
	if s.on[spread] && s.coin() {
		pod.Spec.TopologySpreadConstraints = append(some(s, 1, s.constraint), s.strict())
	}
	if s.one(10) {
		pod.Spec.PreemptionPolicy = new(pick(s, v1.PreemptNever, v1.PreemptLowerPriority))
	}
	if s.one(4) {
		pod.Status.NominatedNodeName = s.node()
	}
	return pod
}

// strict is a constraint that keeps Pods off nodes.
func (s *scenery) strict() v1.TopologySpreadConstraint {
	c := v1.TopologySpreadConstraint{
		MaxSkew: pick(s, int32(1), 2), TopologyKey: s.of(v1.LabelHostname, v1.LabelTopologyZone), WhenUnsatisfiable: v1.DoNotSchedule,
		LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": s.of("a", "b")}},
	}
	switch s.upTo(5) {
	case 2, 3:
		c.LabelSelector = &metav1.LabelSelector{} // counts nobody until somebody comes or goes
	case 4:
		c.LabelSelector = s.labelSelector()
	}
	return c
}

// crowdedBudgets are budgets that are used up soon.
func (s *scenery) crowdedBudgets(o *oracle.ClusterObjects) {
	for i := range s.upTo(2) + s.upTo(2) {
		one := intstr.FromInt32(1)
		budget := &policyv1.PodDisruptionBudget{
			ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("b%d", i), Namespace: s.of(s.sources...)},
			Spec:       policyv1.PodDisruptionBudgetSpec{MinAvailable: &one, Selector: s.labelSelector()},
		}
		budget.Status.DisruptionsAllowed = int32(s.of("0", "0", "1", "2")[0] - '0')
		if s.one(4) {
			budget.Status.DisruptedPods = map[string]metav1.Time{"p00": metav1.NewTime(epoch), "p03": metav1.NewTime(epoch)}
		}
		o.PodDisruptionBudgets = append(o.PodDisruptionBudgets, budget)
	}
}

// withoutClashes leaves out of each node the Pods after the twelfth, and those with a host port
// that another has.
func withoutClashes(pods []*v1.Pod) []*v1.Pod {
	type port struct {
		node, ip string
		protocol v1.Protocol
		port     int32
	}
	taken, on := map[port]bool{}, map[string]int{}
	return slices.DeleteFunc(pods, func(pod *v1.Pod) bool {
		if pod.Spec.NodeName == "" {
			return false
		}
		var own []port
		for _, p := range pod.Spec.Containers[0].Ports {
			own = append(own, port{pod.Spec.NodeName, cmp.Or(p.HostIP, "0.0.0.0"), cmp.Or(p.Protocol, v1.ProtocolTCP), p.HostPort})
		}
		if on[pod.Spec.NodeName] == 12 || slices.ContainsFunc(own, func(p port) bool { return p.port > 0 && taken[p] }) {
			return true
		}
		on[pod.Spec.NodeName]++
		for _, p := range own {
			taken[p] = true
		}
		return false
	})
}
