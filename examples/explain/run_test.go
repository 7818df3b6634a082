package main

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

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
		{"standard input by itself", web, nil, exitOK, ""},
		{"standard input by name", web, []string{"-"}, exitOK, ""},
		{"terminal", "", nil, exitBroken, "no input: name a file"},
		{"help", "", []string{"--help"}, exitOK, ""},
		{"help, later", web, []string{"-check", "-h"}, exitOK, "usage: explain"},
		{"no such flag", web, []string{"-x"}, exitBroken, "usage: explain"},
		{"no such format", web, []string{"-o", "xml"}, exitBroken, "explain: -o xml: want table or json"},
		{"no time", web, []string{"-now", "noon"}, exitBroken, "explain: -now noon: want a time like"},
		{"no such file", "", []string{"nowhere.json"}, exitBroken, "explain: nowhere.json: no such file or directory"},
		{"broken", web + broken + web, nil, exitBroken, "explain: -:1: document 1: metadata.name: found a number, want a string\n"},
		{"nothing", " ", nil, exitOK, "explain: no Pods in 1 file\n"},
		{"other objects", node + node, nil, exitOK, "explain: no Pods in 1 file, only 2 other objects\n"},
		{"other files", "", []string{"."}, exitOK, "passed over"},

		{"check: all agree", web, []string{"-check"}, exitOK, ""},
		{"check: explained", invented, []string{"-check"}, exitOK, ""},
		{"check: unexplained", web + odd, []string{"-check"}, exitUnexplained, ""},
		{"check: unexplained and broken", odd + broken, []string{"-check"}, exitBroken, "document 1"},
		{"check: unexplained, JSON", odd, []string{"-check", "-o", "json"}, exitUnexplained, ""},
		{"unexplained, not asked for", odd, nil, exitOK, ""},
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

// A broken object hides no other, and counts once however much is wrong in it.
func TestBrokenHidesNothing(t *testing.T) {
	twice := `{"kind":"Pod","metadata":{"name":7,"uid":7}}`
	got := runIn(0, web+twice+invented+broken, "-check")
	want := "1 agree, 1 differ (1 explained, 0 not); 2 not readable"
	if !strings.Contains(got.stdout, want) || strings.Count(got.stderr, "\n") != 3 {
		t.Errorf("got %s\n%s", got.stdout, got.stderr)
	}
}

// The note on another phase says which one is recorded, and why if that is
// known.
func TestOtherPhase(t *testing.T) {
	for input, want := range map[string]string{
		odd:      "records Running: the container statuses add up to Pending, and nothing in the object explains",
		invented: `records Waiting: there is no phase "Waiting"`,
		`{"kind":"Pod","spec":{"containers":[{"name":"web"}]}}`: "  no phase is recorded; the API server writes Pending",
	} {
		if got := runIn(0, input); !strings.Contains(got.stdout, "Pending!") || !strings.Contains(got.stdout, want) {
			t.Errorf("want %q:\n%s", want, got.stdout)
		}
	}
}

// Colours are on a terminal that wants them, and nowhere else.
func TestColour(t *testing.T) {
	for _, c := range []struct{ noColor, term, want string }{{"", "xterm", "yes"}, {"1", "xterm", "no"}, {"", "dumb", "no"}} {
		env := map[string]string{"NO_COLOR": c.noColor, "TERM": c.term}
		if got := wantsColour(func(name string) string { return env[name] }); got != (c.want == "yes") {
			t.Errorf("NO_COLOR=%s TERM=%s: %v", c.noColor, c.term, got)
		}
	}
	var out strings.Builder
	w := world{stdout: &out, stderr: io.Discard, width: 80, colour: true, clock: time.Now}
	run([]string{sample}, w)
	for name, code := range map[string]string{"good": "\x1b[32mRunning", "bad": "\x1b[31mCrashLoopBackOff", "on its way": "\x1b[33mInit:1/2", "done": "\x1b[2mCompleted"} {
		if !strings.Contains(out.String(), code) {
			t.Errorf("no colour for %s", name)
		}
	}
	if plain := runIn(80, "", sample); strings.Contains(plain.stdout, "\x1b") {
		t.Error("colours that nobody asked for")
	}
}

// What cannot be written is no success.
func TestWriteError(t *testing.T) {
	for _, args := range [][]string{{sample}, {"-o", "json", sample}, {"-check", sample}, {"-check", "-o", "json", sample}} {
		var errs strings.Builder
		status := run(args, world{stdout: full{}, stderr: &errs, clock: time.Now})
		if status != exitBroken || !strings.Contains(errs.String(), "explain: write: the disk is full") {
			t.Errorf("%v: status %d, %q", args, status, errs.String())
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

// What was found is printed before the program waits for more.
func TestPrompt(t *testing.T) {
	in, feed := io.Pipe()
	out, printed := io.Pipe()
	go func() {
		run([]string{"-o", "json"}, world{stdin: in, stdout: printed, stderr: io.Discard, clock: time.Now})
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
	w := world{
		stdin: iotest.OneByteReader(strings.NewReader(input)), stdout: &out, stderr: &errs, errorTerminal: true,
		clock: func() time.Time { at = at.Add(150 * time.Millisecond); return at },
	}
	run([]string{"-o", "json"}, w)
	if !strings.Contains(errs.String(), " Pods, 0 MB, 2s") || !strings.HasSuffix(errs.String(), "\r\x1b[K") {
		t.Errorf("got %q", errs.String())
	}
	errs.Reset()
	w.stdin, w.errorTerminal = strings.NewReader(input), false
	if run(nil, w); errs.Len() > 0 {
		t.Errorf("progress on no terminal: %q", errs.String())
	}
	p := progress{input: objects.Input{Size: 3 << 20}, read: 1 << 20, pods: 7}
	if got := p.line(p.start.Add(90 * time.Second)); got != "7 Pods, 33 % of 3 MB, 1m30s" {
		t.Errorf("got %q", got)
	}
}
