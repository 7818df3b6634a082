package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife/lifecycle"
)

var (
	scriptType   = reflect.TypeFor[lifecycle.Script]()
	durationType = reflect.TypeFor[lifecycle.Duration]()
	timeType     = reflect.TypeFor[time.Time]()
)

// fieldCheck compares JSON with the type that it is to be read into, since the
// errors of encoding/json do not say which of many durations is none, and a
// field that does not exist is no error there.
type fieldCheck struct {
	file string
	errs []error
}

func (c *fieldCheck) fault(path, format string, args ...any) {
	c.errs = append(c.errs, &scriptError{c.file, path, fmt.Sprintf(format, args...)})
}

// check compares the value raw, which is JSON, with a type.
func (c *fieldCheck) check(path string, raw json.RawMessage, t reflect.Type) {
	switch {
	case t == durationType || t == timeType:
		c.leaf(path, raw, t)
	case string(raw) == "null":
	case t.Kind() == reflect.Pointer:
		c.check(path, raw, t.Elem())
	case t.Kind() == reflect.Struct:
		c.object(path, raw, t)
	case t.Kind() == reflect.Map:
		for _, m := range c.members(path, raw) {
			c.check(fmt.Sprintf("%s[%s]", path, m.name), m.value, t.Elem())
		}
	case t.Kind() == reflect.Slice:
		c.list(path, raw, t)
	default:
		c.leaf(path, raw, t)
	}
}

// member is a field of an object, or an entry of a map.
type member struct {
	name  string
	value json.RawMessage
}

// members returns what an object holds, in the order of the names.
func (c *fieldCheck) members(path string, raw json.RawMessage) []member {
	var all map[string]json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		c.fault(path, "want an object, not %s", kindOf(raw))
		return nil
	}
	var out []member
	for _, name := range slices.Sorted(maps.Keys(all)) {
		out = append(out, member{name, all[name]})
	}
	return out
}

func (c *fieldCheck) object(path string, raw json.RawMessage, t reflect.Type) {
	fields := map[string]reflect.Type{}
	var names []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		fields[name] = t.Field(i).Type
		names = append(names, name)
	}
	for _, m := range c.members(path, raw) {
		at := strings.TrimPrefix(path+"."+m.name, ".")
		if field, ok := fields[m.name]; ok {
			c.check(at, m.value, field)
		} else {
			c.fault(at, "no such field; there are %s", strings.Join(names, ", "))
		}
	}
}

func (c *fieldCheck) list(path string, raw json.RawMessage, t reflect.Type) {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		c.fault(path, "want a list, not %s", kindOf(raw))
	}
	for i, item := range items {
		c.check(fmt.Sprintf("%s[%d]", path, i), item, t.Elem())
	}
}

// leaf reads a value that holds no others.
func (c *fieldCheck) leaf(path string, raw json.RawMessage, t reflect.Type) {
	if json.Unmarshal(raw, reflect.New(t).Interface()) == nil {
		return
	}
	switch {
	case t == durationType:
		c.fault(path, "want a duration like \"1m30s\", not %s", raw)
	case t == timeType:
		c.fault(path, "want a time like \"2026-06-01T12:00:00Z\", not %s", raw)
	case t.Kind() == reflect.String:
		c.fault(path, "want a text, not %s", raw)
	case t.Kind() == reflect.Bool:
		c.fault(path, "want true or false, not %s", raw)
	default:
		c.fault(path, "want a whole number of %d bits, not %s", t.Bits(), raw)
	}
}

// kindOf says what kind of value raw is.
func kindOf(raw json.RawMessage) string {
	switch raw[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 't', 'f':
		return "true or false"
	default:
		return "a number"
	}
}
