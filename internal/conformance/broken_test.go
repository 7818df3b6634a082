package conformance

import (
	"os"
	"slices"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// broken are wrong versions of phase.Project, made by giving the right one something else.
func broken() map[string]func(PhaseInput) podlife.Phase {
	project := func(in PhaseInput) podlife.Phase { return phase.Project(&in.Spec, in.Statuses, phase.View(in.View)) }
	return map[string]func(PhaseInput) podlife.Phase{
		"running goes before unknown": func(in PhaseInput) podlife.Phase {
			in.Spec.Containers = slices.DeleteFunc(slices.Clone(in.Spec.Containers), func(c podlife.Container) bool {
				return podlife.FindStatus(in.Statuses, c.Name) == nil && anyRunning(in)
			})
			return project(in)
		},
		"a sidecar's exit code counts": func(in PhaseInput) podlife.Phase {
			if got := project(in); got != podlife.PodSucceeded || !sidecarFailed(in) {
				return got
			}
			return podlife.PodFailed
		},
		"who once ran never waits again": func(in PhaseInput) podlife.Phase {
			in.Statuses = slices.Clone(in.Statuses)
			for i := range in.Statuses {
				if s := &in.Statuses[i]; s.State.Kind == podlife.StateWaiting && s.RestartCount > 0 {
					s.LastTerminationState = podlife.Terminated(1, "Error")
				}
			}
			return project(in)
		},
		"a static Pod ends like any other": func(in PhaseInput) podlife.Phase {
			in.View.Static = false
			return project(in)
		},
		"rules hold without a policy beside them": func(in PhaseInput) podlife.Phase {
			in.Spec.Containers = slices.Clone(in.Spec.Containers)
			for i := range in.Spec.Containers {
				if c := &in.Spec.Containers[i]; c.RestartPolicy == "" {
					c.RestartPolicy = in.Spec.RestartPolicy
				}
			}
			return project(in)
		},
		"a waiting container that exited with 0 succeeded": func(in PhaseInput) podlife.Phase {
			in.Statuses = slices.Clone(in.Statuses)
			for i := range in.Statuses {
				if s := &in.Statuses[i]; s.State.Kind == podlife.StateWaiting && s.LastTerminationState.Kind == podlife.StateTerminated {
					s.State = s.LastTerminationState
				}
			}
			return project(in)
		},
	}
}

func anyRunning(in PhaseInput) bool {
	return slices.ContainsFunc(in.Statuses, func(s podlife.ContainerStatus) bool { return s.State.Kind == podlife.StateRunning })
}

func sidecarFailed(in PhaseInput) bool {
	return slices.ContainsFunc(in.Spec.InitContainers, func(c podlife.Container) bool {
		s := podlife.FindStatus(in.Statuses, c.Name)
		return c.IsSidecar() && s != nil && s.State.Failed()
	})
}

// Wrong versions of Project are caught by the default number of cases, and by the vectors.
func TestBroken(t *testing.T) {
	data, err := os.ReadFile("../../testdata/vectors/phase.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := phaseArea().Read(data)
	if err != nil {
		t.Fatal(err)
	}
	for name, wrong := range broken() {
		t.Run(name, func(t *testing.T) {
			area := phaseArea()
			area.Ours = wrong
			s := area.Run(Budget{Seed: 1, Cases: 20_000})
			if s.Disagreement == "" {
				t.Error("no random case catches it")
			}
			caught := 0
			for _, v := range vectors {
				if wrong(v.In) != v.Want {
					caught++
				}
			}
			if caught == 0 {
				t.Error("no vector catches it")
			}
			t.Logf("caught by case %d, and by %d of %d vectors\n%s", s.Cases, caught, len(vectors), s.Disagreement)
		})
	}
}
