package termination

import (
	"errors"
	"fmt"
	"time"

	"github.com/podlife/podlife"
)

// DefaultGracePeriodSeconds is what the API server writes into a Pod's
// terminationGracePeriodSeconds at creation when it is not set.
//
// Source: kubernetes v1.37 staging/src/k8s.io/api/core/v1/types.go.
const DefaultGracePeriodSeconds = 30

// ErrNoPod is returned where a Pod is needed and nil was given.
var ErrNoPod = errors.New("termination: no Pod")

// DeleteOptions is what a delete request says besides which Pod is meant. The
// zero value is a plain delete.
//
// Source: API type DeleteOptions (meta/v1).
type DeleteOptions struct {
	// GracePeriodSeconds is asked for in place of the Pod's own. Nil: the
	// Pod's own holds; 0: at once; negative: 1.
	GracePeriodSeconds *int64 `json:"gracePeriodSeconds,omitempty"`
	// Preconditions must hold, or nothing is deleted.
	Preconditions Preconditions `json:"preconditions,omitzero"`
	// PropagationPolicy says what becomes of the objects that the Pod owns.
	// Orphan and Foreground hold the Pod by a finalizer of that name.
	PropagationPolicy PropagationPolicy `json:"propagationPolicy,omitempty"`
}

// Preconditions are what the requester believes about the object.
//
// Source: API type Preconditions (meta/v1).
type Preconditions struct {
	// UID that the object must have. Nil: any.
	UID *string `json:"uid,omitempty"`
	// ResourceVersion that the object must have. Nil: any.
	ResourceVersion *string `json:"resourceVersion,omitempty"`
}

// Outcome is what a delete request led to.
type Outcome uint8

// The outcomes.
const (
	// Unchanged: the Pod was being deleted already, as fast or faster.
	Unchanged Outcome = iota
	// Marked: the Pod has a deletion timestamp now, or an earlier one than
	// before. It stays until its kubelet deletes it with a grace period of 0.
	Marked
	// Held: the grace period is 0, but finalizers hold the Pod. It goes with
	// the last of them.
	Held
	// Removed: the Pod is gone. Its containers may still run.
	Removed
)

// String returns the outcome's name.
func (o Outcome) String() string {
	switch o {
	case Unchanged:
		return "Unchanged"
	case Marked:
		return "Marked"
	case Held:
		return "Held"
	case Removed:
		return "Removed"
	default:
		return fmt.Sprintf("Outcome(%d)", uint8(o))
	}
}

// Deletion is the answer to a delete request.
type Deletion struct {
	// Outcome says what happened.
	Outcome Outcome
	// Pod is the object as it is stored now or, after its removal, as it was
	// last. It shares nothing with the Pod that was asked about.
	Pod *podlife.Pod
}

// Delete returns what the API server makes of a request to delete p at now.
//
// The first request sets the deletion timestamp and the grace period, which is
// the one asked for or else the Pod's own; a Pod that has none, is not bound to
// a node, or has ended, goes with 0; a negative one counts as 1. Later requests
// may shorten it and never lengthen it; the timestamp is not moved before now.
// With a grace period of 0 the object is removed at once, unless finalizers
// hold it.
//
// The default of 30 s is no part of this: the API server writes it into the Pod
// at creation. A refusal is a *[PreconditionError] or a *[PolicyError].
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go,
// BeforeDelete; pkg/registry/core/pod/strategy.go, CheckGracefulDelete;
// staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, Delete.
func Delete(p *podlife.Pod, o DeleteOptions, now time.Time) (Deletion, error) {
	if p == nil {
		return Deletion{}, ErrNoPod
	}
	if err := o.check(p); err != nil {
		return Deletion{}, err
	}
	asked := atLeastOne(o.GracePeriodSeconds)
	have := atLeastOne(p.DeletionGracePeriodSeconds)
	out := p.Clone()
	switch {
	case !p.IsDeleted():
		markFirst(out, firstPeriod(p, asked), now)
	case have == nil || *have == 0: // the last request got as far as this and no further
		return deleteNow(out, o, now)
	case asked == nil || *asked >= *have:
		return Deletion{Unchanged, out}, nil
	default:
		shorten(out, *have, *asked, now)
	}
	out.Finalizers = propagate(out.Finalizers, o.PropagationPolicy)
	return Deletion{outcome(out), out}, nil
}

// atLeastOne returns seconds, but 1 for negative ones.
func atLeastOne(seconds *int64) *int64 {
	if seconds != nil && *seconds < 0 {
		one := int64(1)
		return &one
	}
	return seconds
}

// firstPeriod returns the grace period of the first request.
func firstPeriod(p *podlife.Pod, asked *int64) int64 {
	switch own := atLeastOne(p.Spec.TerminationGracePeriodSeconds); {
	case p.Spec.NodeName == "", p.Status.Phase.IsTerminal():
		return 0
	case asked != nil:
		return *asked
	case own != nil:
		return *own
	default:
		return 0
	}
}

func markFirst(p *podlife.Pod, period int64, now time.Time) {
	p.DeletionTimestamp = now.Add(apiSeconds(period))
	p.DeletionGracePeriodSeconds = &period
	if p.Generation > 0 {
		p.Generation++
	}
}

// deleteNow answers a request for a Pod whose grace period is 0 or unset. One
// that nothing holds is not written once more before it goes. If it is the
// request itself that takes the last finalizer off, the API server forgets the
// resource version that it was given and no object has the one that it then
// expects.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go,
// markAsDeleting, Delete.
func deleteNow(p *podlife.Pod, o DeleteOptions, now time.Time) (Deletion, error) {
	finalizers := propagate(p.Finalizers, o.PropagationPolicy)
	if len(finalizers) == 0 {
		if len(p.Finalizers) > 0 && o.Preconditions.ResourceVersion != nil && p.ResourceVersion != "" {
			return Deletion{}, &PreconditionError{Name: p.Name, Field: "ResourceVersion", Have: p.ResourceVersion}
		}
		return Deletion{Removed, p}, nil
	}
	p.Finalizers = finalizers
	if p.DeletionTimestamp.After(now) {
		p.DeletionTimestamp = now
	}
	p.DeletionGracePeriodSeconds = new(int64)
	return Deletion{Held, p}, nil
}

// shorten replaces the grace period have by asked, counted from the first
// request. What lies in the past by now becomes now and, unless asked is 0, 1 s.
func shorten(p *podlife.Pod, have, asked int64, now time.Time) {
	p.DeletionTimestamp = p.DeletionTimestamp.Add(-apiSeconds(have)).Add(apiSeconds(asked))
	if p.DeletionTimestamp.Before(now) {
		p.DeletionTimestamp = now
		asked = min(asked, 1)
	}
	p.DeletionGracePeriodSeconds = &asked
}

// outcome says what becomes of p, which was just marked.
func outcome(p *podlife.Pod) Outcome {
	switch {
	case *p.DeletionGracePeriodSeconds > 0:
		return Marked
	case len(p.Finalizers) > 0:
		return Held
	default:
		return Removed
	}
}

// apiSeconds is the API server's arithmetic, which wraps around beyond 292
// years.
func apiSeconds(n int64) time.Duration { return time.Second * time.Duration(n) }
