package conformance

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	v1 "k8s.io/api/core/v1"
)

func fromPod(pod *v1.Pod) *podlife.Pod { return kube.Pod(pod) }

// fromCluster is the cluster in podlife's types.
func fromCluster(o *oracle.ClusterObjects) *podlife.Objects {
	return &podlife.Objects{
		Pods:                   each(o.Pods, kube.Pod),
		Nodes:                  each(o.Nodes, kube.Node),
		PersistentVolumes:      each(o.PersistentVolumes, kube.PersistentVolume),
		PersistentVolumeClaims: each(o.PersistentVolumeClaims, kube.PersistentVolumeClaim),
		StorageClasses:         each(o.StorageClasses, kube.StorageClass),
		CSINodes:               each(o.CSINodes, kube.CSINode),
		CSIDrivers:             each(o.CSIDrivers, kube.CSIDriver),
		CSIStorageCapacities:   each(o.CSIStorageCapacities, kube.CSIStorageCapacity),
		VolumeAttachments:      each(o.VolumeAttachments, kube.VolumeAttachment),
		Services:               each(o.Services, kube.Service),
		ReplicationControllers: each(o.ReplicationControllers, kube.ReplicationController),
		ReplicaSets:            each(o.ReplicaSets, kube.ReplicaSet),
		StatefulSets:           each(o.StatefulSets, kube.StatefulSet),
		Namespaces:             each(o.Namespaces, kube.Namespace),
		PodDisruptionBudgets:   each(o.PodDisruptionBudgets, kube.PodDisruptionBudget),
	}
}

// each converts a list.
func each[From, To any](list []*From, convert func(*From) *To) []*To {
	var out []*To
	for _, from := range list {
		out = append(out, convert(from))
	}
	return out
}
