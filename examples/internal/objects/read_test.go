package objects_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife/examples/internal/objects"
)

// read returns what Read finds, a line each: objects as "document path kind
// name", errors as they print.
func read(input string) []string {
	var got []string
	for o, err := range objects.Read("in", strings.NewReader(input)) {
		if err != nil {
			got = append(got, "error "+err.Error())
			continue
		}
		line := fmt.Sprintf("%d %s %s", o.Document, o.Path, o.Kind)
		if o.Pod != nil {
			line += " " + o.Pod.Name
		}
		if o.Node != nil && o.Node.Name != "" {
			line += " " + o.Node.Name
		}
		got = append(got, line)
	}
	return got
}

const (
	web  = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"web"}]}}`
	db   = `{"metadata":{"name":"db"},"spec":{"containers":[{"name":"db"}]}}` // no kind
	bare = `{"metadata":{"name":"bare"}}`                                     // nor anything to tell it by
	node = `{"apiVersion":"v1","kind":"Node","metadata":{"name":"node-a"}}`
)

func TestReadForms(t *testing.T) {
	for _, c := range []struct {
		name, input string
		want        []string
	}{
		{"nothing", "", nil},
		{"only spaces", " \n\t\n", nil},
		{"one object", web, []string{"0  Pod web"}},
		{"one object without kind", db, []string{"0  Pod db"}},
		{"byte order mark", "\uFEFF" + web, []string{"0  Pod web"}},
		{"other kinds", node + `{"kind":"Job"}`, []string{"0  Node node-a", "1  Job"}},
		{"one object a line", web + "\n" + db + "\n", []string{"0  Pod web", "1  Pod db"}},
		{"separated as YAML is", web + "\n---\n" + db, []string{"0  Pod web", "1  Pod db"}},
		{"List of kubectl, items first", `{"apiVersion":"v1","items":[` + web + `,` + node + `],"kind":"List"}`,
			[]string{"0 items[0] Pod web", "0 items[1] Node node-a"}},
		{"List, kind first", `{"kind":"List","items":[` + web + `]}`, []string{"0 items[0] Pod web"}},
		{"PodList of a kubelet", `{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[` + db + `,` + bare + `,{ }]}`,
			[]string{"0 items[0] Pod db", "0 items[1] Pod bare", "0 items[2] Pod "}},
		{"PodList of null", `{"kind":"PodList","items":null}`, nil},
		{"PodList, kind last", `{"items":[` + bare + `,` + db + `],"kind":"PodList"}`,
			[]string{"0 items[1] Pod db", "0 items[0] Pod bare"}},
		{"NodeList", `{"kind":"NodeList","items":[` + bare + `]}`, []string{"0 items[0] Node bare"}},
		{"NodeList, kind last", `{"items":[` + bare + `],"kind":"NodeList"}`, []string{"0 items[0] Node bare"}},
		{"JobList, kind last", `{"items":[` + bare + `],"kind":"JobList"}`, []string{"0 items[0] Job"}},
		{"list without a kind", `{"items":[` + web + `,` + db + `]}`, []string{"0 items[0] Pod web", "0 items[1] Pod db"}},
		{"empty list", `{"items":[]}`, nil},
		{"names written otherwise", `{"KIND":"podList","Items":[` + web + `]}`, []string{"0 items[0] Pod web"}},
		{"array", `[` + web + `,` + db + `]`, []string{"0 [0] Pod web", "0 [1] Pod db"}},
		{"array of lists", `[{"kind":"PodList","items":[` + db + `]},` + web + `]`, []string{"0 [0] Pod db", "0 [1] Pod web"}},
		{"items of what is no list", `{"kind":"Basket","items":[1]}`, []string{"0  Basket"}},
		{"items of what turns out to be no list", `{"items":[` + bare + `],"kind":"Basket"}`, []string{"0  Basket"}},
		{"YAML", "kind: Pod\nmetadata: {name: web}\n", []string{"0  Pod web"}},
		{"YAML that begins with a brace", "{kind: Pod, metadata: {name: web}}", []string{"0  Pod web"}},
		{"YAML documents", "# a comment\n---\nkind: Pod\nmetadata:\n  name: web\n---\n# nothing\n--- # more\nkind: Node\n...\n---\n",
			[]string{"0  Pod web", "1  Node"}},
		{"YAML list", "kind: PodList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n",
			[]string{"0 items[0] Pod a", "0 items[1] Pod b"}},
		{"JSON after a YAML separator", "---\n" + web + "\n---\n" + db, []string{"0  Pod web", "1  Pod db"}},
		{"YAML with DOS line ends", "kind: Pod\r\nmetadata:\r\n  name: a\r\n---\r\nkind: Node\r\n", []string{"0  Pod a", "1  Node"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(c.input)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestReadBroken(t *testing.T) {
	// An image that is a number, in a list from line 3 on.
	bad := "{\"kind\":\"Pod\",\n\"spec\":{\"containers\":[{\"image\":1}]}}"
	const problem = "spec.containers[0].image: found a number, want a string"
	for _, c := range []struct {
		name, input string
		want        []string
	}{
		{"item of a List", "{\"items\":[\n" + web + ",\n" + bad + ",\n" + web + "],\"kind\":\"List\"}",
			[]string{"0 items[0] Pod web", "error in:3: document 0: items[1]." + problem, "0 items[2] Pod web"}},
		{"item of an array", "[" + web + ",\n" + bad + "," + web + "]",
			[]string{"0 [0] Pod web", "error in:2: document 0: [1]." + problem, "0 [2] Pod web"}},
		{"document", web + "\n" + bad + "\n" + web,
			[]string{"0  Pod web", "error in:2: document 1: " + problem, "2  Pod web"}},
		{"several fields", `{"kind":"Pod","metadata":{"name":1},"status":{"phase":[]}}`,
			[]string{"error in:1: document 0: metadata.name: found a number, want a string",
				"error in:1: document 0: status.phase: found a list, want a string"}},
		{"syntax on a line of its own", web + "\n{\"kind\":\"Pod\",,}\n" + web,
			[]string{"0  Pod web", "error in:2: document 1: not JSON: invalid character ',' looking for beginning of object key string", "2  Pod web"}},
		{"syntax deep in a document", web + "\n{\n  \"kind\": \"Pod\",\n  \"spec\": {\n    \"x\": }\n}\n" + web,
			[]string{"0  Pod web", "error in:5: document 1: not JSON: invalid character '}' looking for beginning of value", "2  Pod web"}},
		{"syntax in an item", "{\"items\":[" + web + ",\n{\"a\":\n1 1}],\"kind\":\"List\"}\n" + web,
			[]string{"0 items[0] Pod web", "error in:3: document 0: items[1]: not JSON: invalid character '1' after object key:value pair; the rest of the file is not read"}},
		{"end within a document", web + "\n{\"kind\":\"Pod\",",
			[]string{"0  Pod web", "error in:2: document 1: not JSON: unexpected EOF"}},
		{"end within a list", `{"items":[` + web + `,`,
			[]string{"0 items[0] Pod web", "error in:1: document 0: items[1]: not JSON: unexpected EOF; the rest of the file is not read"}},
		{"items that are none", `{"kind":"List","items":{"a":[1]}}` + web,
			[]string{"error in:1: document 0: items: found an object, want a list", "1  Pod web"}},
		{"items that are a text", `{"kind":"List","items":"none"}`,
			[]string{"error in:1: document 0: items: found a string, want a list"}},
		{"item that is null", `{"kind":"PodList","items":[null]}`,
			[]string{"error in:1: document 0: items[0]: found null, want an object"}},
		{"item without kind in a List", `{"kind":"List","items":[` + bare + `,` + web + `]}`,
			[]string{"error in:1: document 0: items[0].kind: missing: cannot tell what this object is", "0 items[1] Pod web"}},
		{"item without kind in a list without kind", "{\"items\":[\n" + bare + `,` + web + `]}`,
			[]string{"0 items[1] Pod web", "error in:2: document 0: items[0].kind: missing: cannot tell what this object is"}},
		{"no object", "{}\n---\n7\n" + web,
			[]string{"error in:1: document 0: kind: missing: cannot tell what this object is",
				"error in:3: document 1: found a number, want an object", "2  Pod web"}},
		{"more behind a YAML document", "{kind: Pod}\n{kind: Node}\n---\nkind: Node\n",
			[]string{"error in:1: document 0: not YAML: near line 1: did not find expected <document start>", "1  Node"}},
		{"YAML document", "kind: Pod\n---\nkind: Pod\nmetadata: {name: [}\n---\nkind: Node\n",
			[]string{"0  Pod ", "error in:2: document 1: not YAML: near line 3: did not find expected node content", "2  Node"}},
		{"field of a YAML document", "# one\n---\nkind: Pod\n---\nitems:\n- kind: Pod\n  spec: {containers: [{image: 1}]}\n",
			[]string{"0  Pod ", "error in:4: document 1: items[0]." + problem}},
		{"neither", "NAME READY STATUS\nweb 1/1 Running\n",
			[]string{"error in:1: document 0: found a string, want an object"}},
		{"UTF-16", "\xff\xfe{\x00}\x00", []string{"error in: this is UTF-16 text; convert it to UTF-8"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(c.input)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// An error says which object is meant, so that a caller can count them.
func TestErrorFields(t *testing.T) {
	input := `{"kind":"PodList","items":[{},{"metadata":{"name":1}}]}`
	for _, err := range objects.Read("in", strings.NewReader(input)) {
		if err == nil {
			continue
		}
		var e *objects.Error
		if !errors.As(err, &e) {
			t.Fatalf("got a %T", err)
		}
		got := objects.Error{File: e.File, Line: e.Line, Document: e.Document, Path: e.Path, Field: e.Field, Problem: e.Problem}
		want := objects.Error{File: "in", Line: 1, Path: "items[1]", Field: "items[1].metadata.name", Problem: "found a number, want a string"}
		if got != want || e.Unwrap() == nil {
			t.Errorf("got %+v", e)
		}
	}
}

// What a reader cannot deliver is an error, and not the end of the input.
func TestReadErrors(t *testing.T) {
	broken := errors.New("the cable is out")
	for _, begin := range []string{"", "kind: Pod\n", web, `{"items":[` + web} {
		r := &failing{strings.NewReader(begin), broken}
		last := error(nil)
		for _, err := range objects.Read("in", r) {
			last = err
		}
		if !errors.Is(last, broken) {
			t.Errorf("after %q the last error is %v", begin, last)
		}
	}
}

// failing is a reader that fails where it should end.
type failing struct {
	*strings.Reader
	err error
}

func (f *failing) Read(b []byte) (int, error) {
	if f.Len() == 0 {
		return 0, f.err
	}
	return f.Reader.Read(b)
}

// Whoever has seen enough can stop anywhere.
func TestReadStops(t *testing.T) {
	inputs := []string{
		web + web, `[` + web + `,` + web + `]`, `{"items":[` + web + `,` + bare + `]}`, `{"items":[` + bare + `],"kind":"PodList"}`,
		"kind: Pod\n---\nkind: Pod\n", `{"kind":1} {"kind":1}`, `{`, "a: [",
	}
	for _, input := range inputs {
		calls := 0
		objects.Read("in", strings.NewReader(input))(func(objects.Object, error) bool {
			calls++
			return false
		})
		if calls != 1 {
			t.Errorf("%q: called %d times by one that stops at once", input, calls)
		}
	}
}
