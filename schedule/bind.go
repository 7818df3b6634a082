package schedule

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
)

// Binding says that a Pod goes to a node. It is what a scheduler sends to the
// API server.
//
// Source: API type Binding (core/v1).
type Binding struct {
	// Namespace of the Pod.
	Namespace string
	// Name of the Pod.
	Name string
	// UID of the Pod. Empty: any Pod of that name will do.
	UID string
	// TargetKind is Node. Empty means the same.
	TargetKind string
	// TargetName is the node.
	TargetName string
}

// BindError is a binding that the API server refuses.
type BindError struct {
	// Binding that is refused.
	Binding Binding
	// Conflict: the Pod is not, or no longer, one that can be bound. Otherwise
	// the binding itself will not do.
	Conflict bool
	// Problem is the API server's text.
	Problem string
}

func (e *BindError) Error() string { return e.Problem }

// Bind returns the binding of p to a node, or the [*BindError] with which the
// API server would refuse it.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/defaultbinder/default_binder.go, Bind.
func Bind(p *podlife.Pod, node string) (Binding, error) {
	if p == nil {
		return Binding{}, noPod()
	}
	b := Binding{Namespace: p.Namespace, Name: p.Name, UID: p.UID, TargetKind: "Node", TargetName: node}
	if err := b.Validate(p); err != nil {
		return Binding{}, err
	}
	return b, nil
}

// Validate says whether the API server would bind p by b: the binding is for
// this Pod, its target is a node by kind and by the look of its name, and p is
// not bound, not deleted and not gated. Whether there is such a node, and
// whether p fits on it, it does not ask. The error is a [*BindError].
//
// Source: kubernetes v1.37 pkg/registry/core/pod/storage/storage.go, BindingREST.Create, setPodNodeAndMetadata;
// pkg/apis/core/validation/validation.go, ValidatePodBinding.
func (b Binding) Validate(p *podlife.Pod) error {
	if p == nil {
		return noPod()
	}
	refuse := func(conflict bool, format string, args ...any) error {
		return &BindError{b, conflict, fmt.Sprintf(format, args...)}
	}
	switch {
	case b.Name != p.Name:
		return refuse(false, "name in URL does not match name in Binding object")
	case b.Namespace != p.Namespace:
		return refuse(false, "the namespace of the provided object does not match the namespace sent on the request")
	case b.TargetKind != "" && b.TargetKind != "Node":
		return refuse(false, `target.kind: Unsupported value: %q: supported values: "Node", "<empty>"`, b.TargetKind)
	case b.TargetName == "":
		return refuse(false, "target.name: Required value")
	case !isSubdomain(b.TargetName):
		return refuse(false, "target.name: Invalid value: %q: "+subdomainText, b.TargetName)
	case b.UID != "" && b.UID != p.UID:
		return refuse(true, "Precondition failed: UID in precondition: %s, UID in object meta: %s", b.UID, p.UID)
	case p.IsDeleted():
		return refuse(true, "pod %s is being deleted, cannot be assigned to a host", p.Name)
	case p.Spec.NodeName != "":
		return refuse(true, "pod %s is already assigned to node %q", p.Name, p.Spec.NodeName)
	case len(p.Spec.SchedulingGates) > 0:
		return refuse(true, "pod %s has non-empty .spec.schedulingGates", p.Name)
	default:
		return nil
	}
}

// subdomainText says what the name of a node looks like.
//
// Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, IsDNS1123Subdomain.
const subdomainText = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', " +
	"and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
	`'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`

// Apply returns p as the API server stores it once it is bound, at that time:
// it has a node and the condition PodScheduled, and no node is nominated for it
// any more. p is not changed. The error is that of Validate.
//
// Source: kubernetes v1.37 pkg/registry/core/pod/storage/storage.go, setPodNodeAndMetadata.
func (b Binding) Apply(p *podlife.Pod, at time.Time) (*podlife.Pod, error) {
	if err := b.Validate(p); err != nil {
		return nil, err
	}
	out := p.Clone()
	out.Spec.NodeName = b.TargetName
	out.Status.NominatedNodeName = ""
	scheduled := podlife.Condition{Type: podlife.PodScheduled, Status: podlife.ConditionTrue, LastTransitionTime: at}
	c := podlife.FindCondition(out.Status.Conditions, podlife.PodScheduled)
	if c == nil {
		out.Status.Conditions = append(out.Status.Conditions, scheduled)
		return out, nil
	}
	if c.Status == scheduled.Status {
		scheduled.LastTransitionTime = c.LastTransitionTime
	}
	*c = scheduled
	return out, nil
}
