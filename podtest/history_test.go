package podtest_test

import (
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// podsOf returns the Pods of a history.
func podsOf(history []podtest.Change) []*podlife.Pod {
	out := make([]*podlife.Pod, len(history))
	for i := range history {
		out[i] = history[i].Pod
	}
	return out
}

// wellFormed is the law of what a watch delivers, whatever the Pods are.
func wellFormed(t *rapid.T, history []podtest.Change) {
	version, at := 0, time.Time{}
	for i, c := range history {
		want := podtest.Modified
		switch {
		case i == 0:
			want = podtest.Added
		case c.Type == podtest.Deleted && i == len(history)-1:
			want = podtest.Deleted
		}
		if c.Type != want {
			t.Fatalf("change %d of %d is %s", i+1, len(history), c.Type)
		}
		now, err := strconv.Atoi(c.Pod.ResourceVersion)
		if err != nil || now <= version {
			t.Fatalf("resource version %q after %d", c.Pod.ResourceVersion, version)
		}
		if c.At.Before(at) {
			t.Fatalf("time went back from %v to %v", at, c.At)
		}
		if i > 0 && c.Type == podtest.Modified {
			before, after := history[i-1].Pod.Clone(), c.Pod.Clone()
			before.ResourceVersion, after.ResourceVersion = "", ""
			if reflect.DeepEqual(before, after) {
				t.Fatalf("change %d tells nothing new", i+1)
			}
		}
		version, at = now, c.At
	}
	if len(history) == 0 {
		t.Fatal("nothing happened")
	}
}

func TestHistoriesAreWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { wellFormed(t, podtest.History().Draw(t, "history")) })
}

// TestWellFormedCatches shows that the law of what a watch delivers can fail.
func TestWellFormedCatches(t *testing.T) {
	for name, breakIt := range map[string]func([]podtest.Change) []podtest.Change{
		"nothing":     func([]podtest.Change) []podtest.Change { return nil },
		"not added":   func(h []podtest.Change) []podtest.Change { return h[1:] },
		"added twice": func(h []podtest.Change) []podtest.Change { h[1].Type = podtest.Added; return h },
		"goes on":     func(h []podtest.Change) []podtest.Change { h[1].Type = podtest.Deleted; return h },
		"told twice": func(h []podtest.Change) []podtest.Change {
			h[2].Pod = h[1].Pod.Clone()
			h[2].Pod.ResourceVersion = "1000000"
			return h[:3]
		},
		"same version": func(h []podtest.Change) []podtest.Change {
			h[1].Pod.ResourceVersion = h[0].Pod.ResourceVersion
			return h
		},
		"time goes back": func(h []podtest.Change) []podtest.Change { h[1].At = h[0].At.Add(-time.Second); return h },
	} {
		t.Run(name, func(t *testing.T) {
			lawtest.Catches(t, func(t *rapid.T) {
				h := podtest.History().Draw(t, "history")
				if len(h) < 4 {
					t.Skip("too short")
				}
				wellFormed(t, breakIt(h))
			})
		})
	}
}

func TestHistoriesObeyTheLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		podtest.CheckHistory(t, podsOf(podtest.History().Draw(t, "history")))
	})
}

func TestHistoriesSurviveJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, p := range podsOf(podtest.History().Draw(t, "history")) {
			if err := survivesJSON(p); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A history is of the Pod that was given, which stays as it is; and no two changes
// share memory.
func TestHistoryOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given, err := lifecycle.Admit(podtest.Unbound("web").Draw(t, "pod"), lifecycle.AdmitOptions{UID: "uid-web"}, podtest.Epoch())
		if err != nil {
			t.Fatal(err)
		}
		before := given.Clone()
		history := podtest.HistoryOf(given).Draw(t, "history")
		podtest.CheckHistory(t, podsOf(history))
		if history[0].Pod.UID != given.UID {
			t.Fatalf("a history of %s", history[0].Pod.UID)
		}
		last := history[len(history)-1].Pod.Clone()
		for _, c := range history[:len(history)-1] {
			scribble(reflect.ValueOf(c.Pod))
		}
		if diff := cmp.Diff(before, given); diff != "" {
			t.Fatalf("the Pod changed (-before +after):\n%s", diff)
		}
		if diff := cmp.Diff(last, history[len(history)-1].Pod); diff != "" {
			t.Fatalf("a change shares memory with another (-before +after):\n%s", diff)
		}
	})
}

