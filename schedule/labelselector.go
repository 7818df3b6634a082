package schedule

import (
	"fmt"
	"slices"

	"github.com/podlife/podlife"
)

// selector is a LabelSelector that was read once, to be matched often. To read it
// can fail, to match cannot. All requirements must hold; none at all hold for any
// labels, which is not what a nil LabelSelector means.
type selector struct {
	nothing bool // a nil LabelSelector: no labels match
	reqs    []labelRequirement
}

type labelRequirement struct {
	key    string
	op     podlife.SelectorOperator
	values []string // sorted
}

// newSelector reads s. The problem says what is wrong with it, with the path
// of the field inside s.
//
// Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector.
func newSelector(s *podlife.LabelSelector) (sel selector, field, problem string) {
	if s == nil {
		return selector{nothing: true}, "", ""
	}
	for _, key := range sortedKeys(s.MatchLabels) {
		r := labelRequirement{key, podlife.SelectorOpIn, []string{s.MatchLabels[key]}}
		if problem := r.problem(); problem != "" {
			return sel, fmt.Sprintf("matchLabels[%q]", key), problem
		}
		sel.reqs = append(sel.reqs, r)
	}
	for i, e := range s.MatchExpressions {
		r := labelRequirement{e.Key, e.Operator, slices.Sorted(slices.Values(e.Values))}
		problem := r.problem()
		if e.Operator == podlife.SelectorOpGt || e.Operator == podlife.SelectorOpLt {
			problem = fmt.Sprintf("%q is not a valid label selector operator", e.Operator)
		}
		if problem != "" {
			return sel, fmt.Sprintf("matchExpressions[%d]", i), problem
		}
		sel.reqs = append(sel.reqs, r)
	}
	return sel, "", ""
}

// mapSelector is the selector of labels that must all be there. It is not
// checked: what is no label is never there.
func mapSelector(labels map[string]string) selector {
	var sel selector
	for _, key := range sortedKeys(labels) {
		sel.reqs = append(sel.reqs, labelRequirement{key, podlife.SelectorOpIn, []string{labels[key]}})
	}
	return sel
}

// problem says what is wrong with a requirement on a label. Empty: nothing.
//
// Source: staging/src/k8s.io/apimachinery/pkg/labels/selector.go, NewRequirement.
func (r *labelRequirement) problem() string {
	if p := qualifiedNameProblem(r.key); p != "" {
		return fmt.Sprintf("key %q %s", r.key, p)
	}
	switch r.op {
	case podlife.SelectorOpIn, podlife.SelectorOpNotIn:
		if len(r.values) == 0 {
			return "no values, want at least one"
		}
	case podlife.SelectorOpExists, podlife.SelectorOpDoesNotExist:
		if len(r.values) != 0 {
			return "values, want none"
		}
	case podlife.SelectorOpGt, podlife.SelectorOpLt:
		if len(r.values) != 1 {
			return "want exactly one value"
		}
		if _, ok := integer(r.values[0]); !ok {
			return fmt.Sprintf("value %q is not an integer", r.values[0])
		}
	default:
		return fmt.Sprintf("%q is not a valid label selector operator", r.op)
	}
	for _, v := range r.values {
		if p := labelValueProblem(v); p != "" {
			return fmt.Sprintf("value %q %s", v, p)
		}
	}
	return ""
}

// matches reports whether the requirement holds for a label's value, or for a
// label that is not there.
//
// Source: staging/src/k8s.io/apimachinery/pkg/labels/selector.go, Matches.
func (r *labelRequirement) matches(value string, present bool) bool {
	switch r.op {
	case podlife.SelectorOpIn:
		return present && slices.Contains(r.values, value)
	case podlife.SelectorOpNotIn:
		return !present || !slices.Contains(r.values, value)
	case podlife.SelectorOpExists:
		return present
	case podlife.SelectorOpDoesNotExist:
		return !present
	case podlife.SelectorOpGt, podlife.SelectorOpLt:
		have, ok := integer(value)
		bound, _ := integer(r.values[0])
		return present && ok && (r.op == podlife.SelectorOpGt && have > bound || r.op == podlife.SelectorOpLt && have < bound)
	default:
		return false
	}
}

// matches reports whether all requirements hold for labels.
func (s *selector) matches(labels map[string]string) bool {
	if s.nothing {
		return false
	}
	for i := range s.reqs {
		value, present := labels[s.reqs[i].key]
		if !s.reqs[i].matches(value, present) {
			return false
		}
	}
	return true
}

// leading returns a requirement that only labels with one of some values meet,
// or nil. By it those that may match are found without a look at all.
func (s *selector) leading() *labelRequirement {
	for i := range s.reqs {
		if s.reqs[i].op == podlife.SelectorOpIn {
			return &s.reqs[i]
		}
	}
	return nil
}

// isEmpty reports whether all labels match.
func (s *selector) isEmpty() bool { return !s.nothing && len(s.reqs) == 0 }

// appendKey appends a text that no two selectors share that differ. That two which
// mean the same may have different ones, as where the order is another, only costs
// memory.
func (s *selector) appendKey(b []byte) []byte {
	if s.nothing {
		return append(b, '!')
	}
	for _, r := range s.reqs {
		b = fmt.Appendf(b, "%q %s %q;", r.key, r.op, r.values)
	}
	return b
}
