package termination_test

import (
	"maps"
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

// stepFunc is Step, or a broken variant of it.
type stepFunc func(termination.State, time.Time, termination.Event) (termination.State, []termination.Effect, error)

// never is the duration of something that does not happen.
const never = -1 * time.Second

// life is how one container takes its end.
type life struct {
	hook     time.Duration // what its preStop hook takes; never: it hangs
	heed     time.Duration // from the stop signal to its exit; never: it ignores the signal
	self     time.Duration // when it exits by itself; never: it does not
	stubborn bool          // the runtime cannot kill it in the first attempt
}

// scenario is a Pod's end as the world plays it.
type scenario struct {
	first, then []happening // what opens the play, and the requests that follow
	lives       map[string]life
	finalizers  time.Duration // when the finalizers are removed
	tickFirst   bool          // of what happens at the same time, the tick comes first
}

// happening is an event to come.
type happening struct {
	at    time.Time
	event termination.Event
}

// entry is one step of a run.
type entry struct {
	happening
	before, after termination.State
	effects       []termination.Effect
	err           error
}

// run plays a scenario: what happens, and what the effects lead to.
type run struct {
	scenario
	step    stepFunc
	state   termination.State
	queue   []happening // in the order of time
	wake    time.Time
	gaveUp  map[string]bool
	entries []entry
}

func simulate(step stepFunc, sc scenario) []entry {
	r := &run{scenario: sc, step: step, gaveUp: map[string]bool{}}
	for _, h := range slices.Concat(sc.first, sc.then) {
		r.after(h.at.Sub(start), h.event)
	}
	for _, name := range slices.Sorted(maps.Keys(sc.lives)) {
		r.after(sc.lives[name].self, termination.ContainerExited{Container: name})
	}
	r.after(sc.finalizers, termination.FinalizersRemoved{})
	for range 300 {
		h, ok := r.pop()
		if !ok {
			break
		}
		r.deliver(h)
	}
	return r.entries
}

// after queues an event d after the start.
func (r *run) after(d time.Duration, e termination.Event) {
	if d == never {
		return
	}
	t := start.Add(d)
	i, _ := slices.BinarySearchFunc(r.queue, t, func(h happening, t time.Time) int {
		if h.at.After(t) {
			return 1
		}
		return -1
	})
	r.queue = slices.Insert(r.queue, i, happening{t, e})
}

// pop returns what happens next: the head of the queue or the tick.
func (r *run) pop() (happening, bool) {
	tick := !r.wake.IsZero() && (len(r.queue) == 0 || r.wake.Before(r.queue[0].at) || r.wake.Equal(r.queue[0].at) && r.tickFirst)
	switch {
	case tick:
		h := happening{r.wake, termination.Tick{}}
		r.wake = time.Time{}
		return h, true
	case len(r.queue) == 0:
		return happening{}, false
	default:
		h := r.queue[0]
		r.queue = r.queue[1:]
		return h, true
	}
}

// deliver takes one step, unless the event is one that did not come about.
func (r *run) deliver(h happening) {
	if !r.comesAbout(h.event) {
		return
	}
	before := r.state
	next, effects, err := r.step(r.state, h.at, h.event)
	r.entries = append(r.entries, entry{h, before, next, effects, err})
	r.state = next
	for _, e := range effects {
		r.carryOut(h.at.Sub(start), e)
	}
}

// comesAbout reports whether the world would let e happen now.
func (r *run) comesAbout(e termination.Event) bool {
	switch e := e.(type) {
	case termination.ContainerExited:
		c := r.container(e.Container)
		return c != nil && !c.Exited
	case termination.StopFailed:
		c := r.container(e.Container)
		return c != nil && (c.Progress == termination.Stopping || c.Progress == termination.Killed)
	case termination.PreStopFinished:
		return r.container(e.Container) != nil
	case termination.FinalizersRemoved:
		return r.state.Held
	case termination.Completed:
		return r.state.Stage == termination.Living
	case termination.Requested:
		return r.state.Stage != termination.Gone && !r.state.Removed
	case termination.ObjectRemoved:
		return r.state.Stage != termination.Gone && !r.state.Removed
	default:
		return true
	}
}

func (r *run) container(name string) *termination.Container {
	i := slices.IndexFunc(r.state.Containers, func(c termination.Container) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &r.state.Containers[i]
}

// carryOut lets an effect have its consequences.
func (r *run) carryOut(now time.Duration, e termination.Effect) {
	plus := func(d time.Duration) time.Duration {
		if d == never {
			return never
		}
		return now + d
	}
	switch e := e.(type) {
	case *termination.RunPreStop:
		r.after(plus(r.lives[e.Container].hook), termination.PreStopFinished{Container: e.Container})
	case *termination.SendSignal:
		l := r.lives[e.Container]
		switch {
		case e.Signal != "SIGKILL":
			r.after(plus(l.heed), termination.ContainerExited{Container: e.Container})
		case l.stubborn && !r.gaveUp[e.Container]:
			r.gaveUp[e.Container] = true
			r.after(now, termination.StopFailed{Container: e.Container})
		default:
			r.after(now, termination.ContainerExited{Container: e.Container})
		}
	case *termination.CleanUp:
		r.after(now+time.Second, termination.CleanedUp{})
	case *termination.RemoveObject:
		r.after(now+time.Second, termination.ObjectRemoved{})
	case *termination.Retry:
		r.after(e.Latest.Sub(start), termination.Retried{})
	case *termination.Wake:
		r.wake = e.At
	}
}

// halfSeconds draws a duration up to limit, whole seconds and fractions alike.
func halfSeconds(t *rapid.T, limit int, label string) time.Duration {
	return time.Duration(rapid.IntRange(0, 4*limit).Draw(t, label)) * 250 * time.Millisecond
}

func sometimes(t *rapid.T, d time.Duration, label string) time.Duration {
	if rapid.Bool().Draw(t, label) {
		return d
	}
	return never
}

func grace(t *rapid.T, label string) *int64 {
	return rapid.Ptr(rapid.SampledFrom([]int64{0, 1, 2, 3, 5, 8, 10, 30}), true).Draw(t, label)
}

// endingPod draws a bound Pod of up to two main containers and three init
// containers, most of them running.
func endingPod(t *rapid.T) *podlife.Pod {
	p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", UID: "1"}}
	p.Spec.NodeName = "node-1"
	p.Spec.TerminationGracePeriodSeconds = grace(t, "terminationGracePeriodSeconds")
	p.Status.Phase = podlife.PodRunning
	if rapid.Bool().Draw(t, "finalizer") {
		p.Finalizers = []string{"example.com/hold"}
	}
	mains := rapid.IntRange(1, 2).Draw(t, "mains")
	inits := rapid.IntRange(0, 3).Draw(t, "inits")
	for i := range mains + inits {
		c := podlife.Container{Name: names[i]}
		if rapid.Bool().Draw(t, "hook") {
			c.Lifecycle = &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Exec: &podlife.ExecAction{}}}
		}
		status := podlife.ContainerStatus{Name: c.Name, State: podlife.Waiting("CrashLoopBackOff", "")}
		if rapid.IntRange(0, 4).Draw(t, "runs") > 0 {
			status.State = podlife.Running(start)
		}
		if i < mains {
			p.Spec.Containers = append(p.Spec.Containers, c)
			p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, status)
			continue
		}
		if rapid.IntRange(0, 3).Draw(t, "sidecar") > 0 {
			c.RestartPolicy = podlife.RestartPolicyAlways
		}
		p.Spec.InitContainers = append(p.Spec.InitContainers, c)
		p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, status)
	}
	return p
}

