package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/commandtest"
	"github.com/podlife/podlife/examples/internal/openb"
)

const (
	nodes = "../internal/openb/testdata/openb_node_list_sample.csv"
	pods  = "../internal/openb/testdata/openb_pod_list_sample.csv"
)

// What is printed reads back as what the lists hold.
func TestReadsBack(t *testing.T) {
	ran := call(nodes, pods)
	if !ran.Says(command.OK, "") {
		t.Fatalf("status %d, %s", ran.Status, ran.Stderr)
	}
	got, err := podlife.ParseObjects([]byte(ran.Stdout))
	if err != nil {
		t.Fatal(err)
	}
	want := podlife.Objects{Nodes: list(t, nodes).Nodes, Pods: list(t, pods).Pods}
	if diff := cmp.Diff(&want, got); diff != "" || len(got.Nodes) == 0 || len(got.Pods) == 0 {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func list(t *testing.T, file string) openb.List {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	l, err := openb.Read(file, bytes.NewReader(data), openb.Pool)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// call runs the program.
func call(args ...string) commandtest.Ran { return commandtest.Run(run, command.World{}, "", args...) }

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nothing":      {nil, "openb: no list is named"},
		"no such flag": {[]string{"-x"}, "openb: flag provided but not defined: -x"},
		"no such file": {[]string{"nowhere.csv"}, "nowhere.csv"},
		"no list":      {[]string{nodes, "main.go"}, "main.go:1"},
	} {
		if got := call(c.args...); !got.Says(command.Broken, c.want) || got.Stdout != "" {
			t.Errorf("%s: %+v, want %q", name, got, c.want)
		}
	}
	if got := call("-h"); !got.Says(command.OK, "") || got.Stdout != usage {
		t.Errorf("help: %+v", got)
	}
}

// What cannot be written is no success.
func TestWriteError(t *testing.T) {
	want := commandtest.Ran{Stderr: "openb: write: the disk is full\n", Status: command.Broken}
	if got := commandtest.Full(run, nodes); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
