package kube

import (
	"time"

	"github.com/podlife/podlife"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// PersistentVolume returns the podlife form of k. Nil gives nil.
func PersistentVolume(k *corev1.PersistentVolume) *podlife.PersistentVolume {
	return readNew(k, persistentVolumeFields)
}

// ToPersistentVolume returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToPersistentVolume(p *podlife.PersistentVolume) *corev1.PersistentVolume {
	return writeNew(p, &corev1.PersistentVolume{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "PersistentVolume"}}, persistentVolumeFields)
}

func persistentVolumeFields(d direction, p *podlife.PersistentVolume, k *corev1.PersistentVolume) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	volumeSpecFields(d, &p.Spec, &k.Spec)
	text(d, &p.Status.Phase, &k.Status.Phase)
}

// PersistentVolumeClaim returns the podlife form of k. Nil gives nil.
func PersistentVolumeClaim(k *corev1.PersistentVolumeClaim) *podlife.PersistentVolumeClaim {
	return readNew(k, persistentVolumeClaimFields)
}

// ToPersistentVolumeClaim returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToPersistentVolumeClaim(p *podlife.PersistentVolumeClaim) *corev1.PersistentVolumeClaim {
	return writeNew(p, &corev1.PersistentVolumeClaim{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "PersistentVolumeClaim"}}, persistentVolumeClaimFields)
}

func persistentVolumeClaimFields(d direction, p *podlife.PersistentVolumeClaim, k *corev1.PersistentVolumeClaim) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	claimSpecFields(d, &p.Spec, &k.Spec)
	text(d, &p.Status.Phase, &k.Status.Phase)
}

// Service returns the podlife form of k. Nil gives nil.
func Service(k *corev1.Service) *podlife.Service { return readNew(k, serviceFields) }

// ToService returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToService(p *podlife.Service) *corev1.Service {
	return writeNew(p, &corev1.Service{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Service"}}, serviceFields)
}

func serviceFields(d direction, p *podlife.Service, k *corev1.Service) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	dict(d, &p.Spec.Selector, &k.Spec.Selector)
}

// ReplicationController returns the podlife form of k. Nil gives nil.
func ReplicationController(k *corev1.ReplicationController) *podlife.ReplicationController {
	return readNew(k, replicationControllerFields)
}

// ToReplicationController returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToReplicationController(p *podlife.ReplicationController) *corev1.ReplicationController {
	return writeNew(p, &corev1.ReplicationController{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "ReplicationController"}}, replicationControllerFields)
}

func replicationControllerFields(d direction, p *podlife.ReplicationController, k *corev1.ReplicationController) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	dict(d, &p.Spec.Selector, &k.Spec.Selector)
}

// Namespace returns the podlife form of k. Nil gives nil.
func Namespace(k *corev1.Namespace) *podlife.Namespace { return readNew(k, namespaceFields) }

// ToNamespace returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToNamespace(p *podlife.Namespace) *corev1.Namespace {
	return writeNew(p, &corev1.Namespace{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Namespace"}}, namespaceFields)
}

func namespaceFields(d direction, p *podlife.Namespace, k *corev1.Namespace) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
}

// ReplicaSet returns the podlife form of k. Nil gives nil.
func ReplicaSet(k *appsv1.ReplicaSet) *podlife.ReplicaSet { return readNew(k, replicaSetFields) }

// ToReplicaSet returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToReplicaSet(p *podlife.ReplicaSet) *appsv1.ReplicaSet {
	return writeNew(p, &appsv1.ReplicaSet{TypeMeta: metav1.TypeMeta{APIVersion: "apps/v1", Kind: "ReplicaSet"}}, replicaSetFields)
}

func replicaSetFields(d direction, p *podlife.ReplicaSet, k *appsv1.ReplicaSet) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	object(d, &p.Spec.Selector, &k.Spec.Selector, labelSelectorFields)
}

// StatefulSet returns the podlife form of k. Nil gives nil.
func StatefulSet(k *appsv1.StatefulSet) *podlife.StatefulSet { return readNew(k, statefulSetFields) }

// ToStatefulSet returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToStatefulSet(p *podlife.StatefulSet) *appsv1.StatefulSet {
	return writeNew(p, &appsv1.StatefulSet{TypeMeta: metav1.TypeMeta{APIVersion: "apps/v1", Kind: "StatefulSet"}}, statefulSetFields)
}

func statefulSetFields(d direction, p *podlife.StatefulSet, k *appsv1.StatefulSet) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	object(d, &p.Spec.Selector, &k.Spec.Selector, labelSelectorFields)
}

// PriorityClass returns the podlife form of k. Nil gives nil.
func PriorityClass(k *schedulingv1.PriorityClass) *podlife.PriorityClass {
	return readNew(k, priorityClassFields)
}

// ToPriorityClass returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToPriorityClass(p *podlife.PriorityClass) *schedulingv1.PriorityClass {
	return writeNew(p, &schedulingv1.PriorityClass{TypeMeta: metav1.TypeMeta{APIVersion: "scheduling.k8s.io/v1", Kind: "PriorityClass"}}, priorityClassFields)
}

func priorityClassFields(d direction, p *podlife.PriorityClass, k *schedulingv1.PriorityClass) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	value(d, &p.Value, &k.Value)
	value(d, &p.GlobalDefault, &k.GlobalDefault)
	optional(d, &p.PreemptionPolicy, &k.PreemptionPolicy)
}

// PodDisruptionBudget returns the podlife form of k. Nil gives nil.
func PodDisruptionBudget(k *policyv1.PodDisruptionBudget) *podlife.PodDisruptionBudget {
	return readNew(k, podDisruptionBudgetFields)
}

// ToPodDisruptionBudget returns a new object that holds what p holds, and its kind and
// version. Nil gives nil.
func ToPodDisruptionBudget(p *podlife.PodDisruptionBudget) *policyv1.PodDisruptionBudget {
	return writeNew(p, &policyv1.PodDisruptionBudget{TypeMeta: metav1.TypeMeta{APIVersion: "policy/v1", Kind: "PodDisruptionBudget"}}, podDisruptionBudgetFields)
}

func podDisruptionBudgetFields(d direction, p *podlife.PodDisruptionBudget, k *policyv1.PodDisruptionBudget) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	object(d, &p.Spec.Selector, &k.Spec.Selector, labelSelectorFields)
	instants(d, &p.Status.DisruptedPods, &k.Status.DisruptedPods)
	value(d, &p.Status.DisruptionsAllowed, &k.Status.DisruptionsAllowed)
}

// instants copies a map of times, as instant does each of them.
func instants(d direction, p *map[string]time.Time, k *map[string]metav1.Time) {
	switch {
	case d == read && *k == nil:
		*p = nil
	case d == read:
		*p = make(map[string]time.Time, len(*k))
		for name, at := range *k {
			(*p)[name] = at.UTC()
		}
	case *p == nil:
		*k = nil
	default:
		fresh := make(map[string]metav1.Time, len(*p))
		for name, at := range *p {
			old := (*k)[name]
			instant(write, &at, &old)
			fresh[name] = old
		}
		*k = fresh
	}
}
