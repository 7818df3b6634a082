package oracle

import "reflect"

// fieldOf is the field of that name, exported or not, of the struct that object points to.
func fieldOf(object any, name string) reflect.Value {
	v := reflect.ValueOf(object).Elem().FieldByName(name)
	if !v.IsValid() {
		panic("oracle: no field " + name)
	}
	return reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
}

// setField sets that field.
func setField(object any, name string, value any) {
	fieldOf(object, name).Set(reflect.ValueOf(value))
}
