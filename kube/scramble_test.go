package kube_test

import (
	"reflect"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
)

// scramble changes everything that v leads to, in place.
func scramble(v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		*p = p.Add(time.Hour)
		return
	case *resource.Quantity:
		p.Add(resource.MustParse("1"))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.String:
		v.SetString(v.String() + "!")
	case reflect.Pointer:
		if !v.IsNil() {
			scramble(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			scramble(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			elem := reflect.New(v.Type().Elem()).Elem()
			elem.Set(v.MapIndex(key))
			scramble(elem)
			v.SetMapIndex(key, elem)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				scramble(v.Field(i))
			}
		}
	default:
		if v.CanInt() {
			v.SetInt(v.Int() + 1)
		} else if v.CanUint() {
			v.SetUint(v.Uint() + 1)
		}
	}
}
