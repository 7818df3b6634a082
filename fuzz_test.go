package podlife_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/podlife/podlife"
)

// parseFunc is ParseObjects, or a broken variant of it.
type parseFunc func([]byte) (*podlife.Objects, error)

// consistent is the law of parsing: objects are there whatever happens, an
// error is made of *ParseErrors that lead somewhere, and what was read is
// written so that it is read again as the same.
func consistent(parse parseFunc, data []byte) error {
	before := slices.Clone(data)
	o, err := parse(data)
	switch {
	case o == nil:
		return errors.New("no objects, not even empty ones")
	case hasNil(o):
		return errors.New("an object is nil")
	case !slices.Equal(before, data):
		return errors.New("the input was changed")
	}
	if err := wellFormed(err); err != nil {
		return err
	}
	out, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("what was read cannot be written: %w", err)
	}
	again, err := parse(out)
	if err != nil {
		return fmt.Errorf("what was written cannot be read: %w", err)
	}
	o.Skipped = nil // which are not written
	// An empty list and none are the same to JSON.
	if diff := cmp.Diff(o, again, cmpopts.EquateEmpty()); diff != "" {
		return fmt.Errorf("reading again differs (-first +second):\n%s", diff)
	}
	return nil
}

// hasNil reports whether a list of o, of whatever kind, holds a nil.
func hasNil(o *podlife.Objects) bool {
	v := reflect.ValueOf(o).Elem()
	for i := range v.NumField() {
		if v.Field(i).Kind() != reflect.Slice {
			continue
		}
		for _, object := range v.Field(i).Seq2() {
			if object.IsNil() {
				return true
			}
		}
	}
	return false
}

// wellFormed tells what is wrong with an error of ParseObjects.
func wellFormed(err error) error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return fmt.Errorf("%T joins nothing", err)
	}
	last := 0
	for _, err := range joined.Unwrap() {
		fault, ok := err.(*podlife.ParseError)
		if !ok {
			return fmt.Errorf("%T is no *ParseError", err)
		}
		if fault.Problem == "" || fault.Document < last {
			return fmt.Errorf("%#v says nothing, or comes after document %d", fault, last)
		}
		last = fault.Document
	}
	return nil
}

func FuzzParseObjects(f *testing.F) {
	for _, name := range []string{
		"crash-loop.json", "create-success.json", "kubelet-pods.json", "list.json", "nodes.json", "one-line.json", "sidecar.json",
	} {
		f.Add(read(f, name))
	}
	for _, seed := range []string{
		``, `null`, `[]`, `{}`, `[null]`, `{"items":[[]]}`, `{"kind":"Pod"}{"kind":"Node"}]`,
		`{"kind":"PodList","items":[{"spec":{"containers":[{"name":5}]}},{"Spec":{"containers":0}}]}`,
		`{"kind":"Pod","spec":{"containers":[{"livenessProbe":{"httpGet":{"port":"http"},"tcpSocket":{"port":1}}}]}}`,
		`{"kind":"Pod","status":{"containerStatuses":[{"state":{"running":{},"waiting":{"reason":"x"}},"started":null}]}}`,
		`{"kind":"Node","status":{"capacity":{"cpu":"1500m","memory":"7e3Ki","pods":110}},"spec":{"taints":[{"key":"a"}]}}`,
		`{"kind":"ReplicaSet","apiVersion":"apps/v1","spec":{"selector":{"matchLabels":{"a":"b"}}}}`,
		`{"kind":"Pod","spec":{"containers":[{"resources":{"requests":{"cpu":"-0.5"},"limits":{"memory":"1Pi"}}}],"affinity":{}}}`,
		`{"kind":"Pod","metadata":{"creationTimestamp":"0000-01-01T00:00:00+23:59","annotations":{"a":null}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := consistent(podlife.ParseObjects, data); err != nil {
			t.Fatal(err)
		}
	})
}

// Parsers that break the law in one way each are caught.
func TestConsistentCatchesBrokenParsers(t *testing.T) {
	data := []byte(`{"kind":"Pod","metadata":{"name":"web"}}{"kind":"Pod","spec":[]}[{"kind":"Node"},null]`)
	if err := consistent(podlife.ParseObjects, data); err != nil {
		t.Fatal(err)
	}
	for name, parse := range map[string]parseFunc{
		"nothing besides an error": func(data []byte) (*podlife.Objects, error) {
			o, err := podlife.ParseObjects(data)
			if err != nil {
				return nil, err
			}
			return o, nil
		},
		"an object that is nil": func(data []byte) (*podlife.Objects, error) {
			o, err := podlife.ParseObjects(data)
			o.Nodes = append(o.Nodes, nil)
			return o, err
		},
		"an error of its own": func(data []byte) (*podlife.Objects, error) {
			o, err := podlife.ParseObjects(data)
			if err != nil {
				err = errors.New("bad input")
			}
			return o, err
		},
		"a bare cause in the join": func(data []byte) (*podlife.Objects, error) {
			o, err := podlife.ParseObjects(data)
			if err != nil {
				err = errors.Join(err, errors.New("bad input"))
			}
			return o, err
		},
		"an input that is changed": func(data []byte) (*podlife.Objects, error) {
			o, err := podlife.ParseObjects(data)
			data[0] = '['
			return o, err
		},
		"no Nodes in a List": func(data []byte) (*podlife.Objects, error) {
			o, err := podlife.ParseObjects(data)
			if err == nil {
				o.Nodes = nil
			}
			return o, err
		},
		"a state that JSON refuses": func(data []byte) (*podlife.Objects, error) {
			o, err := podlife.ParseObjects(data)
			for _, p := range o.Pods {
				p.Status.ContainerStatuses = []podlife.ContainerStatus{{State: podlife.ContainerState{ExitCode: 1}}}
			}
			return o, err
		},
	} {
		if consistent(parse, slices.Clone(data)) == nil {
			t.Errorf("%s: the law holds", name)
		}
	}
}
