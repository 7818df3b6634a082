package kube_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
)

// applyAsMerge: applying a noun is laying its JSON over the object's, field by
// field where podlife has the field, and leaving the rest. This is another
// algorithm for the same answer: it knows podlife's types, but no conversion.
func applyAsMerge[K, P any](c conversion[K, P], k *K, p *P) string {
	k = c.cloneK(k)
	oneState(k)
	merged := merge(reflect.TypeFor[P](), document(k), document(p))
	want, err := decode[K](encoded(merged))
	if err != nil {
		return fmt.Sprintf("the merged object is none: %v", err)
	}
	got := c.cloneK(k)
	c.apply(got, p)
	return diff(compact(forgetKind(document(want))), compact(forgetKind(document(got))))
}

func document(v any) any {
	var doc any
	if err := json.Unmarshal(encoded(v), &doc); err != nil {
		panic(err)
	}
	return doc
}

func encoded(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

func forgetKind(doc any) any {
	delete(doc.(map[string]any), "kind")
	delete(doc.(map[string]any), "apiVersion")
	return doc
}

// merge lays over, the JSON of a podlife value of type t, over under.
func merge(t reflect.Type, under, over any) any {
	switch {
	case t.Kind() == reflect.Pointer:
		return merge(t.Elem(), under, over)
	case t.Kind() == reflect.Struct && !isOneValue(t):
		fields, _ := under.(map[string]any)
		fields = maps.Clone(fields)
		if fields == nil {
			fields = map[string]any{}
		}
		mergeFields(t, fields, over.(map[string]any))
		return fields
	case over == nil: // a list that core/v1 writes even if it is nil
		return nil
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		old, _ := under.([]any)
		list := []any{}
		for i, item := range over.([]any) {
			list = append(list, merge(t.Elem(), find(t.Elem(), old, i, item), item))
		}
		return list
	}
	return over
}

func mergeFields(t reflect.Type, fields, over map[string]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		value, ok := over[name]
		switch {
		case name == "": // embedded
			mergeFields(f.Type, fields, over)
		case ok:
			fields[name] = merge(f.Type, fields[name], value)
		case f.Type.Kind() == reflect.Struct && !isOneValue(f.Type) && fields[name] != nil:
			fields[name] = merge(f.Type, fields[name], map[string]any{}) // left out because it is zero
		default:
			delete(fields, name)
		}
	}
}

// keys are the fields by which the items of a list are told apart.
var keys = map[reflect.Type][]string{
	reflect.TypeFor[podlife.Container]():          {"name"},
	reflect.TypeFor[podlife.EphemeralContainer](): {"name"},
	reflect.TypeFor[podlife.ContainerStatus]():    {"name"},
	reflect.TypeFor[podlife.Condition]():          {"type"},
	reflect.TypeFor[podlife.NodeCondition]():      {"type"},
	reflect.TypeFor[podlife.OwnerReference]():     {"uid"},
	reflect.TypeFor[podlife.Volume]():             {"name"},
	reflect.TypeFor[podlife.VolumeMount]():        {"mountPath"},
}

// find returns what was item in old: the one with item's key, and of several
// the one at item's index, if any, or else the first.
func find(t reflect.Type, old []any, index int, item any) any {
	if same(t, old, index, item) {
		return old[index]
	}
	for i := range old {
		if same(t, old, i, item) {
			return old[i]
		}
	}
	return nil
}

func same(t reflect.Type, old []any, i int, item any) bool {
	if i >= len(old) || keys[t] == nil {
		return false
	}
	for _, key := range keys[t] {
		a, _ := old[i].(map[string]any)[key].(string)
		b, _ := item.(map[string]any)[key].(string)
		if a != b {
			return false
		}
	}
	return true
}

// compact takes away what says nothing: null, false, 0, "", and what is empty.
// core/v1 has several ways to say nothing, and applying keeps the one it finds.
func compact(doc any) any {
	switch doc := doc.(type) {
	case map[string]any:
		for name, value := range doc {
			if doc[name] = compact(value); doc[name] == nil {
				delete(doc, name)
			}
		}
		if len(doc) == 0 {
			return nil
		}
		return doc
	case []any:
		for i := range doc {
			doc[i] = compact(doc[i])
		}
		if len(doc) == 0 {
			return nil
		}
		return doc
	case bool, float64, string:
		if reflect.ValueOf(doc).IsZero() {
			return nil
		}
	}
	return doc
}

// oneState takes from a Pod's container states all members but the one that
// counts: JSON that is merged knows no order among them.
func oneState(k any) {
	pod, ok := k.(*corev1.Pod)
	if !ok {
		return
	}
	s := &pod.Status
	for _, list := range [][]corev1.ContainerStatus{s.InitContainerStatuses, s.ContainerStatuses, s.EphemeralContainerStatuses} {
		for i := range list {
			for _, s := range []*corev1.ContainerState{&list[i].State, &list[i].LastTerminationState} {
				if s.Running != nil {
					s.Terminated = nil
				}
				if s.Running != nil || s.Terminated != nil {
					s.Waiting = nil
				}
			}
		}
	}
}

func TestApplyAsMerge(t *testing.T) {
	checkLaw(t, applyAsMerge, applyAsMerge)

	statusAnew := pods()
	statusAnew.apply = func(dst *corev1.Pod, src *podlife.Pod) {
		pods().apply(dst, src)
		dst.Status.ContainerStatuses = pods().to(src).Status.ContainerStatuses
	}
	checkCatches(t, "imageID lost", applyAsMerge, statusAnew)

	byIndex := pods()
	byIndex.apply = func(dst *corev1.Pod, src *podlife.Pod) {
		old := dst.Spec.Containers
		pods().apply(dst, src)
		for i := range min(len(old), len(dst.Spec.Containers)) {
			dst.Spec.Containers[i].WorkingDir = old[i].WorkingDir
		}
	}
	checkCatches(t, "matched by index", applyAsMerge, byIndex)

	headersLost := pods()
	headersLost.apply = func(dst *corev1.Pod, src *podlife.Pod) {
		pods().apply(dst, src)
		for _, c := range dst.Spec.Containers {
			if c.LivenessProbe != nil && c.LivenessProbe.HTTPGet != nil {
				c.LivenessProbe.HTTPGet.HTTPHeaders = nil
			}
		}
	}
	checkCatches(t, "a probe's headers lost", applyAsMerge, headersLost)
}
