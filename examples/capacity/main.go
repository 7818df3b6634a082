// Command capacity says which Pods find a node in a cluster and how full it gets.
// It reads what kubectl prints and asks no cluster.
//
// Run it with -h.
package main

import (
	"os"

	"github.com/podlife/podlife/examples/internal/command"
)

// exitNoRoom is the exit status if some Pod finds no node.
const exitNoRoom = 1

func main() { os.Exit(run(os.Args[1:], command.Here())) }
