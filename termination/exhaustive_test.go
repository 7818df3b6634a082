package termination_test

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

var full = flag.Bool("full", false, "search all small Pods at all instants")

// TestAllOrders searches everything that can happen to small Pods: each
// container ends, each preStop hook ends, and time passes, in every order, at
// instants that stand for all others. All laws are checked in each state and on
// each step.
func TestAllOrders(t *testing.T) {
	total, reached := explored{}, sightings{}
	for _, name := range smallPods(searched) {
		for i, b := range beginnings() {
			if len(name) == 3 && i > 0 && !*full {
				break
			}
			s := search{pod: smallPod(name), step: termination.Step, laws: laws(), fine: *full || len(name) < 3, finer: len(name) < 3, follow: reached.note}
			if err := s.run(b); err != nil {
				t.Fatalf("Pod %s, %s: %v", name, b.name, err)
			}
			total.add(s.explored)
		}
	}
	reached.check(t, "Retrying", "StopGivenUp", "*termination.Retry")
	t.Log(total)
}

// TestAllOrdersWithFailures is TestAllOrders where the runtime may fail to stop
// a container, again and again.
func TestAllOrdersWithFailures(t *testing.T) {
	total, reached := explored{}, sightings{}
	for _, name := range smallPods(2) {
		for i, b := range beginnings() {
			if i%2 > 0 && !*full {
				continue
			}
			s := search{pod: smallPod(name), step: termination.Step, laws: laws(), fine: *full, failures: true, follow: reached.note}
			if err := s.run(b); err != nil {
				t.Fatalf("Pod %s, %s: %v", name, b.name, err)
			}
			total.add(s.explored)
		}
	}
	reached.check(t)
	t.Log(total)
}

// TestAllOrdersCatch proves of each law that the search finds a rule which
// breaks it.
func TestAllOrdersCatch(t *testing.T) {
	for _, l := range laws() {
		for name, broken := range l.broken {
			if !isCaught(l, broken) {
				t.Errorf("law %s lets pass a rule that %s", l.name, name)
			}
		}
	}
}

func isCaught(l law, broken stepFunc) bool {
	for _, name := range smallPods(2) {
		for _, b := range beginnings() {
			s := search{pod: smallPod(name), step: broken, laws: []law{l}}
			if s.run(b) != nil {
				return true
			}
		}
	}
	return false
}

// sightings are the stages, steps of a kill and effects that were seen.
type sightings map[string]bool

func (m sightings) note(_, _ int, e entry) {
	m[e.before.Stage.String()], m[e.after.Stage.String()] = true, true
	for i := range e.after.Containers {
		m[e.after.Containers[i].Progress.String()] = true
	}
	for _, effect := range e.effects {
		m[fmt.Sprintf("%T", effect)] = true
	}
}

// check checks that all there are were seen, but for the missing.
func (m sightings) check(t *testing.T, missing ...string) {
	var all []string
	for i := termination.Living; i <= termination.Gone; i++ {
		all = append(all, i.String())
	}
	for i := termination.Queued; i <= termination.Ended; i++ {
		all = append(all, i.String())
	}
	for _, e := range everyEffect() {
		all = append(all, fmt.Sprintf("%T", e))
	}
	for _, name := range all {
		if m[name] == slices.Contains(missing, name) {
			t.Errorf("%s: seen is %v", name, m[name])
		}
	}
}

// explored counts.
type explored struct{ runs, states, steps int }

func (e *explored) add(o explored) {
	e.runs, e.states, e.steps = e.runs+o.runs, e.states+o.states, e.steps+o.steps
}

func (e explored) String() string {
	return fmt.Sprintf("%d Pods and beginnings, %d states, %d steps", e.runs, e.states, e.steps)
}

// search is one of all that can happen to a Pod.
type search struct {
	pod      *podlife.Pod
	step     stepFunc
	laws     []law
	fine     bool          // also at the last instant before each deadline
	finer    bool          // and half way to it
	failures bool          // the runtime may fail to stop a container
	sleep    time.Duration // what preStop hooks take; 0: they end at any time
	follow   func(from, to int, e entry)

	explored
	nodes []situation
	seen  map[situationKey]int
	all   []termination.Event
}

