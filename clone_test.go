package podlife_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// reference is a place in a value that points to other memory.
type reference struct {
	path  string
	value reflect.Value
}

// references lists the pointers, slices and maps of v, outermost first. What a
// type hides is its own affair: nobody else can change it.
func references(path string, v reflect.Value) []reference {
	var out []reference
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			out = append(out, reference{path, v})
			out = append(out, references(path, v.Elem())...)
		}
	case reflect.Slice:
		if v.Cap() > 0 {
			out = append(out, reference{path, v})
		}
		for i := range v.Len() {
			out = append(out, references(fmt.Sprintf("%s[%d]", path, i), v.Index(i))...)
		}
	case reflect.Map:
		if !v.IsNil() {
			out = append(out, reference{path, v})
		}
		for _, key := range v.MapKeys() {
			out = append(out, references(fmt.Sprintf("%s[%v]", path, key), v.MapIndex(key))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				out = append(out, references(path+"."+f.Name, v.Field(i))...)
			}
		}
	}
	return out
}

// shared returns the places in b that point to memory which a points to.
func shared(a, b reflect.Value) []string {
	known := map[uintptr]bool{}
	for _, r := range references("", a) {
		known[r.value.Pointer()] = true
	}
	var out []string
	for _, r := range references("", b) {
		if known[r.value.Pointer()] {
			out = append(out, r.path)
		}
	}
	return out
}

// cloned is the law of Clone: equal, and nothing shared.
func cloned[T any](original, clone *T) error {
	if paths := shared(reflect.ValueOf(original), reflect.ValueOf(clone)); paths != nil {
		return fmt.Errorf("the clone shares %q", paths)
	}
	if diff := cmp.Diff(original, clone); diff != "" {
		return fmt.Errorf("the clone differs (-original +clone):\n%s", diff)
	}
	return nil
}

func TestCloneIsDeep(t *testing.T) {
	pod := filled[podlife.Pod](t)
	if err := cloned(pod, pod.Clone()); err != nil {
		t.Errorf("Pod: %v", err)
	}
	node := filled[podlife.Node](t)
	if err := cloned(node, node.Clone()); err != nil {
		t.Errorf("Node: %v", err)
	}
	spec := pod.Spec.Clone()
	if err := cloned(&pod.Spec, &spec); err != nil {
		t.Errorf("PodSpec: %v", err)
	}
	status := pod.Status.Clone()
	if err := cloned(&pod.Status, &status); err != nil {
		t.Errorf("PodStatus: %v", err)
	}
}

// Every kind that ParseObjects returns has a Clone, the kinds of tomorrow
// included.
func TestEveryObjectClones(t *testing.T) {
	objects := reflect.TypeFor[podlife.Objects]()
	for i := range objects.NumField() {
		field := objects.Field(i)
		if field.Type.Kind() != reflect.Slice {
			continue
		}
		original := reflect.New(field.Type.Elem().Elem())
		f := filler{TB: t}
		f.fill(original.Elem())
		method := original.MethodByName("Clone")
		if !method.IsValid() {
			t.Errorf("%s: no Clone", field.Name)
			continue
		}
		clone := method.Call(nil)[0]
		if diff := cmp.Diff(original.Interface(), clone.Interface()); diff != "" {
			t.Errorf("%s: the clone differs (-original +clone):\n%s", field.Name, diff)
		}
		if paths := shared(original, clone); paths != nil {
			t.Errorf("%s: the clone shares %q", field.Name, paths)
		}
		none := reflect.Zero(field.Type.Elem()).MethodByName("Clone").Call(nil)[0]
		if !none.IsNil() {
			t.Errorf("%s: the clone of nil is %v", field.Name, none)
		}
	}
}

func TestCloneKeepsPodsAsTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Pod().Draw(t, "pod")
		if err := cloned(p, p.Clone()); err != nil {
			t.Fatal(err)
		}
	})
}

// A clone that shares a single pointer, slice or map is caught, whichever it
// is; so is one that forgets a field.
func TestCloneLawCatchesBrokenClones(t *testing.T) {
	original := filled[podlife.Pod](t)
	clone := original.Clone()
	ours, theirs := references("", reflect.ValueOf(original)), references("", reflect.ValueOf(clone))
	for i := range ours[1:] {
		place := theirs[i+1].value
		if strings.Contains(ours[i+1].path, "[1]") || !place.CanSet() {
			continue // as good as [0], and there are very many; or inside a map
		}
		whole := reflect.ValueOf(place.Interface())
		place.Set(ours[i+1].value)
		if !slices.Contains(shared(reflect.ValueOf(original), reflect.ValueOf(clone)), ours[i+1].path) {
			t.Errorf("a clone that shares %s passes", ours[i+1].path)
		}
		place.Set(whole)
	}
	if err := cloned(original, clone); err != nil {
		t.Fatalf("the clone was not mended: %v", err)
	}
	clone.Spec.Containers[1].Lifecycle = nil
	if cloned(original, clone) == nil {
		t.Error("a clone that forgets a field passes")
	}
	shallow := *original
	if cloned(original, &shallow) == nil {
		t.Error("a shallow copy passes")
	}
}
