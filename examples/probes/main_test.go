package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/commandtest"
	"github.com/podlife/podlife/examples/internal/golden"
	"github.com/podlife/podlife/probe"
)

// here is a world without a terminal.
var here = command.World{}

func TestGolden(t *testing.T) {
	for file, args := range map[string][]string{
		"testdata/web.txt":      {"testdata/web.yaml"},
		"testdata/web.json.txt": {"-o", "json", "testdata/web.yaml"},
		"testdata/help.txt":     {"-h"},
	} {
		got := commandtest.Run(run, here, "", args...)
		if !got.Says(command.OK, "") {
			t.Errorf("%v: status %d, %s", args, got.Status, got.Stderr)
		}
		golden.Check(t, file, got.Stdout)
	}
}

func TestStandardInput(t *testing.T) {
	pod := `{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web"},"spec":{"containers":[{"name":"c"}]}}`
	for _, args := range [][]string{nil, {"-"}} {
		got := commandtest.Run(run, here, pod, args...)
		want := "Pod web, container c\n  no probes: started and ready as soon as it runs\n"
		if !got.Says(command.OK, "") || got.Stdout != want {
			t.Errorf("%q: %+v", args, got)
		}
	}
	if got := commandtest.Run(run, here, `{"kind":"Service"}`); !got.Says(command.OK, "probes: no Pods in the input\n") || got.Stdout != "" {
		t.Errorf("no Pods: %+v", got)
	}
}

func TestWrongUsage(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{nil, "no input"},
		{[]string{"-o", "xml"}, "for flag -o: want text or json"},
		{[]string{"-kind", "life"}, "-kind life: want liveness, readiness or startup"},
		{[]string{"-kind", "liveness", "web.yaml"}, "which of them?"},
		{[]string{"-period", "5", "web.yaml"}, "-period needs -kind"},
		{[]string{"-kind", "liveness", "-period", "-5"}, "-5: want"},
		{[]string{"-kind", "liveness", "-grace", "-1"}, "-grace -1: want at least 0"},
		{[]string{"testdata/none.yaml"}, "none.yaml"},
		{[]string{"-what"}, "probes: flag provided but not defined: -what (-h for help)\n"},
	} {
		if got := commandtest.Run(run, here, "", tt.args...); !got.Says(command.Broken, tt.want) {
			t.Errorf("%q: status %d, %q, want %q", tt.args, got.Status, got.Stderr, tt.want)
		}
	}
}

// TestWidth: no line is wider than the terminal, and colours add no width.
func TestWidth(t *testing.T) {
	args := []string{"-kind", "readiness", "-period", "30", "-timeout", "10"}
	for _, width := range []int{66, 80, 200} {
		plain := commandtest.Run(run, command.World{Width: width}, "", args...).Stdout
		for _, line := range strings.Split(plain, "\n") {
			if n := len([]rune(line)); n > width {
				t.Errorf("width %d: %d in %q", width, n, line)
			}
		}
		coloured := commandtest.Run(run, command.World{Width: width, Colour: true}, "", args...).Stdout
		if diff := cmp.Diff(plain, commandtest.Plain(coloured)); diff != "" || coloured == plain {
			t.Errorf("width %d: colours change the text, or there are none (-without +with):\n%s", width, diff)
		}
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

// What cannot be written is no success.
func TestWriteError(t *testing.T) {
	want := commandtest.Ran{Stderr: "probes: write: the disk is full\n", Status: command.Broken}
	if got := commandtest.Full(run, "testdata/web.yaml"); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
