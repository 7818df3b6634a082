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

// law is one law of the package doc and the rules that must not pass it. It is
// about each step, each state, or the last state, and is checked along drawn
// runs here and on everything that can happen to small Pods in
// exhaustive_test.go.
type law struct {
	name   string
	step   func(h *history, e entry) error
	state  func(step stepFunc, all []termination.Event, s termination.State, now time.Time) error
	last   func(s termination.State) error
	broken map[string]stepFunc
}

func laws() []law {
	return []law{
		{name: "Total", state: isTotal, broken: map[string]stepFunc{"panics on nil": panicsOnNil}},
		{name: "Pure", state: isPure, broken: map[string]stepFunc{"writes to the state": writesToState, "writes to the Pod": writesToPod}},
		{name: "ErrorKeepsState", state: errorKeepsState, broken: map[string]stepFunc{"forgets on error": forgetsOnError, "acts on error": actsOnError}},
		{name: "EarlyTickIsNothing", state: earlyTickIsNothing, broken: map[string]stepFunc{"asks again at each tick": asksAgain}},
		{name: "NoKillBeforeDeadline", step: noKillBeforeDeadline, broken: map[string]stepFunc{"kills with TERM": killsWithTerm, "one second early": hurries}},
		{name: "NoTermBeforePreStop", step: noTermBeforePreStop, broken: map[string]stepFunc{"does not wait for hooks": ignoresHooks}},
		{name: "DeadlineNotLater", step: deadlineNotLater, broken: map[string]stepFunc{"a request gives more time": givesMoreTime, "TERM gives the period anew": startsAnew}},
		{name: "SidecarsLast", step: sidecarsLast, broken: map[string]stepFunc{"sidecars with the rest": sidecarsAreMains, "first started first": reversed}},
		{name: "EndpointAtOnce", step: endpointAtOnce, broken: map[string]stepFunc{"forgets the endpoint": keepsEndpoint}},
		{name: "ObjectLast", step: objectLast, broken: map[string]stepFunc{"removes the object first": removesFirst}},
		{name: "GoneWithinBound", step: withinBound, last: isOver, broken: map[string]stepFunc{"never kills": sleeps, "kills late": dawdles, "stops after the containers": forgetsObject}},
		{name: "NeverLonger", step: neverLonger, broken: map[string]stepFunc{"the last request counts": lastCounts}},
	}
}

// check returns what breaks the law in the scenario.
func (l law) check(step stepFunc, sc scenario) error {
	asked := podOf(sc)
	before := asked.Clone()
	if l.state != nil { // of the true machine's states
		all := everyEvent(asked)
		for _, e := range simulate(termination.Step, sc) {
			if err := l.state(step, all, e.after, e.at); err != nil {
				return err
			}
		}
		if d := cmp.Diff(before, asked); d != "" {
			return fmt.Errorf("the Pod was changed (-want +got):\n%s", d)
		}
		return nil
	}
	h := history{pod: asked}
	entries := simulate(step, sc)
	for _, e := range entries {
		h.begin(e)
		if err := l.step(&h, e); err != nil {
			return fmt.Errorf("at %v: %w", e.at.Sub(start), err)
		}
		h.end(e)
	}
	if l.last != nil {
		return l.last(entries[len(entries)-1].after)
	}
	return nil
}

