package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ending returns a Pod on node-a that is being deleted since 12:00:00 with a
// grace period of 30 s, where more is put into its metadata, web and its spec.
func ending(metadata, ofWeb, spec, state string) string {
	return fmt.Sprintf(`{"kind":"Pod","metadata":{"name":"p","deletionTimestamp":"2026-06-01T12:00:30Z","deletionGracePeriodSeconds":30%s},
		"spec":{"nodeName":"node-a","terminationGracePeriodSeconds":30,"initContainers":[{"name":"proxy","restartPolicy":"Always"}],"containers":[{"name":"web"%s}]%s},
		"status":{"phase":"Running","initContainerStatuses":[{"name":"proxy","state":%[4]s}],"containerStatuses":[{"name":"web","state":%[4]s}]}}`,
		metadata, ofWeb, spec, state)
}

// nodeWith returns a List with a node in this state.
func nodeWith(name, ready string) string {
	return fmt.Sprintf(`{"kind":"List","items":[{"kind":"Node","metadata":{"name":%q},"status":{"conditions":[{"type":"Ready","status":%q}]}}]}`, name, ready)
}

// TestDeletion: what the table and the lines say of the same Pod.
func TestDeletion(t *testing.T) {
	const (
		hook      = `,"lifecycle":{"preStop":{"exec":{"command":["drain"]}}}`
		finalizer = `,"finalizers":["example.com/hold"]`
		lost      = "Unknown"
	)
	up := ending("", "", "", runs)
	for _, c := range []struct {
		name, now, input string
		table            string // a part of it
		waits            string // of the lines
		by               string
	}{
		{"in time", "12:00:10", up, "deletion was asked for 10s ago; gone by 12:00:32 UTC (within 22s), or soon after; it waits for container web to end, then for sidecar proxy to end",
			"MainContainers Sidecars Kubelet", "12:00:32"},
		{"hook", "12:00:10", ending("", hook, "", runs), "it waits for the preStop hook of web, then for container web to end, then for sidecar proxy",
			"PreStop MainContainers Sidecars Kubelet", "12:00:32"},
		{"node well", "12:00:10", nodeWith("node-a", "True") + up, "gone by 12:00:32 UTC", "MainContainers Sidecars Kubelet", "12:00:32"},
		{"overdue", "12:10:00", up, "deletion was asked for 10m ago; the containers should have ended by 12:00:32 UTC (9m28s ago), so the kubelet is in trouble, or the status is old; it waits for container web",
			"MainContainers Sidecars Kubelet", "12:00:32 overdue"},
		{"next day", "12:10:00", strings.ReplaceAll(up, "-06-01", "-05-30"), "ended by 2026-05-30 12:00:32 UTC (2d ago)", "MainContainers Sidecars Kubelet", "12:00:32 overdue"},
		{"node lost", "12:00:10", nodeWith("node-a", lost) + up, "it waits for node node-a, which does not answer: it must come back, be deleted or be declared out of service, then for container web",
			"Node MainContainers Sidecars Kubelet", ""},
		{"node missing", "12:00:10", nodeWith("node-b", "True") + up, "node node-a is not among the Nodes that were read; gone by 12:01:30 UTC (within 80s), or soon after; it waits for the Pod garbage collector",
			"PodGC", "12:01:30"},
		{"nodes too late", "12:00:10", up + nodeWith("node-a", lost), "gone by 12:00:32 UTC", "MainContainers Sidecars Kubelet", "12:00:32"},
		{"finalizer", "12:00:10", ending(finalizer, "", "", runs), "the last container ends by 12:00:32 UTC (within 22s); it waits for container web to end, then for sidecar proxy to end, then for finalizer example.com/hold to be removed by whoever set it",
			"MainContainers Sidecars Kubelet Finalizers", ""},
		{"ended", "12:00:10", ending("", "", "", succeeded), "deletion was asked for 10s ago; it waits for the kubelet to unmount the volumes", "Kubelet", ""},
		{"before", "11:59:00", up, "deletion was asked for 0s ago", "MainContainers Sidecars Kubelet", "12:00:32"},
		{"not deleted", "12:00:10", two(runs, runs, "", "", "", ""), "main container a runs, but is not ready", "null", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := "2026-06-01T" + c.now + "Z"
			got := runIn(0, c.input, "-now", at)
			if !strings.Contains(got.Stdout, c.table) || strings.Contains(got.Stdout, "though deletion was asked for") {
				t.Errorf("want %q:\n%s%s", c.table, got.Stdout, got.Stderr)
			}
			waits, by := deletionOf(t, runIn(0, c.input, "-now", at, "-o", "json").Stdout)
			if diff := cmp.Diff([]string{c.waits, c.by}, []string{waits, by}); diff != "" {
				t.Errorf("lines (-want +got)\n%s", diff)
			}
		})
	}
}

// deletionOf returns in short what a line says of a Pod's deletion.
func deletionOf(t *testing.T, line string) (waits, by string) {
	t.Helper()
	var pod struct{ Deletion *deletionLine }
	if err := json.Unmarshal([]byte(line), &pod); err != nil {
		t.Fatal(err)
	}
	d := pod.Deletion
	if d == nil {
		return "null", ""
	}
	var names []string
	for _, w := range d.Waits {
		names = append(names, w.For)
	}
	if d.By != nil {
		by = d.By.Format("15:04:05")
	}
	if d.Overdue {
		by += " overdue"
	}
	return strings.Join(names, " "), by
}
