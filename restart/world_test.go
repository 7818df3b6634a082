package restart_test

import (
	"fmt"
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// world is a node with one Pod on it: the part of a kubelet that carries plans
// out, and a runtime that does as told.
type world struct {
	pod  *podlife.Pod
	seen restart.Observed
	made int // runs and sandboxes so far, for their IDs
}

// carryOut does what the plan says, in a kubelet's order.
func (w *world) carryOut(a restart.Actions) {
	if a.KillPod {
		for i := range w.seen.Containers {
			w.kill(&w.seen.Containers[i])
		}
		for i := range w.seen.Sandboxes {
			w.seen.Sandboxes[i].Ready = false
		}
		if a.CreateSandbox {
			w.remove(func(s restart.RuntimeStatus) bool { return w.isInit(s.Name) })
		}
	} else {
		for _, k := range a.ContainersToKill {
			s := w.find(k.ID)
			s.State, s.ExitCode = restart.StateExited, 137
		}
		for _, r := range a.ContainersToReset {
			w.remove(func(s restart.RuntimeStatus) bool { return s.ID == r.ID })
		}
	}
	w.pruneInit()
	if a.CreateSandbox {
		w.made++
		w.seen.Sandboxes = slices.Insert(w.seen.Sandboxes, 0, restart.Sandbox{
			ID: fmt.Sprint("sandbox-", w.made), Attempt: a.Attempt, Ready: true, HostNetwork: w.pod.Spec.HostNetwork,
		})
	}
	for _, i := range a.EphemeralContainersToStart {
		w.start(w.pod.Spec.EphemeralContainers[i].Name, w.pod.Spec.EphemeralContainers[i].Image)
	}
	for _, i := range a.InitContainersToStart {
		w.start(w.pod.Spec.InitContainers[i].Name, w.pod.Spec.InitContainers[i].Image)
	}
	for _, i := range a.ContainersToStart {
		w.start(w.pod.Spec.Containers[i].Name, w.pod.Spec.Containers[i].Image)
	}
	w.notice()
}

// notice brings up to date what the kubelet derives from what it sees: the
// phase, as far as it is terminal, and the restart of all containers.
func (w *world) notice() {
	ended := true
	for i := range w.pod.Spec.Containers {
		ended = ended && w.isOver(&w.pod.Spec.Containers[i])
	}
	for i := range w.pod.Spec.InitContainers {
		c := &w.pod.Spec.InitContainers[i]
		s := w.newest(c.Name)
		ended = ended || w.isOver(c) && s.ExitCode != 0
	}
	if ended {
		w.pod.Status.Phase = podlife.PodFailed // or Succeeded, which is all the same here
	}
	w.seen.RestartAll = restart.ShouldRestartAll(w.pod, w.seen)
}

// isOver reports whether c ended and no rule or policy starts it again.
func (w *world) isOver(c *podlife.Container) bool {
	s := w.newest(c.Name)
	return s != nil && s.State == restart.StateExited && restart.ByPolicy(&w.pod.Spec, c, s.ExitCode) == restart.Stay
}

// newest returns the newest run of a container, or nil.
func (w *world) newest(name string) *restart.RuntimeStatus {
	for i := range w.seen.Containers {
		if w.seen.Containers[i].Name == name {
			return &w.seen.Containers[i]
		}
	}
	return nil
}

func (w *world) kill(s *restart.RuntimeStatus) {
	if s.State == restart.StateRunning {
		s.State, s.ExitCode = restart.StateExited, 137
	}
}

// start begins a run in the newest sandbox, if that is ready.
func (w *world) start(name, image string) {
	if !w.seen.Sandboxes[0].Ready {
		return
	}
	w.made++
	w.seen.Containers = slices.Insert(w.seen.Containers, 0, restart.RuntimeStatus{
		ID: fmt.Sprint(name, "-", w.made), Name: name, Image: image,
		SandboxID: w.seen.Sandboxes[0].ID, State: restart.StateRunning,
	})
}

func (w *world) remove(which func(restart.RuntimeStatus) bool) {
	w.seen.Containers = slices.DeleteFunc(w.seen.Containers, which)
}

// pruneInit keeps only the newest ended run of each init container.
func (w *world) pruneInit() {
	kept := map[string]bool{}
	w.remove(func(s restart.RuntimeStatus) bool {
		if !w.isInit(s.Name) || s.State != restart.StateExited && s.State != restart.StateUnknown {
			return false
		}
		again := kept[s.Name]
		kept[s.Name] = true
		return again
	})
}

func (w *world) find(id string) *restart.RuntimeStatus {
	for i := range w.seen.Containers {
		if w.seen.Containers[i].ID == id {
			return &w.seen.Containers[i]
		}
	}
	panic("no run " + id)
}

func (w *world) isInit(name string) bool { return w.initContainer(name) != nil }

// initContainer returns the init container or sidecar called name, or nil.
func (w *world) initContainer(name string) *podlife.Container {
	for i := range w.pod.Spec.InitContainers {
		if c := &w.pod.Spec.InitContainers[i]; c.Name == name {
			return c
		}
	}
	return nil
}

// running returns the runs that run.
func (w *world) running() []*restart.RuntimeStatus {
	var out []*restart.RuntimeStatus
	for i := range w.seen.Containers {
		if s := &w.seen.Containers[i]; s.State == restart.StateRunning {
			out = append(out, s)
		}
	}
	return out
}

// event is something that happens to a world between two plans.
type event struct {
	Kind eventKind
	Pick int   // which of the runs that run
	Code int32 // for exited
}

type eventKind uint8

const (
	exited eventKind = iota
	outOfMemory
	livenessFailed
	startupFailed
	startupSucceeded
	becameUnknown
	startFailed
	imageEdited
	sandboxDied
	eventKinds
)

// happen makes e happen, if it can.
func (w *world) happen(e event) {
	defer w.notice()
	if e.Kind == sandboxDied {
		if len(w.seen.Sandboxes) > 0 {
			w.seen.Sandboxes[0].Ready = false
		}
		return
	}
	running := w.running()
	if len(running) == 0 {
		return
	}
	s := running[e.Pick%len(running)]
	switch e.Kind {
	case exited:
		s.State, s.ExitCode = restart.StateExited, e.Code
	case outOfMemory:
		s.State, s.ExitCode, s.Reason = restart.StateExited, e.Code, "OOMKilled"
	case livenessFailed:
		s.Liveness = restart.VerdictFailure
	case startupFailed:
		s.Startup = restart.VerdictFailure
	case startupSucceeded:
		s.Startup = restart.VerdictSuccess
	case becameUnknown:
		s.State = restart.StateUnknown
	case startFailed:
		s.State = restart.StateCreated
	case imageEdited:
		s.Image = "another" // as good as an edit of the spec
	}
}

// settle lets one thing end well that others wait for, and reports whether
// there was one: an ordinary init container, or a startup probe.
func (w *world) settle() bool {
	for _, s := range w.running() {
		c := w.initContainer(s.Name)
		switch {
		case c == nil:
		case !c.IsSidecar():
			s.State = restart.StateExited
			w.notice()
			return true
		case c.StartupProbe != nil && s.Startup == restart.VerdictNone:
			s.Startup = restart.VerdictSuccess
			return true
		}
	}
	return false
}
