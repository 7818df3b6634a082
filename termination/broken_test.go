package termination_test

import (
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// The rules in this file are wrong on purpose. Each breaks one law.

func panicsOnNil(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	if e == nil {
		panic("nil event")
	}
	return termination.Step(s, at, e)
}

func writesToState(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	if exited, ok := e.(termination.ContainerExited); ok {
		for i := range s.Containers {
			if s.Containers[i].Name == exited.Container {
				s.Containers[i].Exited = true
			}
		}
	}
	return next, effects, err
}

func writesToPod(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	if p := eventPod(e); p != nil {
		p.Spec.TerminationGracePeriodSeconds = ptr[int64](77)
	}
	return termination.Step(s, at, e)
}

func forgetsOnError(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	if err != nil {
		return termination.State{}, nil, err
	}
	return next, effects, nil
}

func actsOnError(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	if err != nil {
		return next, []termination.Effect{&termination.CleanUp{}}, err
	}
	return next, effects, nil
}

func asksAgain(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	if _, ok := e.(termination.Tick); ok && effects == nil {
		return next, []termination.Effect{&termination.Wake{At: at.Add(time.Second)}}, err
	}
	return next, effects, err
}

func killsWithTerm(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	for _, effect := range effects {
		if signal, ok := effect.(*termination.SendSignal); ok && signal.Signal != "SIGKILL" {
			effects = append(effects, &termination.SendSignal{Container: signal.Container, Signal: "SIGKILL"})
		}
	}
	return next, effects, err
}

func hurries(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	next = next.Clone()
	for i := range next.Containers {
		c := &next.Containers[i]
		if c.Progress == termination.Stopping && (len(s.Containers) <= i || s.Containers[i].Progress != c.Progress) {
			c.Remaining--
			effects = append(effects, &termination.Wake{At: c.Deadline()})
		}
	}
	return next, effects, err
}

func ignoresHooks(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	for _, effect := range effects {
		if hook, ok := effect.(*termination.RunPreStop); ok {
			effects = append(effects, &termination.SendSignal{Container: hook.Container, Signal: "SIGTERM"})
		}
	}
	return next, effects, err
}

func givesMoreTime(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	if _, ok := e.(termination.Requested); ok && s.Stage == termination.Terminating {
		next = next.Clone()
		for i := range next.Containers {
			next.Containers[i].Remaining += 5
		}
	}
	return next, effects, err
}

func startsAnew(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	next = next.Clone()
	for i := range next.Containers {
		c := &next.Containers[i]
		if c.Progress == termination.Stopping && len(s.Containers) > i && s.Containers[i].Progress == termination.InPreStop {
			c.Remaining = max(next.GracePeriodSeconds, c.Remaining)
		}
	}
	return next, effects, err
}

// rewritten takes a step with the event's Pod changed.
func rewritten(s termination.State, at time.Time, e termination.Event, change func(*podlife.Pod)) (termination.State, []termination.Effect, error) {
	p := eventPod(e).Clone()
	if p != nil {
		change(p)
	}
	switch old := e.(type) {
	case termination.Requested:
		old.Pod = p
		e = old
	case termination.Completed:
		old.Pod = p
		e = old
	case termination.ObjectRemoved:
		old.Pod = p
		e = old
	}
	return termination.Step(s, at, e)
}

func sidecarsAreMains(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	return rewritten(s, at, e, func(p *podlife.Pod) {
		for i := range p.Spec.InitContainers {
			p.Spec.InitContainers[i].RestartPolicy = ""
		}
	})
}

func reversed(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	return rewritten(s, at, e, func(p *podlife.Pod) { slices.Reverse(p.Spec.InitContainers) })
}

// without drops the effects that are of type E.
func without[E termination.Effect](effects []termination.Effect) []termination.Effect {
	return slices.DeleteFunc(effects, func(e termination.Effect) bool { _, ok := e.(E); return ok })
}

func keepsEndpoint(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	return next, without[*termination.WithdrawEndpoint](effects), err
}

func removesFirst(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	if _, ok := e.(termination.Requested); ok && err == nil {
		effects = append(effects, &termination.RemoveObject{})
	}
	return next, effects, err
}

func sleeps(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	if _, ok := e.(termination.Tick); ok {
		return s, nil, nil
	}
	return termination.Step(s, at, e)
}

// dawdles takes each tick a second too late.
func dawdles(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	for i := range effects {
		if w, ok := effects[i].(*termination.Wake); ok {
			effects[i] = &termination.Wake{At: w.At.Add(time.Second)}
		}
	}
	return next, effects, err
}

func forgetsObject(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	return next, without[*termination.RemoveObject](effects), err
}

func lastCounts(s termination.State, at time.Time, e termination.Event) (termination.State, []termination.Effect, error) {
	next, effects, err := termination.Step(s, at, e)
	if r, ok := e.(termination.Requested); ok && r.Pod != nil && next.GracePeriodSeconds != 0 {
		next.GracePeriodSeconds = termination.PodGrace(0, r.Pod, r.GracePeriodSeconds)
	}
	return next, effects, err
}
