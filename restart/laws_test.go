package restart_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
	"pgregory.net/rapid"
)

// check proves a law, a function that complains about a case, on the real rule,
// and that it catches the broken one.
func check[Case, Rule any](t *testing.T, cases *rapid.Generator[Case], law func(Rule, Case) string, real, broken Rule) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		if complaint := law(real, cases.Draw(t, "case")); complaint != "" {
			t.Fatal(complaint)
		}
	})
	for seed := range 3000 {
		if law(broken, cases.Example(seed)) != "" {
			return
		}
	}
	t.Error("the law does not catch the broken rule")
}

type decideFunc func(*podlife.PodSpec, *podlife.Container, int32) restart.Action

// ending is a container that ends.
type ending struct {
	Spec podlife.PodSpec
	Main bool
	Pick int
	Code int32
}

func (e *ending) container() *podlife.Container {
	list := e.Spec.InitContainers
	if e.Main || len(list) == 0 {
		list = e.Spec.Containers
	}
	return &list[e.Pick%len(list)]
}

func endings() *rapid.Generator[ending] {
	return rapid.Custom(func(t *rapid.T) ending {
		return ending{
			Spec: podtest.Spec().Draw(t, "spec"), Main: rapid.Bool().Draw(t, "main"),
			Pick: rapid.IntRange(0, 5).Draw(t, "pick"), Code: podtest.ExitCode().Draw(t, "code"),
		}
	})
}

// policyOf returns the policy that holds for c, and whether rules may overrule it.
func policyOf(spec *podlife.PodSpec, c *podlife.Container) (policy podlife.RestartPolicy, rules bool) {
	if c.RestartPolicy == "" {
		return spec.RestartPolicy, false
	}
	return c.RestartPolicy, len(c.RestartPolicyRules) > 0
}

func TestNeverStays(t *testing.T) {
	law := func(decide decideFunc, e ending) string {
		c := e.container()
		policy, rules := policyOf(&e.Spec, c)
		if got := decide(&e.Spec, c, e.Code); policy == podlife.RestartPolicyNever && !rules && got != restart.Stay {
			return fmt.Sprintf("%s under Never, exit code %d: %v", c.Name, e.Code, got)
		}
		return ""
	}
	broken := func(spec *podlife.PodSpec, c *podlife.Container, code int32) restart.Action {
		if code == 137 { // "it was not its own fault"
			return restart.Restart
		}
		return restart.Decide(spec, c, code)
	}
	check(t, endings(), law, restart.Decide, decideFunc(broken))
}

func TestAlwaysRestarts(t *testing.T) {
	law := func(decide decideFunc, e ending) string {
		e.Main = true
		c := e.container()
		policy, _ := policyOf(&e.Spec, c)
		if got := decide(&e.Spec, c, e.Code); policy == podlife.RestartPolicyAlways && got == restart.Stay {
			return fmt.Sprintf("%s under Always, exit code %d: %v", c.Name, e.Code, got)
		}
		return ""
	}
	broken := func(spec *podlife.PodSpec, c *podlife.Container, code int32) restart.Action {
		if code == 0 { // "it is done"
			return restart.Stay
		}
		return restart.Decide(spec, c, code)
	}
	check(t, endings(), law, restart.Decide, decideFunc(broken))
}

func TestSidecarDecision(t *testing.T) {
	law := func(decide decideFunc, e ending) string {
		e.Main = false
		c := e.container()
		if got := decide(&e.Spec, c, e.Code); len(e.Spec.InitContainers) > 0 && c.IsSidecar() && got != restart.Restart {
			return fmt.Sprintf("sidecar %s, exit code %d: %v", c.Name, e.Code, got)
		}
		return ""
	}
	broken := func(spec *podlife.PodSpec, c *podlife.Container, code int32) restart.Action {
		like := *c
		like.RestartPolicy = "" // "an init container has the Pod's policy"
		return restart.Decide(spec, &like, code)
	}
	check(t, endings(), law, restart.Decide, decideFunc(broken))
}

