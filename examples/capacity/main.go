// Command capacity says which Pods find a node in a cluster and how full it gets.
// It reads what kubectl prints and asks no cluster.
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
	exitOK     = 0
	exitNoRoom = 1 // some Pod finds no node
	exitBroken = 2 // something could not be read or written, or wrong usage
)

func main() {
	w := world{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		inputTerminal: term.IsTerminal(int(os.Stdin.Fd())),
		errorTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		clock:         time.Now,
	}
	if out := int(os.Stdout.Fd()); term.IsTerminal(out) {
		w.width = 80
		if columns, _, err := term.GetSize(out); err == nil && columns > 0 {
			w.width = columns
		}
	}
	os.Exit(run(os.Args[1:], w))
}

// world is what the program finds around itself.
type world struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	// inputTerminal: stdin is a terminal, where nobody will type a cluster.
	inputTerminal bool
	// errorTerminal: stderr is a terminal, which may show progress.
	errorTerminal bool
	// width of the terminal that stdout is. 0: it is none.
	width int
	clock func() time.Time
}
