package main

import (
	"fmt"

	"github.com/podlife/podlife/examples/internal/command"
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

// parseOptions reads the arguments.
func parseOptions(args []string, w command.World) (options, error) {
	var o options
	flags := command.NewFlags("timeline", w, usage, usageMore)
	flags.OneOf(&o.format, "o", "`format` of the output", formatText, formatJSON, formatScript)
	flags.StringVar(&o.scriptFile, "script", "", "`file` with the script (default: all goes well)")
	flags.StringVar(&o.svg, "svg", "", "`file` for the drawing as SVG")
	flags.StringVar(&o.title, "title", "", "`text` above the drawing (default: the name of the Pod)")
	flags.StringVar(&o.conditions, "conditions", "", "`types` of the conditions to draw, with commas, or all\n(default: Initialized, Ready, and those that the kubelet does not own)")
	flags.IntVar(&o.columns, "width", w.Columns(), "width of the text in `columns`")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.columns < leastWidth || o.columns > mostWidth {
		return o, fmt.Errorf("-width %d: want %d to %d", o.columns, leastWidth, mostWidth)
	}
	var err error
	o.inputs, err = flags.Inputs()
	return o, err
}
