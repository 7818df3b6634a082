package podlife

import (
	"encoding/json"
	"fmt"
)

// GoString returns the JSON of p behind the name of its type. %#v prints that, and
// so do tests that print a counterexample: unlike Go's own notation it shows what
// pointers lead to and leaves out what is not set.
func (p Pod) GoString() string { return goString(p) }

// GoString returns the JSON of o, as [Pod.GoString] does.
func (o Objects) GoString() string { return goString(o) }

// GoString returns the JSON of n, as [Pod.GoString] does.
func (n Node) GoString() string { return goString(n) }

// GoString returns the JSON of s, as [Pod.GoString] does.
func (s PodSpec) GoString() string { return goString(s) }

// GoString returns the JSON of c, as [Pod.GoString] does.
func (c Container) GoString() string { return goString(c) }

// GoString returns the JSON of s, as [Pod.GoString] does.
func (s ContainerStatus) GoString() string { return goString(s) }

// GoString returns the JSON of p, as [Pod.GoString] does.
func (p Probe) GoString() string { return goString(p) }

// GoString returns the JSON of h, as [Pod.GoString] does.
func (h ProbeHandler) GoString() string { return goString(h) }

// GoString returns the JSON of l, as [Pod.GoString] does.
func (l Lifecycle) GoString() string { return goString(l) }

// GoString returns the JSON of t, as [Pod.GoString] does.
func (t PodAffinityTerm) GoString() string { return goString(t) }

// GoString returns the JSON of c, as [Pod.GoString] does.
func (c TopologySpreadConstraint) GoString() string { return goString(c) }

// GoString returns the JSON of t, as [Pod.GoString] does.
func (t Toleration) GoString() string { return goString(t) }

// goString returns the JSON of v, or why it has none.
func goString(v any) string {
	text, err := json.Marshal(v)
	if err != nil { // a container state of no kind, or a time that RFC 3339 cannot write
		return fmt.Sprintf("%T(%v)", v, err)
	}
	return fmt.Sprintf("%T%s", v, text)
}
