package podlife

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
)

// Objects is what [ParseObjects] found, each kind in the order of the input.
type Objects struct {
	// Pods of the input.
	Pods []*Pod
	// Nodes of the input.
	Nodes []*Node
	// PersistentVolumes of the input.
	PersistentVolumes []*PersistentVolume
	// PersistentVolumeClaims of the input.
	PersistentVolumeClaims []*PersistentVolumeClaim
	// StorageClasses of the input.
	StorageClasses []*StorageClass
	// CSINodes of the input.
	CSINodes []*CSINode
	// CSIDrivers of the input.
	CSIDrivers []*CSIDriver
	// CSIStorageCapacities of the input.
	CSIStorageCapacities []*CSIStorageCapacity
	// VolumeAttachments of the input.
	VolumeAttachments []*VolumeAttachment
	// Services of the input.
	Services []*Service
	// ReplicationControllers of the input.
	ReplicationControllers []*ReplicationController
	// ReplicaSets of the input.
	ReplicaSets []*ReplicaSet
	// StatefulSets of the input.
	StatefulSets []*StatefulSet
	// Namespaces of the input.
	Namespaces []*Namespace
	// PriorityClasses of the input.
	PriorityClasses []*PriorityClass
	// PodDisruptionBudgets of the input.
	PodDisruptionBudgets []*PodDisruptionBudget
	// Skipped counts the objects of kinds that this library has no noun for,
	// by kind.
	Skipped map[string]int
}

// Kinds counts the objects by kind, the skipped ones too.
func (o *Objects) Kinds() map[string]int {
	kinds := map[string]int{
		"Pod":                   len(o.Pods),
		"Node":                  len(o.Nodes),
		"PersistentVolume":      len(o.PersistentVolumes),
		"PersistentVolumeClaim": len(o.PersistentVolumeClaims),
		"StorageClass":          len(o.StorageClasses),
		"CSINode":               len(o.CSINodes),
		"CSIDriver":             len(o.CSIDrivers),
		"CSIStorageCapacity":    len(o.CSIStorageCapacities),
		"VolumeAttachment":      len(o.VolumeAttachments),
		"Service":               len(o.Services),
		"ReplicationController": len(o.ReplicationControllers),
		"ReplicaSet":            len(o.ReplicaSets),
		"StatefulSet":           len(o.StatefulSets),
		"Namespace":             len(o.Namespaces),
		"PriorityClass":         len(o.PriorityClasses),
		"PodDisruptionBudget":   len(o.PodDisruptionBudgets),
	}
	for kind, n := range o.Skipped {
		kinds[kind] += n
	}
	maps.DeleteFunc(kinds, func(_ string, n int) bool { return n == 0 })
	return kinds
}

// MarshalJSON writes the objects as one List, as kubectl does, so that
// [ParseObjects] reads it back. Skipped objects are not kept and not written.
func (o Objects) MarshalJSON() ([]byte, error) {
	items := []any{}
	items = appendAny(items, o.Pods)
	items = appendAny(items, o.Nodes)
	items = appendAny(items, o.PersistentVolumes)
	items = appendAny(items, o.PersistentVolumeClaims)
	items = appendAny(items, o.StorageClasses)
	items = appendAny(items, o.CSINodes)
	items = appendAny(items, o.CSIDrivers)
	items = appendAny(items, o.CSIStorageCapacities)
	items = appendAny(items, o.VolumeAttachments)
	items = appendAny(items, o.Services)
	items = appendAny(items, o.ReplicationControllers)
	items = appendAny(items, o.ReplicaSets)
	items = appendAny(items, o.StatefulSets)
	items = appendAny(items, o.Namespaces)
	items = appendAny(items, o.PriorityClasses)
	items = appendAny(items, o.PodDisruptionBudgets)
	return json.Marshal(struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		Items      []any  `json:"items"`
	}{"v1", "List", items})
}

// ParseError is one thing in the input that [ParseObjects] could not read.
type ParseError struct {
	// Document is the index of the JSON document in the input, from 0.
	Document int
	// Field is the path from the document's root to what is wrong, like
	// items[2].spec.containers[0].image. Empty: the document as a whole.
	Field string
	// Problem says what is wrong.
	Problem string
	// Err is the cause from encoding/json, or nil.
	Err error
}

// Error names the document, the field and the problem.
func (e *ParseError) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("podlife: document %d: %s", e.Document, e.Problem)
	}
	return fmt.Sprintf("podlife: document %d: %s: %s", e.Document, e.Field, e.Problem)
}

// Unwrap returns the cause.
func (e *ParseError) Unwrap() error { return e.Err }

