package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/probe"
)

// options are what the arguments ask for.
type options struct {
	json   bool
	inputs []string
	// single is the container of a probe made from flags. Nil: read inputs.
	single *subject
}

const usage = `probes says how long a container's probes take to notice that it works, that it
broke, that it works again. It asks no cluster.

usage: probes [flags] [FILE | FOLDER | -]...      every container of these Pods
       probes -kind KIND [flags]                  one probe, from flags

  kubectl get pod web -o json | probes
  probes web.yaml
  probes -kind liveness -period 5 -failure 2
  probes -kind startup -delay 10 -period 10 -failure 30

flags:
`

const usageMore = `
A number left at 0 is the default that the API server would write.

"at least" and "at most" are the best bounds there are, for a container that
answers as it is, within the timeout. Times from the start count from startedAt
in the container's status, which is in whole seconds; the kubelet's own delays,
mostly below a second, come on top. A restart follows the end of the container
at once or after the crash-loop back-off.

The two timelines are examples: of a container that breaks and hangs for good,
and of one that recovers. Good answers take no time there, bad ones the whole
timeout, and the rounds begin with the container.

-o json prints an object a line: pod, container, problems, and the times in
seconds as {"atLeast": 1, "atMost": 2}, or null for what never happens.

exit status:
  0  all read
  2  something could not be read, or the arguments are wrong
`

// parseOptions reads the arguments.
func parseOptions(args []string, w command.World) (options, error) {
	var o options
	var format, kind string
	var numbers [5]int
	var grace int64
	flags := command.NewFlags("probes", w, usage, usageMore)
	flags.OneOf(&format, "o", "`format` of the output", "text", "json")
	flags.StringVar(&kind, "kind", "", "`kind` of a probe made from the flags below: liveness, readiness or startup")
	flags.IntVar(&numbers[0], "delay", 0, "initialDelaySeconds")
	flags.IntVar(&numbers[1], "period", 0, "periodSeconds (default 10)")
	flags.IntVar(&numbers[2], "timeout", 0, "timeoutSeconds (default 1)")
	flags.IntVar(&numbers[3], "success", 0, "successThreshold (default 1)")
	flags.IntVar(&numbers[4], "failure", 0, "failureThreshold (default 3)")
	flags.Int64Var(&grace, "grace", 30, "terminationGracePeriodSeconds of the Pod")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.json = format == "json"
	switch {
	case kind == "":
		if err := onlyWithKind(flags); err != nil {
			return o, err
		}
		var err error
		o.inputs, err = flags.Inputs()
		return o, err
	case flags.NArg() > 0:
		return o, errors.New("-kind describes a probe, and a file does too: which of them?")
	default:
		return o, o.one(kind, numbers, grace)
	}
}

// one makes the container of a probe from flags.
func (o *options) one(kind string, numbers [5]int, grace int64) error {
	for _, n := range numbers {
		if n < 0 || n > 1<<31-1 {
			return fmt.Errorf("%d: want a number of seconds or times, from 0 to %d", n, 1<<31-1)
		}
	}
	if grace < 0 {
		return fmt.Errorf("-grace %d: want at least 0", grace)
	}
	spec := &podlife.Probe{
		ProbeHandler:        podlife.ProbeHandler{TCPSocket: &podlife.TCPSocketAction{Port: podlife.Port{Number: 80}}},
		InitialDelaySeconds: int32(numbers[0]), PeriodSeconds: int32(numbers[1]), TimeoutSeconds: int32(numbers[2]),
		SuccessThreshold: int32(numbers[3]), FailureThreshold: int32(numbers[4]),
	}
	s := subject{name: "a container with this " + kind + " probe", grace: grace, abstract: true}
	k := probe.Liveness
	switch kind {
	case "liveness":
		s.container.LivenessProbe = spec
	case "readiness":
		k, s.container.ReadinessProbe = probe.Readiness, spec
	case "startup":
		k, s.container.StartupProbe = probe.Startup, spec
	default:
		return fmt.Errorf("-kind %s: want liveness, readiness or startup", kind)
	}
	if err := probe.Validate(k, spec, kind+"Probe"); err != nil {
		s.problems, s.refused = strings.Split(err.Error(), "\n"), true
	}
	o.single = &s
	return nil
}

// onlyWithKind reports a flag that would be ignored.
func onlyWithKind(flags *command.Flags) error {
	var err error
	flags.Visit(func(f *flag.Flag) {
		if f.Name != "o" && err == nil {
			err = fmt.Errorf("-%s needs -kind", f.Name)
		}
	})
	return err
}
