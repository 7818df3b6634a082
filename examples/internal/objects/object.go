package objects

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
)

// Object is one object of an input. It is a Pod, a Node, or something of which
// only the kind is kept.
type Object struct {
	// File is the name of the input, "-" for standard input.
	File string
	// Document is the index of the document in the input, from 0.
	Document int
	// Path is where the object stands in its document, like items[3]. Empty:
	// it is the document.
	Path string
	// Pod is the object if it is one, else nil.
	Pod *podlife.Pod
	// Node is the object if it is one, else nil.
	Node *podlife.Node
	// Kind of the object.
	Kind string
}

// Error is something in an input that cannot be read.
type Error struct {
	// File is the name of the input, "-" for standard input.
	File string
	// Line is where in the file to look, from 1: where the object begins, or
	// where its syntax is broken. 0: not known.
	Line int
	// Document is the index of the document in the input, from 0. Negative:
	// the input as a whole.
	Document int
	// Path is where the object stands in its document that cannot be read,
	// like items[2]. Errors of one object come one after the other.
	Path string
	// Field is the path from the document's root to what is wrong, like
	// items[2].spec.containers[0].image. Empty: the document as a whole.
	Field string
	// Problem says what is wrong.
	Problem string
	// Err is the cause, or nil.
	Err error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	if e.Document >= 0 {
		fmt.Fprintf(&b, ": document %d", e.Document)
	}
	if e.Field != "" {
		b.WriteString(": " + e.Field)
	}
	return b.String() + ": " + e.Problem
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// join appends the path of a field to that of what holds it.
func join(path, field string) string {
	if path == "" || field == "" || field[0] == '[' {
		return path + field
	}
	return path + "." + field
}
