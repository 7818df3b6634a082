package kube_test

import (
	"reflect"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/kube"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	storagev1 "k8s.io/api/storage/v1"
	"pgregory.net/rapid"
)

// TestKinds checks the kinds that only the scheduler reads: every field is
// carried both ways, and as JSON carries it.
func TestKinds(t *testing.T) {
	checkKind(t, conversion[corev1.PersistentVolume, podlife.PersistentVolume]{
		kind: "PersistentVolume", group: "v1", from: kube.PersistentVolume, to: kube.ToPersistentVolume,
		cloneK: (*corev1.PersistentVolume).DeepCopy, cloneP: (*podlife.PersistentVolume).Clone,
		parsed: func(o *podlife.Objects) []*podlife.PersistentVolume { return o.PersistentVolumes },
	})
	checkKind(t, conversion[corev1.PersistentVolumeClaim, podlife.PersistentVolumeClaim]{
		kind: "PersistentVolumeClaim", group: "v1", from: kube.PersistentVolumeClaim, to: kube.ToPersistentVolumeClaim,
		cloneK: (*corev1.PersistentVolumeClaim).DeepCopy, cloneP: (*podlife.PersistentVolumeClaim).Clone,
		parsed: func(o *podlife.Objects) []*podlife.PersistentVolumeClaim { return o.PersistentVolumeClaims },
	})
	checkKind(t, conversion[storagev1.StorageClass, podlife.StorageClass]{
		kind: "StorageClass", group: "storage.k8s.io/v1", from: kube.StorageClass, to: kube.ToStorageClass,
		cloneK: (*storagev1.StorageClass).DeepCopy, cloneP: (*podlife.StorageClass).Clone,
		parsed: func(o *podlife.Objects) []*podlife.StorageClass { return o.StorageClasses },
	})
	checkKind(t, conversion[storagev1.CSINode, podlife.CSINode]{
		kind: "CSINode", group: "storage.k8s.io/v1", from: kube.CSINode, to: kube.ToCSINode,
		cloneK: (*storagev1.CSINode).DeepCopy, cloneP: (*podlife.CSINode).Clone,
		parsed: func(o *podlife.Objects) []*podlife.CSINode { return o.CSINodes },
	})
	checkKind(t, conversion[storagev1.CSIDriver, podlife.CSIDriver]{
		kind: "CSIDriver", group: "storage.k8s.io/v1", from: kube.CSIDriver, to: kube.ToCSIDriver,
		cloneK: (*storagev1.CSIDriver).DeepCopy, cloneP: (*podlife.CSIDriver).Clone,
		parsed: func(o *podlife.Objects) []*podlife.CSIDriver { return o.CSIDrivers },
	})
	checkKind(t, conversion[storagev1.CSIStorageCapacity, podlife.CSIStorageCapacity]{
		kind: "CSIStorageCapacity", group: "storage.k8s.io/v1", from: kube.CSIStorageCapacity, to: kube.ToCSIStorageCapacity,
		cloneK: (*storagev1.CSIStorageCapacity).DeepCopy, cloneP: (*podlife.CSIStorageCapacity).Clone,
		parsed: func(o *podlife.Objects) []*podlife.CSIStorageCapacity { return o.CSIStorageCapacities },
	})
	checkKind(t, conversion[storagev1.VolumeAttachment, podlife.VolumeAttachment]{
		kind: "VolumeAttachment", group: "storage.k8s.io/v1", from: kube.VolumeAttachment, to: kube.ToVolumeAttachment,
		cloneK: (*storagev1.VolumeAttachment).DeepCopy, cloneP: (*podlife.VolumeAttachment).Clone,
		parsed: func(o *podlife.Objects) []*podlife.VolumeAttachment { return o.VolumeAttachments },
	})
	checkKind(t, conversion[corev1.Service, podlife.Service]{
		kind: "Service", group: "v1", from: kube.Service, to: kube.ToService,
		cloneK: (*corev1.Service).DeepCopy, cloneP: (*podlife.Service).Clone,
		parsed: func(o *podlife.Objects) []*podlife.Service { return o.Services },
	})
	checkKind(t, conversion[corev1.ReplicationController, podlife.ReplicationController]{
		kind: "ReplicationController", group: "v1", from: kube.ReplicationController, to: kube.ToReplicationController,
		cloneK: (*corev1.ReplicationController).DeepCopy, cloneP: (*podlife.ReplicationController).Clone,
		parsed: func(o *podlife.Objects) []*podlife.ReplicationController { return o.ReplicationControllers },
	})
	checkKind(t, conversion[appsv1.ReplicaSet, podlife.ReplicaSet]{
		kind: "ReplicaSet", group: "apps/v1", from: kube.ReplicaSet, to: kube.ToReplicaSet,
		cloneK: (*appsv1.ReplicaSet).DeepCopy, cloneP: (*podlife.ReplicaSet).Clone,
		parsed: func(o *podlife.Objects) []*podlife.ReplicaSet { return o.ReplicaSets },
	})
	checkKind(t, conversion[appsv1.StatefulSet, podlife.StatefulSet]{
		kind: "StatefulSet", group: "apps/v1", from: kube.StatefulSet, to: kube.ToStatefulSet,
		cloneK: (*appsv1.StatefulSet).DeepCopy, cloneP: (*podlife.StatefulSet).Clone,
		parsed: func(o *podlife.Objects) []*podlife.StatefulSet { return o.StatefulSets },
	})
	checkKind(t, conversion[corev1.Namespace, podlife.Namespace]{
		kind: "Namespace", group: "v1", from: kube.Namespace, to: kube.ToNamespace,
		cloneK: (*corev1.Namespace).DeepCopy, cloneP: (*podlife.Namespace).Clone,
		parsed: func(o *podlife.Objects) []*podlife.Namespace { return o.Namespaces },
	})
	checkKind(t, conversion[schedulingv1.PriorityClass, podlife.PriorityClass]{
		kind: "PriorityClass", group: "scheduling.k8s.io/v1", from: kube.PriorityClass, to: kube.ToPriorityClass,
		cloneK: (*schedulingv1.PriorityClass).DeepCopy, cloneP: (*podlife.PriorityClass).Clone,
		parsed: func(o *podlife.Objects) []*podlife.PriorityClass { return o.PriorityClasses },
	})
	checkKind(t, conversion[policyv1.PodDisruptionBudget, podlife.PodDisruptionBudget]{
		kind: "PodDisruptionBudget", group: "policy/v1", from: kube.PodDisruptionBudget, to: kube.ToPodDisruptionBudget,
		cloneK: (*policyv1.PodDisruptionBudget).DeepCopy, cloneP: (*podlife.PodDisruptionBudget).Clone,
		parsed: func(o *podlife.Objects) []*podlife.PodDisruptionBudget { return o.PodDisruptionBudgets },
	})
}

