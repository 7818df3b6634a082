package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

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

// ran is what a run has left behind.
type ran struct {
	stdout, stderr string
	status         int
}

// runIn runs the program with some standard input on a terminal of some width,
// 0 for none.
func runIn(width int, stdin string, args ...string) ran {
	var out, errs bytes.Buffer
	status := run(args, world{
		stdin: strings.NewReader(stdin), stdout: &out, stderr: &errs, width: width,
		inputTerminal: stdin == "", clock: func() time.Time { return time.Unix(0, 0) },
	})
	return ran{out.String(), errs.String(), status}
}

// golden compares got with a file in testdata.
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
