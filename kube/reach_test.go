package kube_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/podlife/podlife"
)

// Sometimes a generated state has two members set, an IntOrString both values,
// an optional field a pointer to its zero, and each field of a noun is set.
func TestExamplesReach(t *testing.T) {
	var twoStates, bothValues, pointerToNothing, related bool
	reached := map[string]bool{}
	g := examples(pods())
	for seed := range 2000 {
		e := g.Example(seed)
		for _, s := range e.K.Status.ContainerStatuses {
			twoStates = twoStates || s.State.Running != nil && (s.State.Waiting != nil || s.State.Terminated != nil)
			related = related || s.ImageID != "" && podlife.FindStatus(e.P.Status.ContainerStatuses, s.Name) != nil
		}
		for _, c := range e.K.Spec.Containers {
			if p := c.LivenessProbe; p != nil && p.HTTPGet != nil {
				bothValues = bothValues || p.HTTPGet.Port.IntVal != 0 && p.HTTPGet.Port.StrVal != ""
			}
			pointerToNothing = pointerToNothing || c.RestartPolicy != nil && *c.RestartPolicy == ""
		}
		reach(reached, "Pod", e.P)
	}
	if !twoStates || !bothValues || !pointerToNothing || !related {
		t.Errorf("twoStates %t, bothValues %t, pointerToNothing %t, related %t", twoStates, bothValues, pointerToNothing, related)
	}
	_, paths := filled[podlife.Pod](all)
	for _, path := range paths {
		if !reached[path] {
			t.Errorf("no example sets %s", path)
		}
	}
}

// reach notes the paths, as a filler names them, of all leaves that are set
// in v.
func reach(reached map[string]bool, path string, p any) {
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch {
		case v.IsZero():
		case v.Kind() == reflect.Pointer:
			walk(path, v.Elem())
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				walk(path+"[0]", v.Index(i))
			}
		case v.Kind() == reflect.Map:
			for _, key := range v.MapKeys() {
				walk(path+`["key"]`, v.MapIndex(key))
			}
		case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]() && !isOpaque(v.Type()):
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		default:
			reached[path] = true
		}
	}
	walk(path, reflect.ValueOf(p).Elem())
}
