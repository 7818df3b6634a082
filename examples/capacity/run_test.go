package main

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/commandtest"
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
		{"fits", nodeA + pending, nil, command.OK, ""},
		{"standard input by name", nodeA + pending, []string{"-"}, command.OK, ""},
		{"nothing to place", nodeA + runs, nil, command.OK, ""},
		{"no room", nodeA + huge, nil, exitNoRoom, ""},
		{"no nodes", pending, nil, command.Broken, "capacity: there are no nodes in the input\n"},
		{"broken", nodeA + broken + pending, nil, command.Broken, "capacity: -: document 1: metadata.name: found a number, want a string\n"},
		{"not JSON", nodeA + "{,", nil, command.Broken, "capacity: -: document 1: not JSON"},
		{"not YAML", "a: [\n---\nkind: Node\nmetadata: {name: node-a}\n", nil, command.Broken, "capacity: -:1: document 0: not YAML: near line "},
		{"twice", nodeA + nodeA + pending + pending, nil, command.Broken, "capacity: Pod \"default/web\" is there twice; the first one counts\n"},
		{"absurd", nodeA + absurd + pending, nil, command.Broken, "capacity: schedule: Pod \"default/odd\": spec.containers[0].resources.requests[\"cpu\"]: -1 is negative\n"},
		{"broken service", nodeA + `{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"":""}}}}`, nil, command.Broken, "capacity: schedule: ReplicaSet \"web\": spec.selector"},
		{"no such file", "", []string{"nowhere.json"}, command.Broken, "capacity: nowhere.json: no such file or directory\n"},
		{"terminal", "", nil, command.Broken, "no input: name a file"},
		{"help", "", []string{"--help"}, command.OK, ""},
		{"help, later", nodeA, []string{"-all", "-h"}, command.OK, ""},
		{"no such flag", nodeA, []string{"-x"}, command.Broken, "capacity: flag provided but not defined: -x (-h for help)\n"},
		{"no such format", nodeA, []string{"-o", "xml"}, command.Broken, "capacity: invalid value \"xml\" for flag -o: want table or json (-h for help)\n"},
		{"no such share", nodeA, []string{"-gpu-share", "half"}, command.Broken, "for flag -gpu-share: want pool, whole or skip"},
		{"replicas of nothing", nodeA, []string{"-replicas", "3"}, command.Broken, "capacity: -replicas: of what?"},
		{"too many replicas", nodeA, []string{"-place", more, "-replicas", "9999999"}, command.Broken, "capacity: -replicas 9999999: want 1 to 1000000"},
		{"negative replicas", nodeA, []string{"-place", more, "-replicas", "-1"}, command.Broken, "capacity: -replicas -1: want"},
		{"audit and place", nodeA, []string{"-audit", "-place", more}, command.Broken, "capacity: -audit places no Pods"},
		{"standard input twice", nodeA, []string{"-place", "-", "-"}, command.Broken, "capacity: -place -: standard input is the cluster already"},
		{"place nothing", "# later", []string{"-place", "-", small}, command.Broken, "capacity: -place -: there is nothing to place in it\n"},
		{"template from standard input", pending, []string{"-place", "-", small}, command.OK, ""},
		{"picture nowhere", nodeA, []string{"-svg", "no/such/folder.svg"}, command.Broken, "capacity: write: open no/such/folder.svg"},
		{"trace, broken", "sn,cpu_milli,memory_mib,gpu,model\nnode-a,1,1,0,\nnode-b,x,1,0,\n", nil, command.Broken, "capacity: -:3: cpu_milli: \"x\" is not a number"},
		{"drain", nodeA + runs, []string{"-whatif", "drain=node-a"}, command.OK, ""},
		{"drain of nothing", nodeA, []string{"-whatif", "drain=node-a,node-x"}, command.Broken, "capacity: -whatif: there is no node \"node-x\"\n"},
		{"no such event", nodeA, []string{"-whatif", "flood=node-a"}, command.Broken, "want drain=NODE"},
		{"drain of no name", nodeA, []string{"-whatif", "drain=node-a,,"}, command.Broken, "want drain=NODE"},
		{"audit and drain", nodeA, []string{"-audit", "-whatif", "drain=node-a"}, command.Broken, "capacity: -audit places no Pods"},
		{"audit", nodeA + runs, []string{"-audit"}, command.OK, ""},
		{"audit, no room", nodeA + strings.Replace(huge, `"spec":{`, `"spec":{"nodeName":"node-a",`, 1), []string{"-audit"}, command.OK, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := runIn(0, c.stdin, c.args...)
			if !got.Says(c.status, c.stderr) {
				t.Errorf("status %d, want %d; stderr %q, want %q", got.Status, c.status, got.Stderr, c.stderr)
			}
		})
	}
}

// What is wrong in the input hides nothing else.
func TestBrokenHidesNothing(t *testing.T) {
	got := runIn(0, nodeA+broken+absurd+nodeA+pending+runs, "-o", "json")
	last := jsonLines(t, got.Stdout)
	totals := last[len(last)-1]
	if got.Status != command.Broken || strings.Count(got.Stderr, "\n") != 3 || totals.Placed != 1 || totals.Resources["pods"].Before != 1 {
		t.Errorf("status %d, stderr %s, totals %+v", got.Status, got.Stderr, totals)
	}
}

// Where there is nothing to place, or nowhere to, no tables hide why.
func TestIdle(t *testing.T) {
	for _, args := range [][]string{{"-place", "nowhere.yaml", small}, {"-whatif", "drain=node-x", small}, {more}} {
		if got := runIn(0, "", args...); got.Status != command.Broken || got.Stdout != "" || strings.Count(got.Stderr, "\n") == 0 {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

// What cannot be written is no success.
func TestWriteError(t *testing.T) {
	for _, args := range [][]string{{small}, {"-o", "json", small}, {"-audit", kalc}, {"-audit", "-o", "json", kalc}} {
		want := commandtest.Ran{Stderr: "capacity: write: the disk is full\n", Status: command.Broken}
		if got := commandtest.Full(run, args...); got != want {
			t.Errorf("%v: got %+v, want %+v", args, got, want)
		}
	}
}

func TestProgress(t *testing.T) {
	at := time.Unix(0, 0)
	var errs strings.Builder
	w := command.World{
		Stdout: io.Discard, Stderr: &errs, ErrorTerminal: true,
		Clock: func() time.Time { at = at.Add(150 * time.Millisecond); return at },
	}
	run([]string{trace, traced}, w)
	if !strings.Contains(errs.String(), "placing [###") || !strings.Contains(errs.String(), " of 102, ") || !strings.HasSuffix(errs.String(), "\r\x1b[K") {
		t.Errorf("got %q", errs.String())
	}
	errs.Reset()
	w.ErrorTerminal = false
	if run([]string{trace, traced}, w); errs.Len() > 0 {
		t.Errorf("progress on no terminal: %q", errs.String())
	}
	p := progress{what: "placing", all: 400}
	want := "placing [" + strings.Repeat("#", 7) + strings.Repeat("-", 23) + "] 100 of 400, 30s left"
	if got := p.line(100, p.begin.Add(10*time.Second)); got != want {
		t.Errorf("got %q", got)
	}
}
