package podtest_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// notDrawn are the fields of Pods and Nodes that no generator draws, each with the
// reason. What only such a field leads to is not drawn either.
func notDrawn() map[string]string {
	const (
		volume = "no volumes are drawn: whoever tests them has to draw claims and their volumes beside the Pod"
		resize = "no resizes are drawn: lifecycle leaves them out, and so no history could have them"
	)
	return map[string]string{
		"PodSpec.Volumes": volume, "Container.VolumeMounts": volume, "EphemeralContainer.VolumeMounts": volume,

		"PodStatus.AllocatedResources": resize, "PodStatus.Resources": resize,
		"ContainerStatus.AllocatedResources": resize, "ContainerStatus.Resources": resize,
	}
}

// fieldCount says how often each field was drawn, by type and name. One that was
// met and was always zero, or is of a type that was not met, has 0.
type fieldCount map[string]int

// know counts 0 for the fields of t, and of what they are made of.
func (c fieldCount) know(t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		c.know(t.Elem())
	case reflect.Struct:
		for f := range exported(t) {
			name := t.Name() + "." + t.Field(f).Name
			if _, known := c[name]; known {
				return
			}
			c[name] = 0
		}
		for f := range exported(t) {
			if notDrawn()[t.Name()+"."+t.Field(f).Name] == "" {
				c.know(t.Field(f).Type)
			}
		}
	}
}

// see counts the fields of v that are not zero.
func (c fieldCount) see(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			c.see(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			c.see(v.Index(i))
		}
	case reflect.Struct:
		for f := range exported(v.Type()) {
			if !v.Field(f).IsZero() {
				c[v.Type().Name()+"."+v.Type().Field(f).Name]++
				c.see(v.Field(f))
			}
		}
	}
}

// exported yields the fields of t that have no secrets: none of a time or a
// quantity.
func exported(t reflect.Type) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range t.NumField() {
			if t.Field(i).IsExported() && !yield(i) {
				return
			}
		}
	}
}

// zeros returns the fields that were not drawn, sorted.
func (c fieldCount) zeros() []string {
	var out []string
	for name, n := range c {
		if n == 0 {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// fewDraws is how many values of each generator have to show every field.
const fewDraws = 400

// draw counts what g draws.
func draw[V any](c fieldCount, g *rapid.Generator[V]) {
	for seed := range fewDraws {
		v := g.Example(seed)
		c.see(reflect.ValueOf(&v))
	}
}

// allFields counts what the generators of whole specs, Pods and nodes draw.
func allFields() fieldCount {
	c := fieldCount{}
	c.know(reflect.TypeFor[podlife.Pod]())
	c.know(reflect.TypeFor[podlife.Node]())
	draw(c, podtest.Lifelike())
	draw(c, podtest.Nasty())
	draw(c, podtest.Spec())
	draw(c, podtest.Unbound("web"))
	draw(c, podtest.Node())
	draw(c, podtest.ClusterNode("node-a"))
	return c
}

// TestEveryFieldIsDrawn fails for a field that is new in the root package until a
// generator draws it.
func TestEveryFieldIsDrawn(t *testing.T) {
	c, excused := allFields(), notDrawn()
	for _, name := range c.zeros() {
		if excused[name] == "" {
			t.Errorf("%s is never drawn: draw it, or say in notDrawn why not", name)
		}
	}
	for name := range excused {
		if n, known := c[name]; n > 0 || !known {
			t.Errorf("%s needs no excuse: a field that is there (%t) and drawn %d times", name, known, n)
		}
	}
}

// TestUndrawnFieldsAreFound shows that the count can find a field, in a type that
// only some generators draw and in one that none does.
func TestUndrawnFieldsAreFound(t *testing.T) {
	type secret struct{ Depth int }
	type noun struct {
		Spec   podlife.PodSpec
		More   []map[string]*secret
		hidden int
	}
	c := fieldCount{}
	c.know(reflect.TypeFor[noun]())
	draw(c, rapid.Map(podtest.Spec(), func(s podlife.PodSpec) noun {
		s.HostNetwork = false
		return noun{s, nil, 1}
	}))
	zeros := c.zeros()
	for _, want := range []string{"noun.More", "secret.Depth", "PodSpec.HostNetwork", "PodSpec.Affinity", "Affinity.NodeAffinity"} {
		if !slices.Contains(zeros, want) {
			t.Errorf("%s is not missed", want)
		}
	}
	if _, known := c["noun.hidden"]; known {
		t.Error("a field that nobody can set is counted")
	}
	for _, drawn := range []string{"noun.Spec", "PodSpec.Containers", "Container.Name", "Toleration.Key"} {
		if slices.Contains(zeros, drawn) {
			t.Errorf("%s is missed", drawn)
		}
	}
}
