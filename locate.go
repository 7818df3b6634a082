package podlife

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// fault is a part of a JSON value that does not fit the Go type it is for.
type fault struct {
	path    string // from the value's root
	problem string
	err     error
}

// locate returns the smallest parts of raw that do not decode into a T, in the
// order of T's fields, of indexes and of keys. encoding/json names neither list
// indexes nor the place of an error that a type's own decoder returned, so this
// walks down raw and T together. It is slow, and only called once decoding has
// failed.
func locate[T any](raw json.RawMessage) []fault {
	return appendFaults(nil, "", raw, reflect.TypeFor[T]())
}

func appendFaults(faults []fault, path string, raw json.RawMessage, t reflect.Type) []fault {
	err := json.Unmarshal(raw, reflect.New(t).Interface())
	if err == nil {
		return faults
	}
	before := len(faults)
	switch {
	case t.Kind() == reflect.Pointer:
		return appendFaults(faults, path, raw, t.Elem())
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()):
		// its decoder is its own secret
	case t.Kind() == reflect.Struct && raw[0] == '{':
		var members map[string]json.RawMessage
		_ = json.Unmarshal(raw, &members) // cannot fail: raw is an object
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "" { // embedded: its fields are ours
				faults = appendFaults(faults, path, raw, f.Type)
			} else if value, ok := members[name]; ok {
				faults = appendFaults(faults, join(path, name), value, f.Type)
			}
		}
	case t.Kind() == reflect.Slice && raw[0] == '[':
		var items []json.RawMessage
		_ = json.Unmarshal(raw, &items) // cannot fail: raw is an array
		for i, item := range items {
			faults = appendFaults(faults, fmt.Sprintf("%s[%d]", path, i), item, t.Elem())
		}
	case t.Kind() == reflect.Map && raw[0] == '{':
		var members map[string]json.RawMessage
		_ = json.Unmarshal(raw, &members) // cannot fail: raw is an object
		for _, key := range slices.Sorted(maps.Keys(members)) {
			faults = appendFaults(faults, fmt.Sprintf("%s[%q]", path, key), members[key], t.Elem())
		}
	}
	if len(faults) > before {
		return faults // further down
	}
	return append(faults, here(path, err))
}

// here describes err, which decoding the value at path gave.
func here(path string, err error) fault {
	var mismatch *json.UnmarshalTypeError
	if !errors.As(err, &mismatch) {
		return fault{path, err.Error(), err}
	}
	// Field is set where a type with a decoder of its own went further down.
	return fault{join(path, mismatch.Field), fmt.Sprintf("found %s, want %s", found(mismatch.Value), wanted(mismatch.Type)), err}
}

// join appends a field's name to a path.
func join(path, name string) string {
	if path == "" || name == "" || name[0] == '[' {
		return path + name
	}
	return path + "." + name
}

// found names the JSON value that encoding/json found, for people.
func found(value string) string {
	switch value {
	case "object":
		return "an object"
	case "array":
		return "a list"
	case "bool":
		return "a boolean"
	case "string", "number":
		return "a " + value
	default: // a number that does not fit, with its digits
		return value
	}
}

// wanted names what a Go type holds, for people.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "a boolean"
	case reflect.Int32, reflect.Int64:
		return fmt.Sprintf("a whole number of %d bits", t.Bits())
	case reflect.Slice:
		return "a list"
	default:
		return "an object"
	}
}
