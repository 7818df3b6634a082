package lifecycle

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
)

var updateBugs = flag.Bool("update-bugs", false, "write the traces of past bugs anew")

// bug is a defect that a release of Kubernetes had, as a wrong rule.
type bug struct {
	issues string // numbers of the issues or pull requests of Kubernetes
	name   string // of the golden file
	rule   string // the wrong rule in a sentence
	rules  rules
	law    Law
	pod    *podlife.Pod
	with   ExploreOptions
}

// held returns p with a finalizer, so that it is still seen after it was removed.
func held(p *podlife.Pod) *podlife.Pod {
	p.Finalizers = []string{"example.com/hold"}
	return p
}

// TestPastBugs finds each bug again, by a shortest history, and nothing where the
// rules are right.
func TestPastBugs(t *testing.T) {
	for _, b := range bugs() {
		t.Run(b.issues, func(t *testing.T) {
			o := b.with
			o.Laws = []Law{b.law}
			if o.Outside == nil {
				o.Outside = []Event{}
			}
			if _, err := explore(State{}, b.pod, o); err != nil {
				t.Fatalf("the right rules break it, too: %v", err)
			}
			unborn := State{facts: &facts{rules: &b.rules}}
			_, err := explore(unborn, b.pod, o)
			var found *Counterexample
			if !errors.As(err, &found) {
				t.Fatalf("not found: %v", err)
			}
			checkGolden(t, filepath.Join("testdata", "bugs", b.name+".txt"), b.report(found))
			t.Logf("%d events", len(found.Trace.Events))
		})
	}
}

// report tells of a bug that was found.
func (b *bug) report(found *Counterexample) string {
	var out strings.Builder
	fmt.Fprintf(&out, "Kubernetes issue %s\n", b.issues)
	fmt.Fprintf(&out, "Wrong rule: %s\n", b.rule)
	fmt.Fprintf(&out, "Law: %v\n", found.Err)
	fmt.Fprintf(&out, "Policy: %s\n\n", b.pod.Spec.RestartPolicy)
	out.WriteString(found.Trace.String())
	return out.String()
}

func checkGolden(t *testing.T, path, got string) {
	t.Helper()
	if *updateBugs {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
