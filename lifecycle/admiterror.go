package lifecycle

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// ErrResourceVersion is why a Pod with a resource version cannot be created: it
// has been stored before. The text is the API server's.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/storage/errors.go,
// ErrResourceVersionSetOnCreate.
var ErrResourceVersion = errors.New("resourceVersion should not be set on objects to be created")

// Problems of a field, beside those of package probe.
//
// Source: apimachinery v0.37 pkg/util/validation/field/errors.go, ErrorType.String.
const (
	// DuplicateValue: the value stands in the list before, where none may do so
	// twice.
	DuplicateValue probe.Problem = "Duplicate value"
	// ValueNotFound: the name is that of nothing in the Pod.
	ValueNotFound probe.Problem = "Not found"
	// TooLong: the text or the map has too many bytes.
	TooLong probe.Problem = "Too long"
	// TooMany: the list has too many items.
	TooMany probe.Problem = "Too many"
)

// InvalidError is why the API server refuses a Pod.
type InvalidError struct {
	// Pod as it was judged, with its name, its defaults and a new status.
	Pod *podlife.Pod
	// Fields that are wrong, at least one, in the order in which the API server
	// names them; where that has no order of its own, as with labels, by key.
	// No two have the same text.
	Fields []*probe.FieldError
}

// Error is the API server's text.
//
// Source: apimachinery v0.37 pkg/api/errors/errors.go, NewInvalid.
func (e *InvalidError) Error() string {
	texts := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		texts[i] = f.Error()
	}
	text := strings.Join(texts, ", ")
	if len(texts) != 1 {
		text = "[" + text + "]"
	}
	return fmt.Sprintf("Pod %q is invalid: %s", e.Pod.Name, text)
}

// Unwrap returns the fields, for errors.As.
func (e *InvalidError) Unwrap() []error {
	out := make([]error, len(e.Fields))
	for i, f := range e.Fields {
		out[i] = f
	}
	return out
}

// NamespaceError is a Pod that was sent to a namespace other than its own.
type NamespaceError struct {
	// Pod is the namespace that the Pod names.
	Pod string
	// Request is the namespace of the request.
	Request string
}

// Error is the API server's text.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/rest/meta.go,
// EnsureObjectNamespaceMatchesRequestNamespace.
func (e *NamespaceError) Error() string {
	return "the namespace of the provided object does not match the namespace sent on the request"
}

// ForbiddenError is a Pod whose priority is not that of its class.
type ForbiddenError struct {
	// Name of the Pod, or its generateName, or "Unknown" if it has neither.
	Name string
	// Reason, in the words of the admission plugin.
	Reason string
}

// Error is the API server's text.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/admission/errors.go, NewForbidden.
func (e *ForbiddenError) Error() string {
	return fmt.Sprintf("pods %q is forbidden: %s", e.Name, e.Reason)
}

// admission collects what is wrong with a Pod, in order.
type admission struct{ faults []*probe.FieldError }

// add reports a field. The value is as the API server prints it.
func (a *admission) add(path string, p probe.Problem, value, detail string) {
	a.faults = append(a.faults, &probe.FieldError{Field: path, Problem: p, Value: value, Detail: detail})
}

// invalid reports a value as it is printed: a plain text quoted as by strconv, all
// others by printed.
func (a *admission) invalid(path, value, detail string) {
	a.add(path, probe.InvalidValue, value, detail)
}

// invalidText reports a text that breaks each of some rules.
func (a *admission) invalidText(path, value string, details []string) {
	for _, detail := range details {
		a.invalid(path, strconv.Quote(value), detail)
	}
}

// required reports a field that is not set.
func (a *admission) required(path, detail string) {
	a.add(path, probe.RequiredValue, "", detail)
}

// forbidden reports a field that may not be set.
func (a *admission) forbidden(path, detail string) {
	a.add(path, probe.ForbiddenField, "", detail)
}

// duplicate reports a text that has been there before.
func (a *admission) duplicate(path, value string) {
	a.add(path, DuplicateValue, strconv.Quote(value), "")
}

// join takes over what package probe found.
func (a *admission) join(err error) {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return
	}
	for _, err := range joined.Unwrap() {
		if f := (*probe.FieldError)(nil); errors.As(err, &f) {
			a.faults = append(a.faults, f)
		}
	}
}

// oneOf reports a value of an enumeration that is not among those supported.
func oneOf[T ~string](a *admission, path string, value T, supported ...T) {
	if !slices.Contains(supported, value) {
		unsupported(a, path, value, supported...)
	}
}

// unsupported reports such a value, even if it is among them.
func unsupported[T ~string](a *admission, path string, value T, supported ...T) {
	names := make([]string, len(supported))
	for i, s := range supported {
		names[i] = strconv.Quote(string(s))
	}
	a.add(path, probe.UnsupportedValue, printed(value), "supported values: "+strings.Join(names, ", "))
}

// printed is a value that is no plain text as the API server prints it.
func printed[T any](value T) string {
	text, _ := json.Marshal(value) // cannot fail: texts, numbers and structs of them
	return string(text)
}

// result is the error for what was found, each text once.
//
// Source: apimachinery v0.37 pkg/util/validation/field/errors.go, ErrorList.ToAggregate.
func (a *admission) result(p *podlife.Pod) error {
	if len(a.faults) == 0 {
		return nil
	}
	e := &InvalidError{Pod: p}
	seen := map[string]bool{}
	for _, f := range a.faults {
		if text := f.Error(); !seen[text] {
			seen[text] = true
			e.Fields = append(e.Fields, f)
		}
	}
	return e
}
