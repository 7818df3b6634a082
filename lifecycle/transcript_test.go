package lifecycle_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
)

var updateLives = flag.Bool("update-lives", false, "write the transcripts of lives anew")

// transcript writes down a life: each event with its time, what is asked for after
// it (>), and what it changed of the object (=).
type transcript struct {
	t     *testing.T
	state lifecycle.State
	text  strings.Builder
	lines []string // of the object
	now   time.Duration
}

// at has events happen, all after that time.
func (s *transcript) at(after time.Duration, events ...lifecycle.Event) {
	s.t.Helper()
	if after < s.now {
		s.t.Fatalf("%v is over", after)
	}
	s.now = after
	for _, e := range events {
		fmt.Fprintf(&s.text, "%v %s\n", after, brief(e))
		next, effects, err := lifecycle.Step(s.state, podtest.Epoch().Add(after), e)
		if err != nil {
			s.text.WriteString("  refused\n")
			continue
		}
		s.state = next
		for _, effect := range effects {
			fmt.Fprintf(&s.text, "  > %s\n", brief(effect))
		}
		before := s.lines
		s.lines = objectLines(next)
		for _, line := range s.lines {
			if !slices.Contains(before, line) {
				fmt.Fprintf(&s.text, "  = %s\n", line)
			}
		}
	}
}

// tick lets time pass until it has asked to be woken n times.
func (s *transcript) tick(n int) {
	s.t.Helper()
	for range n {
		s.at(s.state.WakeAt().Sub(podtest.Epoch()), lifecycle.Tick{})
	}
}

// start answers what the start of a container asks for.
func (s *transcript) start(after time.Duration, containers ...string) {
	for _, name := range containers {
		s.at(after, start(name)...)
	}
}

// note writes why what follows is done.
func (s *transcript) note(text string) { fmt.Fprintf(&s.text, "# %s\n", text) }

// brief is an event or an effect in a line: its name and the fields that are set.
func brief(x any) string {
	v := reflect.Indirect(reflect.ValueOf(x))
	return strings.TrimPrefix(v.Type().String(), "lifecycle.") + briefFields(v)
}

func briefFields(v reflect.Value) string {
	out := ""
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		if f.IsZero() {
			continue
		}
		f = reflect.Indirect(f)
		switch x := f.Interface().(type) {
		case podlife.Pod:
			out += " " + x.Name
		case time.Time:
			out += " " + sinceEpoch(x)
		case []podlife.Taint:
			for _, taint := range x {
				out += fmt.Sprintf(" %s:%s", taint.Key, taint.Effect)
			}
		case fmt.Stringer:
			out += fmt.Sprintf(" %v", x)
		default:
			if f.Kind() == reflect.Struct {
				out += " " + name + "{" + strings.TrimPrefix(briefFields(f), " ") + "}"
			} else {
				out += fmt.Sprintf(" %v", x)
			}
		}
	}
	return out
}

func sinceEpoch(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Sub(podtest.Epoch()).String()
}

// objectLines is what the API shows of a Pod, a fact a line.
func objectLines(s lifecycle.State) []string {
	p := s.Pod()
	if p == nil {
		return []string{fmt.Sprintf("%v, and no object", s.Stage())}
	}
	st := &p.Status
	out := []string{
		strings.TrimSpace(fmt.Sprintf("%v: %s %s %s", s.Stage(), st.Phase, st.Reason, st.Message)),
		fmt.Sprintf("generation %d, observed %d, started %s, IP %q, nominated %q", p.Generation, st.ObservedGeneration, sinceEpoch(st.StartTime), st.PodIP, st.NominatedNodeName),
	}
	if p.IsDeleted() {
		out = append(out, fmt.Sprintf("deleted by %s, grace %d s, held by %v", sinceEpoch(p.DeletionTimestamp), *p.DeletionGracePeriodSeconds, p.Finalizers))
	}
	for _, c := range st.Conditions {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s since %s %s %s", c.Type, c.Status, sinceEpoch(c.LastTransitionTime), c.Reason, c.Message)))
	}
	for _, list := range [][]podlife.ContainerStatus{st.InitContainerStatuses, st.ContainerStatuses, st.EphemeralContainerStatuses} {
		for i := range list {
			c := &list[i]
			line := fmt.Sprintf("%s: %s, %d restarts", c.Name, stateLine(&c.State), c.RestartCount)
			if c.LastTerminationState.Kind != podlife.StateUnset {
				line += ", last " + stateLine(&c.LastTerminationState)
			}
			if c.Started != nil && *c.Started {
				line += ", started"
			}
			if c.Ready {
				line += ", ready"
			}
			out = append(out, line)
		}
	}
	return out
}

func stateLine(c *podlife.ContainerState) string {
	out := fmt.Sprintf("%v %s", c.Kind, c.Reason)
	switch c.Kind {
	case podlife.StateRunning:
		out += "since " + sinceEpoch(c.StartedAt)
	case podlife.StateTerminated:
		out += fmt.Sprintf(" %d at %s", c.ExitCode, sinceEpoch(c.FinishedAt))
	}
	if c.Message != "" {
		out += fmt.Sprintf(" %q", c.Message)
	}
	return strings.ReplaceAll(strings.TrimSpace(out), "  ", " ")
}

// TestLives holds lives that a reader can follow, event by event.
func TestLives(t *testing.T) {
	for _, l := range lives() {
		t.Run(l.name, func(t *testing.T) {
			p := &podlife.Pod{Spec: l.spec}
			p.Name, p.Namespace, p.UID, p.Generation = "web-1", "default", "uid-1", 1
			p.Finalizers, p.Annotations = l.finalizers, l.annotations
			s := &transcript{t: t}
			s.note(l.about)
			s.at(0, lifecycle.Created{Pod: p})
			if p.Spec.NodeName != "" && !l.early {
				s.at(0, lifecycle.VolumesMounted{}, lifecycle.SandboxCreated{IP: "10.0.0.1"})
			}
			l.tell(s)
			path := filepath.Join("testdata", "lives", l.name+".txt")
			if *updateLives {
				if err := os.WriteFile(path, []byte(s.text.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(s.text.String(), "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
}
