package main

import (
	"time"

	"github.com/podlife/podlife/examples/internal/command"
)

// options are what the arguments ask for.
type options struct {
	check  bool
	json   bool
	now    time.Time
	inputs []string
}

const usage = `explain says why Pods are where they are. It asks no cluster.

usage: explain [flags] [FILE | FOLDER | -]...

  kubectl get pods -A -o json | explain       all Pods of a cluster
  explain pods.json nodes.yaml dump/          files and folders
  explain -o json dump/ | jq .nextAttempts    for programs
  explain -check dump/                        does every phase follow from the statuses?

flags:
`

const usageMore = `
Input is JSON or YAML, told apart by content: a Pod, a List, the answer of a
kubelet's /pods, an array, or many documents one after the other. Objects that
are no Pods are passed over. Of a folder, all files are read, those of folders
in it too, except names that begin with a dot and files that look like neither.
Items of a JSON list are read one by one; a YAML document is read as a whole.

The table has the columns of kubectl, as it would print them, and two more:
  PHASE    what the kubelet would report now, going by the container statuses;
           with a ! where the Pod records another phase (see -check)
  OUTCOME  what became of the work of the main containers
and, for Pods that are not simply ready or done, the reasons, the weightiest
first. A narrow terminal shows fewer columns. No colours with NO_COLOR set.

Among the reasons stands when a container that is down is started again, or the
restart policy that keeps it down. The time is an estimate from the status
alone, for a kubelet that keeps its default sync period: it may be any moment
between the two times given. If it is past, the dump is older than the start, or
the kubelet is not at work.

Of a Pod that is being deleted it says by when the last container is killed, and
what the end waits for. A node that does not answer, or does not exist, is seen
where the input has the Nodes, all of them and before the Pods:
  kubectl get nodes,pods -A -o json | explain

-o json prints an object a line: namespace, name, phase, recordedPhase, ready,
status, restarts, age, conditions (as the kubelet would write them), outcome
{verdict, cause, container, exitCode, reason, message, final}, reasons [{cause,
container, text}], nextAttempts [{container, reason, delaySeconds, earliest,
latest}], staysDown [{container, exitCode, rule, text}], deletion {requested,
gracePeriodSeconds, by, overdue, waits [{for, names, until, text}], text}, file,
document, path. by is null where nobody can tell, deletion where nobody deletes.
nextAttempts has the earliest first; where the status tells neither a delay nor
an end, as of images that cannot be pulled, it counts from -now. staysDown has
no init containers that are done; its rule is PodPolicy, ContainerPolicy,
PodEnded or Deleted.

-check compares the phase that follows from the container statuses alone with
the one in status.phase and names the rule that explains a difference, and who
can have written it: the kubelet, a controller, or nobody (the object was edited
or never was in a cluster). With -o json, an object a line: namespace, name,
recordedPhase, computedPhase, rule, author, text, file, document, path.

Documents are counted from 0, in errors too. What cannot be read is reported on
standard error, and the rest is explained.

exit status:
  0  all read (and, with -check, every difference explained)
  1  -check found a difference that no rule explains
  2  something could not be read, or the arguments are wrong
(go run makes 1 of them all; go build the program where the difference counts.)
`

// parseOptions reads the arguments.
func parseOptions(args []string, w command.World) (options, error) {
	o := options{now: w.Clock()}
	var format string
	flags := command.NewFlags("explain", w, usage, usageMore)
	flags.OneOf(&format, "o", "`format` of the output", "table", "json")
	flags.BoolVar(&o.check, "check", false, "compare status.phase with the container statuses, and print only differences")
	flags.Time(&o.now, "now", "`time` to take for the present, like 2026-06-01T12:00:00Z (default: the clock's)")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.json = format == "json"
	var err error
	o.inputs, err = flags.Inputs()
	return o, err
}