func TestCompletedStays(t *testing.T) {
	law := func(plan planFunc, l life) string {
		return l.live(plan, func(w *world, r record, a restart.Actions) string {
			for _, i := range a.InitContainersToStart {
				if name := w.pod.Spec.InitContainers[i].Name; !a.CreateSandbox && r.completed[name] {
					return name + " runs again in the same sandbox"
				}
			}
			return ""
		})
	}
	broken := func(p *podlife.Pod, o restart.Observed) restart.Actions {
		a := restart.Plan(p, o) // "before a main container, the last init container runs"
		if n := len(p.Spec.InitContainers); n > 0 && len(a.ContainersToStart) > 0 && !p.Spec.InitContainers[n-1].IsSidecar() {
			a.InitContainersToStart = append(a.InitContainersToStart, n-1)
		}
		return a
	}
	check(t, freshLives(), law, restart.Plan, broken)
}

func TestSidecarRestarts(t *testing.T) {
	law := func(plan planFunc, l life) string {
		return l.live(plan, func(w *world, _ record, a restart.Actions) string {
			if a.KillPod || a.Reason != restart.ReasonNone {
				return ""
			}
			for i := range w.pod.Spec.InitContainers {
				c := &w.pod.Spec.InitContainers[i]
				if s := newestRun(w, c.Name); c.IsSidecar() && s != nil && s.State == restart.StateExited &&
					!slices.Contains(a.InitContainersToStart, i) {
					return c.Name + " ended and is not started again"
				}
			}
			return ""
		})
	}
	broken := func(p *podlife.Pod, o restart.Observed) restart.Actions {
		a := restart.Plan(p, o) // "once a main container runs, init containers are over"
		for i := range o.Containers {
			if s := &o.Containers[i]; s.State == restart.StateRunning && s.Name == p.Spec.Containers[0].Name {
				a.InitContainersToStart = nil
			}
		}
		return a
	}
	check(t, freshLives(), law, restart.Plan, broken)
}

// newestRun returns the newest run of a container in the newest sandbox.
func newestRun(w *world, name string) *restart.RuntimeStatus {
	for i := range w.seen.Containers {
		if s := &w.seen.Containers[i]; s.Name == name && s.SandboxID == w.seen.Sandboxes[0].ID {
			return s
		}
	}
	return nil
}

func TestOneInitRuns(t *testing.T) {
	law := func(plan planFunc, l life) string {
		return l.live(plan, func(w *world, _ record, _ restart.Actions) string {
			var names []string
			for _, s := range w.running() {
				if c := w.initContainer(s.Name); c != nil && !c.IsSidecar() {
					names = append(names, s.Name)
				}
			}
			if len(names) > 1 {
				return fmt.Sprint("these run at once: ", names)
			}
			return ""
		})
	}
	broken := func(p *podlife.Pod, o restart.Observed) restart.Actions {
		a := restart.Plan(p, o) // "the first two may run side by side"
		if a.CreateSandbox && len(p.Spec.InitContainers) > 1 {
			a.InitContainersToStart = []int{0, 1}
		}
		return a
	}
	check(t, freshLives(), law, restart.Plan, broken)
}

func TestMainWaits(t *testing.T) {
	law := func(plan planFunc, l life) string {
		return l.live(plan, func(w *world, r record, a restart.Actions) string {
			for i := range w.pod.Spec.InitContainers {
				c := &w.pod.Spec.InitContainers[i]
				if len(a.ContainersToStart) > 0 && !r.completed[c.Name] && !r.started[c.Name] {
					return "main containers start before " + c.Name
				}
			}
			return ""
		})
	}
	broken := func(p *podlife.Pod, o restart.Observed) restart.Actions {
		like := p.Clone() // "a sidecar has started when it runs"
		for i := range like.Spec.InitContainers {
			like.Spec.InitContainers[i].StartupProbe = nil
		}
		return restart.Plan(like, o)
	}
	check(t, freshLives(), law, restart.Plan, broken)
}

func TestDeletedStartsNothing(t *testing.T) {
	law := func(plan planFunc, l life) string {
		l.Pod.DeletionTimestamp = epoch
		w := l.world()
		want := restart.Actions{Reason: restart.ReasonDeleted}
		if diff := cmp.Diff(want, plan(w.pod, w.seen)); diff != "" {
			return diff
		}
		return ""
	}
	check(t, anyLives(), law, restart.Plan, restart.Compute) // it looks at deletion in some places only
}

