package podlife

import "encoding/json"

// GoString returns the JSON of p behind the name of its type. %#v prints that, and
// so do tests that print a counterexample: unlike Go's own notation it shows what
// pointers lead to and leaves out what is not set.
func (p Pod) GoString() string { return goString("podlife.Pod", p) }

// GoString returns the JSON of o, as [Pod.GoString] does.
func (o Objects) GoString() string { return goString("podlife.Objects", o) }

// goString returns the JSON of v, or why it has none.
func goString[V Pod | Objects](name string, v V) string {
	text, err := json.Marshal(v)
	if err != nil { // a container state of no kind, or a time that RFC 3339 cannot write
		return name + "(" + err.Error() + ")"
	}
	return name + string(text)
}
