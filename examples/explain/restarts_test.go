package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	failed    = `{"terminated":{"exitCode":1,"reason":"Error","startedAt":"2026-06-01T11:59:00Z","finishedAt":"2026-06-01T11:59:59Z"}}`
	succeeded = `{"terminated":{"exitCode":0,"reason":"Completed","startedAt":"2026-06-01T11:59:00Z","finishedAt":"2026-06-01T11:59:59Z"}}`
	runs      = `{"running":{"startedAt":"2026-06-01T11:59:00Z"}}`
	noImage   = `{"waiting":{"reason":"ErrImagePull"}}`
	backsOff  = `{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 20s restarting failed container=a pod=p_(u)"}}`
	// elsewhere is what a kubelet would say of another Pod.
	elsewhere = `{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 20s restarting failed container=a pod=q_(u)"}}`
)

// two returns a Pod with containers a and b in these states, where more is put
// into its metadata, a, its spec and its status.
func two(a, b, metadata, ofA, spec, status string) string {
	return fmt.Sprintf(`{"kind":"Pod","metadata":{"name":"p","uid":"u"%s},
		"spec":{"containers":[{"name":"a"%s},{"name":"b"}]%s},
		"status":{"phase":"Running","containerStatuses":[
			{"name":"a","state":%s,"lastState":%s},{"name":"b","ready":true,"started":true,"state":%s}]%s}}`,
		metadata, ofA, spec, a, failed, b, status)
}

// lastSidecar is a Pod that is done but for its report.
var lastSidecar = fmt.Sprintf(`{"kind":"Pod","metadata":{"name":"p"},"spec":{"restartPolicy":"Never",
	"initContainers":[{"name":"a","restartPolicy":"Always"}],"containers":[{"name":"b"}]},
	"status":{"phase":"Running","initContainerStatuses":[{"name":"a","started":false,"state":%s}],"containerStatuses":[{"name":"b","state":%s}]}}`,
	failed, succeeded)

