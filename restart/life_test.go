package restart_test

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
	"pgregory.net/rapid"
)

// life is a Pod, what is observed of it, and what will happen to it.
type life struct {
	Pod    *podlife.Pod
	Seen   restart.Observed
	Events []event
}

// world returns the life's beginning, sharing nothing with it.
func (l life) world() *world {
	w := &world{pod: l.Pod.Clone(), seen: cloneObserved(l.Seen)}
	w.notice()
	return w
}

// freshLives generates lives of Pods that nobody has seen yet.
func freshLives() *rapid.Generator[life] {
	return rapid.Custom(func(t *rapid.T) life {
		return life{Pod: &podlife.Pod{Spec: podtest.Spec().Draw(t, "spec")}, Events: drawEvents(t)}
	})
}

// anyLives generates lives that begin with any observation.
func anyLives() *rapid.Generator[life] {
	return rapid.Custom(func(t *rapid.T) life {
		spec := podtest.Spec().Draw(t, "spec")
		return life{Pod: &podlife.Pod{Spec: spec}, Seen: drawObserved(t, &spec), Events: drawEvents(t)}
	})
}

func drawEvents(t *rapid.T) []event {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) event {
		e := event{Pick: rapid.IntRange(0, 5).Draw(t, "pick")}
		if rapid.Bool().Draw(t, "ends") { // what happens most
			e.Code = rapid.SampledFrom([]int32{0, 0, 1, 42, 137}).Draw(t, "code")
		} else {
			e.Kind = eventKind(rapid.IntRange(0, int(eventKinds)-1).Draw(t, "kind"))
		}
		return e
	}), 0, 12).Draw(t, "events")
}

func drawObserved(t *rapid.T, spec *podlife.PodSpec) restart.Observed {
	var o restart.Observed
	for i := range rapid.SampledFrom([]int{1, 1, 1, 0, 2}).Draw(t, "sandboxes") {
		odd := rapid.IntRange(0, 9).Draw(t, "sandbox oddity")
		o.Sandboxes = append(o.Sandboxes, restart.Sandbox{
			ID: fmt.Sprint("old-", i), Attempt: uint32(rapid.IntRange(0, 2).Draw(t, "attempt")),
			Ready: i == 0 && odd != 0 || odd == 9, HostNetwork: spec.HostNetwork != (odd == 1), NoIP: odd == 2,
		})
	}
	add := func(c podlife.Container) {
		for range rapid.SampledFrom([]int{1, 1, 0, 2}).Draw(t, "runs") {
			o.Containers = append(o.Containers, drawRun(t, &c, len(o.Containers)))
		}
	}
	for _, c := range spec.InitContainers {
		add(c)
	}
	for _, c := range spec.Containers {
		add(c)
	}
	for _, c := range spec.EphemeralContainers {
		add(podlife.Container{Name: c.Name, Image: c.Image})
	}
	return o
}

func drawRun(t *rapid.T, c *podlife.Container, number int) restart.RuntimeStatus {
	s := restart.RuntimeStatus{
		ID:        fmt.Sprint("run-", number),
		Name:      c.Name,
		SandboxID: rapid.SampledFrom([]string{"old-0", "old-0", "old-1"}).Draw(t, "sandbox"),
		State:     restart.RuntimeState(rapid.IntRange(0, 3).Draw(t, "state")),
		Startup:   restart.Verdict(rapid.IntRange(0, 2).Draw(t, "startup")),
		Liveness:  restart.Verdict(rapid.IntRange(0, 2).Draw(t, "liveness")),
	}
	if s.State == restart.StateExited {
		s.ExitCode = rapid.SampledFrom([]int32{0, 1, 42, 137}).Draw(t, "exit code")
		s.Reason = rapid.SampledFrom([]string{"", "", "OOMKilled"}).Draw(t, "reason")
	}
	switch rapid.IntRange(0, 3).Draw(t, "definition") {
	case 0:
		s.Image = c.Image
	case 1:
		s.Image = c.Image + "-old"
	case 2:
		s.Hash = restart.Hash(c)
	}
	return s
}

func cloneObserved(o restart.Observed) restart.Observed {
	o.Sandboxes = append([]restart.Sandbox(nil), o.Sandboxes...)
	o.Containers = append([]restart.RuntimeStatus(nil), o.Containers...)
	return o
}

// planFunc is [restart.Plan] or something that claims to be.
type planFunc func(*podlife.Pod, restart.Observed) restart.Actions

// record is what a law wants to know of the life in the present sandbox.
type record struct {
	completed map[string]bool // ordinary init containers that were done
	started   map[string]bool // sidecars that had started
}

// live lives l to its end: it plans and carries out, until nothing is to be
// done, then lets the next event happen. check is called with every plan before
// that is carried out; after, it is called with what came of it. The first
// complaint ends it, as does a life without end.
func (l life) live(plan planFunc, check func(w *world, r record, a restart.Actions) string) string {
	w := l.world()
	r := newRecord()
	events := l.Events
	patience := 5 + len(w.pod.Spec.InitContainers) + len(w.pod.Spec.Containers)
	settles := 2 * patience // an init container whose success restarts all never lets the Pod go on
	for plans, all := 0, 0; ; plans, all = plans+1, all+1 {
		r.update(w)
		a := plan(w.pod, w.seen)
		if complaint := check(w, r, a); complaint != "" {
			return complaint
		}
		switch {
		case !a.Idle(&w.seen):
			if plans > patience || all > 1000 {
				return fmt.Sprintf("after %d plans with nothing happening: still %+v", plans, a)
			}
			if a.CreateSandbox || w.seen.RestartAll {
				r = newRecord()
			}
			w.carryOut(a)
			continue
		case len(events) > 0:
			w.happen(events[0])
			events = events[1:]
		case settles == 0 || !w.settle():
			return ""
		default:
			settles--
		}
		plans = 0
	}
}

func newRecord() record { return record{completed: map[string]bool{}, started: map[string]bool{}} }

// update notes what was reached in the present sandbox.
func (r record) update(w *world) {
	for i := range w.seen.Containers {
		s := &w.seen.Containers[i]
		c := w.initContainer(s.Name)
		if c == nil || len(w.seen.Sandboxes) == 0 || s.SandboxID != w.seen.Sandboxes[0].ID {
			continue
		}
		if !c.IsSidecar() && s.State == restart.StateExited && s.ExitCode == 0 && s.Reason != "OOMKilled" {
			r.completed[c.Name] = true
		}
		if c.IsSidecar() && s.State == restart.StateRunning && (c.StartupProbe == nil || s.Startup == restart.VerdictSuccess) {
			r.started[c.Name] = true
		}
	}
}
