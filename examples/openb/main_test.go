package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/openb"
)

const (
	nodes = "../internal/openb/testdata/openb_node_list_sample.csv"
	pods  = "../internal/openb/testdata/openb_pod_list_sample.csv"
)

// What is printed reads back as what the lists hold.
func TestReadsBack(t *testing.T) {
	var out, errs bytes.Buffer
	if status := run([]string{nodes, pods}, &out, &errs); status != 0 || errs.Len() > 0 {
		t.Fatalf("status %d, %s", status, errs.String())
	}
	got, err := podlife.ParseObjects(out.Bytes())
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

func TestRefuses(t *testing.T) {
	for name, args := range map[string][]string{"nothing": nil, "help": {"-h"}, "no such file": {"nowhere.csv"}, "no list": {"main.go"}} {
		var out, errs bytes.Buffer
		if status := run(args, &out, &errs); status != 2 || errs.Len() == 0 || out.Len() > 0 {
			t.Errorf("%s: status %d, %q, %q", name, status, out.String(), strings.TrimSpace(errs.String()))
		}
	}
}
