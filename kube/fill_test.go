package kube_test

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/podlife/podlife"
)

// filler sets fields of a podlife noun by reflection, each to a value that no
// other has. Lists and maps get one element.
type filler struct {
	want func(path string) bool // which leaves to set
	seen []string               // the paths of all leaves there are
}

// filled returns a noun of which those leaves are set that want asks for, and
// the paths of all leaves.
func filled[P any](want func(path string) bool) (*P, []string) {
	f := filler{want: want}
	p := new(P)
	f.fill(reflect.TypeFor[P]().Name(), reflect.ValueOf(p).Elem())
	return p, f.seen
}

func all(string) bool { return true }

func (f *filler) fill(path string, v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time](), isOpaque(v.Type()):
		f.leaf(path, v)
		return
	case v.Type() == reflect.TypeFor[podlife.StateKind]():
		return // see below
	}
	switch v.Kind() {
	case reflect.Pointer:
		elem := reflect.New(v.Type().Elem())
		f.fill(path, elem.Elem())
		if !elem.Elem().IsZero() {
			v.Set(elem)
		}
	case reflect.Slice:
		elem := reflect.New(v.Type().Elem()).Elem()
		f.fill(path+"[0]", elem)
		if !elem.IsZero() {
			v.Set(reflect.Append(v, elem))
		}
	case reflect.Map:
		f.fillMap(path, v)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(path+"."+v.Type().Field(i).Name, v.Field(i))
		}
		f.tidy(v)
	default:
		f.leaf(path, v)
	}
}

func (f *filler) fillMap(path string, v reflect.Value) {
	key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
	key.SetString("key")
	f.fill(path+`["key"]`, elem)
	if !elem.IsZero() {
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, elem)
	}
}

// tidy makes a value with some fields set one that makes sense. A state that
// has any is terminated, for to that kind all belong. Of a port's name and
// number one counts.
func (f *filler) tidy(v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *podlife.ContainerState:
		if *p != (podlife.ContainerState{}) {
			p.Kind = podlife.StateTerminated
		}
	case *podlife.Port:
		if p.Name != "" {
			p.Number = 0
		}
	}
}

func (f *filler) leaf(path string, v reflect.Value) {
	f.seen = append(f.seen, path)
	if !f.want(path) {
		return
	}
	n := len(f.seen)
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(epoch.Add(time.Duration(n) * time.Second)))
	case isOpaque(v.Type()):
		setOpaque(v, n)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(int64(n))
	case v.Kind() == reflect.String:
		v.SetString("text" + strconv.Itoa(n))
	default:
		panic(fmt.Sprintf("filler cannot set a %v at %s", v.Type(), path))
	}
}
