package main

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

const (
	nodeA   = `{"apiVersion":"v1","kind":"Node","metadata":{"name":"node-a"},"status":{"allocatable":{"cpu":"2","memory":"2Gi","pods":"3"}}}`
	pending = `{"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"default","name":"web"},"spec":{"containers":[{"name":"web"}]},"status":{"phase":"Pending"}}`
	runs    = `{"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"default","name":"db"},"spec":{"nodeName":"node-a","containers":[{"name":"db"}]},"status":{"phase":"Running"}}`
	huge    = `{"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"default","name":"huge"},"spec":{"containers":[{"name":"web","resources":{"requests":{"cpu":"3"}}}]}}`
	broken  = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":7}}`
	absurd  = `{"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"default","name":"odd"},"spec":{"nodeName":"node-a","containers":[{"name":"web","resources":{"requests":{"cpu":"-1"}}}]}}`
)

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		name, stdin string
		args        []string
		status      int
		stderr      string // a part of it
	}{
		{"fits", nodeA + pending, nil, exitOK, ""},
		{"standard input by name", nodeA + pending, []string{"-"}, exitOK, ""},
		{"nothing to place", nodeA + runs, nil, exitOK, ""},
		{"no room", nodeA + huge, nil, exitNoRoom, ""},
		{"no nodes", pending, nil, exitBroken, "capacity: there are no nodes in the input\n"},
		{"broken", nodeA + broken + pending, nil, exitBroken, "capacity: -: document 1: metadata.name: found a number, want a string\n"},
		{"not JSON", nodeA + "{,", nil, exitBroken, "capacity: -: document 1: not JSON"},
		{"not YAML", "a: [\n---\nkind: Node\nmetadata: {name: node-a}\n", nil, exitBroken, "capacity: -: document 0: not YAML: line "},
		{"twice", nodeA + nodeA + pending + pending, nil, exitBroken, "capacity: Pod \"default/web\" is there twice; the first one counts\n"},
		{"absurd", nodeA + absurd + pending, nil, exitBroken, "capacity: schedule: Pod \"default/odd\": spec.containers[0].resources.requests[\"cpu\"]: -1 is negative\n"},
		{"broken service", nodeA + `{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"":""}}}}`, nil, exitBroken, "capacity: schedule: ReplicaSet \"web\": spec.selector"},
		{"no such file", "", []string{"nowhere.json"}, exitBroken, "capacity: nowhere.json: no such file or directory\n"},
		{"terminal", "", nil, exitBroken, "no input: name a file"},
		{"help", "", []string{"--help"}, exitOK, ""},
		{"help, later", nodeA, []string{"-all", "-h"}, exitOK, "usage: capacity"},
		{"no such flag", nodeA, []string{"-x"}, exitBroken, "usage: capacity"},
		{"no such format", nodeA, []string{"-o", "xml"}, exitBroken, "capacity: -o xml: want table or json"},
		{"no such share", nodeA, []string{"-gpu-share", "half"}, exitBroken, "capacity: -gpu-share half: want pool, whole or skip"},
		{"replicas of nothing", nodeA, []string{"-replicas", "3"}, exitBroken, "capacity: -replicas: of what?"},
		{"too many replicas", nodeA, []string{"-place", more, "-replicas", "9999999"}, exitBroken, "capacity: -replicas 9999999: want 1 to 1000000"},
		{"negative replicas", nodeA, []string{"-place", more, "-replicas", "-1"}, exitBroken, "capacity: -replicas -1: want"},
		{"audit and place", nodeA, []string{"-audit", "-place", more}, exitBroken, "capacity: -audit places no Pods"},
		{"standard input twice", nodeA, []string{"-place", "-", "-"}, exitBroken, "capacity: -place -: standard input is the cluster already"},
		{"template from standard input", pending, []string{"-place", "-", small}, exitOK, ""},
		{"picture nowhere", nodeA, []string{"-svg", "no/such/folder.svg"}, exitBroken, "capacity: write: open no/such/folder.svg"},
		{"trace, broken", "sn,cpu_milli,memory_mib,gpu,model\nnode-a,1,1,0,\nnode-b,x,1,0,\n", nil, exitBroken, "capacity: -:3: cpu_milli: \"x\" is not a number"},
		{"drain", nodeA + runs, []string{"-whatif", "drain=node-a"}, exitOK, ""},
		{"drain of nothing", nodeA, []string{"-whatif", "drain=node-a,node-x"}, exitBroken, "capacity: -whatif: there is no node \"node-x\"\n"},
		{"no such event", nodeA, []string{"-whatif", "flood=node-a"}, exitBroken, "want drain=NODE"},
		{"drain of no name", nodeA, []string{"-whatif", "drain=node-a,,"}, exitBroken, "want drain=NODE"},
		{"audit and drain", nodeA, []string{"-audit", "-whatif", "drain=node-a"}, exitBroken, "capacity: -audit places no Pods"},
		{"audit", nodeA + runs, []string{"-audit"}, exitOK, ""},
		{"audit, no room", nodeA + strings.Replace(huge, `"spec":{`, `"spec":{"nodeName":"node-a",`, 1), []string{"-audit"}, exitOK, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := runIn(0, c.stdin, c.args...)
			if got.status != c.status {
				t.Errorf("status %d, want %d", got.status, c.status)
			}
			if !strings.Contains(got.stderr, c.stderr) || c.stderr == "" && got.stderr != "" {
				t.Errorf("stderr %q, want %q", got.stderr, c.stderr)
			}
		})
	}
}

// What is wrong in the input hides nothing else.
func TestBrokenHidesNothing(t *testing.T) {
	got := runIn(0, nodeA+broken+absurd+nodeA+pending+runs, "-o", "json")
	last := jsonLines(t, got.stdout)
	totals := last[len(last)-1]
	if got.status != exitBroken || strings.Count(got.stderr, "\n") != 3 || totals.Placed != 1 || totals.Resources["pods"].Before != 1 {
		t.Errorf("status %d, stderr %s, totals %+v", got.status, got.stderr, totals)
	}
}

// What cannot be written is no success.
func TestWriteError(t *testing.T) {
	for _, args := range [][]string{{small}, {"-o", "json", small}, {"-audit", kalc}, {"-audit", "-o", "json", kalc}} {
		var errs strings.Builder
		status := run(args, world{stdout: full{}, stderr: &errs, clock: time.Now})
		if status != exitBroken || !strings.Contains(errs.String(), "capacity: write: the disk is full") {
			t.Errorf("%v: status %d, %q", args, status, errs.String())
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestProgress(t *testing.T) {
	at := time.Unix(0, 0)
	var errs strings.Builder
	w := world{
		stdout: io.Discard, stderr: &errs, errorTerminal: true,
		clock: func() time.Time { at = at.Add(150 * time.Millisecond); return at },
	}
	run([]string{trace, traced}, w)
	if !strings.Contains(errs.String(), "placing [###") || !strings.Contains(errs.String(), " of 102, ") || !strings.HasSuffix(errs.String(), "\r\x1b[K") {
		t.Errorf("got %q", errs.String())
	}
	errs.Reset()
	w.errorTerminal = false
	if run([]string{trace, traced}, w); errs.Len() > 0 {
		t.Errorf("progress on no terminal: %q", errs.String())
	}
	p := progress{what: "placing", all: 400}
	want := "placing [" + strings.Repeat("#", 7) + strings.Repeat("-", 23) + "] 100 of 400, 30s left"
	if got := p.line(100, p.begin.Add(10*time.Second)); got != want {
		t.Errorf("got %q", got)
	}
}
