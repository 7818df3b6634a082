// Command timeline plays a script against a Pod and draws the life that the Pod
// has: what its containers do when, what fails, what the API shows, and how the
// Pod ends. It asks no cluster and waits for nothing: the clock is a number.
//
// A script says what the world does to the Pod, and all of it may be left out:
// how long pulls and starts take, when containers end and with which exit code,
// what probes are answered, and what else happens when, like a delete request or
// a node that is lost. Its fields and their defaults are in the help.
//
// Run it with -h.
package main

import (
	"bufio"
	"errors"
	"fmt"
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
		return w.Refuse("timeline", err)
	}
	out := bufio.NewWriter(w.Stdout)
	p := &program{World: w, options: o, out: out}
	if p.readScript() {
		p.readPods()
	}
	if err := out.Flush(); err != nil {
		p.report(fmt.Errorf("write: %w", err))
	}
	if p.broken {
		return command.Broken
	}
	return command.OK
}

// program is one run.
type program struct {
	command.World
	options
	// given is the script that the arguments name, nil if they name none.
	given  *lifecycle.Script
	out    *bufio.Writer
	pods   int
	broken bool
}

// report says what went wrong, a line for each error that is joined in err.
func (p *program) report(err error) {
	p.broken = true
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			p.report(err)
		}
		return
	}
	fmt.Fprintln(p.Stderr, "timeline:", err)
}

// readScript reads the script, and reports whether it could.
func (p *program) readScript() bool {
	if p.scriptFile == "" {
		return true
	}
	data, err := os.ReadFile(p.scriptFile)
	if err == nil {
		p.given, err = parseScript(p.scriptFile, data)
	}
	if err != nil {
		p.report(err)
	}
	return err == nil
}

// readPods draws the life of every Pod of the inputs.
func (p *program) readPods() {
	for object, err := range objects.Pods(p.inputs, p.Stdin) {
		if err != nil {
			p.report(err)
		} else {
			p.pod(object.File, object.Pod)
		}
	}
	if p.pods == 0 && !p.broken {
		fmt.Fprintln(p.Stderr, "timeline: no Pods in the input")
	}
}

// pod draws the life of one Pod.
func (p *program) pod(file string, pod *podlife.Pod) {
	p.pods++
	s, err := p.tell(file, pod)
	if err != nil {
		p.report(err)
		return
	}
	switch p.format {
	case formatScript:
		p.printScript(s)
	case formatJSON:
		p.line(s)
	default:
		p.print(s)
	}
	if p.svg != "" {
		if err := p.draw(s); err != nil {
			p.report(err)
		}
	}
}

// draw writes the picture. There is one file for it, so one Pod.
func (p *program) draw(s *story) error {
	if p.pods > 1 {
		return errors.New("-svg takes one Pod; the picture is that of the first")
	}
	return command.Create(p.svg, s.picture().WriteSVG)
}
