package lifecycle

import (
	"slices"
	"strconv"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// AdmitOptions is what the API server knows beside the Pod that it is sent. The
// zero value is a request of kubectl to a new cluster.
type AdmitOptions struct {
	// Namespace of the request. Empty: the Pod's own, or "default" where it
	// has none, as kubectl has it.
	Namespace string
	// Suffix follows a generateName to make the name. The API server draws five
	// of "bcdfghjklmnpqrstvwxz2456789".
	Suffix string
	// NameFromUID gives a Pod that has neither name nor generateName its UID
	// for a name. The API server would refuse it.
	NameFromUID bool
	// UID of the new Pod. The API server makes up a random one.
	UID string
	// PriorityClasses of the cluster, all but the two that every cluster has.
	// Nil: they are not known, so that a priority or class that is set stays as
	// it is; 0 where none is.
	PriorityClasses []*podlife.PriorityClass
}

// DefaultNamespace is where a Pod goes for which nobody names a namespace.
const DefaultNamespace = "default"

// longestBase is how much of a generateName goes into a name, in bytes.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/storage/names/generate.go,
// MaxGeneratedNameLength.
const longestBase = 58

// Admit returns the Pod as the API server stores it when p is created at time
// now, or why it refuses p. p is not changed; nil is judged as an empty Pod.
//
//   - Fields that their author left out get their defaults: restart policy
//     Always, 30 s of grace, probe fields, protocols, host ports, requests from
//     limits, tolerations of 300 s for a lost node, the priority.
//   - What belongs to the server is its own: UID, creation time, generation, and
//     a status of phase Pending with the quality of service class.
//   - Fields of features that are off in v1.37 are dropped: stop signals, bind
//     mount options, the scheduling group.
//   - The keys in matchLabelKeys and mismatchLabelKeys go into the selectors,
//     which is why a Pod that has some is refused when it is admitted again.
//   - Everything is validated, and all that is wrong comes back at once.
//
// The error is an *[InvalidError], or else that which stops a request earlier: a
// *[NamespaceError], a *[ForbiddenError] or, at last, [ErrResourceVersion].
//
// Laws, each with a property of its name:
//
//   - AdmitsPurely: what comes in stays as it is; the same gives the same.
//   - AdmitsOrRefuses: there is a Pod or an error of one of these types.
//   - AdmitsTwice: a Pod that was admitted is admitted again as it is, but for
//     label keys.
//   - AdmitsGood: a valid Pod is not refused.
//   - AdmitsAnew: nothing of an earlier life is left.
//   - AdmitsWithPaths: each error names a field of the Pod, except where the API
//     server itself errs, and no two are the same.
//
// Nothing is asked that is beyond the Pod, its request and the priority classes:
// quotas, limit ranges, service accounts, runtime classes, webhooks. Values of
// features that are on by default count as they do in a cluster of v1.37.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go,
// createHandler, and pkg/registry/generic/registry/store.go, create;
// pkg/registry/core/pod/strategy.go, PrepareForCreate.
func Admit(p *podlife.Pod, o AdmitOptions, now time.Time) (*podlife.Pod, error) {
	out := p.Clone()
	if out == nil {
		out = &podlife.Pod{}
	}
	now = now.UTC().Truncate(time.Second)
	setSpecDefaults(&out.Spec)
	if err := setNamespace(out, o.Namespace); err != nil {
		return nil, err
	}
	if err := setPriority(out, o.PriorityClasses); err != nil {
		return nil, err
	}
	out.Spec.Tolerations = termination.DefaultTolerations(out.Spec.Tolerations)
	setSystemFields(out, o, now)
	dropDisabledFields(out)
	mergeLabelKeys(out)
	setPodResources(&out.Spec)
	out.Status = newStatus(out, now)
	if err := validateNew(out); err != nil {
		return nil, err
	}
	if n, err := strconv.ParseUint(out.ResourceVersion, 10, 64); err == nil && n != 0 {
		return nil, ErrResourceVersion
	}
	out.ResourceVersion = "" // storage gives the first one
	return out, nil
}

// setNamespace makes the request's namespace that of the Pod, if it has none.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/rest/meta.go,
// EnsureObjectNamespaceMatchesRequestNamespace.
func setNamespace(p *podlife.Pod, request string) error {
	switch {
	case p.Namespace == "" && request == "":
		p.Namespace = DefaultNamespace
	case p.Namespace == "":
		p.Namespace = request
	case request != "" && p.Namespace != request:
		return &NamespaceError{Pod: p.Namespace, Request: request}
	}
	return nil
}

// setSystemFields writes what belongs to the server, the name that it makes up
// among it, and drops owners that are named twice.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/rest/meta.go,
// WipeObjectMetaSystemFields and FillObjectMetaSystemFields;
// staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go, dedupOwnerReferences.
func setSystemFields(p *podlife.Pod, o AdmitOptions, now time.Time) {
	p.UID, p.CreationTimestamp = o.UID, now
	p.DeletionTimestamp, p.DeletionGracePeriodSeconds = time.Time{}, nil
	p.Generation = 1
	switch {
	case p.Name != "":
	case p.GenerateName != "":
		p.Name = p.GenerateName[:min(len(p.GenerateName), longestBase)] + o.Suffix
	case o.NameFromUID:
		p.Name = o.UID
	}
	owners := p.OwnerReferences
	p.OwnerReferences = nil
	for _, owner := range owners {
		if !slices.Contains(p.OwnerReferences, owner) {
			p.OwnerReferences = append(p.OwnerReferences, owner)
		}
	}
}

// newStatus is the status of a Pod that nobody has looked at yet.
//
// Source: kubernetes v1.37 pkg/registry/core/pod/strategy.go, PrepareForCreate and
// applySchedulingGatedCondition.
func newStatus(p *podlife.Pod, now time.Time) podlife.PodStatus {
	s := podlife.PodStatus{Phase: podlife.PodPending, QOSClass: qosClass(&p.Spec)}
	if len(p.Spec.SchedulingGates) > 0 {
		s.Conditions = []podlife.Condition{{
			Type:               podlife.PodScheduled,
			Status:             podlife.ConditionFalse,
			LastTransitionTime: now,
			Reason:             "SchedulingGated",
			Message:            "Scheduling is blocked due to non-empty scheduling gates",
		}}
	}
	return s
}