// TestRestarts: what the table and the lines say of the same Pod.
func TestRestarts(t *testing.T) {
	const (
		never     = `,"restartPolicy":"Never"`
		onFailure = `,"restartPolicy":"OnFailure"`
		rule      = never + `,"restartPolicyRules":[{"action":"%s","exitCodes":{"operator":"In","values":[%d]}}]`
		deleted   = `,"deletionTimestamp":"2026-06-01T12:00:00Z"`
		noSandbox = `,"conditions":[{"type":"PodReadyToStartContainers","status":"False"}]`
	)
	between := func(from, to string) string { return "a " + from + ".." + to }
	for _, c := range []struct {
		name, now, pod string
		table          string // a part of it
		next, stay     string // of the lines
	}{
		{"to come", "12:00:00", two(backsOff, runs, "", "", "", ""),
			"main container a waits: CrashLoopBackOff (back-off 20s), having ended with exit code 1: Error; the next start is expected between 12:00:19 and 12:00:50 UTC (in 19s to 50s)",
			between("12:00:19", "12:00:50"), ""},
		{"due", "12:00:30", two(backsOff, runs, "", "", "", ""),
			"the next start is expected by 12:00:50 UTC (within 20s)", between("12:00:19", "12:00:50"), ""},
		{"past", "13:00:00", two(backsOff, runs, "", "", "", ""),
			"the next start was expected by 12:00:50 UTC (59m ago)", between("12:00:19", "12:00:50"), ""},
		{"another message", "12:00:00", two(elsewhere, runs, "", "", "", ""),
			"container=a pod=q_(u)), having", between("12:00:19", "12:00:50"), ""},
		{"just ended", "12:00:00", two(failed, runs, "", "", "", ""),
			"main container a ended with exit code 1: Error, and will be started again; the next start is expected by 12:06:30 UTC (within 6m30s)",
			between("11:59:59", "12:06:30"), ""},
		{"image", "12:00:00", two(noImage, runs, "", "", "", ""),
			"the image must become pullable; tried at least every 5m15s", between("12:00:00", "12:05:15"), ""},
		{"whole seconds", "12:00:00.5", two(noImage, runs, "", "", "", ""),
			"tried at least every 5m15s", between("12:00:00", "12:05:16"), ""},
		{"sandbox", "12:00:00", two(backsOff, runs, "", "", "", noSandbox),
			"it is started again when the back-off is over", "", ""},

		{"the Pod's policy", "12:00:00", two(failed, runs, "", "", never, ""),
			"will not be started again; the Pod's restart policy is Never, and the Pod ends when", "", "a 1 PodPolicy"},
		{"success", "12:00:00", two(succeeded, runs, "", "", onFailure, ""),
			"will not be started again; the Pod's restart policy is OnFailure, and the Pod ends when", "", "a 0 PodPolicy"},
		{"its own policy", "12:00:00", two(failed, runs, "", never, "", ""),
			"will not be started again; its own restart policy is Never, and ", "", "a 1 ContainerPolicy"},
		{"no rule", "12:00:00", two(failed, runs, "", fmt.Sprintf(rule, "Restart", 2), "", ""),
			"; no restart rule matches, and its own restart policy is Never, and ", "", "a 1 ContainerPolicy"},
		{"rule", "12:00:00", two(failed, runs, "", fmt.Sprintf(rule, "Restart", 1), never, ""),
			"will be started again; the next start is expected by", between("11:59:59", "12:06:30"), ""},
		{"rule for all", "12:00:00", two(failed, runs, "", fmt.Sprintf(rule, "RestartAllContainers", 1), "", ""),
			"for which all containers start again; the kubelet must remove them all", "", ""},
		{"rule for all, others down", "12:00:00", two(failed, failed, "", fmt.Sprintf(rule, "RestartAllContainers", 1), never, ""),
			"for which all containers start again; the kubelet must remove them all", "", ""},
		{"Pod failed by policy", "12:00:00", two(failed, succeeded, "", "", never, `,"phase":"Failed"`),
			"and the Pod failed; the Pod's restart policy is Never, and only a new Pod can do its work", "", "a 1 PodPolicy, b 0 PodPolicy"},
		{"Pod failed otherwise", "12:00:00", two(failed, failed, "", "", "", `,"phase":"Failed","reason":"Evicted"`),
			"Evicted; only a new Pod can do its work", "", "a 1 PodEnded, b 1 PodEnded"},
		{"over, not reported", "12:00:00", lastSidecar, "sidecar a ", "", "a 1 PodEnded, b 0 PodPolicy"},
		{"deleted", "12:00:00", two(failed, runs, deleted, "", "", ""),
			"main container b still runs, though deletion was asked for", "", "a 1 Deleted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := "2026-06-01T" + c.now + "Z"
			if got := runIn(0, c.pod, "-now", at); !strings.Contains(got.Stdout, c.table) {
				t.Errorf("want %q:\n%s%s", c.table, got.Stdout, got.Stderr)
			}
			next, stay := restartsOf(t, runIn(0, c.pod, "-now", at, "-o", "json").Stdout)
			if diff := cmp.Diff([]string{c.next, c.stay}, []string{next, stay}); diff != "" {
				t.Errorf("lines (-want +got)\n%s", diff)
			}
		})
	}
}

// restartsOf returns in short what a line says of a Pod's restarts.
func restartsOf(t *testing.T, line string) (next, stay string) {
	t.Helper()
	var pod struct {
		NextAttempts []attemptLine
		StaysDown    []downLine
	}
	if err := json.Unmarshal([]byte(line), &pod); err != nil {
		t.Fatal(err)
	}
	if pod.NextAttempts == nil || pod.StaysDown == nil {
		t.Errorf("null in place of a list: %s", line)
	}
	const layout = "15:04:05"
	var all []string
	for _, a := range pod.NextAttempts {
		all = append(all, fmt.Sprintf("%s %s..%s", a.Container, a.Earliest.Format(layout), a.Latest.Format(layout)))
	}
	next, all = strings.Join(all, ", "), nil
	for _, d := range pod.StaysDown {
		all = append(all, fmt.Sprintf("%s %d %s", d.Container, d.ExitCode, d.Rule))
	}
	return next, strings.Join(all, ", ")
}

// Near midnight, and long after, the date is needed to tell which time is meant.
func TestRestartDate(t *testing.T) {
	pod := strings.ReplaceAll(two(backsOff, runs, "", "", "", ""), "T11:59", "T23:59")
	for at, want := range map[string]string{
		"2026-06-01T23:59:59.5Z":    "between 2026-06-02 00:00:19 and 2026-06-02 00:00:50 UTC (in 19s to 50s)",
		"2026-06-02T00:00:00Z":      "between 00:00:19 and 00:00:50 UTC",
		"2026-06-02T02:00:00+02:00": "between 00:00:19 and 00:00:50 UTC",
		"2026-07-02T01:00:00Z":      "was expected by 2026-06-02 00:00:50 UTC (30d ago)",
	} {
		if got := runIn(0, pod, "-now", at); !strings.Contains(got.Stdout, want) {
			t.Errorf("want %q:\n%s", want, got.Stdout)
		}
	}
}
