package commandtest_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/commandtest"
)

// echo prints what it reads, and complains on a terminal.
func echo(_ []string, w command.World) int {
	if w.InputTerminal {
		return w.Refuse("echo", fmt.Errorf("nobody types"))
	}
	text, _ := io.ReadAll(w.Stdin)
	if _, err := w.Stdout.Write(text); err != nil {
		return w.Refuse("echo", fmt.Errorf("write: %w", err))
	}
	return command.OK
}

// deaf does not notice that it cannot write.
func deaf(_ []string, w command.World) int {
	fmt.Fprint(w.Stdout, "hello")
	return command.OK
}

func TestRun(t *testing.T) {
	for stdin, want := range map[string]commandtest.Ran{
		"hello": {Stdout: "hello"},
		"":      {Stderr: "echo: nobody types\n", Status: command.Broken},
	} {
		got := commandtest.Run(echo, command.World{}, stdin)
		if got != want {
			t.Errorf("%q: got %+v, want %+v", stdin, got, want)
		}
		if !got.Says(want.Status, want.Stderr) || got.Says(want.Status, "something else") || got.Says(7, want.Stderr) {
			t.Errorf("%q: Says does not look", stdin)
		}
	}
	if (commandtest.Ran{Stderr: "a warning"}).Says(command.OK, "") {
		t.Error("a complaint where none is wanted is passed over")
	}
}

// recorder is a test that notes down whether it fails.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestCheckFull(t *testing.T) {
	full := func(_ []string, w command.World) int {
		_, err := io.WriteString(w.Stdout, "hello")
		return w.Refuse("echo", fmt.Errorf("write: %w", err))
	}
	for name, c := range map[string]struct {
		program func([]string, command.World) int
		fails   bool
	}{"full": {full, false}, "deaf": {deaf, true}} {
		r := &recorder{TB: t}
		if commandtest.CheckFull(r, "echo", c.program); r.failed != c.fails {
			t.Errorf("%s: failed %v, want %v", name, r.failed, c.fails)
		}
	}
}

func TestPlain(t *testing.T) {
	if got := commandtest.Plain("\x1b[31mred\x1b[0m and \x1b[1mbold\x1b[0m"); got != "red and bold" {
		t.Errorf("got %q", got)
	}
}
