package termination_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

// law is one law of the package doc and the rules that must not pass it.
type law struct {
	name   string
	check  func(step stepFunc, sc scenario) error
	broken map[string]stepFunc
	slow   bool // takes every event in every state
}

func laws() []law {
	return []law{
		{"Total", isTotal, map[string]stepFunc{"panics on nil": panicsOnNil}, true},
		{"Pure", isPure, map[string]stepFunc{"writes to the state": writesToState, "writes to the Pod": writesToPod}, true},
		{"ErrorKeepsState", errorKeepsState, map[string]stepFunc{"forgets on error": forgetsOnError, "acts on error": actsOnError}, true},
		{"EarlyTickIsNothing", earlyTickIsNothing, map[string]stepFunc{"asks again at each tick": asksAgain}, false},
		{"NoKillBeforeDeadline", noKillBeforeDeadline, map[string]stepFunc{"kills with TERM": killsWithTerm, "one second early": hurries}, false},
		{"NoTermBeforePreStop", noTermBeforePreStop, map[string]stepFunc{"does not wait for hooks": ignoresHooks}, false},
		{"DeadlineNotLater", deadlineNotLater, map[string]stepFunc{"a request gives more time": givesMoreTime, "TERM gives the period anew": startsAnew}, false},
		{"SidecarsLast", sidecarsLast, map[string]stepFunc{"sidecars with the rest": sidecarsAreMains, "first started first": reversed}, false},
		{"EndpointAtOnce", endpointAtOnce, map[string]stepFunc{"forgets the endpoint": keepsEndpoint}, false},
		{"ObjectLast", objectLast, map[string]stepFunc{"removes the object first": removesFirst}, false},
		{"GoneWithinBound", goneWithinBound, map[string]stepFunc{"never kills": sleeps, "stops after the containers": forgetsObject}, false},
		{"NeverLonger", neverLonger, map[string]stepFunc{"the last request counts": lastCounts}, false},
	}
}

func TestLaws(t *testing.T) {
	for _, l := range laws() {
		t.Run(l.name, func(t *testing.T) {
			scenarios := rapid.SliceOfN(lifelike(), 1, 40)
			if l.slow {
				scenarios = rapid.SliceOfN(lifelike(), 1, 1)
			}
			rapid.Check(t, func(t *rapid.T) {
				for _, sc := range scenarios.Draw(t, "scenarios") {
					if err := l.check(termination.Step, sc); err != nil {
						t.Fatal(err)
					}
				}
			})
		})
	}
}

// TestLawsCatch proves of each law that a rule which breaks it does not pass.
func TestLawsCatch(t *testing.T) {
	for _, l := range laws() {
		for name, broken := range l.broken {
			t.Run(l.name+"/"+name, func(t *testing.T) {
				for seed := range 2000 {
					if l.check(broken, lifelike().Example(seed)) != nil {
						return
					}
				}
				t.Errorf("law %s lets pass a rule that %s", l.name, name)
			})
		}
	}
}

func FuzzLaws(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		sc := lifelike().Draw(t, "scenario")
		for _, l := range laws() {
			if err := l.check(termination.Step, sc); err != nil {
				t.Fatalf("%s: %v", l.name, err)
			}
		}
	}))
}

// everyEvent returns each kind of event, fit or not.
func everyEvent(p *podlife.Pod) []termination.Event {
	other := p.Clone()
	other.UID = "2"
	list := []termination.Event{
		nil, termination.Tick{}, termination.Retried{}, termination.CleanedUp{}, termination.FinalizersRemoved{},
		termination.Requested{}, termination.Completed{}, termination.ObjectRemoved{}, termination.KillRequested{},
		termination.Requested{Pod: p, GracePeriodSeconds: ptr[int64](-7)}, termination.Requested{Pod: other},
		termination.Completed{Pod: p}, termination.ObjectRemoved{Pod: p}, termination.ObjectRemoved{Pod: other},
		termination.KillRequested{Pod: p, Container: "a"}, termination.KillRequested{Pod: p, Container: "nobody"},
	}
	for _, name := range []string{"a", "b", "c", "nobody", ""} {
		list = append(list, termination.PreStopFinished{Container: name}, termination.ContainerExited{Container: name}, termination.StopFailed{Container: name})
	}
	return list
}

// podOf returns the Pod that the scenario is about.
func podOf(sc scenario) *podlife.Pod { return eventPod(sc.first[0].event) }

