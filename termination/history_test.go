package termination_test

import (
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// names are those of all containers in scenarios and small Pods.
var names = []string{"a", "b", "c", "d", "e"}

// history is what the laws remember of a run. It is made of events and effects,
// and of nothing that the machine says about itself but which kills began.
type history struct {
	pod            *podlife.Pod // that ends, as it was first seen
	asked          int64        // the shortest grace period that was asked for
	kills          [5]attempt   // of the containers, in the order of names
	withdrawn      int          // how often the endpoint was
	clean, removed bool
	wake           time.Time // when it wants to be woken
}

// attempt is the kill of one container.
type attempt struct {
	end    time.Time // of its grace period
	term   time.Time // when it got its stop signal; zero: not yet
	hooked bool      // its preStop hook has ended
}

func (h *history) kill(name string) *attempt { return &h.kills[strings.Index("abcde", name)] }

// begin takes over what the event of a step says, and which kills begin.
func (h *history) begin(e entry) {
	if e.err != nil {
		return
	}
	h.asked = shortestAsked(h.asked, e.event)
	if hook, ok := e.event.(termination.PreStopFinished); ok {
		h.kill(hook.Container).hooked = true
	}
	for i := range e.after.Containers {
		if c := &e.after.Containers[i]; startsIn(e, c) {
			*h.kill(c.Name) = attempt{end: e.at.Add(time.Duration(h.grace(e, c)) * time.Second)}
		}
	}
	if _, ok := e.event.(termination.CleanedUp); ok {
		h.clean = true
	}
}

// grace returns how much time c, whose kill begins, has.
func (h *history) grace(e entry, c *termination.Container) int64 {
	k, ok := e.event.(termination.KillRequested)
	switch {
	case ok && k.GracePeriodSeconds != nil:
		return *k.GracePeriodSeconds
	case ok:
		return termination.ContainerGrace(k.Pod, nil, termination.KillOther)
	case h.asked == 0: // nobody asked: the Pod's own
		return c.GracePeriodSeconds
	default:
		return h.asked
	}
}

// end takes over the effects of a step.
func (h *history) end(e entry) {
	for _, effect := range e.effects {
		switch effect := effect.(type) {
		case *termination.SendSignal:
			if effect.Signal != "SIGKILL" {
				h.kill(effect.Container).term = e.at
			}
		case *termination.WithdrawEndpoint:
			h.withdrawn++
		case *termination.RemoveObject:
			h.removed = true
		}
	}
	h.wake = h.wakeAfter(e)
}

func (h *history) wakeAfter(e entry) time.Time {
	wake := h.wake
	for _, effect := range e.effects {
		if w, ok := effect.(*termination.Wake); ok {
			wake = w.At
		}
	}
	return wake
}

// signals calls check on each signal of the step, with its container.
func (e *entry) signals(check func(*termination.Container, *termination.SendSignal) error) error {
	for _, effect := range e.effects {
		s, ok := effect.(*termination.SendSignal)
		if !ok {
			continue
		}
		c := containerOf(&e.after, s.Container)
		if c == nil { // the step forgot it
			c = containerOf(&e.before, s.Container)
		}
		if err := check(c, s); err != nil {
			return err
		}
	}
	return nil
}

func containerOf(s *termination.State, name string) *termination.Container {
	for i := range s.Containers {
		if s.Containers[i].Name == name {
			return &s.Containers[i]
		}
	}
	return nil
}

// startsIn reports whether the kill of c began in this step: that of one
// container alone, or with those of the others.
func startsIn(e entry, c *termination.Container) bool {
	if c.Progress == termination.Queued || c.Progress == termination.StopGivenUp || c.Progress == termination.Ended {
		return false
	}
	return e.before.Stage != termination.Terminating && e.after.Stage == termination.Terminating ||
		containerOf(&e.before, c.Name) == nil
}

// shortestAsked folds the grace periods that the requests bring. 0 counts as
// unset until something else comes, and as 1 at the end.
func shortestAsked(have int64, e termination.Event) int64 {
	fold := func(v *int64) {
		if v != nil && (have == 0 || *v < have) {
			have = *v
		}
	}
	p := eventPod(e)
	switch e := e.(type) {
	case termination.Requested:
		fold(p.DeletionGracePeriodSeconds)
		fold(e.GracePeriodSeconds)
		if p.DeletionGracePeriodSeconds == nil && e.GracePeriodSeconds == nil && have == 0 && p.Spec.TerminationGracePeriodSeconds != nil {
			have = *p.Spec.TerminationGracePeriodSeconds
		}
	case termination.ObjectRemoved:
		if p == nil {
			return have
		}
		return shortestAsked(have, termination.Requested{Pod: p})
	default:
		return have
	}
	return max(have, 1)
}

// count returns how many effects are of type E.
func count[E termination.Effect](effects []termination.Effect) int {
	n := 0
	for _, e := range effects {
		if _, ok := e.(E); ok {
			n++
		}
	}
	return n
}

// sameState is a fast cmp.Equal. TestSame holds them against each other.
func sameState(a, b termination.State) bool {
	return a.Stage == b.Stage && a.Deleted == b.Deleted && a.Withdrawn == b.Withdrawn && a.Removed == b.Removed &&
		a.Held == b.Held && a.UID == b.UID && a.GracePeriodSeconds == b.GracePeriodSeconds && slices.Equal(a.Containers, b.Containers)
}

func sameEffects(a, b []termination.Effect) bool { return slices.EqualFunc(a, b, sameEffect) }

func sameEffect(a, b termination.Effect) bool {
	switch a := a.(type) {
	case *termination.WithdrawEndpoint:
		return same(a, b)
	case *termination.RunPreStop:
		return same(a, b)
	case *termination.SendSignal:
		return same(a, b)
	case *termination.StopSandbox:
		return same(a, b)
	case *termination.WriteStatus:
		return same(a, b)
	case *termination.CleanUp:
		return same(a, b)
	case *termination.Retry:
		return same(a, b)
	case *termination.DeleteObject:
		return same(a, b)
	case *termination.RemoveObject:
		return same(a, b)
	case *termination.Wake:
		return same(a, b)
	default:
		return false
	}
}

func same[E comparable](a *E, b termination.Effect) bool {
	c, ok := any(b).(*E)
	return ok && *a == *c
}
