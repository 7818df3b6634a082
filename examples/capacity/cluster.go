package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// sift takes out of the objects what cannot be in one cluster, and returns what
// is wrong with it. Pods on nodes that are not there are only counted: who dumps
// a part of a cluster gets them.
func sift(found *podlife.Objects) (strays int, errs []error) {
	nodes := map[string]bool{}
	found.Nodes = slices.DeleteFunc(found.Nodes, func(n *podlife.Node) bool {
		twice := nodes[n.Name]
		nodes[n.Name] = true
		if twice {
			errs = append(errs, &twiceError{"Node", n.Name})
		}
		return twice
	})
	pods := map[string]bool{}
	found.Pods = slices.DeleteFunc(found.Pods, func(p *podlife.Pod) bool {
		name := p.Namespace + "/" + p.Name
		twice, stray := pods[name], p.Spec.NodeName != "" && !nodes[p.Spec.NodeName]
		pods[name] = true
		switch {
		case twice:
			errs = append(errs, &twiceError{"Pod", name})
		case stray && !p.Status.Phase.IsTerminal():
			strays++
		}
		return twice || stray
	})
	return strays, errs
}

// twiceError is an object that is in the input twice.
type twiceError struct {
	kind, name string
}

func (e *twiceError) Error() string {
	return fmt.Sprintf("%s %q is there twice; the first one counts", e.kind, e.name)
}

// build makes a cluster of the objects. Nodes and Pods that will not do are left
// out, and the errors say why. The cluster is nil if other objects will not do.
func build(found *podlife.Objects) (*schedule.Cluster, []error) {
	var errs []error
	for {
		c, err := schedule.NewCluster(found)
		if err == nil {
			return c, errs
		}
		more := flatten(err)
		errs = append(errs, more...)
		if !drop(found, more) {
			return nil, errs
		}
	}
}

// drop takes the nodes and Pods that the errors are about out of the objects,
// and reports whether there were any.
func drop(found *podlife.Objects, errs []error) bool {
	bad := map[[3]string]bool{}
	for _, err := range errs {
		var e *schedule.ObjectError
		if errors.As(err, &e) {
			bad[[3]string{e.Kind, e.Namespace, e.Name}] = true
		}
	}
	before := len(found.Nodes) + len(found.Pods)
	found.Nodes = slices.DeleteFunc(found.Nodes, func(n *podlife.Node) bool { return bad[[3]string{"Node", "", n.Name}] })
	found.Pods = slices.DeleteFunc(found.Pods, func(p *podlife.Pod) bool { return bad[[3]string{"Pod", p.Namespace, p.Name}] })
	return len(found.Nodes)+len(found.Pods) < before
}
