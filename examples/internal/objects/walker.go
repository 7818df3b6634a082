package objects

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// errStopped: whoever ranges over the objects wants no more of them.
var errStopped = errors.New("stopped")

// walker hands out the objects and errors of one input.
type walker struct {
	file     string
	document int
	// line tells on which line of the file read begins, which was read last.
	line  func(read []byte) int
	yield func(Object, error) bool
}

func (w *walker) emit(o Object) error {
	o.File, o.Document = w.file, w.document
	if !w.yield(o, nil) {
		return errStopped
	}
	return nil
}

func (w *walker) fail(e Error) error {
	e.File, e.Document = w.file, w.document
	if !w.yield(Object{}, &e) {
		return errStopped
	}
	return nil
}

// failWhole is fail for an input of which nothing more can be read.
func (w *walker) failWhole(err error) error {
	if !w.yield(Object{}, &Error{File: w.file, Document: -1, Problem: err.Error(), Err: err}) {
		return errStopped
	}
	return nil
}

// item reads one item of a list. kind is that of an item which names none,
// empty if there is no saying.
func (w *walker) item(path string, raw []byte, kind string) error {
	found, err := podlife.ParseObjects(withKind(raw, kind))
	if err == nil {
		return w.handOut(path, found, nil, 0)
	}
	return w.handOut(path, found, err, w.line(raw))
}

// handOut emits what podlife.ParseObjects returned, the errors last. They are
// about an object that begins at line.
func (w *walker) handOut(path string, found *podlife.Objects, err error, line int) error {
	for _, p := range found.Pods {
		if err := w.emit(Object{Path: path, Pod: p, Kind: "Pod"}); err != nil {
			return err
		}
	}
	for _, n := range found.Nodes {
		if err := w.emit(Object{Path: path, Node: n, Kind: "Node"}); err != nil {
			return err
		}
	}
	others := found.Kinds()
	others["Node"] -= len(found.Nodes)
	others["Pod"] -= len(found.Pods)
	for _, kind := range slices.Sorted(maps.Keys(others)) {
		if err := w.emitOther(path, kind, others[kind]); err != nil {
			return err
		}
	}
	return w.report(path, err, line)
}

func (w *walker) emitOther(path, kind string, n int) error {
	for range n {
		if err := w.emit(Object{Path: path, Kind: kind}); err != nil {
			return err
		}
	}
	return nil
}

// report fails with each of the errors of podlife.ParseObjects.
func (w *walker) report(path string, err error, line int) error {
	for _, e := range parseErrors(err) {
		if err := w.fail(Error{Line: line, Path: path, Field: join(path, e.Field), Problem: e.Problem, Err: e}); err != nil {
			return err
		}
	}
	return nil
}

// withKind puts kind in front of the members of the object raw. If raw names a
// kind itself, that comes later and counts.
func withKind(raw []byte, kind string) []byte {
	if kind == "" || raw[0] != '{' {
		return raw
	}
	quoted, _ := json.Marshal(kind) // cannot fail: it is a string
	members := bytes.TrimLeft(raw[1:], " \t\r\n")
	separator := ","
	if members[0] == '}' {
		separator = ""
	}
	return slices.Concat([]byte(`{"kind":`), quoted, []byte(separator), members)
}

// parseErrors takes apart what podlife.ParseObjects returns.
func parseErrors(err error) []*podlife.ParseError {
	var one *podlife.ParseError
	switch joined, ok := err.(interface{ Unwrap() []error }); {
	case ok:
		var all []*podlife.ParseError
		for _, e := range joined.Unwrap() {
			all = append(all, parseErrors(e)...)
		}
		return all
	case errors.As(err, &one):
		return []*podlife.ParseError{one}
	case err != nil:
		return []*podlife.ParseError{{Problem: err.Error(), Err: err}}
	default:
		return nil
	}
}

// namesNoKind reports whether err is only that nobody can tell what kind of
// object it is.
func namesNoKind(err error) bool {
	all := parseErrors(err)
	return len(all) == 1 && all[0].Field == "kind" && all[0].Err == nil
}

// isList reports whether an object of this kind has items.
func isList(kind string) bool { return strings.HasSuffix(kind, "List") }

// itemKind is the kind of the items of a list that name none.
func itemKind(list string) string { return strings.TrimSuffix(list, "List") }

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }
