package podlife

import (
	"maps"
	"slices"
	"time"
)

// ObjectMeta is what every object carries under "metadata": its identity and,
// once somebody asked for its removal, when that was.
//
// Source: API type ObjectMeta (meta/v1).
type ObjectMeta struct {
	// Name is unique among the objects of one kind in one namespace.
	Name string `json:"name,omitempty"`
	// GenerateName is the prefix from which the API server makes a name when
	// Name is empty.
	GenerateName string `json:"generateName,omitempty"`
	// Namespace is empty for objects that live in none, like a Node.
	Namespace string `json:"namespace,omitempty"`
	// UID tells two objects apart that bore the same name one after the other.
	UID string `json:"uid,omitempty"`
	// ResourceVersion names one state of the object in storage. It changes
	// with every write and is compared for equality only.
	ResourceVersion string `json:"resourceVersion,omitempty"`
	// Generation counts the changes of the object's spec.
	Generation int64 `json:"generation,omitempty"`
	// CreationTimestamp is when the API server stored the object. Zero: not
	// stored yet.
	CreationTimestamp time.Time `json:"creationTimestamp,omitzero"`
	// DeletionTimestamp is when the object shall be gone: the time of the
	// delete request plus the grace period. Zero: nobody asked for deletion.
	DeletionTimestamp time.Time `json:"deletionTimestamp,omitzero"`
	// DeletionGracePeriodSeconds is the grace period that the delete request
	// resulted in. Nil: nobody asked for deletion; 0: at once.
	DeletionGracePeriodSeconds *int64 `json:"deletionGracePeriodSeconds,omitempty"`
	// Finalizers hold the object in the API until each has been removed.
	Finalizers []string `json:"finalizers,omitempty"`
	// Labels are what selectors look at.
	Labels map[string]string `json:"labels,omitempty"`
	// Annotations are free text by key. The kubelet reads where a static Pod
	// comes from in them.
	Annotations map[string]string `json:"annotations,omitempty"`
	// OwnerReferences names the objects that this one belongs to.
	OwnerReferences []OwnerReference `json:"ownerReferences,omitempty"`
}

// OwnerReference names an owner in the same namespace.
//
// Source: API type OwnerReference (meta/v1).
type OwnerReference struct {
	// APIVersion is the owner's group and version, like "apps/v1".
	APIVersion string `json:"apiVersion,omitempty"`
	// Kind is the owner's kind, like "ReplicaSet".
	Kind string `json:"kind,omitempty"`
	// Name is the owner's name.
	Name string `json:"name,omitempty"`
	// UID is the owner's UID.
	UID string `json:"uid,omitempty"`
	// Controller is true for the one owner that manages this object.
	Controller bool `json:"controller,omitempty"`
}

// IsDeleted reports whether somebody asked for the object's removal. The
// object may live on: until its grace period ends, and as long as a finalizer
// holds it.
func (m *ObjectMeta) IsDeleted() bool { return !m.DeletionTimestamp.IsZero() }

func (m ObjectMeta) clone() ObjectMeta {
	m.DeletionGracePeriodSeconds = clonePtr(m.DeletionGracePeriodSeconds)
	m.Finalizers = slices.Clone(m.Finalizers)
	m.Labels = maps.Clone(m.Labels)
	m.Annotations = maps.Clone(m.Annotations)
	m.OwnerReferences = slices.Clone(m.OwnerReferences)
	return m
}

// clonePtr copies what p points to, which must hold no pointer of its own.
func clonePtr[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// cloneEach copies s, each element by its own clone. Nil stays nil.
func cloneEach[T any](s []T, clone func(T) T) []T {
	out := slices.Clone(s)
	for i := range out {
		out[i] = clone(out[i])
	}
	return out
}
