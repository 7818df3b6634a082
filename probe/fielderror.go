package probe

import (
	"encoding/json"
	"strconv"
)

// Problem says in which way a field is wrong, in the API server's words.
//
// Source: apimachinery v0.37 pkg/util/validation/field/errors.go, ErrorType.String.
type Problem string

// The problems.
const (
	// InvalidValue: the value is none that the field can have.
	InvalidValue Problem = "Invalid value"
	// RequiredValue: the field is not set, and must be.
	RequiredValue Problem = "Required value"
	// ForbiddenField: the field must not be set here.
	ForbiddenField Problem = "Forbidden"
	// UnsupportedValue: the value is not among those of the enumeration.
	UnsupportedValue Problem = "Unsupported value"
)

// FieldError is a field that the API server refuses.
type FieldError struct {
	// Field is the API path, like
	// "spec.containers[0].livenessProbe.periodSeconds".
	Field string
	// Problem says what is wrong.
	Problem Problem
	// Value is the bad value as the API server prints it, text in quotes.
	// Empty: the problem is not about a value.
	Value string
	// Detail says what would be right. Empty: the problem says it all.
	Detail string
}

// Error is the API server's text.
//
// Source: apimachinery v0.37 pkg/util/validation/field/errors.go, Error.Error.
func (e *FieldError) Error() string {
	text := e.Field + ": " + string(e.Problem)
	if e.Value != "" {
		text += ": " + e.Value
	}
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	return text
}

// checker collects what is wrong, in order.
type checker struct{ errs []error }

func (c *checker) add(field string, p Problem, value, detail string) {
	c.errs = append(c.errs, &FieldError{Field: field, Problem: p, Value: value, Detail: detail})
}

func (c *checker) number(field string, value int64, detail string) {
	c.add(field, InvalidValue, strconv.FormatInt(value, 10), detail)
}

func (c *checker) notNegative(field string, value int32) {
	if value < 0 {
		c.number(field, int64(value), "must be greater than or equal to 0")
	}
}

// unsupported reports a value of an enumeration, which the API server prints
// as JSON.
func (c *checker) unsupported(field, value, supported string) {
	text, _ := json.Marshal(value) // cannot fail: a string
	c.add(field, UnsupportedValue, string(text), "supported values: "+supported)
}
