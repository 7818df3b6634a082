package oracle

import (
	"context"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"k8s.io/kubernetes/pkg/registry/core/pod"
)

// ValidateStatusUpdate is what the API server says to a write of updated to the status
// subresource of old. Like the server it first puts back what such a write cannot change.
// Where updated lacks the name, namespace, UID or resource version, those of old are used.
// Source: kubernetes v1.37 pkg/registry/core/pod/strategy.go, podStatusStrategy.PrepareForUpdate and
// ValidateUpdate; pkg/apis/core/validation/validation.go, ValidatePodStatusUpdate.
func ValidateStatusUpdate(updated, old *v1.Pod) field.ErrorList {
	updated, old = updated.DeepCopy(), old.DeepCopy()
	fill(&old.Name, "web")
	fill(&old.Namespace, "default")
	fill(&old.ResourceVersion, "1")
	fill(&updated.Name, old.Name)
	fill(&updated.Namespace, old.Namespace)
	fill(&updated.ResourceVersion, old.ResourceVersion)
	if updated.UID == "" {
		updated.UID = old.UID
	}
	to, from := Internal(updated), Internal(old)
	pod.StatusStrategy.PrepareForUpdate(context.Background(), to, from)
	return pod.StatusStrategy.ValidateUpdate(context.Background(), to, from)
}

// fill sets *s to value if it is empty.
func fill(s *string, value string) {
	if *s == "" {
		*s = value
	}
}
