package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife/examples/internal/command"
)

const (
	sample = "../testdata/pods.json"
	dumps  = "../testdata/real"
	later  = "2026-07-01T12:00:00Z" // than the dumps are
)

// What people look at.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		file   string
		width  int
		status int
		args   []string
	}{
		{"pods.txt", 0, command.OK, []string{"-now", now, sample}},
		{"pods-50.txt", 50, command.OK, []string{"-now", now, sample}},
		{"pods-80.txt", 80, command.OK, []string{"-now", now, sample}},
		{"pods-160.txt", 160, command.OK, []string{"-now", now, sample}},
		{"pods-240.txt", 240, command.OK, []string{"-now", now, sample}},
		{"pods.jsonl.txt", 0, command.OK, []string{"-now", now, "-o", "json", sample}},
		{"real-120.txt", 120, command.OK, []string{"-now", later, dumps}},
		{"real.jsonl.txt", 0, command.OK, []string{"-now", later, "-o", "json", dumps}},
		{"check.txt", 0, exitUnexplained, []string{"-check", sample, dumps}},
		{"check-80.txt", 80, exitUnexplained, []string{"-check", sample, dumps}},
		{"check.jsonl.txt", 0, exitUnexplained, []string{"-check", "-o", "json", sample, dumps}},
		{"help.txt", 0, command.OK, []string{"-h"}},
	} {
		t.Run(c.file, func(t *testing.T) {
			got := runIn(c.width, "", c.args...)
			if !got.Says(c.status, "") {
				t.Errorf("status %d, want %d; stderr %q", got.Status, c.status, got.Stderr)
			}
			check(t, c.file, filepath.ToSlash(got.Stdout))
		})
	}
}

// The sample is lifelike: its phases and conditions are those that the kubelet
// would write, the eviction and what others write aside.
func TestSampleIsLifelike(t *testing.T) {
	got := runIn(0, "", "-check", "-o", "json", sample)
	if strings.Count(got.Stdout, "\n") != 1 || !strings.Contains(got.Stdout, `"rule":"evicted"`) {
		t.Errorf("want one difference, the evicted Pod:\n%s", got.Stdout)
	}
	for _, p := range samplePods(t) {
		if p.Phase != p.RecordedPhase {
			t.Errorf("%s: phase %s, recorded %s", p.Name, p.Phase, p.RecordedPhase)
		}
		if p.node == "" {
			continue // no kubelet has written anything yet
		}
		recorded := map[string]condition{}
		for _, c := range p.recorded {
			recorded[c.Type] = c
		}
		for _, c := range p.Conditions {
			if diff := cmp.Diff(recorded[c.Type], c); diff != "" {
				t.Errorf("%s: condition (-recorded +computed)\n%s", p.Name, diff)
			}
		}
	}
}

// condition is a Pod's condition as it stands in JSON.
type condition struct {
	Type, Status, Reason, Message, LastTransitionTime string
	ObservedGeneration                                int
}

type samplePod struct {
	Name, Phase, RecordedPhase string
	Conditions                 []condition
	recorded                   []condition
	node                       string
}

// samplePods returns what -o json says of the sample, with what stands in it.
func samplePods(t *testing.T) []samplePod {
	t.Helper()
	var list struct {
		Items []struct {
			Spec   struct{ NodeName string }
			Status struct{ Conditions []condition }
		}
	}
	if err := json.Unmarshal(readFile(t, sample), &list); err != nil {
		t.Fatal(err)
	}
	var pods []samplePod
	for i, line := range strings.Split(strings.TrimSpace(runIn(0, "", "-o", "json", sample).Stdout), "\n") {
		p := samplePod{recorded: list.Items[i].Status.Conditions, node: list.Items[i].Spec.NodeName}
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		pods = append(pods, p)
	}
	if len(pods) != len(list.Items) {
		t.Fatalf("%d lines of %d Pods", len(pods), len(list.Items))
	}
	return pods
}