func eventPod(e termination.Event) *podlife.Pod {
	switch e := e.(type) {
	case termination.Requested:
		return e.Pod
	case termination.Completed:
		return e.Pod
	case termination.ObjectRemoved:
		return e.Pod
	case termination.KillRequested:
		return e.Pod
	default:
		return nil
	}
}

// fromEveryState takes every event in every state of a run.
func fromEveryState(step stepFunc, sc scenario, check func(s termination.State, at time.Time, e termination.Event) error) error {
	for _, entry := range simulate(termination.Step, sc) {
		for _, e := range everyEvent(podOf(sc)) {
			if err := check(entry.before, entry.at.Add(5*time.Second), e); err != nil {
				return fmt.Errorf("%T in %v: %w", e, entry.before.Stage, err)
			}
		}
	}
	return nil
}

func isTotal(step stepFunc, sc scenario) error {
	return fromEveryState(step, sc, func(s termination.State, at time.Time, e termination.Event) (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("panic: %v", r)
			}
		}()
		for _, t := range []time.Time{at, start.Add(-time.Hour), {}} {
			_, _, _ = step(s, t, e)
		}
		return nil
	})
}

func isPure(step stepFunc, sc scenario) error {
	return fromEveryState(step, sc, func(s termination.State, at time.Time, e termination.Event) error {
		state, pod := s.Clone(), eventPod(e).Clone()
		next, effects, _ := step(s, at, e)
		if d := cmp.Diff(state, s); d != "" {
			return fmt.Errorf("the state was changed (-want +got):\n%s", d)
		}
		if d := cmp.Diff(pod, eventPod(e)); d != "" {
			return fmt.Errorf("the Pod was changed (-want +got):\n%s", d)
		}
		again, effects2, _ := step(s, at, e)
		if d := cmp.Diff(next, again) + cmp.Diff(effects, effects2); d != "" {
			return fmt.Errorf("another answer to the same question:\n%s", d)
		}
		return nil
	})
}

func errorKeepsState(step stepFunc, sc scenario) error {
	return fromEveryState(step, sc, func(s termination.State, at time.Time, e termination.Event) error {
		next, effects, err := step(s, at, e)
		if err == nil {
			return nil
		}
		if refused, ok := err.(*termination.EventError); !ok || refused.Event != e || refused.Error() == "" {
			return fmt.Errorf("not an EventError for the event: %v", err)
		}
		if d := cmp.Diff(s, next); d != "" || effects != nil {
			return fmt.Errorf("effects %v, state (-want +got):\n%s", effects, d)
		}
		return nil
	})
}

func earlyTickIsNothing(step stepFunc, sc scenario) error {
	for _, e := range simulate(step, sc) {
		at := e.after.WakeAt().Add(-time.Nanosecond)
		if e.after.WakeAt().IsZero() {
			at = e.at.Add(time.Hour)
		}
		next, effects, err := step(e.after, at, termination.Tick{})
		if d := cmp.Diff(e.after, next); d != "" || effects != nil || err != nil {
			return fmt.Errorf("effects %v, error %v, state:\n%s", effects, err, d)
		}
	}
	return nil
}

// attempt is the kill of one container: when it began and with how much time.
type attempt struct {
	began   time.Time
	grace   int64
	term    time.Time
	hookEnd time.Time
}

// attempts follows the kills through a run and calls check on each signal.
func attempts(entries []entry, check func(e entry, c termination.Container, a *attempt, s termination.SendSignal) error) error {
	var asked int64 // the shortest time that was asked for so far
	open := map[string]*attempt{}
	for _, e := range entries {
		if e.err != nil {
			continue
		}
		asked = shortestAsked(asked, e.event)
		if h, ok := e.event.(termination.PreStopFinished); ok && open[h.Container] != nil && open[h.Container].hookEnd.IsZero() {
			open[h.Container].hookEnd = e.at
		}
		for _, c := range containersOf(e) {
			if !startsIn(e, c) {
				continue
			}
			open[c.Name] = &attempt{began: e.at, grace: asked}
			if k, ok := e.event.(termination.KillRequested); ok {
				open[c.Name].grace = termination.ContainerGrace(k.Pod, nil, termination.KillOther)
				if k.GracePeriodSeconds != nil {
					open[c.Name].grace = *k.GracePeriodSeconds
				}
			} else if asked == 0 { // nobody asked: the Pod's own
				open[c.Name].grace = c.GracePeriodSeconds
			}
		}
		for _, effect := range e.effects {
			if s, ok := effect.(termination.SendSignal); ok {
				c := containersOf(e)[slices.IndexFunc(containersOf(e), func(c termination.Container) bool { return c.Name == s.Container })]
				if err := check(e, c, open[s.Container], s); err != nil {
					return fmt.Errorf("%s at %v: %w", s.Container, e.at.Sub(start), err)
				}
				if s.Signal != "SIGKILL" {
					open[s.Container].term = e.at
				}
			}
		}
	}
	return nil
}

