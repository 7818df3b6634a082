package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/commandtest"
	"github.com/podlife/podlife/examples/internal/golden"
)

// call runs the program.
func call(stdin string, args ...string) commandtest.Ran {
	return commandtest.Run(run, command.World{}, stdin, args...)
}

// TestGolden holds the page and the drawings that are kept equal to what the code
// finds.
func TestGolden(t *testing.T) {
	for file, args := range map[string][]string{
		"diagrams.md":          {"-page"},
		"testdata/help.txt":    {"-h"},
		"testdata/phases.txt":  {"testdata/job.yaml"},
		"testdata/kept.txt":    {"-kept", "-draw", "container", "testdata/job.yaml"},
		"testdata/whole.dot":   {"-kept", "-draw", "whole", "-o", "dot", "testdata/job.yaml"},
		"testdata/stages.txt":  {"-draw", "stages", "testdata/job.yaml"},
		"testdata/failing.dot": {"-failures", "1", "-draw", "container", "-c", "sum", "-o", "dot", "testdata/job.yaml"},
	} {
		got := call("", args...)
		if !got.Says(command.OK, "") {
			t.Errorf("%v: status %d, %s", args, got.Status, got.Stderr)
		}
		golden.Check(t, file, got.Stdout)
	}
}

// TestReadme holds that the README shows drawings, and that each is on the page.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	page := call("", "-page").Stdout
	drawings := regexp.MustCompile("(?s)```mermaid\n.*?```").FindAllString(string(readme), -1)
	if len(drawings) == 0 {
		t.Error("the README shows no drawing")
	}
	for _, drawing := range drawings {
		if !strings.Contains(page, drawing) {
			t.Errorf("the README shows a drawing that is not on the page:\n%s", drawing)
		}
	}
}

// manifest is a Pod as somebody writes it.
const manifest = `{"kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"web","image":"web:1"}]}}`

// What a cluster wrote on a Pod does not count.
func TestAsNew(t *testing.T) {
	stored := strings.Replace(manifest, `"name":"web"}`, `"name":"web","uid":"7","resourceVersion":"7","creationTimestamp":"2026-06-01T12:00:00Z"}`, 1)
	stored = strings.TrimSuffix(stored, "}") + `,"status":{"phase":"Failed"}}`
	want := call(manifest)
	if got := call(stored); !got.Says(command.OK, "") || got != want || want.Stdout == "" {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		stdin string
		args  []string
		want  string
	}{
		"draw":      {"", []string{"-draw", "faces", "-"}, `"faces" for flag -draw: want phases, stages, container or whole`},
		"format":    {"", []string{"-o", "svg", "-"}, `"svg" for flag -o: want mermaid or dot`},
		"failures":  {"", []string{"-failures", "-1", "-"}, "-failures is negative"},
		"container": {"", []string{"-draw", "container", "-c", "web", "testdata/job.yaml"}, `there is no container "web"`},
		"Pod":       {`{"kind":"Pod","metadata":{"name":"web"}}`, nil, `web: the API server refuses it: Pod "web" is invalid: spec.containers`},
		"file":      {"", []string{"testdata/none.yaml"}, "none.yaml"},
		"page":      {"", []string{"-page", "testdata/job.yaml"}, "takes nothing else"},
		"terminal":  {"", nil, "no input"},
	} {
		if got := call(c.stdin, c.args...); !got.Says(command.Broken, c.want) || got.Stdout != "" {
			t.Errorf("%s: %+v, want %q", name, got, c.want)
		}
	}
	if got := call(manifest + manifest); !got.Says(command.Broken, "that of the first") || got.Stdout != call(manifest).Stdout {
		t.Errorf("two Pods: %+v", got)
	}
	if got := call(`{"kind":"Service"}`); !got.Says(command.OK, "no Pods in the input") || got.Stdout != "" {
		t.Errorf("no Pod: %+v", got)
	}
}

// What cannot be written is no success.
func TestWriteError(t *testing.T) {
	want := commandtest.Ran{Stderr: "statemachine: write: the disk is full\n", Status: command.Broken}
	if got := commandtest.Full(run, "-page"); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
