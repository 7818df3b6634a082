// Command terminate tells how Pods end after a delete request: what happens
// when, what the kubelet does, and by when it is over at the latest. It asks no
// cluster and waits for nothing: the clock is a number.
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
	"time"

	"golang.org/x/term"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/objects"
)

// The exit statuses.
const (
	exitOK     = 0
	exitBroken = 2 // something could not be read or written, or wrong usage
)

func main() {
	w := world{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, width: 80,
		inputTerminal: term.IsTerminal(int(os.Stdin.Fd())), clock: time.Now,
	}
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
	clock  func() time.Time
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
	p := &program{world: w, options: o, out: out}
	for input, err := range objects.Inputs(o.inputs) {
		switch {
		case err != nil:
			p.report(err)
		case !input.Skip:
			p.read(input)
		}
	}
	p.finish()
	if err := out.Flush(); err != nil {
		p.report(fmt.Errorf("write: %w", err))
	}
	if p.broken {
		return exitBroken
	}
	return exitOK
}

// program is one run.
type program struct {
	world
	options
	out    *bufio.Writer
	pods   int
	broken bool
}

// report says what went wrong.
func (p *program) report(err error) {
	p.broken = true
	fmt.Fprintln(p.stderr, "terminate:", err)
}

// read tells the end of every Pod of one input.
func (p *program) read(input objects.Input) {
	f, err := input.Open(p.stdin)
	if err != nil {
		p.report(err)
		return
	}
	defer f.Close()
	for object, err := range objects.Read(input.Name, f) {
		switch {
		case err != nil:
			p.report(err)
		case object.Pod != nil:
			p.pod(object.Pod)
		}
	}
}

// pod tells the end of one Pod.
func (p *program) pod(pod *podlife.Pod) {
	p.pods++
	s, err := p.tell(pod)
	switch {
	case err != nil:
		p.report(fmt.Errorf("%s: %w", nameOf(pod), err))
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
	f, err := os.Create(p.svg)
	if err != nil {
		return err
	}
	err = picture(s).WriteSVG(f)
	return errors.Join(err, f.Close())
}

// finish reports what the arguments name and no Pod has.
func (p *program) finish() {
	if p.pods == 0 && !p.broken {
		fmt.Fprintln(p.stderr, "terminate: no Pods in the input")
	}
	for _, name := range p.unused() {
		p.report(fmt.Errorf("no Pod has a container %s, which the arguments name", name))
	}
}
