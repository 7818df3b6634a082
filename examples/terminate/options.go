package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/podlife/podlife/examples/internal/objects"
)

// options are what the arguments ask for.
type options struct {
	json                bool
	svg                 string
	at                  time.Time
	grace               *int64
	preStop, shutdown   durations
	finalizers, cleanUp time.Duration
	inputs              []string
}

// never is the duration of what does not end by itself.
const never time.Duration = -1

const usage = `terminate tells how a Pod ends: what happens when after a delete request, what
the kubelet does, and by when it is over at the latest. It asks no cluster.

usage: terminate [flags] [FILE | FOLDER | -]...

  kubectl get pod web -o json | terminate
  terminate -prestop web=5s -shutdown web=3s,db=never web.yaml
  terminate -grace 0 web.yaml                 what does force do?
  terminate -shutdown never -svg end.svg web.yaml

flags:
`

const usageMore = `
Durations are like 300ms, 5s, 1m30s, or never. One without a name is for all
containers that have none of their own. By default a preStop hook that sleeps
takes its time, any other 5s, and a container ends 1s after its stop signal.
SIGKILL ends everything at once. What ends in the very moment in which its time
is up ended in time.

A Pod that is being deleted is told from its delete request on. A Pod without
any status, as in a manifest, is taken to run on a node. The grace period that
it does not name is 30s, as the API server would write.

"at the latest" is what the object alone tells, for any preStop hook and any
container, if the kubelet, the runtime and the volumes take no time.

-o json prints an object a line: namespace, name, remarks, began,
gracePeriodSeconds, outcome (Marked, Held, Removed, or Requested if it was being
deleted before), by, bySeconds, waits [{for, names, until, text}], moments
[{seconds, event, container, text, effects [{effect, container, signal,
gracePeriodSeconds}]}], containers [{name, kind, states [{state, from,
to}], endedSeconds, killed}], stage, goneSeconds (null if it stays).

exit status:
  0  all read
  2  something could not be read or written, or the arguments are wrong
`

// parseOptions reads the arguments. It prints what is wrong with them, or the
// help that was asked for.
func parseOptions(args []string, w world) (options, error) {
	o := options{finalizers: never, cleanUp: time.Second}
	var format, at string
	var grace int64
	flags := flag.NewFlagSet("terminate", flag.ContinueOnError)
	flags.SetOutput(w.stderr)
	flags.StringVar(&format, "o", "text", "`format` of the output: text or json")
	flags.StringVar(&o.svg, "svg", "", "`file` for the drawing as SVG")
	flags.StringVar(&at, "at", "", "`time` of the delete request, like 2026-06-01T12:00:00Z (default: the clock's)")
	flags.Int64Var(&grace, "grace", 0, "grace period of the delete request in `seconds` (default: the Pod's own)")
	flags.Var(&o.preStop, "prestop", "`[container=]duration` of a preStop hook; several with commas")
	flags.Var(&o.shutdown, "shutdown", "`[container=]duration` from the stop signal to the end; several with commas")
	flags.Var((*duration)(&o.finalizers), "finalizers", "`duration` from the request until finalizers are removed")
	flags.Var((*duration)(&o.cleanUp), "cleanup", "`duration` of unmounting volumes")
	flags.Usage = func() { printUsage(flags, w.stderr) }
	if len(args) > 0 && (args[0] == "-h" || args[0] == "-help" || args[0] == "--help") {
		printUsage(flags, w.stdout) // asked for, so it is output
		return o, flag.ErrHelp
	}
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	flags.Visit(func(f *flag.Flag) {
		if f.Name == "grace" {
			o.grace = &grace
		}
	})
	o.inputs = flags.Args()
	err := o.check(format, at, w)
	if err != nil {
		fmt.Fprintln(w.stderr, "terminate:", err)
	}
	return o, err
}

func (o *options) check(format, at string, w world) error {
	switch format {
	case "json":
		o.json = true
	case "text":
	default:
		return fmt.Errorf("-o %s: want text or json", format)
	}
	o.at = w.clock().UTC().Truncate(time.Second)
	if at != "" {
		var err error
		if o.at, err = time.Parse(time.RFC3339, at); err != nil {
			return fmt.Errorf("-at %s: want a time like 2026-06-01T12:00:00Z", at)
		}
	}
	switch {
	case len(o.inputs) == 0 && w.inputTerminal:
		return errors.New("no input: name a file, or pipe kubectl's output in (-h for help)")
	case len(o.inputs) == 0:
		o.inputs = []string{objects.Stdin}
	}
	return nil
}

func printUsage(flags *flag.FlagSet, out io.Writer) {
	fmt.Fprint(out, usage)
	old := flags.Output()
	flags.SetOutput(out)
	flags.PrintDefaults()
	flags.SetOutput(old)
	fmt.Fprint(out, usageMore)
}
