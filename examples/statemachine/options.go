package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// options are what the arguments ask for.
type options struct {
	draw, format string
	container    string
	failures     int
	kept         bool
	inputs       []string
}

const usage = `statemachine draws what can become of a Pod, whatever happens in whatever order.
It asks no cluster.

usage: statemachine [flags] [FILE | -]

  statemachine > diagrams.md                       the page with the usual ones
  statemachine web.yaml                            the phases of a Pod
  statemachine -draw container -c web web.yaml     the states of a container
  statemachine -draw whole -o dot job.yaml | dot -Tsvg > job.svg

flags:
`

const usageMore = `
The Pod is taken as if it were created now: its status does not count. Mermaid is
what GitHub and others draw in Markdown, dot is for Graphviz.

exit status:
  0  all drawn
  2  something could not be read, written or explored, or the arguments are wrong
`

// parseOptions reads the arguments. It prints what is wrong with them, or the
// help that was asked for.
func parseOptions(args []string, w world) (options, error) {
	var o options
	flags := flag.NewFlagSet("statemachine", flag.ContinueOnError)
	flags.SetOutput(w.stderr)
	flags.StringVar(&o.draw, "draw", "phases", "`what` to draw: phases, stages, container, or whole, which is every state")
	flags.StringVar(&o.format, "o", "mermaid", "`format` of the drawing: mermaid or dot")
	flags.StringVar(&o.container, "c", "", "`name` of the container (default: the first main one)")
	flags.IntVar(&o.failures, "failures", 0, "how `often` in a life pulls, starts and such may fail")
	flags.BoolVar(&o.kept, "kept", false, "nobody deletes the Pod")
	flags.Usage = func() {
		io.WriteString(w.stderr, usage)
		flags.PrintDefaults()
		io.WriteString(w.stderr, usageMore)
	}
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.inputs = flags.Args()
	err := o.check()
	if err != nil {
		fmt.Fprintln(w.stderr, "statemachine:", err)
	}
	return o, err
}

func (o *options) check() error {
	switch o.draw {
	case "phases", "stages", "container", "whole":
	default:
		return fmt.Errorf("-draw %s is none of phases, stages, container, whole", o.draw)
	}
	if o.format != "mermaid" && o.format != "dot" {
		return fmt.Errorf("-o %s is neither mermaid nor dot", o.format)
	}
	if o.failures < 0 {
		return errors.New("-failures is negative")
	}
	return nil
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
