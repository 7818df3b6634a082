// Command statemachine draws what can become of a Pod: which phase follows which,
// which states its containers go through, and how far its life has come. The
// drawings are found by going through all its possible lives. It asks no cluster.
//
// Run it with -h. The page beside it, diagrams.md, is what -page prints.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/lifecycle"
)

func main() { os.Exit(run(os.Args[1:], command.Here())) }

// run is the program. It returns the exit status.
func run(args []string, w command.World) int {
	o, err := parseOptions(args, w)
	if err != nil {
		return w.Refuse("statemachine", err)
	}
	status := command.OK
	report := func(err error) {
		status = command.Broken
		fmt.Fprintln(w.Stderr, "statemachine:", err)
	}
	text := ""
	if o.page {
		if text, err = page(); err != nil {
			report(err)
		}
	} else {
		text = drawing(o, w, report)
	}
	if _, err := io.WriteString(w.Stdout, text); err != nil {
		report(fmt.Errorf("write: %w", err))
	}
	return status
}

// drawing returns that of the Pod in the inputs, and reports what cannot be read
// or drawn.
func drawing(o options, w command.World, report func(error)) (text string) {
	pods, broken := 0, false
	for object, err := range objects.Pods(o.inputs, w.Stdin) {
		switch {
		case err != nil:
			broken = true
			report(err)
		case pods > 0:
			report(errors.New("there are more Pods; the drawing is that of the first"))
			return text
		default:
			pods++
			if text, err = draw(object.Pod, o); err != nil {
				report(fmt.Errorf("%s: %w", objects.Name(object.Pod), err))
			}
		}
	}
	if pods == 0 && !broken {
		fmt.Fprintln(w.Stderr, "statemachine: no Pods in the input")
	}
	return text
}

// draw draws one Pod, as if it were created anew.
func draw(p *podlife.Pod, o options) (string, error) {
	p = p.Clone()
	p.ResourceVersion = "" // that of what was created before
	p, err := lifecycle.Admit(p, lifecycle.AdmitOptions{NameFromUID: true, UID: "uid-1"}, birth())
	if err != nil {
		return "", fmt.Errorf("the API server refuses it: %w", err)
	}
	g, err := explore(p, o.explore())
	if err != nil {
		return "", err
	}
	d, err := o.diagram(p, g)
	switch {
	case err != nil:
		return "", err
	case o.format == "dot":
		return d.DOT(), nil
	default:
		return d.Mermaid(), nil
	}
}
