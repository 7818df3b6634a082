package podlife_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/podlife/podlife"
)

// filled returns a T of which every exported field, however deep, is set to
// something other than zero, and every list has two elements. So a field that
// a Clone or an encoder forgets is missed, those of tomorrow included.
func filled[T any](tb testing.TB) *T {
	tb.Helper()
	out := new(T)
	f := filler{TB: tb}
	f.fill(reflect.ValueOf(out).Elem())
	return out
}

// filler makes values; no two are alike where their type allows it.
type filler struct {
	testing.TB
	made int
}

func (f *filler) fill(v reflect.Value) {
	f.Helper()
	f.made++
	if f.fillWhole(v) {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text-%d", f.made))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(f.made))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0))
		f.fill(v.Index(1))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key)
		f.fill(value)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	default:
		f.Fatalf("filled does not know how to set a %v", v.Type())
	}
}

// fillWhole sets a value whose fields cannot be set one by one: they are
// hidden, or exclude each other.
func (f *filler) fillWhole(v reflect.Value) bool {
	switch value := v.Addr().Interface().(type) {
	case *time.Time:
		*value = time.Date(2026, time.January, 1, 0, 0, f.made, 0, time.UTC)
	case *podlife.ContainerState:
		*value = podlife.Terminated(int32(f.made), "Error")
		value.Signal, value.Message, value.ContainerID = 9, "out of luck", "containerd://0a"
		value.StartedAt = time.Date(2026, time.January, 1, 0, 0, f.made, 0, time.UTC)
		value.FinishedAt = value.StartedAt.Add(time.Minute)
	case *podlife.Port:
		*value = podlife.Port{Name: fmt.Sprintf("port-%d", f.made)}
	case json.Unmarshaler:
		if !hides(v.Type()) {
			return false
		}
		if err := json.Unmarshal(fmt.Appendf(nil, `"%d"`, f.made), value); err != nil {
			f.Fatalf("filled does not know how to set a %v: %v", v.Type(), err)
		}
	default:
		return false
	}
	return true
}

// hides reports whether t is a struct with a field that reflection cannot set.
func hides(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if !t.Field(i).IsExported() {
			return true
		}
	}
	return false
}

func TestFilledLeavesNothingOut(t *testing.T) {
	p := filled[podlife.Pod](t)
	var zero func(path string, v reflect.Value)
	zero = func(path string, v reflect.Value) {
		if v.IsZero() {
			t.Errorf("%s is zero", path)
		}
		switch v.Kind() {
		case reflect.Pointer:
			zero(path, v.Elem())
		case reflect.Slice:
			for i := range v.Len() {
				zero(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
			}
		case reflect.Struct:
			if hides(v.Type()) || v.Type() == reflect.TypeFor[podlife.Port]() {
				return
			}
			for i := range v.NumField() {
				zero(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	}
	zero("Pod", reflect.ValueOf(p))
}
