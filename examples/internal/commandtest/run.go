// Package commandtest runs the programs of this module in tests.
package commandtest

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife/examples/internal/command"
)

// Ran is what a run has left behind.
type Ran struct {
	Stdout, Stderr string
	Status         int
}

// Run runs a program in w with some standard input, a terminal if there is
// none.
func Run(program func([]string, command.World) int, w command.World, stdin string, args ...string) Ran {
	var out, errs bytes.Buffer
	w.Stdin, w.InputTerminal = strings.NewReader(stdin), stdin == ""
	w.Stdout, w.Stderr = &out, &errs
	status := program(args, w)
	return Ran{out.String(), errs.String(), status}
}

// Says reports whether the run ended with a status, and complained of something,
// or of nothing if complaint is empty.
func (r Ran) Says(status int, complaint string) bool {
	return r.Status == status && strings.Contains(r.Stderr, complaint) && (complaint != "" || r.Stderr == "")
}

// CheckFull fails t unless the program name says that it could not write, and
// ends so, where the disk is full.
func CheckFull(t testing.TB, name string, program func([]string, command.World) int, args ...string) {
	t.Helper()
	var errs strings.Builder
	status := program(args, command.World{Stdout: full{}, Stderr: &errs, Clock: time.Now})
	if want := name + ": write: the disk is full\n"; status != command.Broken || errs.String() != want {
		t.Errorf("%v: status %d, %q, want %q", args, status, errs.String(), want)
	}
}

// full is a disk on which there is no room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

// Plain returns a text without its colours.
func Plain(text string) string {
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
