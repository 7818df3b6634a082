package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife/examples/internal/command"
)

// at is a time of day.
func at(minute int) string { return fmt.Sprintf("2026-06-01T12:%02d:00Z", minute) }

// auditedNode is a node made at some minute and ready at another.
func auditedNode(name string, made, ready int, cpu string) string {
	return fmt.Sprintf(`{"kind":"Node","metadata":{"name":%q,"creationTimestamp":%q},"status":{"allocatable":{"cpu":%q,"memory":"8Gi","pods":"10"},
		"conditions":[{"type":"Ready","status":"True","lastTransitionTime":%q}]}}`, name, at(made), cpu, at(ready))
}

// auditedPod is one that was placed at some minute.
func auditedPod(name, node string, minute int, cpu, more string) string {
	return fmt.Sprintf(`{"kind":"Pod","metadata":{"namespace":"default","name":%q%s},"spec":{"nodeName":%q,"containers":[{"name":"c","resources":{"requests":{"cpu":%q,"memory":"10Mi"}}}]},
		"status":{"phase":"Running","conditions":[{"type":"PodScheduled","status":"True","lastTransitionTime":%q}]}}`, name, more, node, cpu, at(minute))
}

const (
	static = `,"annotations":{"kubernetes.io/config.source":"file"}`
	daemon = `,"ownerReferences":[{"kind":"DaemonSet","name":"log","controller":true}]`
)

func TestAudit(t *testing.T) {
	ended := strings.Replace(auditedPod("ended", "node-a", 1, "3", ""), `"phase":"Running"`,
		`"phase":"Succeeded","containerStatuses":[{"name":"c","state":{"terminated":{"exitCode":0,"finishedAt":"`+at(5)+`"}}}]`, 1)
	for _, c := range []struct {
		name, input string
		want        []string // name: verdict now, verdict then
	}{
		{"one node", auditedNode("node-a", 0, 0, "4") + auditedPod("web", "node-a", 1, "1", ""), []string{"web: forced forced"}},
		{"equal nodes", auditedNode("node-a", 0, 0, "4") + auditedNode("node-b", 0, 0, "4") + auditedPod("web", "node-b", 1, "1", ""), []string{"web: oneBest oneBest"}},
		{"a better node", auditedNode("node-a", 0, 0, "4") + auditedNode("node-b", 0, 0, "8") + auditedPod("web", "node-a", 1, "1", "") + auditedPod("db", "node-b", 2, "1", ""),
			[]string{"web: worse worse", "db: best best"}},
		{"a better node that came later", auditedNode("node-a", 0, 0, "4") + auditedNode("node-b", 2, 2, "8") + auditedPod("web", "node-a", 1, "1", ""), []string{"web: worse forced"}},
		{"a better node that was not ready", auditedNode("node-a", 0, 0, "4") + auditedNode("node-b", 0, 2, "8") + auditedPod("web", "node-a", 1, "1", ""), []string{"web: worse forced"}},
		{"ready earlier than it tells", auditedNode("node-a", 5, 9, "4") + auditedPod("web", "node-a", 1, "1", ""), []string{"web: forced forced"}},
		{"a better node until something came", auditedNode("node-a", 0, 0, "4") + auditedNode("node-b", 0, 0, "4") + auditedPod("web", "node-a", 1, "1", "") + auditedPod("db", "node-a", 2, "2", ""),
			[]string{"web: worse oneBest", "db: worse worse"}},
		{"something has ended", auditedNode("node-a", 0, 0, "4") + auditedNode("node-b", 0, 0, "4") + ended + auditedPod("web", "node-b", 2, "1", "") + auditedPod("db", "node-b", 6, "1", ""),
			[]string{"web: worse best", "db: worse worse"}},
		{"too full", auditedNode("node-a", 0, 0, "1") + auditedNode("node-b", 0, 0, "4") + auditedPod("web", "node-a", 1, "2", ""), []string{"web: refused refused"}},
		{"too full everywhere", auditedNode("node-a", 0, 0, "1") + auditedPod("web", "node-a", 1, "2", ""), []string{"web: refused refused"}},
		{"of a DaemonSet, not ready", auditedNode("node-a", 0, 3, "4") + auditedPod("log", "node-a", 1, "1", daemon), []string{"log: forced refused"}},
		{"static", auditedNode("node-a", 0, 0, "4") + auditedPod("log", "node-a", 1, "1", static), nil},
		{"claims", auditedNode("node-a", 0, 0, "4") + strings.Replace(auditedPod("web", "node-a", 1, "1", ""), `"spec":{`, `"spec":{"resourceClaims":[{"name":"card"}],`, 1), []string{"web: failed failed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			run := runIn(0, c.input, "-audit", "-o", "json")
			if run.Status != command.OK || run.Stderr != "" {
				t.Errorf("status %d, %s", run.Status, run.Stderr)
			}
			var got []string
			for _, l := range jsonLines(t, run.Stdout) {
				switch {
				case l.Type == "audit" && l.View == asItIs:
					got = append(got, fmt.Sprintf("%s: %s", l.Name, l.Verdict))
				case l.Type == "audit":
					for i := range got {
						if strings.HasPrefix(got[i], l.Name+":") {
							got[i] += " " + string(l.Verdict)
						}
					}
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s\n%s", diff, run.Stdout)
			}
		})
	}
}

// Every verdict is one that the audit of some input gives, and has a text of its
// own.
func TestVerdictTexts(t *testing.T) {
	texts := map[string]bool{}
	for _, v := range verdicts {
		texts[v.text()] = true
	}
	if len(texts) != len(verdicts) {
		t.Errorf("%d texts for %d verdicts", len(texts), len(verdicts))
	}
}
