package main

import (
	"bytes"
	"errors"
	"io"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/examples/internal/openb"
)

// document is a JSON text: an object, a list, or many of these.
type document struct {
	file string
	// index of the document in its file, from 0. Negative: all of the file.
	index int
	json  []byte
}

// reader reads the cluster and what is to be placed.
type reader struct {
	stdin io.Reader
	share openb.Share
	found podlife.Objects
	// sharePods and skippedPods are those of the trace.
	sharePods, skippedPods int
	errs                   []error
}

func (r *reader) fail(file string, document int, field, problem string, err error) {
	r.errs = append(r.errs, &objects.Error{File: file, Document: document, Field: field, Problem: problem, Err: err})
}

// cluster reads all inputs.
func (r *reader) cluster(args []string) {
	for input, err := range objects.Inputs(args) {
		switch {
		case err != nil:
			r.errs = append(r.errs, err)
		case input.Skip:
		default:
			for _, d := range r.documents(input) {
				r.parse(d)
			}
		}
	}
}

// documents returns the documents of an input. A list of the trace has none:
// what is in it is found at once.
func (r *reader) documents(input objects.Input) []document {
	f, err := input.Open(r.stdin)
	if err != nil {
		r.fail(input.Name, -1, "", err.Error(), err)
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	begin := bytes.TrimSpace(data[:min(len(data), 4<<10)])
	switch {
	case err != nil:
		r.fail(input.Name, -1, "", err.Error(), err)
		return nil
	case openb.IsList(begin):
		r.trace(input.Name, data)
		return nil
	case len(begin) > 0 && (begin[0] == '{' || begin[0] == '['):
		return []document{{input.Name, -1, data}}
	default:
		return r.yaml(input.Name, data)
	}
}

// trace reads a list of the openb trace.
func (r *reader) trace(file string, data []byte) {
	list, err := openb.Read(file, bytes.NewReader(data), r.share)
	r.found.Nodes = append(r.found.Nodes, list.Nodes...)
	r.found.Pods = append(r.found.Pods, list.Pods...)
	r.sharePods += list.SharePods
	r.skippedPods += list.SkippedPods
	r.errs = append(r.errs, flatten(err)...)
}

// yaml returns the documents of a YAML text.
func (r *reader) yaml(file string, data []byte) []document {
	var out []document
	for d, err := range objects.FromYAML(file, bytes.NewReader(data)) {
		switch {
		case err != nil:
			r.errs = append(r.errs, err)
		case string(d.JSON) != "null": // which is a document of its own, and nothing
			out = append(out, document{file, d.Index, d.JSON})
		}
	}
	return out
}

// parse adds the objects of a document.
func (r *reader) parse(d document) {
	found, err := podlife.ParseObjects(d.json)
	for _, e := range flatten(err) {
		r.failParse(d, e)
	}
	merge(&r.found, found)
}

func (r *reader) failParse(d document, err error) {
	var e *podlife.ParseError
	if !errors.As(err, &e) {
		r.fail(d.file, d.index, "", err.Error(), err)
		return
	}
	r.fail(d.file, max(d.index, e.Document), e.Field, e.Problem, e)
}

// flatten takes joined errors apart.
func flatten(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	switch {
	case err == nil:
		return nil
	case !ok:
		return []error{err}
	}
	var out []error
	for _, e := range joined.Unwrap() {
		out = append(out, flatten(e)...)
	}
	return out
}

// merge adds the objects of more to all.
func merge(all, more *podlife.Objects) {
	all.Pods = append(all.Pods, more.Pods...)
	all.Nodes = append(all.Nodes, more.Nodes...)
	all.PersistentVolumes = append(all.PersistentVolumes, more.PersistentVolumes...)
	all.PersistentVolumeClaims = append(all.PersistentVolumeClaims, more.PersistentVolumeClaims...)
	all.StorageClasses = append(all.StorageClasses, more.StorageClasses...)
	all.CSINodes = append(all.CSINodes, more.CSINodes...)
	all.CSIDrivers = append(all.CSIDrivers, more.CSIDrivers...)
	all.CSIStorageCapacities = append(all.CSIStorageCapacities, more.CSIStorageCapacities...)
	all.VolumeAttachments = append(all.VolumeAttachments, more.VolumeAttachments...)
	all.Services = append(all.Services, more.Services...)
	all.ReplicationControllers = append(all.ReplicationControllers, more.ReplicationControllers...)
	all.ReplicaSets = append(all.ReplicaSets, more.ReplicaSets...)
	all.StatefulSets = append(all.StatefulSets, more.StatefulSets...)
	all.Namespaces = append(all.Namespaces, more.Namespaces...)
	all.PriorityClasses = append(all.PriorityClasses, more.PriorityClasses...)
	all.PodDisruptionBudgets = append(all.PodDisruptionBudgets, more.PodDisruptionBudgets...)
}
