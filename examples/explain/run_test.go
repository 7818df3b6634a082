package main

import (
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/commandtest"
	"github.com/podlife/podlife/examples/internal/objects"
)

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const (
	web      = `{"kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"web"}]},"status":{"phase":"Pending"}}`
	invented = `{"kind":"Pod","metadata":{"name":"odd"},"spec":{"containers":[{"name":"web"}]},"status":{"phase":"Waiting"}}`
	// odd waits, and is said to run.
	odd    = `{"kind":"Pod","metadata":{"name":"odd"},"spec":{"containers":[{"name":"web"}]},"status":{"phase":"Running","containerStatuses":[{"name":"web","state":{"waiting":{}}}]}}`
	broken = `{"kind":"Pod","metadata":{"name":7}}`
	node   = `{"kind":"Node","metadata":{"name":"node-a"}}`
)

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		name, stdin string
		args        []string
		status      int
		stderr      string // a part of it
	}{
		{"standard input by itself", web, nil, command.OK, ""},
		{"standard input by name", web, []string{"-"}, command.OK, ""},
		{"terminal", "", nil, command.Broken, "no input: name a file"},
		{"help", "", []string{"--help"}, command.OK, ""},
		{"help, later", web, []string{"-check", "-h"}, command.OK, ""},
		{"no such flag", web, []string{"-x"}, command.Broken, "explain: flag provided but not defined: -x (-h for help)\n"},
		{"no such format", web, []string{"-o", "xml"}, command.Broken, "explain: invalid value \"xml\" for flag -o: want table or json (-h for help)\n"},
		{"no time", web, []string{"-now", "noon"}, command.Broken, "explain: invalid value \"noon\" for flag -now: want a time like 2026-06-01T12:00:00Z (-h for help)\n"},
		{"no such file", "", []string{"nowhere.json"}, command.Broken, "explain: nowhere.json: no such file or directory"},
		{"broken", web + broken + web, nil, command.Broken, "explain: -:1: document 1: metadata.name: found a number, want a string\n"},
		{"nothing", " ", nil, command.OK, "explain: no Pods in 1 file\n"},
		{"other objects", node + node, nil, command.OK, "explain: no Pods in 1 file, only 2 other objects\n"},
		{"other files", "", []string{"."}, command.OK, "passed over"},

		{"check: all agree", web, []string{"-check"}, command.OK, ""},
		{"check: explained", invented, []string{"-check"}, command.OK, ""},
		{"check: unexplained", web + odd, []string{"-check"}, exitUnexplained, ""},
		{"check: unexplained and broken", odd + broken, []string{"-check"}, command.Broken, "document 1"},
		{"check: unexplained, JSON", odd, []string{"-check", "-o", "json"}, exitUnexplained, ""},
		{"unexplained, not asked for", odd, nil, command.OK, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := runIn(0, c.stdin, c.args...)
			if !got.Says(c.status, c.stderr) {
				t.Errorf("status %d, want %d; stderr %q, want %q", got.Status, c.status, got.Stderr, c.stderr)
			}
		})
	}
}

// A broken object hides no other, and counts once however much is wrong in it.
func TestBrokenHidesNothing(t *testing.T) {
	twice := `{"kind":"Pod","metadata":{"name":7,"uid":7}}`
	got := runIn(0, web+twice+invented+broken, "-check")
	want := "1 agree, 1 differ (1 explained, 0 not); 2 not readable"
	if !strings.Contains(got.Stdout, want) || strings.Count(got.Stderr, "\n") != 3 {
		t.Errorf("got %s\n%s", got.Stdout, got.Stderr)
	}
}

// The note on another phase says which one is recorded, and why if that is
// known.
func TestOtherPhase(t *testing.T) {
	for input, want := range map[string]string{
		odd:      "status.phase says Running: the container statuses add up to Pending, and nothing in the object explains",
		invented: `status.phase says Waiting: there is no phase "Waiting"`,
		`{"kind":"Pod","spec":{"containers":[{"name":"web"}]}}`: "  no phase is recorded; the API server writes Pending",
	} {
		if got := runIn(0, input); !strings.Contains(got.Stdout, "Pending!") || !strings.Contains(got.Stdout, want) {
			t.Errorf("want %q:\n%s", want, got.Stdout)
		}
	}
}

// Colours stand where they are wanted, and nowhere else.
func TestColour(t *testing.T) {
	var out strings.Builder
	w := command.World{Stdout: &out, Stderr: io.Discard, Width: 80, Colour: true, Clock: time.Now}
	run([]string{sample}, w)
	for name, code := range map[string]string{"good": "\x1b[32mRunning", "bad": "\x1b[31mCrashLoopBackOff", "on its way": "\x1b[33mInit:1/2", "done": "\x1b[2mCompleted"} {
		if !strings.Contains(out.String(), code) {
			t.Errorf("no colour for %s", name)
		}
	}
	if plain := runIn(80, "", sample); strings.Contains(plain.Stdout, "\x1b") {
		t.Error("colours that nobody asked for")
	}
}

// What cannot be written is no success.
func TestWriteError(t *testing.T) {
	for _, args := range [][]string{{sample}, {"-o", "json", sample}, {"-check", sample}, {"-check", "-o", "json", sample}} {
		want := commandtest.Ran{Stderr: "explain: write: the disk is full\n", Status: command.Broken}
		if got := commandtest.Full(run, args...); got != want {
			t.Errorf("%v: got %+v, want %+v", args, got, want)
		}
	}
}

// What was found is printed before the program waits for more.
func TestPrompt(t *testing.T) {
	in, feed := io.Pipe()
	out, printed := io.Pipe()
	go func() {
		run([]string{"-o", "json"}, command.World{Stdin: in, Stdout: printed, Stderr: io.Discard, Clock: time.Now})
		printed.Close()
	}()
	for range 3 {
		_, _ = io.WriteString(feed, web+"\n")
		line := make([]byte, 1<<10)
		if n, err := out.Read(line); err != nil || !strings.HasPrefix(string(line[:n]), `{"namespace"`) {
			t.Fatalf("%q, %v", line[:n], err)
		}
	}
	feed.Close()
	if rest, err := io.ReadAll(out); len(rest) > 0 || err != nil {
		t.Errorf("%q, %v", rest, err)
	}
}

func TestProgress(t *testing.T) {
	input := strings.Repeat(web+"\n", 100)
	at := time.Unix(0, 0)
	var out, errs strings.Builder
	w := command.World{
		Stdin: iotest.OneByteReader(strings.NewReader(input)), Stdout: &out, Stderr: &errs, ErrorTerminal: true,
		Clock: func() time.Time { at = at.Add(150 * time.Millisecond); return at },
	}
	run([]string{"-o", "json"}, w)
	if !strings.Contains(errs.String(), " Pods, 0 MB, 2s") || !strings.HasSuffix(errs.String(), "\r\x1b[K") {
		t.Errorf("got %q", errs.String())
	}
	errs.Reset()
	w.Stdin, w.ErrorTerminal = strings.NewReader(input), false
	if run(nil, w); errs.Len() > 0 {
		t.Errorf("progress on no terminal: %q", errs.String())
	}
	p := progress{input: objects.Input{Size: 3 << 20}, read: 1 << 20, pods: 7}
	if got := p.line(p.start.Add(90 * time.Second)); got != "7 Pods, 33 % of 3 MB, 1m30s" {
		t.Errorf("got %q", got)
	}
}
