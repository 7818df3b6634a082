package schedule

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
)

// ObjectError is something in an object that keeps it out of a cluster, or a
// Pod from being scheduled.
type ObjectError struct {
	// Kind of the object, like Pod.
	Kind string
	// Namespace of the object. Empty: it has none.
	Namespace string
	// Name of the object.
	Name string
	// Field is the path to what is wrong, like spec.containers[0].resources.
	Field string
	// Problem says what is wrong.
	Problem string
}

func (e *ObjectError) Error() string {
	name := e.Name
	if e.Namespace != "" {
		name = e.Namespace + "/" + name
	}
	return fmt.Sprintf("schedule: %s %q: %s: %s", e.Kind, name, e.Field, e.Problem)
}

// NotCoveredError is a Pod that asks for something which this library does not
// decide about.
type NotCoveredError struct {
	// Plugin of kube-scheduler that decides about it.
	Plugin string
	// Field by which the Pod asks for it.
	Field string
}

func (e *NotCoveredError) Error() string {
	return fmt.Sprintf("schedule: %s: plugin %s is not covered", e.Field, e.Plugin)
}

// GatedError is a Pod that the scheduler does not look at yet.
type GatedError struct {
	// Gates are the names of its scheduling gates, in their order.
	Gates []string
}

// Error returns the text that kube-scheduler has for it.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/schedulinggates/scheduling_gates.go, PreEnqueue.
func (e *GatedError) Error() string {
	return "waiting for scheduling gates: [" + strings.Join(e.Gates, " ") + "]"
}

// DeletedError is a Pod that somebody asked to delete. The scheduler drops it.
type DeletedError struct {
	// Namespace of the Pod.
	Namespace string
	// Name of the Pod.
	Name string
}

// Error returns the text that kube-scheduler has for it.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, skipPodSchedule.
func (e *DeletedError) Error() string {
	return "skip schedule deleting pod: " + e.Namespace + "/" + e.Name
}

// NoNodesError is a cluster without a node.
type NoNodesError struct{}

// Error returns the text that kube-scheduler has for it.
//
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, ErrNoNodesAvailable.
func (*NoNodesError) Error() string { return "no nodes available to schedule pods" }

// CycleError is a failure of a plugin that is not about any node. The Pod is
// tried again later.
type CycleError struct {
	// Plugin that failed. Empty: it was a check before all plugins.
	Plugin string
	// Problem says what is wrong.
	Problem string
}

func (e *CycleError) Error() string {
	if e.Plugin == "" {
		return e.Problem
	}
	return fmt.Sprintf("running plugin %q: %s", e.Plugin, e.Problem)
}

// podError returns an ObjectError about p.
func podError(p *podlife.Pod, field, problem string) error {
	return &ObjectError{Kind: "Pod", Namespace: p.Namespace, Name: p.Name, Field: field, Problem: problem}
}

func noPod() error {
	return &ObjectError{Kind: "Pod", Field: "metadata", Problem: "there is no Pod"}
}

func nodeError(name, field, problem string) error {
	return &ObjectError{Kind: "Node", Name: name, Field: field, Problem: problem}
}
