package command

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife/examples/internal/objects"
)

// Flags are the flags of a program.
type Flags struct {
	*flag.FlagSet
	world         World
	before, after string
}

// NewFlags returns the flags of the program name, of which there are none yet.
// Its help is before, the flags, after.
func NewFlags(name string, w World, before, after string) *Flags {
	f := &Flags{flag.NewFlagSet(name, flag.ContinueOnError), w, before, after}
	f.SetOutput(io.Discard) // whoever is told of an error does not want all the help too
	f.FlagSet.Usage = func() {}
	return f
}

// Parse reads the arguments. Help goes to standard output, as it was asked for,
// and the error is [flag.ErrHelp] then.
func (f *Flags) Parse(args []string) error {
	err := f.FlagSet.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		f.help()
	case err != nil:
		err = fmt.Errorf("%w (-h for help)", err)
	}
	return err
}

func (f *Flags) help() {
	fmt.Fprint(f.world.Stdout, f.before)
	f.SetOutput(f.world.Stdout)
	f.PrintDefaults()
	f.SetOutput(io.Discard)
	fmt.Fprint(f.world.Stdout, f.after)
}

// Inputs returns what the arguments name to be read: standard input if nothing,
// unless that is a terminal.
func (f *Flags) Inputs() ([]string, error) {
	switch {
	case f.NArg() > 0:
		return f.Args(), nil
	case f.world.InputTerminal:
		return nil, errors.New("no input: name a file or a folder, or pipe kubectl's output in (-h for help)")
	default:
		return []string{objects.Stdin}, nil
	}
}

// Given reports whether the arguments have the flag.
func (f *Flags) Given(name string) bool {
	given := false
	f.Visit(func(g *flag.Flag) { given = given || g.Name == name })
	return given
}

// OneOf defines a flag that is one of some words, the first if it is not given.
// Its help is usage and the words.
func (f *Flags) OneOf(p *string, name, usage string, words ...string) {
	*p = words[0]
	c := &choice{p, words}
	f.Var(c, name, usage+": "+c.list())
}

// Time defines a flag that is a time. What stands in p is the default.
func (f *Flags) Time(p *time.Time, name, usage string) {
	f.Func(name, usage, func(s string) error {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return errors.New("want a time like 2026-06-01T12:00:00Z")
		}
		*p = t
		return nil
	})
}

// choice is a flag that is one of some words.
type choice struct {
	word  *string
	words []string
}

// String returns the word.
func (c *choice) String() string {
	if c.word == nil { // package flag asks what the default is of a flag without any
		return ""
	}
	return *c.word
}

// Set takes a word.
func (c *choice) Set(word string) error {
	if !slices.Contains(c.words, word) {
		return errors.New("want " + c.list())
	}
	*c.word = word
	return nil
}

func (c *choice) list() string {
	last := len(c.words) - 1
	return strings.Join(c.words[:last], ", ") + " or " + c.words[last]
}
