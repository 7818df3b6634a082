package command

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// The exit statuses of all programs. What 1 says is left to each of them.
const (
	OK     = 0
	Broken = 2 // something could not be read or written, or wrong usage
)

// World is what a program finds around itself.
type World struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// InputTerminal: Stdin is a terminal, where nobody will type Pods.
	InputTerminal bool
	// ErrorTerminal: Stderr is a terminal, which may show progress.
	ErrorTerminal bool
	// Width of the terminal that Stdout is, in columns. 0: it is none.
	Width int
	// Colour: that terminal wants colours.
	Colour bool
	// Clock tells the time.
	Clock func() time.Time
}

// usualColumns is the width of a terminal that does not tell its own, and of a
// drawing that goes to none.
const usualColumns = 80

// Here returns the world of this process.
func Here() World {
	w := World{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		InputTerminal: isTerminal(os.Stdin), ErrorTerminal: isTerminal(os.Stderr), Clock: time.Now,
	}
	if isTerminal(os.Stdout) {
		columns, _, _ := term.GetSize(int(os.Stdout.Fd()))
		w.Width = cmp.Or(columns, usualColumns)
		w.Colour = wantsColour(os.Getenv)
	}
	return w
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// wantsColour reports whether a terminal in this environment wants colours. See
// https://no-color.org.
func wantsColour(getenv func(string) string) bool {
	return getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

// Columns returns the width to draw in where a width is needed, terminal or not.
func (w World) Columns() int { return cmp.Or(w.Width, usualColumns) }

// Refuse returns the exit status of the program name, whose arguments are
// refused because of err. It says so, unless err is [flag.ErrHelp]: the help that
// was asked for has been printed.
func (w World) Refuse(name string, err error) int {
	if errors.Is(err, flag.ErrHelp) {
		return OK
	}
	fmt.Fprintf(w.Stderr, "%s: %v\n", name, err)
	return Broken
}
