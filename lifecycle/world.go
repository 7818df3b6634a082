package lifecycle

import (
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/schedule"
)

// world is a simulation under way: the Pod, and what the script makes of the rest.
type world struct {
	script            *Script
	state             State
	start, until, now time.Time
	queue             []coming // by time
	held              []coming // on a node that does not answer
	ends              Cause    // why the Pod ends; NoCause: it does not
	line              Timeline

	mounts, sandboxes int // failures so far
	lives             []life
	pulled            []string // the images on the node
}

// life is what the world knows of a container.
type life struct {
	script        ContainerScript
	pulls, starts int    // failures so far
	pulling       string // the image that was asked for last
	runs          int    // so far
	probed        [probe.Startup + 1]asked
	stop          Cause  // why the run is stopped
	signal        string // that the run was sent last
	dead          ended  // the run that ended while the node did not answer
}

// asked is how far a list of answers has come.
type asked struct{ at, times int }

func newWorld(p *podlife.Pod, script *Script) *world {
	start := script.Start
	if start.IsZero() {
		start = p.CreationTimestamp
	}
	if start.IsZero() {
		start = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	until := time.Duration(script.Until)
	if until == 0 {
		until = defaultUntil
	}
	return &world{script: script, start: start, now: start, until: start.Add(until), line: Timeline{Start: start}}
}

// life returns what is known of a container.
func (w *world) life(name string) *life { return w.lifeAt(w.state.facts.find(name)) }

// lifeAt is life for container i.
func (w *world) lifeAt(i int) *life {
	for len(w.lives) < len(w.state.facts.list) {
		w.lives = append(w.lives, life{script: w.script.Containers[w.state.facts.list[len(w.lives)].name]})
	}
	return &w.lives[i]
}

// isDead reports whether the present run of container i ended while the node did
// not answer.
func (w *world) isDead(i int) bool {
	run := &w.state.containers[i].run
	return run.id != 0 && w.lifeAt(i).dead.id == run.id
}

// after has e happen a while from now.
func (w *world) after(d Duration, e Event) {
	w.add(coming{at: w.now.Add(time.Duration(d)), event: e, kind: answer})
}

// answer has happen what the script says about an effect.
func (w *world) answer(e Effect) {
	switch e := e.(type) {
	case *MountVolumes:
		w.tried(&w.mounts, w.script.MountFailures, w.script.VolumesAfter, VolumesMounted{}, MountFailed{})
	case *CreateSandbox:
		w.tried(&w.sandboxes, w.script.SandboxFailures, w.script.SandboxAfter, SandboxCreated{IP: w.script.IP}, SandboxFailed{})
	case *PullImage:
		w.pull(e)
	case *StartContainer:
		l := w.life(e.Container)
		w.tried(&l.starts, l.script.StartFailures, l.script.StartAfter, ContainerStarted{e.Container},
			StartFailed{e.Container, l.script.StartReason, l.script.StartMessage})
	case *RunPostStart:
		h := w.life(e.Container).script.PostStart
		spec := w.spec(e.Container).Lifecycle.PostStart
		w.after(h.takes(spec), PostStartFinished{e.Container, h.fails(spec), h.Message})
	case *RunPreStop:
		w.after(w.life(e.Container).script.PreStop.takes(w.spec(e.Container).Lifecycle.PreStop), PreStopFinished{e.Container})
	case *AskProbe:
		w.ask(e)
	case *SendSignal:
		w.signal(e)
	case *CleanUp:
		w.after(w.script.CleanUpAfter, CleanedUp{})
	}
}

// spec returns the container called name.
func (w *world) spec(name string) *podlife.Container {
	return w.state.facts.list[w.state.facts.find(name)].spec
}

// tried has an attempt succeed, or fail as often as it is said to. A negative
// number of failures is for ever.
func (w *world) tried(failed *int, failures int, takes Duration, good, bad Event) {
	if failures < 0 || *failed < failures {
		*failed++
		w.after(takes, bad)
		return
	}
	w.after(takes, good)
}

// pull answers an attempt to pull. An image that is on the node takes no time.
func (w *world) pull(e *PullImage) {
	l := w.life(e.Container)
	l.pulling = e.Image
	if slices.Contains(w.pulled, e.Image) {
		w.after(0, ImagePulled{e.Container})
		return
	}
	w.tried(&l.pulls, l.script.PullFailures, l.script.PullAfter, ImagePulled{e.Container},
		ImagePullFailed{e.Container, l.script.PullReason, l.script.PullMessage})
}

// takes returns how long a hook takes. One that sleeps takes the time it sleeps,
// if the script says nothing.
func (h *HookScript) takes(spec *podlife.LifecycleHandler) Duration {
	if h.For == 0 && spec.Sleep != nil {
		return Duration(time.Duration(spec.Sleep.Seconds) * time.Second)
	}
	return h.For
}

// fails reports whether a hook fails. One that the kubelet cannot run does.
func (h *HookScript) fails(spec *podlife.LifecycleHandler) bool {
	end := probe.HookEnd{Broken: h.Failed}
	return probe.HookOutcome(spec, end) == probe.Failure
}

// signal has a container end because of a signal.
func (w *world) signal(e *SendSignal) {
	l := w.life(e.Container)
	c := &w.state.containers[w.state.facts.find(e.Container)]
	out := coming{at: w.now, kind: exit, run: c.run.id}
	switch {
	case e.Signal == "SIGKILL":
		out.event = ContainerExited{Container: e.Container, ExitCode: 137}
	case l.script.Stop.Ignored:
		return
	default:
		code := int32(143)
		if l.script.Stop.ExitCode != nil {
			code = *l.script.Stop.ExitCode
		}
		out.at = w.now.Add(time.Duration(l.script.Stop.After))
		out.event = ContainerExited{Container: e.Container, ExitCode: code}
	}
	w.add(out)
}

// follow has happen what follows from an event without being asked for: the
// scheduler's work, an image on the node, and the end of a run.
func (w *world) follow(e Event) {
	switch e := e.(type) {
	case Created, GatesRemoved:
		w.schedule()
	case ImagePulled:
		w.pulled = append(w.pulled, w.life(e.Container).pulling)
	case ContainerStarted:
		w.run(e.Container)
	}
}

// schedule has the scheduler bind the Pod.
func (w *world) schedule() {
	p := w.state.Pod()
	if w.state.stage != Unbound || len(p.Spec.SchedulingGates) > 0 {
		return
	}
	if w.script.Unschedulable != "" {
		w.add(coming{at: w.now, event: Unschedulable{Message: w.script.Unschedulable}, kind: binding})
	}
	if w.script.ScheduleAfter < 0 {
		return
	}
	node := w.script.Node
	if node == "" {
		node = "node"
	}
	b := schedule.Binding{Namespace: p.Namespace, Name: p.Name, UID: p.UID, TargetName: node}
	w.add(coming{at: w.now.Add(time.Duration(w.script.ScheduleAfter)), event: Bound{b}, kind: binding})
}

// run has the present run of a container end by itself, if it does.
func (w *world) run(name string) {
	i := w.state.facts.find(name)
	l, c := w.lifeAt(i), &w.state.containers[i]
	l.probed = [probe.Startup + 1]asked{}
	r, ends := l.nextRun(w.state.facts.isOrdinaryInit(i))
	if !ends {
		return
	}
	w.add(coming{
		at: c.run.startedAt.Add(time.Duration(r.For)), kind: exit, run: c.run.id,
		event: ContainerExited{Container: name, ExitCode: r.ExitCode, Reason: r.Reason, Message: r.Message},
	})
}

// nextRun returns the next run of a container, and whether it ends by itself. An
// ordinary init container does if the script says nothing.
func (l *life) nextRun(init bool) (r Run, ends bool) {
	runs := l.script.Runs
	if len(runs) == 0 {
		return Run{}, init
	}
	r = runs[min(l.runs, len(runs)-1)]
	l.runs++
	return r, r.For != 0
}
