package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/podlife/podlife/examples/internal/objects"
)

// options are what the arguments ask for.
type options struct {
	format     string
	scriptFile string
	svg        string
	title      string
	conditions string
	columns    int
	inputs     []string
}

// The formats of the output.
const (
	formatText   = "text"
	formatJSON   = "json"
	formatScript = "script"
)

// Bounds of -width.
const leastWidth, mostWidth = 40, 1000

const usage = `timeline plays a script against a Pod and draws the Pod's life: what its
containers do when, what fails, what the API shows, and how it ends. It asks no
cluster.

usage: timeline [flags] [FILE | FOLDER | -]...

  timeline web.yaml                                     if all goes well
  timeline -o script web.yaml > story.json              a script to change
  timeline -script story.json -svg life.svg web.yaml    the picture of it

Stories are told in timeline/testdata; this is one of them:

  go run -C examples ./timeline -script timeline/testdata/failing-once.script.json \
    timeline/testdata/failing-once.yaml

flags:
`

const usageMore = `
The Pod is one that somebody is about to create, as JSON or YAML: the API server
gives it its defaults, or refuses it. What a cluster wrote on it does not count,
so that a Pod of kubectl's begins anew.

A script is a JSON (or YAML) object. It says what the world does to the Pod, and
leaves out what goes well and takes no time:

  {
    "start": "2026-06-01T12:00:00Z",
    "until": "5m", "scheduleAfter": "1s", "sandboxAfter": "1s",
    "containers": {
      "migrate": {"runs": [{"for": "5s"}]},
      "web": {
        "pullAfter": "3s",
        "runs": [{"for": "20s", "exitCode": 1}, {}],
        "readiness": [{"outcome": "failure", "times": 2}, {}],
        "stop": {"after": "4s"}
      }
    },
    "happenings": [{"at": "2m", "do": "delete", "gracePeriodSeconds": 10}]
  }

of the Pod: start until node scheduleAfter unschedulable volumesAfter
    mountFailures sandboxAfter sandboxFailures cleanUpAfter ip
of a container: pullAfter pullFailures pullReason pullMessage startAfter
    startFailures startReason startMessage; runs [{for, exitCode, reason,
    message}], of which the last is repeated, {} runs until it is stopped, and no
    run at all is {}, but for an init container, which succeeds at once;
    postStart and preStop {for, failed, message};
    stop {after, exitCode, ignored}; liveness, readiness and startup
    [{outcome, times, until, after}], of which the last holds on
happenings: at; do, which is one of delete evict reject exit loseContainer
    loseSandbox changeImage setCondition removeGates removeFinalizers taint
    loseNode returnNode rebootNode restartKubelet collect; gracePeriodSeconds
    container image reason message exitCode condition taints

Without a script everything starts within seconds, init containers take 3s, all
others run on, and probes succeed.

Times are those of a clock if the script has a start or the Pod a creation time,
else they count from the creation of the Pod.

-o json prints an object a line: namespace, name, start, endSeconds, summary,
remarks, refused [{seconds, index, do, error}], lanes [{container, role, spans
[{doing, from, to, run, started, ready, reason, exitCode}], marks [{seconds,
what, bad, probe, cause, signal, exitCode, reason, message}]}], bands [{name,
spans [{value, reason, from, to}]}], deletion {requestedSeconds,
deadlineSeconds, removedSeconds, requests [{seconds, cause, reason,
gracePeriodSeconds, deadlineSeconds}]}, events [{seconds, event, container,
text, effects [{effect, container}], status}].

Times there are seconds after the creation of the Pod. refused are the
happenings that could not happen; index is their place in the script. doing is
Awaiting, BackingOff, Pulling, Starting, Running, InPreStop, AwaitingTurn,
Stopping or Ended. probe is Liveness, Readiness or Startup. cause says why a
container was stopped or ended, and who deleted the Pod: Itself, Deletion,
Taint, Collector, Kubelet, Eviction, Deadline, Completion, Liveness, Startup,
PostStart, Image, Sandbox, RestartAll or Reboot. A deadline is the deletion
timestamp that the request left, that of the deletion itself the first one. A
status is that of the Pod after the event, if it is another one.

exit status:
  0  all read
  2  something could not be read or written, or the arguments are wrong
`

// parseOptions reads the arguments. It prints what is wrong with them, or the
// help that was asked for.
func parseOptions(args []string, w world) (options, error) {
	var o options
	flags := flag.NewFlagSet("timeline", flag.ContinueOnError)
	flags.SetOutput(w.stderr)
	flags.StringVar(&o.format, "o", formatText, "`format` of the output: text, json, or script for the script as JSON")
	flags.StringVar(&o.scriptFile, "script", "", "`file` with the script (default: all goes well)")
	flags.StringVar(&o.svg, "svg", "", "`file` for the drawing as SVG")
	flags.StringVar(&o.title, "title", "", "`text` above the drawing (default: the name of the Pod)")
	flags.StringVar(&o.conditions, "conditions", "", "`types` of the conditions to draw, with commas, or all\n(default: Initialized, Ready, and those that the kubelet does not own)")
	flags.IntVar(&o.columns, "width", w.width, "width of the text in `columns`")
	flags.Usage = func() { printUsage(flags, w.stderr) }
	if len(args) > 0 && (args[0] == "-h" || args[0] == "-help" || args[0] == "--help") {
		printUsage(flags, w.stdout) // asked for, so it is output
		return o, flag.ErrHelp
	}
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.inputs = flags.Args()
	err := o.check(w)
	if err != nil {
		fmt.Fprintln(w.stderr, "timeline:", err)
	}
	return o, err
}

func (o *options) check(w world) error {
	switch o.format {
	case formatText, formatJSON, formatScript:
	default:
		return fmt.Errorf("-o %s: want text, json or script", o.format)
	}
	if o.columns < leastWidth || o.columns > mostWidth {
		return fmt.Errorf("-width %d: want %d to %d", o.columns, leastWidth, mostWidth)
	}
	switch {
	case len(o.inputs) == 0 && w.inputTerminal:
		return errors.New("no input: name a file, or pipe a manifest in (-h for help)")
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
