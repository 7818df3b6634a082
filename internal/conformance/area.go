package conformance

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Area is a question that both podlife and Kubernetes answer.
type Area[In, Out any] struct {
	// Name of the area, and of its file of vectors.
	Name string
	// Gen draws what is asked about. It should reach every branch of both sides.
	Gen *rapid.Generator[In]
	// Ours is podlife's answer. It must not change its argument.
	Ours func(In) Out
	// Theirs is Kubernetes' answer in podlife's types. Calls never overlap.
	Theirs func(In) Out
	// Pod is the Pod that a disagreement is about, to look at by itself. Nil: In has none.
	Pod func(In) *podlife.Pod
	// Vectors says which cases become test vectors. Nil: none.
	Vectors *Vectors[In, Out]
}

// Runner is an [Area] of any types.
type Runner interface {
	// Title is the name of the area.
	Title() string
	// Run compares the answers case by case until the budget is used up or two differ.
	Run(Budget) Summary
	// Write returns the lines of the area's file of vectors, or nil if it has none.
	Write() ([]byte, error)
	// Verify asks Kubernetes again about every line of the area's file of vectors.
	Verify(data []byte) error
}

// Budget says how much to compare.
type Budget struct {
	// Seed of the first case; each case has the seed after the one before. At least 1.
	Seed int
	// Cases to compare. 0: as many as Time allows.
	Cases int
	// Time to spend, looked at between cases. 0: no limit.
	Time time.Duration
}

// Summary says what a run has found.
type Summary struct {
	// Area that was run.
	Area string
	// Cases that were compared.
	Cases int
	// Took is how long that took.
	Took time.Duration
	// Disagreement is what is wrong, empty if nothing is.
	Disagreement string
}

func (s Summary) String() string {
	verdict := "no disagreement"
	if s.Disagreement != "" {
		verdict = "DISAGREEMENT"
	}
	return fmt.Sprintf("%-12s %9d cases %8.1fs  %s", s.Area, s.Cases, s.Took.Seconds(), verdict)
}

// Title is the name of the area.
func (a *Area[In, Out]) Title() string { return a.Name }

// Run compares the answers case by case until the budget is used up or two differ.
func (a *Area[In, Out]) Run(b Budget) Summary {
	start := time.Now()
	s := Summary{Area: a.Name}
	for ; b.Cases == 0 || s.Cases < b.Cases; s.Cases++ {
		if b.Time > 0 && time.Since(start) > b.Time {
			break
		}
		if seed := b.Seed + s.Cases; !a.agree(a.Gen.Example(seed)) {
			s.Disagreement = a.explain(seed)
			s.Cases++
			break
		}
	}
	s.Took = time.Since(start)
	return s
}

// agree reports whether both sides give the same answer.
func (a *Area[In, Out]) agree(in In) bool {
	return reflect.DeepEqual(a.Theirs(in), a.Ours(in))
}

// explain describes the smallest case that shrinking makes of the one with that seed.
func (a *Area[In, Out]) explain(seed int) string {
	in := shrink(a.Gen, seed, func(in In) bool { return !a.agree(in) })
	var out strings.Builder
	fmt.Fprintf(&out, "%s: podlife and Kubernetes disagree\n", a.Name)
	fmt.Fprintf(&out, "again: go test -run TestAreas/%s . -cases 1 -seed %d\n", a.Name, seed)
	fmt.Fprintf(&out, "input: %s\n", asJSON(in))
	if a.Pod != nil {
		fmt.Fprintf(&out, "its Pod alone, for examples/explain: %s\n", asJSON(a.Pod(in)))
	}
	fmt.Fprintf(&out, "answers (-Kubernetes +podlife):\n%s", cmp.Diff(a.Theirs(in), a.Ours(in)))
	return out.String()
}

// asJSON is v on one line, or why it has no JSON.
func asJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("%+v (%v)", v, err)
	}
	return string(data)
}
