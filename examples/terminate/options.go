package main

import (
	"time"

	"github.com/podlife/podlife/examples/internal/command"
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

// parseOptions reads the arguments.
func parseOptions(args []string, w command.World) (options, error) {
	o := options{finalizers: never, cleanUp: time.Second, at: w.Clock().UTC().Truncate(time.Second)}
	var format string
	var grace int64
	flags := command.NewFlags("terminate", w, usage, usageMore)
	flags.OneOf(&format, "o", "`format` of the output", "text", "json")
	flags.StringVar(&o.svg, "svg", "", "`file` for the drawing as SVG")
	flags.Time(&o.at, "at", "`time` of the delete request, like 2026-06-01T12:00:00Z (default: the clock's)")
	flags.Int64Var(&grace, "grace", 0, "grace period of the delete request in `seconds` (default: the Pod's own)")
	flags.Var(&o.preStop, "prestop", "`[container=]duration` of a preStop hook; several with commas")
	flags.Var(&o.shutdown, "shutdown", "`[container=]duration` from the stop signal to the end; several with commas")
	flags.Var((*duration)(&o.finalizers), "finalizers", "`duration` from the request until finalizers are removed")
	flags.Var((*duration)(&o.cleanUp), "cleanup", "`duration` of unmounting volumes")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.json = format == "json"
	if flags.Given("grace") {
		o.grace = &grace
	}
	var err error
	o.inputs, err = flags.Inputs()
	return o, err
}