// situation is a state, when it was reached, and what led to it.
type situation struct {
	termination.State
	now     time.Time
	history history
	entry   entry // the last step
	parent  int
}

// run searches breadth-first.
func (s *search) run(b beginning) error {
	begin := b.events(s.pod)
	if k, ok := begin[0].(termination.KillRequested); ok && !runsIn(k.Pod, k.Container) {
		return nil // there is none to kill
	}
	before := s.pod.Clone()
	s.seen = map[situationKey]int{}
	s.all = everyEvent(eventPod(begin[0]))
	root := situation{now: start, history: history{pod: s.pod}, parent: -1}
	for _, e := range begin[:len(begin)-1] {
		var err error
		if root, err = s.take(-1, root, happening{start, e}); err != nil {
			return err
		}
	}
	s.nodes = []situation{root}
	if err := s.visit(0, happening{start, begin[len(begin)-1]}); err != nil {
		return err
	}
	for i := 1; i < len(s.nodes); i++ {
		list := s.happenings(&s.nodes[i])
		for _, h := range list {
			if err := s.visit(i, h); err != nil {
				return fmt.Errorf("%w\n%s", err, s.path(i, h))
			}
		}
		if err := s.judge(&s.nodes[i], len(list) == 0); err != nil {
			return fmt.Errorf("%w\n%s", err, s.path(i, happening{}))
		}
	}
	s.runs, s.states = 1, len(s.nodes)-1
	if d := cmp.Diff(before, s.pod); d != "" {
		return fmt.Errorf("the Pod was changed (-want +got):\n%s", d)
	}
	return nil
}

// visit takes a step from situation i, and keeps the situation that it leads to, if new.
func (s *search) visit(i int, h happening) error {
	n, err := s.take(i, s.nodes[i], h)
	if err != nil {
		return err
	}
	key := n.key(s.failures)
	to, ok := s.seen[key]
	if !ok {
		to = len(s.nodes)
		s.seen[key] = to
		s.nodes = append(s.nodes, n)
	}
	if s.follow != nil {
		s.follow(i, to, n.entry)
	}
	return nil
}

// take takes a step, and checks the laws that are about steps.
func (s *search) take(parent int, n situation, h happening) (situation, error) {
	after, effects, err := s.step(n.State, h.at, h.event)
	s.steps++
	if err != nil {
		return n, err
	}
	e := entry{h, n.State, after, effects, err}
	next := situation{State: after, now: h.at, history: n.history, entry: e, parent: parent}
	next.history.begin(e)
	for _, l := range s.laws {
		if l.step == nil {
			continue
		}
		if err := l.step(&next.history, e); err != nil {
			return n, fmt.Errorf("%s: %w", l.name, err)
		}
	}
	next.history.end(e)
	return next, nil
}

