package main

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite diagrams.md and testdata")

// call runs the program.
func call(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(args, world{strings.NewReader(stdin), &out, &errs})
	return status, out.String(), errs.String()
}

// TestGolden holds the page and the drawings that are kept equal to what the code
// finds.
func TestGolden(t *testing.T) {
	for file, args := range map[string][]string{
		"diagrams.md":          nil,
		"testdata/phases.txt":  {"testdata/job.yaml"},
		"testdata/kept.txt":    {"-kept", "-draw", "container", "testdata/job.yaml"},
		"testdata/whole.dot":   {"-kept", "-draw", "whole", "-o", "dot", "testdata/job.yaml"},
		"testdata/stages.txt":  {"-draw", "stages", "testdata/job.yaml"},
		"testdata/failing.dot": {"-failures", "1", "-draw", "container", "-c", "sum", "-o", "dot", "testdata/job.yaml"},
	} {
		status, got, stderr := call("", args...)
		if status != exitOK || stderr != "" {
			t.Errorf("%v: status %d, %s", args, status, stderr)
		}
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got), go test -update rewrites it:\n%s", file, diff)
		}
	}
}

// TestReadme holds that every drawing in the README is one of the page's.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, page, _ := call("")
	for _, drawing := range regexp.MustCompile("(?s)```mermaid\n.*?```").FindAllString(string(readme), -1) {
		if !strings.Contains(page, drawing) {
			t.Errorf("the README shows a drawing that is not on the page:\n%s", drawing)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		stdin string
		args  []string
		want  string
	}{
		"draw":      {"", []string{"-draw", "faces", "-"}, "-draw faces is none of"},
		"format":    {"", []string{"-o", "svg", "-"}, "-o svg is neither"},
		"failures":  {"", []string{"-failures", "-1", "-"}, "-failures is negative"},
		"container": {"", []string{"-draw", "container", "-c", "web", "testdata/job.yaml"}, `there is no container "web"`},
		"Pod":       {`{"kind":"Pod","metadata":{"name":"web"}}`, []string{"-"}, "spec.containers"},
		"file":      {"", []string{"testdata/none.yaml"}, "none.yaml"},
	} {
		status, out, errs := call(c.stdin, c.args...)
		if status != exitBroken || out != "" || !strings.Contains(errs, c.want) {
			t.Errorf("%s: status %d, %q, %q, want %q", name, status, out, errs, c.want)
		}
	}
}

func TestHelp(t *testing.T) {
	status, out, errs := call("", "-h")
	if status != exitOK || out != "" || !strings.HasPrefix(errs, usage) || !strings.HasSuffix(errs, usageMore) {
		t.Errorf("status %d, %q, %q", status, out, errs)
	}
}
