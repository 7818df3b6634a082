package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/commandtest"
	"github.com/podlife/podlife/examples/internal/golden"
)

const now = "2026-06-01T12:00:00Z"

// runIn runs the program with some standard input on a terminal of some width,
// 0 for none.
func runIn(width int, stdin string, args ...string) commandtest.Ran {
	w := command.World{Width: width, Clock: func() time.Time { return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC) }}
	return commandtest.Run(run, w, stdin, args...)
}

// check compares got with a file in testdata.
func check(t *testing.T, file, got string) {
	t.Helper()
	golden.Check(t, filepath.Join("testdata", file), got)
}
