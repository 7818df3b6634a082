package podlife

import (
	"encoding/json"
	"fmt"
)

// decode appends the object raw to the list for its kind, and reports whether
// there is one. An object in a list may leave its apiVersion out.
func (p *parser) decode(kind, apiVersion, field string, raw json.RawMessage) bool {
	o := p.out
	switch kindOf(kind, apiVersion) {
	case "v1 Pod":
		decodeInto(p, field, raw, &o.Pods)
	case "v1 Node":
		decodeInto(p, field, raw, &o.Nodes)
	case "v1 PersistentVolume":
		decodeInto(p, field, raw, &o.PersistentVolumes)
	case "v1 PersistentVolumeClaim":
		decodeInto(p, field, raw, &o.PersistentVolumeClaims)
	case "storage.k8s.io/v1 StorageClass":
		decodeInto(p, field, raw, &o.StorageClasses)
	case "storage.k8s.io/v1 CSINode":
		decodeInto(p, field, raw, &o.CSINodes)
	case "storage.k8s.io/v1 CSIDriver":
		decodeInto(p, field, raw, &o.CSIDrivers)
	case "storage.k8s.io/v1 CSIStorageCapacity":
		decodeInto(p, field, raw, &o.CSIStorageCapacities)
	case "storage.k8s.io/v1 VolumeAttachment":
		decodeInto(p, field, raw, &o.VolumeAttachments)
	case "v1 Service":
		decodeInto(p, field, raw, &o.Services)
	case "v1 ReplicationController":
		decodeInto(p, field, raw, &o.ReplicationControllers)
	case "apps/v1 ReplicaSet":
		decodeInto(p, field, raw, &o.ReplicaSets)
	case "apps/v1 StatefulSet":
		decodeInto(p, field, raw, &o.StatefulSets)
	case "v1 Namespace":
		decodeInto(p, field, raw, &o.Namespaces)
	case "scheduling.k8s.io/v1 PriorityClass":
		decodeInto(p, field, raw, &o.PriorityClasses)
	case "policy/v1 PodDisruptionBudget":
		decodeInto(p, field, raw, &o.PodDisruptionBudgets)
	default:
		return false
	}
	return true
}

// kindOf returns the kind with its group and version, those that Kubernetes
// 1.37 has for it where the object names none.
func kindOf(kind, apiVersion string) string {
	if apiVersion != "" {
		return apiVersion + " " + kind
	}
	switch kind {
	case "StorageClass", "CSINode", "CSIDriver", "CSIStorageCapacity", "VolumeAttachment":
		return "storage.k8s.io/v1 " + kind
	case "ReplicaSet", "StatefulSet":
		return "apps/v1 " + kind
	case "PriorityClass":
		return "scheduling.k8s.io/v1 " + kind
	case "PodDisruptionBudget":
		return "policy/v1 " + kind
	default:
		return "v1 " + kind
	}
}

// decodeInto appends the object raw to list, or reports what is wrong in it.
func decodeInto[T any](p *parser, field string, raw json.RawMessage, list *[]*T) {
	object := new(T)
	if err := json.Unmarshal(raw, object); err != nil {
		p.failAll(field, locate[T](raw))
		return
	}
	*list = append(*list, object)
}

// marshalKind writes an object as the API does, kind and version included.
// fields is the object without its own MarshalJSON.
func marshalKind(apiVersion, kind string, fields any) ([]byte, error) {
	data, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	head := fmt.Appendf(nil, `{"apiVersion":%q,"kind":%q`, apiVersion, kind)
	if len(data) > len("{}") {
		head = append(head, ',')
	}
	return append(head, data[1:]...), nil
}

func appendAny[T any](items []any, list []*T) []any {
	for _, x := range list {
		items = append(items, x)
	}
	return items
}