func TestLaws(t *testing.T) {
	for _, l := range laws() {
		t.Run(l.name, func(t *testing.T) {
			scenarios := rapid.SliceOfN(lifelike(), 1, 40)
			if l.state != nil { // takes every event in every state
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

// withEveryEvent takes every event in a state.
func withEveryEvent(all []termination.Event, s termination.State, check func(e termination.Event) error) error {
	for _, e := range all {
		if err := check(e); err != nil {
			return fmt.Errorf("%T in %v: %w", e, s.Stage, err)
		}
	}
	return nil
}

func isTotal(step stepFunc, all []termination.Event, s termination.State, now time.Time) error {
	return withEveryEvent(all, s, func(e termination.Event) (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("panic: %v", r)
			}
		}()
		for _, t := range []time.Time{now.Add(5 * time.Second), start.Add(-time.Hour), {}} {
			_, _, _ = step(s, t, e)
		}
		return nil
	})
}

func isPure(step stepFunc, all []termination.Event, s termination.State, now time.Time) error {
	now = now.Add(5 * time.Second)
	return withEveryEvent(all, s, func(e termination.Event) error {
		state := s.Clone()
		next, effects, _ := step(s, now, e)
		if !sameState(state, s) {
			return fmt.Errorf("the state was changed (-want +got):\n%s", cmp.Diff(state, s))
		}
		again, effects2, _ := step(s, now, e)
		if !sameState(next, again) || !sameEffects(effects, effects2) {
			return fmt.Errorf("another answer to the same question:\n%s", cmp.Diff(next, again)+cmp.Diff(effects, effects2))
		}
		return nil
	})
}

func errorKeepsState(step stepFunc, all []termination.Event, s termination.State, now time.Time) error {
	return withEveryEvent(all, s, func(e termination.Event) error {
		next, effects, err := step(s, now.Add(5*time.Second), e)
		if err == nil {
			return nil
		}
		if refused, ok := err.(*termination.EventError); !ok || refused.Event != e || refused.Error() == "" {
			return fmt.Errorf("not an EventError for the event: %v", err)
		}
		if !sameState(s, next) || effects != nil {
			return fmt.Errorf("effects %v, state (-want +got):\n%s", effects, cmp.Diff(s, next))
		}
		return nil
	})
}

func earlyTickIsNothing(step stepFunc, _ []termination.Event, s termination.State, now time.Time) error {
	early := s.WakeAt().Add(-time.Nanosecond)
	if s.WakeAt().IsZero() {
		early = now.Add(time.Hour)
	}
	next, effects, err := step(s, early, termination.Tick{})
	if !sameState(s, next) || effects != nil || err != nil {
		return fmt.Errorf("effects %v, error %v, state:\n%s", effects, err, cmp.Diff(s, next))
	}
	return nil
}

func noKillBeforeDeadline(h *history, e entry) error {
	return e.signals(func(c *termination.Container, s *termination.SendSignal) error {
		if s.Signal != "SIGKILL" {
			if s.GracePeriodSeconds < 2 {
				return fmt.Errorf("%d s from TERM to KILL of %s", s.GracePeriodSeconds, c.Name)
			}
			return nil
		}
		a := h.kill(c.Name)
		if left := a.end.Sub(e.at); left > 0 {
			return fmt.Errorf("%s killed %v before the end of its grace period", c.Name, left)
		}
		if a.term.IsZero() || e.at.Sub(a.term) < 2*time.Second {
			return fmt.Errorf("%s killed less than 2 s after TERM", c.Name)
		}
		return nil
	})
}

func noTermBeforePreStop(h *history, e entry) error {
	return e.signals(func(c *termination.Container, s *termination.SendSignal) error {
		a := h.kill(c.Name)
		if s.Signal == "SIGKILL" || !c.PreStop || a.hooked || !e.at.Before(a.end) {
			return nil
		}
		return fmt.Errorf("TERM to %s while its hook runs and has %v left", c.Name, a.end.Sub(e.at))
	})
}

func deadlineNotLater(_ *history, e entry) error {
	for i := range e.after.Containers {
		c := &e.after.Containers[i]
		b := containerOf(&e.before, c.Name)
		if b == nil || startsIn(e, c) {
			continue
		}
		before, after := b.Deadline(), c.Deadline()
		if before.IsZero() || after.IsZero() || !after.After(before) {
			continue
		}
		termed := c.Progress == termination.Stopping && b.Progress != termination.Stopping
		moved := c.Progress != b.Progress
		if moved && after.Sub(before) < time.Second || termed && after.Equal(e.at.Add(2*time.Second)) {
			continue
		}
		return fmt.Errorf("%s: deadline moved from %v to %v", c.Name, before.Sub(start), after.Sub(start))
	}
	return nil
}

func sidecarsLast(h *history, e entry) error {
	p := h.pod
	return e.signals(func(_ *termination.Container, s *termination.SendSignal) error {
		i := slices.IndexFunc(p.Spec.InitContainers, func(c podlife.Container) bool { return c.Name == s.Container })
		if s.Signal == "SIGKILL" || i < 0 || !p.Spec.InitContainers[i].IsSidecar() || e.after.Stage != termination.Terminating {
			return nil
		}
		if !e.at.Before(h.kill(s.Container).end) {
			return nil // its time is up
		}
		for j := range p.Spec.Containers {
			if err := hasEnded(p, e, p.Spec.Containers[j].Name); err != nil {
				return err
			}
		}
		for j := i + 1; j < len(p.Spec.InitContainers); j++ {
			if p.Spec.InitContainers[j].IsSidecar() {
				return hasEnded(p, e, p.Spec.InitContainers[j].Name)
			}
		}
		return nil
	})
}

func hasEnded(p *podlife.Pod, e entry, name string) error {
	if c := containerOf(&e.after, name); runsIn(p, name) && c != nil && !c.Exited {
		return fmt.Errorf("a sidecar is signalled while %s runs", name)
	}
	return nil
}

func runsIn(p *podlife.Pod, name string) bool {
	for _, list := range [][]podlife.ContainerStatus{p.Status.ContainerStatuses, p.Status.InitContainerStatuses} {
		if s := podlife.FindStatus(list, name); s != nil && s.State.Kind == podlife.StateRunning {
			return true
		}
	}
	return false
}

func endpointAtOnce(h *history, e entry) error {
	withdrawn := h.withdrawn + count[*termination.WithdrawEndpoint](e.effects)
	_, killOne := e.event.(termination.KillRequested)
	if p := eventPod(e.event); p != nil && p.IsDeleted() && !killOne && e.err == nil && withdrawn != 1 {
		return fmt.Errorf("deleted, and the endpoint was withdrawn %d times", withdrawn)
	}
	if withdrawn > 1 {
		return fmt.Errorf("withdrawn %d times", withdrawn)
	}
	return nil
}

func objectLast(h *history, e entry) error {
	if h.removed && e.effects != nil {
		return fmt.Errorf("%v after the object was removed", e.effects)
	}
	i := slices.IndexFunc(e.effects, func(e termination.Effect) bool { _, ok := e.(*termination.RemoveObject); return ok })
	if i < 0 {
		return nil
	}
	for _, c := range e.after.Containers {
		if !c.Exited {
			return fmt.Errorf("object removed while %s runs", c.Name)
		}
	}
	if i != len(e.effects)-1 || e.after.Held || !h.clean {
		return fmt.Errorf("object removed while held or unclean, or not last: %v", e.effects)
	}
	return nil
}

// withinBound: time is asked for, and used; what happens, happens in time; and
// the bound is moved later only by a new attempt.
func withinBound(h *history, e entry) error {
	before, after := e.before.Bound(), e.after.Bound()
	if wake := e.after.WakeAt(); !wake.IsZero() && !wake.Equal(h.wakeAfter(e)) {
		return fmt.Errorf("nobody wakes it at %v", wake.Sub(start))
	}
	if _, ok := e.event.(termination.Tick); ok && e.at.Equal(e.before.WakeAt()) && sameState(e.before, e.after) {
		return fmt.Errorf("woken, and nothing done")
	}
	anew := false
	for i := range e.after.Containers {
		anew = anew || startsIn(e, &e.after.Containers[i])
	}
	for i := range e.before.Containers {
		if c := &e.before.Containers[i]; !c.Exited && !c.Deadline().IsZero() && e.at.After(before) {
			return fmt.Errorf("%s was not killed by %v", c.Name, before.Sub(start))
		}
	}
	if !anew && after.After(before) {
		return fmt.Errorf("bound moved from %v to %v", before.Sub(start), after.Sub(start))
	}
	return nil
}

// isOver: where nothing more happens, the end is complete.
func isOver(s termination.State) error {
	switch {
	case s.Stage == termination.Living, s.Stage == termination.Gone, s.Stage == termination.Finished && !s.Deleted, s.Stage == termination.Deleting && s.Held:
		return nil
	default:
		return fmt.Errorf("stuck in %v", s.Stage)
	}
}

func neverLonger(_ *history, e entry) error {
	if was := e.before.GracePeriodSeconds; was != 0 && e.after.GracePeriodSeconds > was && !zeroAndOverride(e.event) {
		return fmt.Errorf("grace period from %d to %d", was, e.after.GracePeriodSeconds)
	}
	if _, ok := e.event.(termination.Requested); ok && e.before.Stage == termination.Terminating && e.err == nil {
		if !slices.Equal(e.before.Containers, e.after.Containers) {
			return fmt.Errorf("a request touched what is under way:\n%s", cmp.Diff(e.before.Containers, e.after.Containers))
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
