package main

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

var update = flag.Bool("update", false, "rewrite testdata")

// call runs the program without a terminal.
func call(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(args, world{stdin: strings.NewReader(stdin), stdout: &out, stderr: &errs, width: 80, inputTerminal: stdin == ""})
	return status, out.String(), errs.String()
}

func TestGolden(t *testing.T) {
	for file, args := range map[string][]string{
		"testdata/web.txt":      {"testdata/web.yaml"},
		"testdata/web.json.txt": {"-o", "json", "testdata/web.yaml"},
	} {
		status, got, stderr := call("", args...)
		if status != exitOK || stderr != "" {
			t.Errorf("%v: status %d, %s", args, status, stderr)
		}
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

func TestStandardInput(t *testing.T) {
	pod := `{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web"},"spec":{"containers":[{"name":"c"}]}}`
	for _, args := range [][]string{nil, {"-"}} {
		status, got, stderr := call(pod, args...)
		want := "Pod web, container c\n  no probes: started and ready as soon as it runs\n"
		if status != exitOK || got != want || stderr != "" {
			t.Errorf("%q: status %d, %q, %q", args, status, got, stderr)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{nil, "no input"},
		{[]string{"-o", "xml"}, "-o xml: want text or json"},
		{[]string{"-kind", "life"}, "-kind life: want liveness, readiness or startup"},
		{[]string{"-kind", "liveness", "web.yaml"}, "which of them?"},
		{[]string{"-period", "5", "web.yaml"}, "-period needs -kind"},
		{[]string{"-kind", "liveness", "-period", "-5"}, "-5: want"},
		{[]string{"-kind", "liveness", "-grace", "-1"}, "-grace -1: want at least 0"},
		{[]string{"testdata/none.yaml"}, "none.yaml"},
		{[]string{"-what"}, "-what"},
	} {
		if status, _, stderr := call("", tt.args...); status != exitBroken || !strings.Contains(stderr, tt.want) {
			t.Errorf("%q: status %d, %q, want %q", tt.args, status, stderr, tt.want)
		}
	}
	if status, stdout, stderr := call("", "-h"); status != exitOK || !strings.HasPrefix(stdout, "probes says") || stderr != "" {
		t.Errorf("-h: status %d, %q, %q", status, stdout, stderr)
	}
}

// TestWidth: no line is wider than the terminal, and colours add no width.
func TestWidth(t *testing.T) {
	for _, width := range []int{66, 80, 200} {
		var out bytes.Buffer
		run([]string{"-kind", "readiness", "-period", "30", "-timeout", "10"}, world{stdout: &out, stderr: &out, width: width})
		for _, line := range strings.Split(out.String(), "\n") {
			if n := len([]rune(line)); n > width {
				t.Errorf("width %d: %d in %q", width, n, line)
			}
		}
		var coloured bytes.Buffer
		run([]string{"-kind", "readiness", "-period", "30", "-timeout", "10"}, world{stdout: &coloured, stderr: &out, width: width, colour: true})
		if plain := stripColours(coloured.String()); plain != out.String() {
			t.Errorf("width %d: colours change the text (-without +with):\n%s", width, cmp.Diff(out.String(), plain))
		}
	}
}

func stripColours(text string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, text, _ = strings.Cut(after, "m")
	}
}

// TestStoriesKeepToTheTable: what is drawn happens within the times above it.
func TestStoriesKeepToTheTable(t *testing.T) {
	told := 0
	for period := int32(1); period <= 10; period += 3 {
		for timeout := int32(1); timeout <= 13; timeout += 4 {
			for threshold := int32(1); threshold <= 4; threshold++ {
				for delay := int32(0); delay <= 7; delay += 7 {
					p := &podlife.Probe{PeriodSeconds: period, TimeoutSeconds: timeout, FailureThreshold: threshold, InitialDelaySeconds: delay}
					readiness := *p
					readiness.SuccessThreshold = threshold
					s := subject{container: podlife.Container{LivenessProbe: p, ReadinessProbe: &readiness}, grace: 30}
					for _, st := range stories(s.times(), time.Duration(period)*time.Second) {
						told++
						check(t, s.times(), st, tell(&s, st))
					}
				}
			}
		}
	}
	if told == 0 {
		t.Error("no story was told")
	}
}

func check(t *testing.T, times probe.ContainerTimes, st story, r record) {
	t.Helper()
	within := func(what string, at time.Duration, w probe.Window) {
		if at < w.Earliest || at > w.Latest {
			t.Errorf("%s: %s after %v, want %v to %v", st.title, what, at, w.Earliest, w.Latest)
		}
	}
	if r.killed > 0 {
		within("killed", r.killed-st.breaks, times.Killed)
	} else if st.mends == 0 {
		t.Errorf("%s: never killed", st.title)
	}
	for _, c := range r.ready {
		switch {
		case c.at <= st.breaks && c.ready:
			within("ready", c.at, times.Ready)
		case !c.ready:
			within("not ready", c.at-st.breaks, times.Unready)
		case st.mends > 0 && c.at >= st.mends:
			within("ready again", c.at-st.mends, times.ReadyAgain)
		}
	}
}
