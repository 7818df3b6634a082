package termination

import (
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
)

// MissingNode is a node that Pods are bound to and that does not exist.
type MissingNode struct {
	// Name of the node.
	Name string
	// Since is when a run first missed it.
	Since time.Time
}

// Quarantine returns the nodes that are missing after this run, by name: those
// whose 40 s are not over, and those that are missed for the first time or once
// more.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go, gcOrphaned.
func (s Cluster) Quarantine() []MissingNode {
	var out []MissingNode
	listed := map[string]bool{"": true}
	for _, m := range s.Missing {
		if !s.over(m) && !listed[m.Name] {
			listed[m.Name] = true
			out = append(out, m)
		}
	}
	nodes := s.nodes()
	for _, p := range s.Pods {
		if p == nil || listed[p.Spec.NodeName] || nodes[p.Spec.NodeName] != nil {
			continue
		}
		listed[p.Spec.NodeName] = true
		out = append(out, MissingNode{p.Spec.NodeName, s.Now})
	}
	slices.SortFunc(out, func(a, b MissingNode) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// over reports whether the node's time in quarantine has passed.
func (s *Cluster) over(m MissingNode) bool { return s.Now.Sub(m.Since) >= QuarantineTime }

func (s *Cluster) orphaned(nodes map[string]*podlife.Node) []Removal {
	gone := map[string]bool{}
	for _, m := range s.Missing {
		if s.over(m) && nodes[m.Name] == nil {
			gone[m.Name] = true
		}
	}
	var out []Removal
	for _, p := range s.Pods {
		if p != nil && p.Spec.NodeName != "" && gone[p.Spec.NodeName] {
			out = append(out, s.removal(p, RemovalOrphaned))
		}
	}
	return out
}
