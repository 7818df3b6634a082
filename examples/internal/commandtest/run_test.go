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

func TestFull(t *testing.T) {
	tells := func(_ []string, w command.World) int {
		_, err := io.WriteString(w.Stdout, "hello")
		return w.Refuse("echo", fmt.Errorf("write: %w", err))
	}
	if got, want := commandtest.Full(tells), (commandtest.Ran{Stderr: "echo: write: the disk is full\n", Status: command.Broken}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := commandtest.Full(deaf); got != (commandtest.Ran{}) {
		t.Errorf("a program that does not look: %+v", got)
	}
}

func TestPlain(t *testing.T) {
	if got := commandtest.Plain("\x1b[31mred\x1b[0m and \x1b[1mbold\x1b[0m"); got != "red and bold" {
		t.Errorf("got %q", got)
	}
}
