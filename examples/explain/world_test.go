package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

const now = "2026-06-01T12:00:00Z"

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
		inputTerminal: stdin == "", clock: func() time.Time { return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC) },
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
