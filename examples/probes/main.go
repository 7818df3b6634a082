// Command probes says how long the probes of a container take to notice things,
// and draws what they see of a container that breaks. It asks no cluster.
//
// Run it with -h.
package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/objects"
)

func main() { os.Exit(run(os.Args[1:], command.Here())) }

// run is the program. It returns the exit status.
func run(args []string, w command.World) int {
	o, err := parseOptions(args, w)
	if err != nil {
		return w.Refuse("probes", err)
	}
	out := bufio.NewWriter(w.Stdout)
	p := &printer{out: out, width: w.Columns(), paint: newPaints(w.Colour), json: o.json}
	status := command.OK
	if o.single != nil {
		p.subject(*o.single)
	} else {
		status = readAll(o, w, p)
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(w.Stderr, "probes: write:", err)
		status = command.Broken
	}
	return status
}

// readAll prints every Pod of the inputs, reports what cannot be read, and
// returns the exit status.
func readAll(o options, w command.World, p *printer) int {
	status, pods := command.OK, 0
	for object, err := range objects.Pods(o.inputs, w.Stdin) {
		if err != nil {
			status = command.Broken
			fmt.Fprintln(w.Stderr, "probes:", err)
			continue
		}
		pods++
		for _, s := range subjects(object.Pod) {
			p.subject(s)
		}
	}
	if pods == 0 && status == command.OK {
		fmt.Fprintln(w.Stderr, "probes: no Pods in the input")
	}
	return status
}
