package probe_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
)

// vector is a line of probe.jsonl: what a worker sees round by round, and what
// the worker of a kubelet does.
type vector struct {
	Name string
	In   struct {
		Kind       string
		Spec       podlife.PodSpec
		KubeletAge time.Duration
		Rounds     []vectorRound
	}
	Want []vectorStep
}

type vectorRound struct {
	After         time.Duration
	Trigger       bool
	Same          bool
	Status        *podlife.ContainerStatus
	PodPhase      podlife.Phase
	AllRestarting bool
	Deleting      bool
	Attempts      []string
}

type vectorStep struct {
	Asked, GoesOn bool
	Verdict       string
	OnHold        bool
	Run           int32
}

// replay has a worker live through the vector.
func (v *vector) replay(step func(probe.State, time.Time, probe.Event) probe.State) []vectorStep {
	isSidecar := len(v.In.Spec.InitContainers) > 0
	c := &append(v.In.Spec.InitContainers, v.In.Spec.Containers...)[0]
	kind, spec := probe.Startup, c.StartupProbe
	switch v.In.Kind {
	case "Liveness":
		kind, spec = probe.Liveness, c.LivenessProbe
	case "Readiness":
		kind, spec = probe.Readiness, c.ReadinessProbe
	}
	at, s := podtest.Epoch(), probe.New(kind, *spec)
	start := probe.WorkerStarted{KubeletStart: at.Add(-v.In.KubeletAge), Sidecar: isSidecar}
	var status *podlife.ContainerStatus
	var out []vectorStep
	for i, r := range v.In.Rounds {
		at = at.Add(r.After)
		if !r.Same {
			status = r.Status
		}
		for _, e := range r.events(&v.In.Spec, c, status) {
			s = step(s, at, e)
		}
		switch {
		case i == 0:
			s = step(s, at, start)
		case r.Trigger:
			s = step(s, at, probe.Trigger{})
		default:
			s = step(s, at, probe.Tick{})
		}
		asked := s.Asking
		if asked {
			s = step(s, at, probe.Answered{Outcome: r.outcome()})
		}
		out = append(out, vectorStep{asked, !s.Ended, s.Verdict.String(), s.OnHold, s.Run})
		if s.Ended {
			break
		}
	}
	return out
}

// events are what the status of the round says.
func (r *vectorRound) events(spec *podlife.PodSpec, c *podlife.Container, s *podlife.ContainerStatus) []probe.Event {
	var list []probe.Event
	if r.PodPhase.IsTerminal() {
		list = append(list, probe.PodEnded{})
	}
	if r.Deleting {
		list = append(list, probe.DeletionRequested{})
	}
	switch {
	case s == nil || s.ContainerID == "" || r.PodPhase == "":
		return append(list, probe.ContainerGone{})
	case s.State.Kind == podlife.StateTerminated:
		return append(list, probe.Exited(spec, c, s.ContainerID, s.State.ExitCode, r.AllRestarting))
	case s.State.Kind != podlife.StateRunning:
		return append(list, probe.ContainerStopped{ID: s.ContainerID})
	default:
		return append(list, probe.ContainerStarted{ID: s.ContainerID, StartedAt: s.State.StartedAt, Started: s.HasStarted()})
	}
}

// outcome of the attempts. The last is made again and again.
func (r *vectorRound) outcome() probe.Result {
	var list []probe.Result
	for len(r.Attempts) > 0 && len(list) < probe.MaxAttempts {
		name := r.Attempts[min(len(list), len(r.Attempts)-1)]
		list = append(list, map[string]probe.Result{
			"Success": probe.Success, "Warning": probe.Success, "Failure": probe.Failure, "Silence": probe.Failure,
			"Error": probe.Errored,
		}[name])
	}
	return probe.FirstAnswer(list...)
}

// Workers do what those of a kubelet did. Of one that ended only that is
// compared, as its verdict is gone.
func TestVectorsProbe(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "vectors", "probe.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	line := 0
	for text := range bytes.Lines(data) {
		line++
		var v vector
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatalf("line %d: %v", line, err)
		}
		got := v.replay(func(s probe.State, at time.Time, e probe.Event) probe.State {
			s, _, err := probe.Step(s, at, e)
			if err != nil {
				t.Fatalf("line %d: %v", line, err)
			}
			return s
		})
		if last := len(v.Want) - 1; last >= 0 && !v.Want[last].GoesOn {
			v.Want[last].Verdict = probe.None.String()
		}
		if diff := cmp.Diff(v.Want, got); diff != "" {
			t.Errorf("line %d, %q (-Kubernetes +podlife):\n%s", line, v.Name, diff)
		}
	}
	if line < 100 {
		t.Errorf("only %d vectors", line)
	}
}
