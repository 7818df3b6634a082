package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/objects"
)

// order is Pods that -place asks for: some number of one template.
type order struct {
	pod *podlife.Pod
	// number of Pods. Negative: one that keeps its name.
	number int
}

// single is the number of an order for one Pod that keeps its name.
const single = -1

// workload is an object that makes Pods of a template, with the fields of all
// kinds that do.
type workload struct {
	APIVersion string             `json:"apiVersion"`
	Kind       string             `json:"kind"`
	Metadata   podlife.ObjectMeta `json:"metadata"`
	Items      []json.RawMessage  `json:"items"`
	Spec       struct {
		Replicas    *int `json:"replicas"`
		Parallelism *int `json:"parallelism"`
		Template    struct {
			Metadata json.RawMessage `json:"metadata"`
			Spec     json.RawMessage `json:"spec"`
		} `json:"template"`
	} `json:"spec"`
}

// orders reads what is to be placed from the files at path.
func (r *reader) orders(path string) []order {
	var out []order
	for input, err := range objects.Inputs([]string{path}) {
		switch {
		case err != nil:
			r.errs = append(r.errs, err)
		case input.Skip:
		default:
			for _, d := range r.documents(input) {
				out = append(out, r.ordersOf(d)...)
			}
		}
	}
	return out
}

// ordersOf reads the texts of a document one after the other.
func (r *reader) ordersOf(d document) []order {
	var out []order
	dec := json.NewDecoder(bytes.NewReader(d.json))
	for i := 0; ; i++ {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		at := document{d.file, max(d.index, i), raw}
		switch {
		case err == io.EOF:
			return out
		case err != nil:
			r.fail(d.file, at.index, "", "not JSON: "+err.Error(), err)
			return out
		default:
			out = append(out, r.order(at, "")...)
		}
	}
}

// order reads an object, or a list of objects, that stands at path.
func (r *reader) order(d document, path string) []order {
	if d.json[0] == '[' {
		var items []json.RawMessage
		_ = json.Unmarshal(d.json, &items) // cannot fail: it is an array
		return r.orderAll(d, items, path)
	}
	var w workload
	err := json.Unmarshal(d.json, &w)
	switch {
	case w.Items != nil:
		return r.orderAll(d, w.Items, join(path, "items"))
	case w.Kind == "Pod" || w.Kind == "" || err == nil && w.Spec.Template.Spec == nil:
		return r.pods(d, d.json, path, nil)
	case err != nil:
		r.fail(d.file, d.index, path, err.Error(), err)
		return nil
	case w.Kind == "DaemonSet":
		r.fail(d.file, d.index, path, "a DaemonSet has a Pod on each node; that is not placed here", nil)
		return nil
	default:
		template := w.Spec.Template
		pod, _ := json.Marshal(map[string]any{"kind": "Pod", "metadata": template.Metadata, "spec": template.Spec}) // cannot fail: it was JSON
		return r.pods(d, pod, join(path, "spec.template"), &w)
	}
}

func (r *reader) orderAll(d document, items []json.RawMessage, path string) []order {
	var out []order
	for i, item := range items {
		out = append(out, r.order(document{d.file, d.index, item}, fmt.Sprintf("%s[%d]", path, i))...)
	}
	return out
}

func join(path, field string) string {
	if path == "" || field == "" {
		return path + field
	}
	return path + "." + field
}

// pods reads the Pod in raw, which stands at path. It is the template of w; if w
// is nil, it stands by itself.
func (r *reader) pods(d document, raw []byte, path string, w *workload) []order {
	found, err := podlife.ParseObjects(raw)
	for _, e := range flatten(err) {
		r.failParse(document{file: d.file, index: d.index}, prefixed(e, path))
	}
	var out []order
	for _, p := range found.Pods {
		o := order{pod: p, number: single}
		if w != nil {
			o.number = w.number()
			r.adopt(p, w)
		}
		if o.number > maxReplicas {
			r.fail(d.file, d.index, path, fmt.Sprintf("asks for %d Pods, more than %d", o.number, maxReplicas), nil)
			continue
		}
		p.Namespace = cmp.Or(p.Namespace, "default")
		out = append(out, o)
	}
	if len(found.Pods) == 0 && err == nil {
		r.fail(d.file, d.index, path, "neither a Pod nor something with a template of one", nil)
	}
	return out
}

// prefixed puts path before the field that an error names.
func prefixed(err error, path string) error {
	if e, ok := err.(*podlife.ParseError); ok {
		moved := *e
		moved.Document, moved.Field = 0, join(path, e.Field)
		return &moved
	}
	return err
}

// number is how many Pods the workload asks for.
func (w *workload) number() int {
	switch {
	case w.Spec.Replicas != nil:
		return max(*w.Spec.Replicas, 0)
	case w.Spec.Parallelism != nil:
		return max(*w.Spec.Parallelism, 0)
	default:
		return 1
	}
}

// newHash is the label pod-template-hash of Pods that no Deployment has made
// yet: they are a new revision.
const newHash = "new"

// adopt makes p a Pod of the workload, and adds the object that the scheduler
// looks up to know which Pods to spread.
func (r *reader) adopt(p *podlife.Pod, w *workload) {
	owner := podlife.OwnerReference{APIVersion: w.APIVersion, Kind: w.Kind, Name: cmp.Or(w.Metadata.Name, "new"), Controller: true}
	p.Name, p.Namespace = owner.Name, cmp.Or(w.Metadata.Namespace, "default")
	meta := podlife.ObjectMeta{Name: owner.Name, Namespace: p.Namespace}
	switch w.Kind {
	case "Deployment":
		if p.Labels == nil {
			p.Labels = map[string]string{}
		}
		p.Labels["pod-template-hash"] = newHash
		owner.Kind, owner.Name = "ReplicaSet", owner.Name+"-"+newHash
		meta.Name = owner.Name
		fallthrough
	case "ReplicaSet":
		r.found.ReplicaSets = append(r.found.ReplicaSets, &podlife.ReplicaSet{ObjectMeta: meta, Spec: selecting(p)})
	case "StatefulSet":
		r.found.StatefulSets = append(r.found.StatefulSets, &podlife.StatefulSet{ObjectMeta: meta, Spec: selecting(p)})
	case "ReplicationController":
		spec := podlife.ReplicationControllerSpec{Selector: p.Labels}
		r.found.ReplicationControllers = append(r.found.ReplicationControllers, &podlife.ReplicationController{ObjectMeta: meta, Spec: spec})
	}
	p.OwnerReferences = []podlife.OwnerReference{owner}
}

func selecting(p *podlife.Pod) podlife.ReplicaSetSpec {
	return podlife.ReplicaSetSpec{Selector: &podlife.LabelSelector{MatchLabels: p.Labels}}
}
