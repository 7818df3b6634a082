package main

import (
	"errors"
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/lifecycle"
)

// options are what the arguments ask for.
type options struct {
	draw, format string
	container    string
	failures     int
	kept, page   bool
	inputs       []string
}

const usage = `statemachine draws what can become of a Pod, whatever happens in whatever order.
It asks no cluster.

usage: statemachine [flags] [FILE | -]      a drawing of the Pod in FILE
       statemachine -page > diagrams.md     a page with the usual drawings

  kubectl get pod web -o json | statemachine       the phases of a Pod
  statemachine -draw container -c web web.yaml     the states of a container
  statemachine -draw whole -o dot job.yaml | dot -Tsvg > job.svg

flags:
`

const usageMore = `
The Pod is taken as if it were created now: what a cluster wrote on it does not
count. Mermaid is what GitHub and others draw in Markdown, dot is for Graphviz.

exit status:
  0  all drawn
  2  something could not be read, written or explored, or the arguments are wrong
`

// parseOptions reads the arguments.
func parseOptions(args []string, w command.World) (options, error) {
	var o options
	flags := command.NewFlags("statemachine", w, usage, usageMore)
	flags.OneOf(&o.draw, "draw", "`what` to draw (whole: every state)", "phases", "stages", "container", "whole")
	flags.OneOf(&o.format, "o", "`format` of the drawing", "mermaid", "dot")
	flags.StringVar(&o.container, "c", "", "`name` of the container (default: the first main one)")
	flags.IntVar(&o.failures, "failures", 0, "how `often` in a life pulls, starts and such may fail")
	flags.BoolVar(&o.kept, "kept", false, "nobody deletes the Pod")
	flags.BoolVar(&o.page, "page", false, "print the page with the usual drawings")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case o.failures < 0:
		return o, errors.New("-failures is negative")
	case o.page && flags.NFlag()+flags.NArg() > 1:
		return o, errors.New("-page draws Pods of its own, and takes nothing else")
	case o.page:
		return o, nil
	}
	var err error
	o.inputs, err = flags.Inputs()
	return o, err
}

// explore returns what may happen.
func (o *options) explore() lifecycle.ExploreOptions {
	e := lifecycle.ExploreOptions{Failures: o.failures}
	if o.kept {
		e.Outside = []lifecycle.Event{}
	}
	return e
}

// diagram returns the drawing that was asked for.
func (o *options) diagram(p *podlife.Pod, g *lifecycle.Graph) (lifecycle.Diagram, error) {
	switch o.draw {
	case "stages":
		return g.Stages(), nil
	case "whole":
		return g.Whole(), nil
	case "phases":
		return g.Phases(), nil
	}
	name := o.container
	if name == "" && len(p.Spec.Containers) > 0 {
		name = p.Spec.Containers[0].Name
	}
	d := g.Container(name)
	if len(d.Boxes) == 0 {
		return d, fmt.Errorf("there is no container %q", name)
	}
	return d, nil
}
