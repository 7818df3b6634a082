package podlife

import (
	"maps"
	"time"
)

// Namespace holds objects. The scheduler reads its labels.
//
// Source: API type Namespace (core/v1).
type Namespace struct {
	ObjectMeta `json:"metadata,omitzero"`
}

// PriorityClass is a name for a priority.
//
// Source: API type PriorityClass (scheduling.k8s.io/v1).
type PriorityClass struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Value is the priority.
	Value int32 `json:"value"`
	// GlobalDefault: Pods that name no class have this one.
	GlobalDefault bool `json:"globalDefault,omitempty"`
	// PreemptionPolicy of the Pods. Empty: PreemptLowerPriority.
	PreemptionPolicy PreemptionPolicy `json:"preemptionPolicy,omitempty"`
}

// PreemptionPolicy says whether a Pod may drive others away.
//
// Source: API type PreemptionPolicy (core/v1).
type PreemptionPolicy string

// The policies.
const (
	// PreemptLowerPriority: Pods of lower priority may have to make way.
	PreemptLowerPriority PreemptionPolicy = "PreemptLowerPriority"
	// PreemptNever: the Pod waits until there is room.
	PreemptNever PreemptionPolicy = "Never"
)

// PodDisruptionBudget says how many of some Pods may be away at a time.
//
// Source: API type PodDisruptionBudget (policy/v1).
type PodDisruptionBudget struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec says which Pods.
	Spec PodDisruptionBudgetSpec `json:"spec,omitzero"`
	// Status says how many more may go now.
	Status PodDisruptionBudgetStatus `json:"status,omitzero"`
}

// PodDisruptionBudgetSpec says which Pods a budget is for.
//
// Source: API type PodDisruptionBudgetSpec (policy/v1).
type PodDisruptionBudgetSpec struct {
	// Selector is a condition on the Pods' labels. To the scheduler a nil one
	// and an empty one match no Pod.
	Selector *LabelSelector `json:"selector,omitempty"`
}

// PodDisruptionBudgetStatus is what was last reported about a budget.
//
// Source: API type PodDisruptionBudgetStatus (policy/v1).
type PodDisruptionBudgetStatus struct {
	// DisruptedPods are Pods that are about to go, with the time at which that
	// was decided. They are counted already.
	DisruptedPods map[string]time.Time `json:"disruptedPods,omitempty"`
	// DisruptionsAllowed is how many more Pods may go.
	DisruptionsAllowed int32 `json:"disruptionsAllowed"`
}

// Clone returns a copy that shares nothing with n. The clone of nil is nil.
func (n *Namespace) Clone() *Namespace {
	if n == nil {
		return nil
	}
	return &Namespace{ObjectMeta: n.ObjectMeta.clone()}
}

// MarshalJSON writes the object as the API does, kind and version included.
func (n Namespace) MarshalJSON() ([]byte, error) {
	type fields Namespace // without this method
	return marshalKind("v1", "Namespace", fields(n))
}

// Clone returns a copy that shares nothing with c. The clone of nil is nil.
func (c *PriorityClass) Clone() *PriorityClass {
	if c == nil {
		return nil
	}
	out := *c
	out.ObjectMeta = c.ObjectMeta.clone()
	return &out
}

// MarshalJSON writes the class as the API does, kind and version included.
func (c PriorityClass) MarshalJSON() ([]byte, error) {
	type fields PriorityClass // without this method
	return marshalKind("scheduling.k8s.io/v1", "PriorityClass", fields(c))
}

// Clone returns a copy that shares nothing with b. The clone of nil is nil.
func (b *PodDisruptionBudget) Clone() *PodDisruptionBudget {
	if b == nil {
		return nil
	}
	return &PodDisruptionBudget{
		ObjectMeta: b.ObjectMeta.clone(),
		Spec:       PodDisruptionBudgetSpec{Selector: clonePtrDeep(b.Spec.Selector, LabelSelector.clone)},
		Status: PodDisruptionBudgetStatus{
			DisruptedPods: maps.Clone(b.Status.DisruptedPods), DisruptionsAllowed: b.Status.DisruptionsAllowed,
		},
	}
}

// MarshalJSON writes the budget as the API does, kind and version included.
func (b PodDisruptionBudget) MarshalJSON() ([]byte, error) {
	type fields PodDisruptionBudget // without this method
	return marshalKind("policy/v1", "PodDisruptionBudget", fields(b))
}
