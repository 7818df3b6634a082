package podlife_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
)

// faults lists what err joins, each as "document field: problem".
func faults(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("%T joins nothing", err)
	}
	var out []string
	for _, err := range joined.Unwrap() {
		var fault *podlife.ParseError
		if !errors.As(err, &fault) {
			t.Fatalf("%T is no *ParseError", err)
		}
		out = append(out, fmt.Sprintf("%d %s: %s", fault.Document, fault.Field, fault.Problem))
	}
	return out
}

func TestParseObjectsRefuses(t *testing.T) {
	for _, test := range []struct {
		name  string
		input string
		want  []string
	}{
		{"null", `null`, []string{"0 : found null, want an object"}},
		{"a string", `"pod"`, []string{"0 : found a string, want an object"}},
		{"a number", `5`, []string{"0 : found a number, want an object"}},
		{"a boolean", `true`, []string{"0 : found a boolean, want an object"}},
		{"null in a list", `{"kind":"List","items":[null]}`, []string{"0 items[0]: found null, want an object"}},
		{"a string in an array", `[{"kind":"Secret"},"pod"]`, []string{"0 [1]: found a string, want an object"}},
		{"a list in a list", `{"kind":"List","items":[{"kind":"PodList","items":[]}]}`, []string{"0 items[0]: a list inside a list"}},
		{"an array in an array", `[[{"kind":"Pod"}]]`, []string{"0 [0]: a list inside a list"}},
		{"an array in a list", `{"items":[[]]}`, []string{"0 items[0]: a list inside a list"}},
		{"items that are no list", `{"kind":"PodList","items":{}}`, []string{"0 items: found an object, want a list"}},
		{"no kind", `{"metadata":{"name":"web"}}`, []string{"0 kind: missing: cannot tell what this object is"}},
		{"no kind, and no containers", `{"metadata":{"name":"web"},"spec":{"nodeName":"a"}}`, []string{"0 kind: missing: cannot tell what this object is"}},
		{"no kind, and a spec that is no object", `{"spec":["web"]}`, []string{"0 kind: missing: cannot tell what this object is"}},
		{"no kind in a list", `{"kind":"List","items":[{}]}`, []string{"0 items[0].kind: missing: cannot tell what this object is"}},
		{"no kind in an array", `[{}]`, []string{"0 [0].kind: missing: cannot tell what this object is"}},
		{"a kind that is no string", `{"kind":5}`, []string{"0 kind: found a number, want a string"}},
		{"a kind and a version that are no strings", `{"kind":{},"apiVersion":[]}`,
			[]string{"0 apiVersion: found a list, want a string", "0 kind: found an object, want a string"}},
		{"the second document", `{"kind":"Secret"} {"kind":"Pod","spec":[]}`, []string{"1 spec: found a list, want an object"}},
		{"every fault of a Pod, in order", `{"kind":"Pod",
			"status":{"phase":1,"containerStatuses":[{"restartCount":"2"}]},
			"spec":{"restartPolicy":false,"hostNetwork":"yes","containers":[{"name":"web"},{"name":7,"image":[]}]},
			"metadata":{"name":{}}}`,
			[]string{
				"0 metadata.name: found an object, want a string",
				"0 spec.containers[1].name: found a number, want a string",
				"0 spec.containers[1].image: found a list, want a string",
				"0 spec.restartPolicy: found a boolean, want a string",
				"0 spec.hostNetwork: found a string, want a boolean",
				"0 status.phase: found a number, want a string",
				"0 status.containerStatuses[0].restartCount: found a string, want a whole number of 32 bits",
			}},
		{"more than ten items", `{"kind":"Pod","spec":{"containers":[{},{},{"name":2},{},{},{},{},{},{},{},{"name":10}]}}`,
			[]string{"0 spec.containers[2].name: found a number, want a string", "0 spec.containers[10].name: found a number, want a string"}},
		{"an annotation", `{"kind":"Pod","metadata":{"annotations":{"b":1,"a.b/c":true,"ok":"yes"}}}`,
			[]string{
				`0 metadata.annotations["a.b/c"]: found a boolean, want a string`,
				`0 metadata.annotations["b"]: found a number, want a string`,
			}},
		{"annotations that are a list", `{"kind":"Pod","metadata":{"annotations":[]}}`, []string{"0 metadata.annotations: found a list, want an object"}},
		{"a list that is an object", `{"kind":"Pod","spec":{"containers":{}}}`, []string{"0 spec.containers: found an object, want a list"}},
		{"a list that is an object of objects", `{"kind":"Pod","spec":{"containers":{"web":{"name":5}}}}`, []string{"0 spec.containers: found an object, want a list"}},
		{"a name that is an object of objects", `{"kind":"Pod","spec":{"nodeName":{"web":{"name":5}}}}`, []string{"0 spec.nodeName: found an object, want a string"}},
		{"a name that is a list of names", `{"kind":"Pod","spec":{"nodeName":["a"]}}`, []string{"0 spec.nodeName: found a list, want a string"}},
		{"a number too large", `{"kind":"Pod","status":{"containerStatuses":[{"restartCount":3000000000}]}}`,
			[]string{"0 status.containerStatuses[0].restartCount: found number 3000000000, want a whole number of 32 bits"}},
		{"a number with a fraction", `{"kind":"Pod","spec":{"terminationGracePeriodSeconds":1.5}}`,
			[]string{"0 spec.terminationGracePeriodSeconds: found number 1.5, want a whole number of 64 bits"}},
		{"inside a container state", `{"kind":"Pod","status":{"initContainerStatuses":[{},{"state":{"terminated":{"exitCode":"1"}}}]}}`,
			[]string{"0 status.initContainerStatuses[1].state.terminated.exitCode: found a string, want a whole number of 32 bits"}},
		{"a port", `{"kind":"Pod","spec":{"containers":[{"livenessProbe":{"httpGet":{"port":[]}}}]}}`,
			[]string{"0 spec.containers[0].livenessProbe.httpGet.port: found a list, want a whole number of 32 bits"}},
		{"a hook", `{"kind":"Pod","spec":{"initContainers":[{"lifecycle":{"preStop":{"sleep":{"seconds":"1"}}}}]}}`,
			[]string{"0 spec.initContainers[0].lifecycle.preStop.sleep.seconds: found a string, want a whole number of 64 bits"}},
		{"a Node in a NodeList", `{"kind":"NodeList","items":[{"status":{"conditions":[{"status":true}]}}]}`,
			[]string{"0 items[0].status.conditions[0].status: found a boolean, want a string"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := podlife.ParseObjects([]byte(test.input))
			if diff := cmp.Diff(test.want, faults(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// What encoding/json says about times is its own; only the place is ours.
func TestParseObjectsPlacesBadTimes(t *testing.T) {
	input := `{"kind":"Pod","metadata":{"creationTimestamp":5,"deletionTimestamp":"tomorrow"},
		"status":{"containerStatuses":[{"lastState":{"terminated":{"finishedAt":"noon"}}}]}}`
	_, err := podlife.ParseObjects([]byte(input))
	var got []string
	for _, fault := range faults(t, err) {
		field, problem, _ := strings.Cut(fault, ":")
		if problem == " " {
			t.Errorf("%s: no problem is named", field)
		}
		got = append(got, field)
	}
	want := []string{"0 metadata.creationTimestamp", "0 metadata.deletionTimestamp", "0 status.containerStatuses[0].lastState"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

// A field in another case, or one that stands twice, is still found out,
// though less exactly.
func TestParseObjectsMissesNoFault(t *testing.T) {
	for name, input := range map[string]string{
		"other case":     `{"kind":"Pod","Spec":{"containers":[{"name":5}]}}`,
		"the first two":  `{"kind":"Pod","spec":{"nodeName":5},"spec":{"nodeName":"a"}}`,
		"the second two": `{"kind":"Pod","spec":{"nodeName":"a"},"spec":{"nodeName":5}}`,
	} {
		o, err := podlife.ParseObjects([]byte(input))
		if len(o.Pods) != 0 || len(faults(t, err)) == 0 {
			t.Errorf("%s: parsed as %v, error %v", name, names(o), err)
		}
	}
}

func TestParseObjectsStopsAtSyntaxErrors(t *testing.T) {
	const pod = `{"kind":"Pod","metadata":{"name":"web"}}`
	for _, test := range []struct {
		name  string
		input string
		found int
		want  string
	}{
		{"no JSON", `kind: Pod`, 0, "0 : not JSON at byte 1:"},
		{"cut off", pod + `{"kind":`, 1, "1 : not JSON at byte 48:"},
		{"a comma too many", pod + "\n" + `{"kind":"Pod",}` + pod, 1, "1 : not JSON at byte 56:"},
		{"one bracket too many", pod + `]` + pod, 1, "1 : not JSON at byte 41:"},
		{"too deep", strings.Repeat(`[`, 20000), 0, "0 : not JSON at byte 10001:"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o, err := podlife.ParseObjects([]byte(test.input))
			got := faults(t, err)
			if len(o.Pods) != test.found || len(got) != 1 || !strings.HasPrefix(got[0], test.want) {
				t.Errorf("%d Pods, %q; want %d, %q", len(o.Pods), got, test.found, test.want)
			}
		})
	}
}

// What kubectl prints without -o json begins with a letter or, several documents
// of YAML, with dashes. Then the error says what to do.
func TestParseObjectsHintsAtJSON(t *testing.T) {
	for _, test := range []struct {
		name  string
		input string
		hint  bool
	}{
		{"YAML", "apiVersion: v1\nkind: Pod\n", true},
		{"YAML that begins like null", "name: web\n", true},
		{"YAML documents", "---\nkind: Pod\n", true},
		{"a table", "\nNAME   READY   STATUS\n", true},
		{"a broken object", `{"kind":`, false},
		{"text behind an object", `{"kind":"Pod"} kind: Pod`, false},
		{"a byte order mark", "\ufeff" + `{"kind":"Pod"}`, false},
		{"a negative number", "-", false},
	} {
		_, err := podlife.ParseObjects([]byte(test.input))
		if err == nil || strings.HasSuffix(err.Error(), "; kubectl prints JSON with -o json") != test.hint {
			t.Errorf("%s: hint should be %t: %v", test.name, test.hint, err)
		}
	}
	_, err := podlife.ParseObjects([]byte("kind: Pod"))
	const want = "podlife: document 0: not JSON at byte 1: invalid character 'k' looking for beginning of value; kubectl prints JSON with -o json"
	if err == nil || err.Error() != want {
		t.Errorf("want %q, got %v", want, err)
	}
}

func TestParseObjectsKeepsTheRest(t *testing.T) {
	o, err := podlife.ParseObjects([]byte(`{"kind":"List","items":[
		{"kind":"Pod","metadata":{"name":"web"}},
		{"kind":"Pod","metadata":{"name":"db"},"spec":{"nodeName":[]}},
		{"kind":"Secret"},
		null,
		[],
		{"kind":"Node","metadata":{"name":"a"}}
	]} {"kind":"Pod","metadata":{"name":"cache"}}`))
	if diff := cmp.Diff([]string{"pod web", "pod cache", "node a", "1 Secret"}, names(o)); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	want := []string{"0 items[1].spec.nodeName: found a list, want a string", "0 items[3]: found null, want an object", "0 items[4]: a list inside a list"}
	if diff := cmp.Diff(want, faults(t, err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestParseErrorLeadsToItsCause(t *testing.T) {
	_, err := podlife.ParseObjects([]byte(`{"kind":"Pod","spec":[]}`))
	var fault *podlife.ParseError
	if !errors.As(err, &fault) {
		t.Fatalf("%v is no *ParseError", err)
	}
	if got, want := fault.Error(), "podlife: document 0: spec: found a list, want an object"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if cause := new(json.UnmarshalTypeError); !errors.As(err, &cause) {
		t.Errorf("%v hides the *json.UnmarshalTypeError", err)
	}
	_, err = podlife.ParseObjects([]byte(`{]`))
	if cause := new(json.SyntaxError); !errors.As(err, &cause) {
		t.Errorf("%v hides the *json.SyntaxError", err)
	}
	_, err = podlife.ParseObjects([]byte(`null`))
	if !errors.As(err, &fault) || fault.Err != nil {
		t.Errorf("%v has a cause, and null has none", err)
	}
	if got, want := fault.Error(), "podlife: document 0: found null, want an object"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
}
