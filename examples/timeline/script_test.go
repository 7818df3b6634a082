package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/lifecycle"
)

// deeds are what may happen.
var deeds = []string{
	"delete", "evict", "reject", "exit", "loseContainer", "loseSandbox", "changeImage", "setCondition", "removeGates",
	"removeFinalizers", "taint", "loseNode", "returnNode", "rebootNode", "restartKubelet", "collect",
}

// What is wrong with a script is said with the file and the path of the field,
// all at once.
func TestScriptErrors(t *testing.T) {
	for _, c := range []struct {
		name, script string
		want         []string
	}{
		{"empty", " \n", []string{"F: the file is empty"}},
		{"syntax", "{\n  \"until\": ,\n}", []string{"F:2:12: not JSON: invalid character ',' looking for beginning of value"}},
		{"more behind it", "{} {}", []string{"F:1:4: not JSON: invalid character '{' after top-level value"}},
		{"YAML", "a: [", []string{"F: neither JSON nor YAML: yaml: line 1: did not find expected node content"}},
		{"a list", "- a\n", []string{"F: want an object, not a list"}},
		{"types", `{"until": "3x", "start": "noon", "ip": 7, "mountFailures": 1.5, "happenings": {}, "containers": [1],
			"unschedulable": true}`, []string{
			"F: containers: want an object, not a list",
			"F: happenings: want a list, not an object",
			"F: ip: want a text, not 7",
			"F: mountFailures: want a whole number of 64 bits, not 1.5",
			`F: start: want a time like "2026-06-01T12:00:00Z", not "noon"`,
			"F: unschedulable: want a text, not true",
			`F: until: want a duration like "1m30s", not "3x"`,
		}},
		{"paths", `{"containers": {"web": {"runs": [{"for": "1s"}, {"for": 5}], "stop": {"ignored": "yes", "exitcode": 1}}},
			"happenings": [{"taints": ["x"]}, 7]}`, []string{
			`F: containers[web].runs[1].for: want a duration like "1m30s", not 5`,
			"F: containers[web].stop.exitcode: no such field; there are after, exitCode, ignored",
			`F: containers[web].stop.ignored: want true or false, not "yes"`,
			"F: happenings[0].taints[0]: want an object, not a text",
			"F: happenings[1]: want an object, not a number",
		}},
		{"sense", `{"until": "-1s", "containers": {"db": {}, "web": {"liveness": [{"outcome": "maybe"}]}},
			"happenings": [{"do": "exit", "container": "db"}, {"do": "explode"}]}`, []string{
			"F: until: must not be negative",
			"F: containers[db]: the Pod has no such container; Pod default/web has web",
			`F: containers[web].liveness[0].outcome: "maybe" is no outcome: success, failure or unknown`,
			`F: happenings[0].container: the Pod has no container "db"; Pod default/web has web`,
			`F: happenings[1].do: "explode" is nothing that happens; there are ` + strings.Join(deeds, ", "),
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "script")
			if err := os.WriteFile(file, []byte(c.script), 0o644); err != nil {
				t.Fatal(err)
			}
			got := runIn(80, false, manifest, "-script", file)
			lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(got.Stderr, file, "F")), "\n")
			for i := range lines {
				lines[i] = strings.TrimPrefix(lines[i], "timeline: ")
			}
			if diff := cmp.Diff(c.want, lines); diff != "" || got.Status != command.Broken || got.Stdout != "" {
				t.Errorf("status %d, stdout %q, stderr (-want +got)\n%s", got.Status, got.Stdout, diff)
			}
		})
	}
}

// A script in YAML is the same as in JSON, and nothing given is the zero Script.
func TestScriptForms(t *testing.T) {
	want := &lifecycle.Script{
		Start: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), Until: lifecycle.Duration(time.Minute),
		Happenings: []lifecycle.Happening{{At: lifecycle.Duration(time.Second), Do: lifecycle.DoDelete}},
	}
	for input, want := range map[string]*lifecycle.Script{
		`{"start": "2026-06-01T12:00:00Z", "until": "1m", "happenings": [{"at": "1s", "do": "delete"}]}`: want,
		"# a comment\nstart: 2026-06-01T12:00:00Z\nuntil: 1m\nhappenings:\n- at: 1s\n  do: delete\n":     want,
		`{}`: {},
		`{"node": null, "containers": {"a": {}}}`: {Containers: map[string]lifecycle.ContainerScript{"a": {}}},
	} {
		got, err := parseScript("F", []byte(input))
		if err != nil {
			t.Errorf("%s: %v", input, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", input, diff)
		}
	}
}

// The script that is played if none is given can be given back.
func TestUsualScript(t *testing.T) {
	file := filepath.Join(t.TempDir(), "script.json")
	script := runIn(80, false, "", "-o", "script", "testdata/failing-once.yaml").Stdout
	if err := os.WriteFile(file, []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
	want := runIn(80, false, "", "testdata/failing-once.yaml")
	got := runIn(80, false, "", "-script", file, "testdata/failing-once.yaml")
	if diff := cmp.Diff(want, got); diff != "" || !strings.Contains(got.Stdout, "2/2    Running") {
		t.Errorf("(-without +with)\n%s\n%s", diff, got.Stdout)
	}
}

// FuzzScript: a script is read or refused with the name of its file, and what
// is read can be written and read again.
func FuzzScript(f *testing.F) {
	for _, name := range stories {
		data, err := os.ReadFile("testdata/" + name + ".script.json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	for _, s := range []string{"", "{", "null", "- 1", `{"start": null}`, `{"happenings": [{"at": "1s", "condition": {"type": "x"}}]}`, "until: 1m"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parseScript("F", []byte(text))
		if err != nil {
			for line := range strings.Lines(err.Error()) {
				if s != nil || !strings.HasPrefix(line, "F") && strings.HasPrefix(err.Error(), "\n") {
					t.Errorf("%q: %q", text, line)
				}
			}
			if !strings.HasPrefix(err.Error(), "F") {
				t.Errorf("%q: %v names no file", text, err)
			}
			return
		}
		again, err := parseScript("F", scriptJSON(t, s))
		if err != nil {
			t.Fatalf("%q: what was read cannot be read again: %v", text, err)
		}
		if diff := cmp.Diff(scriptJSON(t, s), scriptJSON(t, again)); diff != "" {
			t.Errorf("%q (-first +second)\n%s", text, diff)
		}
	})
}
