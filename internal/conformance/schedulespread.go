package conformance

import (
	"fmt"

	"github.com/podlife/podlife/internal/conformance/oracle"
	appsv1 "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// drawSpread draws constraints, or an owner, from which follow those of the scheduler.
func (s *scenery) drawSpread(pod *v1.Pod) {
	if s.one(3) {
		pod.OwnerReferences = some(s, 2, s.owner)
		return
	}
	pod.Spec.TopologySpreadConstraints = some(s, 3, s.constraint)
}

func (s *scenery) constraint() v1.TopologySpreadConstraint {
	c := v1.TopologySpreadConstraint{
		MaxSkew:            pick(s, int32(1), 2, 3),
		TopologyKey:        s.topologyKey(),
		WhenUnsatisfiable:  pick(s, v1.DoNotSchedule, v1.ScheduleAnyway),
		LabelSelector:      s.labelSelector(),
		NodeAffinityPolicy: maybe(s, s.inclusion),
		NodeTaintsPolicy:   maybe(s, s.inclusion),
	}
	if c.WhenUnsatisfiable == v1.DoNotSchedule && s.one(3) {
		c.MinDomains = new(pick(s, int32(1), 2, 3, 5))
	}
	if s.one(4) {
		c.MatchLabelKeys = []string{s.of("hash", "absent", "tier")}
	}
	return c
}

func (s *scenery) inclusion() v1.NodeInclusionPolicy {
	return pick(s, v1.NodeInclusionPolicyHonor, v1.NodeInclusionPolicyIgnore)
}

func (s *scenery) owner() metav1.OwnerReference {
	ref := metav1.OwnerReference{
		APIVersion: "apps/v1", Kind: s.of("ReplicaSet", "StatefulSet", "Job", "ReplicationController"),
		Name: s.of("w0", "w1", "gone"), UID: "1", Controller: maybe(s, s.coin),
	}
	if ref.Kind == "ReplicationController" {
		ref.APIVersion = "v1"
	}
	if s.one(6) {
		ref.APIVersion = s.of("apps/v1beta1", "v1", "apps/v1", "x/y/z")
	}
	return ref
}

// drawWorkloads draws what may own a Pod or select it.
func (s *scenery) drawWorkloads(o *oracle.ClusterObjects) {
	for i := range s.upTo(2) {
		meta := func(prefix string) metav1.ObjectMeta {
			name := fmt.Sprintf("%s%d", prefix, i)
			return metav1.ObjectMeta{Name: name, Namespace: s.of(s.sources...), UID: types.UID(name)}
		}
		if s.coin() {
			o.Services = append(o.Services, &v1.Service{ObjectMeta: meta("s"), Spec: v1.ServiceSpec{Selector: s.mapSelector()}})
		}
		if s.coin() {
			o.ReplicaSets = append(o.ReplicaSets, &appsv1.ReplicaSet{ObjectMeta: meta("w"), Spec: appsv1.ReplicaSetSpec{Selector: s.labelSelector()}})
		}
		if s.coin() {
			o.StatefulSets = append(o.StatefulSets, &appsv1.StatefulSet{ObjectMeta: meta("w"), Spec: appsv1.StatefulSetSpec{Selector: s.labelSelector()}})
		}
		if s.coin() {
			o.ReplicationControllers = append(o.ReplicationControllers, &v1.ReplicationController{
				ObjectMeta: meta("w"), Spec: v1.ReplicationControllerSpec{Selector: s.mapSelector()},
			})
		}
	}
}

func (s *scenery) mapSelector() map[string]string {
	switch s.upTo(7) {
	case 7:
		return nil
	case 6:
		return map[string]string{}
	case 5:
		return map[string]string{"app": s.of("a", "b"), "tier": s.of("front", "back")}
	default:
		return map[string]string{"app": s.of("a", "b", "c")}
	}
}

func (s *scenery) drawBudgets(o *oracle.ClusterObjects) {
	for i := range s.upTo(2) {
		one := intstr.FromInt32(1)
		budget := &policyv1.PodDisruptionBudget{
			ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("b%d", i), Namespace: s.of(s.sources...)},
			Spec:       policyv1.PodDisruptionBudgetSpec{MinAvailable: &one, Selector: s.labelSelector()},
		}
		budget.Status.DisruptionsAllowed = int32(s.upTo(2))
		if s.one(4) {
			budget.Status.DisruptedPods = map[string]metav1.Time{"p0": metav1.NewTime(epoch)}
		}
		o.PodDisruptionBudgets = append(o.PodDisruptionBudgets, budget)
	}
}
