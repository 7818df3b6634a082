package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/commandtest"
	"github.com/podlife/podlife/examples/internal/golden"
)

// What the tests read.
const (
	small   = "testdata/cluster.yaml"
	more    = "testdata/place.yaml"
	crowded = "testdata/crowded.yaml"
	kalc    = "testdata/kalc"
	trace   = "../internal/openb/testdata/openb_node_list_sample.csv"
	traced  = "../internal/openb/testdata/openb_pod_list_sample.csv"
	model   = "alibabacloud.com/gpu-card-model"
)

// runIn runs the program with some standard input on a terminal of some width,
// 0 for none.
func runIn(width int, stdin string, args ...string) commandtest.Ran {
	w := command.World{Width: width, Clock: func() time.Time { return time.Unix(0, 0) }}
	return commandtest.Run(run, w, stdin, args...)
}

// check compares got with a file in testdata.
func check(t *testing.T, file, got string) {
	t.Helper()
	golden.Check(t, filepath.Join("testdata", file), got)
}

// line is a line of JSON, with the fields of all types.
type line struct {
	Type, Namespace, Name, Owner, Node, Group, Message, Nearest, By string
	Cause                                                           cause
	Best                                                            any
	Feasible, Pods, Placed, Refused                                 int
	Nodes                                                           int
	Reasons                                                         map[string]int
	Resources                                                       map[string]amount
	Skipped                                                         skippedLine
	View                                                            view
	Verdict                                                         verdict
	Agree, Free, AgreeFree                                          int
	Verdicts                                                        map[verdict]int
}

// jsonLines reads what -o json has printed.
func jsonLines(t *testing.T, text string) []line {
	t.Helper()
	var out []line
	dec := json.NewDecoder(strings.NewReader(text))
	for dec.More() {
		var l line
		if err := dec.Decode(&l); err != nil {
			t.Fatal(err)
		}
		out = append(out, l)
	}
	return out
}

// write writes a file into a new folder and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
