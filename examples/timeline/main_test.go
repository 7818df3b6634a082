package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// stories are those in testdata: a Pod and a script each. The README shows
// failing-once.svg.
var stories = []string{"failing-once", "crash-loop", "cut-short", "node-lost", "troubles"}

// arguments are those that play a story.
func arguments(story string, more ...string) []string {
	return append(more, "-script", "testdata/"+story+".script.json", "testdata/"+story+".yaml")
}

// ran is what a run has left behind.
type ran struct {
	stdout, stderr string
	status         int
}

// runIn runs the program for a terminal of some width.
func runIn(width int, colour bool, stdin string, args ...string) ran {
	var out, errs bytes.Buffer
	status := run(args, world{
		stdin: strings.NewReader(stdin), stdout: &out, stderr: &errs, width: width, colour: colour, inputTerminal: stdin == "",
	})
	return ran{out.String(), errs.String(), status}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", path, diff)
	}
}

// What people look at.
func TestGolden(t *testing.T) {
	type run struct {
		file  string
		width int
		args  []string
	}
	runs := []run{
		{"failing-once.jsonl.txt", 80, arguments("failing-once", "-o", "json")},
		{"usual.txt", 80, []string{"-conditions", "all", "testdata/crash-loop.yaml"}},
		{"usual.script.json.txt", 80, []string{"-o", "script", "testdata/crash-loop.yaml"}},
		{"help.txt", 80, []string{"-h"}},
	}
	for _, name := range stories {
		runs = append(runs, run{name + ".txt", 80, arguments(name)}, run{name + "-120.txt", 120, arguments(name)})
	}
	for _, c := range runs {
		t.Run(c.file, func(t *testing.T) {
			got := runIn(c.width, false, "", c.args...)
			if got.status != exitOK || got.stderr != "" {
				t.Errorf("status %d, stderr %q", got.status, got.stderr)
			}
			golden(t, c.file, got.stdout)
		})
	}
}

// The pictures are those that the code draws, the README's among them.
func TestSVG(t *testing.T) {
	for _, name := range stories {
		file := filepath.Join(t.TempDir(), "life.svg")
		got := runIn(80, false, "", arguments(name, "-svg", file)...)
		if got.status != exitOK || got.stderr != "" {
			t.Fatalf("%s: status %d, stderr %q", name, got.status, got.stderr)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name+".svg", string(text))
	}
	file := filepath.Join(t.TempDir(), "life.svg")
	if got := runIn(80, false, manifest+manifest, "-svg", file); got.status != exitBroken || !strings.Contains(got.stderr, "-svg takes one Pod") {
		t.Errorf("two Pods: status %d, stderr %q", got.status, got.stderr)
	}
	if got := runIn(80, false, manifest, "-svg", t.TempDir()); got.status != exitBroken || !strings.Contains(got.stderr, "is a directory") {
		t.Errorf("no file: status %d, stderr %q", got.status, got.stderr)
	}
}

// manifest is a Pod as somebody writes it.
const manifest = `{"kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"web","image":"web:1"}]}}`

func TestUsage(t *testing.T) {
	stored := strings.Replace(manifest, `"name":"web"}`, `"name":"web","resourceVersion":"7","creationTimestamp":"2026-06-01T12:00:00Z"}`, 1)
	nameless := strings.Replace(manifest, `"name":"web"}`, `"labels":{}}`, 1)
	for _, c := range []struct {
		name, stdin    string
		args           []string
		status         int
		stdout, stderr string // a part of it
	}{
		{"standard input", manifest, nil, exitOK, "Life of Pod default/web\n", ""},
		{"standard input by name", manifest, []string{"-"}, exitOK, "ready after 5s", ""},
		{"two Pods", manifest + manifest, nil, exitOK, "\n\nLife of Pod", ""},
		{"a title", manifest, []string{"-title", "What happened"}, exitOK, "What happened\n", ""},
		{"conditions", manifest, []string{"-conditions", "PodScheduled,Ready"}, exitOK, "\nPodScheduled  ", ""},
		{"a Pod of a cluster", stored, nil, exitOK, "created 2026-06-01 12:00:00 UTC", ""},
		{"terminal", "", nil, exitBroken, "", "no input"},
		{"no Pods", `{"kind":"Node","metadata":{"name":"node-a"}}`, nil, exitOK, "", "no Pods in the input"},
		{"broken", `{"kind":"Pod","metadata":{"name":7}}`, nil, exitBroken, "", "metadata.name"},
		{"refused", nameless, nil, exitBroken, "", "timeline: -: Pod without a name: metadata.name: Required value"},
		{"format", manifest, []string{"-o", "xml"}, exitBroken, "", "-o xml: want text, json or script"},
		{"width", manifest, []string{"-width", "7"}, exitBroken, "", "-width 7: want 40 to 1000"},
		{"no such file", "", []string{"nowhere.yaml"}, exitBroken, "", "nowhere.yaml"},
		{"no such script", manifest, []string{"-script", "nowhere.json"}, exitBroken, "", "nowhere.json"},
		{"no such flag", "", []string{"-what"}, exitBroken, "", "usage: timeline"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := runIn(80, false, c.stdin, c.args...)
			if got.status != c.status || !strings.Contains(got.stderr, c.stderr) || c.stderr == "" && got.stderr != "" {
				t.Errorf("status %d, want %d; stderr %q, want %q", got.status, c.status, got.stderr, c.stderr)
			}
			if !strings.Contains(got.stdout, c.stdout) {
				t.Errorf("want %q in\n%s", c.stdout, got.stdout)
			}
		})
	}
}

// No line is wider than the terminal, and colours add no width.
func TestWidth(t *testing.T) {
	colours := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	for _, name := range stories {
		for _, width := range []int{60, 80, 120, 200} {
			plain := runIn(width, false, "", arguments(name)...).stdout
			for _, line := range strings.Split(plain, "\n") {
				if n := runewidth.StringWidth(line); n > width {
					t.Errorf("%s, width %d: %d in %q", name, width, n, line)
				}
			}
			coloured := runIn(width, true, "", arguments(name)...).stdout
			if !strings.Contains(coloured, "\x1b[31m") {
				t.Errorf("%s, width %d: no red where something fails", name, width)
			}
			if diff := cmp.Diff(plain, colours.ReplaceAllString(coloured, "")); diff != "" {
				t.Errorf("%s, width %d: colours change the text (-without +with):\n%s", name, width, diff)
			}
		}
	}
}

func TestJSONHoldsNoNullLists(t *testing.T) {
	for _, name := range stories {
		var s storyLine
		if err := json.Unmarshal([]byte(runIn(80, false, "", arguments(name, "-o", "json")...).stdout), &s); err != nil {
			t.Fatal(err)
		}
		if s.Remarks == nil || s.Lanes == nil || s.Bands == nil || s.Deletion == nil || len(s.Events) == 0 || s.Events[0].Event != "Created" {
			t.Errorf("%s: null in place of a list, or no event: %v", name, s)
		}
		for _, lane := range s.Lanes {
			if lane.Spans == nil || lane.Marks == nil {
				t.Errorf("%s: null in place of a list in %v", name, lane)
			}
		}
	}
}
