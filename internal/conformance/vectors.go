package conformance

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"reflect"
	"slices"
)

// Vectors says which cases of an area become test vectors.
type Vectors[In, Out any] struct {
	// Edges are cases that must be among them, with names.
	Edges []Edge[In]
	// Slim leaves out of a random case what has no influence on the answer. Nil: nothing.
	Slim func(In) In
	// Class says in which group a random case belongs, and what its shape is. Of each
	// shape in a group only the shortest case is kept.
	Class func(In, Out) (group, shape string)
	// Max is how many random cases are kept, as evenly from all groups as can be.
	Max int
}

// Edge is a case with a name.
type Edge[In any] struct {
	Name string
	In   In
}

// Vector is one line of a file of vectors.
type Vector[In, Out any] struct {
	// Name says what is special about the case. Empty: a random one.
	Name string `json:"name,omitempty"`
	// In is what is asked about.
	In In `json:"in"`
	// Want is the answer of Kubernetes.
	Want Out `json:"want"`
}

// searched is how many random cases are looked at in search of vectors.
const searched = 60_000

// longest is how many bytes a random vector may have: people read them.
const longest = 1500

// Write returns the lines of the area's file of vectors, or nil if it has none.
func (a *Area[In, Out]) Write() ([]byte, error) {
	if a.Vectors == nil {
		return nil, nil
	}
	var out bytes.Buffer
	for _, e := range a.Vectors.Edges {
		line, err := a.line(e.Name, e.In)
		if err != nil {
			return nil, err
		}
		out.Write(line)
	}
	groups := map[string]map[string][]byte{}
	for i := range searched {
		in := a.Gen.Example(i + 1)
		if a.Vectors.Slim != nil {
			in = a.Vectors.Slim(in)
		}
		line, err := a.line("", in)
		if err != nil {
			return nil, err
		}
		if len(line) > longest {
			continue
		}
		group, shape := a.Vectors.Class(in, a.Theirs(in))
		if groups[group] == nil {
			groups[group] = map[string][]byte{}
		}
		if old, ok := groups[group][shape]; !ok || len(line) < len(old) {
			groups[group][shape] = line
		}
	}
	for _, line := range choose(groups, a.Vectors.Max) {
		out.Write(line)
	}
	return out.Bytes(), nil
}

// choose takes up to limit lines in turn from each group. Within a group the order of the
// shapes is arbitrary but always the same, so that simple shapes do not crowd out others.
func choose(groups map[string]map[string][]byte, limit int) [][]byte {
	var queues [][][]byte
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		shapes := slices.SortedFunc(maps.Keys(groups[name]), func(a, b string) int {
			return cmp.Or(cmp.Compare(crc32.ChecksumIEEE([]byte(a)), crc32.ChecksumIEEE([]byte(b))), cmp.Compare(a, b))
		})
		var queue [][]byte
		for _, shape := range shapes {
			queue = append(queue, groups[name][shape])
		}
		queues = append(queues, queue)
	}
	var out [][]byte
	for round := 0; len(out) < limit; round++ {
		before := len(out)
		for _, queue := range queues {
			if round < len(queue) && len(out) < limit {
				out = append(out, queue[round])
			}
		}
		if len(out) == before {
			break
		}
	}
	return out
}

func (a *Area[In, Out]) line(name string, in In) ([]byte, error) {
	data, err := json.Marshal(Vector[In, Out]{name, in, a.Theirs(in)})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.Name, err)
	}
	return append(data, '\n'), nil
}

// Read decodes the lines of a file of vectors.
func (a *Area[In, Out]) Read(data []byte) ([]Vector[In, Out], error) {
	var out []Vector[In, Out]
	for line := range bytes.Lines(data) {
		var v Vector[In, Out]
		if err := json.Unmarshal(line, &v); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", a.Name, len(out)+1, err)
		}
		out = append(out, v)
	}
	return out, nil
}

// Verify asks Kubernetes again about every line of the area's file of vectors.
func (a *Area[In, Out]) Verify(data []byte) error {
	vectors, err := a.Read(data)
	if err != nil {
		return err
	}
	for i, v := range vectors {
		if got := a.Theirs(v.In); !reflect.DeepEqual(got, v.Want) {
			return fmt.Errorf("%s: line %d: Kubernetes says %s, the file %s", a.Name, i+1, asJSON(got), asJSON(v.Want))
		}
	}
	return nil
}
