package lifecycle

import (
	"slices"
	"time"

	"github.com/podlife/podlife"
)

// MaxEntries is how many events a [Timeline] holds. A simulation in which more
// happen ends there.
const MaxEntries = 100_000

// defaultUntil is how long a simulation lasts that does not say.
const defaultUntil = time.Hour

// Simulate plays a script against a Pod and returns what happened. The Pod is
// taken as [Admit] returns it. The same arguments have the same Timeline.
//
// Things that happen at the same time happen in this order: what the script says
// under Happenings, in its order; the answers to effects, in the order in which
// they were asked for; the Tick.
//
// While the node does not answer, what was under way on it goes on, but the kubelet
// begins nothing new, and nobody hears of anything until the node returns. Then what
// was being stopped and ended meanwhile has just ended, in the order in which it did;
// lanes show when it truly ended.
//
// A script that makes no sense for the Pod is refused with a *[ScriptError] for
// each fault, joined.
func Simulate(p *podlife.Pod, script Script) (Timeline, error) {
	if err := script.Validate(p); err != nil {
		return Timeline{}, err
	}
	w := newWorld(p, &script)
	w.deliver(coming{at: w.start, event: Created{Pod: p}})
	for i := range script.Happenings {
		h := &script.Happenings[i]
		w.add(coming{at: w.start.Add(time.Duration(h.At)), event: h.event(), kind: happening, index: i})
	}
	for len(w.line.Entries) < MaxEntries && !w.state.IsFinal() {
		c, ok := w.nextComing()
		if !ok || c.at.After(w.until) {
			break
		}
		if c.kind != tick {
			w.queue = w.queue[1:]
		}
		w.deliver(c)
	}
	w.close()
	return w.line, nil
}

// end returns when the simulation ended, and refuses what was to happen later.
func (w *world) end() time.Time {
	done := w.state.stage == Finished && w.state.WakeAt().IsZero()
	for i := range w.queue {
		if c := &w.queue[i]; c.kind == happening {
			done = false
			err := &EventError{State: w.state, Event: c.event}
			if !w.state.IsFinal() {
				err.Err = errOver
			}
			w.refuse(c, err)
		}
	}
	last := w.line.Entries[len(w.line.Entries)-1].At
	if done || w.state.IsFinal() || len(w.line.Entries) >= MaxEntries {
		return last
	}
	return w.until
}

// coming is an event that is to happen.
type coming struct {
	at    time.Time
	event Event
	kind  comingKind
	run   int32 // the run that it is about, of an exit or an answer to a probe
	index int   // of a happening
}

// comingKind says what becomes of an event that is overtaken by others.
type comingKind uint8

const (
	tick      comingKind = iota
	binding              // of the scheduler, or what it says while it has no node
	happening            // it is tried, and noted down where it is refused
	answer               // to the kubelet, which forgets what it asked when it restarts
	exit                 // of a container
)

// before reports whether c happens before o, which was added later.
func (c *coming) before(o *coming) bool {
	return c.at.Before(o.at) || c.at.Equal(o.at) && c.kind == happening && o.kind != happening
}

// add puts c where it belongs.
func (w *world) add(c coming) {
	i := len(w.queue)
	for i > 0 && c.before(&w.queue[i-1]) {
		i--
	}
	w.queue = slices.Insert(w.queue, i, c)
}

// nextComing returns the next thing to happen, if there is any: the first of the
// queue, or a Tick.
func (w *world) nextComing() (coming, bool) {
	wake := w.state.WakeAt()
	if len(w.queue) > 0 && (wake.IsZero() || !wake.Before(w.queue[0].at)) {
		return w.queue[0], true
	}
	if wake.Before(w.now) { // of a kubelet that did not look for a while
		wake = w.now
	}
	return coming{at: wake, event: Tick{}}, !w.state.WakeAt().IsZero()
}

// deliver lets c happen, if it can.
func (w *world) deliver(c coming) {
	w.now = c.at
	if w.state.node.lost && w.hold(c) {
		return
	}
	if c.kind == exit && !w.isRun(c) {
		return
	}
	if e, ok := c.event.(ProbeAnswered); ok {
		c.event = w.answered(c, e)
	}
	before := w.state
	next, effects, err := Step(before, c.at, c.event)
	if err != nil {
		if c.kind == happening {
			w.refuse(&c, w.reason(err.(*EventError)))
		}
		return
	}
	w.state = next
	w.explain(&before, c.event, effects)
	w.overtake(c.event)
	w.follow(c.event)
	for _, e := range effects {
		w.answer(e)
	}
	w.record(&before, c, effects)
}

// isRun reports whether the run that c ends is the container's present one.
func (w *world) isRun(c coming) bool {
	i := w.state.facts.find(c.event.(ContainerExited).Container)
	return w.state.containers[i].run.id == c.run
}

// overtake drops what is to happen no more, and lets happen what was held back.
func (w *world) overtake(e Event) {
	switch e.(type) {
	case KubeletRestarted, NodeRebooted:
		asked := func(c coming) bool { return c.kind == answer }
		w.queue, w.held = slices.DeleteFunc(w.queue, asked), slices.DeleteFunc(w.held, asked)
	case NodeReturned:
		for _, c := range w.held {
			c.at = w.now
			w.add(c)
		}
		w.held = nil
	}
}
