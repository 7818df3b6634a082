package main

import (
	"os"
	"testing"
)

// FuzzRun: no cluster and no template make the program panic, and its books
// balance whatever it is given.
func FuzzRun(f *testing.F) {
	for _, path := range []string{small, more, trace, traced} {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Add(nodeA + pending + runs + huge + broken + absurd)
	f.Add(`[{"kind":"Deployment","spec":{"replicas":2,` + template + `}},null]` + nodeA)
	f.Fuzz(func(t *testing.T, input string) {
		if lines := jsonLines(t, runIn(0, input, "-o", "json", "-").Stdout); len(lines) > 0 {
			for _, problem := range problems(lines) {
				t.Error(problem)
			}
		}
		runIn(80, input, "-audit", "-")
		runIn(80, input, "-place", "-", "-replicas", "3", small)
	})
}
