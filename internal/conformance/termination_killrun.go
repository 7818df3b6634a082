package conformance

import (
	"fmt"
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/termination"
)

// ourKill drives [termination.Step] until the attempt is over.
func ourKill(in KillInput) []Killed {
	r := killRun{in: &in}
	switch in.How {
	case "one":
		r.do(termination.KillRequested{
			Pod: in.Pod, Container: in.Fates[0].Name, Reason: killReason(in.Reason), GracePeriodSeconds: in.Override,
		})
	case "completed":
		r.do(termination.Completed{Pod: in.Pod})
	default:
		r.do(termination.Requested{Pod: in.Pod, GracePeriodSeconds: in.Override})
	}
	for _, f := range in.Fates {
		if f.Ends != nil {
			r.plan(*f.Ends, termination.ContainerExited{Container: f.Name})
		}
	}
	for r.next() {
	}
	return in.tidy(r.out)
}

// killRun is a Pod's end in its making: what will happen, and what has.
type killRun struct {
	in      *KillInput
	state   termination.State
	now     time.Duration
	planned []plannedEvent
	wake    time.Duration // when a Tick is due; 0: never
	out     []Killed
}

// plannedEvent is an event that comes about by itself.
type plannedEvent struct {
	at    time.Duration
	event termination.Event
}

func (r *killRun) plan(at time.Duration, e termination.Event) {
	r.planned = append(r.planned, plannedEvent{at, e})
}

// next does what happens next, and reports whether something did. Of what happens at the
// same time, ends come first and ticks last.
func (r *killRun) next() bool {
	if s := r.state.Stage; s != termination.Terminating && s != termination.KillingOne {
		return false
	}
	first := -1
	for i, p := range r.planned {
		if first < 0 || p.at < r.planned[first].at || p.at == r.planned[first].at && urgency(p.event) < urgency(r.planned[first].event) {
			first = i
		}
	}
	if r.wake > 0 && (first < 0 || r.wake < r.planned[first].at) {
		r.now, r.wake = r.wake, 0
		r.do(termination.Tick{})
		return true
	}
	if first < 0 {
		panic(fmt.Sprintf("nothing happens to %+v", r.state))
	}
	p := r.planned[first]
	r.planned = slices.Delete(r.planned, first, first+1)
	r.now = p.at
	if r.happens(p.event) {
		r.do(p.event)
	}
	return true
}

func urgency(e termination.Event) int {
	switch e.(type) {
	case termination.ContainerExited:
		return 0
	case termination.PreStopFinished:
		return 1
	default:
		return 2
	}
}

// happens reports whether what was planned can still come about.
func (r *killRun) happens(e termination.Event) bool {
	switch e := e.(type) {
	case termination.ContainerExited:
		c := r.find(e.Container)
		return c != nil && !c.Exited
	case termination.StopFailed:
		c := r.find(e.Container)
		return c != nil && !c.Exited
	default:
		return true
	}
}

func (r *killRun) find(name string) *termination.Container {
	for i := range r.state.Containers {
		if c := &r.state.Containers[i]; c.Name == name {
			return c
		}
	}
	return nil
}

// do takes a step, plans what follows from it, and writes down which kills are over.
func (r *killRun) do(e termination.Event) {
	var over []string
	for _, c := range r.state.Containers {
		if c.Progress < termination.StopGivenUp {
			over = append(over, c.Name)
		}
	}
	next, effects, err := termination.Step(r.state, podtest.Epoch().Add(r.now), e)
	if err != nil {
		panic(err) // a mistake of the area
	}
	if r.state = next; len(over) == 0 {
		for _, c := range next.Containers {
			over = append(over, c.Name)
		}
	}
	for _, effect := range effects {
		r.follow(effect)
	}
	for _, name := range over {
		if c := r.find(name); c == nil || c.Progress >= termination.StopGivenUp {
			r.over(name, c)
		}
	}
}

// over writes down that the kill of a container is over. Nil: the state has forgotten it.
func (r *killRun) over(name string, c *termination.Container) {
	k := r.killed(name)
	if k.Gone = r.now; k.Grace == 0 {
		k.Signalled = r.now
	}
	f := r.in.fate(name)
	k.Stuck = f.Stuck
	if c != nil && k.Stuck != (c.Progress == termination.StopGivenUp) {
		panic(fmt.Sprintf("%+v", c))
	}
	if k.Stuck {
		k.KILL = false // too late
	}
}

// follow plans what a container does on a signal or a hook.
func (r *killRun) follow(effect termination.Effect) {
	switch e := effect.(type) {
	case *termination.Wake:
		r.wake = e.At.Sub(podtest.Epoch())
	case *termination.RunPreStop:
		takes, isExec := r.in.hook(e.Container)
		if isExec {
			r.killed(e.Container).Hook = ref(r.now)
		}
		r.plan(r.now+takes, termination.PreStopFinished{Container: e.Container})
	case *termination.SendSignal:
		k, f := r.killed(e.Container), r.in.fate(e.Container)
		limit := time.Duration(e.GracePeriodSeconds) * time.Second
		switch {
		case e.Signal == "SIGKILL":
			if k.KILL = true; !f.Stuck {
				r.plan(r.now, termination.ContainerExited{Container: e.Container})
			}
			return
		case f.Stuck:
			r.plan(r.now+min(f.Exit, limit), termination.StopFailed{Container: e.Container})
		default:
			r.plan(r.now+f.Exit, termination.ContainerExited{Container: e.Container})
		}
		k.Signalled, k.Grace = r.now, e.GracePeriodSeconds
	}
}

// killed is what was written down about the container so far.
func (r *killRun) killed(name string) *Killed {
	i := slices.IndexFunc(r.out, func(k Killed) bool { return k.Name == name })
	if i < 0 {
		i = len(r.out)
		r.out = append(r.out, Killed{Name: name})
	}
	return &r.out[i]
}

// hook is how long the container's preStop hook takes, and whether it is an exec hook.
func (in *KillInput) hook(name string) (takes time.Duration, isExec bool) {
	for _, list := range [][]podlife.Container{in.Pod.Spec.InitContainers, in.Pod.Spec.Containers} {
		for i := range list {
			if list[i].Name != name {
				continue
			}
			switch h := list[i].Lifecycle.PreStop; {
			case h.Exec != nil:
				return in.fate(name).Hook, true
			case h.Sleep != nil:
				return max(time.Duration(h.Sleep.Seconds)*time.Second, 0), false
			}
		}
	}
	return 0, false // a hook without an action fails at once
}
