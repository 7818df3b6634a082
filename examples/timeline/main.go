// Command timeline plays a script against a Pod and draws the life that the Pod
// has: what its containers do when, what fails, what the API shows, and how the
// Pod ends. It asks no cluster and waits for nothing: the clock is a number.
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

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/lifecycle"
)

// The exit statuses.
const (
	exitOK     = 0
	exitBroken = 2 // something could not be read or written, or wrong usage
)

func main() {
	w := world{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, width: 80,
		inputTerminal: term.IsTerminal(int(os.Stdin.Fd())),
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
	w.width = o.columns
	out := bufio.NewWriter(w.stdout)
	p := &program{world: w, options: o, out: out}
	if p.readScript() {
		for input, err := range objects.Inputs(o.inputs) {
			switch {
			case err != nil:
				p.report(err)
			case !input.Skip:
				p.read(input)
			}
		}
		if p.pods == 0 && !p.broken {
			fmt.Fprintln(p.stderr, "timeline: no Pods in the input")
		}
	}
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
	fmt.Fprintln(p.stderr, "timeline:", err)
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

// read draws the life of every Pod of one input.
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
			p.pod(input.Name, object.Pod)
		}
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
		err = p.printScript(s)
	case formatJSON:
		err = p.line(s)
	default:
		err = p.print(s)
	}
	if err != nil {
		p.report(err)
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
	err = s.picture().WriteSVG(f)
	return errors.Join(err, f.Close())
}