// ParseObjects reads what kubectl prints with -o json: one object, a List or a
// typed list such as PodList, a JSON array of objects, or several of these one
// after the other. An object that names no kind, as some programs write them,
// has the kind of its list, else it is a Pod if it has spec.containers.
//
// Objects of other kinds are counted in Skipped and not looked into. What
// cannot be read is left out, and the error joins a [*ParseError] for each
// such field; the Objects hold everything else and are never nil. After a
// syntax error nothing more of the input is read.
//
// Unlike the API server, which is strict about it, field names are matched
// without regard to case. YAML is not read, and the error says so where it can tell.
func ParseObjects(data []byte) (*Objects, error) {
	p := parser{out: &Objects{}}
	dec := json.NewDecoder(bytes.NewReader(data))
	for ; ; p.document++ {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if err == io.EOF {
			break
		}
		if err != nil {
			problem := fmt.Sprintf("not JSON at byte %d: %v", syntaxOffset(err, len(data)), err)
			if p.document == 0 && looksPrinted(data) {
				problem += "; kubectl prints JSON with -o json"
			}
			p.fail("", problem, err)
			break
		}
		p.parse("", raw, "")
	}
	return p.out, errors.Join(p.errs...)
}

// syntaxOffset returns where err says it happened, or else the end of the
// input, which was cut off.
func syntaxOffset(err error, end int) int64 {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Offset
	}
	return int64(end)
}

// looksPrinted reports whether data begins with a letter or with three dashes, as
// YAML and kubectl's tables do.
func looksPrinted(data []byte) bool {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return false
	}
	lower := data[0] | 0x20
	return 'a' <= lower && lower <= 'z' || bytes.HasPrefix(data, []byte("---"))
}

// parser collects objects and errors over all documents of one input.
type parser struct {
	out      *Objects
	document int
	errs     []error
}

func (p *parser) fail(field, problem string, err error) {
	p.errs = append(p.errs, &ParseError{Document: p.document, Field: field, Problem: problem, Err: err})
}

func (p *parser) failAll(field string, faults []fault) {
	for _, f := range faults {
		p.fail(join(field, f.path), f.problem, f.err)
	}
}

// header is the part of an object that tells what it is.
type header struct {
	APIVersion string          `json:"apiVersion"`
	Kind       string          `json:"kind"`
	Items      json.RawMessage `json:"items"`
	Spec       json.RawMessage `json:"spec"`
}

// parse reads one object, list or array standing at field. fallback is the
// kind of an object that names none.
func (p *parser) parse(field string, raw json.RawMessage, fallback string) {
	switch raw[0] {
	case '[':
		p.parseItems(field, raw, fallback)
		return
	case 'n': // null decodes into anything
		p.fail(field, "found null, want an object", nil)
		return
	}
	var h header
	if json.Unmarshal(raw, &h) != nil {
		p.failAll(field, locate[header](raw))
		return
	}
	kind := h.kind(fallback)
	core := h.APIVersion == "v1" || h.APIVersion == ""
	switch {
	case p.decode(kind, h.APIVersion, field, raw):
	case h.isList(kind, core):
		if field != "" {
			p.fail(field, "a list inside a list", nil)
			return
		}
		p.parseItems("items", h.Items, strings.TrimSuffix(kind, "List"))
	case kind == "":
		p.fail(join(field, "kind"), "missing: cannot tell what this object is", nil)
	default:
		if p.out.Skipped == nil {
			p.out.Skipped = map[string]int{}
		}
		p.out.Skipped[kind]++
	}
}

func (h *header) kind(fallback string) string {
	switch {
	case h.Kind != "":
		return h.Kind
	case fallback != "":
		return fallback
	case h.hasContainers():
		return "Pod"
	default:
		return ""
	}
}

// hasContainers reports whether the object has spec.containers. It is only
// asked of an object that names no kind: in others spec may be anything.
func (h *header) hasContainers() bool {
	var spec struct {
		Containers json.RawMessage `json:"containers"`
	}
	_ = json.Unmarshal(h.Spec, &spec) // fails without a spec, and for one that is no object
	return spec.Containers != nil
}

// isList reports whether the object is a list. Outside the core group a kind
// whose name ends in List need not be one, unless it has items.
func (h *header) isList(kind string, core bool) bool {
	if strings.HasSuffix(kind, "List") {
		return core || h.Items != nil
	}
	return kind == "" && h.Items != nil
}

func (p *parser) parseItems(field string, raw json.RawMessage, fallback string) {
	if raw == nil {
		return // a list without the field
	}
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		p.failAll(field, locate[[]json.RawMessage](raw))
		return
	}
	for i, item := range items {
		at := fmt.Sprintf("%s[%d]", field, i)
		if item[0] == '[' {
			p.fail(at, "a list inside a list", nil)
			continue
		}
		p.parse(at, item, fallback)
	}
}
