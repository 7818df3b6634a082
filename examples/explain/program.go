package main

import (
	"bufio"
	"errors"
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/objects"
)

// run is the program. It returns the exit status.
func run(args []string, w command.World) int {
	o, err := parseOptions(args, w)
	if err != nil {
		return w.Refuse("explain", err)
	}
	p := &program{
		World: w, options: o,
		out:      bufio.NewWriterSize(w.Stdout, 64<<10),
		progress: &progress{out: w.Stderr, clock: w.Clock, start: w.Clock(), on: w.ErrorTerminal},
	}
	p.printer = p.newPrinter()
	for input, err := range objects.Inputs(o.inputs) {
		switch {
		case err != nil:
			p.broken(err)
		case input.Skip:
			p.count.skippedFiles++
		default:
			p.read(input)
		}
		if p.writeErr != nil {
			break
		}
	}
	return p.finish()
}

// program is one run.
type program struct {
	command.World
	options
	out      *bufio.Writer
	printer  printer
	progress *progress
	count    counts
	// nodes that were read so far, by name.
	nodes map[string]*podlife.Node
	// lastBroken is what the last error was about.
	lastBroken source
	writeErr   error
}

// read explains the Pods of one input.
func (p *program) read(input objects.Input) {
	f, err := input.Open(p.Stdin)
	if err != nil {
		p.broken(err)
		return
	}
	defer f.Close()
	p.count.files++
	p.progress.begin(input)
	for o, err := range objects.Read(input.Name, p.watch(f)) {
		switch {
		case err != nil:
			p.broken(err)
		case o.Node != nil:
			p.count.others++
			p.learn(o.Node)
		case o.Pod == nil:
			p.count.others++
		default:
			p.count.pods++
			p.progress.pods = p.count.pods
			p.writeErr = p.printer.pod(o)
		}
		if p.writeErr != nil {
			return
		}
	}
}

// broken reports what could not be read.
func (p *program) broken(err error) {
	var e *objects.Error
	if !errors.As(err, &e) || e.File != p.lastBroken.File || e.Document != p.lastBroken.Document || e.Path != p.lastBroken.Path {
		p.count.broken++
	}
	if e != nil {
		p.lastBroken = source{e.File, e.Document, e.Path}
	}
	p.progress.clear()
	fmt.Fprintln(p.Stderr, "explain:", err)
}

// finish prints what is left to print and returns the exit status.
func (p *program) finish() int {
	err := p.writeErr
	if err == nil {
		err = p.printer.end()
	}
	p.progress.clear()
	if flushErr := p.out.Flush(); err == nil {
		err = flushErr
	}
	switch {
	case err != nil:
		fmt.Fprintln(p.Stderr, "explain: write:", err)
		return command.Broken
	case p.count.broken > 0:
		return command.Broken
	case p.count.pods == 0 && !p.check:
		fmt.Fprintf(p.Stderr, "explain: no Pods in %s\n", p.count.place())
		return command.OK
	case p.count.unexplained > 0:
		return exitUnexplained
	default:
		return command.OK
	}
}

// printer prints what is found, in one of the forms that options ask for.
type printer interface {
	pod(o objects.Object) error
	end() error
}

func (p *program) newPrinter() printer {
	switch {
	case p.check && p.json:
		return &checkLines{program: p, lines: newLines(p.out)}
	case p.check:
		return newCheckTable(p)
	case p.json:
		return &podLines{program: p, lines: newLines(p.out)}
	default:
		return newPodTable(p)
	}
}
