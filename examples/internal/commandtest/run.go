// Package commandtest runs the programs of this module in tests.
package commandtest

import (
	"bytes"
	"errors"
	"strings"
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

// Full runs a program where there is no room for what it writes: each write fails with
// "the disk is full".
func Full(program func([]string, command.World) int, args ...string) Ran {
	var errs strings.Builder
	status := program(args, command.World{Stdout: full{}, Stderr: &errs, Clock: time.Now})
	return Ran{Stderr: errs.String(), Status: status}
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