// containersOf returns the containers after the step, or before it where the
// step forgot them.
func containersOf(e entry) []termination.Container {
	if e.after.Containers == nil {
		return e.before.Containers
	}
	return e.after.Containers
}

// startsIn reports whether the kill of c began in this step.
func startsIn(e entry, c termination.Container) bool {
	if c.Progress == termination.Queued || c.Progress == termination.StopGivenUp {
		return false
	}
	i := slices.IndexFunc(e.before.Containers, func(b termination.Container) bool { return b.Name == c.Name })
	return i < 0 || e.before.Containers[i].Progress == termination.Queued || e.before.Containers[i].Progress == termination.StopGivenUp
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

func noKillBeforeDeadline(step stepFunc, sc scenario) error {
	return attempts(simulate(step, sc), func(e entry, c termination.Container, a *attempt, s termination.SendSignal) error {
		if s.Signal != "SIGKILL" {
			if s.GracePeriodSeconds < 2 {
				return fmt.Errorf("%d s from TERM to KILL", s.GracePeriodSeconds)
			}
			return nil
		}
		if left := a.began.Add(time.Duration(a.grace) * time.Second).Sub(e.at); left > 0 {
			return fmt.Errorf("killed %v before the end of its %d s", left, a.grace)
		}
		if a.term.IsZero() || e.at.Sub(a.term) < 2*time.Second {
			return fmt.Errorf("killed less than 2 s after TERM")
		}
		return nil
	})
}

func noTermBeforePreStop(step stepFunc, sc scenario) error {
	return attempts(simulate(step, sc), func(e entry, c termination.Container, a *attempt, s termination.SendSignal) error {
		end := a.began.Add(time.Duration(a.grace) * time.Second)
		if s.Signal == "SIGKILL" || !c.PreStop || !a.hookEnd.IsZero() || !e.at.Before(end) {
			return nil
		}
		return fmt.Errorf("TERM while its hook runs and has %v left", end.Sub(e.at))
	})
}

func deadlineNotLater(step stepFunc, sc scenario) error {
	for _, e := range simulate(step, sc) {
		for _, c := range e.after.Containers {
			i := slices.IndexFunc(e.before.Containers, func(b termination.Container) bool { return b.Name == c.Name })
			if i < 0 || startsIn(e, c) {
				continue
			}
			before, after := e.before.Containers[i].Deadline(), c.Deadline()
			if before.IsZero() || after.IsZero() || !after.After(before) {
				continue
			}
			termed := c.Progress == termination.Stopping && e.before.Containers[i].Progress != termination.Stopping
			moved := c.Progress != e.before.Containers[i].Progress
			if moved && after.Sub(before) < time.Second || termed && after.Equal(e.at.Add(2*time.Second)) {
				continue
			}
			return fmt.Errorf("%s: deadline moved from %v to %v", c.Name, before.Sub(start), after.Sub(start))
		}
	}
	return nil
}

func sidecarsLast(step stepFunc, sc scenario) error {
	p := podOf(sc)
	running := func(name string) bool { return runsIn(p, name) }
	return attempts(simulate(step, sc), func(e entry, c termination.Container, a *attempt, s termination.SendSignal) error {
		i := slices.IndexFunc(p.Spec.InitContainers, func(c podlife.Container) bool { return c.Name == s.Container })
		if s.Signal == "SIGKILL" || i < 0 || !p.Spec.InitContainers[i].IsSidecar() {
			return nil
		}
		if !e.at.Before(a.began.Add(time.Duration(a.grace) * time.Second)) {
			return nil // its time is up
		}
		var before []string
		for _, m := range p.Spec.Containers {
			before = append(before, m.Name)
		}
		for _, n := range p.Spec.InitContainers[i+1:] {
			if n.IsSidecar() {
				before = append(before, n.Name)
				break
			}
		}
		for _, name := range before {
			j := slices.IndexFunc(e.after.Containers, func(c termination.Container) bool { return c.Name == name })
			if running(name) && j >= 0 && !e.after.Containers[j].Exited {
				return fmt.Errorf("signalled while %s runs", name)
			}
		}
		return nil
	})
}

func runsIn(p *podlife.Pod, name string) bool {
	for _, list := range [][]podlife.ContainerStatus{p.Status.ContainerStatuses, p.Status.InitContainerStatuses} {
		if s := podlife.FindStatus(list, name); s != nil && s.State.Kind == podlife.StateRunning {
			return true
		}
	}
	return false
}

func endpointAtOnce(step stepFunc, sc scenario) error {
	withdrawn := 0
	for _, e := range simulate(step, sc) {
		for _, effect := range e.effects {
			if _, ok := effect.(termination.WithdrawEndpoint); ok {
				withdrawn++
			}
		}
		_, killOne := e.event.(termination.KillRequested)
		if p := eventPod(e.event); p != nil && p.IsDeleted() && !killOne && e.err == nil && withdrawn != 1 {
			return fmt.Errorf("deleted, and the endpoint was withdrawn %d times", withdrawn)
		}
	}
	if withdrawn > 1 {
		return fmt.Errorf("withdrawn %d times", withdrawn)
	}
	return nil
}

func objectLast(step stepFunc, sc scenario) error {
	removed, clean := false, false
	for _, e := range simulate(step, sc) {
		if _, ok := e.event.(termination.CleanedUp); ok {
			clean = true
		}
		for _, effect := range e.effects {
			if removed {
				return fmt.Errorf("%T after the object was removed", effect)
			}
			if _, ok := effect.(termination.RemoveObject); !ok {
				continue
			}
			removed = true
			for _, c := range e.after.Containers {
				if !c.Exited {
					return fmt.Errorf("object removed while %s runs", c.Name)
				}
			}
			if e.after.Held || !clean {
				return fmt.Errorf("object removed while held or unclean")
			}
		}
	}
	return nil
}

func goneWithinBound(step stepFunc, sc scenario) error {
	entries := simulate(step, sc)
	for i, e := range entries {
		bound := e.after.Bound()
		for _, c := range e.after.Containers {
			// What happens next, happens in time.
			if i+1 < len(entries) && !c.Deadline().IsZero() && entries[i+1].at.After(bound) {
				return fmt.Errorf("%s was not killed by %v", c.Name, bound.Sub(start))
			}
		}
		if anew := slices.ContainsFunc(e.after.Containers, func(c termination.Container) bool { return startsIn(e, c) }); !anew &&
			!e.before.Bound().IsZero() && bound.After(e.before.Bound()) {
			return fmt.Errorf("bound moved from %v to %v", e.before.Bound().Sub(start), bound.Sub(start))
		}
	}
	last := entries[len(entries)-1].after
	switch {
	case last.Stage == termination.Living, last.Stage == termination.Gone, last.Stage == termination.Finished && !last.Deleted, last.Stage == termination.Deleting && last.Held:
		return nil
	default:
		return fmt.Errorf("stuck in %v", last.Stage)
	}
}

func neverLonger(step stepFunc, sc scenario) error {
	for _, e := range simulate(step, sc) {
		if was := e.before.GracePeriodSeconds; was != 0 && e.after.GracePeriodSeconds > was && !zeroAndOverride(e.event) {
			return fmt.Errorf("grace period from %d to %d", was, e.after.GracePeriodSeconds)
		}
		if _, ok := e.event.(termination.Requested); ok && e.before.Stage == termination.Terminating && e.err == nil {
			if d := cmp.Diff(e.before.Containers, e.after.Containers); d != "" {
				return fmt.Errorf("a request touched what is under way:\n%s", d)
			}
		}
	}
	return nil
}

// zeroAndOverride reports whether e brings a deletion grace period of 0, which
// the kubelet takes for none when an override comes with it.
func zeroAndOverride(e termination.Event) bool {
	r, ok := e.(termination.Requested)
	return ok && r.GracePeriodSeconds != nil && r.Pod.DeletionGracePeriodSeconds != nil && *r.Pod.DeletionGracePeriodSeconds == 0
}