// judge checks the laws that are about states.
func (s *search) judge(n *situation, isLast bool) error {
	for _, l := range s.laws {
		var err error
		if l.state != nil {
			err = l.state(s.step, s.all, n.State, n.now)
		}
		if l.last != nil && isLast {
			err = l.last(n.State)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
	}
	return nil
}

// path writes down how situation i was reached.
func (s *search) path(i int, h happening) string {
	var lines []string
	for ; i > 0; i = s.nodes[i].parent {
		e := s.nodes[i].entry
		lines = append(lines, fmt.Sprintf("%v %T%+v: %v\n", e.at.Sub(start), e.event, e.event, e.effects))
	}
	slices.Reverse(lines)
	return fmt.Sprintf("%s%v %T%+v", lines, h.at.Sub(start), h.event, h.event)
}

// happenings returns what can happen next, and when.
func (s *search) happenings(n *situation) []happening {
	var list []happening
	add := func(e termination.Event, at ...time.Time) {
		for _, at := range at {
			list = append(list, happening{at, e})
		}
	}
	now, wake := n.now, n.WakeAt()
	next := s.next(n)
	instants := s.instants(now, next)
	if !wake.IsZero() && wake.Equal(next) {
		add(termination.Tick{}, wake)
	}
	for i := range n.Containers {
		c := &n.Containers[i]
		if !c.Exited {
			add(termination.ContainerExited{Container: c.Name}, instants...)
		}
		switch c.Progress {
		case termination.InPreStop:
			switch end := c.Since.Add(s.sleep); {
			case s.sleep == 0:
				add(termination.PreStopFinished{Container: c.Name}, instants...)
			case end.Equal(next):
				add(termination.PreStopFinished{Container: c.Name}, end)
			}
		case termination.Stopping, termination.Killed:
			if c.PreStop { // nobody waits for it any more
				add(termination.PreStopFinished{Container: c.Name}, now)
			}
			if s.failures {
				add(termination.StopFailed{Container: c.Name}, now)
			}
		}
	}
	switch {
	case n.Stage == termination.Cleaning:
		add(termination.CleanedUp{}, now)
	case n.Stage == termination.Retrying:
		add(termination.Retried{}, now.Add(10*time.Second))
	case n.history.removed && !n.Removed && n.Stage != termination.Gone:
		add(termination.ObjectRemoved{}, now)
	}
	if n.Held {
		add(termination.FinalizersRemoved{}, now)
	}
	return list
}

// next returns when something happens in any case. Zero: there is no such time.
func (s *search) next(n *situation) time.Time {
	next := n.WakeAt()
	for i := range n.Containers {
		c := &n.Containers[i]
		if end := c.Since.Add(s.sleep); s.sleep > 0 && c.Progress == termination.InPreStop && end.Before(next) {
			next = end
		}
	}
	return next
}

// instants returns those that stand for all between now and next.
func (s *search) instants(now, next time.Time) []time.Time {
	list := []time.Time{now}
	if !next.After(now) {
		return list
	}
	if half := next.Sub(now) / 2; s.finer && half > time.Second {
		list = append(list, now.Add(half.Truncate(time.Second)+time.Second/2))
	}
	if s.fine {
		list = append(list, next.Add(-time.Nanosecond))
	}
	return append(list, next)
}

// situationKey tells nodes apart. Times are relative to the present, and what makes
// no difference any more is left out.
type situationKey struct {
	stage                             termination.Stage
	deleted, withdrawn, removed, held bool
	grace                             int64
	containers                        [3]containerKey
	asked                             int64
	kills                             [3]attemptKey
	timesWithdrawn                    int
	clean, asksRemoval                bool
	elapsed                           time.Duration
}

type containerKey struct {
	name      string
	progress  termination.Progress
	since     time.Duration
	remaining int64
	exited    bool
}

type attemptKey struct {
	left, sinceTerm time.Duration
	hooked          bool
}

// key returns the situation's key. Where attempts may be repeated, the time that has
// passed since the beginning is left out, or there would be no end.
func (n *situation) key(repeated bool) situationKey {
	k := situationKey{
		stage: n.Stage, deleted: n.Deleted, withdrawn: n.Withdrawn, removed: n.Removed, held: n.Held, grace: n.GracePeriodSeconds,
		asked: n.history.asked, timesWithdrawn: n.history.withdrawn, clean: n.history.clean, asksRemoval: n.history.removed,
	}
	if !repeated {
		k.elapsed = n.now.Sub(start)
	}
	for i := range n.Containers {
		c := &n.Containers[i]
		ck := containerKey{name: c.Name, progress: c.Progress, exited: c.Exited}
		if !c.Deadline().IsZero() {
			ck.since, ck.remaining = n.now.Sub(c.Since), c.Remaining
		}
		k.containers[i] = ck
		if a := n.history.kill(c.Name); c.Progress != termination.Ended {
			k.kills[i] = attemptKey{left: max(a.end.Sub(n.now), 0), hooked: a.hooked}
			if !a.term.IsZero() {
				k.kills[i].sinceTerm = min(n.now.Sub(a.term), 2*time.Second) + 1
			}
		}
	}
	return k
}
