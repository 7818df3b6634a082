package restart_test

import (
	"cmp"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/restart"
)

func TestVectorsDecide(t *testing.T) {
	type input struct {
		Spec     podlife.PodSpec
		ExitCode int32
	}
	type decision struct {
		Name   string
		Again  bool
		Rule   podlife.ContainerRestartRuleAction
		Action string
	}
	err := lawtest.Vectors("decide", func(in input) (out []decision) {
		for _, list := range [][]podlife.Container{in.Spec.InitContainers, in.Spec.Containers} {
			for i := range list {
				c := &list[i]
				out = append(out, decision{
					Name:   c.Name,
					Again:  restart.ByPolicy(&in.Spec, c, in.ExitCode) != restart.Stay,
					Rule:   restart.RuleAction(c, in.ExitCode),
					Action: restart.Decide(&in.Spec, c, in.ExitCode).String(),
				})
			}
		}
		return out
	})
	if err != nil {
		t.Error(err)
	}
}

func TestVectorsBackoff(t *testing.T) {
	type input struct {
		Node   string
		Max    time.Duration
		Events []struct {
			Do        string
			After, At time.Duration
		}
	}
	type step struct {
		Waits   bool
		RetryAt time.Time
		Message string
	}
	p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default", UID: "1"}}
	err := lawtest.Vectors("backoff", func(in input) (out []step) {
		rule := restart.NodeMaximum(in.Max)
		switch in.Node {
		case "reduced":
			rule = restart.ReducedDefault()
		case "reduced maximum":
			rule = restart.ReducedNodeMaximum(in.Max)
		}
		var entry restart.Entry
		var ended time.Time
		now := epoch
		for _, e := range in.Events {
			now = now.Add(e.After)
			switch e.Do {
			case "end":
				ended = now.Add(e.At)
			case "forget":
				ended = time.Time{}
			case "collect":
				entry = rule.Collect(entry, now)
			default:
				next, retry := rule.Step(entry, ended, now)
				s := step{Waits: !retry.IsZero(), RetryAt: retry}
				if s.Waits {
					s.Message = entry.Message(p, "app")
				}
				entry, out = next, append(out, s)
			}
		}
		return out
	})
	if err != nil {
		t.Error(err)
	}
}

// seen is what a vector says of an Observed.
type seen struct {
	Sandboxes  []restart.Sandbox
	Containers []struct {
		ID, Name, SandboxID string
		State               string
		ExitCode            int32
		Reason, Image       string
		Hash                uint64
		Startup, Liveness   string
	}
	RestartAll bool
}

func (s *seen) observed() restart.Observed {
	states := map[string]restart.RuntimeState{
		"unknown": restart.StateUnknown, "created": restart.StateCreated, "running": restart.StateRunning, "exited": restart.StateExited,
	}
	verdicts := map[string]restart.Verdict{"Success": restart.VerdictSuccess, "Failure": restart.VerdictFailure}
	out := restart.Observed{Sandboxes: s.Sandboxes, RestartAll: s.RestartAll}
	for _, c := range s.Containers {
		out.Containers = append(out.Containers, restart.RuntimeStatus{
			ID: c.ID, Name: c.Name, SandboxID: c.SandboxID, State: states[c.State], ExitCode: c.ExitCode, Reason: c.Reason,
			Image: c.Image, Hash: c.Hash, Startup: verdicts[c.Startup], Liveness: verdicts[c.Liveness],
		})
	}
	return out
}

func TestVectorsPlan(t *testing.T) {
	type input struct {
		Pod  *podlife.Pod
		Seen seen
	}
	type kill struct{ ID, Name, Message, Reason string }
	type reset struct {
		ID, Name string
		Kill     bool
	}
	type plan struct {
		Synced, KillPod, CreateSandbox bool
		SandboxID                      string
		Attempt                        uint32
		SandboxFault                   string
		Ephemeral, Init, Main          []int
		Kill                           []kill
		Reset                          []reset
	}
	faults := map[restart.Reason]string{
		restart.ReasonNoSandbox:       "no pod sandbox exists",
		restart.ReasonManySandboxes:   "multiple pod sandboxes are ready and need to be reconciled",
		restart.ReasonSandboxNotReady: "pod sandbox is not ready",
		restart.ReasonNetworkChanged:  "network namespace mode changed and sandbox needs to be recreated",
		restart.ReasonNoIP:            "pod sandbox has no IP address",
	}
	err := lawtest.Vectors("plan", func(in input) plan {
		a := restart.Compute(in.Pod, in.Seen.observed())
		out := plan{
			Synced:  reflect.DeepEqual(a, restart.Plan(in.Pod, in.Seen.observed())),
			KillPod: a.KillPod, CreateSandbox: a.CreateSandbox, SandboxID: a.SandboxID, Attempt: a.Attempt, SandboxFault: faults[a.Reason],
			Ephemeral: a.EphemeralContainersToStart, Init: a.InitContainersToStart, Main: a.ContainersToStart,
		}
		for _, k := range a.ContainersToKill {
			out.Kill = append(out.Kill, kill{k.ID, k.Name, k.Message(), string(k.KillReason())})
		}
		slices.SortFunc(out.Kill, func(a, b kill) int { return cmp.Compare(a.ID, b.ID) })
		for _, r := range a.ContainersToReset {
			out.Reset = append(out.Reset, reset(r))
		}
		return out
	})
	if err != nil {
		t.Error(err)
	}
}
