// Command explain says why Pods are where they are. It reads what kubectl
// prints, asks no cluster, and works as well on a dump of last year.
//
// Run it with -h.
package main

import (
	"os"

	"github.com/podlife/podlife/examples/internal/command"
)

// exitUnexplained is the exit status if -check found a difference that no rule
// explains.
const exitUnexplained = 1

func main() { os.Exit(run(os.Args[1:], command.Here())) }
