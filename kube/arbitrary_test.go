package kube_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"pgregory.net/rapid"
)

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// arbitrary generates values of type T by reflection, so that a field added
// tomorrow is drawn tomorrow: nil, empty and filled lists, zero and other
// values. Names come from so small a pool that the parts of two values often
// bear the same one, and sometimes two parts of one value do.
func arbitrary[T any]() *rapid.Generator[*T] {
	return rapid.Custom(func(t *rapid.T) *T {
		v := new(T)
		draw(t, reflect.ValueOf(v).Elem())
		return v
	})
}

func oneOf[T any](t *rapid.T, values ...T) T { return rapid.SampledFrom(values).Draw(t, "") }

func draw(t *rapid.T, v reflect.Value) {
	if drawSpecial(t, v) {
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(oneOf(t, false, true))
	case reflect.Int32, reflect.Int64:
		v.SetInt(oneOf[int64](t, 0, 1, 30, 137, -1))
	case reflect.Uint8:
		v.SetUint(oneOf[uint64](t, 0, 1))
	case reflect.String:
		v.SetString(oneOf(t, "", "a", "b", "c"))
	case reflect.Pointer:
		if oneOf(t, false, false, true) {
			v.Set(reflect.New(v.Type().Elem()))
			draw(t, v.Elem())
		}
	case reflect.Slice:
		if n := oneOf(t, -1, 0, 1, 2); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				draw(t, v.Index(i))
			}
		}
	case reflect.Map:
		drawMap(t, v)
	case reflect.Struct:
		for i := range v.NumField() {
			draw(t, v.Field(i))
		}
	default:
		panic(fmt.Sprintf("arbitrary cannot draw a %v", v.Type()))
	}
}

func drawMap(t *rapid.T, v reflect.Value) {
	n := oneOf(t, -1, 0, 1, 2)
	if n < 0 {
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for range n {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		draw(t, key)
		draw(t, value)
		v.SetMapIndex(key, value)
	}
}

// redraw draws some of what is in v again and leaves its shape.
func redraw(t *rapid.T, v reflect.Value) {
	switch {
	case v.Kind() == reflect.Map:
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			redraw(t, v.Elem())
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			redraw(t, v.Index(i))
		}
	case v.Kind() == reflect.Struct && !isOneValue(v.Type()):
		for i := range v.NumField() {
			redraw(t, v.Field(i))
		}
	case oneOf(t, false, false, true):
		draw(t, v)
	}
}

// isOneValue reports whether the fields of a struct make sense only together.
func isOneValue(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]())
}

// drawSpecial draws the types of which not every value makes sense, and
// reports whether v is one. Volumes are left out: podlife has none, and there
// are thirty kinds of them.
func drawSpecial(t *rapid.T, v reflect.Value) bool {
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		*p = oneOf(t, time.Time{}, epoch, epoch.Add(time.Minute).In(time.FixedZone("", 7200)), epoch.Add(time.Hour).Local())
	case *intstr.IntOrString:
		draw(t, v.FieldByName("IntVal"))
		draw(t, v.FieldByName("StrVal"))
		p.Type = oneOf(t, intstr.Int, intstr.String)
	case *podlife.Port:
		*p = oneOf(t, podlife.Port{}, podlife.Port{Number: 8080}, podlife.Port{Name: "a"})
	case *podlife.ContainerState:
		var k corev1.ContainerState
		draw(t, reflect.ValueOf(&k).Elem())
		drawn(p, &k)
	case *resource.Quantity:
		*p = oneOf(t, resource.Quantity{}, resource.MustParse("100m"), resource.MustParse("64Mi"))
	case *metav1.FieldsV1, *corev1.VolumeSource:
	default:
		if isOpaque(v.Type()) {
			setOpaque(v, oneOf(t, 0, 1, 2))
			return true
		}
		return false
	}
	return true
}

// drawn sets p to what k says, written out once more so that the generator
// does not trust the conversion.
func drawn(p *podlife.ContainerState, k *corev1.ContainerState) {
	switch {
	case k.Waiting != nil:
		*p = podlife.Waiting(k.Waiting.Reason, k.Waiting.Message)
	case k.Running != nil:
		*p = podlife.Running(k.Running.StartedAt.Time)
	case k.Terminated != nil:
		e := k.Terminated
		*p = podlife.ContainerState{
			Kind: podlife.StateTerminated, ExitCode: e.ExitCode, Signal: e.Signal, Reason: e.Reason, Message: e.Message,
			StartedAt: e.StartedAt.Time, FinishedAt: e.FinishedAt.Time, ContainerID: e.ContainerID,
		}
	}
}

// isOpaque reports whether t has fields that cannot be set from here.
func isOpaque(t reflect.Type) bool {
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() {
		return false
	}
	for i := range t.NumField() {
		if !t.Field(i).IsExported() {
			return true
		}
	}
	return false
}

// setOpaque sets v by way of JSON, to the string that n makes.
func setOpaque(v reflect.Value, n int) {
	if err := json.Unmarshal([]byte(strconv.Quote(strconv.Itoa(n))), v.Addr().Interface()); err != nil {
		panic(fmt.Sprintf("cannot make a %v from a string: %v", v.Type(), err))
	}
}