func TestSettles(t *testing.T) {
	law := func(plan planFunc, l life) string {
		l.Events = nil
		var before restart.Actions
		return l.live(plan, func(w *world, _ record, a restart.Actions) string {
			defer func() { before = a }()
			if isPlain(w.pod, before) && !a.Idle(&w.seen) {
				return fmt.Sprintf("after %+v: %+v", before, a)
			}
			return ""
		})
	}
	broken := func(p *podlife.Pod, o restart.Observed) restart.Actions {
		o = cloneObserved(o) // "an exit is answered, whether or not the container runs by now"
		o.Containers = slices.DeleteFunc(o.Containers, func(s restart.RuntimeStatus) bool {
			return s.State == restart.StateRunning && len(p.Spec.InitContainers) == 0
		})
		return restart.Plan(p, o)
	}
	check(t, anyLives(), law, restart.Plan, broken)
}

// isPlain reports whether a plan only starts containers that no other waits
// for, and kills none but to start it again.
func isPlain(p *podlife.Pod, a restart.Actions) bool {
	if a.KillPod || len(a.ContainersToReset) > 0 {
		return false
	}
	for _, i := range a.InitContainersToStart {
		if p.Spec.InitContainers[i].IsSidecar() {
			return false
		}
	}
	for _, k := range a.ContainersToKill {
		if !k.Restart {
			return false
		}
	}
	return len(a.InitContainersToStart)+len(a.ContainersToStart)+len(a.EphemeralContainersToStart) > 0
}

func TestFixedPoint(t *testing.T) {
	law := func(plan planFunc, l life) string {
		return l.live(plan, func(*world, record, restart.Actions) string { return "" })
	}
	broken := func(p *podlife.Pod, o restart.Observed) restart.Actions {
		a := restart.Plan(p, o) // "a container that has failed probes is killed, and a new one made, at every sync"
		for i := range o.Containers {
			if s := &o.Containers[i]; s.State == restart.StateRunning && p.Spec.Containers[0].Name == s.Name && a.Idle(&o) {
				a.ContainersToKill = append(a.ContainersToKill, restart.Kill{ID: s.ID, Name: s.Name})
			}
		}
		return a
	}
	check(t, anyLives(), law, restart.Plan, broken)
}

type stepFunc func(b restart.Backoff, e restart.Entry, finishedAt, now time.Time) (restart.Entry, time.Time)

func TestDelays(t *testing.T) {
	runs := rapid.SliceOfN(rapid.SampledFrom([]int{0, 1, 5, 599, 601, 100000}), 1, 20) // seconds that each run lasts
	law := func(step stepFunc, runs []int) string {
		var e restart.Entry
		now, quick := epoch, 0
		for i, run := range runs {
			finishedAt := now.Add(time.Duration(run) * time.Second)
			want := 0
			if i > 0 && run <= 600 { // the first end is free, and so is one after a long run
				want = min(10<<min(quick, 6), 300)
				quick++
			} else {
				quick = 0
			}
			_, retryAt := step(restart.Backoff{}, e, finishedAt, finishedAt)
			if want == 0 {
				retryAt = finishedAt
			}
			if got := retryAt.Sub(finishedAt); got != time.Duration(want)*time.Second {
				return fmt.Sprintf("runs of %v s: delay %d is %v, want %d s", runs, i, got, want)
			}
			e, retryAt = step(restart.Backoff{}, e, finishedAt, finishedAt.Add(time.Duration(want)*time.Second))
			if !retryAt.IsZero() {
				return fmt.Sprintf("runs of %v s: delay %d goes on for ever", runs, i)
			}
			now = finishedAt.Add(time.Duration(want) * time.Second)
		}
		return ""
	}
	broken := func(b restart.Backoff, e restart.Entry, finishedAt, now time.Time) (restart.Entry, time.Time) {
		return b.Step(e, now, now) // "the delay begins when the kubelet notices"
	}
	check(t, runs, law, stepFunc(restart.Backoff.Step), stepFunc(broken))
}

func TestPlanKeepsItsArguments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyLives().Draw(t, "life")
		w := l.world()
		first := restart.Plan(w.pod, w.seen)
		second := restart.Plan(w.pod, w.seen)
		restart.Explain(w.pod, w.seen)
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatalf("two answers (-first +second):\n%s", diff)
		}
		l.Seen.RestartAll = w.seen.RestartAll
		if diff := cmp.Diff(l.Seen, w.seen); diff != "" && len(l.Seen.Sandboxes)+len(l.Seen.Containers) > 0 {
			t.Fatalf("the observation changed (-before +after):\n%s", diff)
		}
		l.Pod.Status.Phase = w.pod.Status.Phase // which the world notices
		if diff := cmp.Diff(l.Pod, w.pod); diff != "" {
			t.Fatalf("the Pod changed (-before +after):\n%s", diff)
		}
	})
}