func TestHistoriesReachEverything(t *testing.T) {
	types, phases := seen[podtest.ChangeType]{}, seen[podlife.Phase]{}
	reasons, waiting := seen[string]{}, seen[string]{}
	what := seen[string]{}
	each(podtest.History(), func(history []podtest.Change) {
		mark := func(name string, is bool) {
			if is {
				what[name] = true
			}
		}
		for i, c := range history {
			types[c.Type], phases[c.Pod.Status.Phase], reasons[c.Pod.Status.Reason] = true, true, true
			mark("deletion", c.Pod.IsDeleted())
			mark("bound", i > 0 && history[i-1].Pod.Spec.NodeName == "" && c.Pod.Spec.NodeName != "")
			mark("gated", len(c.Pod.Spec.SchedulingGates) > 0)
			mark("nominated", c.Pod.Status.NominatedNodeName != "")
			mark("ephemeral container", len(c.Pod.Status.EphemeralContainerStatuses) > 0)
			mark("held by a finalizer", c.Pod.IsDeleted() && *c.Pod.DeletionGracePeriodSeconds == 0)
			mark("a missed write", i > 0 && version(t, c) > version(t, history[i-1])+1)
			mark("late", i == 0 && version(t, c) > 1000)
			for j := range c.Pod.Spec.InitContainers {
				s := podlife.FindStatus(c.Pod.Status.InitContainerStatuses, c.Pod.Spec.InitContainers[j].Name)
				mark("sidecar that started", s != nil && s.HasStarted() && c.Pod.Spec.InitContainers[j].IsSidecar())
			}
			ready := podlife.FindCondition(c.Pod.Status.Conditions, podlife.PodReady)
			mark("ready", ready != nil && ready.Status == podlife.ConditionTrue)
			disrupted := podlife.FindCondition(c.Pod.Status.Conditions, podlife.DisruptionTarget)
			if disrupted != nil {
				reasons[disrupted.Reason] = true
			}
			eachStatus(c.Pod, func(s *podlife.ContainerStatus) {
				mark("restarted twice", s.RestartCount > 1)
				if s.State.Kind == podlife.StateWaiting {
					waiting[s.State.Reason] = true
				}
				if s.State.Kind == podlife.StateTerminated {
					reasons[s.State.Reason] = true
				}
			})
		}
	})
	types.want(t, "type", podtest.Added, podtest.Modified, podtest.Deleted)
	phases.want(t, "phase", podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed)
	reasons.want(t, "reason", podlife.ReasonEvicted, podlife.ReasonTerminated, podlife.ReasonDeadlineExceeded, "OutOfcpu",
		"EvictionByEvictionAPI", "DeletionByTaintManager", "DeletionByPodGC", "TerminationByKubelet",
		"Completed", "Error", "OOMKilled", "ContainerStatusUnknown")
	waiting.want(t, "reason to wait", "ContainerCreating", "PodInitializing", "CrashLoopBackOff", "ErrImagePull",
		"ImagePullBackOff", "CreateContainerConfigError", "RunContainerError", "RestartingAllContainers")
	what.want(t, "reached", "deletion", "bound", "gated", "nominated", "ephemeral container", "held by a finalizer", "a missed write",
		"late", "sidecar that started", "ready", "restarted twice")
}

// version returns the resource version as a number.
func version(t *testing.T, c podtest.Change) int {
	n, err := strconv.Atoi(c.Pod.ResourceVersion)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
