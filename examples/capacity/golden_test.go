package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/podlife/podlife/examples/internal/command"
)

// What people look at.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		file   string
		width  int
		status int
		args   []string
	}{
		{"cluster.txt", 0, exitNoRoom, []string{small}},
		{"cluster-80.txt", 80, exitNoRoom, []string{small}},
		{"cluster-140.txt", 140, exitNoRoom, []string{small}},
		{"cluster.jsonl.txt", 0, exitNoRoom, []string{"-o", "json", small}},
		{"place.txt", 120, command.OK, []string{"-place", more, small}},
		{"place-many.txt", 120, exitNoRoom, []string{"-place", more, "-replicas", "30", small}},
		{"place-pack.txt", 120, command.OK, []string{"-place", more, "-pack", small}},
		{"openb.txt", 160, exitNoRoom, []string{"-by", model, trace, traced}},
		{"kalc.txt", 120, command.OK, []string{kalc}},
		{"audit.txt", 140, command.OK, []string{"-audit", kalc}},
		{"audit.jsonl.txt", 0, command.OK, []string{"-audit", "-o", "json", kalc}},
		{"preempt.txt", 120, exitNoRoom, []string{"-preempt", crowded}},
		{"drain.txt", 120, exitNoRoom, []string{"-whatif", "drain=node-a", crowded}},
		{"drain-preempt.jsonl.txt", 0, exitNoRoom, []string{"-o", "json", "-preempt", "-whatif", "drain=node-c", crowded}},
		{"help.txt", 0, command.OK, []string{"-h"}},
	} {
		t.Run(c.file, func(t *testing.T) {
			got := runIn(c.width, "", c.args...)
			if !got.Says(c.status, "") {
				t.Errorf("status %d, want %d; stderr %q", got.Status, c.status, got.Stderr)
			}
			check(t, c.file, got.Stdout)
		})
	}
}

func TestGoldenPicture(t *testing.T) {
	for file, args := range map[string][]string{
		"cluster.svg": {small},
		"openb.svg":   {"-by", model, trace, traced},
	} {
		path := filepath.Join(t.TempDir(), file)
		if got := runIn(0, "", append([]string{"-svg", path}, args...)...); got.Stderr != "" {
			t.Error(got.Stderr)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		check(t, file, string(b))
	}
}
