package conformance

import (
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// brokenPlans are wrong versions of restart.Compute, made by giving the right one something
// else or by changing its answer.
func brokenPlans() map[string]func(PlanInput) SyncPlan {
	return map[string]func(PlanInput) SyncPlan{
		"out of memory is a success like any other": func(in PlanInput) SyncPlan {
			in.Seen.Containers = slices.Clone(in.Seen.Containers)
			for i := range in.Seen.Containers {
				in.Seen.Containers[i].Reason = ""
			}
			return ourPlan(in)
		},
		"runs of an old sandbox count": func(in PlanInput) SyncPlan {
			in.Seen.Containers = slices.Clone(in.Seen.Containers)
			for i := range in.Seen.Containers {
				in.Seen.Containers[i].SandboxID = "s0"
			}
			return ourPlan(in)
		},
		"a changed hash is not seen": func(in PlanInput) SyncPlan {
			in.Seen.Containers = slices.Clone(in.Seen.Containers)
			for i := range in.Seen.Containers {
				in.Seen.Containers[i].Hash = 0
			}
			return ourPlan(in)
		},
		"a lost sandbox is always made again": func(in PlanInput) SyncPlan {
			out := ourPlan(in)
			out.CreateSandbox = out.CreateSandbox || out.KillPod && out.SandboxID != ""
			return out
		},
		"a liveness probe waits for the startup probe": func(in PlanInput) SyncPlan {
			in.Seen.Containers = slices.Clone(in.Seen.Containers)
			for i := range in.Seen.Containers {
				if r := &in.Seen.Containers[i]; r.Startup != "Success" {
					r.Liveness = ""
				}
			}
			return ourPlan(in)
		},
		"a deleted Pod is planned like any other": func(in PlanInput) SyncPlan {
			in.Pod = in.Pod.Clone()
			in.Pod.DeletionTimestamp = time.Time{}
			return ourPlan(in)
		},
		"who asked for the restart of all is removed first": func(in PlanInput) SyncPlan {
			out := ourPlan(in)
			slices.Reverse(out.Reset)
			return out
		},
	}
}

// brokenDecisions are wrong versions of restart.Decide and its like.
func brokenDecisions() map[string]func(DecideInput) []Decision {
	return map[string]func(DecideInput) []Decision{
		"an init container that completed follows its policy": func(in DecideInput) []Decision {
			out := ourDecisions(in)
			for i := range out {
				if out[i].Action == "Stay" && out[i].Again {
					out[i].Action = "Restart"
				}
			}
			return out
		},
		"no rule restarts all": func(in DecideInput) []Decision {
			out := ourDecisions(in)
			for i := range out {
				if out[i].Action == "RestartAll" {
					out[i].Action = "Restart"
				}
			}
			return out
		},
		"an unknown policy is Never": func(in DecideInput) []Decision {
			if p := in.Spec.RestartPolicy; p != podlife.RestartPolicyAlways && p != podlife.RestartPolicyOnFailure {
				in.Spec.RestartPolicy = podlife.RestartPolicyNever
			}
			return ourDecisions(in)
		},
	}
}

// brokenBackoffs are wrong versions of restart.Backoff.
func brokenBackoffs() map[string]func(BackoffInput) []BackoffStep {
	return map[string]func(BackoffInput) []BackoffStep{
		"the delay counts from the attempt": func(in BackoffInput) []BackoffStep {
			in.Events = slices.Clone(in.Events)
			for i := range in.Events {
				in.Events[i].At = 0
			}
			return ourBackoff(in)
		},
		"old entries are not collected": func(in BackoffInput) []BackoffStep {
			in.Events = slices.Clone(in.Events)
			for i := range in.Events {
				if in.Events[i].Do == "collect" {
					in.Events[i] = BackoffEvent{After: in.Events[i].After, Do: "nothing"}
				}
			}
			return ourBackoff(BackoffInput{in.Node, in.Max, mergeNothing(in.Events)})
		},
		"a reduced maximum is 60 s": func(in BackoffInput) []BackoffStep {
			if in.Node == "reduced maximum" {
				in.Max = min(in.Max, restart.ReducedDefault().Max)
			}
			return ourBackoff(in)
		},
	}
}

// mergeNothing leaves out events that do nothing, but not their time.
func mergeNothing(events []BackoffEvent) (out []BackoffEvent) {
	var passed time.Duration
	for _, e := range events {
		if passed += e.After; e.Do == "nothing" {
			continue
		}
		e.After, passed = passed, 0
		out = append(out, e)
	}
	return out
}

// Wrong versions are caught by the default number of cases, and by the vectors.
func TestBrokenRestart(t *testing.T) {
	checkCaught(t, planArea, brokenPlans())
	checkCaught(t, decideArea, brokenDecisions())
	checkCaught(t, backoffArea, brokenBackoffs())
}

// checkCaught fails t for each wrong rule that no vector or no random case catches.
func checkCaught[In, Out any](t *testing.T, area func() *Area[In, Out], broken map[string]func(In) Out) {
	for name, wrong := range broken {
		t.Run(name, func(t *testing.T) {
			a := area()
			caught := 0
			for _, v := range vectorsOf(t, a) {
				if !reflect.DeepEqual(wrong(v.In), v.Want) {
					caught++
				}
			}
			if caught == 0 {
				t.Error("no vector catches it")
			}
			a.Ours = wrong
			s := a.Run(Budget{Seed: 1, Cases: 20_000})
			if s.Disagreement == "" {
				t.Error("no random case catches it")
			}
			t.Logf("caught by case %d, and by %d vectors\n%s", s.Cases, caught, s.Disagreement)
		})
	}
}

func vectorsOf[In, Out any](t *testing.T, a *Area[In, Out]) []Vector[In, Out] {
	data, err := os.ReadFile("../../testdata/vectors/" + a.Name + ".jsonl")
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := a.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return vectors
}
