package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/termination"
)

func seconds(n int64) string { return lanes.Short(time.Duration(n) * time.Second) }

// describe puts a moment into words. before is the state until then.
func (t *teller) describe(m *moment, before termination.State) {
	m.happened = t.happened(m, before)
	for _, e := range m.effects {
		if s := t.effectWords(e); s != "" {
			m.follows = append(m.follows, s)
		}
	}
	for i := range t.state.Containers {
		c := &t.state.Containers[i]
		waited := i < len(before.Containers) && before.Containers[i].Progress == termination.AwaitingTurn
		if c.Progress == termination.AwaitingTurn && !waited {
			m.follows = append(m.follows, fmt.Sprintf("%s: waits for %s", c.Name, t.predecessors(c)))
		}
	}
}

// predecessors names what a sidecar waits for.
func (t *teller) predecessors(c *termination.Container) string {
	var names []string
	for i := range t.state.Containers {
		o := &t.state.Containers[i]
		if o.Progress != termination.Ended && (o.Kind == termination.Main || o.Kind == termination.Sidecar && o.Name == c.After) {
			names = append(names, o.Name)
		}
	}
	return strings.Join(names, ", ")
}

// happened says what an event is. What nobody needs to know is empty.
func (t *teller) happened(m *moment, before termination.State) []string {
	one := func(format string, args ...any) []string { return []string{fmt.Sprintf(format, args...)} }
	switch e := m.event.(type) {
	case termination.Requested:
		return one("delete request")
	case termination.ObjectRemoved:
		switch {
		case e.Pod != nil:
			return one("delete request: the object is gone")
		case t.state.Stage == termination.Gone:
			return one("gone")
		default:
			return one("the object is gone")
		}
	case termination.PreStopFinished:
		i := slices.IndexFunc(before.Containers, func(c termination.Container) bool { return c.Name == e.Container })
		if i >= 0 && before.Containers[i].Progress != termination.InPreStop {
			return nil // nobody waits for it
		}
		return one("%s: preStop hook ends", e.Container)
	case termination.ContainerExited:
		if t.killed(e.Container) {
			return one("%s: killed", e.Container)
		}
		return one("%s: ends", e.Container)
	case termination.CleanedUp:
		if t.state.Stage == termination.Gone {
			return one("volumes unmounted: gone")
		}
		return one("volumes unmounted")
	case termination.FinalizersRemoved:
		return one("finalizers removed")
	case termination.Tick:
		return overdue(before, t.began.Add(m.at))
	default:
		return nil
	}
}

func (t *teller) killed(name string) bool {
	return slices.ContainsFunc(t.tracks, func(k *track) bool { return k.Name == name && k.killed })
}

// overdue says whose time is up.
func overdue(s termination.State, at time.Time) []string {
	var out []string
	for i := range s.Containers {
		c := &s.Containers[i]
		if d := c.Deadline(); d.IsZero() || at.Before(d) {
			continue
		}
		switch c.Progress {
		case termination.InPreStop:
			out = append(out, c.Name+": no time left for its hook")
		case termination.AwaitingTurn:
			out = append(out, c.Name+": no time left to wait")
		default:
			out = append(out, c.Name+": no time left")
		}
	}
	return out
}

// effectWords says what an effect asks for. What nobody needs to know is empty.
func (t *teller) effectWords(e termination.Effect) string {
	switch e := e.(type) {
	case *termination.WithdrawEndpoint:
		return "endpoints withdrawn"
	case *termination.RunPreStop:
		return strings.TrimSuffix(fmt.Sprintf("%s: preStop hook begins: %s", e.Container, hookWords(hookOf(t.pod, e.Container))), ": ")
	case *termination.SendSignal:
		if e.Signal == "SIGKILL" {
			return e.Container + ": SIGKILL"
		}
		return fmt.Sprintf("%s: %s, %s until SIGKILL", e.Container, e.Signal, seconds(e.GracePeriodSeconds))
	case *termination.StopSandbox:
		return "network taken down"
	case *termination.WriteStatus:
		return "last status written"
	case *termination.CleanUp:
		return "volumes being unmounted"
	case *termination.Retry:
		return "next attempt in 10s to 15s"
	case *termination.DeleteObject:
		return "final delete request, with 0s"
	default: // a removal and a Wake show in what comes
		return ""
	}
}

// ending says how the story ends.
func (s *story) ending() string {
	switch {
	case s.gone >= 0 && s.pod.Spec.NodeName == "":
		return strings.Replace(fmt.Sprintf("Gone after %s: no node has it.", lanes.Short(s.gone)), "after 0s", "at once", 1)
	case s.gone >= 0:
		return fmt.Sprintf("Gone after %s.", lanes.Short(s.gone))
	case len(s.pod.Finalizers) > 0:
		return fmt.Sprintf("It stays: %s must be removed (-finalizers says when).", strings.Join(s.pod.Finalizers, ", "))
	default:
		return "It stays: volumes are never unmounted."
	}
}
