package mismatch

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// Difference is between what a Pod records and what follows from its statuses.
type Difference struct {
	// Recorded is the phase in the Pod's status.
	Recorded podlife.Phase
	// Computed is the phase that the container statuses add up to.
	Computed podlife.Phase
	// Rule explains the difference. Empty: none does.
	Rule Rule
	// Author says who can have written the object.
	Author Author
	// Text is the explanation for people, with the evidence.
	Text string
}

// Author says who can have written an object.
type Author uint8

// The authors.
const (
	// Unexplained: the difference has no explanation.
	Unexplained Author = iota
	// ByKubelet: the kubelet of the Pod's node.
	ByKubelet
	// ByController: a controller beside the kubelet.
	ByController
	// ByNobody: no part of Kubernetes.
	ByNobody
)

// String returns the author in a word.
func (a Author) String() string {
	switch a {
	case Unexplained:
		return "unexplained"
	case ByKubelet:
		return "kubelet"
	case ByController:
		return "controller"
	case ByNobody:
		return "nobody"
	default:
		return fmt.Sprintf("Author(%d)", uint8(a))
	}
}

// Find compares the recorded phase of p with the one that its statuses add up
// to, and reports whether they differ.
func Find(p *podlife.Pod) (Difference, bool) {
	e := evidence{Pod: p}
	d := Difference{Recorded: p.Status.Phase, Computed: e.project(e.view())}
	if d.Recorded == d.Computed {
		return d, false
	}
	e.computed = d.Computed
	for _, r := range rules {
		if text := r.explain(&e); text != "" {
			d.Rule, d.Author, d.Text = r.name, r.author, text
			break
		}
	}
	return d, true
}

// evidence is a Pod that is asked why its phase is what it is.
type evidence struct {
	*podlife.Pod
	computed podlife.Phase
}

// view is what a kubelet knows beside the statuses, as far as they tell it: not
// that it has stopped the Pod.
func (e *evidence) view() phase.View {
	v := phase.ViewOf(e.Pod)
	v.Terminal = false
	return v
}

// statuses returns those of main and init containers, in the order in which a
// kubelet looks at them.
func (e *evidence) statuses() []podlife.ContainerStatus {
	mains := e.Status.ContainerStatuses
	return append(mains[:len(mains):len(mains)], e.Status.InitContainerStatuses...)
}

func (e *evidence) project(v phase.View) podlife.Phase {
	return phase.Project(&e.Spec, e.statuses(), v)
}

// stopped returns the phase once every container has been stopped for good, so
// that no restart policy counts any more.
func (e *evidence) stopped() podlife.Phase {
	v := e.view()
	v.Terminal = true
	return e.project(v)
}

// runs reports whether a container is said to run.
func (e *evidence) runs() bool {
	for _, s := range e.statuses() {
		if s.State.Kind == podlife.StateRunning {
			return true
		}
	}
	return false
}

// condition returns the Pod's condition of type t, the zero value if it has
// none.
func (e *evidence) condition(t podlife.ConditionType) podlife.Condition {
	if c := podlife.FindCondition(e.Status.Conditions, t); c != nil {
		return *c
	}
	return podlife.Condition{}
}

// specNames returns the names of the main and init containers.
func (e *evidence) specNames() []string {
	var names []string
	for i := range e.Spec.Containers {
		names = append(names, e.Spec.Containers[i].Name)
	}
	for i := range e.Spec.InitContainers {
		names = append(names, e.Spec.InitContainers[i].Name)
	}
	return names
}
