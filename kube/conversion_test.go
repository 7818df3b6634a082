package kube_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/kube"
	corev1 "k8s.io/api/core/v1"
	jsonutil "k8s.io/apimachinery/pkg/util/json"
	"pgregory.net/rapid"
)

// conversion is what the laws are about, for one kind of object, and what
// they need to know about the kind.
type conversion[K, P any] struct {
	kind  string
	group string // with version; empty: v1
	from  func(*K) *P
	to    func(*P) *K
	apply func(dst *K, src *P)

	cloneK func(*K) *K
	cloneP func(*P) *P
	parsed func(*podlife.Objects) []*P
}

var errNotOne = errors.New("not one object")

// parse is podlife's own way from JSON to the noun.
func (c conversion[K, P]) parse(data []byte) (*P, error) {
	objects, err := podlife.ParseObjects(data)
	if err != nil {
		return nil, err
	}
	if list := c.parsed(objects); len(list) == 1 {
		return list[0], nil
	}
	return nil, errNotOne
}

// decode is Kubernetes' way from JSON to the core/v1 type.
func decode[K any](data []byte) (*K, error) {
	k := new(K)
	return k, jsonutil.Unmarshal(data, k)
}

// pods and nodes are functions, so that a broken variant begins with a fresh one.
func pods() conversion[corev1.Pod, podlife.Pod] {
	return conversion[corev1.Pod, podlife.Pod]{
		kind: "Pod", from: kube.Pod, to: kube.ToPod, apply: kube.ApplyPod,
		cloneK: (*corev1.Pod).DeepCopy, cloneP: (*podlife.Pod).Clone,
		parsed: func(o *podlife.Objects) []*podlife.Pod { return o.Pods },
	}
}

func nodes() conversion[corev1.Node, podlife.Node] {
	return conversion[corev1.Node, podlife.Node]{
		kind: "Node", from: kube.Node, to: kube.ToNode, apply: kube.ApplyNode,
		cloneK: (*corev1.Node).DeepCopy, cloneP: (*podlife.Node).Clone,
		parsed: func(o *podlife.Objects) []*podlife.Node { return o.Nodes },
	}
}

// example is what a law is tried on: a core/v1 object and a podlife noun.
type example[K, P any] struct {
	K *K
	P *P
}

// examples generates them, as often with a noun that has nothing to do with
// the object as with one that came out of it and was changed a little.
func examples[K, P any](c conversion[K, P]) *rapid.Generator[example[K, P]] {
	return rapid.Custom(func(t *rapid.T) example[K, P] {
		e := example[K, P]{K: arbitrary[K]().Draw(t, "k")}
		if rapid.Bool().Draw(t, "related") {
			e.P = c.cloneP(c.from(e.K))
			redraw(t, reflect.ValueOf(e.P).Elem())
		} else {
			e.P = arbitrary[P]().Draw(t, "p")
		}
		return e
	})
}

// law returns what is wrong with a conversion, shown on one example. Empty:
// nothing.
type law[K, P any] func(c conversion[K, P], k *K, p *P) string

// checkLaw checks a law on arbitrary Pods and Nodes.
func checkLaw(t *testing.T, pod law[corev1.Pod, podlife.Pod], node law[corev1.Node, podlife.Node]) {
	t.Helper()
	t.Run("Pod", rapid.MakeCheck(check(pods(), pod)))
	t.Run("Node", rapid.MakeCheck(check(nodes(), node)))
}

func check[K, P any](c conversion[K, P], l law[K, P]) func(*rapid.T) {
	return func(t *rapid.T) {
		e := examples(c).Draw(t, "example")
		if wrong := l(c, e.K, e.P); wrong != "" {
			t.Fatal(wrong)
		}
	}
}

// checkCatches checks that a law finds fault with a broken conversion.
func checkCatches[K, P any](t *testing.T, name string, l law[K, P], broken conversion[K, P]) {
	t.Helper()
	t.Run("catches/"+name, func(t *testing.T) {
		g := examples(broken)
		for seed := range 500 {
			if e := g.Example(seed); l(broken, e.K, e.P) != "" {
				return
			}
		}
		t.Error("the law holds for it")
	})
}

// diff compares by value, time zones aside, and tells nil from empty.
func diff(want, got any) string {
	return cmp.Diff(want, got, cmp.Exporter(func(reflect.Type) bool { return true }))
}
