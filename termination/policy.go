package termination

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/podlife/podlife"
)

// PropagationPolicy says what becomes of the objects that a deleted object
// owns.
//
// Source: API type DeletionPropagation (meta/v1).
type PropagationPolicy string

// The policies. The empty one keeps the finalizer of an earlier request.
const (
	// PropagateOrphan: they stay, and forget their owner. The finalizer
	// "orphan" holds the owner until then.
	PropagateOrphan PropagationPolicy = "Orphan"
	// PropagateBackground: they are deleted later.
	PropagateBackground PropagationPolicy = "Background"
	// PropagateForeground: they are deleted first. The finalizer
	// "foregroundDeletion" holds the owner until then.
	PropagateForeground PropagationPolicy = "Foreground"
)

// The finalizers of the garbage collector.
const (
	finalizerOrphan     = "orphan"
	finalizerForeground = "foregroundDeletion"
)

// PreconditionError is a delete request for an object that is not the one the
// requester believed it to be. The API answers it with 409 Conflict.
type PreconditionError struct {
	// Name of the Pod.
	Name string
	// Field is "UID" or "ResourceVersion".
	Field string
	// Want is the value in the precondition, or empty where the API server
	// forgets it, as [Delete] does for a Pod with a grace period of 0 whose
	// last finalizer is the garbage collector's and is not wanted any more.
	Want string
	// Have is the value of the object.
	Have string
}

// Error returns the API server's text. Where it forgets Want, its own text
// names the object's key in storage.
func (e *PreconditionError) Error() string {
	advice := "The object might have been modified"
	if e.Field == "UID" {
		advice = "The object might have been deleted and then recreated"
	}
	return fmt.Sprintf("Operation cannot be fulfilled on Pod %q: the %s in the precondition (%s) does not match the %s in record (%s). %s",
		e.Name, e.Field, e.Want, e.Field, e.Have, advice)
}

// PolicyError is a delete request with a propagation policy that does not
// exist. The API answers it with 422 Invalid.
type PolicyError struct {
	// Policy as it came.
	Policy PropagationPolicy
}

// Error returns the API server's text, in which the policy is a JSON string.
func (e *PolicyError) Error() string {
	policy, _ := json.Marshal(e.Policy) // a string always has a JSON form
	return fmt.Sprintf(`DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: %s: `+
		`supported values: "Foreground", "Background", "Orphan", "nil"`, policy)
}

// check returns the first thing that forbids the deletion of p.
func (o *DeleteOptions) check(p *podlife.Pod) error {
	switch o.PropagationPolicy {
	case "", PropagateOrphan, PropagateBackground, PropagateForeground:
	default:
		return &PolicyError{o.PropagationPolicy}
	}
	if want := o.Preconditions.UID; want != nil && *want != p.UID {
		return &PreconditionError{p.Name, "UID", *want, p.UID}
	}
	if want := o.Preconditions.ResourceVersion; want != nil && *want != p.ResourceVersion {
		return &PreconditionError{p.Name, "ResourceVersion", *want, p.ResourceVersion}
	}
	return nil
}

// propagate returns the finalizers with that of the policy and without those
// of the others. With no policy, the first of the garbage collector's that is
// there stays. Finalizers that are right already are returned as they are.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go,
// deletionFinalizersForGarbageCollection.
func propagate(finalizers []string, policy PropagationPolicy) []string {
	wanted := ""
	switch policy {
	case PropagateOrphan:
		wanted = finalizerOrphan
	case PropagateForeground:
		wanted = finalizerForeground
	case PropagateBackground: // has none
	case "":
		if i := slices.IndexFunc(finalizers, ofCollector); i >= 0 {
			wanted = finalizers[i]
		}
	}
	stays := func(f string) bool { return !ofCollector(f) || f == wanted }
	if !slices.ContainsFunc(finalizers, func(f string) bool { return !stays(f) }) &&
		(wanted == "" || slices.Contains(finalizers, wanted)) {
		return finalizers
	}
	out := slices.DeleteFunc(slices.Clone(finalizers), ofCollector)
	if wanted != "" {
		out = append(out, wanted)
	}
	return out
}

func ofCollector(finalizer string) bool {
	return finalizer == finalizerOrphan || finalizer == finalizerForeground
}
