// Command openb prints lists of the openb GPU trace as kubectl would print their
// nodes and Pods, for whoever reads that.
//
//	openb openb_node_list_all_node.csv openb_pod_list_default.csv > trace.json
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/openb"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run prints the lists in files, and returns the exit status: 2 if one cannot be
// read, or the output not be written.
func run(files []string, out, errs io.Writer) int {
	if len(files) == 0 || files[0] == "-h" || files[0] == "--help" {
		fmt.Fprintln(errs, "usage: openb LIST.csv...\nprints lists of the openb trace as a List of Nodes and Pods, in JSON")
		return 2
	}
	var items []any
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			fmt.Fprintln(errs, "openb:", err)
			return 2
		}
		list, err := openb.Read(file, bytes.NewReader(data), openb.Pool)
		if err != nil {
			fmt.Fprintln(errs, err)
			return 2
		}
		for _, n := range list.Nodes {
			items = append(items, node{"v1", "Node", n})
		}
		for _, p := range list.Pods {
			items = append(items, pod{"v1", "Pod", p})
		}
	}
	enc := json.NewEncoder(out)
	enc.SetIndent("", " ")
	if err := enc.Encode(map[string]any{"apiVersion": "v1", "kind": "List", "items": items}); err != nil {
		fmt.Fprintln(errs, "openb: write:", err)
		return 2
	}
	return 0
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