func checkKind[K, P any](t *testing.T, c conversion[K, P]) {
	t.Helper()
	t.Run(c.kind, func(t *testing.T) {
		for _, lost := range everyField(c) {
			t.Errorf("add this field to the noun's list of fields in package kube: %s", lost)
		}
		if c.from(nil) != nil || c.to(nil) != nil {
			t.Error("nil does not give nil")
		}
		rapid.Check(t, func(t *rapid.T) {
			e := examples(c).Draw(t, "example")
			for _, l := range []law[K, P]{sameAsJSON[K, P], toAsJSON[K, P], thereAndBack[K, P], unshared[K, P]} {
				if wrong := l(c, e.K, e.P); wrong != "" {
					t.Fatal(wrong)
				}
			}
		})
	})
}

// unshared is nothingShared for kinds that are not applied.
func unshared[K, P any](c conversion[K, P], k *K, p *P) string {
	read, made := c.from(k), c.to(p)
	savedRead, savedMade := c.cloneP(read), c.cloneK(made)
	scramble(reflect.ValueOf(k).Elem())
	scramble(reflect.ValueOf(p).Elem())
	return diff(savedRead, read) + diff(savedMade, made)
}

// convertedKinds lists what TestKinds converts, by the type of its list.
func convertedKinds() map[reflect.Type]bool {
	return map[reflect.Type]bool{
		reflect.TypeFor[[]*podlife.PersistentVolume]():      true,
		reflect.TypeFor[[]*podlife.PersistentVolumeClaim](): true,
		reflect.TypeFor[[]*podlife.StorageClass]():          true,
		reflect.TypeFor[[]*podlife.CSINode]():               true,
		reflect.TypeFor[[]*podlife.CSIDriver]():             true,
		reflect.TypeFor[[]*podlife.CSIStorageCapacity]():    true,
		reflect.TypeFor[[]*podlife.VolumeAttachment]():      true,
		reflect.TypeFor[[]*podlife.Service]():               true,
		reflect.TypeFor[[]*podlife.ReplicationController](): true,
		reflect.TypeFor[[]*podlife.ReplicaSet]():            true,
		reflect.TypeFor[[]*podlife.StatefulSet]():           true,
		reflect.TypeFor[[]*podlife.Namespace]():             true,
		reflect.TypeFor[[]*podlife.PriorityClass]():         true,
		reflect.TypeFor[[]*podlife.PodDisruptionBudget]():   true,
	}
}
