// Command terminate tells how Pods end after a delete request: what happens
// when, what the kubelet does, and by when it is over at the latest. It asks no
// cluster and waits for nothing: the clock is a number.
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
)

func main() { os.Exit(run(os.Args[1:], command.Here())) }

// run is the program. It returns the exit status.
func run(args []string, w command.World) int {
	o, err := parseOptions(args, w)
	if err != nil {
		return w.Refuse("terminate", err)
	}
	out := bufio.NewWriter(w.Stdout)
	p := &program{World: w, options: o, out: out}
	for object, err := range objects.Pods(o.inputs, w.Stdin) {
		if err != nil {
			p.report(err)
		} else {
			p.pod(object.Pod)
		}
	}
	p.finish()
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
	out    *bufio.Writer
	pods   int
	broken bool
}

// report says what went wrong.
func (p *program) report(err error) {
	p.broken = true
	fmt.Fprintln(p.Stderr, "terminate:", err)
}

// pod tells the end of one Pod.
func (p *program) pod(pod *podlife.Pod) {
	p.pods++
	s, err := p.tell(pod)
	switch {
	case err != nil:
		p.report(fmt.Errorf("%s: %w", objects.Name(pod), err))
		return
	case p.json:
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
	return command.Create(p.svg, picture(s).WriteSVG)
}

// finish reports what the arguments name and no Pod has.
func (p *program) finish() {
	if p.pods == 0 && !p.broken {
		fmt.Fprintln(p.Stderr, "terminate: no Pods in the input")
	}
	for _, name := range p.unused() {
		p.report(fmt.Errorf("no Pod has a container %s, which the arguments name", name))
	}
}
