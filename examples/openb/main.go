// Command openb prints lists of the openb GPU trace as kubectl would print their
// nodes and Pods, for whoever reads that.
//
// Run it with -h.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/examples/internal/openb"
)

const usage = `openb prints lists of the openb GPU trace as a List of Nodes and Pods, in JSON.

usage: openb LIST.csv...

  openb openb_node_list_all_node.csv openb_pod_list_default.csv > trace.json

A part of a GPU counts as such, of all GPUs of the node together. Program capacity
reads these lists as they are, and can count it otherwise.

exit status:
  0  all read
  2  something could not be read or written; nothing is printed then
`

func main() { os.Exit(run(os.Args[1:], command.Here())) }

// run is the program. It returns the exit status.
func run(args []string, w command.World) int {
	flags := command.NewFlags("openb", w, usage, "")
	err := flags.Parse(args)
	if err == nil && flags.NArg() == 0 {
		err = errors.New("no list is named (-h for help)")
	}
	if err != nil {
		return w.Refuse("openb", err)
	}
	var items []any
	for _, name := range flags.Args() {
		more, err := read(name, w)
		if err != nil {
			return w.Refuse("openb", err)
		}
		items = append(items, more...)
	}
	enc := json.NewEncoder(w.Stdout)
	enc.SetIndent("", " ")
	if err := enc.Encode(map[string]any{"apiVersion": "v1", "kind": "List", "items": items}); err != nil {
		return w.Refuse("openb", fmt.Errorf("write: %w", err))
	}
	return command.OK
}

// read returns the objects of one list.
func read(name string, w command.World) ([]any, error) {
	f, err := objects.Input{Name: name}.Open(w.Stdin)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list, err := openb.Read(name, f, openb.Pool)
	if err != nil {
		return nil, err
	}
	var items []any
	for _, n := range list.Nodes {
		items = append(items, node{"v1", "Node", n})
	}
	for _, p := range list.Pods {
		items = append(items, pod{"v1", "Pod", p})
	}
	return items, nil
}

type node struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	*podlife.Node
}

type pod struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	*podlife.Pod
}
