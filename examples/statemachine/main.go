// Command statemachine draws what can become of a Pod: which phase follows which,
// which states its containers go through, and how far its life has come. The
// drawings are found by going through all its possible lives. It asks no cluster.
//
// Run it with -h. Without a file it prints diagrams.md, the page beside it.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/lifecycle"
)

// The exit statuses.
const (
	exitOK     = 0
	exitBroken = 2 // something could not be read, written or explored, or wrong usage
)

func main() {
	os.Exit(run(os.Args[1:], world{os.Stdin, os.Stdout, os.Stderr}))
}

// world is what the program finds around itself.
type world struct {
	stdin          io.Reader
	stdout, stderr io.Writer
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
	status := exitOK
	report := func(err error) {
		status = exitBroken
		fmt.Fprintln(w.stderr, "statemachine:", err)
	}
	if len(o.inputs) == 0 {
		err = page(out)
	} else {
		err = drawAll(o, w, out, report)
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		report(err)
	}
	return status
}

// drawAll draws the Pods of all inputs, and reports what cannot be read.
func drawAll(o options, w world, out io.Writer, report func(error)) error {
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
				if err := drawPod(object.Pod, o, out); err != nil {
					report(err)
				}
			}
		}
		f.Close()
	}
	return nil
}

// drawPod draws one Pod, as if it were created anew.
func drawPod(p *podlife.Pod, o options, out io.Writer) error {
	name := p.Name
	p, err := lifecycle.Admit(p, lifecycle.AdmitOptions{NameFromUID: true, UID: "uid-1"}, birth())
	if err != nil {
		return err
	}
	g, err := explore(p, o.explore())
	if err != nil {
		return fmt.Errorf("pod %s: %w", name, err)
	}
	d, err := o.diagram(p, g)
	if err != nil {
		return fmt.Errorf("pod %s: %w", name, err)
	}
	text := d.Mermaid()
	if o.format == "dot" {
		text = d.DOT()
	}
	_, err = io.WriteString(out, text)
	return err
}
