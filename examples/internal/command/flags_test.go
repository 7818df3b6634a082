package command_test

import (
	"errors"
	"flag"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife/examples/internal/command"
)

// parsed is what became of some arguments.
type parsed struct {
	Word   string
	Inputs []string
	Count  bool
	At     time.Time
	Error  string
	Help   string
}

// parse has a program with two flags read arguments.
func parse(terminal bool, args ...string) parsed {
	var out strings.Builder
	var got parsed
	f := command.NewFlags("draw", command.World{Stdout: &out, InputTerminal: terminal}, "draw draws.\n", "That is all.\n")
	f.OneOf(&got.Word, "as", "`what` to draw it as", "text", "dot", "svg")
	f.Int("count", 1, "`times` to draw it")
	f.Time(&got.At, "at", "`time` of the drawing")
	err := f.Parse(args)
	if err == nil {
		got.Inputs, err = f.Inputs()
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		got.Error = err.Error()
	}
	got.Count, got.Help = f.Given("count"), out.String()
	return got
}

func TestFlags(t *testing.T) {
	const help = "draw draws.\n  -as what\n    \twhat to draw it as: text, dot or svg (default text)\n" +
		"  -at time\n    \ttime of the drawing\n  -count times\n    \ttimes to draw it (default 1)\nThat is all.\n"
	for _, c := range []struct {
		name     string
		terminal bool
		args     []string
		want     parsed
	}{
		{"nothing", false, nil, parsed{Word: "text", Inputs: []string{"-"}}},
		{"nothing to read", true, nil, parsed{Word: "text", Error: "no input: name a file or a folder, or pipe kubectl's output in (-h for help)"}},
		{"all", true, []string{"-as", "svg", "-count", "1", "a", "b"}, parsed{Word: "svg", Inputs: []string{"a", "b"}, Count: true}},
		{"a time", false, []string{"-at", "2026-06-01T12:00:00Z"}, parsed{Word: "text", Inputs: []string{"-"}, At: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)}},
		{"no time", false, []string{"-at", "noon"}, parsed{Word: "text", Error: `invalid value "noon" for flag -at: want a time like 2026-06-01T12:00:00Z (-h for help)`}},
		{"no such word", false, []string{"-as", "png"}, parsed{Word: "text", Error: `invalid value "png" for flag -as: want text, dot or svg (-h for help)`}},
		{"no such flag", false, []string{"-x"}, parsed{Word: "text", Error: "flag provided but not defined: -x (-h for help)"}},
		{"help", true, []string{"-h"}, parsed{Word: "text", Help: help}},
		{"help, later", true, []string{"-as", "dot", "--help"}, parsed{Word: "dot", Help: help}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, parse(c.terminal, c.args...)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
