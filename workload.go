package podlife

import "maps"

// Service gives a name and an address to the Pods that its selector matches.
//
// Source: API type Service (core/v1).
type Service struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec says which Pods.
	Spec ServiceSpec `json:"spec,omitzero"`
}

// ServiceSpec says which Pods a Service is for.
//
// Source: API type ServiceSpec (core/v1).
type ServiceSpec struct {
	// Selector are labels that the Pods have. Nil: somebody else says which.
	Selector map[string]string `json:"selector,omitempty"`
}

// ReplicationController keeps a number of like Pods running.
//
// Source: API type ReplicationController (core/v1).
type ReplicationController struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec says which Pods.
	Spec ReplicationControllerSpec `json:"spec,omitzero"`
}

// ReplicationControllerSpec says which Pods belong to the controller.
//
// Source: API type ReplicationControllerSpec (core/v1).
type ReplicationControllerSpec struct {
	// Selector are labels that the Pods have.
	Selector map[string]string `json:"selector,omitempty"`
}

// ReplicaSet keeps a number of like Pods running.
//
// Source: API type ReplicaSet (apps/v1).
type ReplicaSet struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec says which Pods.
	Spec ReplicaSetSpec `json:"spec,omitzero"`
}

// ReplicaSetSpec says which Pods belong to the set.
//
// Source: API types ReplicaSetSpec and StatefulSetSpec (apps/v1).
type ReplicaSetSpec struct {
	// Selector is a condition on the Pods' labels. Nil: none match.
	Selector *LabelSelector `json:"selector,omitempty"`
}

// StatefulSet keeps a number of Pods running that each have a name of their
// own.
//
// Source: API type StatefulSet (apps/v1).
type StatefulSet struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec says which Pods.
	Spec ReplicaSetSpec `json:"spec,omitzero"`
}

// Clone returns a copy that shares nothing with s. The clone of nil is nil.
func (s *Service) Clone() *Service {
	if s == nil {
		return nil
	}
	return &Service{ObjectMeta: s.ObjectMeta.clone(), Spec: ServiceSpec{Selector: maps.Clone(s.Spec.Selector)}}
}

// MarshalJSON writes the Service as the API does, kind and version included.
func (s Service) MarshalJSON() ([]byte, error) {
	type fields Service // without this method
	return marshalKind("v1", "Service", fields(s))
}

// Clone returns a copy that shares nothing with r. The clone of nil is nil.
func (r *ReplicationController) Clone() *ReplicationController {
	if r == nil {
		return nil
	}
	return &ReplicationController{
		ObjectMeta: r.ObjectMeta.clone(), Spec: ReplicationControllerSpec{Selector: maps.Clone(r.Spec.Selector)},
	}
}

// MarshalJSON writes the object as the API does, kind and version included.
func (r ReplicationController) MarshalJSON() ([]byte, error) {
	type fields ReplicationController // without this method
	return marshalKind("v1", "ReplicationController", fields(r))
}

// Clone returns a copy that shares nothing with r. The clone of nil is nil.
func (r *ReplicaSet) Clone() *ReplicaSet {
	if r == nil {
		return nil
	}
	return &ReplicaSet{ObjectMeta: r.ObjectMeta.clone(), Spec: ReplicaSetSpec{Selector: clonePtrDeep(r.Spec.Selector, LabelSelector.clone)}}
}

// MarshalJSON writes the set as the API does, kind and version included.
func (r ReplicaSet) MarshalJSON() ([]byte, error) {
	type fields ReplicaSet // without this method
	return marshalKind("apps/v1", "ReplicaSet", fields(r))
}

// Clone returns a copy that shares nothing with s. The clone of nil is nil.
func (s *StatefulSet) Clone() *StatefulSet {
	if s == nil {
		return nil
	}
	return &StatefulSet{ObjectMeta: s.ObjectMeta.clone(), Spec: ReplicaSetSpec{Selector: clonePtrDeep(s.Spec.Selector, LabelSelector.clone)}}
}

// MarshalJSON writes the set as the API does, kind and version included.
func (s StatefulSet) MarshalJSON() ([]byte, error) {
	type fields StatefulSet // without this method
	return marshalKind("apps/v1", "StatefulSet", fields(s))
}
