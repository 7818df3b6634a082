// Command probes says how long the probes of a container take to notice things,
// and draws what they see of a container that breaks. It asks no cluster.
//
// Run it with -h.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/podlife/podlife/examples/internal/objects"
)

// The exit statuses.
const (
	exitOK     = 0
	exitBroken = 2 // something could not be read or written, or wrong usage
)

func main() {
	w := world{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, width: 80, inputTerminal: term.IsTerminal(int(os.Stdin.Fd()))}
	if out := int(os.Stdout.Fd()); term.IsTerminal(out) {
		if columns, _, err := term.GetSize(out); err == nil && columns > 0 {
			w.width = columns
		}
		w.colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	os.Exit(run(os.Args[1:], w))
}

// world is what the program finds around itself.
type world struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	// inputTerminal: stdin is a terminal, where nobody will type Pods.
	inputTerminal bool
	// width of the terminal, or what is usual where there is none.
	width int
	// colour: the terminal wants colours.
	colour bool
}

// run is the program. It returns the exit status.
func run(args []string, w world) int {
	o, err := parseOptions(args, w)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitBroken
	}
	out := bufio.NewWriter(w.stdout)
	p := &printer{out: out, width: w.width, paint: newPaints(w.colour), json: o.json}
	status := exitOK
	if o.single != nil {
		p.subject(*o.single)
	} else if broken := readAll(o, w, p); broken > 0 {
		status = exitBroken
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(w.stderr, "probes: write:", err)
		status = exitBroken
	}
	return status
}

// readAll prints every Pod of the inputs, reports what cannot be read, and
// returns how much that was.
func readAll(o options, w world, p *printer) (broken int) {
	report := func(err error) {
		broken++
		fmt.Fprintln(w.stderr, "probes:", err)
	}
	for input, err := range objects.Inputs(o.inputs) {
		if err != nil {
			report(err)
			continue
		}
		if input.Skip {
			continue
		}
		f, err := input.Open(w.stdin)
		if err != nil {
			report(err)
			continue
		}
		for object, err := range objects.Read(input.Name, f) {
			if err != nil {
				report(err)
			} else if object.Pod != nil {
				for _, s := range subjects(object.Pod) {
					p.subject(s)
				}
			}
		}
		f.Close()
	}
	return broken
}
