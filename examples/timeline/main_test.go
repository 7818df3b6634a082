package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/commandtest"
	"github.com/podlife/podlife/examples/internal/golden"
)

// stories are those in testdata: a Pod and a script each. The README shows
// failing-once.svg.
var stories = []string{"failing-once", "crash-loop", "cut-short", "node-lost", "troubles"}

// arguments are those that play a story.
func arguments(story string, more ...string) []string {
	return append(more, "-script", "testdata/"+story+".script.json", "testdata/"+story+".yaml")
}

// runIn runs the program for a terminal of some width.
func runIn(width int, colour bool, stdin string, args ...string) commandtest.Ran {
	return commandtest.Run(run, command.World{Width: width, Colour: colour, Clock: time.Now}, stdin, args...)
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
			if !got.Says(command.OK, "") {
				t.Errorf("status %d, stderr %q", got.Status, got.Stderr)
			}
			golden.Check(t, filepath.Join("testdata", c.file), got.Stdout)
		})
	}
}

// The pictures are those that the code draws, the README's among them.
func TestSVG(t *testing.T) {
	for _, name := range stories {
		file := filepath.Join(t.TempDir(), "life.svg")
		got := runIn(80, false, "", arguments(name, "-svg", file)...)
		if !got.Says(command.OK, "") {
			t.Fatalf("%s: status %d, stderr %q", name, got.Status, got.Stderr)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		golden.Check(t, "testdata/"+name+".svg", string(text))
	}
	file := filepath.Join(t.TempDir(), "life.svg")
	if got := runIn(80, false, manifest+manifest, "-svg", file); !got.Says(command.Broken, "-svg takes one Pod") {
		t.Errorf("two Pods: status %d, stderr %q", got.Status, got.Stderr)
	}
	if got := runIn(80, false, manifest, "-svg", t.TempDir()); !got.Says(command.Broken, "is a directory") {
		t.Errorf("no file: status %d, stderr %q", got.Status, got.Stderr)
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
		{"standard input", manifest, nil, command.OK, "Life of Pod default/web\n", ""},
		{"standard input by name", manifest, []string{"-"}, command.OK, "ready after 5s", ""},
		{"two Pods", manifest + manifest, nil, command.OK, "\n\nLife of Pod", ""},
		{"a title", manifest, []string{"-title", "What happened"}, command.OK, "What happened\n", ""},
		{"conditions", manifest, []string{"-conditions", "PodScheduled,Ready"}, command.OK, "\nPodScheduled  ", ""},
		{"no such condition", manifest, []string{"-conditions", "Redy, Ready"}, command.OK, "note: the Pod never has a condition Redy\n", ""},
		{"a Pod of a cluster", stored, nil, command.OK, "created 2026-06-01 12:00:00 UTC", ""},
		{"terminal", "", nil, command.Broken, "", "no input"},
		{"no Pods", `{"kind":"Node","metadata":{"name":"node-a"}}`, nil, command.OK, "", "no Pods in the input"},
		{"broken", `{"kind":"Pod","metadata":{"name":7}}`, nil, command.Broken, "", "metadata.name"},
		{"refused", nameless, nil, command.Broken, "", "timeline: -: Pod without a name: metadata.name: Required value"},
		{"format", manifest, []string{"-o", "xml"}, command.Broken, "", "for flag -o: want text, json or script"},
		{"width", manifest, []string{"-width", "7"}, command.Broken, "", "-width 7: want 40 to 1000"},
		{"no such file", "", []string{"nowhere.yaml"}, command.Broken, "", "nowhere.yaml"},
		{"no such script", manifest, []string{"-script", "nowhere.json"}, command.Broken, "", "nowhere.json"},
		{"no such flag", "", []string{"-what"}, command.Broken, "", "timeline: flag provided but not defined: -what (-h for help)\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := runIn(80, false, c.stdin, c.args...)
			if !got.Says(c.status, c.stderr) {
				t.Errorf("status %d, want %d; stderr %q, want %q", got.Status, c.status, got.Stderr, c.stderr)
			}
			if !strings.Contains(got.Stdout, c.stdout) {
				t.Errorf("want %q in\n%s", c.stdout, got.Stdout)
			}
		})
	}
}

// No line is wider than the terminal, and colours add no width.
func TestWidth(t *testing.T) {
	for _, name := range stories {
		for _, width := range []int{60, 80, 120, 200} {
			plain := runIn(width, false, "", arguments(name)...).Stdout
			for _, line := range strings.Split(plain, "\n") {
				if n := runewidth.StringWidth(line); n > width {
					t.Errorf("%s, width %d: %d in %q", name, width, n, line)
				}
			}
			coloured := runIn(width, true, "", arguments(name)...).Stdout
			if !strings.Contains(coloured, "\x1b[31m") {
				t.Errorf("%s, width %d: no red where something fails", name, width)
			}
			if diff := cmp.Diff(plain, commandtest.Plain(coloured)); diff != "" {
				t.Errorf("%s, width %d: colours change the text (-without +with):\n%s", name, width, diff)
			}
		}
	}
}

func TestJSONHoldsNoNullLists(t *testing.T) {
	for _, name := range stories {
		var s storyLine
		if err := json.Unmarshal([]byte(runIn(80, false, "", arguments(name, "-o", "json")...).Stdout), &s); err != nil {
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

// What cannot be written is no success.
func TestWriteError(t *testing.T) {
	for _, args := range [][]string{arguments("troubles"), arguments("troubles", "-o", "json"), arguments("troubles", "-o", "script")} {
		want := commandtest.Ran{Stderr: "timeline: write: the disk is full\n", Status: command.Broken}
		if got := commandtest.Full(run, args...); got != want {
			t.Errorf("%v: got %+v, want %+v", args, got, want)
		}
	}
}