// lifelike draws a Pod, requests that come true, and how its containers take
// it.
func lifelike() *rapid.Generator[scenario] {
	return rapid.Custom(func(t *rapid.T) scenario {
		p := endingPod(t)
		sc := scenario{lives: map[string]life{}, tickFirst: rapid.Bool().Draw(t, "tickFirst"), finalizers: sometimes(t, halfSeconds(t, 60, "finalizers"), "released")}
		for _, name := range names {
			sc.lives[name] = life{
				hook:     sometimes(t, halfSeconds(t, 12, "hook"), "hook ends"),
				heed:     sometimes(t, halfSeconds(t, 12, "heed"), "heeds"),
				self:     sometimes(t, halfSeconds(t, 20, "self"), "exits"),
				stubborn: rapid.IntRange(0, 9).Draw(t, "stubborn") == 9,
			}
		}
		now := start
		if rapid.IntRange(0, 5).Draw(t, "probe failed") == 5 {
			kill := termination.KillRequested{Pod: p, Container: "a", Reason: termination.KillLivenessProbe, GracePeriodSeconds: grace(t, "kill override")}
			sc.first = append(sc.first, happening{now, kill})
			now = now.Add(halfSeconds(t, 10, "end follows"))
		}
		begin, deleted := begins(t, p, now)
		sc.first = append(sc.first, happening{now, begin})
		for range rapid.IntRange(0, 3).Draw(t, "more requests") {
			now = now.Add(halfSeconds(t, 15, "after"))
			var e termination.Event
			e, deleted = moreOf(t, deleted, now)
			sc.then = append(sc.then, happening{now, e})
		}
		return sc
	})
}

// begins draws what begins the end, and the Pod as it is then.
func begins(t *rapid.T, p *podlife.Pod, now time.Time) (termination.Event, *podlife.Pod) {
	switch rapid.IntRange(0, 5).Draw(t, "begin") {
	case 0:
		return termination.Completed{Pod: p}, p
	case 1:
		return termination.ObjectRemoved{Pod: p}, p
	case 2:
		return termination.Requested{Pod: p, GracePeriodSeconds: grace(t, "override")}, p
	default:
		return moreOf(t, p, now)
	}
}

// moreOf draws a delete request, an eviction or a forced removal.
func moreOf(t *rapid.T, p *podlife.Pod, now time.Time) (termination.Event, *podlife.Pod) {
	switch rapid.IntRange(0, 5).Draw(t, "request") {
	case 0:
		return termination.ObjectRemoved{Pod: p}, p
	case 1:
		return termination.Requested{Pod: p, GracePeriodSeconds: grace(t, "override")}, p
	default:
		d, err := termination.Delete(p, termination.DeleteOptions{GracePeriodSeconds: grace(t, "asked")}, now)
		if err != nil {
			t.Fatal(err)
		}
		if d.Outcome == termination.Removed {
			return termination.ObjectRemoved{Pod: d.Pod}, d.Pod
		}
		return termination.Requested{Pod: d.Pod}, d.Pod
	}
}
