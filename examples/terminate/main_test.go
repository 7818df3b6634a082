package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/commandtest"
	"github.com/podlife/podlife/examples/internal/golden"
)

const (
	web = "testdata/web.yaml"
	at  = "2026-06-01T12:00:00Z"
)

// runIn runs the program for a terminal of some width.
func runIn(width int, colour bool, stdin string, args ...string) commandtest.Ran {
	w := command.World{Width: width, Colour: colour, Clock: func() time.Time { return time.Date(2031, 1, 1, 0, 0, 0, 5e8, time.UTC) }}
	return commandtest.Run(run, w, stdin, args...)
}

// slow are arguments with which every kind of step is seen.
var slow = []string{"-at", at, "-prestop", "proxy=never", "-shutdown", "metrics=never,web=12s", web}

// What people look at.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		file  string
		width int
		args  []string
	}{
		{"web.txt", 80, []string{"-at", at, web}},
		{"web-120.txt", 120, slow},
		{"slow.txt", 80, slow},
		{"slow.jsonl.txt", 80, append([]string{"-o", "json"}, slow...)},
		{"force.txt", 80, []string{"-at", at, "-grace", "0", web}},
		{"real.txt", 80, []string{"testdata/pod-marked-for-deletion.yaml"}},
		{"held.txt", 80, []string{"-at", at, "-finalizers", "1h", "../testdata/pods.json"}},
		{"help.txt", 80, []string{"-h"}},
	} {
		t.Run(c.file, func(t *testing.T) {
			got := runIn(c.width, false, "", c.args...)
			if !got.Says(command.OK, "") {
				t.Errorf("status %d, stderr %q", got.Status, got.Stderr)
			}
			golden.Check(t, filepath.Join("testdata", c.file), got.Stdout)
		})
	}
}

func TestSVG(t *testing.T) {
	file := filepath.Join(t.TempDir(), "end.svg")
	got := runIn(80, false, "", append([]string{"-svg", file}, slow...)...)
	if !got.Says(command.OK, "") {
		t.Fatalf("status %d, stderr %q", got.Status, got.Stderr)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "testdata/slow.svg", string(text))
	if got := runIn(80, false, "", "-svg", file, web, web); !got.Says(command.Broken, "-svg takes one Pod") {
		t.Errorf("two Pods: status %d, stderr %q", got.Status, got.Stderr)
	}
	if got := runIn(80, false, "", "-svg", t.TempDir(), web); !got.Says(command.Broken, "is a directory") {
		t.Errorf("no file: status %d, stderr %q", got.Status, got.Stderr)
	}
}

// manifest is a Pod as somebody writes it.
const manifest = `{"kind":"Pod","metadata":{"name":"web"},"spec":{"initContainers":[{"name":"proxy","restartPolicy":"Always"}],"containers":[{"name":"web"}]}}`

func TestUsage(t *testing.T) {
	deleted := strings.Replace(manifest, `"name":"web"}`, `"name":"web","deletionTimestamp":"2026-06-01T12:00:30Z","deletionGracePeriodSeconds":30}`, 1)
	for _, c := range []struct {
		name, stdin string
		args        []string
		status      int
		stderr      string // a part of it
	}{
		{"standard input", manifest, nil, command.OK, ""},
		{"standard input by name", manifest, []string{"-"}, command.OK, ""},
		{"terminal", "", nil, command.Broken, "no input"},
		{"no Pods", `{"kind":"Node","metadata":{"name":"node-a"}}`, nil, command.OK, "no Pods in the input"},
		{"broken", `{"kind":"Pod","metadata":{"name":7}}`, nil, command.Broken, "metadata.name"},
		{"format", manifest, []string{"-o", "xml"}, command.Broken, "for flag -o: want text or json"},
		{"time", manifest, []string{"-at", "noon"}, command.Broken, "for flag -at: want a time like"},
		{"duration", manifest, []string{"-prestop", "web=long"}, command.Broken, "want a duration like 5s"},
		{"negative", manifest, []string{"-shutdown", "-5s"}, command.Broken, "want a duration like 5s"},
		{"too long", manifest, []string{"-cleanup", "9000h"}, command.Broken, "at most a year"},
		{"nameless", manifest, []string{"-shutdown", "=5s"}, command.Broken, "names no container"},
		{"unknown container", manifest, []string{"-shutdown", "db=5s,web=1s"}, command.Broken, "no Pod has a container db,"},
		{"second request", deleted, []string{"-grace", "1"}, command.Broken, "being deleted already"},
		{"negative grace", manifest, []string{"-grace", "-7"}, command.OK, ""},
		{"no such file", "", []string{"nowhere.yaml"}, command.Broken, "nowhere.yaml"},
		{"no such flag", "", []string{"-what"}, command.Broken, "terminate: flag provided but not defined: -what (-h for help)\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := runIn(80, false, c.stdin, c.args...)
			if !got.Says(c.status, c.stderr) {
				t.Errorf("status %d, want %d; stderr %q, want %q", got.Status, c.status, got.Stderr, c.stderr)
			}
		})
	}
}

// A manifest has no status; what is assumed is said.
func TestManifest(t *testing.T) {
	got := runIn(80, false, manifest, "-at", at).Stdout
	for _, want := range []string{"Pod web, deleted with a grace period of 30s\n  it has no status, and is taken to run on a node\n", "Gone after 3s.\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q:\n%s", want, got)
		}
	}
}

// No line is wider than the terminal, and colours add no width.
func TestWidth(t *testing.T) {
	for _, width := range []int{60, 80, 120, 200} {
		plain := runIn(width, false, "", slow...).Stdout
		for _, line := range strings.Split(plain, "\n") {
			if n := len([]rune(line)); n > width {
				t.Errorf("width %d: %d in %q", width, n, line)
			}
		}
		coloured := runIn(width, true, "", slow...).Stdout
		if !strings.Contains(coloured, "\x1b[31mmetrics: SIGKILL") {
			t.Errorf("width %d: no red where something is killed", width)
		}
		if diff := cmp.Diff(plain, commandtest.Plain(coloured)); diff != "" {
			t.Errorf("width %d: colours change the text (-without +with):\n%s", width, diff)
		}
	}
}

func TestJSONHoldsNoNullLists(t *testing.T) {
	for _, args := range [][]string{slow, {"-at", at, "../testdata/pods.json"}} {
		for _, line := range strings.Split(strings.TrimSpace(runIn(80, false, "", append([]string{"-o", "json"}, args...)...).Stdout), "\n") {
			var s storyLine
			if err := json.Unmarshal([]byte(line), &s); err != nil {
				t.Fatal(err)
			}
			if s.Remarks == nil || s.Waits == nil || s.Moments == nil || s.Containers == nil || len(s.Moments) == 0 || s.Moments[0].Event == "" {
				t.Errorf("null in place of a list, or no moment: %s", line)
			}
		}
	}
}

// What cannot be written is no success.
func TestWriteError(t *testing.T) {
	want := commandtest.Ran{Stderr: "terminate: write: the disk is full\n", Status: command.Broken}
	if got := commandtest.Full(run, web); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
