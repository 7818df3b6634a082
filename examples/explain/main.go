// Command explain says why Pods are where they are. It reads what kubectl
// prints, asks no cluster, and works as well on a dump of last year.
//
// Run it with -h.
package main

import (
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// The exit statuses.
const (
	exitOK          = 0
	exitUnexplained = 1 // -check found a difference that no rule explains
	exitBroken      = 2 // something could not be read or written, or wrong usage
)

func main() {
	w := world{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		inputTerminal: isTerminal(os.Stdin),
		errorTerminal: isTerminal(os.Stderr),
		clock:         time.Now,
	}
	if isTerminal(os.Stdout) {
		w.width = 80
		if columns, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && columns > 0 {
			w.width = columns
		}
		w.colour = wantsColour(os.Getenv)
	}
	os.Exit(run(os.Args[1:], w))
}

// wantsColour reports whether a terminal in this environment wants colours. See
// https://no-color.org.
func wantsColour(getenv func(string) string) bool {
	return getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// world is what the program finds around itself.
type world struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	// inputTerminal: stdin is a terminal, where nobody will type Pods.
	inputTerminal bool
	// errorTerminal: stderr is a terminal, which may show progress.
	errorTerminal bool
	// width of the terminal that stdout is. 0: it is none.
	width int
	// colour: that terminal wants colours.
	colour bool
	clock  func() time.Time
}
